package tui

import (
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// tracing asks where the key was, since when and who could read it; it searches the folders that
// are named, and shows where the key stands in them.
type tracing struct {
	in
	cursor    cursor
	folders   []string
	searching opID
}

func newTrace(v *view) screen {
	s := &tracing{in: in(words.PhaseTrace)}
	if v.session != nil {
		s.folders = slices.Clone(v.session.Search)
	}
	return s
}

// traceQuestions are what the trace asks of people.
var traceQuestions = []incident.Question{incident.AskChannel, incident.AskExposedSince, incident.AskAudience}

// Update implements screen.
func (s *tracing) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		s.cursor.at = s.suggested(v)
	case doneMsg:
		if m.id == s.searching && s.searching != 0 {
			s.searching = 0
			s.cursor.at = s.suggested(v)
		}
	case keyMsg:
		switch {
		case m.is(keyByHand):
			return s.reason(v, runbook.DoneByHand)
		case m.is(keyLeftOut):
			return s.reason(v, runbook.LeaveOut)
		}
		return s.options(v).take(&s.cursor, m, v)
	}
	return stay(), nil
}

func (s *tracing) reason(v *view, name runbook.Name) (nav, tea.Cmd) {
	if a, ok := v.stepAction(name, incident.StepInvestigate); ok {
		return push(newReason(words.PhaseTrace, a)), nil
	}
	return stay(), nil
}

// suggested is the first choice that is still open: the search where folders are named, since it
// answers most, a question, the folders; then to go on.
func (s *tracing) suggested(v *view) int {
	if len(s.folders) > 0 && v.key().Traced == nil && s.search(v).off == "" && !handled(v.stepStatus(incident.StepInvestigate)) {
		return len(traceQuestions)
	}
	for i, q := range traceQuestions {
		if _, answered := v.state.Answer(q, ""); !answered {
			return i
		}
	}
	list := s.options(v)
	if handled(v.stepStatus(incident.StepInvestigate)) {
		return len(list) - 1
	}
	return len(traceQuestions)
}

// options are the questions, then the search, then the way on.
func (s *tracing) options(v *view) options {
	var list options
	for _, q := range traceQuestions {
		a, answered := v.state.Answer(q, "")
		list = append(list, option{v.lang.TraceTopic(q), v.lang.Answer(a, answered), "", func() (nav, tea.Cmd) {
			if q == incident.AskExposedSince && !answered {
				return push(newSince(words.FoundPushed(v.key()))), nil
			}
			return push(newInquiry(words.PhaseTrace, true, q)), nil
		}})
	}
	title, leads := v.lang.FoldersChoice(len(s.folders))
	name := option{title, leads, "", func() (nav, tea.Cmd) { return push(newFolder(s)), nil }}
	if len(s.folders) > 0 {
		list = append(list, s.search(v), name)
		forget := func() (nav, tea.Cmd) { s.folders = nil; s.cursor.at = len(traceQuestions); return stay(), nil }
		list = append(list, option{v.lang.ForgetFolders(), "", "", forget})
	} else if list = append(list, name); v.key().Traced == nil {
		list = append(list, optionOf(v.lang.SearchNothing(), "", func() (nav, tea.Cmd) { return stay(), s.run(v) }))
	}
	return append(list, option{v.lang.OtherSteps(), "", "", goes(placeNext)})
}

// search begins the search; the key is asked for where it is not in memory.
func (s *tracing) search(v *view) option {
	title, leads := v.lang.SearchChoice(len(s.folders), v.key().Traced != nil)
	off := ""
	if runbook.EndingOnly(v.key()) {
		off = v.lang.Why(incident.WhyEndingOnly, v.vendor())
	}
	return option{title, leads, off, func() (nav, tea.Cmd) {
		if !v.sit.Have[v.key().Cred] {
			return push(newSame(s.Phase())), nil
		}
		return stay(), s.run(v)
	}}
}

func (s *tracing) run(v *view) tea.Cmd {
	a, ok := v.action(runbook.Trace, "")
	if !ok || a.Off != "" || s.searching != 0 {
		return nil
	}
	var cmd tea.Cmd
	s.searching, cmd = v.do(a, runbook.Input{Places: slices.Clone(s.folders)})
	return cmd
}

// Title implements screen.
func (s *tracing) Title(v *view) (string, string) {
	return v.lang.StepQuestion(incident.StepInvestigate), s.exposed(v)
}

// exposed is how long the key could be read, once it is known since when.
func (s *tracing) exposed(v *view) string {
	a, answered := v.state.Answer(incident.AskExposedSince, "")
	if !answered || a.Time.IsZero() {
		return ""
	}
	until := v.now
	if p := v.key().Proof; p.Proven() {
		until = p.VerifiedDead
	}
	if !until.After(a.Time) {
		return ""
	}
	return v.lang.Exposed(a.Time, until)
}

// Body implements screen.
func (s *tracing) Body(v *view) []row {
	k := v.key()
	var rows []row
	took, runs := v.waited(runbook.Trace)
	f := k.Marks[incident.StepInvestigate].Failed
	switch {
	case runs:
		rows = s.progress(v, took)
	case f != nil && v.stepStatus(incident.StepInvestigate) == incident.StatusFailed:
		rows = v.three(v.lang.Trouble(incident.StepInvestigate, *f, v.vendor()), "")
	default:
		rows = v.parts(v.lang.TraceParts(k, v.now))
	}
	if k.Traced == nil {
		for _, f := range s.folders {
			rows = append(rows, address(v.lang.FolderLabel(), clean(f, mostAddress)))
		}
	}
	for i := range rows {
		if rows[i].flow == flowPath { // the choice counts the folders; what was found, and the choices, come first
			rows[i].keep, rows[i].weight = false, 2
		}
	}
	if len(rows) > 0 {
		rows = append(rows, blank())
	}
	return append(rows, s.options(v).rows(s.cursor)...)
}

// progress is how far the search is.
func (s *tracing) progress(v *view, took time.Duration) []row {
	p, ok := v.progressOf(incident.StepInvestigate)
	if !ok || p.What == "" {
		return []row{must(v.lang.SearchingFor(took))}
	}
	said := must(v.lang.Heartbeat(providers.Progress{What: p.What, Done: p.Done, Total: p.Total}, took, 0))
	if p.Total <= 0 {
		return []row{said}
	}
	return []row{{text: bar(p.Done, p.Total), keep: true, ink: accentInk}, said}
}

// bar draws how far something is.
func bar(done, total int) string {
	const cells = 20
	full := min(max(done, 0), total) * cells / total
	var b []rune
	for i := range cells {
		if i < full {
			b = append(b, '▇')
		} else {
			b = append(b, '▁')
		}
	}
	return string(b)
}

// Status, Keys and Input implement screen.
func (s *tracing) Status(v *view) lower { return v.status() }

func (s *tracing) Keys(v *view) []bind {
	list := binds(v.lang.Verb(words.VerbChoose))
	if !handled(v.stepStatus(incident.StepInvestigate)) {
		list = append(list, bind{key: keyByHand}, bind{key: keyLeftOut})
	}
	return list
}

func (s *tracing) Input() inputMode { return list }
