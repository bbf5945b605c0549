package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// group is all that is known of one group of use. A verdict leads back to the others.
type group struct {
	in
	id      string
	judging opID
}

func newGroup(id string) screen { return &group{in: in(words.PhaseReview), id: id} }

// Update implements screen.
func (s *group) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case changedMsg:
		if _, ok := s.group(v); !ok { // later figures have other groups
			return pop(), nil
		}
	case doneMsg:
		if m.id == s.judging {
			s.judging = 0
			if m.err == nil {
				return pop(), nil
			}
		}
	case keyMsg:
		if verdict, ok := verdictOf(m); ok && s.judging == 0 {
			var cmd tea.Cmd
			s.judging, cmd = judge(v, s.id, verdict)
			return stay(), cmd
		}
		if m.is(keyEnter) {
			return pop(), nil
		}
	}
	return stay(), nil
}

func (s *group) group(v *view) (incident.Group, bool) {
	u := v.key().Usage
	if u == nil {
		return incident.Group{}, false
	}
	i := slices.IndexFunc(u.Groups, func(g incident.Group) bool { return g.ID == s.id })
	if i < 0 {
		return incident.Group{}, false
	}
	return u.Groups[i], true
}

// Title implements screen.
func (s *group) Title(v *view) (string, string) {
	g, _ := s.group(v)
	return v.lang.WhoseUse(), v.lang.VerdictSoFar(v.key().Verdicts[s.id], g.Suggested)
}

// Body implements screen.
func (s *group) Body(v *view) []row {
	g, ok := s.group(v)
	if !ok {
		return nil
	}
	rows := v.parts(v.lang.GroupParts(g, v.key().Usage.Currency))
	if rule := v.lang.RuleOut(g.Reasons); rule != "" {
		rows = append(rows, blank(), must(rule))
	}
	return rows
}

// Status, Keys and Input implement screen.
func (s *group) Status(v *view) lower { return v.status() }

func (s *group) Keys(v *view) []bind {
	return binds(v.lang.Verb(words.VerbBack), keyOurs, keyNotOurs, keyUnclear)
}

func (s *group) Input() inputMode { return list }
