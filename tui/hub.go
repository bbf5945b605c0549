package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// hub is the question between the steps: what is done, and what comes next. What we suggest
// stands first; the order is free. A cursor that was moved stays on its step when the list
// changes in view; whoever comes back to a list that changed finds it on the suggestion.
type hub struct {
	in
	on    incident.Step // the step under the cursor, "" for the first
	moved bool          // by a key since the screen came to light
	read  []string      // the list at the last key
}

// newNext stands between the phases, so that none is marked as here.
func newNext(*view) screen { return &hub{} }

// debriefed stands for the end of a drill among the steps.
const debriefed incident.Step = "debrief"

// errand is one thing that can be done next.
type errand struct {
	option
	step incident.Step
	open bool // it still needs somebody: what we may suggest
}

// Update implements screen.
func (s *hub) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	list := s.errands(v)
	switch m := m.(type) {
	case shownMsg:
		s.moved = false
		s.settle(list)
		return stay(), s.lookDue(v)
	case changedMsg:
		s.settle(list)
		return stay(), s.lookDue(v)
	case keyMsg:
		before := s.cursor(list)
		c := before
		n, cmd := optionsOf(list).take(&c, m, v)
		s.on, s.moved, s.read = list[c.on(len(list))].step, s.moved || c != before, wording(list)
		return n, cmd
	}
	return stay(), nil
}

// settle puts the cursor on the suggestion where the list is another than at the last key and
// no key moved the cursor since.
func (s *hub) settle(list []errand) {
	if !s.moved && !slices.Equal(s.read, wording(list)) {
		s.on = ""
	}
}

// wording is the errands as they are read, to tell whether a list changed.
func wording(list []errand) []string {
	var all []string
	for _, e := range list {
		all = append(all, e.title+": "+e.leads)
	}
	return all
}

// cursor stands on the step that it stood on before.
func (s *hub) cursor(list []errand) cursor {
	return cursor{max(0, slices.IndexFunc(list, func(e errand) bool { return e.step == s.on }))}
}

func optionsOf(list []errand) options {
	var all options
	for _, e := range list {
		all = append(all, e.option)
	}
	return all
}

// errands are what can be done next: the first that is open, then the others in the order of
// the chain.
func (s *hub) errands(v *view) []errand {
	list := slices.Concat(s.kill(v), s.after(v), s.ending(v), s.undoing(v))
	if i := slices.IndexFunc(list, func(e errand) bool { return e.open }); i > 0 {
		first := list[i]
		list = slices.Insert(slices.Delete(list, i, i+1), 0, first)
	}
	return list
}

// kill is what concerns the death of this key and of the others of the incident.
func (s *hub) kill(v *view) []errand {
	k := v.key()
	var list []errand
	if !handled(v.stepStatus(incident.StepRevoke)) || k.Survived() {
		o := optionOf(v.lang.StopTheKey(k.Decided == nil || k.Decided.Choice == incident.NotNow), "", v.opens(s.toStop(v)))
		list = append(list, errand{o, incident.StepRevoke, true})
	}
	if unfinished, danger := v.state.Beside(v.key().Cred); unfinished > 0 {
		title, leads := v.lang.AnotherKeyLives(v.otherAlive(), len(v.state.Order)-1)
		list = append(list, errand{option{title, leads, "", func() (nav, tea.Cmd) { return push(newKeys(s.Phase())), nil }}, incident.StepIdentify, danger})
	}
	if a, ok := v.action(runbook.Look, ""); ok {
		list = append(list, errand{s.look(v, a), incident.StepLook, true})
	}
	waits := !handled(v.stepStatus(incident.StepProve)) || k.Marks[incident.StepRevoke].Manual && !k.Proof.Proven()
	if handled(v.stepStatus(incident.StepRevoke)) && waits {
		list = append(list, s.errand(v, incident.StepProve, "", !v.running(incident.StepProve), v.opens(placeProve)))
	}
	if len(k.Limits()) > 0 {
		list = append(list, s.errand(v, incident.StepLift, "", k.Proof.Proven(), func() (nav, tea.Cmd) { return push(newLift(v)), nil }))
	}
	return list
}

// undoing is the way back from a revocation, where the vendor has one.
func (s *hub) undoing(v *view) (list []errand) {
	for _, o := range v.comeback() {
		list = append(list, errand{o, incident.StepRevoke, false})
	}
	return list
}

// toStop is where the kill goes on.
func (s *hub) toStop(v *view) place {
	k := v.key()
	switch p := v.next(); {
	case p != placeNext && p != placeRotate:
		return p
	case k.Survived(), k.Decided != nil && k.Decided.Choice != incident.NotNow:
		return placeRevoke
	}
	return placeDecide
}

// otherAlive counts the keys of the incident beside this one that can still be abused.
func (v *view) otherAlive() int {
	n := 0
	for _, id := range v.state.Order {
		if _, i := glyphOf(condition(v.state.Keys[id])); i == dangerInk && id != v.key().Cred {
			n++
		}
	}
	return n
}

