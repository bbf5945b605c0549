package tui

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/tui/term"
)

// typedRevoke opens the question, with an engine whose revocation is accepted.
func typedRevoke(t *testing.T) *rig {
	p := armed(t)
	g := p.open(nil)
	p.does(g, map[runbook.Name]func(*story){runbook.Revoke: func(p *story) { p.revoked("op1") }})
	if _, ok := g.root.top().(*revoke); !ok {
		t.Fatalf("the chain begins at %T", g.root.top())
	}
	return g
}

func TestThePhraseAndAnEnterAloneRevokeOnceAndTheWatchBegins(t *testing.T) {
	g := typedRevoke(t)
	g.shows("DELETE https://api.openai.com/v1/organization/projects/proj_8sK2nQ/")
	g.shows("api_keys/key_7HqW2mXv9LcA")
	g.shows("docs-bot-prod, key_7HqW2mXv9LcA, project docs-bot")
	g.shows("breaks  at least docs-bot fails without a new key")
	g.typed("ReVoKe 4fq2")
	g.shows("fits: enter revokes once")
	g.press("enter")
	if _, ok := g.root.top().(*proof); !ok {
		t.Errorf("after the revocation %T", g.root.top())
	}
	g.press("enter", "enter")
	if n := g.engine.done(runbook.Revoke); n != 1 {
		t.Fatalf("%d revocations", n)
	}
	if in := g.engine.inputs[slices.IndexFunc(g.engine.did, func(a runbook.Action) bool { return a.Name == runbook.Revoke })]; !slices.Equal(in.Approved, []string{runbook.ApproveRevoke}) {
		t.Errorf("approved %v", in.Approved)
	}
	if n := g.engine.done(runbook.Prove); n != 1 {
		t.Errorf("the watch began %d times", n)
	}
}

func TestTheFirstWrongCharacterOfAPhraseIsSaid(t *testing.T) {
	g := typedRevoke(t)
	g.typed("revoke 4fw")
	g.shows(`"w" does not fit: next is "Q"`)
	g.press("enter")
	g.press("ctrl+u")
	g.typed("revoke 4fQ2x")
	g.shows("There is more than the phrase")
	g.press("enter")
	if g.engine.mutations() != 0 {
		t.Error("a wrong phrase was sent")
	}
}

func TestHelpAtAPhraseIsNoPartOfIt(t *testing.T) {
	g := typedRevoke(t)
	g.typed("revoke ")
	g.press("?")
	g.shows("What can I press?")
	g.press("esc")
	g.typed("4fQ2")
	g.shows("fits: enter revokes once")
}

func TestWhatLooksAlikeInThePhraseIsSpelledOut(t *testing.T) {
	p := armed(t)
	p.add(incident.Identified, incident.StepIdentify, "", incident.IdentifiedData{Kind: "openai/service-account-key", Last4: "0OlI", Fingerprint: "f1"})
	g := p.open(nil)
	g.shows("1 digit zero, 2 capital letter O")
	g.typed("revoke o")
	g.shows("letter o does not fit: next is digit zero")
}

