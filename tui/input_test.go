package tui

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook/incident"
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
	key := drillKey("4fQ2")
	for name, reads := range map[string][]string{
		"at once":            {key},
		"with its name":      {"export OPENAI_API_KEY=" + key},
		"torn":               {"the key is " + key[:30], key[30:40], key[40:]},
		"torn at its prefix": {key[:20], key[20:]},
	} {
		for _, mode := range []inputMode{phrase, prose} {
			p := &probe{mode: mode}
			g := on(t, p)
			g.config.Find = cutToo
			for i, letters := range reads {
				idle := time.Duration(0) // what is left comes while the program is busy
				if i == 0 {
					idle = time.Second
				}
				g.send(term.Seen{At: g.now, Keys: len(letters), Idle: idle})
				g.send(keyNamed(letters))
			}
			for _, got := range p.got {
				if len(got) > 20 || strings.HasSuffix(got, "4fQ2") {
					t.Errorf("%s: %q reached the field", name, got)
				}
			}
			g.shows(words.English.KeyUnshown()[0])
			g.now = g.now.Add(time.Second)
			g.press("a")
			if n := len(p.got); n == 0 || p.got[n-1] != "a" {
				t.Errorf("%s: nothing can be typed behind it: %q", name, p.got)
			}
		}
	}
}

// cutToo recognises a drill key, and one of which the end is missing.
func cutToo(text []byte) ([]Found, Shape) {
	found, shape := find(text)
	if _, behind, ok := strings.Cut(string(text), "sk-"+"svcacct-DRILL"); ok && len(found) == 0 {
		return nil, Shape{Look: "truncated", MayBeKey: len(behind) > 5}
	}
	return found, shape
}

func TestAPasteWhereALineIsAskedForIsTakenAsOneLine(t *testing.T) {
	for name, c := range map[string]struct{ text, want, note string }{
		"a path":                {"/srv/git/docs-bot", "/srv/git/docs-bot", ""},
		"with its line end":     {"2026-11-12 09:41Z\r\n", "2026-11-12 09:41Z", ""},
		"several lines":         {"ana decided\n\tat noon", "ana decided  at noon", ""},
		"what a terminal obeys": {"a\x1b[2Jb\u202ec\x9bd\xff", "a[2Jbcd", ""},
		"a masked key":          {"it was sk-…4fQ2", "it was sk-…4fQ2", ""},
		"a key":                 {"it was " + drillKey("4fQ2"), "", words.English.KeyUnshown()[0]},
		"a part of one":         {"it was " + drillKey("4fQ2")[:40], "", words.English.KeyUnshown()[0]},
		"a whole file":          {strings.Repeat("line\n", 400), "", words.English.PasteTooLong()},
	} {
		p := &probe{mode: prose}
		g := on(t, p)
		g.config.Find = cutToo
		text := []byte(c.text)
		g.send(term.Pasted{Text: text})
		if got := strings.Join(p.got, "|"); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if c.note != "" {
			g.shows(c.note)
		}
		if strings.Trim(string(text), "\x00") != "" {
			t.Errorf("%s: the paste was not wiped", name)
		}
	}
}

func TestAPasteIsTakenAtEveryQuestionThatSendsNothing(t *testing.T) {
	const pasted = "/srv/git/docs-bot"
	for name, open := range map[string]func(*rig) screen{
		"a folder":     func(g *rig) screen { return newFolder(&tracing{}) },
		"a store":      func(*rig) screen { return newStore() },
		"a date":       func(*rig) screen { return newInquiry(words.PhaseTrace, true, incident.AskExposedSince) },
		"a reason":     func(g *rig) screen { return newRemark(words.PhaseStop, "Why?", nil) },
		"a file":       func(*rig) screen { return newFile(&paste{}) },
		"another path": func(*rig) screen { return &same{asks: true, path: &line{}} },
	} {
		g := withSession(incident.Live, nil)(t)
		g.put(func(*view) screen { return open(g) })
		g.pasted(pasted + "\n")
		if !strings.Contains(plainly(g.frame()), pasted) {
			t.Errorf("%s:\n%s", name, plainly(g.frame()))
		}
	}
}

func TestInAFieldLettersAreTypedAndHelpIsAtHand(t *testing.T) {
	for mode, help := range map[inputMode]string{phrase: "?", prose: "f1", secret: "f1"} {
		letters := []string{"q", "s", "w", "b", "x", "/"}
		if help != "?" {
			letters = append(letters, "?")
		}
		p := &probe{mode: mode}
		g := on(t, p)
		g.press(letters...)
		if g.root.over != nil || g.quit {
			t.Errorf("mode %d: a letter acted inside a field", mode)
		}
		p.want(t, letters...)
		if bar := lastLine(g.frame()); !strings.Contains(bar, help+" help") {
			t.Errorf("mode %d: the bar is %q", mode, bar)
		}
		g.press(help)
		g.shows("What can I press?")
		g.press("esc", "f1")
		g.shows("What can I press?")
		p.want(t, letters...)
	}
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

func TestAnAnswerAboutTheBeginningOfAKeyIsNotTakenForOneAboutTheWhole(t *testing.T) {
	g := newRig(t, func(g *rig) { g.config.Find = find }).put(newPaste)
	key := drillKey("4fQ2")
	g.hold = true
	g.burst(key[:20])
	g.typed(key[20:])
	g.release()
	g.press("enter")
	g.shows("OpenAI service-account key, ending 4fQ2")
}
