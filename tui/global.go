package tui

import (
	"errors"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
)

// bystander is a screen about an incident that another process works on.
type bystander interface{ bystander() }

// global lists the keys that work on every screen, with the reason where one does not just now.
// More tells that the screen says more than is in view.
func (v *view) global(s screen, more bool) []bind {
	need := ""
	if _, looksOn := s.(bystander); looksOn {
		need = v.lang.OpenElsewhere()
	} else if v.session == nil {
		need = v.lang.NoIncidentYet()
	}
	tab := bind{key: keyTab}
	if !more {
		tab.off = v.lang.AllShown()
	}
	kill := bind{key: keyKill, off: need}
	if need == "" {
		kill.off = v.off(runbook.Revoke, "")
	}
	list := []bind{tab, {key: keySteps, off: need}, {key: keySent, off: need}, {key: keyKeys, off: need}, kill,
		{key: keyLeave}, {key: helpKey(s.Input())}, {key: keyEsc}}
	if v.drill() {
		list = append(list, bind{key: keyTip})
	}
	return list
}

// everywhere does what a key does on every screen.
func (r *root) everywhere(s screen, k key, cmds *[]tea.Cmd) {
	v := &r.view
	for _, b := range v.global(r.under(), v.more) {
		if b.key == k && b.off != "" {
			v.say(b.off)
			return
		}
	}
	var over screen
	p := r.under().Phase()
	switch k {
	case keyEsc:
		r.esc(s, cmds)
	case keyTab:
		over = newAllFacts(s)
	case keySteps:
		over = newSteps(p)
	case keySent:
		over = newSent(p)
	case keyKeys:
		over = newKeys(p)
	case keyHelp, keyHelpToo:
		over = newHelp(r.under())
	case keyLeave:
		over = newLeave(p)
	case keyTip:
		if v.drill() {
			over = newTip(p)
		}
	case keyKill:
		if to := v.open(placeRevoke); to != nil {
			r.raise(to, cmds)
		}
	}
	if over != nil {
		r.open(over, true, cmds)
	}
}

// under is the screen that help is about.
func (r *root) under() screen { return r.stack[len(r.stack)-1] }

// esc ends the reading that the person waits for, else goes back. What changes something at a
// vendor is never ended by it.
func (r *root) esc(s screen, cmds *[]tea.Cmd) {
	for _, x := range r.view.ops.of(s) {
		if !x.keep && (x.action.Name != "" || x.what != "") {
			x.cancel()
			r.view.say(r.view.lang.Cancelled())
			return
		}
	}
	r.apply(pop(), s, true, cmds)
}

// refused says what kept an action from being begun. What happened to one that was begun is in
// the state.
func (r *root) refused(d doneMsg) {
	switch {
	case d.err == nil:
	case errors.Is(d.err, runbook.ErrJournal):
		r.view.broken = true
	case errors.Is(d.err, runbook.ErrNotOffered), errors.Is(d.err, runbook.ErrNotApproved):
		r.view.say(r.view.lang.NotDone(string(d.action.Name)))
	}
}
