package tui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// exercise is a drill that says what a test wants.
type exercise struct {
	said    words.Debriefing
	got     []providers.Untrusted
	fails   bool
	exports int
	down    []string
}

func (e *exercise) Card(words.Lang) (string, []words.Labelled) {
	return "Drill S01, an OpenAI key in a public repository: you are on call", []words.Labelled{
		{Label: "03:02Z", Text: "alert: \"project docs-bot passed USD 50 today\""},
		{Label: "03:04Z", Text: "a mail: \"public repository, scripts/eval.py line 14, ends in 4fQ2\""},
		{Label: "counts", Text: "minutes to proven dead, money, proof, what else leaked"},
		{Label: "clock", Text: "stands still while you read; acts cost minutes"},
		{Label: "key", Text: "the drill holds it, nothing to paste"},
		{Label: "seed", Text: "7, to play the same drill again"},
		{Label: "safe", Text: "nothing leaves this machine"},
	}
}

func (e *exercise) Burn() (int64, int64) { return 9_100_000, 312_400_000 }
func (e *exercise) Down() []string       { return e.down }

func (e *exercise) Console(context.Context) (providers.Secret, error) {
	return providers.NewSecret([]byte("made-in-the-console")), nil
}

func (e *exercise) Questions(words.Lang) []string {
	return []string{"When did you know that it was real? ", "What did you look at that did not help? ", "What would you do first next time? "}
}

func (e *exercise) Debrief(_ context.Context, _ words.Lang, answers []providers.Untrusted) (words.Debriefing, error) {
	e.got = answers
	if e.fails {
		return words.Debriefing{}, errors.New("the world is gone")
	}
	return e.said, nil
}

func (e *exercise) Export(context.Context, words.Lang, words.Debriefing) (string, error) {
	e.exports++
	return "postmortems/drill-S01-7.md", nil
}

// sampleDebriefing is a run that went well enough.
func sampleDebriefing() words.Debriefing {
	return words.Debriefing{Title: "Debrief S01 eleven-days-on-main   seed 7", Points: "73.1", Max: "95", Band: "B",
		Moves: []words.Move{
			{At: "11-12 09:43Z", Text: "lists the models; shown nowhere"},
			{At: "02:32Z", Text: "gpt-5, 350 k tokens a call; shown from 02:37Z"},
			{At: "03:02Z", Ours: true, Text: "called by the alert"},
			{At: "03:03Z", Ours: true, Text: "check the key"},
			{At: "03:12Z", Text: "gpt-5-pro, 350 k tokens a call; shown from 03:17Z"},
			{At: "03:14Z", Ours: true, Text: "revoke the key"},
			{At: "03:14Z", Text: "the key stops working"},
			{At: "03:28Z", Text: "refused 7 times, until 03:28Z"},
		},
		Saved: []string{"The first sign in the usage figures stood there from 02:37Z. Killed then, about USD 96.00 would not have been spent.",
			"Left alone, USD 540.00 in the hour after the page."},
		Missed: []words.Labelled{{Label: "E6", Text: "a fork holds a copy"}},
		Parts: []words.ScorePoint{{Name: "containment", Points: "14.9", Max: "25", Inputs: "14 min to verified dead, par 8"},
			{Name: "money", Points: "13.3", Max: "15", Inputs: "USD 126; at par 72, doing nothing 540"},
			{Name: "verified", Points: "10", Max: "10", Inputs: "refused 6 times over 60 s, tail was 6 s"},
			{Name: "evidence", Points: "13.5", Max: "15", Inputs: "9 of 10 by weight, found and judged right"},
			{Name: "related credentials", Points: "15", Max: "15", Inputs: "2 of 2"},
			{Name: "outage avoided", Points: "9.4", Max: "10", Inputs: "18 min without service"},
			{Name: "exposure and cause", Points: "5", Max: "5", Inputs: "2 of 2 copies"},
			{Name: "report", Points: "0", Inputs: "its rubric is not checked by this version"}},
		Lost: []words.ScorePoint{{Name: "another key was revoked", Points: "8"}},
		Next: "set a spend limit on the project",
		Said: []words.Labelled{{Label: "What would you do first next time?", Text: "kill the key before reading the log"}},
	}
}

// drilling opens a rig on a drill.
func drilling(p *story, more func(*rig, *exercise)) *rig {
	return p.open(func(g *rig) {
		e := &exercise{said: sampleDebriefing()}
		g.engine.state.Opening.Mode = incident.Drill
		g.engine.sit.Mode = incident.Drill
		g.config.Session.Exercise = e
		g.config.Session.OneHand = true
		if more != nil {
			more(g, e)
		}
	})
}

