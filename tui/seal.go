package tui

import (
	"bytes"
	"context"
	"errors"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// seal takes a passphrase unseen, under which new keys are kept from then on: a new one twice,
// the one that was chosen before once. It says so to who asked, and leads back there.
type seal struct {
	in
	shut    bool   // what is sealed is to be opened: none is chosen for it
	inForce func() // called once a passphrase is
	field   secretField
	looking opID             // whether one was chosen before
	kept    bool             // one was
	first   providers.Secret // what came first; empty while it has not
	taking  opID
	said    []string
}

func newSeal(shut bool, inForce func()) screen {
	return &seal{in: in(words.PhaseRotate), shut: shut, inForce: inForce}
}

// openingSealed offers the passphrase where the rotation stopped at what is sealed and does not open;
// opened is called once it is in force.
func (v *view) openingSealed(opened func()) options {
	f := v.key().Stopped(incident.StepRotate)
	if v.session == nil || v.session.Passphrase == nil || f == nil || f.Reason != incident.WhyShut {
		return nil
	}
	return options{optionOf(v.lang.OpenWithPassphrase(), "", func() (nav, tea.Cmd) { return push(newSeal(true, opened)), nil })}
}

// sealed is what became of an entry.
type sealed struct {
	first providers.Secret   // it is the first of two
	weak  providers.Weakness // why it cannot be chosen
	set   bool               // it is in force
}

// Update implements screen.
func (s *seal) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		return stay(), s.look(v)
	case pasteMsg:
		s.field.paste(m)
	case answerMsg:
		switch m.id {
		case s.looking:
			s.looking = 0
			if s.kept, _ = m.value.(bool); s.shut && !s.kept {
				v.say(v.lang.NoPassphraseKept())
				return pop(), nil
			}
		case s.taking:
			return s.heard(m, v), nil
		}
	case keyMsg:
		return s.key(m, v)
	}
	return stay(), nil
}

// look reads whether a passphrase was chosen before. It may have been made since the program began.
func (s *seal) look(v *view) tea.Cmd {
	var cmd tea.Cmd
	s.looking, cmd = v.ask("", func(_ context.Context, x *Session) (any, error) {
		return x != nil && x.PassphraseKept != nil && x.PassphraseKept(), nil
	})
	return cmd
}

func (s *seal) key(k keyMsg, v *view) (nav, tea.Cmd) {
	if s.taking != 0 {
		return stay(), nil
	}
	switch s.field.press(k) {
	case fieldLeft:
		return pop(), nil
	case fieldRead:
		if s.looking != 0 {
			v.say(v.lang.StillReading())
			return stay(), nil
		}
		return stay(), s.take(v)
	}
	s.said = nil
	return stay(), nil
}

// take judges the field, compares it with what came first, and wipes it.
func (s *seal) take(v *view) tea.Cmd {
	text, first, kept, find, of := s.field.hand(), s.first, s.kept, v.host.Find, v.state
	var cmd tea.Cmd
	s.taking, cmd = v.ask("", func(ctx context.Context, x *Session) (any, error) {
		defer clear(text)
		if x == nil || x.Passphrase == nil {
			return nil, errNoSession
		}
		value := providers.NewSecret(bytes.Trim(text, "\r\n"))
		if !kept {
			if weak := weakness(find, text, of); weak != "" {
				return sealed{weak: weak}, nil
			}
			if first.IsEmpty() {
				return sealed{first: value}, nil
			}
			if !value.Equal(first) {
				return sealed{}, nil
			}
		}
		err := x.Passphrase(ctx, value)
		return sealed{set: err == nil}, err
	})
	return cmd
}

// weakness judges a passphrase that is being chosen.
func weakness(find func([]byte) ([]Found, Shape), text []byte, of incident.State) providers.Weakness {
	if found, _ := find(text); len(found) > 0 || otherValue(find, text, of).leaked {
		return providers.IsKey
	}
	return providers.WeaknessOf(text)
}

func (s *seal) heard(m answerMsg, v *view) nav {
	s.taking = 0
	got, ok := m.value.(sealed)
	switch {
	case ok && got.set:
		s.inForce()
		return pop()
	case !ok:
		return pop()
	case errors.Is(m.err, providers.ErrWrongPhrase):
		s.said = []string{v.lang.PassphraseWrong()}
	case m.err != nil:
		s.said = []string{v.lang.PassphraseUseless()}
	case got.weak != "":
		s.first, s.said = providers.Secret{}, v.lang.PassphraseWeak(got.weak)
	case got.first.IsEmpty():
		s.first, s.said = providers.Secret{}, []string{v.lang.PassphrasesDiffer()}
	default:
		s.first = got.first
	}
	return stay()
}

// Title implements screen.
func (s *seal) Title(v *view) (string, string) {
	if s.shut {
		return v.lang.OpenTitle(), ""
	}
	return v.lang.PassphraseTitle(), ""
}

// Body implements screen.
func (s *seal) Body(v *view) []row {
	var rows []row
	switch {
	case s.looking != 0:
	case !s.first.IsEmpty():
		rows = append(rows, must(v.lang.PassphraseAgain()))
	default:
		for _, line := range v.lang.AskPassphrase(!s.kept) {
			rows = append(rows, text(line))
		}
	}
	rows = append(rows, unseen(v, &s.field)...)
	for _, said := range s.said {
		rows = append(rows, must(said).inked(warnInk))
	}
	return rows
}

// Status, Keys and Input implement screen.
func (s *seal) Status(v *view) lower { return v.status() }

func (s *seal) Keys(v *view) []bind {
	return []bind{s.field.enter(v, v.lang.VerbReadsIt()), {key: keyClear}, {key: keyEsc, verb: v.lang.VerbStop()}}
}

func (s *seal) Input() inputMode { return secret }
