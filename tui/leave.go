package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// leave asks once before the program ends, and names what is under way.
type leave struct{ in }

func newLeave(p words.Phase) *leave { return &leave{in(p)} }

// Update implements screen.
func (s *leave) Update(m tea.Msg, _ *view) (nav, tea.Cmd) {
	if k, ok := m.(keyMsg); ok {
		switch {
		case k.is(keyYes):
			return quit(), nil
		case k.is(keyEnter):
			return pop(), nil
		}
	}
	return stay(), nil
}

// Title implements screen.
func (s *leave) Title(v *view) (string, string) { return v.lang.LeaveTitle(v.state.Closing != nil), "" }

// Body implements screen.
func (s *leave) Body(v *view) []row {
	var rows []row
	for _, x := range v.ops.list {
		if x.action.Mutates {
			rows = append(rows, must(v.lang.InFlight(v.lang.Action(string(x.action.Name), ""))))
		}
	}
	k := v.key()
	if k.Cred != "" && v.sit.Runs(k.Cred, incident.StepProve) {
		for _, line := range v.lang.LeaveStopsWatch() {
			rows = append(rows, must(line))
		}
	}
	switch {
	case k.Cred == "":
		return append(rows, text(v.lang.NothingSent()))
	case v.state.Closing != nil:
		return append(rows, must(v.lang.OutcomeSentence(k)), text(v.lang.IncidentClosed(v.state)))
	}
	return append(rows, must(v.lang.OutcomeSentence(k)), text(v.lang.OpenLine(v.state, k)), text(v.lang.ResumeLater(v.state.Opening.ID)))
}

// Status, Keys and Input implement screen.
func (s *leave) Status(v *view) lower { return v.status() }

func (s *leave) Keys(v *view) []bind {
	return []bind{{key: keyEnter, verb: v.lang.Verb(words.VerbStay)}, {key: keyYes, verb: v.lang.Verb(words.VerbLeave)}}
}

func (s *leave) Input() inputMode { return list }
