package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// inquiry asks, one after another, what only people know. Each answer is recorded as it is
// given; esc goes back and leaves the others open.
type inquiry struct {
	in
	list    []incident.Question
	at      int
	unknown bool // an empty line is recorded as "unknown"; else it only goes on
	cursor  cursor
	noted
	said  string // why a line is no answer
	doing opID
}

// newSince asks for the beginning of the exposure; what the search found stands in the line.
func newSince(pushed time.Time) screen {
	s := &inquiry{in: in(words.PhaseTrace), list: []incident.Question{incident.AskExposedSince}, unknown: true}
	if !pushed.IsZero() {
		s.line.text = []rune(pushed.UTC().Format("2006-01-02 15:04Z"))
	}
	return s
}

// newInquiry asks the questions given, of which there is at least one.
func newInquiry(p words.Phase, unknown bool, list ...incident.Question) screen {
	return &inquiry{in: in(p), list: list, unknown: unknown}
}

func (s *inquiry) about() incident.Question { return s.list[s.at] }

// Update implements screen.
func (s *inquiry) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case answerMsg:
		if typed, ok := s.checked(m); ok {
			return s.record(v, typed)
		}
	case doneMsg:
		if m.id == s.doing && s.doing != 0 {
			s.doing = 0
			if m.err == nil {
				return s.onward(), nil
			}
		}
	case keyMsg:
		if s.asking != 0 || s.doing != 0 {
			return stay(), nil
		}
		return s.key(m, v)
	}
	return stay(), nil
}

func (s *inquiry) key(k keyMsg, v *view) (nav, tea.Cmd) {
	if s.about() == incident.AskChannel {
		return s.channels(v).take(&s.cursor, k, v)
	}
	if !k.is(keyEnter) {
		s.said = ""
		s.line.take(k)
		return stay(), nil
	}
	if s.line.String() == "" && !s.unknown {
		if a, ok := v.action(runbook.Answer, ""); !ok || a.Off != "" {
			return s.onward(), nil // nothing can be kept; the next one may still be read
		}
		return s.answer(v, runbook.Input{Passed: true})
	}
	return stay(), s.check(v)
}

// channels are the usual places of a leak.
func (s *inquiry) channels(v *view) options {
	var list options
	for _, name := range incident.Channels {
		list = append(list, option{v.lang.Channel(name), "", "", func() (nav, tea.Cmd) { return s.answer(v, runbook.Input{Text: name}) }})
	}
	return list
}

// record keeps what was typed. A time that is none, or is still ahead, is not taken.
func (s *inquiry) record(v *view, typed string) (nav, tea.Cmd) {
	in := runbook.Input{Text: typed}
	if s.about() == incident.AskExposedSince && typed != "" {
		at, ok := words.ParseTime(typed, v.now)
		switch {
		case !ok:
			s.said = v.lang.NotATime()
		case at.After(v.now):
			s.said = v.lang.TimeAhead()
		}
		if s.said != "" {
			return stay(), nil
		}
		if in.At = at; v.key().Usage != nil {
			v.say(v.lang.ReviewWithIt())
		}
	}
	return s.answer(v, in)
}

func (s *inquiry) answer(v *view, in runbook.Input) (nav, tea.Cmd) {
	a, ok := v.action(runbook.Answer, "")
	if !ok || a.Off != "" {
		v.say(v.off(runbook.Answer, ""))
		return stay(), nil
	}
	in.Question = s.about()
	var cmd tea.Cmd
	s.doing, cmd = v.do(a, in)
	return stay(), cmd
}

// onward goes to the next question, or back after the last.
func (s *inquiry) onward() nav {
	if s.at+1 == len(s.list) {
		return pop()
	}
	s.at++
	s.noted, s.said, s.cursor = noted{}, "", cursor{}
	return stay()
}

// Title implements screen.
func (s *inquiry) Title(v *view) (string, string) {
	title, _ := v.lang.Question(s.about())
	if len(s.list) == 1 {
		return title, ""
	}
	if s.Phase() == words.PhaseReport { // a question may have parts
		return title, v.lang.QuestionOf(incident.NumberOf(s.about()), len(incident.Asked))
	}
	return title, v.lang.QuestionOf(s.at+1, len(s.list))
}

// Body implements screen.
func (s *inquiry) Body(v *view) []row {
	if s.about() == incident.AskChannel {
		return s.channels(v).rows(s.cursor)
	}
	_, hint := v.lang.Question(s.about())
	rows := []row{text(hint)}
	if s.about() == incident.AskExposedSince {
		rows = append(rows, text(v.lang.SinceForms()))
		if at := words.FoundPushed(v.key()); !at.IsZero() {
			rows = append(rows, text(v.lang.FoundSince(at)))
		}
	}
	if s.unknown {
		rows = append(rows, text(v.lang.AnswerUnknown()))
	} else {
		rows = append(rows, text(v.lang.EmptySkips()))
	}
	if a, answered := v.state.Answer(s.about(), ""); answered {
		rows = append(rows, fact(v.lang.SaidBefore(), "", v.lang.Answer(a, true), 6))
	}
	rows = append(append(rows, blank()), s.rows(v)...)
	if at, ok := words.ParseTime(s.line.String(), v.now); ok && s.about() == incident.AskExposedSince && s.said == "" {
		rows = append(rows, must(v.lang.TakenAs(at, v.now)))
	}
	if s.said != "" {
		rows = append(rows, must(s.said).inked(warnInk))
	}
	return rows
}

// Status, Keys and Input implement screen.
func (s *inquiry) Status(v *view) lower { return v.status() }

func (s *inquiry) Keys(v *view) []bind {
	if s.about() == incident.AskChannel {
		return binds(v.lang.Verb(words.VerbChoose))
	}
	verb := v.lang.VerbKeepAnswer()
	if s.line.String() == "" && !s.unknown {
		verb = v.lang.Verb(words.VerbGoOn)
	}
	return []bind{{key: keyEnter, verb: verb}, {key: keyClear}}
}

func (s *inquiry) Input() inputMode {
	if s.about() == incident.AskChannel {
		return list
	}
	return prose
}
