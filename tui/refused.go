package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/words"
)

// falseAlarm is the reason for closing under which nothing was leaked that works.
const falseAlarm = "false-alarm"

// refused asks what a key is that the vendor refused before anything was done: dead, cut off or
// foreign look alike.
type refused struct {
	in
	cursor  cursor
	pasting bool // the key is asked for again
}

func newRefused(*view) screen { return &refused{in: in(words.PhaseStop)} }

// Update implements screen.
func (s *refused) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		return s.back(v)
	case doneMsg:
		if v.next() != placeRefused { // it was asked again, and answered otherwise
			return goTo(v.next()), nil
		}
	case keyMsg:
		if m.is(keyAgain) {
			return s.ask(v)
		}
		return s.options(v).take(&s.cursor, m, v)
	}
	return stay(), nil
}

// back goes on with what a question above this one was for.
func (s *refused) back(v *view) (nav, tea.Cmd) {
	pasted := s.pasting
	s.pasting = false
	switch {
	case v.state.Closing != nil:
		return goTo(v.next()), nil
	case pasted:
		return s.ask(v)
	}
	return stay(), nil
}

// ask probes the key once more.
func (s *refused) ask(v *view) (nav, tea.Cmd) {
	a, ok := v.action(runbook.Validate, "")
	if !ok || a.Off != "" || v.runs(runbook.Validate) {
		return stay(), nil
	}
	_, cmd := v.do(a, runbook.Input{Approved: a.Approvals})
	return stay(), cmd
}

// alarm asks why it is a false alarm; the reason is noted, then the incident closed.
func (v *view) alarm() (nav, tea.Cmd) {
	return push(newRemark(words.PhaseReport, v.lang.FalseAlarmTitle(), func(v *view, why string) (opID, tea.Cmd) {
		a, _ := v.action(runbook.Close, "")
		id, end := v.do(a, runbook.Input{Text: falseAlarm})
		return id, v.noting(why, end)
	})), nil
}

// noting writes a note into the journal before a command. A journal that cannot be written is
// met by the command as well.
func (v *view) noting(text string, then tea.Cmd) tea.Cmd {
	s := v.session
	return func() tea.Msg {
		if s != nil {
			_ = s.Engine.Note(text)
		}
		return then()
	}
}

func (s *refused) options(v *view) options {
	record, reaches := "", v.sit.Reaches(v.key())
	if !reaches {
		record = v.lang.RecordFirst()
	}
	return options{
		optionOf(v.lang.PasteAgain(), "", func() (nav, tea.Cmd) {
			s.pasting = true
			return push(newSame(s.Phase())), nil
		}),
		optionOf(v.lang.RevokeAnyway(reaches && v.key().Record() == nil), record, v.opens(placeRevoke)),
		optionOf(v.lang.TakeAsDead(), v.off(runbook.Prove, ""), v.opens(placeProve)),
		optionOf(v.lang.FalseAlarm(), "", v.alarm),
		optionOf(v.lang.WhatElse(), "", v.opens(placeNext)),
	}
}

// Title implements screen.
func (s *refused) Title(v *view) (string, string) { return v.lang.RefusedTitle(), "" }

// Body implements screen.
func (s *refused) Body(v *view) []row {
	rows := v.parts(v.lang.RefusedParts(v.key(), v.vendor()))
	return append(append(rows, blank()), s.options(v).rows(s.cursor)...)
}

// Status, Keys and Input implement screen.
func (s *refused) Status(v *view) lower { return v.status() }

func (s *refused) Keys(v *view) []bind {
	return append(binds(v.lang.Verb(words.VerbChoose)), bind{key: keyAgain, off: v.off(runbook.Validate, "")})
}

func (s *refused) Input() inputMode { return list }
