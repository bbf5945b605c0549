package tui

import (
	"context"
	"errors"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// lookEvery is how often an incident that is held elsewhere is looked at.
const lookEvery = 2 * time.Second

// pause waits, or ends with the context.
type pause func(context.Context, time.Duration) error

// held asks what to do about an incident that another process works on. Nothing of it can be
// sent from here, and no place in the chain is marked as ours.
type held struct {
	in
	cursor  cursor
	waiting opID // until it is free
	pause   pause
}

func newHeld(*view) screen {
	return &held{pause: providers.WallClock{}.Sleep}
}

// Update implements screen.
func (s *held) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case answerMsg:
		if m.id == s.waiting {
			return s.tried(m, v)
		}
	case keyMsg:
		if v.held == nil {
			return stay(), nil
		}
		return s.options(v).take(&s.cursor, m, v)
	}
	return stay(), nil
}

// wait tries to open the incident, again and again.
func (s *held) wait(v *view) tea.Cmd {
	id, resume, pause := v.held.ID, v.host.Resume, s.pause
	var cmd tea.Cmd
	s.waiting, cmd = v.ask(v.lang.WaitingToOpen(), func(ctx context.Context, _ *Session) (any, error) {
		if err := pause(ctx, lookEvery); err != nil {
			return nil, err
		}
		return resume(ctx, id, nil)
	})
	return cmd
}

func (s *held) tried(m answerMsg, v *view) (nav, tea.Cmd) {
	s.waiting = 0
	var still *HeldError
	switch {
	case m.err == nil:
		v.held = nil
		return goTo(placeBack), nil
	case errors.As(m.err, &still):
		v.held = still
		return stay(), s.wait(v)
	}
	return stay(), nil // cancelled, or it cannot be opened: the choices stand
}

func (s *held) options(v *view) options {
	add := func(title, leads string, do func() (nav, tea.Cmd)) option { return option{title, leads, "", do} }
	var list options
	if v.host.Follow != nil {
		title, leads := v.lang.WatchAlong()
		list = append(list, add(title, leads, func() (nav, tea.Cmd) { return push(newFollow(v.held.ID, s.pause)), nil }))
	}
	title, leads := v.lang.WaitForIt()
	list = append(list, add(title, leads, func() (nav, tea.Cmd) {
		if s.waiting != 0 {
			return stay(), nil
		}
		return stay(), s.wait(v)
	}))
	title, leads = v.lang.HandOver()
	return append(list, add(title, leads, func() (nav, tea.Cmd) { return push(newHandOver(v.held.State)), nil }))
}

func (s *held) bystander() {}

// handOver is the text for the chat.
type handOver struct{ reader }

func (s *handOver) bystander() {}

func newHandOver(s incident.State) screen {
	return &handOver{reader{
		title: func(v *view) (string, string) { return v.lang.HandOverTitle() },
		rows: func(v *view) []row {
			var rows []row
			for _, line := range v.lang.HandOverLines(s, v.at) {
				rows = append(rows, text(line))
			}
			return rows
		}}}
}

// Title implements screen.
func (s *held) Title(v *view) (string, string) {
	if v.held == nil {
		return v.lang.StartTitle(), ""
	}
	return v.lang.HeldTitle(v.held.State)
}

// Body implements screen.
func (s *held) Body(v *view) []row {
	if v.held == nil {
		return nil
	}
	rows := []row{must(v.lang.HeldBy(v.held.State)), must(v.lang.LastAct(v.held.State)), blank()}
	return append(rows, s.options(v).rows(s.cursor)...)
}

// Status, Keys and Input implement screen.
func (s *held) Status(v *view) lower { return v.status() }

func (s *held) Keys(v *view) []bind { return binds(v.lang.Verb(words.VerbChoose)) }

func (s *held) Input() inputMode { return list }