// lookDue makes a later look whose time has come, and looks at a key that was alive again when it
// was last heard of: once for each. In a drill, where it costs time, a person chooses it.
func (s *hub) lookDue(v *view) tea.Cmd {
	a, ok := v.action(runbook.Look, "")
	due := a.Cred
	if at := v.key().LookDue(v.sit.Now); !at.IsZero() {
		due += at.String()
	}
	if !ok || a.Off != "" || v.looked == due || v.drill() || !v.mayUse() || v.runs(runbook.Look) {
		return nil
	}
	v.looked = due
	_, cmd := v.do(a, runbook.Input{Approved: a.Approvals})
	return cmd
}

// look is the later look at the dead key, which needs the key in memory.
func (s *hub) look(v *view, a runbook.Action) option {
	do := func() (nav, tea.Cmd) {
		if a.Off == incident.WhyNeedsKey {
			return push(newSame(s.Phase())), nil
		}
		_, cmd := v.do(a, runbook.Input{Approved: a.Approvals})
		return stay(), cmd
	}
	return option{v.lang.Action(string(runbook.Look), ""), v.lang.LookChoice(v.key().DueLooks(), v.now), "", do}
}

// after is what the leak leaves to do once the key is dead, or beside it.
func (s *hub) after(v *view) []errand {
	var list []errand
	for _, x := range []struct {
		step incident.Step
		to   place
	}{{incident.StepReview, placeReview}, {incident.StepRotate, placeRotate}, {incident.StepRelated, placeRelated}, {incident.StepInvestigate, placeTrace}} {
		if x.step == incident.StepRelated && len(v.key().Related) == 0 {
			continue
		}
		left := v.key().UndecidedIn(x.step)
		more := v.lang.Undecided(left)
		if n := v.key().Successor; x.step == incident.StepRotate && n.Parked != nil && !n.Done() {
			_, more = v.lang.Rotating(v.key())
		}
		list = append(list, s.errand(v, x.step, more, left > 0 || !handled(v.stepStatus(x.step)), v.opens(x.to)))
	}
	return list
}

// ending is what is written down, and the end.
func (s *hub) ending(v *view) []errand {
	unanswered := ""
	if len(v.state.Reports) > 0 {
		unanswered = v.lang.QuestionsOpen(incident.Count(openQuestions(v)))
	}
	list := []errand{
		s.errand(v, incident.StepReport, unanswered, len(v.state.Reports) == 0, v.opens(placeReport)),
		s.errand(v, incident.StepClose, "", true, v.opens(placeClose)),
	}
	if v.drill() && v.session.Exercise != nil && len(v.state.Reports) > 0 {
		title, leads := v.lang.DebriefChoice()
		list = append(list, errand{option{title, leads, "", v.opens(placeDebrief)}, debriefed, false})
	}
	return list
}

func (s *hub) errand(v *view, step incident.Step, more string, open bool, do func() (nav, tea.Cmd)) errand {
	title, leads := v.lang.NextStep(step, v.standing(step), more)
	if v.running(step) {
		leads = v.lang.RunsByItself()
	}
	return errand{option{title, leads, "", do}, step, open}
}

// Title implements screen.
func (s *hub) Title(v *view) (string, string) {
	first := s.errands(v)[0].step
	if first == incident.StepIdentify {
		return v.lang.WhatNow(), ""
	}
	return v.lang.WhatNow(), v.lang.SuggestNext(first)
}

// Body implements screen.
func (s *hub) Body(v *view) []row {
	k := v.key()
	state := text(v.lang.OutcomeSentence(k)).kept()
	if _, i := glyphOf(condition(k)); i != plainInk {
		state.ink = i
	}
	rows := append([]row{state}, v.tried()...)
	if again := v.lang.LookFound(k); again != "" {
		rows = append(rows, text(again))
	}
	if due := v.lang.Due(k.DueLooks()); due != "" && v.off(runbook.Look, "") != "" { // else it stands at its choice
		rows = append(rows, text(due))
	}
	rows = append(rows, fact(v.lang.DoneSoFar(), "", v.lang.Steps(s.done(v)), 3))
	if out := s.leftOut(v); len(out) > 0 {
		rows = append(rows, fact(v.lang.StepStatus(incident.StatusSkipped), "", v.lang.Steps(out), 3))
	}
	if kept := k.NotSent(); len(kept) > 0 {
		label, said := v.lang.KeptBack(kept)
		rows = append(rows, fact(label, "", said, 8).inked(warnInk))
	}
	rows = append(rows, blank())
	list := s.errands(v)
	return append(rows, optionsOf(list).rows(s.cursor(list))...)
}

// done lists the steps that were taken and need nobody any more; one with something undecided is none.
func (s *hub) done(v *view) []incident.Step {
	return slices.DeleteFunc(slices.Clone(incident.Steps), func(step incident.Step) bool {
		st := v.standing(step)
		return !handled(st) || st == incident.StatusSkipped || v.key().UndecidedIn(step) > 0
	})
}

// leftOut lists the steps that a person left out.
func (s *hub) leftOut(v *view) []incident.Step {
	return slices.DeleteFunc(slices.Clone(incident.Steps), func(step incident.Step) bool { return v.standing(step) != incident.StatusSkipped })
}

// Status, Keys and Input implement screen.
func (s *hub) Status(v *view) lower { return v.status() }

func (s *hub) Keys(v *view) []bind { return binds(v.lang.Verb(words.VerbChoose)) }

func (s *hub) Input() inputMode { return list }
