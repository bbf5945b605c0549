package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// settle asks how a request ended of which no answer is known. Its reads begin by themselves;
// it is never sent again before they told.
type settle struct {
	in
	cursor  cursor
	op      string // that the reads are about
	reading opID
	over    bool // the reads ended without an answer
	opened  bool // what is kept sealed, with a passphrase: the reads are made once more
}

func newSettle(*view) screen { return &settle{in: in(words.PhaseStop)} }

// Update implements screen.
func (s *settle) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		if s.op == "" || !s.over || s.opened {
			s.opened = false
			return s.read(v)
		}
	case changedMsg:
		return s.follow(v)
	case doneMsg:
		if m.id == s.reading {
			s.reading = 0
			s.over = true
			n, cmd := s.follow(v)
			return n, tea.Batch(cmd, s.rehearse(v))
		}
	case keyMsg:
		switch {
		case m.is(keyAgain):
			return s.read(v)
		case m.is(keyYes):
			return s.delete(v)
		}
		return s.options(v).take(&s.cursor, m, v)
	}
	return stay(), nil
}

// read looks how the oldest open op ended, where nobody does already.
func (s *settle) read(v *view) (nav, tea.Cmd) {
	op, open := v.key().OpenOp()
	if !open {
		return s.follow(v)
	}
	s.op = op.ID
	a, ok := v.action(runbook.Settle, op.ID)
	if !ok || a.Off != "" || v.runs(runbook.Settle) {
		return stay(), nil
	}
	var cmd tea.Cmd
	s.over = false
	s.reading, cmd = v.do(a, runbook.Input{})
	return stay(), cmd
}

// stray reports whether a new key stands at the vendor whose value nobody has.
func (s *settle) stray(v *view) bool {
	op, ok := s.subject(v)
	f := v.key().Marks[op.Step].Failed
	return ok && op.Open() && f != nil && f.Reason == incident.WhyStray && !v.runs(runbook.Settle)
}

// rehearse makes the statement of the stray key's deletion.
func (s *settle) rehearse(v *view) tea.Cmd {
	a, ok := v.action(runbook.Settle, s.op)
	if !ok || !s.stray(v) {
		return nil
	}
	_, cmd := v.rehearse(a, runbook.Input{})
	return cmd
}

// delete ends the stray key, and with it the op: what a person says yes to is this one key.
func (s *settle) delete(v *view) (nav, tea.Cmd) {
	a, ok := v.action(runbook.Settle, s.op)
	if _, made := v.rehearsed(a, runbook.Input{}); !ok || !made || !s.stray(v) {
		return stay(), nil
	}
	var cmd tea.Cmd
	s.over = false
	s.reading, cmd = v.do(a, runbook.Input{Approved: []string{runbook.ApproveRotate}})
	return stay(), cmd
}

// follow leads on once the op has an end: to where the chain goes on, or, for a revocation that
// did not take place, to how to go on.
func (s *settle) follow(v *view) (nav, tea.Cmd) {
	k := v.key()
	if next, open := k.OpenOp(); open {
		if next.ID != s.op { // another one, or the first that this screen hears of
			return s.read(v)
		}
		return stay(), nil
	}
	if notTaken(k) && s.kills(v) {
		return replace(newNotRevoked(v)), nil
	}
	return goTo(v.next()), nil
}

// subject is the op that the reads are about.
func (s *settle) subject(v *view) (incident.Op, bool) {
	for _, op := range v.key().Ops {
		if op.ID == s.op {
			return op, true
		}
	}
	return v.key().OpenOp()
}

// kills reports whether the op is a revocation.
func (s *settle) kills(v *view) bool {
	op, ok := s.subject(v)
	return ok && (op.Intent.Act == incident.ActRevoke || op.Intent.Act == incident.ActRevokeOwner)
}

func (s *settle) options(v *view) options {
	again := func() (nav, tea.Cmd) { return s.read(v) }
	list := options{{v.lang.ReadAgain(), "", "", again}}
	if v.runs(runbook.Settle) {
		list = options{{v.lang.WaitHere(), v.lang.WaitHereHow(), "", func() (nav, tea.Cmd) { return stay(), nil }}}
	}
	if a, ok := v.action(runbook.Settle, s.op); ok && a.Off == incident.WhyNeedsKey {
		list = options{{v.lang.SameTitle(v.key().Identity.Last4), v.lang.NeverStored(v.key()), "", func() (nav, tea.Cmd) { return push(newSame(s.Phase())), nil }}}
	}
	if !s.kills(v) {
		list = append(v.openingSealed(func() { s.opened = true }), list...)
		return append(list, optionOf(v.lang.OtherSteps(), "", goes(placeNext)))
	}
	off := ""
	if op, _ := s.subject(v); op.Open() {
		off = v.lang.Why(incident.WhyOpenOp, v.vendor())
	}
	list = append(list, optionOf(v.lang.RevokeOnceMore(), off, goes(placeRevoke)))
	if !v.key().Marks[incident.StepRevoke].Manual {
		list = append(list, optionOf(v.lang.IDeleteIt(), "", v.opens(placeWho)))
	}
	return append(list, optionOf(v.lang.OtherSteps(), "", goes(placeNext)))
}

// Title implements screen.
func (s *settle) Title(v *view) (string, string) {
	op, _ := s.subject(v)
	if !s.kills(v) {
		return v.lang.SettleTitle(op.Intent.Act), ""
	}
	return v.lang.SettleTitle(op.Intent.Act), v.lang.TreatedAlive()
}

// Body implements screen.
func (s *settle) Body(v *view) []row {
	op, ok := s.subject(v)
	if !ok {
		return []row{text(v.lang.SettledAs(op))}
	}
	parts := v.lang.UnsettledParts(op)
	if s.stray(v) { // the reads told: that nothing is known is not true any more
		parts = slices.DeleteFunc(parts, func(p words.Labelled) bool { return p.Caution })
	}
	rows := v.parts(parts)
	k := v.key()
	if latest := k.Latest; latest != nil && latest.At.After(op.At) {
		rows = append(rows, fact(v.lang.Clock(latest.At), "", v.lang.Verdict(*latest, v.vendor()), 6))
	}
	if until := runbook.SettledBy(op); v.runs(runbook.Settle) && v.now.Before(until) {
		rows = append(rows, text(v.lang.ReadUntil(until)))
	}
	if f := k.Marks[op.Step].Failed; s.over && f != nil {
		rows = append(rows, v.three(v.lang.Trouble(op.Step, *f, v.vendor()), v.lang.Answered(f.Fail))...)
	}
	rows = append(append(rows, blank()), s.options(v).rows(s.cursor)...)
	if a, ok := v.action(runbook.Settle, s.op); ok && s.stray(v) {
		rows = append(append(rows, blank()), statements(v, a, runbook.Input{})...)
	}
	return rows
}

// Status, Keys and Input implement screen.
func (s *settle) Status(v *view) lower { return v.status() }

func (s *settle) Keys(v *view) []bind {
	list := binds(v.lang.Verb(words.VerbChoose))
	if s.stray(v) {
		list = append(list, bind{key: keyYes, verb: v.lang.VerbDeletesStray()})
	}
	if !v.runs(runbook.Settle) {
		list = append(list, bind{key: keyAgain})
	}
	return list
}

func (s *settle) Input() inputMode { return list }
