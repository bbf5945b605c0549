package tui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// decide asks what becomes of one related credential. What was done by people elsewhere is
// noted; nothing is sent from here.
type decide struct {
	in
	id      string
	cursor  cursor
	choice  incident.Decision
	all     bool // the decision is for every one that is undecided
	why     string
	who     bool // the approver is asked for
	opening opID // as a key of the incident
}

func newDecide(id string) screen { return &decide{in: in(words.PhaseRotate), id: id} }

// Update implements screen.
func (s *decide) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		switch {
		case m.first:
		case s.who:
			s.who = false
			return push(s.remark(v, v.lang.WhoApprovedTitle(), s.keep)), nil
		case s.row(v).Decision != incident.Undecided && s.choice != incident.Undecided:
			return pop(), nil
		}
		s.why, s.all, s.choice = "", false, incident.Undecided
	case doneMsg:
		if m.id == s.opening {
			s.opening = 0
			return s.opened(m, v), nil
		}
	case keyMsg:
		if list := s.options(v); len(list) > 0 {
			return list.take(&s.cursor, m, v)
		}
		if m.is(keyEnter) {
			return pop(), nil
		}
	}
	return stay(), nil
}

// row is the credential that is decided on.
func (s *decide) row(v *view) incident.RelatedRow {
	for _, r := range v.key().Related {
		if r.ID == s.id {
			return r
		}
	}
	return incident.RelatedRow{}
}

// options are the decisions; none where one was made.
func (s *decide) options(v *view) options {
	if s.row(v).Decision != incident.Undecided {
		return nil
	}
	var list options
	take := func(d incident.Decision, all bool) func() (nav, tea.Cmd) {
		return func() (nav, tea.Cmd) { return s.ask(v, d, all) }
	}
	for _, d := range []incident.Decision{incident.RotatedD, incident.RevokedD, incident.KeptD} {
		list = append(list, optionOf(v.lang.DecideTo(d), v.off(runbook.DecideOn, s.id), take(d, false)))
	}
	if n := len(openRelated(v.key())); n > 1 {
		list = append(list, optionOf(v.lang.KeepAll(n), "", take(incident.KeptD, true)))
	}
	return append(list, s.here(v), optionOf(v.lang.Later(), "", func() (nav, tea.Cmd) { return pop(), nil }))
}

// here opens the credential as one of the incident's own: by what was read of it or the vendor's
// record, else by its value, which is asked for.
func (s *decide) here(v *view) option {
	if a, ok := v.action(runbook.Open, s.id); ok && a.Off == "" {
		return optionOf(v.lang.OpenHere(false), "", func() (nav, tea.Cmd) {
			if s.opening != 0 {
				return stay(), nil
			}
			var cmd tea.Cmd
			s.opening, cmd = v.do(a, runbook.Input{})
			return stay(), cmd
		})
	}
	return optionOf(v.lang.OpenHere(true), v.off(runbook.OpenWith, s.id), func() (nav, tea.Cmd) { return push(newValue(s.id)), nil })
}

// opened leads back once the credential has steps of its own, or says why it has none.
func (s *decide) opened(m doneMsg, v *view) nav {
	k, ok := v.state.Keys[s.row(v).Chain]
	switch {
	case ok:
		v.say(v.lang.OpenedHere(k))
		return pop()
	case m.err != nil:
		v.say(v.lang.NotThatOne())
	default:
		if f := v.key().Marks[incident.StepRelated].Failed; f != nil {
			v.say(v.lang.Trouble(incident.StepRelated, *f, v.vendor())[0])
		}
	}
	return stay()
}

// ask asks for what a decision is recorded with: what was done, or why it stays and who approves.
func (s *decide) ask(v *view, d incident.Decision, all bool) (nav, tea.Cmd) {
	s.choice, s.all = d, all
	if d != incident.KeptD {
		return push(s.remark(v, v.lang.WhatWasDoneTitle(), s.keepDone)), nil
	}
	return push(s.remark(v, v.lang.WhyKeptTitle(), func(v *view, why string) (opID, tea.Cmd) {
		s.why, s.who = why, true
		return v.ask("", func(context.Context, *Session) (any, error) { return nil, nil })
	})), nil
}

// remark asks for one line about this credential, or about how many it is for.
func (s *decide) remark(v *view, title string, keep func(*view, string) (opID, tea.Cmd)) screen {
	r := newRemark(words.PhaseRotate, title, keep)
	r.about = v.lang.RelatedName(s.row(v))
	if s.all {
		r.about = v.lang.Undecided(len(openRelated(v.key())))
	}
	return r
}

func (s *decide) keepDone(v *view, what string) (opID, tea.Cmd) {
	return s.record(v, runbook.Input{Decision: s.choice, Text: what})
}

func (s *decide) keep(v *view, who string) (opID, tea.Cmd) {
	return s.record(v, runbook.Input{Decision: s.choice, Text: s.why, Approver: who})
}

// record keeps the decision, for this one or for all that are undecided.
func (s *decide) record(v *view, in runbook.Input) (opID, tea.Cmd) {
	if !s.all {
		a, _ := v.action(runbook.DecideOn, s.id)
		return v.do(a, in)
	}
	var all []runbook.Action
	for _, one := range openRelated(v.key()) {
		if a, ok := v.action(runbook.DecideOn, one.ID); ok {
			all = append(all, a)
		}
	}
	return v.ask(v.lang.Step(incident.StepRelated), func(ctx context.Context, x *Session) (any, error) {
		if x == nil {
			return nil, errNoSession
		}
		for _, a := range all {
			if err := x.Engine.Do(ctx, a, in); err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
}

// Title implements screen.
func (s *decide) Title(v *view) (string, string) {
	if len(s.options(v)) == 0 {
		return v.lang.StepQuestion(incident.StepRelated), ""
	}
	return v.lang.WhatOfRelated(), v.lang.Undecided(len(openRelated(v.key())))
}

// Body implements screen.
func (s *decide) Body(v *view) []row {
	rows := v.parts(v.lang.RelatedParts(s.row(v)))
	if v.session.Exercise != nil {
		rows = append(rows, text(v.lang.DrillColleague()).inked(dimInk))
	}
	return append(append(rows, blank()), s.options(v).rows(s.cursor)...)
}

// Status, Keys and Input implement screen.
func (s *decide) Status(v *view) lower { return v.status() }

func (s *decide) Keys(v *view) []bind {
	if len(s.options(v)) == 0 {
		return binds(v.lang.Verb(words.VerbBack))
	}
	return binds(v.lang.Verb(words.VerbChoose))
}

func (s *decide) Input() inputMode { return list }
