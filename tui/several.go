package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// several is the keys of the incident, the most dangerous first. Enter works on one.
type several struct {
	in
	cursor cursor
}

func newKeys(p words.Phase) screen { return &several{in: in(p)} }

// Update implements screen.
func (s *several) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	k, ok := m.(keyMsg)
	if !ok {
		return stay(), nil
	}
	list := v.state.ByDanger()
	if !k.is(keyEnter) {
		s.cursor.take(k, len(list))
		return stay(), nil
	}
	if len(list) == 0 || list[s.cursor.on(len(list))].Cred == v.key().Cred {
		return pop(), nil
	}
	v.cred = list[s.cursor.on(len(list))].Cred
	return goTo(v.next()), nil
}

// Title implements screen.
func (s *several) Title(v *view) (string, string) {
	waits := 0
	for _, k := range v.state.ByDanger() {
		if c := condition(k); c != incident.IsDead && c != incident.IsDying && c != incident.IsAccepted {
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
	const ends, way = 6, 10
	heads := v.lang.KeyColumns()
	list := v.state.ByDanger()
	state := width(heads[0])
	for _, k := range list {
		condition, since, _ := v.stateOf(k)
		state = max(state, width(v.theme.glyphs(join(" ", condition, since))))
	}
	line := func(selected bool, condition string, i ink, kind, last4, how string) row {
		return table(selected, cell{text: condition, width: state, ink: i}, cell{text: kind}, cell{text: last4, width: ends},
			cell{text: how, width: way, spare: true})
	}
	rows := []row{line(false, heads[0], dimInk, heads[1], heads[2], heads[3]).inked(dimInk)}
	others := 0
	for i, k := range list {
		condition, since, ink := v.stateOf(k)
		rows = append(rows, line(i == s.cursor.on(len(list)), join(" ", condition, since), ink, v.lang.Kind(k.Identity.Kind), ending(k.Identity.Last4),
			v.lang.Way(v.way(k))))
		others = max(others, k.Identity.Others)
	}
	if more := v.lang.Others(others); more != "" {
		rows = append(rows, blank(), text(more))
	}
	return rows
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

func (s *several) Keys(v *view) []bind { return binds(v.lang.WorkOnIt()) }

func (s *several) Input() inputMode { return list }
