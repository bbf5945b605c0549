package tui

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
)

// noted is a line that will be kept in the journal or the report, so it is looked through for a
// key first. One that holds a key is forgotten.
type noted struct {
	line   line
	asking opID // whether the line holds a key
	holds  bool // it did
}

// check looks for a key in what was typed.
func (n *noted) check(v *view) tea.Cmd {
	typed, host := []byte(n.line.String()), v.host
	var cmd tea.Cmd
	n.asking, cmd = v.ask("", func(context.Context, *Session) (any, error) { return host.mayBeKey(typed), nil })
	return cmd
}

// checked takes the answer; ok is true for a line that may be kept.
func (n *noted) checked(m answerMsg) (typed string, ok bool) {
	if n.asking == 0 || m.id != n.asking {
		return "", false
	}
	n.asking = 0
	holds, looked := m.value.(bool)
	if n.holds = holds || !looked; n.holds {
		n.line.clear()
		return "", false
	}
	return strings.TrimSpace(n.line.String()), true
}

// rows are the field, and what became of a line that held a key.
func (n *noted) rows(v *view) []row {
	rows := []row{v.typed("", n.line.String())}
	if n.holds {
		for _, said := range v.lang.TypedKey() {
			rows = append(rows, must(said).inked(warnInk))
		}
	}
	return rows
}