// U4: what can come from a terminal that is not a phrase typed and an enter pressed alone.
func TestOnlyATypedPhraseAndAnEnterAloneConfirm(t *testing.T) {
	const want = "revoke 4fQ2"
	for name, c := range map[string]struct {
		play func(*rig)
		kill int
	}{
		"enter, over and over":                 {func(g *rig) { g.press(slices.Repeat([]string{"enter"}, 60)...) }, 0},
		"y, space and other keys":              {func(g *rig) { g.press("y", "Y", " ", "x", "enter", "tab", "enter", "enter") }, 0},
		"a marked paste of the phrase":         {func(g *rig) { g.pasted(want); g.press("enter") }, 0},
		"a marked paste with its line end":     {func(g *rig) { g.pasted(want + "\r\n"); g.press("enter") }, 0},
		"an unmarked paste with a line end":    {func(g *rig) { g.burst(want, "enter") }, 0},
		"two of them":                          {func(g *rig) { g.burst(want, "enter"); g.burst(want, "enter") }, 0},
		"letters of which enter is one":        {func(g *rig) { g.burst("revoke", "enter", " 4fQ2", "enter") }, 0},
		"a half phrase, then the rest":         {func(g *rig) { g.typed("revoke "); g.burst("4fQ2", "enter") }, 0},
		"enter in flight behind the phrase":    {func(g *rig) { g.typed(want); g.inFlight("enter") }, 0},
		"ctrl+j":                               {func(g *rig) { g.typed(want); g.press("ctrl+j") }, 0},
		"alt+enter":                            {func(g *rig) { g.typed(want); g.press("alt+enter") }, 0},
		"the phrase of the owner":              {func(g *rig) { g.typed("delete owner 4fQ2"); g.press("enter") }, 0},
		"another ending":                       {func(g *rig) { g.typed("revoke 4fQ3"); g.press("enter") }, 0},
		"the phrase twice":                     {func(g *rig) { g.typed(want + want); g.press("enter") }, 0},
		"the phrase cleared":                   {func(g *rig) { g.typed(want); g.press("ctrl+u", "enter") }, 0},
		"the phrase rubbed out by a letter":    {func(g *rig) { g.typed(want); g.press("backspace", "enter") }, 0},
		"esc behind the phrase":                {func(g *rig) { g.typed(want); g.press("esc", "enter") }, 0},
		"the phrase left for another key":      {func(g *rig) { g.typed(want); g.press("tab", "enter", "enter") }, 1},
		"typed, and enter alone":               {func(g *rig) { g.typed(want); g.press("enter") }, 1},
		"typed, and enter over and over":       {func(g *rig) { g.typed(want); g.press(slices.Repeat([]string{"enter"}, 30)...) }, 1},
		"several letters at once, enter later": {func(g *rig) { g.burst("revoke 4f"); g.burst("Q2"); g.press("enter") }, 1},
		"all letters at once, enter later":     {func(g *rig) { g.burst(want); g.press("enter") }, 1},
		"more at once than is typed":           {func(g *rig) { g.burst(want + want + want); g.press("enter") }, 0},
		"held back once, then alone":           {func(g *rig) { g.typed(want); g.inFlight("enter"); g.press("enter") }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			g := typedRevoke(t)
			c.play(g)
			if n := g.engine.mutations(); n != c.kill {
				t.Errorf("%d revocations, want %d", n, c.kill)
			}
		})
	}
}

// inFlight is a key that came right behind others, in a read of its own.
func (g *rig) inFlight(k string) {
	g.send(term.Seen{At: g.now, Single: true, Keys: 1, Idle: 10 * time.Millisecond})
	g.send(keyNamed(k))
}

func TestAnEnterThatCameWithOtherKeysIsSaid(t *testing.T) {
	g := typedRevoke(t)
	g.typed("revoke 4fQ2")
	g.inFlight("enter")
	g.shows("That enter came with other keys: press it once more, alone.")
}

func TestNothingIsSentBeforeItsStatementIsInView(t *testing.T) {
	g := typedRevoke(t)
	g.root.view.statements = nil
	g.typed("revoke 4fQ2")
	g.press("enter")
	g.shows("not yet: press enter once more when it stands above")
	if g.engine.mutations() != 0 {
		t.Error("sent without its statement")
	}
}

func TestNothingIsSentWhileItsStatementCannotBeMade(t *testing.T) {
	p := armed(t)
	e := &unable{}
	g := p.open(func(g *rig) {
		e.fakeEngine = g.engine
		g.config.Session.Engine = e
	})
	g.shows("There is no OpenAI admin key")
	g.press("enter")
	if e.asked < 2 || g.engine.mutations() != 0 {
		t.Errorf("asked %d times, %d mutations", e.asked, g.engine.mutations())
	}
}

// unable has no admin credential.
type unable struct {
	*fakeEngine
	asked int
}

func (e *unable) Statements(context.Context, runbook.Action, runbook.Input) ([]providers.Statement, error) {
	e.asked++
	return nil, providers.ErrNoAdmin
}

func TestF028ARevocationInFlightIsNotCalledBackByAnyKey(t *testing.T) {
	g := typedRevoke(t)
	g.typed("revoke 4fQ2")
	g.hold = true
	g.press("enter")
	g.press("esc", "enter", "esc", "q", "enter")
	g.shows("it is sent and cannot be called back")
	g.release()
	if n := g.engine.mutations(); n != 1 {
		t.Errorf("%d revocations", n)
	}
	if _, ok := g.root.top().(*proof); !ok {
		t.Errorf("after the revocation %T", g.root.top())
	}
}

