package tui

import (
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook/words"
	"firebreak/tui/term"
)

// probe is a screen that writes down what reaches it.
type probe struct {
	in
	mode  inputMode
	keys  []bind
	got   []string
	lead  func(tea.Msg) nav
	start tea.Cmd
	body  []row
}

func (p *probe) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case keyMsg:
		p.got = append(p.got, m.String())
	case pasteMsg:
		p.got = append(p.got, "paste")
	case doneMsg:
		p.got = append(p.got, "done")
	case answerMsg:
		p.got = append(p.got, "answer")
	case changedMsg:
		p.got = append(p.got, "changed")
	}
	if p.lead != nil {
		return p.lead(m), p.start
	}
	return stay(), nil
}

func (p *probe) Title(*view) (string, string) { return "Which one?", "" }

func (p *probe) Body(*view) []row { return p.body }

func (p *probe) Status(v *view) lower { return v.status() }

func (p *probe) Keys(*view) []bind { return p.keys }

func (p *probe) Input() inputMode { return p.mode }

// on puts a probe on the screen, as if a key had led there.
func on(t *testing.T, p *probe) *rig {
	g := newRig(t, nil)
	if p.keys == nil {
		p.keys = binds("choose", keyYes, keyAgain)
	}
	show(g, p)
	return g
}

func (p *probe) want(t *testing.T, keys ...string) {
	t.Helper()
	if len(keys) != len(p.got) {
		t.Fatalf("got %q, want %q", p.got, keys)
	}
	for i := range keys {
		if p.got[i] != keys[i] {
			t.Fatalf("got %q, want %q", p.got, keys)
		}
	}
}

func TestAKeyThatActsCountsOnlyAlone(t *testing.T) {
	p := &probe{}
	g := on(t, p)
	g.burst("enter", "y")
	p.want(t)
	g.shows(words.English.OnlyMoves())
	g.press("enter", "y")
	p.want(t, "enter", "y")
}

func TestMovesMayComeInABunch(t *testing.T) {
	p := &probe{}
	g := on(t, p)
	g.burst("jjky")
	p.want(t, "j", "j", "k")
	g.shows(words.English.OnlyMoves())
	g.burst("down", "down")
	p.want(t, "j", "j", "k", "down", "down")
}

func TestAKeyWithoutABindReachesNobody(t *testing.T) {
	p := &probe{}
	g := on(t, p)
	g.press("u", "m", "o", "Z", "ctrl+j", "ctrl+o", "5")
	p.want(t)
}

func TestAKeyThatIsOffSaysWhy(t *testing.T) {
	p := &probe{keys: []bind{{key: keyEnter, verb: "choose"}, {key: keyAgain, off: "nothing to try"}}}
	g := on(t, p)
	g.press("r")
	p.want(t)
	g.shows("nothing to try")
	g.press("x")
	g.shows(words.English.NoIncidentYet())
}

func TestF025APasteOutsideAFieldIsDroppedWhole(t *testing.T) {
	for _, mode := range []inputMode{list, phrase} {
		p := &probe{mode: mode}
		g := on(t, p)
		text := []byte("B\no\nq\n")
		g.send(term.Pasted{Text: text})
		p.want(t)
		g.shows(words.English.PasteDropped())
		for _, b := range text {
			if b != 0 {
				t.Error("the paste was not wiped")
			}
		}
		g.burst("B", "enter", "o", "enter", "q", "enter") // the same without marks
		if mode == list {
			p.want(t)
		}
		if g.quit || g.root.over != nil {
			t.Error("an unmarked paste acted")
		}
	}
}

func TestAnEnterThatCameWithOtherKeysNeverReachesAPhrase(t *testing.T) {
	p := &probe{mode: phrase}
	g := on(t, p)
	g.burst("revoke 4fQ2", "enter")
	p.want(t, "revoke 4fQ2")
	g.shows(words.English.EnterHeld())
	soon := g.now.Add(50 * time.Millisecond) // alone in its read, but too soon
	g.send(term.Seen{At: soon, Single: true, Keys: 1, Idle: 50 * time.Millisecond})
	g.send(keyNamed("enter"))
	p.want(t, "revoke 4fQ2")
	g.press("enter")
	p.want(t, "revoke 4fQ2", "enter")
}

