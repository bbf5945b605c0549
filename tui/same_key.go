package tui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/words"
)

// How the incident's own key is taken in, and what the screen shows.

// readKey is what a text held.
type readKey struct {
	runbook.Taken
	shape Shape
}

func (s *same) key(k keyMsg, v *view) (nav, tea.Cmd) {
	switch {
	case s.reading != 0:
		return stay(), nil
	case s.path != nil:
		return stay(), s.pathKey(k, v)
	case k.is(keyEsc) && s.asks, k.is(keyEnter) && !s.asks:
		s.field.clear()
		switch {
		case s.closed != nil:
			return goTo(placeStart), nil
		case s.returning:
			return goTo(v.enters()), nil
		}
		return pop(), nil
	case k.is(keyFile):
		s.path = &line{}
	case k.is(keyEnter) && k.single:
		if s.field.empty() {
			s.said = v.lang.EmptyPaste()
			return stay(), nil
		}
		return stay(), s.read(v, "")
	default:
		s.said = nil
		s.field.take(k)
	}
	return stay(), nil
}

func (s *same) pathKey(k keyMsg, v *view) tea.Cmd {
	switch {
	case k.is(keyEsc):
		s.path = nil
	case k.is(keyEnter):
		path := s.path.String()
		s.path = nil
		if path != "" {
			return s.read(v, path)
		}
	default:
		s.path.take(k)
	}
	return nil
}

// read looks for the incident's keys in what came, or in a file, and wipes it.
func (s *same) read(v *view, path string) tea.Cmd {
	kept, find, open := s.field.hand(), v.host.Find, v.host.ReadFile
	var cmd tea.Cmd
	s.reading, cmd = v.ask("", func(ctx context.Context, x *Session) (any, error) {
		text := kept
		if path != "" {
			clear(kept)
			var err error
			if text, err = open(ctx, path); err != nil {
				return nil, err
			}
		}
		defer clear(text)
		if x == nil {
			return nil, errNoSession
		}
		found, shape := find(text)
		return readKey{x.Engine.HoldAny(found), shape}, nil
	})
	return cmd
}

// Title implements screen.
func (s *same) Title(v *view) (string, string) {
	switch {
	case !s.returning:
		return v.lang.SameTitle(v.key().Identity.Last4), ""
	case v.session == nil:
		return v.lang.TakingUp(s.id), ""
	case s.left == nil:
		return v.lang.BackTitle(v.state, v.now)
	}
	return v.lang.BackTitle(*s.left, v.now)
}

// Body implements screen.
func (s *same) Body(v *view) []row {
	var rows []row
	if s.closed != nil {
		for _, said := range s.closed {
			rows = append(rows, must(said).inked(warnInk))
		}
		return rows
	}
	if s.returning && v.session != nil {
		rows = s.stands(v)
	}
	if !s.asks {
		return rows
	}
	if s.returning { // else it is the title
		rows = append(rows, blank(), must(v.lang.SameTitle(v.key().Identity.Last4)))
	}
	rows = append(rows, text(v.lang.NeverStored(v.key())))
	for _, said := range s.said {
		rows = append(rows, must(said).inked(warnInk))
	}
	if s.path != nil {
		return append(rows, v.typed(v.lang.PathPrompt(), s.path.String()))
	}
	return append(rows, must(v.lang.UnseenField(s.field.lines())), field("", ""))
}

// stands is what is done, what is unknown, what the reads of just now showed, and who was here.
func (s *same) stands(v *view) []row {
	k := v.key()
	rows := []row{must(v.lang.OutcomeSentence(k))}
	if now := v.state.Holder; s.left != nil && s.left.Holder.Who.Line(nameRoom) != now.Who.Line(nameRoom) {
		rows = append(rows, text(v.lang.TakenOver(s.left.Holder, now, v.state.HeldAt)))
	}
	rows = append(rows, fact(v.lang.DoneSoFar(), "", v.lang.Steps(k.Finished()), 4))
	open, undecided := v.state.OpenSteps(k.Cred), v.lang.NotDecided(k)
	if len(open) > 0 || undecided == "" {
		rows = append(rows, fact(v.lang.StillOpen(), "", v.lang.Steps(open), 4))
	}
	if undecided != "" {
		rows = append(rows, text(undecided))
	}
	for _, op := range k.Ops {
		if op.Open() {
			rows = append(rows, v.parts(v.lang.UnsettledParts(op))...)
		} else if op.Outcome.Settled != "" && s.left != nil && op.DoneAt.After(s.left.Last) {
			rows = append(rows, fact(v.lang.JustNow(), "", v.lang.SettledAct(op), 8))
		}
	}
	if v.session.Torn != "" {
		for _, said := range v.lang.JournalTorn(v.session.Torn) {
			rows = append(rows, text(said))
		}
	}
	return rows
}

// Status implements screen.
func (s *same) Status(v *view) lower { return v.status() }

// Keys implements screen.
func (s *same) Keys(v *view) []bind {
	switch {
	case s.path != nil:
		return []bind{{key: keyEnter, verb: v.lang.VerbReadsIt()}, {key: keyClear}, {key: keyEsc}}
	case !s.asks:
		return binds(v.lang.Verb(words.VerbGoOn))
	}
	list := []bind{{key: keyEnter, verb: v.lang.VerbReadsIt()}}
	if v.host.ReadFile != nil {
		list = append(list, bind{key: keyFile})
	}
	return append(list, bind{key: keyClear}, bind{key: keyEsc, verb: v.lang.VerbWithout()})
}

// Input implements screen.
func (s *same) Input() inputMode {
	switch {
	case s.path != nil:
		return prose
	case s.asks:
		return secret
	}
	return list
}