func TestThePhraseWaitsFiveSecondsForRecordAndUsage(t *testing.T) {
	p := tell(t).located().decided(incident.RevokeFirst)
	var ended error
	g := p.open(func(g *rig) { g.hold = true })
	g.engine.do = func(ctx context.Context, a runbook.Action, _ runbook.Input) error {
		switch a.Name {
		case runbook.Forecast:
			ended = ctx.Err()
			p.add(incident.StepFailed, incident.StepForecast, "", incident.FailData{Reason: incident.WhyCancelled})
		case runbook.Revoke:
			p.revoked("op1")
		}
		g.engine.events, g.engine.state = p.events, p.state()
		return nil
	}
	g.typed("revoke 4fQ2")
	g.pass(2 * time.Second)
	g.shows("saving record and usage first, ")
	g.press("enter")
	g.shows("not yet: press enter once more when it stands above")
	g.pass(4 * time.Second)
	g.release()
	if ended == nil {
		t.Error("saving was not ended")
	}
	g.shows("Its usage is not saved: it may be lost with the key.")
	g.press("enter")
	if n := g.engine.done(runbook.Revoke); n != 1 {
		t.Errorf("%d revocations", n)
	}
}

func TestAMatchByShownCharactersOnlyIsSaidWithTheFullId(t *testing.T) {
	p := tell(t).locatedBy(providers.MaskOnly, storyRecord()).saved().decided(incident.RevokeFirst)
	g := p.open(nil)
	for _, size := range [][2]int{{80, 24}, {60, 20}} {
		g.size(size[0], size[1])
		g.shows("Likely: one record fits by its shown characters")
		g.shows("key_7HqW2mXv9LcA")
	}
	g.typed("revoke 4fQ2")
	g.press("enter")
	if in := g.engine.inputs[len(g.engine.inputs)-1]; !slices.Equal(in.Approved, []string{runbook.ApproveRevoke, runbook.ApproveMask}) {
		t.Errorf("approved %v", in.Approved)
	}
}

// owner is an engine whose vendor lists what dies with an owner.
type ownerEngine struct {
	*fakeEngine
	keys []providers.KeyRecord
}

func (e *ownerEngine) Vendor(string) runbook.Vendor {
	return runbook.Vendor{Name: "openai", Title: "OpenAI", Adapter: e}
}

func (e *ownerEngine) OwnersKeys(context.Context, providers.KeyRecord) ([]providers.KeyRecord, error) {
	return e.keys, nil
}

func (e *ownerEngine) RevokeOwner(context.Context, providers.KeyRecord) (providers.Receipt, error) {
	return providers.Receipt{}, nil
}

func (e *ownerEngine) OwnerPresent(context.Context, providers.KeyRecord) (providers.KeyStatus, error) {
	return providers.Gone, nil
}

func refusedOwner(t testing.TB) *rig {
	p := armed(t).refused("op1")
	return p.open(func(g *rig) {
		g.engine.sends = []providers.Statement{{Door: "http", Method: "DELETE", Effect: providers.Mutate, URL: "https://api.openai.com/v1/organization/projects/proj_8sK2nQ/service_accounts/user_1"}}
		g.config.Session.Engine = &ownerEngine{g.engine, []providers.KeyRecord{{ID: "key_7HqW2mXv9LcA", Name: providers.FromOutside("docs-bot-prod")},
			{ID: "key_second", Name: providers.FromOutside("d\u043ecs-bot")}}}
	})
}

func TestAfterARefusalTheWayOnIsAsked(t *testing.T) {
	g := refusedOwner(t)
	g.shows("It was not revoked. How do we go on?")
	g.shows("403 insufficient_permissions")
	g.press("enter")
	g.shows("Revoke this key?")
	g.typed("revoke 4fQ2")
	g.press("enter")
	if n := g.engine.done(runbook.Revoke); n != 1 {
		t.Errorf("%d revocations", n)
	}
}