func cardScreen(v *view) screen { return v.open(placeCard) }

func debriefScreen(v *view) screen { return v.open(placeDebrief) }

// scored is a drill whose questions were all skipped.
func scored(t testing.TB, more func(*rig, *exercise)) *rig {
	g := drilling(allDone(t), more).put(debriefScreen)
	g.press("enter", "enter", "enter")
	return g
}

// drillScenes are the screens of a drill alone.
var drillScenes = []scene{
	picture("drill", scene{"card", func(t testing.TB) *rig { return drilling(fresh(t), nil).put(cardScreen) }}),
	{"card-setting-up", func(t testing.TB) *rig {
		g := practising(t, func(context.Context, string) (*Session, error) { return nil, nil })
		g.hold = true
		g.press("down", "enter")
		return g
	}},
	{"card-failed", func(t testing.TB) *rig {
		g := practising(t, func(context.Context, string) (*Session, error) { return nil, errors.New("no folder") })
		g.press("down", "enter")
		return g
	}},
	{"practices", func(t testing.TB) *rig {
		return choosing(t, func(context.Context, string) (*Session, error) { return nil, nil })
	}},
	{"tip", func(t testing.TB) *rig {
		return pressing(func(t testing.TB) *rig { return drilling(armed(t), nil).put(cardScreen) }, "t")(t)
	}},
	{"next-drill", func(t testing.TB) *rig { return drilling(allDone(t), nil).put(nextScreen) }},
	{"debrief-question", func(t testing.TB) *rig {
		g := drilling(allDone(t), nil).put(debriefScreen)
		g.typed("when the usage was shown")
		return g
	}},
	{"debrief", func(t testing.TB) *rig { return scored(t, nil) }},
	{"debrief-lanes", func(t testing.TB) *rig { g := scored(t, nil); g.press("tab"); return g }},
	picture("debrief", scene{"debrief-score", func(t testing.TB) *rig {
		g := scored(t, nil)
		g.size(80, 24) // where tab leads depends on the size
		g.press("tab", "tab", "tab")
		return g
	}}),
	{"debrief-written", func(t testing.TB) *rig { g := scored(t, nil); g.press("enter"); return g }},
	{"debrief-failed", func(t testing.TB) *rig { return scored(t, func(_ *rig, e *exercise) { e.fails = true }) }},
	{"hostile-debrief", func(t testing.TB) *rig {
		return scored(t, func(_ *rig, e *exercise) {
			bad := words.ScorePoint{Name: evilText, Points: evilText, Max: evilText, Inputs: evilText + strings.Repeat("W", 300)}
			e.said = words.Debriefing{Title: evilText, Points: evilText, Max: evilText, Band: evilText, Gate: evilText, Next: evilText,
				Said: []words.Labelled{{Label: evilText, Text: evilText}}, Moves: []words.Move{{At: evilText, Text: evilText}, {At: evilText, Ours: true, Text: strings.Repeat("W", 200)}},
				Saved: []string{evilText}, Missed: []words.Labelled{{Label: evilText, Text: evilText}}, Parts: []words.ScorePoint{bad}, Lost: []words.ScorePoint{bad}}
		})
	}},
}

// practising is the start screen with a drill on offer.
func practising(t testing.TB, drill func(context.Context, string) (*Session, error)) *rig {
	return newRig(t, func(g *rig) { g.config.Drill = drill })
}

// choosing is the list of drills.
func choosing(t testing.TB, drill func(context.Context, string) (*Session, error)) *rig {
	g := newRig(t, func(g *rig) {
		g.config.Drill = drill
		g.config.Practices = []Practice{{ID: "S01", Title: "a key in a repository", Brief: "the first one", Level: 1}, {ID: "S05", Title: "a key of an account", Brief: "the hard one", Level: 3}}
	})
	g.press("down", "enter")
	return g
}

func TestAServiceThatIsDownStandsInTheFirstLine(t *testing.T) {
	for want, down := range map[string][]string{
		"docs-bot is down": {"docs-bot"}, "2 services are down": {"docs-bot", "batch-eval"}, "USD 9.10/min": nil,
	} {
		g := drilling(armed(t), func(_ *rig, e *exercise) { e.down = down }).put(cardScreen)
		g.shows(want)
		if g.size(60, 20); down != nil {
			g.shows(want)
		}
	}
}

