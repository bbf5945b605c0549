package tui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// saveLimit is how long the phrase waits for record and usage to be saved; after it a kill
// goes on without them, which then stands above the phrase.
const saveLimit = 5 * time.Second

// revoke is the question before an act that cannot be undone. It shows what exactly would be
// sent, and sends it once the phrase stands there and an enter came alone.
type revoke struct {
	in
	name    runbook.Name
	field   phraseField
	wanted  bool // the key itself was asked for, by whose value it is ended
	saved   bool // saving record and usage was tried here, or given up
	making  opID // the statement
	reading opID // what dies with the owner
	sending opID
	dies    []providers.KeyRecord
	knows   bool  // what dies is read
	failed  error // of the statement, or of what dies
	cursor  cursor
}

// newRevoke asks for the phrase, or, after a revocation that did not take place, how to go on.
func newRevoke(v *view) screen {
	if notTaken(v.key()) {
		return newNotRevoked(v)
	}
	return typed(v, runbook.Revoke)
}

// newRevokeOwner asks for the owner's deletion, with all that dies by it in view.
func newRevokeOwner(v *view) screen { return typed(v, runbook.RevokeOwner) }

// newRestore asks for the phrase before a revoked key is brought back.
func newRestore(v *view) screen { return typed(v, runbook.Restore) }

func typed(v *view, name runbook.Name) *revoke {
	a := runbook.Action{Name: name}
	return &revoke{in: in(words.PhaseStop), name: name, field: phraseField{want: runbook.Phrase(a, v.key(), v.vendor())}}
}

// notTaken reports whether the last revocation ended without taking place.
func notTaken(k incident.Key) bool {
	return len(k.NotTaken()) > 0
}

// Update implements screen.
func (s *revoke) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		return s.begin(v)
	case changedMsg:
		return s.lead(v), s.save(v)
	case tickMsg:
		if took, runs := v.waited(runbook.Forecast); runs && took >= saveLimit {
			s.saved = true
			v.cancelRead(runbook.Forecast)
		}
	case answerMsg:
		s.heard(m)
	case doneMsg:
		return s.ended(m, v), nil
	case keyMsg:
		return s.key(m, v)
	}
	return stay(), nil
}

// begin reads what stands above the phrase.
func (s *revoke) begin(v *view) (nav, tea.Cmd) {
	if n := s.lead(v); n != stay() || s.sending != 0 {
		return n, nil
	}
	if a, ok := v.action(s.name, ""); ok && a.Off == incident.WhyNeedsKey && !s.wanted {
		s.wanted = true
		return push(newSame(s.Phase())), nil
	}
	return stay(), tea.Batch(s.save(v), s.read(v))
}

// lead goes to what comes first where this question cannot be asked now: a request without an
// answer, no record, no such call of the vendor's, or a key that is dealt with.
func (s *revoke) lead(v *view) nav {
	a, ok := v.action(s.name, "")
	switch {
	case s.sending != 0:
	case ok && a.Off == incident.WhyOpenOp:
		return goTo(placeSettle)
	case ok && (a.Off == incident.WhyNotOffered || a.Off != incident.WhyNeedsKey && !v.sit.Reaches(v.key())):
		return goTo(placeWho)
	case ok && (a.Off == incident.WhyInUse || a.Off == incident.WhyUseUnread):
		return goTo(placeRotate)
	case !ok && v.next() != placeRevoke:
		return goTo(v.next())
	}
	return stay()
}

// read makes the statement, and for an owner the list of all that dies.
func (s *revoke) read(v *view) tea.Cmd {
	s.failed, s.knows = nil, s.name != runbook.RevokeOwner
	a, _ := v.action(s.name, "")
	var made, dies tea.Cmd
	s.making, made = v.rehearse(a, runbook.Input{})
	if k := v.key(); !s.knows {
		s.reading, dies = v.ask(v.lang.ReadingStatement(), func(ctx context.Context, x *Session) (any, error) {
			if x == nil {
				return nil, errNoSession
			}
			return runbook.OwnersKeys(ctx, x.Engine.Vendor(k.Cred), k)
		})
	}
	return tea.Batch(made, dies)
}

// save stores record and usage, once, where nobody did before.
func (s *revoke) save(v *view) tea.Cmd {
	k := v.key()
	a, ok := v.action(runbook.Forecast, "")
	tried := s.saved || k.Marks[incident.StepForecast].Failed != nil && k.Marks[incident.StepForecast].Failed.Reason != incident.WhyCancelled
	if k.Forecast != nil || !ok || a.Off != "" || tried || v.runs(runbook.Forecast) {
		return nil
	}
	s.saved = true
	var cmd tea.Cmd
	_, cmd = v.do(a, runbook.Input{})
	return cmd
}

func (s *revoke) heard(m answerMsg) {
	switch m.id {
	case s.making:
		s.making = 0
	case s.reading:
		s.reading = 0
		s.dies, s.knows = nil, m.err == nil
		if list, ok := m.value.([]providers.KeyRecord); ok {
			s.dies = list
		}
	default:
		return
	}
	if m.err != nil {
		s.failed = m.err
	}
}

// ended leads on after the request: to the watch, to the reads of what is not known, or to how
// to go on.
func (s *revoke) ended(m doneMsg, v *view) nav {
	if m.id != s.sending || s.sending == 0 {
		return stay()
	}
	s.sending = 0
	v.say("") // that its answer is awaited is over
	s.field.clear()
	switch {
	case m.err != nil:
		return stay()
	case notTaken(v.key()):
		return replace(newNotRevoked(v))
	}
	return goTo(v.next())
}
