package tui

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
)

func lone(name string) keyMsg {
	return keyMsg{KeyMsg: keyNamed(name), single: true, lone: true}
}

func TestOnlyALoneEnterOnTheWholePhraseAgrees(t *testing.T) {
	p := phraseField{want: "revoke 4fQ2"}
	for _, r := range "REVOKE  4fq" {
		if got := p.take(lone(string(r))); got != typing {
			t.Fatalf("agreed while typing %q", p.String())
		}
	}
	if p.take(lone("enter")) != typing {
		t.Error("an unfinished phrase was taken")
	}
	p.take(lone("2"))
	if got := p.take(keyMsg{KeyMsg: keyNamed("enter"), single: true}); got != heldBack {
		t.Errorf("an enter that came with others: %d", got)
	}
	if got := p.take(lone("enter")); got != agreed {
		t.Errorf("a lone enter on the phrase: %d", got)
	}
}

func TestTheFirstWrongCharacterIsNamed(t *testing.T) {
	p := phraseField{want: "revoke 4fQ2"}
	for _, r := range "revoke 4fw" {
		p.take(lone(string(r)))
	}
	if got, want, ok := p.wrong(); !ok || got != "w" || want != "Q" {
		t.Errorf("got %q %q %t", got, want, ok)
	}
	p.take(keyMsg{KeyMsg: tea.KeyMsg{Type: tea.KeyBackspace}})
	if _, _, ok := p.wrong(); ok {
		t.Error("still wrong after a backspace")
	}
}

func TestAFieldTakesNoControlCharactersAndKnowsItsEditingKeys(t *testing.T) {
	var l line
	l.take(keyMsg{KeyMsg: tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("a\x1b\u202eb c")}})
	if l.String() != "ab c" {
		t.Errorf("got %q", l.String())
	}
	l.take(keyMsg{KeyMsg: tea.KeyMsg{Type: tea.KeyCtrlW}})
	if l.String() != "ab " {
		t.Errorf("ctrl+w left %q", l.String())
	}
	if l.take(keyMsg{KeyMsg: tea.KeyMsg{Type: tea.KeyCtrlV}}) {
		t.Error("ctrl+v is taken")
	}
	l.take(keyMsg{KeyMsg: tea.KeyMsg{Type: tea.KeyCtrlU}})
	if l.String() != "" {
		t.Errorf("ctrl+u left %q", l.String())
	}
}

func TestASecretIsWipedWhereverItStood(t *testing.T) {
	var f secretField
	text := []byte("DRILL-value\nsecond line")
	f.paste(pasteMsg{text: text})
	if strings.Contains(string(text), "DRILL") {
		t.Error("the message still holds it")
	}
	old := f.kept
	for range 400 {
		f.take(lone("x"))
	}
	if strings.Contains(string(old[:cap(old)]), "DRILL") && &old[0] != &f.kept[0] {
		t.Error("growing left a copy")
	}
	if f.lines() != 2 || f.chars() != 423 {
		t.Errorf("%d lines, %d characters", f.lines(), f.chars())
	}
	now := f.kept
	f.clear()
	if strings.Contains(string(now), "DRILL") || !f.empty() {
		t.Error("clear left it")
	}
}

func TestInASecretAnEnterOfABunchIsALineEnd(t *testing.T) {
	var f secretField
	f.take(keyMsg{KeyMsg: keyNamed("ab")})
	f.take(keyMsg{KeyMsg: keyNamed("enter")})
	f.take(keyMsg{KeyMsg: keyNamed("cd")})
	if got := string(f.hand()); got != "ab\ncd" {
		t.Errorf("got %q", got)
	}
	if f.take(lone("enter")) {
		t.Error("an enter alone is the screen's")
	}
}

func TestWhatReadsLikeADrawnValueIsToldFromWhatPeopleWrite(t *testing.T) {
	drawn := strings.Join([]string{"q7Rx", "2LmZ", "9vTb", "4KwP", "8sYd"}, "")
	for text, want := range map[string]bool{
		"": false, "handed over to the vendor": false, "see INC-20261123-k7qd and 2026-11-23T03:12:07Z": false,
		"vault:secret/prod/docs-bot#OPENAI_API_KEY": false, "reverted 4be1c7d09f4be1c7d09f4be1c7d09f4be1c7d09f": false,
		"GPT5MiniDeployment2026": false, "tokens of " + drawn: true, drawn: true, drawn[:15]: false,
	} {
		if got := random(text); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}

func TestAKeyTypedSlowlyIsNotInViewOnceItBeginsToLookLikeOne(t *testing.T) {
	prefix := "sk-" + "svcacct-" // no key is that short
	p := armed(t).proven()
	g := p.open(func(g *rig) {
		g.config.Find = func(text []byte) ([]Found, Shape) {
			_, behind, ok := strings.Cut(string(text), prefix)
			return nil, Shape{MayBeKey: ok && len(behind) >= 4}
		}
	}).put(closeScreen)
	g.press("enter")
	g.typed("it was " + prefix + "aB3")
	g.shows("it was " + prefix)
	g.typed("d")
	for range 20 {
		g.hides(prefix)
		g.shows("not shown: it may be a key")
		g.typed("x")
	}
	g.press("ctrl+u")
	g.typed("handed over")
	g.shows("> handed over")
}