func TestFramesOfADrill(t *testing.T) { playScenes(t, drillScenes) }

func TestPractiseSetsTheDrillUpAndBeginsWithItsKey(t *testing.T) {
	p := fresh(t)
	var g *rig
	g = practising(t, func(context.Context, string) (*Session, error) {
		g.engine.state, g.engine.events = p.state(), p.events
		g.engine.state.Opening.Mode = incident.Drill
		return &Session{Engine: g.engine, Feed: NewFeed(g.config.Now), Clock: providers.WallClock{}, Exercise: &exercise{}}, nil
	})
	g.press("down", "enter")
	g.shows("you are on call")
	g.shows("DRILL")
	g.press("enter")
	if g.engine.done(runbook.Validate) != 1 {
		t.Errorf("did %v", g.engine.did)
	}
	g.hides("you are on call")
}

func TestADrillIsChosenFromAListThatSaysWhatEachIsAbout(t *testing.T) {
	begun := ""
	g := choosing(t, func(_ context.Context, id string) (*Session, error) { begun = id; return nil, errors.New("no folder") })
	g.shows("S05  level 3  a key of an account")
	g.shows("the first one")
	g.press("down")
	g.shows("the hard one")
	g.press("enter")
	if begun != "S05" {
		t.Errorf("begun %q", begun)
	}
	g.shows("The drill could not be set up")
}

func TestAFailedDrillCanBeSetUpAgain(t *testing.T) {
	tries := 0
	g := practising(t, func(context.Context, string) (*Session, error) { tries++; return nil, errors.New("no folder") })
	g.press("down", "enter")
	g.shows("The drill could not be set up")
	g.press("enter")
	if tries != 2 {
		t.Errorf("%d tries", tries)
	}
}

func TestATipSaysWhatWeWouldDoInDrillsOnly(t *testing.T) {
	g := drilling(armed(t), nil)
	g.put(cardScreen)
	g.press("t")
	g.shows("type the phrase")
	g = armed(t).proven().open(nil).put(nextScreen)
	g.press("t")
	g.hides(g.root.view.lang.TipTitle())
	for p, step := range tipSteps {
		if said := words.English.Tip(step); slices.Equal(said, words.English.Tip("nothing of the kind")) {
			t.Errorf("no tip at %s", p)
		}
	}
}

func TestTheQuestionsComeBeforeTheScoreAndTheirAnswersAreKept(t *testing.T) {
	var e *exercise
	g := drilling(allDone(t), func(_ *rig, x *exercise) { e = x }).put(debriefScreen)
	g.hides("73.1")
	g.typed("at the first 200")
	g.press("enter", "enter")
	g.typed("kill first")
	g.press("enter")
	g.shows("73.1 of 95, band B")
	if len(e.got) != 3 || e.got[0].Line(40) != "at the first 200" || !e.got[1].IsEmpty() || e.got[2].Line(40) != "kill first" {
		t.Errorf("answers %q", e.got)
	}
	if len(g.engine.notes) != 2 || g.engine.notes[0] != "When did you know that it was real? at the first 200" {
		t.Errorf("noted %q", g.engine.notes)
	}
}

func TestAClosedIncidentTakesNoNotes(t *testing.T) {
	g := drilling(allDone(t).incident(incident.Closed, incident.ClosedData{Reason: "done"}), nil)
	g.shows("The incident is closed")
	g.press("enter")
	g.typed("late")
	g.press("enter", "enter", "enter")
	g.shows("73.1")
	if len(g.engine.notes) != 0 {
		t.Errorf("noted %q", g.engine.notes)
	}
}

func TestAnAnswerWithAKeyIsNotNoted(t *testing.T) {
	g := drilling(allDone(t), func(g *rig, _ *exercise) { g.config.Find = find }).put(debriefScreen)
	g.typed(drillKey("4fQ2"))
	g.press("enter")
	g.shows("That looks like a key: it was not taken")
	if len(g.engine.notes) != 0 {
		t.Errorf("noted %q", g.engine.notes)
	}
}

func TestTheDebriefIsWrittenOnceAndThenLeft(t *testing.T) {
	var e *exercise
	g := scored(t, func(_ *rig, x *exercise) { e = x })
	g.press("enter")
	g.shows("written: postmortems/drill-S01-7.md")
	if g.quit || e.exports != 1 {
		t.Fatalf("left %t, %d exports", g.quit, e.exports)
	}
	g.press("enter")
	if !g.quit || e.exports != 1 {
		t.Errorf("left %t, %d exports", g.quit, e.exports)
	}
}