func TestTheOwnersDeletionHasItsOwnPhraseAndNamesAllThatDies(t *testing.T) {
	g := refusedOwner(t)
	g.press("down", "enter")
	g.shows("Delete the owner with all its keys?")
	g.shows("dies with it, and what runs on it fails: 2 keys")
	g.shows("docs-bot-prod, key_7HqW2mXv9LcA")
	g.shows("(holds U+043E), key_second")
	g.typed("revoke 4fQ2")
	g.press("enter", "ctrl+u")
	if g.engine.mutations() != 0 {
		t.Fatal("the phrase of the key deleted its owner")
	}
	g.typed("delete owner 4fQ2")
	g.shows("fits: enter deletes the owner, once")
	g.press("enter")
	if in := g.engine.inputs[len(g.engine.inputs)-1]; g.engine.done(runbook.RevokeOwner) != 1 || !slices.Equal(in.Approved, []string{runbook.ApproveOwner}) {
		t.Errorf("did %v, approved %v", g.engine.did, in.Approved)
	}
}

func TestWithoutAListOfWhatDiesTheOwnerIsNotDeleted(t *testing.T) {
	p := armed(t).refused("op1")
	g := p.open(nil) // its vendor lists nothing
	g.press("down", "enter")
	g.typed("delete owner 4fQ2")
	g.press("enter", "enter")
	if g.engine.mutations() != 0 {
		t.Error("deleted blindly")
	}
}

func TestARequestWithoutAnAnswerLeadsToItsReads(t *testing.T) {
	p := armed(t)
	g := p.open(nil)
	p.does(g, map[runbook.Name]func(*story){runbook.Revoke: func(p *story) { p.sent("op1") }})
	g.typed("revoke 4fQ2")
	g.press("enter")
	if _, ok := g.root.top().(*settle); !ok || g.engine.done(runbook.Settle) != 1 {
		t.Errorf("%T, %v", g.root.top(), g.engine.did)
	}
	if g.engine.done(runbook.Revoke) != 1 {
		t.Error("sent again")
	}
}

func TestADryRunSaysThatItSendsNothing(t *testing.T) {
	p := tell(t).mode(incident.DryRun).located().saved().decided(incident.RevokeFirst)
	g := p.open(nil)
	g.shows("Dry run: reads are real, nothing that changes anything is sent.")
}

func TestNoPhraseIsTakenForARequestThatIsNotInView(t *testing.T) {
	flat := func(text string) string { return strings.Join(strings.Fields(text), "") }
	took, refused := 0, 0
	for w := 20; w <= 80; w += 10 {
		for h := 4; h <= 24; h++ {
			g := typedRevoke(t)
			g.size(w, h)
			g.typed("revoke 4f")
			frame := plainly(g.frame())
			whole := strings.Contains(flat(frame), flat("DELETE "+deletion.URL))
			switch typed := strings.Contains(frame, "▏"); {
			case typed && !whole:
				t.Fatalf("%dx%d: the phrase is taken, the request is not in view:\n%s", w, h, frame)
			case typed:
				took++
				continue
			}
			refused++
			g.typed("Q2")
			g.press("enter")
			g.size(80, 24)
			g.press("enter")
			if g.engine.mutations() != 0 {
				t.Fatalf("%dx%d: what was typed unseen confirms", w, h)
			}
			g.size(w, h)
			if at := regexp.MustCompile(`(\d+)x(\d+)`).FindStringSubmatch(plainly(g.frame())); at != nil { // the said size is enough, and the least
				width, _ := strconv.Atoi(at[1])
				height, _ := strconv.Atoi(at[2])
				g.size(width, height)
				g.shows("> ")
				g.size(width, height-1)
				g.hides("> ")
			}
		}
	}
	if took == 0 || refused == 0 {
		t.Errorf("took %d, refused %d", took, refused)
	}
}

func TestWhatIsSentIsNoLongerAskedFor(t *testing.T) {
	g := typedRevoke(t)
	g.typed("revoke 4fQ2")
	g.hold = true
	g.press("enter")
	g.shows("Sent once. Its answer is awaited")
	g.shows("enter waits for the answer")
	g.hides("enter revokes once")
	g.hides("> revoke")
	g.release()
	if g.engine.done(runbook.Revoke) != 1 {
		t.Error("it was not sent")
	}
}

func TestASmallTerminalKeepsTheField(t *testing.T) {
	g := typedRevoke(t)
	g.typed("revoke 4f")
	for _, size := range [][2]int{{50, 14}, {40, 12}, {60, 15}} {
		g.size(size[0], size[1])
		g.shows("> revoke 4f")
		if !g.root.view.more && size[0] < 60 {
			t.Errorf("%v: tab has nothing more", size)
		}
		if !strings.Contains(plainly(g.frame()), "enter ") {
			t.Errorf("%v: no key bar", size)
		}
	}
}
