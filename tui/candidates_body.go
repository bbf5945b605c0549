package tui

import (
	"strings"

	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// What the question which of several records it is shows.

// headColumn is the width of the heads of a comparison.
const headColumn = 10

// Title implements screen.
func (s *candidates) Title(v *view) (string, string) {
	return v.lang.StepQuestion(incident.StepLocate), ""
}

// Body implements screen.
func (s *candidates) Body(v *view) []row {
	list := s.records(v)
	var rows []row
	if l := v.key().Located; l != nil {
		rows = append(rows, text(v.lang.Located(*l)))
	}
	heads, values := v.lang.Differences(list)
	beside := len(list) <= mostBeside && v.w >= fullWidth
	if beside {
		rows = append(append(rows, s.columns(v, heads, values)...), blank())
	}
	for i, r := range list {
		leads := v.lang.Name(r.Name, nameOfKey)
		if !beside {
			leads = differing(heads, values[i])
		}
		one := choice(clean(r.ID, 2*nameOfKey), leads, i == s.cursor.at, "")
		if s.out[r.ID] {
			one.detail, one.ink = v.lang.LeftOutHere(), dimInk
		}
		rows = append(rows, one)
	}
	none := optionOf(v.lang.NoneOfThem(), "", nil)
	rows = append(rows, choice(none.title, none.leads, s.cursor.at >= len(list), ""))
	if _, one := s.left(v); !one {
		rows = append(rows, must(v.lang.LeaveOutFirst()))
	}
	return rows
}

// differing sets what differs behind its heads, in one line.
func differing(heads, values []string) string {
	var said []string
	for i, value := range values {
		said = append(said, heads[i]+" "+value)
	}
	return strings.Join(said, ", ")
}

// columns set the records side by side, a line for each thing that differs.
func (s *candidates) columns(v *view, heads []string, values [][]string) []row {
	const gap = 2
	n := len(values)
	if n == 0 {
		return nil
	}
	room := (v.w - 1 - indent - headColumn - gap*n) / n
	first := []cell{{text: "", width: headColumn}}
	for _, r := range s.records(v) {
		first = append(first, cell{text: clean(r.ID, 2*nameOfKey), width: room, ink: boldInk})
	}
	rows := []row{table(false, first...)}
	for i, head := range heads {
		line := []cell{{text: head, width: headColumn, ink: dimInk}}
		for _, of := range values {
			line = append(line, cell{text: of[i], width: room})
		}
		rows = append(rows, table(false, line...))
	}
	return rows
}

// Status implements screen.
func (s *candidates) Status(v *view) lower { return v.status() }

// Keys implements screen.
func (s *candidates) Keys(v *view) []bind {
	verb := v.lang.Verb(words.VerbChoose)
	if _, one := s.left(v); one {
		verb = v.lang.VerbIsIt()
	}
	list := binds(verb, keyLeftOut)
	if len(s.out) > 0 {
		list = append(list, bind{key: keyUndo})
	}
	return list
}

// Input implements screen.
func (s *candidates) Input() inputMode { return list }
