package tui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// answers has the reads of the beginning give an alive key, its record and its usage.
func answers(p *story, g *rig) {
	p.does(g, map[runbook.Name]func(*story){
		runbook.Validate: func(p *story) { p.validated(providers.Alive) },
		runbook.Locate:   func(p *story) { p.found(providers.MaskAndUse, storyRecord()) },
		runbook.Forecast: func(p *story) { p.saved() },
		runbook.Decide:   func(p *story) { p.decided(incident.RevokeFirst) },
	})
}

func names(all []runbook.Action) []runbook.Name {
	var list []runbook.Name
	for _, a := range all {
		list = append(list, a.Name)
	}
	return list
}

func TestFromAPasteToThePhraseItIsPasteEnterEnter(t *testing.T) {
	g := newRig(t, nil)
	g.config.Find, g.config.Now = find, func() time.Time { return g.now }
	p := fresh(t)
	g.config.Create = func(_ context.Context, keys []Found, others int) (*Session, error) {
		if !keys[0].Credential.Secret.Equal(providers.NewSecret([]byte(drillKey("4fQ2")))) || others != 0 {
			t.Errorf("%d others", others)
		}
		s := opening(t, g)
		answers(p, g)
		return s, nil
	}
	g.engine.sends = []providers.Statement{deletion}
	g.pasted("OPENAI_API_KEY=" + drillKey("4fQ2") + "\n")
	g.shows("OpenAI service-account key, ending 4fQ2; high confidence")
	g.shows("enter ask OpenAI")
	if len(g.engine.did) != 0 {
		t.Error("the paste alone sent something")
	}
	g.press("enter")
	g.pass(time.Second)
	g.shows("What do we do first?")
	g.press("enter")
	g.shows("Revoke this key?")
	if want := []runbook.Name{runbook.Validate, runbook.Locate, runbook.Forecast, runbook.Decide}; !slices.Equal(names(g.engine.did), want) {
		t.Errorf("done: %v", names(g.engine.did))
	}
	g.press("enter", "enter", "enter")
	if g.engine.mutations() != 0 {
		t.Error("enter alone revoked")
	}
	g.typed("revoke 4fQ2")
	g.press("enter")
	if n := g.engine.done(runbook.Revoke); n != 1 {
		t.Errorf("revoked %d times", n)
	}
}

func TestATextIsRecognisedHoweverItComes(t *testing.T) {
	key := drillKey("4fQ2")
	for name, come := range map[string]func(*rig){
		"a marked paste":               func(g *rig) { g.pasted(key) },
		"an unmarked paste":            func(g *rig) { g.burst(key[:20], "enter", key) },
		"typed by hand, then an enter": func(g *rig) { g.typed(key); g.press("enter") },
		"a file":                       func(g *rig) { g.press("ctrl+o"); g.typed("mail.txt"); g.press("enter") },
		"a second paste after another": func(g *rig) { g.pasted("nothing here"); g.pasted(key) },
		"a paste after an arrow key":   func(g *rig) { g.press("down"); g.pasted(key) },
	} {
		g := pasting(t, nil)
		come(g)
		if !strings.Contains(plainly(g.frame()), "What leaked?") {
			t.Errorf("%s:\n%s", name, plainly(g.frame()))
		}
		g.hides("DRILL")
	}
}

func TestATextThatCameWithTheStartIsRecognisedAtOnce(t *testing.T) {
	text, from := []byte(drillKey("4fQ2")), ""
	g := pasting(t, func(g *rig) {
		g.config.Text = text
		create := g.config.Create
		g.config.Create = func(ctx context.Context, keys []Found, others int) (*Session, error) {
			from = keys[0].Told.From
			return create(ctx, keys, others)
		}
	})
	g.shows("What leaked?")
	g.press("enter")
	if from != "stdin" || strings.Contains(string(text), "DRILL") {
		t.Errorf("it came from %q, wiped: %v", from, !strings.Contains(string(text), "DRILL"))
	}
	g = pasting(t, func(g *rig) { g.config.Text = []byte("nothing here") })
	g.config.Create = func(_ context.Context, keys []Found, _ int) (*Session, error) {
		from = keys[0].Told.From
		return nil, errors.New("full")
	}
	g.pasted(drillKey("4fQ2"))
	g.press("enter")
	if from != "paste" {
		t.Errorf("a paste came from %q", from)
	}
}

