package tui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// playScenes holds every picture of a group to its golden, to the rules of frames in both
// languages, and to the table of keys.
func playScenes(t *testing.T, list []scene) {
	t.Helper()
	for _, s := range list {
		t.Run(s.name, func(t *testing.T) {
			g := s.play(t)
			goldenFrames(t, s.name, g)
			checkKeys(t, s.name, g)
			english := plainly(g.frame())
			g.root.view.lang = words.Indonesian
			eachFrame(g, func(title string, _, _ int, _ theme, frame string) { checkFrame(t, title+" in Indonesian", g, frame) })
			if plainly(g.frame()) == english {
				t.Error("it reads the same in Indonesian")
			}
		})
	}
}

func nextScreen(v *view) screen { return v.open(placeNext) }

// hubScenes are what stands between the steps.
var hubScenes = []scene{
	{"next", func(t testing.TB) *rig { return armed(t).proven().open(nil).put(nextScreen) }},
	{"next-put-off", func(t testing.TB) *rig { return tell(t).located().saved().decided(incident.NotNow).open(nil) }},
	{"next-watching", func(t testing.TB) *rig {
		return watching(t, 30*time.Minute).probe(providers.Dead).open(running).put(nextScreen)
	}},
	{"next-limited", func(t testing.TB) *rig {
		return tell(t).located().saved().limited("op9").proven().reviewed().open(nil).put(nextScreen)
	}},
	{"next-dry-run", func(t testing.TB) *rig { return withheldKill(t).open(nil).put(nextScreen) }},
	{"next-several", func(t testing.TB) *rig { return severalKeys(t).put(nextScreen) }},
	{"next-all-done", func(t testing.TB) *rig { return allDone(t).open(nil).put(nextScreen) }},
	{"hostile-next", func(t testing.TB) *rig { return hostileNames(t).put(nextScreen) }},
}

// withheldKill is a dry run whose delete was shown and not sent.
func withheldKill(t testing.TB) *story {
	p := tell(t).mode(incident.DryRun).located().saved().decided(incident.RevokeFirst)
	return p.intent("op1", incident.StepRevoke, incident.IntentData{Act: incident.ActRevoke, Statement: deletion}).
		outcome("op1", incident.StepRevoke, incident.OutcomeData{Result: incident.Withheld})
}

func TestADryRunSaysThatItsRequestsWereNotSent(t *testing.T) {
	g := withheldKill(t).open(nil).put(nextScreen)
	g.shows("not sent  revoke and prove dead: dry run")
	g.shows("done      identify, validate, locate, forecast and decide")
	g.shows("- stop")
	g.press("s")
	g.shows("revoke        not sent: dry run")
}

// reviewed is usage of which one group is undecided.
func (p *story) reviewed() *story {
	return p.add(incident.UsageFetched, incident.StepReview, "", incident.FetchedData{Currency: "USD", AsOf: p.at,
		Groups: []incident.Group{{ID: "g1"}, {ID: "g2"}}}).
		add(incident.UsageVerdict, incident.StepReview, "", incident.VerdictData{Group: "g1", Verdict: incident.Ours})
}

// allDone has nothing left but the end.
func allDone(t testing.TB) *story {
	p := armed(t).proven().reviewed().add(incident.UsageVerdict, incident.StepReview, "", incident.VerdictData{Group: "g2", Verdict: incident.Ours})
	p.add(incident.StepManual, incident.StepRotate, "", incident.NoteData{Text: providers.FromOutside("deployed with v8")})
	p.add(incident.StepDone, incident.StepInvestigate, "", incident.TracedData{Places: []string{"~/src"}, Complete: true})
	return p.add(incident.ReportWritten, incident.StepReport, "", incident.ReportData{Path: "postmortems/INC-20261123-openai-docs-bot.md"})
}

func TestFramesBetweenTheSteps(t *testing.T) { playScenes(t, hubScenes) }

func TestWhatIsOpenComesFirstBetweenTheSteps(t *testing.T) {
	for name, c := range map[string]struct {
		story func(testing.TB) *story
		first string
	}{
		"put off":      {func(t testing.TB) *story { return tell(t).located().saved().decided(incident.NotNow) }, "Stop the key"},
		"proven":       {func(t testing.TB) *story { return armed(t).proven() }, "Review what the key did"},
		"limit stands": {func(t testing.TB) *story { return tell(t).located().saved().limited("op9").proven() }, "Lift the limit"},
		"one undecided": {func(t testing.TB) *story {
			return allDone(t).add(incident.UsageFetched, incident.StepReview, "", incident.FetchedData{Groups: []incident.Group{{ID: "g3"}}})
		}, "Review what the key did"},
		"all done":    {allDone, "Close the incident"},
		"alive again": {func(t testing.TB) *story { return armed(t).proven().after(time.Hour).probe(providers.Alive) }, "Stop the key"},
	} {
		g := c.story(t).open(nil).put(nextScreen)
		if line := selectedLine(g); !strings.HasPrefix(line, c.first) {
			t.Errorf("%s: the first choice is %q, want %q", name, line, c.first)
		}
	}
}