func TestAKeyPastedWithoutMarksIntoAFieldThatShowsIsDropped(t *testing.T) {
	p := &probe{mode: phrase}
	g := on(t, p)
	g.burst(drillKey("4fQ2"))
	p.want(t)
	g.shows(words.English.PasteDropped())
}

func TestInAFieldOnlyEnterEscTabAndCtrlKeysAct(t *testing.T) {
	p := &probe{mode: phrase}
	g := on(t, p)
	g.press("q", "?", "s", "w", "b", "x", "/")
	if g.root.over != nil || g.quit {
		t.Error("a letter acted inside a field")
	}
	p.want(t, "q", "?", "s", "w", "b", "x", "/")
}

func TestADialogThatAppearsByItselfWaitsUntilItIsQuiet(t *testing.T) {
	later := &probe{keys: binds("choose", keyYes)}
	p := &probe{lead: func(m tea.Msg) nav {
		if _, ok := m.(tickMsg); ok {
			return replace(later)
		}
		return stay()
	}}
	g := on(t, p)
	g.root.ticking = 7
	g.pass(time.Second) // the tick leads to the dialog
	if g.root.top() != later {
		t.Fatal("the dialog did not appear")
	}
	later.got = nil
	hit := func(after, idle time.Duration) {
		g.now = g.now.Add(after)
		g.send(term.Seen{At: g.now, Single: true, Lone: idle > 100*time.Millisecond, Keys: 1, Idle: idle})
		g.send(keyNamed("y"))
	}
	hit(100*time.Millisecond, 2*time.Second) // meant for what was there before
	hit(200*time.Millisecond, 200*time.Millisecond)
	hit(200*time.Millisecond, 200*time.Millisecond)
	later.want(t)
	g.shows(words.English.CameBefore())
	hit(450*time.Millisecond, 450*time.Millisecond) // quiet
	later.want(t, "y")
}

func TestADialogTakesKeysAfterAWhileHoweverRestless(t *testing.T) {
	p := &probe{}
	g := on(t, p)
	g.root.fresh.appeared(g.root.view.at, false)
	for range 16 {
		g.now = g.now.Add(100 * time.Millisecond)
		g.send(term.Seen{At: g.now, Single: true, Lone: true, Keys: 1, Idle: 100 * time.Millisecond})
		g.send(keyNamed("y"))
	}
	if n := len(p.got); n != 2 {
		t.Errorf("%d keys acted in 1.6 s, want those from 1.5 s on", n)
	}
}

func TestOnAnIntakeScreenABunchOfLettersReachesTheScreenWhole(t *testing.T) {
	p := &probe{mode: intake}
	g := on(t, p)
	g.burst("sk-abc")
	p.want(t, "sk-abc")
	g.burst("enter", "enter")
	p.want(t, "sk-abc")
	g.burst("jj")
	p.want(t, "sk-abc", "j", "j")
	g.pasted("text")
	p.want(t, "sk-abc", "j", "j", "paste")
}

func TestCtrlCLeavesFromEveryInputMode(t *testing.T) {
	for _, mode := range []inputMode{list, intake, phrase, secret} {
		g := on(t, &probe{mode: mode})
		g.burst("a", "ctrl+c")
		if !g.quit || g.root.end != endInterrupted {
			t.Errorf("mode %d: ctrl+c did not leave", mode)
		}
	}
}

func TestEnterHowOftenEverSendsNothing(t *testing.T) {
	for _, s := range scenes {
		g := s.play(t)
		g.engine.did = nil
		for range 30 {
			g.press("enter")
			g.burst("enter", "enter", "enter")
		}
		for _, a := range g.engine.did {
			if a.Mutates {
				t.Errorf("%s: enter alone did %s", s.name, a.Name)
			}
		}
	}
}