func TestAPasteOnTheStartScreenOpensTheFieldFilled(t *testing.T) {
	for name, come := range map[string]func(*rig){
		"marked":   func(g *rig) { g.pasted(drillKey("4fQ2")) },
		"unmarked": func(g *rig) { g.burst(drillKey("4fQ2")) },
	} {
		g := newRig(t, func(g *rig) { g.config.Find = find })
		come(g)
		if !strings.Contains(plainly(g.frame()), "What leaked?") {
			t.Errorf("%s:\n%s", name, plainly(g.frame()))
		}
		g.press("esc")
		g.shows("What happened?")
	}
}

func TestOfSeveralKeysAllAreTakenOrOneIsPicked(t *testing.T) {
	for name, c := range map[string]struct {
		press  []string
		took   string
		others int
	}{
		"all":          {[]string{"enter"}, "4fQ2 t9Xa 7QXA", 0},
		"the second":   {[]string{"down", "down", "enter", "enter"}, "t9Xa", 2},
		"all, further": {[]string{"down", "up", "enter"}, "4fQ2 t9Xa 7QXA", 0},
	} {
		var took []string
		others := 0
		g := pasting(t, func(g *rig) {
			g.config.Create = func(_ context.Context, keys []Found, n int) (*Session, error) {
				for _, f := range keys {
					took = append(took, f.Told.Last4)
				}
				others = n
				return opening(t, g), nil
			}
		})
		g.pasted(drillKey("4fQ2") + "\n" + drillKey("t9Xa") + "\n" + drillKey("7QXA"))
		g.shows("This text holds 3 keys. Which one now?")
		g.shows("All 3, in one incident")
		for i, key := range c.press {
			if i == len(c.press)-1 && c.others > 0 {
				g.shows("also there: 2 credentials, left alone")
			}
			g.press(key)
		}
		if strings.Join(took, " ") != c.took || others != c.others {
			t.Errorf("%s: opened on %q with %d others", name, took, others)
		}
	}
}

func TestAKeyThatAnOpenIncidentKnowsOffersThatIncident(t *testing.T) {
	resumed := ""
	g := pasting(t, func(g *rig) {
		knownKey(g)
		g.config.Resume = func(_ context.Context, id string, keys []Found) (*Session, error) {
			if len(keys) != 1 || keys[0].Told.Last4 != "4fQ2" {
				t.Errorf("resumed with %+v", keys)
			}
			resumed = id
			return opening(t, g), nil
		}
		g.config.Create = nil
	})
	g.pasted(drillKey("4fQ2"))
	g.press("enter")
	if resumed != "INC-20261123-k7qd" {
		t.Errorf("resumed %q", resumed)
	}
}

func TestTheWholeOfAKeyThatAnOpenIncidentKnowsMaskedOffersThatIncident(t *testing.T) {
	resumed := ""
	g := pasting(t, func(g *rig) {
		list := []Listed{{ID: "INC-20261123-k7qd", State: maskedKey(t).state()}}
		g.config.Incidents = func(context.Context) ([]Listed, error) { return list, nil }
		g.config.Resume = func(_ context.Context, id string, _ []Found) (*Session, error) {
			resumed = id
			return opening(t, g), nil
		}
		g.config.Create = nil
	})
	g.pasted(drillKey("4fQ2"))
	g.shows("1 open incident works on a key that ends alike; one is masked.")
	g.press("enter")
	if resumed != "INC-20261123-k7qd" {
		t.Errorf("resumed %q", resumed)
	}
}

func TestAnIncidentHeldElsewhereIsSaidSo(t *testing.T) {
	g := pasting(t, func(g *rig) {
		knownKey(g)
		g.config.Resume = func(context.Context, string, []Found) (*Session, error) {
			return nil, &HeldError{ID: "INC-20261123-k7qd", State: tell(t).located().state()}
		}
	})
	g.pasted(drillKey("4fQ2"))
	g.press("enter")
	g.shows("is open elsewhere")
}

