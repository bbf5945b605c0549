package tui

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
	"firebreak/tui/term"
)

// canary stands for something that must not come out of a panic.
const canary = "canary-of-a-panic"

func TestAPanicAnywhereEndsTheProgramAndTellsNothingOfItsValue(t *testing.T) {
	for name, do := range map[string]func(*rig){
		"Update":  func(g *rig) { show(g, &probe{lead: func(tea.Msg) nav { panic(canary) }}) },
		"View":    func(g *rig) { g.root.stack = []screen{&broken{}}; g.frame() },
		"command": func(g *rig) { g.run(g.root.guard(func() tea.Msg { panic(canary) })) },
		"batch": func(g *rig) {
			g.run(g.root.guard(tea.Batch(func() tea.Msg { return nil }, func() tea.Msg { panic(errors.New(canary)) })))
		},
	} {
		var log bytes.Buffer
		g := newRig(t, func(g *rig) { g.config.Log = slog.New(slog.NewTextHandler(&log, nil)) })
		if name == "Update" { // through the door that the library uses
			g.root.stack = []screen{&probe{keys: binds("choose"), lead: func(tea.Msg) nav { panic(canary) }}}
			g.press("enter")
		} else {
			do(g)
		}
		if g.root.end != endCrashed || !g.quit && !g.killed {
			t.Errorf("%s: the program goes on", name)
		}
		if strings.Contains(log.String(), canary) {
			t.Errorf("%s: the value of the panic is in the log", name)
		}
		if !strings.Contains(log.String(), "goroutine") {
			t.Errorf("%s: the log has no trace", name)
		}
	}
}

type broken struct{ probe }

func (b *broken) Body(*view) []row { panic(canary) }

func TestAPanicInAWorkerOfTheClockEndsTheProgramToo(t *testing.T) {
	f := NewFeed(func() time.Time { return noon })
	clock := f.Guard(providers.WallClock{}, nil)
	clock.Go(func() { panic(canary) })
	if err := f.wait(context.Background()); err != nil {
		t.Fatal(err)
	}
	s := &Session{Engine: newFakeEngine(), Feed: f}
	if !s.snap().crashed {
		t.Error("nobody was told")
	}
}

// stage is a terminal that takes everything and says nothing.
type stage struct {
	send func(any)
	left bool
	shut bool
}

func (s *stage) Options() []tea.ProgramOption {
	return []tea.ProgramOption{tea.WithInput(nil), tea.WithOutput(io.Discard), tea.WithoutSignalHandler(), tea.WithoutCatchPanics()}
}

func (s *stage) Bind(send func(any)) {
	go func() {
		send(tea.WindowSizeMsg{Width: 80, Height: 24})
		s.send = send
		s.play()
	}()
}

func (s *stage) play() {
	for _, k := range []string{"q", "y"} {
		s.send(term.Seen{At: noon.Add(time.Hour), Single: true, Lone: true, Keys: 1, Idle: time.Hour})
		s.send(keyNamed(k))
	}
}

func (s *stage) Suspend() tea.Cmd { return nil }

func (s *stage) Lend(func(in, out *os.File) error) tea.Cmd { return nil }

func (s *stage) Bell() {}

func (s *stage) Leaving() { s.left = true }

func (s *stage) Close(string) error { s.shut = true; return nil }

func TestTheProgramRunsAndGivesTheTerminalBack(t *testing.T) {
	engine := newFakeEngine()
	engine.state = sampleState(incident.Live, sampleKey())
	s := &stage{}
	feed := NewFeed(func() time.Time { return noon })
	err := Run(context.Background(), Config{Lang: words.English, Term: s, Now: func() time.Time { return noon }, Start: BeginChain,
		Session:   &Session{Engine: engine, Feed: feed, Clock: providers.WallClock{}},
		Incidents: func(context.Context) ([]Listed, error) { return nil, nil }, Ready: func(context.Context) []Ready { return nil }})
	if err != nil || !s.left || !s.shut {
		t.Errorf("left %t, given back %t: %v", s.left, s.shut, err)
	}
}

func TestHowTheProgramEndedIsToldApart(t *testing.T) {
	for want, m := range map[why]tea.Msg{endHungUp: term.HungUp{}, endSignaled: term.Signaled{Code: 143}, endCrashed: crashedMsg{}} {
		g := newRig(t, nil)
		g.send(m)
		if g.root.end != want || !g.quit {
			t.Errorf("%T: end %d, quit %t", m, g.root.end, g.quit)
		}
	}
}

func TestADeadJournalIsSaidForGood(t *testing.T) {
	g := withSession(incident.Live, func(g *rig) {
		g.engine.do = func(context.Context, runbook.Action, runbook.Input) error { return runbook.ErrJournal }
	})(t)
	p := &probe{}
	show(g, p)
	perform(g, p, runbook.Action{Name: runbook.Locate})
	g.press("j", "k")
	g.shows(words.English.JournalBroken())
}
