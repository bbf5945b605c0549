package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// newHelp lists every key of a screen, with the reason where one is off.
func newHelp(of screen) *reader {
	return &reader{phase: of.Phase(),
		title: func(v *view) (string, string) { return v.lang.HelpTitle(), "" },
		rows: func(v *view) []row {
			rows := []row{fact(v.lang.ArrowKeys(), "", v.lang.Verb(words.VerbMove), 9)}
			own := of.Keys(v)
			all := append(slices.Clone(own), slices.DeleteFunc(v.global(of), func(b bind) bool {
				return slices.ContainsFunc(own, func(o bind) bool { return o.key == b.key }) || isField(of.Input()) && !inField(b.key)
			})...)
			for _, b := range all {
				r := fact(string(b.key), "", b.label(v.lang), 5)
				if b.off != "" {
					r = fact(string(b.key), "", v.lang.Off(b.label(v.lang), b.off), 5).inked(dimInk)
				}
				rows = append(rows, r)
			}
			rows = append(rows, blank())
			for _, line := range v.lang.HelpNotes() {
				rows = append(rows, text(line))
			}
			return rows
		}}
}

// newSteps lists all twelve steps with their state.
func newSteps(p words.Phase) *reader {
	return &reader{phase: p,
		title: func(v *view) (string, string) { return v.lang.StepsTitle(), "" },
		rows: func(v *view) []row {
			var rows []row
			for _, step := range incident.Steps {
				st := v.stepStatus(step)
				i := plainInk
				switch st {
				case incident.StatusDone:
					i = okInk
				case incident.StatusFailed, incident.StatusUnknown:
					i = warnInk
				case incident.StatusSkipped, incident.StatusManual:
					i = dimInk
				}
				rows = append(rows, fact(v.lang.Step(step), "", v.lang.StepState(st, v.key().Marks[step], v.vendor()), 5).inked(i))
			}
			return rows
		}}
}

// newSent lists the requests of this run, the newest last and in view.
func newSent(p words.Phase) *reader {
	return &reader{phase: p, last: true,
		title: func(v *view) (string, string) { return v.lang.SentTitle(), v.lang.Requests(int64(v.sentAll)) },
		rows: func(v *view) []row {
			if len(v.sent) == 0 {
				return []row{text(v.lang.Sent(0, 0))}
			}
			var rows []row
			for _, e := range v.sent {
				i := plainInk
				if e.Effect == providers.Mutate {
					i = boldInk
				}
				rows = append(rows, row{text: v.lang.Exchange(e), flow: flowPath, ink: i})
			}
			return rows
		}}
}

// newAllFacts shows the whole body of a screen, of which a part had no room.
func newAllFacts(of screen) *reader {
	return &reader{phase: of.Phase(),
		title: of.Title,
		rows: func(v *view) []row {
			rows := of.Body(v)
			for i := range rows {
				rows[i].selected = false
			}
			return rows
		}}
}

// keyList is the keys of the incident, the most dangerous first. Enter works on one.
type keyList struct {
	in
	cursor cursor
}

func newKeyList(p words.Phase) *keyList { return &keyList{in: in(p)} }

// danger orders conditions: what can still be abused comes first.
var danger = []incident.Condition{incident.IsAliveAgain, incident.IsAlive, incident.IsLimited, incident.IsUnknown, incident.RefusedUnproven,
	incident.NotChecked, incident.IsDying, incident.IsDead}

func (s *keyList) keys(v *view) []incident.Key {
	var list []incident.Key
	for _, id := range v.state.Order {
		list = append(list, v.state.Keys[id])
	}
	slices.SortStableFunc(list, func(a, b incident.Key) int {
		return slices.Index(danger, condition(a)) - slices.Index(danger, condition(b))
	})
	return list
}

// Update implements screen.
func (s *keyList) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	k, ok := m.(keyMsg)
	if !ok {
		return stay(), nil
	}
	list := s.keys(v)
	if k.is(keyEnter) {
		if len(list) == 0 || list[s.cursor.on(len(list))].Cred == v.key().Cred {
			return pop(), nil
		}
		v.cred = list[s.cursor.on(len(list))].Cred
		return goTo(v.next()), nil
	}
	s.cursor.take(k, len(list))
	return stay(), nil
}

// Title implements screen.
func (s *keyList) Title(v *view) (string, string) {
	waits := 0
	for _, k := range s.keys(v) {
		if c := condition(k); c != incident.IsDead && c != incident.IsDying {
			waits++
		}
	}
	return v.lang.KeysTitle(len(v.state.Order)), v.lang.NeedYou(waits)
}

// Body implements screen.
func (s *keyList) Body(v *view) []row {
	var rows []row
	list := s.keys(v)
	for i, k := range list {
		state, since, ink := v.stateOf(k)
		rows = append(rows, table(i == s.cursor.on(len(list)),
			cell{text: join(" ", state, since), width: 24, ink: ink},
			cell{text: v.lang.Kind(k.Identity.Kind), spare: true},
			cell{text: ending(k.Identity.Last4), width: 7}))
	}
	return rows
}

// Status, Keys and Input implement screen.
func (s *keyList) Status(v *view) lower { return v.status() }

func (s *keyList) Keys(v *view) []bind { return binds(v.lang.WorkOnIt()) }

func (s *keyList) Input() inputMode { return list }