func TestTheFieldIsWipedWhereverItIsLeft(t *testing.T) {
	for name, leave := range map[string]func(*rig){
		"esc":   func(g *rig) { g.press("esc") },
		"again": func(g *rig) { g.press("r") },
		"enter": func(g *rig) { g.press("enter") },
	} {
		g := pasting(t, nil)
		g.pasted(drillKey("4fQ2"))
		kept := g.root.stack[0].(*paste).field.kept
		kept = kept[:cap(kept)]
		leave(g)
		if strings.Contains(string(kept), "DRILL") {
			t.Errorf("%s leaves the text in memory", name)
		}
	}
}

func TestAKeyIsNeverShownInTheFieldForAPath(t *testing.T) {
	g := pasting(t, nil)
	g.press("ctrl+o")
	g.burst(drillKey("4fQ2"))
	g.pasted(drillKey("4fQ2"))
	g.hides("DRILL")
	g.press("ctrl+u")
	g.typed("no-such-file")
	g.config.ReadFile = func(context.Context, string) ([]byte, error) { return nil, errNoSession }
	g.press("enter")
	g.shows("that file could not be read")
}

func TestTheReadsRunSideBySideAndTheForecastAfterTheRecord(t *testing.T) {
	p := fresh(t)
	g := p.open(func(g *rig) { g.hold = true })
	g.shows("asking OpenAI, 0 s")
	g.shows("Revoke now     not now: its record comes first")
	v := &g.root.view
	if !v.runs(runbook.Validate) || !v.runs(runbook.Locate) || v.runs(runbook.Forecast) {
		t.Error("validate and locate do not run side by side")
	}
	g.pass(3 * time.Second)
	g.shows("asking OpenAI, 3 s")
	g.press("enter")
	g.shows("not now: its record comes first")
	answers(p, g)
	g.release()
	g.shows("we suggest: revoke now")
	g.shows("why: it is used far more than usual")
	if g.engine.done(runbook.Forecast) != 1 {
		t.Error("the forecast was not read")
	}
}

func TestAnOrderCanBeChosenWhileTheForecastIsStillRead(t *testing.T) {
	p := fresh(t).validated(providers.Alive).found(providers.MaskAndUse, storyRecord())
	g := p.open(func(g *rig) { g.hold = true })
	g.shows("still reading")
	g.hold = false
	g.press("enter")
	g.shows("Revoke this key?")
	if !g.root.view.runs(runbook.Forecast) {
		t.Error("the forecast ended with the choice")
	}
	g.shows("saving record and usage first")
	answers(p, g)
	g.release()
	g.hides("saving record and usage first")
}

func TestThePhraseWaitsFiveSecondsForAForecastThatAnotherScreenReads(t *testing.T) {
	g := fresh(t).validated(providers.Alive).found(providers.MaskAndUse, storyRecord()).open(func(g *rig) { g.hold = true })
	var ended error
	g.engine.do = func(ctx context.Context, a runbook.Action, _ runbook.Input) error {
		if a.Name == runbook.Forecast {
			ended = ctx.Err()
		}
		return nil
	}
	g.hold = false
	g.press("enter")
	g.pass(6 * time.Second)
	g.release()
	if ended == nil || g.engine.done(runbook.Forecast) != 1 {
		t.Errorf("read %d times, ended by %v", g.engine.done(runbook.Forecast), ended)
	}
}

func TestTheCursorNeverMovesByItself(t *testing.T) {
	p := fresh(t).validated(providers.Alive).found(providers.MaskAndUse, storyRecord())
	g := p.open(func(g *rig) { g.hold = true })
	p.does(g, map[runbook.Name]func(*story){runbook.Forecast: func(p *story) { p.quiet() }})
	g.release()
	g.shows("we suggest: rotate first")
	g.shows("> Revoke now")
	again := p.open(nil)
	again.shows("> Rotate first")
}

func TestTheChoicesLeadToTheirQuestions(t *testing.T) {
	for name, c := range map[string]struct {
		keys []string
		want string
	}{
		"revoke now":    {[]string{"g", "enter"}, "Revoke this key?"},
		"contain first": {[]string{"g", "down", "enter"}, "Limit it first?"},
		"not now":       {[]string{"G", "enter"}, "Who decided that, and why?"},
	} {
		g := tell(t).located().saved().open(nil)
		g.press(c.keys...)
		if !strings.Contains(plainly(g.frame()), c.want) {
			t.Errorf("%s leads to:\n%s", name, plainly(g.frame()))
		}
		if g.engine.mutations() != 0 {
			t.Errorf("%s sent something", name)
		}
	}
}