// selectedLine is the line that the cursor stands on.
func selectedLine(g *rig) string {
	for line := range strings.Lines(plainly(g.frame())) {
		if text, ok := strings.CutPrefix(line, " > "); ok {
			return strings.TrimSpace(text)
		}
	}
	return ""
}

func TestTheCursorStaysOnItsStepWhenTheListChanges(t *testing.T) {
	p := armed(t).proven()
	g := p.open(nil).put(nextScreen)
	g.press("down", "down")
	was := selectedLine(g)
	p.bring(g, func(p *story) {
		p.reviewed().add(incident.UsageVerdict, incident.StepReview, "", incident.VerdictData{Group: "g2", Verdict: incident.Ours})
	})
	if line := selectedLine(g); line != was {
		t.Errorf("the cursor went from %q to %q", was, line)
	}
}

func TestTheCursorStandsOnTheSuggestionAfterAStepThatChangedTheList(t *testing.T) {
	p := armed(t).proven()
	g := p.open(nil).put(nextScreen)
	for !strings.HasPrefix(selectedLine(g), "Trace") {
		was := selectedLine(g)
		g.press("down")
		if selectedLine(g) == was {
			t.Fatalf("no trace among the choices:\n%s", plainly(g.frame()))
		}
	}
	was := selectedLine(g)
	g.press("enter", "esc")
	if line := selectedLine(g); line != was {
		t.Errorf("unchanged, and the cursor went from %q to %q", was, line)
	}
	g.press("enter")
	p.bring(g, func(p *story) {
		p.reviewed().add(incident.UsageVerdict, incident.StepReview, "", incident.VerdictData{Group: "g2", Verdict: incident.Ours})
	})
	g.press("esc")
	g.shows("we suggest: rotate")
	if line := selectedLine(g); !strings.HasPrefix(line, "Rotate") {
		t.Errorf("the list changed, and the cursor stands on %q", line)
	}
}

func TestWhoLeavesIsToldWhatNobodyHasDecided(t *testing.T) {
	undecided := armed(t).proven().reviewed()
	undecided.add(incident.StepManual, incident.StepRotate, "", incident.NoteData{Text: providers.FromOutside("deployed")})
	undecided.add(incident.StepDone, incident.StepInvestigate, "", incident.TracedData{Places: []string{"~/src"}, Complete: true})
	undecided.add(incident.ReportWritten, incident.StepReport, "", incident.ReportData{Path: "postmortems/INC-20261123-openai-docs-bot.md"})
	for name, c := range map[string]struct {
		story       *story
		says, never string
	}{
		"one group of use": {undecided, "not decided: 1 group of use", "open: nothing"},
		"nothing":          {allDone(t), "open: nothing", "not decided"},
	} {
		t.Run(name, func(t *testing.T) {
			g := c.story.open(nil)
			g.press("q")
			g.shows("Leave for now?")
			g.shows(c.says)
			g.hides(c.never)
		})
	}
}

func TestEscLeadsBackFromAStepToWhatIsNext(t *testing.T) {
	g := tell(t).located().saved().decided(incident.NotNow).open(nil).put(nextScreen)
	g.press("enter")
	g.hides("What next?")
	g.press("esc")
	g.shows("What next?")
	if n := g.engine.mutations(); n > 0 {
		t.Errorf("%d mutations", n)
	}
}

func TestALaterLookAsksForTheKeyWhereItIsGone(t *testing.T) {
	p := armed(t).proven().after(20 * time.Minute)
	g := p.open(func(g *rig) { g.engine.sit.Have = map[string]bool{} }).put(nextScreen)
	g.shows("Look at the dead key again")
	g.press("enter")
	g.shows(g.root.view.lang.SameTitle("4fQ2"))
	g = p.open(nil).put(nextScreen)
	if g.engine.done(runbook.Look) != 1 { // by itself, once it is due
		t.Errorf("did %v", g.engine.did)
	}
}

// TestMashingEnterAfterTheKillChangesNothing mashes on every screen that follows the kill: a
// report may be written by it, and nothing else that cannot be taken back.
func TestMashingEnterAfterTheKillChangesNothing(t *testing.T) {
	for _, s := range slices.Concat(hubScenes, traceScenes, endScenes, drillScenes, startScenes) {
		g := s.play(t)
		for range 12 {
			g.press("enter")
		}
		if n := g.engine.mutations() + g.engine.done(runbook.Close); n > 0 {
			t.Errorf("%s: did %v", s.name, g.engine.did)
		}
	}
}

func TestAReviewWithSomethingUndecidedIsNotDone(t *testing.T) {
	g := armed(t).proven().reviewed().open(nil).put(nextScreen)
	g.shows("! review")
	g.shows("1 undecided")
	g.hides("done, 1 undecided")
	if done := g.root.top().(*hub).done(&g.root.view); slices.Contains(done, incident.StepReview) {
		t.Errorf("done: %v", done)
	}
	g.press("s")
	g.shows("1 undecided")
	allDone(t).open(nil).put(nextScreen).shows("✓ review")
}

func TestARotationThatIsHalfWrittenSaysSoBetweenTheSteps(t *testing.T) {
	parked(t).wrote(0).open(stored).put(newNext).shows("written: 1 of 2 places")
}
