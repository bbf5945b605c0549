package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// notRevoked asks how to go on after a revocation that did not take place.
type notRevoked struct {
	in
	cursor cursor
}

func newNotRevoked(*view) screen { return &notRevoked{in: in(words.PhaseStop)} }

// Update implements screen.
func (s *notRevoked) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case changedMsg:
		if !notTaken(v.key()) {
			return goTo(v.next()), nil
		}
	case keyMsg:
		return s.options(v).take(&s.cursor, m, v)
	}
	return stay(), nil
}

func (s *notRevoked) options(v *view) options {
	with := func(to screen) func() (nav, tea.Cmd) {
		return func() (nav, tea.Cmd) { return replace(to), nil }
	}
	list := options{optionOf(v.lang.RevokeOnceMore(), v.off(runbook.Revoke, ""), with(typed(v, runbook.Revoke)))}
	if _, ok := v.action(runbook.RevokeOwner, ""); ok {
		list = append(list, option{v.lang.Action(string(runbook.RevokeOwner), ""), "", v.off(runbook.RevokeOwner, ""), with(newRevokeOwner(v))})
	}
	return append(list,
		optionOf(v.lang.IDeleteIt(), "", v.opens(placeWho)),
		optionOf(v.lang.WhatElse(), "", goes(placeNext)))
}

// Title implements screen.
func (s *notRevoked) Title(v *view) (string, string) { return v.lang.NotRevoked(), "" }

// Body implements screen.
func (s *notRevoked) Body(v *view) []row {
	k := v.key()
	rows := []row{must(v.lang.OutcomeSentence(k)).inked(warnInk)}
	rows = append(rows, v.tried()...)
	if f := k.Marks[incident.StepRevoke].Failed; f != nil {
		rows = append(rows, v.three(v.lang.Trouble(incident.StepRevoke, *f, v.vendor()), "")...)
	}
	return append(append(rows, blank()), s.options(v).rows(s.cursor)...)
}

// Status, Keys and Input implement screen.
func (s *notRevoked) Status(v *view) lower { return v.status() }

func (s *notRevoked) Keys(v *view) []bind { return binds(v.lang.Verb(words.VerbChoose)) }

func (s *notRevoked) Input() inputMode { return list }
