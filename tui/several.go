package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// several is the keys of the incident, the most dangerous first. Those that nobody was asked about are
// asked about by themselves, so that the order is known. Enter works on one.
type several struct {
	in
	cursor cursor
	asked  map[string]bool // by cred: whether it is alive
	on     string          // the key that the cursor was moved to; "" before it was
}

func newKeys(p words.Phase) screen { return &several{in: in(p), asked: map[string]bool{}} }

// Update implements screen.
func (s *several) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		return stay(), s.ask(v)
	case changedMsg:
		s.follow(v)
	case keyMsg:
		return s.key(m, v)
	}
	return stay(), nil
}

// ask asks about the keys that nobody was asked about, but what may be bait.
func (s *several) ask(v *view) tea.Cmd {
	if len(v.state.Order) < 2 {
		return nil
	}
	var cmds []tea.Cmd
	for _, a := range v.actions {
		k := v.state.Keys[a.Cred]
		if a.Name != runbook.Validate || a.Off != "" || k.First != nil || k.Identity.Decoy() || s.asked[a.Cred] || v.doing(a) {
			continue
		}
		s.asked[a.Cred] = true
		_, cmd := v.do(a, runbook.Input{})
		cmds = append(cmds, cmd)
	}
	return tea.Batch(cmds...)
}

// follow keeps the cursor on the key that was chosen with it, wherever it moves.
func (s *several) follow(v *view) {
	for i, k := range v.state.ByDanger() {
		if s.on == k.Cred {
			s.cursor.at = i
		}
	}
}

func (s *several) key(k keyMsg, v *view) (nav, tea.Cmd) {
	list := v.state.ByDanger()
	if len(list) == 0 {
		return pop(), nil
	}
	if k.is(keyLeftOut) {
		at := list[s.cursor.on(len(list))]
		a, ok := v.leaveKey(at.Cred)
		if !ok {
			return stay(), nil
		}
		r := newReason(s.Phase(), a)
		r.title, r.about = v.lang.ReasonTitle(string(a.Name), a.Step), v.lang.Ending(at.Identity.Last4)
		return push(r), nil
	}
	if !k.is(keyEnter) {
		s.cursor.take(k, len(list))
		s.on = list[s.cursor.on(len(list))].Cred
		return stay(), nil
	}
	v.cred = list[s.cursor.on(len(list))].Cred
	return goTo(v.next()), nil
}

// Title implements screen.
func (s *several) Title(v *view) (string, string) {
	waits := 0
	for _, k := range v.state.ByDanger() {
		if c := condition(k); !k.LeftOut() && c != incident.IsDead && c != incident.IsDying && c != incident.IsAccepted {
			waits++
		}
	}
	if waits == 0 {
		return v.lang.KeysTitle(len(v.state.Order)), ""
	}
	return v.lang.KeysTitle(len(v.state.Order)), v.lang.NeedYou(waits)
}

// Body implements screen.
func (s *several) Body(v *view) []row {
	const ends, way, next = 7, 10, 8
	heads := v.lang.KeyColumns()
	list := v.state.ByDanger()
	state := width(heads[0])
	for _, k := range list {
		condition, since, _ := v.stateOf(k)
		state = max(state, width(v.theme.glyphs(join(" ", condition, since))))
	}
	line := func(selected bool, condition string, i ink, kind, last4, how, then string) row {
		return table(selected, cell{text: condition, width: state, ink: i}, cell{text: kind}, cell{text: last4, width: ends},
			cell{text: how, width: way, spare: true}, cell{text: then, width: next, spare: true})
	}
	rows := []row{line(false, heads[0], dimInk, heads[1], heads[2], heads[3], heads[4]).inked(dimInk)}
	others := 0
	for i, k := range list {
		condition, since, ink := v.stateOf(k)
		rows = append(rows, line(i == s.cursor.on(len(list)), join(" ", condition, since), ink, v.lang.Kind(k.Identity.Kind), ending(k.Identity.Last4),
			v.lang.Way(v.way(k)), v.nextPhase(k)))
		others = max(others, k.Identity.Others)
	}
	if more := v.lang.Others(others); more != "" {
		rows = append(rows, blank(), text(more))
	}
	return rows
}

// leaveKey is the action that leaves a key out.
func (v *view) leaveKey(cred string) (runbook.Action, bool) {
	for _, a := range v.actions {
		if a.Name == runbook.LeaveKey && a.Cred == cred && a.Off == "" {
			return a, true
		}
	}
	return runbook.Action{}, false
}

// nextPhase is the phase of the first step that is open for a key, or says that it was left out.
func (v *view) nextPhase(k incident.Key) string {
	if k.LeftOut() {
		return v.lang.StepStatus(incident.StatusSkipped)
	}
	if open := v.state.OpenSteps(k.Cred); len(open) > 0 {
		return v.lang.Phase(words.PhaseOf(open[0]))
	}
	return v.lang.Phase(words.PhaseReport)
}

// way is how the vendor lets the key be revoked.
func (v *view) way(k incident.Key) providers.Way {
	if v.sit.Able == nil {
		return providers.ByHand
	}
	return v.sit.Able(k, providers.CanRevoke)
}

// Status, Keys and Input implement screen.
func (s *several) Status(v *view) lower { return v.status() }

func (s *several) Keys(v *view) []bind {
	off := v.lang.NothingToLeave(len(v.state.Order) < 2)
	if list := v.state.ByDanger(); len(list) > 0 {
		if _, ok := v.leaveKey(list[s.cursor.on(len(list))].Cred); ok {
			off = ""
		}
	}
	return append(binds(v.lang.WorkOnIt()), bind{key: keyLeftOut, off: off})
}

func (s *several) Input() inputMode { return list }
