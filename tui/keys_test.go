package tui

import (
	"slices"
	"strings"
	"testing"

	"firebreak/runbook/words"
)

// whose says on which screens the keys of narrow scopes may stand: review, report and drill
// screens by their phase and mode.
func mayStand(k key, s screen, v *view) bool {
	switch meanings[k].scope {
	case onReview:
		return s.Phase() == words.PhaseReview
	case onReport:
		return s.Phase() == words.PhaseReport
	case inDrills:
		return v.drill()
	case inFields:
		return isField(s.Input())
	}
	return true
}

// checkKeys holds a screen to the one table.
func checkKeys(t *testing.T, name string, g *rig) {
	t.Helper()
	v, s := &g.root.view, g.root.top()
	list := s.Keys(v)
	if len(list) == 0 || list[0].key != keyEnter {
		t.Errorf("%s: the first key is not enter: %v", name, list)
	}
	seen := map[key]bool{}
	for _, b := range list {
		switch {
		case meanings[b.key].verb == "":
			t.Errorf("%s: %q is not in the table", name, b.key)
		case seen[b.key]:
			t.Errorf("%s: %q stands twice", name, b.key)
		case !mayStand(b.key, s, v):
			t.Errorf("%s: %q has no business here", name, b.key)
		}
		if fixed := slices.Contains([]key{keyFilter, keyHelp, keySteps, keySent, keyKeys, keyKill}, b.key); fixed && b.verb != "" && b.verb != v.lang.Verb(meanings[b.key].verb) {
			t.Errorf("%s: %q means %q here", name, b.key, b.verb)
		}
		seen[b.key] = true
		if b.key == keyEnter && strings.TrimSpace(b.label(v.lang)) == "" {
			t.Errorf("%s: enter does not say what it does", name)
		}
	}
	if n := len(v.barBinds(s)); n > mostBinds {
		t.Errorf("%s: %d keys in the bar", name, n)
	}
}

func TestEveryScreenKeepsToTheOneTableOfKeys(t *testing.T) {
	for _, s := range scenes {
		checkKeys(t, s.name, s.play(t))
	}
}

func TestNoKeyOfTheTableMoves(t *testing.T) {
	for k, m := range meanings {
		if moves[string(k)] != noMove {
			t.Errorf("%q moves and acts", k)
		}
		if words.English.Verb(m.verb) == "" {
			t.Errorf("%q has no verb", k)
		}
	}
}

func TestTheBarShowsWhatActsAndKeepsFirstAndLast(t *testing.T) {
	p := &probe{keys: binds("choose", keyAgain, keyUndo, keyByHand, keyLeftOut)}
	g := on(t, p)
	g.shows("enter choose   r try again   u undo   m done by me   ? help")
	g.size(24, 12)
	bar := lastLine(g.frame())
	if !strings.HasPrefix(bar, " enter choose") || !strings.HasSuffix(bar, "? help") {
		t.Errorf("the narrow bar is %q", bar)
	}
	p.mode = phrase
	g.size(80, 24)
	g.hides("try again")
	g.shows("esc back")
}

func TestTheBarSetsItsKeysCloserBeforeItGivesOneUp(t *testing.T) {
	v := &view{lang: words.English}
	list := []bind{{key: keyEnter, verb: "choose"}, {key: keyAgain}, {key: keyHelp}}
	for w, want := range map[int]string{
		40: " enter choose   r try again   ? help",
		36: " enter choose   r try again   ? help",
		34: " enter choose  r try again  ? help",
		30: " enter choose   ? help",
	} {
		if got := plainly(v.setBar(slices.Clone(list), w)); got != want {
			t.Errorf("%d wide: %q, want %q", w, got, want)
		}
	}
}

func lastLine(frame string) string {
	lines := strings.Split(plainly(frame), "\n")
	return lines[len(lines)-1]
}

func TestTheBarGivesUpHelpBeforeTheYesThatAScreenAsksFor(t *testing.T) {
	v := &view{lang: words.English}
	yes := bind{key: keyYes, verb: "set the limit"}
	for _, c := range []struct {
		list []bind
		want string
	}{
		{[]bind{{key: keyEnter, verb: "stop"}, yes, {key: keyEsc}, {key: keySteps}, {key: keyHelp}}, " enter stop   y set the limit"},
		{[]bind{{key: keyEnter, verb: "stop"}, {key: keyLeftOut}, yes, {key: keyHelp}}, " enter stop   y set the limit"},
		{[]bind{{key: keyEnter, verb: "choose"}, {key: keyLeftOut}, {key: keyHelp}}, " enter choose   ? help"},
	} {
		if got := plainly(v.setBar(c.list, 30)); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
