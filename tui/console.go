package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// console leads through the deletion by hand. That it was done is a claim, which only the watch
// proves.
type console struct {
	in
	told help
}

func newConsole(h help) screen { return &console{in: in(words.PhaseStop), told: h} }

// Update implements screen.
func (s *console) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		if !m.first && handled(v.stepStatus(incident.StepRevoke)) {
			return goTo(v.next()), nil
		}
	case keyMsg:
		if a, ok := v.stepAction(runbook.DoneByHand, incident.StepRevoke); ok && m.is(keyEnter) {
			return push(newReason(words.PhaseStop, a)), nil
		}
	}
	return stay(), nil
}

// Title implements screen.
func (s *console) Title(v *view) (string, string) { return v.lang.ConsoleTitle(), "" }

// Body implements screen.
func (s *console) Body(v *view) []row {
	if !s.told.paged {
		return []row{must(v.lang.Manual(incident.StepRevoke))}
	}
	return guideRows(v, "revoke", s.told.page)
}

// Status, Keys and Input implement screen.
func (s *console) Status(v *view) lower { return v.status() }

func (s *console) Keys(v *view) []bind {
	return []bind{{key: keyEnter, verb: v.lang.VerbIsDeleted(), off: v.offStep(runbook.DoneByHand, incident.StepRevoke)}}
}

func (s *console) Input() inputMode { return list }

// newChat is a text for the chat that asks for help and holds no key.
func newChat(h help) screen {
	return &reader{phase: words.PhaseStop,
		title: func(v *view) (string, string) {
			_, right := v.lang.HandOverTitle()
			return optionOf(v.lang.AskForHelp(), "", nil).title, right
		},
		rows: func(v *view) []row {
			k := v.key()
			var rows []row
			for _, line := range v.lang.AskSomeone(v.state.Opening.ID, k.Identity.Kind, h.page, k.Identity.Last4, k.LastAlive) {
				if line == clean(h.page.URL, mostAddress) {
					rows = append(rows, row{text: line, flow: flowPath, keep: true})
					continue
				}
				rows = append(rows, must(line))
			}
			return rows
		}}
}
