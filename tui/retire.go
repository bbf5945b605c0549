package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// After a rotation that came first the old key is revoked once nobody uses it, or for a reason.

// watchUse begins to read the old key's last use, once by itself.
func (s *rotate) watchUse(v *view) tea.Cmd {
	a, ok := v.action(runbook.WatchUse, "")
	if s.watched || !ok || a.Off != "" {
		return nil
	}
	s.watched = true
	_, cmd := v.do(a, runbook.Input{})
	return cmd
}

// retiring are the ways to the old key's end.
func (s *rotate) retiring(v *view) options {
	list := options{optionOf(v.lang.RevokeOld(), v.off(runbook.Revoke, ""), goes(placeRevoke))}
	if a, ok := v.action(runbook.WatchUse, ""); ok && a.Off == "" && !v.running(incident.StepRotate) {
		list = append(list, optionOf(v.lang.Action(string(runbook.WatchUse), ""), "", func() (nav, tea.Cmd) {
			s.watched = false
			return stay(), s.watchUse(v)
		}))
	}
	if v.session != nil && v.session.OneHand && v.running(incident.StepRotate) {
		list = append(options{optionOf(v.lang.WaitHere(), "", func() (nav, tea.Cmd) { return stay(), s.await(v) })}, list...)
	}
	if a, ok := v.action(runbook.RetireNow, ""); ok && a.Off == "" {
		list = append(list, optionOf(v.lang.Action(string(runbook.RetireNow), ""), "", func() (nav, tea.Cmd) {
			s.ends = true
			return push(newRemark(words.PhaseRotate, v.lang.WhyWhileUsed(), retireNow)), nil
		}))
	}
	return list
}

// await lets the clock of a drill go on until the old key was watched to the end.
func (s *rotate) await(v *view) tea.Cmd {
	if s.awaits != 0 {
		return nil
	}
	var cmd tea.Cmd
	s.awaits, cmd = v.await(v.lang.Action(string(runbook.WatchUse), ""))
	return cmd
}

// retireNow records why the old key may die although it is used, or may be.
func retireNow(v *view, why string) (opID, tea.Cmd) {
	a, _ := v.action(runbook.RetireNow, "")
	return v.do(a, runbook.Input{Text: why, Approved: a.Approvals})
}

// use says when the keys were last used, and for how long the old one was not.
func (s *rotate) use(v *view) []row {
	k := v.key()
	if !k.Retiring() {
		return nil
	}
	if k.Retire != nil {
		return []row{must(v.lang.Retire(*k.Retire)).inked(warnInk)}
	}
	unused := []row{must(s.unused(v))}
	if k.Unused() < v.sit.QuietOf(k) {
		unused[0].ink = warnInk
		unused = append(unused, text(v.lang.WaitMayNotEnd()))
	}
	if k.Use == nil {
		return unused
	}
	return append([]row{text(v.lang.LastUses(*k.Use, v.now))}, unused...)
}

// unused is for how long the old key was not used, by the newest reading.
func (s *rotate) unused(v *view) string {
	k := v.key()
	since := k.Unused()
	if p, ok := v.progressOf(incident.StepRotate); ok && p.What == runbook.UnusedProgress && v.running(incident.StepRotate) {
		since = time.Duration(p.Done) * time.Second
	}
	return v.lang.UnusedFor(since, v.sit.QuietOf(k))
}

// Status implements screen. The watch of the old key's use goes on beside the person's work.
func (s *rotate) Status(v *view) lower {
	if l := v.status(); l.word != idle || !v.running(incident.StepRotate) {
		return l
	}
	return lower{watch, s.unused(v), s.unused(v)}
}
