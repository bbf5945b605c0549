package tui

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// start asks what happened. An incident whose key is not proven dead comes first and is
// selected. A paste opens the field filled.
type start struct {
	in
	cursor cursor
	asked  opID // the list of incidents
	ready  opID // the vendors
}

func newStart() *start { return &start{} }

// Update implements screen.
func (s *start) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		return stay(), s.look(v)
	case answerMsg:
		s.heard(m, v)
	case pasteMsg:
		return s.paste(v, func(to screen) (nav, tea.Cmd) { return to.Update(m, v) })
	case keyMsg:
		list := s.choices(v)
		switch {
		case s.cursor.take(m, len(list)):
		case m.is(keyEnter):
			return list[s.cursor.on(len(list))].do(v)
		case !m.single:
			return s.paste(v, func(to screen) (nav, tea.Cmd) { return to.Update(m, v) })
		}
	}
	return stay(), nil
}

// look reads the incidents of this machine, and what is at hand for its vendors.
func (s *start) look(v *view) tea.Cmd {
	var list, ready tea.Cmd
	host := v.host
	s.asked, list = v.ask("", func(ctx context.Context, _ *Session) (any, error) { return host.Incidents(ctx) })
	s.ready, ready = v.ask("", func(ctx context.Context, _ *Session) (any, error) { return host.Ready(ctx), nil })
	return tea.Batch(list, ready)
}

func (s *start) heard(m answerMsg, v *view) {
	switch value := m.value.(type) {
	case []Listed:
		if m.err == nil {
			v.incidents = value
		}
	case []Ready:
		v.ready = value
	}
}

// paste opens the field for a key and gives it what came.
func (s *start) paste(v *view, give func(screen) (nav, tea.Cmd)) (nav, tea.Cmd) {
	to := v.open(placePaste)
	if to == nil {
		return stay(), nil
	}
	_, cmd := give(to)
	return push(to), cmd
}

// offered is one choice of the start screen.
type offered struct {
	title, leads string
	do           func(*view) (nav, tea.Cmd)
}

func (s *start) choices(v *view) []offered {
	var list []offered
	raise := func(to func(*view) screen) func(*view) (nav, tea.Cmd) {
		return func(v *view) (nav, tea.Cmd) { return push(to(v)), nil }
	}
	to := func(p place) func(*view) (nav, tea.Cmd) {
		return func(v *view) (nav, tea.Cmd) {
			if next := v.open(p); next != nil {
				return push(next), nil
			}
			return stay(), nil
		}
	}
	open := unproven(v.incidents)
	for _, one := range open[:min(1, len(open))] {
		k, _ := one.State.Worst()
		back := raise(func(v *view) screen { return newBackTo(v, one.ID) })
		mode := ""
		if m := one.State.Opening.Mode; m != v.mode() {
			mode = v.lang.Mode(m)
		}
		list = append(list, offered{v.lang.StartUnproven(one.ID, k), join(", ", mode, v.lang.LastEvent(one.State, v.now)), back})
	}
	list = append(list, offered{v.lang.StartLeaked(), v.lang.StartLeakedHow(), to(placePaste)})
	if others := otherIncidents(v); len(others) > 0 {
		title, leads := v.lang.StartOthers(len(others), stillOpen(others))
		list = append(list, offered{title, leads, raise(newIncidents)})
	}
	if v.host.Drill != nil {
		practise := to(placeCard)
		if len(v.host.Practices) > 0 {
			practise = raise(newPractices)
		}
		list = append(list, offered{v.lang.StartPractise(), v.lang.StartPractiseHow(), practise})
	}
	if v.host.Reports != nil {
		title, leads := v.lang.StartReports()
		list = append(list, offered{title, leads, raise(newReports)})
	}
	return list
}

// unproven are the open incidents with a key that is not proven dead.
func unproven(all []Listed) []Listed {
	var open []Listed
	for _, one := range all {
		k, ok := one.State.Worst()
		if one.Err == nil && ok && one.State.Closing == nil && one.State.Opening.Mode != incident.Drill && !k.Proof.Proven() {
			open = append(open, one)
		}
	}
	return open
}

// Title implements screen.
func (s *start) Title(v *view) (string, string) { return v.lang.StartTitle(), "" }

// Body implements screen.
func (s *start) Body(v *view) []row {
	var rows []row
	list := s.choices(v)
	for i, o := range list {
		rows = append(rows, choice(o.title, o.leads, i == s.cursor.on(len(list)), ""))
	}
	rows = append(append(rows, blank()), readiness(v)...)
	return append(rows, overridden(v, "")...)
}

// readiness names the vendors that could be worked with, and what each of the others lacks.
func readiness(v *view) []row {
	var ready []string
	var rows []row
	for _, r := range v.ready {
		if r.OK {
			ready = append(ready, r.Vendor)
		} else {
			rows = append(rows, fact(r.Vendor, "", clean(r.Why, mostAddress), 2))
		}
	}
	if len(ready) > 0 {
		rows = append([]row{fact(v.lang.StartReady(), "", strings.Join(ready, ", "), 3)}, rows...)
	}
	return rows
}

// overridden says which hosts of an issuer, or of all for "", are not asked at their own address.
func overridden(v *view, provider string) []row {
	if v.host.Elsewhere == nil {
		return nil
	}
	var rows []row
	for _, said := range v.host.Elsewhere(provider) {
		rows = append(rows, must(said).inked(warnInk))
	}
	return rows
}

// Status implements screen.
func (s *start) Status(v *view) lower { return v.status() }

// Keys implements screen.
func (s *start) Keys(v *view) []bind {
	return binds(v.lang.Verb(words.VerbChoose))
}

// Input implements screen.
func (s *start) Input() inputMode { return intake }
