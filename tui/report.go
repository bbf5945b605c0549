package tui

import (
	"context"
	"os"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// report shows the postmortem as it would be written now, to scroll and to jump through by
// section; enter writes it. It can be opened in an editor once it is on disk.
type report struct {
	reader
	shown     *Preview
	composing opID
	unmade    bool // no preview could be made
	writing   opID
	failed    *incident.FailData // of the last try to write
	text      []row              // of the preview, made once for it
	heads     []int              // which of them are headings
}

func newReport(*view) screen {
	s := &report{}
	s.reader = reader{phase: words.PhaseReport, title: s.heading, rows: s.page}
	return s
}

// Update implements screen.
func (s *report) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		return stay(), s.compose(v)
	case resumedMsg:
		if m.err != nil {
			v.say(v.lang.EditorFailed())
		}
		return stay(), s.compose(v)
	case changedMsg:
		s.heard(m.events)
		return stay(), s.compose(v)
	case answerMsg:
		if m.id == s.composing && s.composing != 0 {
			s.composed(m)
		}
	case doneMsg:
		if m.id == s.writing {
			s.writing = 0
		}
	case keyMsg:
		return s.key(m, v)
	}
	return stay(), nil
}

// heard takes what became of a try to write.
func (s *report) heard(events []incident.Event) {
	for _, e := range events {
		var f incident.FailData
		switch {
		case e.Type == incident.ReportWritten:
			s.failed = nil
		case e.Type == incident.StepFailed && e.Step == incident.StepReport && e.Decode(&f) == nil:
			s.failed = &f
		}
	}
}

// compose makes the preview anew, unless one is under way.
func (s *report) compose(v *view) tea.Cmd {
	if v.session == nil || v.session.Preview == nil || s.composing != 0 {
		return nil
	}
	preview, name := v.session.Preview, ""
	if s.shown == nil { // the person waits for it
		name = v.lang.Composing()
	}
	var cmd tea.Cmd
	s.composing, cmd = v.ask(name, func(ctx context.Context, _ *Session) (any, error) { return preview(ctx) })
	return cmd
}

func (s *report) composed(m answerMsg) {
	s.composing = 0
	p, ok := m.value.(Preview)
	if s.unmade = !ok || m.err != nil; s.unmade {
		return
	}
	s.shown = &p
	s.text, s.heads = markdownRows(p.Markdown)
}

// mostLine bounds one line of a report on the screen; longer ones are cut there, not in the file.
const mostLine = 4000

func markdownRow(line string) row {
	r := text(providers.FromOutside(strings.ReplaceAll(line, "\t", "  ")).Line(mostLine))
	switch {
	case strings.TrimSpace(line) == "":
		return blank()
	case strings.HasPrefix(line, "#"):
		r.ink = boldInk
	}
	return r
}

func (s *report) key(k keyMsg, v *view) (nav, tea.Cmd) {
	switch {
	case k.is(keyEnter) && len(v.state.Reports) > 0:
		return goTo(placeNext), nil
	case k.is(keyEnter), k.is(keyAgain):
		return stay(), s.write(v)
	case k.is(keyTab):
		s.section(v)
	case k.is(keyAnswer):
		return push(newInquiry(words.PhaseReport, false, openQuestions(v)...)), nil
	case k.is(keyEdit):
		edit, path := v.session.Edit, lastReport(v).Path
		return stay(), v.host.Term.Lend(func(in, out *os.File) error { return edit(in, out, path) })
	default:
		s.scroll(k, v)
	}
	return stay(), nil
}

func (s *report) write(v *view) tea.Cmd {
	a, ok := v.action(runbook.Report, "")
	if !ok || a.Off != "" || s.writing != 0 {
		return nil
	}
	var cmd tea.Cmd
	s.failed = nil
	s.writing, cmd = v.do(a, runbook.Input{})
	return cmd
}

// section goes to the next heading.
func (s *report) section(v *view) {
	above := len(s.about(v))
	heads := make([]int, len(s.heads))
	for i, at := range s.heads {
		heads[i] = above + at
	}
	s.jump(v, s.page(v), heads)
}

// openQuestions are those that nobody answered.
func openQuestions(v *view) []incident.Question {
	return slices.DeleteFunc(slices.Clone(incident.Questions), func(q incident.Question) bool {
		_, answered := v.state.Answer(q, "")
		return answered
	})
}

// lastReport is the newest report, the zero one before any.
func lastReport(v *view) incident.ReportData {
	if n := len(v.state.Reports); n > 0 {
		return v.state.Reports[n-1]
	}
	return incident.ReportData{}
}
