package tui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook/words"
)

// option is one answer to a question, with what it leads to. Off says why it cannot be taken.
type option struct {
	title, leads string
	off          string
	do           func() (nav, tea.Cmd)
}

// optionOf makes an option of one sentence, whose second clause is what it leads to.
func optionOf(text, off string, do func() (nav, tea.Cmd)) option {
	at, gap := len(text), 0
	for _, mark := range []string{": ", "; "} {
		if i := strings.Index(text, mark); i >= 0 && i < at {
			at, gap = i, len(mark)
		}
	}
	return option{text[:at], text[at+gap:], off, do}
}

// goes is an option's way to a place.
func goes(p place) func() (nav, tea.Cmd) {
	return func() (nav, tea.Cmd) { return goTo(p), nil }
}

// opens is an option's way to a place that esc leads back from.
func (v *view) opens(p place) func() (nav, tea.Cmd) {
	return func() (nav, tea.Cmd) {
		if to := v.open(p); to != nil {
			return push(to), nil
		}
		return stay(), nil
	}
}

// options are the answers to one question.
type options []option

// rows are the options as choices, the one under the cursor selected.
func (o options) rows(c cursor) []row {
	var rows []row
	for i, x := range o {
		rows = append(rows, choice(x.title, x.leads, i == c.on(len(o)), x.off))
	}
	return rows
}

// take moves the cursor, takes the option under it at an enter, or goes back at an esc.
func (o options) take(c *cursor, m keyMsg, v *view) (nav, tea.Cmd) {
	if m.is(keyEsc) {
		return pop(), nil
	}
	if c.take(m, len(o)) || !m.is(keyEnter) || len(o) == 0 {
		return stay(), nil
	}
	x := o[c.on(len(o))]
	if x.off != "" {
		v.say(v.lang.NotNow(x.off))
		return stay(), nil
	}
	return x.do()
}

// parts lays out what words give behind labels. The first, cautions and addresses stay; in a
// small terminal addresses give way, and tab has them.
func (v *view) parts(list []words.Labelled) []row {
	small := v.small()
	var rows []row
	for i, p := range list {
		r := fact(p.Label, p.Short, p.Text, 5)
		switch {
		case p.Path:
			r = address(p.Label, p.Text)
			r.keep = !small
		case p.Caution:
			r.ink, r.keep = warnInk, true
		case p.Label != "":
			r.weight, r.keep = 7, i == 0
		}
		rows = append(rows, r)
	}
	return rows
}

// three are the lines of a trouble: what happened, what it means for the key, what to do now.
func (v *view) three(said [3]string, answered string) []row {
	rows := []row{must(said[0]).inked(warnInk)}
	if answered != "" {
		rows = append(rows, text(answered))
	}
	return append(rows, must(said[1]), must(said[2]))
}
