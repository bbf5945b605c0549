package tui

import (
	"math/rand/v2"
	"slices"
	"testing"

	"firebreak/runbook"
)

// mashed are the keys that a cat on the keyboard finds: all of the table, moves, letters and
// bursts. Yes and the phrase are in it only where a test says so.
var mashed = []string{"enter", "enter", "esc", "tab", "/", "?", "s", "w", "b", "x", "r", "u", "m", "-", "o", "n", "c", "t", "e", "a", "ctrl+o", "ctrl+u",
	"up", "down", "g", "G", "pgdown", "left", " ", "1", "Z", "backspace", "space", "home", "ctrl+a", "f5", "delete"}

// mashScenes are the screens that are mashed. Left out are those where what stands already is a
// consent: the whole phrase, and a passphrase of which every one is right.
func mashScenes() []scene {
	return slices.DeleteFunc(everyScene(), func(s scene) bool {
		return slices.Contains([]string{"revoke-fits", "restore-fits", "rotate-shut", "rotate-shut-open"}, s.name)
	})
}

// mash presses keys at random in windows of every size, and holds each frame to what every frame
// must be. It ends early where the program does.
func mash(t *testing.T, s scene, seed uint64, keys []string, presses int) *rig {
	t.Helper()
	g := s.play(t)
	r := rand.New(rand.NewPCG(seed, 7))
	for range presses {
		switch k := keys[r.IntN(len(keys))]; r.IntN(12) {
		case 0:
			g.size(20+r.IntN(110), 4+r.IntN(40))
		case 1:
			g.burst(k, keys[r.IntN(len(keys))])
		default:
			g.press(k)
		}
		if g.quit {
			return g
		}
		checkFrame(t, s.name, g, g.frame())
		if g.killed || g.root.end == endCrashed {
			t.Fatalf("%s: a panic", s.name)
		}
	}
	return g
}

func TestMashingTheKeyboardSendsNothingAndNeverBreaksAFrame(t *testing.T) {
	for i, s := range mashScenes() {
		g := s.play(t)
		had := g.engine.mutations()
		if g = mash(t, s, uint64(i), mashed, 40); g.engine.mutations() > had {
			t.Errorf("%s: without a yes or a phrase %v", s.name, names(g.engine.did))
		}
	}
}

func TestMashingWithYesRevokesNothing(t *testing.T) {
	for i, s := range mashScenes() {
		g := mash(t, s, uint64(i), append(slices.Clone(mashed), "y", "y", "y"), 30)
		if g.engine.done(runbook.Revoke)+g.engine.done(runbook.RevokeOwner) > 0 {
			t.Errorf("%s: without the phrase %v", s.name, names(g.engine.did))
		}
	}
}
