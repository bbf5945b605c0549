package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// review asks which use of the key was not ours. It reads the figures once by itself; the
// verdict on each group is the person's.
type review struct {
	in
	cursor cursor
	tried  bool // the figures were asked for here
	asking opID
	page   providers.Guide // of the vendor's usage, for a reading by hand
	paged  bool
}

func newReview(*view) screen { return &review{in: in(words.PhaseReview)} }

// Update implements screen.
func (s *review) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		if !m.first && v.key().Usage == nil && handled(v.stepStatus(incident.StepReview)) {
			return s.on(v)
		}
		return stay(), tea.Batch(s.begin(v), s.askPage(v, m.first))
	case changedMsg:
		return stay(), s.begin(v)
	case answerMsg:
		if p, ok := m.value.(consolePage); ok && m.id == s.asking {
			s.page, s.paged = p.guide, p.known
		}
	case keyMsg:
		return s.key(m, v)
	}
	return stay(), nil
}

// begin reads the figures where they were never read, once.
func (s *review) begin(v *view) tea.Cmd {
	a, ok := v.action(runbook.Review, "")
	if v.key().Usage != nil || s.tried || !ok || a.Off != "" || v.runs(runbook.Review) || handled(v.stepStatus(incident.StepReview)) {
		return nil
	}
	if f := v.key().Marks[incident.StepReview].Failed; f != nil && f.Reason != incident.WhyCancelled {
		return nil
	}
	return s.read(v, a)
}

func (s *review) read(v *view, a runbook.Action) tea.Cmd {
	s.tried = true
	_, cmd := v.do(a, runbook.Input{})
	return cmd
}

func (s *review) askPage(v *view, first bool) tea.Cmd {
	if !first {
		return nil
	}
	var cmd tea.Cmd
	s.asking, cmd = v.askPage("usage")
	return cmd
}

func (s *review) key(k keyMsg, v *view) (nav, tea.Cmd) {
	switch {
	case k.is(keyAgain):
		a, ok := v.action(runbook.Review, "")
		if !ok || a.Off != "" || v.runs(runbook.Review) {
			return stay(), nil
		}
		return stay(), s.read(v, a)
	case k.is(keyByHand):
		return reasonFor(v, words.PhaseReview, runbook.DoneByHand, incident.StepReview)
	case k.is(keyLeftOut):
		return reasonFor(v, words.PhaseReview, runbook.LeaveOut, incident.StepReview)
	case v.key().Usage == nil:
		return s.options(v).take(&s.cursor, k, v)
	case k.is(keyEnter):
		if g, ok := s.chosen(v); ok {
			return push(newGroup(g.ID)), nil
		}
		return s.on(v)
	}
	if verdict, ok := verdictOf(k); ok {
		if g, chosen := s.chosen(v); chosen {
			_, cmd := judge(v, g.ID, verdict)
			s.cursor.at = s.following(v, s.cursor.on(len(s.groups(v))))
			return stay(), cmd
		}
		return stay(), nil
	}
	s.cursor.take(k, len(s.groups(v))+1)
	return stay(), nil
}

// reasonFor asks for the line with which a step is done by hand or left out.
func reasonFor(v *view, p words.Phase, name runbook.Name, step incident.Step) (nav, tea.Cmd) {
	if a, ok := v.stepAction(name, step); ok {
		return push(newReason(p, a)), nil
	}
	return stay(), nil
}

// verdicts are the keys that say whose a group is.
var verdicts = map[key]incident.GroupVerdict{keyOurs: incident.Ours, keyNotOurs: incident.NotOurs, keyUnclear: incident.CannotTell}

func verdictOf(k keyMsg) (incident.GroupVerdict, bool) {
	g, ok := verdicts[keyOf(k.KeyMsg)]
	return g, ok
}

// judge records a verdict on a group. It can be given anew at any time.
func judge(v *view, group string, verdict incident.GroupVerdict) (opID, tea.Cmd) {
	a, ok := v.action(runbook.Judge, group)
	if !ok {
		return 0, nil
	}
	return v.do(a, runbook.Input{Verdict: verdict})
}

func (s *review) groups(v *view) []incident.Group {
	if u := v.key().Usage; u != nil {
		return u.Groups
	}
	return nil
}

// chosen is the group under the cursor; ok is false on the way on below the groups.
func (s *review) chosen(v *view) (incident.Group, bool) {
	list := s.groups(v)
	at := s.cursor.on(len(list) + 1)
	if at >= len(list) {
		return incident.Group{}, false
	}
	return list[at], true
}

// following is the first undecided group after one that was just judged, or before it; with
// none left the way on, below them.
func (s *review) following(v *view, at int) int {
	list := s.groups(v)
	for i := 1; i < len(list); i++ {
		next := (at + i) % len(list)
		if v.key().Verdicts[list[next].ID] == "" {
			return next
		}
	}
	return len(list)
}

// undecided counts the groups without a verdict of a person.
func (s *review) undecided(v *view) int {
	n := 0
	for _, g := range s.groups(v) {
		if v.key().Verdicts[g.ID] == "" {
			n++
		}
	}
	return n
}

// on is where the chain goes on after the review.
func (s *review) on(v *view) (nav, tea.Cmd) {
	if !handled(v.stepStatus(incident.StepRotate)) {
		return goTo(placeRotate), nil
	}
	return goTo(placeNext), nil
}

// options are the ways on where the use cannot be read here.
func (s *review) options(v *view) options {
	if v.runs(runbook.Review) {
		return nil
	}
	again := optionOf(v.lang.TryAgain(), v.off(runbook.Review, ""), func() (nav, tea.Cmd) {
		a, _ := v.action(runbook.Review, "")
		return stay(), s.read(v, a)
	})
	return slices.Concat(options{again}, selfOptions(v, words.PhaseReview, incident.StepReview),
		options{optionOf(v.lang.GoOnWithout(), "", func() (nav, tea.Cmd) { return s.on(v) })})
}

// selfOptions are a step done by the person, and one left out.
func selfOptions(v *view, p words.Phase, step incident.Step) options {
	var list options
	for _, name := range []runbook.Name{runbook.DoneByHand, runbook.LeaveOut} {
		if _, ok := v.stepAction(name, step); ok {
			list = append(list, optionOf(v.lang.Action(string(name), ""), "", func() (nav, tea.Cmd) { return reasonFor(v, p, name, step) }))
		}
	}
	return list
}
