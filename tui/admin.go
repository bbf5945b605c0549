package tui

import (
	"bytes"
	"context"
	"errors"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// admin takes an admin credential, unseen, for this run. It is sealed for later ones only where
// the person says so.
type admin struct {
	in
	field   secretField
	reading opID
	said    []string
	taken   providers.Credential // it is in use; whether it is kept is asked
	keeping opID
	kept    *providers.AdminKeptError // another is kept; whether it gives way is asked
	cursor  cursor
}

func newAdmin() screen { return &admin{in: in(words.PhaseStop)} }

// given is what the field held.
type given struct {
	value   providers.Credential // of no kind where its form is not known
	leaked  bool                 // it is the leaked key itself
	many    bool                 // more than one value
	refused []string             // why it is not taken
}

// Update implements screen.
func (s *admin) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case pasteMsg:
		s.said = nil
		s.field.paste(m)
	case answerMsg:
		return s.heard(m, v)
	case keyMsg:
		return s.key(m, v)
	}
	return stay(), nil
}

func (s *admin) key(k keyMsg, v *view) (nav, tea.Cmd) {
	switch {
	case s.reading != 0 || s.keeping != 0:
		return stay(), nil
	case !s.taken.Secret.IsEmpty():
		return s.options(v).take(&s.cursor, k, v)
	}
	return s.field.answer(k, &s.said, func() tea.Cmd { return s.read(v) })
}

// read takes the one value of the field, and wipes it.
func (s *admin) read(v *view) tea.Cmd {
	text, find, k, of := s.field.hand(), v.host.Find, v.key(), v.state
	var cmd tea.Cmd
	s.reading, cmd = v.ask("", func(_ context.Context, x *Session) (any, error) {
		defer clear(text)
		if x == nil || x.AddAdmin == nil {
			return nil, errNoSession
		}
		got := otherValue(find, text, of)
		if !got.many && !got.leaked {
			got.refused = x.AddAdmin(k.Identity.Kind.Provider(), got.value)
		}
		return got, nil
	})
	return cmd
}

// otherValue is the value of a text, held against the leaked keys of an incident.
func otherValue(find func([]byte) ([]Found, Shape), text []byte, of incident.State) given {
	got := oneValue(find, text)
	got.leaked = !got.many && runbook.Knows(of, got.value, "") == runbook.SameKey
	return got
}

// oneValue is the value of a text: what is found in it, or else the whole of it.
func oneValue(find func([]byte) ([]Found, Shape), text []byte) given {
	text = bytes.TrimSpace(text)
	found, _ := find(text)
	switch {
	case len(found) == 1:
		return given{value: found[0].Credential}
	case len(found) > 1 || bytes.ContainsAny(text, "\r\n \t"):
		return given{many: true}
	}
	return given{value: providers.Credential{Secret: providers.NewSecret(text)}}
}

func (s *admin) heard(m answerMsg, v *view) (nav, tea.Cmd) {
	switch m.id {
	case s.reading:
		s.reading = 0
		switch got, ok := m.value.(given); {
		case !ok:
		case got.many:
			s.said = v.lang.OneValue()
		case got.leaked:
			s.said = v.lang.AdminIsLeaked()
		case len(got.refused) > 0:
			s.said = got.refused
		case v.session.KeepAdmin == nil:
			return reset(newCheckAgain()), nil
		default:
			s.taken = got.value
		}
	case s.keeping:
		s.keeping, s.cursor = 0, cursor{}
		if errors.As(m.err, &s.kept) {
			return stay(), nil
		}
		v.say(v.lang.AdminKept(m.err))
		return reset(newCheckAgain()), nil
	}
	return stay(), nil
}

// options say how long it is kept, and whether another gives way.
func (s *admin) options(v *view) options {
	if s.kept != nil {
		return options{
			optionOf(v.lang.LeaveKeptAdmin(), "", func() (nav, tea.Cmd) { return reset(newCheckAgain()), nil }),
			optionOf(v.lang.InItsPlace(), "", func() (nav, tea.Cmd) { return stay(), s.keep(v) }),
		}
	}
	return options{
		optionOf(v.lang.AdminForRun(), "", func() (nav, tea.Cmd) { return reset(newCheckAgain()), nil }),
		optionOf(v.lang.AdminSealed(), "", func() (nav, tea.Cmd) { return stay(), s.keep(v) }),
	}
}

func (s *admin) keep(v *view) tea.Cmd {
	keep, provider, value, replace := v.session.KeepAdmin, v.key().Identity.Kind.Provider(), s.taken, s.kept != nil
	var cmd tea.Cmd
	s.keeping, cmd = v.ask("", func(ctx context.Context, _ *Session) (any, error) { return nil, keep(ctx, provider, value, replace) })
	return cmd
}

// Title implements screen.
func (s *admin) Title(v *view) (string, string) {
	if s.kept != nil {
		return v.lang.ReplaceAdminTitle(), ""
	}
	if !s.taken.Secret.IsEmpty() {
		return v.lang.AdminTakenTitle(), ""
	}
	return v.lang.AdminTitle(), ""
}

// Body implements screen.
func (s *admin) Body(v *view) []row {
	if s.kept != nil {
		said := v.lang.AdminKeptAs(v.key().Identity.Kind.Provider(), s.kept.Ending)
		return append([]row{text(said)}, s.options(v).rows(s.cursor)...)
	}
	if !s.taken.Secret.IsEmpty() {
		return s.options(v).rows(s.cursor)
	}
	var rows []row
	for _, line := range v.lang.TypeAdmin(v.vendor()) {
		rows = append(rows, text(line))
	}
	rows = append(rows, unseen(v, &s.field)...)
	for _, said := range s.said {
		rows = append(rows, must(said).inked(warnInk))
	}
	return rows
}

// Status implements screen.
func (s *admin) Status(v *view) lower { return v.status() }

// Keys implements screen.
func (s *admin) Keys(v *view) []bind {
	if !s.taken.Secret.IsEmpty() {
		return binds(v.lang.Verb(words.VerbChoose))
	}
	return []bind{s.field.enter(v, v.lang.VerbReadsIt()), {key: keyClear}, {key: keyEsc, verb: v.lang.VerbStop()}}
}

// Input implements screen.
func (s *admin) Input() inputMode {
	if !s.taken.Secret.IsEmpty() {
		return list
	}
	return secret
}
