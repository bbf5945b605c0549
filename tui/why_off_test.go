package tui

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// everyScene is every screen that the other tests draw.
func everyScene() []scene {
	return slices.Concat(scenes, checkScenes, stopScenes, hubScenes, traceScenes, endScenes, drillScenes, startScenes)
}

// keysOf is the screen that help is about, and its keys with those of everywhere.
func keysOf(g *rig) (screen, []bind) {
	g.frame()
	v, s := &g.root.view, g.root.under()
	_, more := v.body(s, v.w-1, v.roomOf())
	return s, slices.Concat(s.Keys(v), v.global(s, more))
}

func TestNoKeyIsOffForAReasonThatIsNotTrue(t *testing.T) {
	no := words.English.Why(incident.WhyNotOffered, "OpenAI")
	for _, one := range everyScene() {
		g := one.play(t)
		v := &g.root.view
		s, all := keysOf(g)
		lacks := slices.ContainsFunc(v.actions, func(a runbook.Action) bool { return a.Off == incident.WhyNotOffered })
		for _, b := range all {
			_, looksOn := s.(bystander)
			switch {
			case b.off == no && !lacks:
				t.Errorf("%s: %s is off since the vendor has no such call", one.name, b.key)
			case b.off == v.lang.NoIncidentYet() && (v.session != nil || looksOn):
				t.Errorf("%s: %s is off since no incident is open", one.name, b.key)
			case b.off == v.lang.NothingToDo():
				t.Errorf("%s: %s is off for no reason that says anything", one.name, b.key)
			}
		}
	}
}

func TestHelpTellsWhetherTheScreenBelowSaysMore(t *testing.T) {
	for _, one := range everyScene() {
		for _, size := range sizes {
			g := one.play(t)
			if g.root.over != nil || isField(g.root.top().Input()) || slices.ContainsFunc(g.root.top().Keys(&g.root.view), func(b bind) bool { return b.key == keyTab }) {
				continue
			}
			g.size(size[0], size[1])
			g.frame()
			more := g.root.view.more
			g.press("?")
			help := ""
			for _, r := range g.root.over.(*reader).rows(&g.root.view) {
				if r.label == string(keyTab) {
					help = r.text
				}
			}
			if all := strings.Contains(help, g.root.view.lang.AllShown()); help == "" || all == more {
				t.Errorf("%s, %v: help says %q, more on the screen: %v", one.name, size, help, more)
			}
		}
	}
}

func TestTheReasonOfAKeyThatIsOffIsTheTrueOne(t *testing.T) {
	for name, c := range map[string]struct {
		open func() *rig
		want string
	}{
		"the typed revoke of a revoked key": {func() *rig { return dead(t).open(nil) },
			"to the typed revoke (not now: this key is revoked already)"},
		"the typed revoke before a record": {func() *rig { return fresh(t).open(func(g *rig) { g.hold = true }) },
			"to the typed revoke (not now: this needs one certain record of the key)"},
		"a second read while the first goes on": {func() *rig { return fresh(t).open(func(g *rig) { g.hold = true }) },
			"try again (not now: " + words.English.StillReading() + ")"},
		"the steps of an incident that is followed": {func() *rig {
			g := elsewhere(t, nil)
			g.press("enter")
			return g
		}, "steps (not now: the incident is open elsewhere and only watched here)"},
		"the steps before an incident": {func() *rig { return newRig(t, nil) }, "steps (not now: no incident is open yet)"},
	} {
		g := c.open()
		g.size(140, 40)
		var cmds []tea.Cmd
		g.root.open(newHelp(g.root.under()), true, &cmds)
		if !strings.Contains(plainly(g.frame()), c.want) {
			t.Errorf("%s: help does not say %q:\n%s", name, c.want, plainly(g.frame()))
		}
	}
}

// A key that a screen lists does something there: what it does is seen, or said.
func TestEscLeadsSomewhereWhereverItIsListed(t *testing.T) {
	for _, one := range everyScene() {
		g := one.play(t)
		s := g.root.top()
		i := slices.IndexFunc(s.Keys(&g.root.view), func(b bind) bool { return b.key == keyEsc && b.off == "" })
		if i < 0 {
			continue
		}
		was := g.frame()
		g.press("esc")
		if g.root.top() == s && g.frame() == was {
			t.Errorf("%s: esc does nothing", one.name)
		}
	}
}

func TestNoOverlayMovesThePlaceInTheChain(t *testing.T) {
	for _, one := range everyScene() {
		g := one.play(t)
		v := &g.root.view
		if g.root.over != nil || isField(g.root.top().Input()) || v.session == nil {
			continue
		}
		was, at := v.phaseLine(g.root.top(), 79), g.root.top()
		for _, key := range []string{"?", "s", "w", "b", "t", "q"} {
			g.press(key)
			if now := v.phaseLine(g.root.top(), 79); now != was {
				t.Errorf("%s: %s moves %q to %q", one.name, key, plainly(was), plainly(now))
			}
			if g.root.over != nil {
				g.press("esc")
			}
			if g.root.top() != at {
				t.Errorf("%s: after %s and esc %T stands where %T stood", one.name, key, g.root.top(), at)
				break
			}
		}
	}
}

func TestEscOutOfTheTypedRevokeLeadsBackToWhereItWasAskedFor(t *testing.T) {
	g := armed(t).open(nil).put(newReview)
	g.press("x")
	g.shows("Revoke this key?")
	g.typed("revo")
	g.press("esc")
	if _, ok := g.root.top().(*review); !ok {
		t.Errorf("stands at %T", g.root.top())
	}
	g.shows("[review]")
}

func TestWhatWasSentHangsBehindItsTimeAndStaysAtTheNewest(t *testing.T) {
	g := withSession(incident.Live, func(g *rig) {
		g.config.Session.Feed.Sent(providers.Exchange{At: noon, Method: "GET", Host: "api.example", Path: "/first", Status: 200})
		for range 40 {
			g.config.Session.Feed.Sent(providers.Exchange{At: noon, Method: "GET", Host: "api.example", Path: "/organization/projects/proj_8sK2nQ8sK2nQ8sK2nQ/rate_limits", Status: 200})
		}
	})(t)
	g.press("w")
	g.size(60, 20)
	g.shows("   03:14:00Z  GET api.example/organization/projects/\n              proj_8sK2nQ8sK2nQ8sK2nQ/rate_limits  200")
	g.hides("/first")
	g.size(80, 24)
	g.hides("more lines\n─")
	g.press("g")
	g.shows("/first")
}

func TestWhatIsFollowedHangsBehindItsTimeAndClaimsNoPlaceInTheChain(t *testing.T) {
	g := elsewhere(t, nil)
	g.press("enter")
	g.once()
	g.hides("[stop]")
	g.size(40, 20)
	if !regexp.MustCompile(`(?m)^   \d\d:\d\d:\d\dZ  \S.*\n {14}\S`).MatchString(plainly(g.frame())) {
		t.Errorf("events do not hang behind their time:\n%s", plainly(g.frame()))
	}
}