func TestNotNowIsKeptWithWhoDecidedIt(t *testing.T) {
	g := tell(t).located().saved().open(nil)
	g.press("G", "enter")
	g.typed("ana")
	g.press("enter")
	in := g.engine.inputs[len(g.engine.inputs)-1]
	if g.engine.done(runbook.Decide) != 1 || in.Strategy != incident.NotNow || in.Text != "ana" || in.Suggest != incident.RevokeFirst {
		t.Errorf("%+v", in)
	}
}

func TestUnclearReadsLeadToTheirOwnQuestion(t *testing.T) {
	for want, c := range map[string]struct {
		life   providers.Life
		locate func(*story)
	}{
		"Refused. Dead, or not the whole key?": {providers.Dead, func(p *story) { p.found(providers.MaskOnly, storyRecord()) }},
		"Which record is it?": {providers.Alive, func(p *story) {
			p.found(providers.MaskOnly, many(2)...).failed(incident.StepLocate, incident.WhyAmbiguous)
		}},
		"Who can kill it?": {providers.Alive, func(p *story) { p.failed(incident.StepLocate, incident.WhyNoAdmin) }},
	} {
		p := fresh(t)
		g := p.open(func(g *rig) { g.hold = true })
		p.does(g, map[runbook.Name]func(*story){runbook.Validate: func(p *story) { p.validated(c.life) }, runbook.Locate: c.locate})
		g.release()
		g.shows(want)
	}
}

func TestAReadThatFailedIsMadeAgainByRAndNotByItself(t *testing.T) {
	p := tell(t).located().failed(incident.StepForecast, incident.WhyRateLimited)
	g := p.open(nil)
	if g.engine.done(runbook.Forecast) != 0 {
		t.Error("read again by itself")
	}
	g.press("r")
	if g.engine.done(runbook.Forecast) != 1 {
		t.Error("not read again")
	}
}

func TestWithoutTheKeyItIsAskedForOnceAndThenWhoCanKillIt(t *testing.T) {
	g := fresh(t).open(func(g *rig) { g.engine.sit.Have = map[string]bool{} })
	g.shows("Paste the same key, ending 4fQ2")
	g.press("esc")
	g.shows("Who can kill it?")
	g.shows("This step needs the leaked key, which is never stored.")
}

func TestTheReasonForAnOrderIsSeenInTheFiguresBesideIt(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {60, 20}} {
		g := tell(t).located().swollen().open(nil)
		g.size(size[0], size[1])
		frame := strings.Join(strings.Fields(plainly(g.frame())), " ")
		for _, said := range []string{"why: it is used far more than usual:", "Last hour: 108 requests, 1.9 M tokens.", "Usual hour: 248 requests, 99.0 k tokens."} {
			if !strings.Contains(frame, said) {
				t.Errorf("%v: %q is missing:\n%s", size, said, plainly(g.frame()))
			}
		}
	}
}

func TestASearchThatWasBrokenOffIsMadeAgainOnComingBack(t *testing.T) {
	g := fresh(t).validated(providers.Alive).failed(incident.StepLocate, incident.WhyCancelled).open(nil)
	if n := g.engine.done(runbook.Locate); n != 1 {
		t.Errorf("searched %d times:\n%s", n, plainly(g.frame()))
	}
}

// What an earlier run lacked, such as an admin key, may be here by now.
func TestASearchThatFailedInAnEarlierRunIsMadeOnceMoreOnComingBack(t *testing.T) {
	p := fresh(t).validated(providers.Alive).failed(incident.StepLocate, incident.WhyNoAdmin)
	p.open(nil).shows("Who can kill it?")
	p = p.after(time.Minute).incident(incident.Resumed, incident.ResumedData{Who: providers.FromOutside("ana")})
	g := p.open(nil)
	if n := g.engine.done(runbook.Locate); n != 1 {
		t.Fatalf("searched %d times:\n%s", n, plainly(g.frame()))
	}
	p.bring(g, func(p *story) { p.failed(incident.StepLocate, incident.WhyNoAdmin) })
	g.press("r")
	if n := g.engine.done(runbook.Locate); n != 2 {
		t.Errorf("searched %d times", n)
	}
}
