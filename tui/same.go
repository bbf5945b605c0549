package tui

import (
	"context"
	"errors"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// same asks for the incident's own key again, unseen: it is never stored, and proof needs it.
// Somebody who comes back is told first where things stand.
type same struct {
	in
	returning bool
	asks      bool   // a key is wanted; else there is only to go on
	id        string // of the incident to open, while none is
	field     secretField
	path      *line // a file is named instead
	opening   opID
	closed    []string // why it could not be opened
	looking   opID
	left      *incident.State // as it stood before this run
	settling  opID
	reading   opID
	said      []string // of what came
}

// newSame asks for the key and goes back where it was asked for.
func newSame(p words.Phase) screen { return &same{in: in(p), asks: true} }

// newBack greets somebody who comes back to an incident: the one of the session, else the first
// unproven one of this machine, which is opened now.
func newBack(v *view) screen {
	id := v.host.Return
	if open := unproven(v.incidents); id == "" && len(open) > 0 {
		id = open[0].ID
	}
	return newBackTo(v, id)
}

// newBackTo opens the incident of that id, where none is open, and greets.
func newBackTo(v *view, id string) screen {
	s := &same{in: in(words.PhaseStop), returning: true}
	if v.session == nil {
		s.id = id
	}
	s.asks = s.wants(v)
	return s
}

// wants reports whether something still needs the key.
func (s *same) wants(v *view) bool {
	k := v.key()
	if !s.returning {
		return true
	}
	nobodys := k.Identity.ByRecord() || runbook.EndingOnly(k)
	return k.Cred != "" && !v.sit.Have[k.Cred] && !nobodys && v.state.Closing == nil && (!k.Proof.Proven() || len(k.DueLooks()) > 0)
}

// Update implements screen.
func (s *same) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		return stay(), s.begin(v)
	case changedMsg:
		s.asks = s.wants(v)
	case pasteMsg:
		s.said = nil
		s.field.paste(m)
	case answerMsg:
		return s.heard(m, v)
	case doneMsg:
		if m.id == s.settling {
			s.settling = 0
		}
	case keyMsg:
		return s.key(m, v)
	}
	return stay(), nil
}

// begin opens the incident, or looks what happened to a request without an answer.
func (s *same) begin(v *view) tea.Cmd {
	if v.session == nil && s.id != "" && s.opening == 0 {
		var cmd tea.Cmd
		id, resume := s.id, v.host.Resume
		s.opening, cmd = v.ask(v.lang.TakingUp(id), func(ctx context.Context, _ *Session) (any, error) { return resume(ctx, id, nil) })
		return cmd
	}
	s.asks = s.wants(v)
	if !s.returning {
		return nil
	}
	return tea.Batch(s.look(v), s.settle(v))
}

// look reads how the incident stood before this run.
func (s *same) look(v *view) tea.Cmd {
	var cmd tea.Cmd
	s.looking, cmd = v.ask("", func(_ context.Context, x *Session) (any, error) {
		if x == nil {
			return nil, errNoSession
		}
		all := x.Engine.Events()
		for i := len(all) - 1; i > 0; i-- {
			if all[i].Type == incident.Resumed {
				return incident.Fold(all[:i]), nil
			}
		}
		return x.Engine.State(), nil
	})
	return cmd
}

// settle reads how a request of unknown end went.
func (s *same) settle(v *view) tea.Cmd {
	op, open := v.key().OpenOp()
	a, ok := v.action(runbook.Settle, op.ID)
	if !open || !ok || a.Off != "" || s.settling != 0 || v.runs(runbook.Settle) {
		return nil
	}
	var cmd tea.Cmd
	s.settling, cmd = v.do(a, runbook.Input{})
	return cmd
}

func (s *same) heard(m answerMsg, v *view) (nav, tea.Cmd) {
	switch m.id {
	case s.opening:
		s.opening = 0
		var held *HeldError
		switch {
		case errors.As(m.err, &held):
			v.held = held
			return replace(newHeld(v)), nil
		case m.err != nil:
			s.closed = saidOf(m.err, v.lang.OpenFailed(s.id))
			return stay(), nil
		}
		v.atWorst()
		return stay(), s.begin(v)
	case s.looking:
		if left, ok := m.value.(incident.State); ok {
			s.left = &left
		}
	case s.reading:
		s.reading = 0
		return s.came(m, v)
	}
	return stay(), nil
}

// endings are those of the incident's keys.
func endings(s incident.State) (list []string) {
	for _, k := range s.ByDanger() {
		list = append(list, k.Identity.Last4)
	}
	return list
}

// came leads on with the key, or says what else came.
func (s *same) came(m answerMsg, v *view) (nav, tea.Cmd) {
	got, ok := m.value.(readKey)
	switch {
	case !ok:
		s.said = []string{v.lang.FileUnread()}
	case len(got.Held) > 0:
		said := v.lang.NotOurs(got.Others)
		if said == "" {
			said = v.lang.SameKey(v.state.Keys[got.Held[0]].Identity.Last4)
		}
		v.say(said)
		switch {
		case s.returning:
			return goTo(v.enters()), nil
		case slices.Contains(got.Held, v.key().Cred):
			return pop(), nil
		}
	case got.Elsewhere:
		s.said = []string{v.lang.Why(incident.WhyElsewhere, v.vendor())}
	case got.Others > 0:
		s.said = v.lang.AnotherKey(got.Last4, endings(v.state))
	default:
		s.said = v.lang.NothingTaken(got.shape.Look, got.shape.Vendor, got.shape.Report)
	}
	return stay(), nil
}
