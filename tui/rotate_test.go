package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

func TestAPlanIsMadeOnceAStoreIsNamedAndNothingBefore(t *testing.T) {
	p := dead(t)
	g := p.open(helpedBy).put(newRotate)
	p.does(g, map[runbook.Name]func(*story){runbook.Plan: func(p *story) { p.planned() }})
	g.shows("No store is named yet.")
	if len(g.engine.did) != 0 {
		t.Fatalf("did %v", g.engine.did)
	}
	g.press("enter")
	g.typed("dotenv:.env")
	g.press("enter")
	if !slices.Equal(g.engine.stores, []string{"dotenv:.env"}) || !slices.Equal(names(g.engine.did), []runbook.Name{runbook.Plan}) {
		t.Errorf("stores %v, did %v", g.engine.stores, names(g.engine.did))
	}
	g.shows("Rotation plan")
	g.shows("nothing is written yet")
	g.shows("vault:secret/prod/docs-bot, OPENAI_API_KEY")
}

func TestTheNamesOfTheStoresStandBelowEachOther(t *testing.T) {
	g := dead(t).open(stored).put(newRotate)
	g.shows("   stores  vault:secret/prod/docs-bot\n           dotenv:.env.production\n")
}

func TestAPlanOfAnEarlierRunIsMadeAnew(t *testing.T) {
	p := planned(t).after(time.Hour).incident(incident.Resumed, incident.ResumedData{Who: providers.FromOutside("ben")})
	p.open(stored).put(newRotate).shows("First a plan: it reads where the key stands and writes nothing.")
}

func TestAPlanAsksForTheKeyFirst(t *testing.T) {
	g := dead(t).open(func(g *rig) { stored(g); g.engine.sit.Have = map[string]bool{} }).put(newRotate)
	g.press("enter")
	g.shows("Paste the same key")
	g.engine.sit.Have = map[string]bool{"k1": true}
	g.sync()
	g.press("esc")
	if !slices.Equal(names(g.engine.did), []runbook.Name{runbook.Plan}) {
		t.Errorf("did %v", names(g.engine.did))
	}
}

func TestTheNewKeyIsMadeByYAloneWithItsRequestInView(t *testing.T) {
	p := planned(t)
	g := p.open(func(g *rig) { stored(g); g.engine.sends = []providers.Statement{creation} }).put(newRotate)
	p.does(g, map[runbook.Name]func(*story){runbook.Replace: func(p *story) { p.parked() }})
	g.press("enter")
	g.shows("enter choose")
	g.press("down", "y", "enter")
	g.shows("Create the new key?")
	g.shows("POST https://api.openai.com/v1/organization/projects/proj_8sK2nQ/")
	g.shows("enter cancel   y create it")
	g.press("enter")
	g.shows("How long shall the new key live?")
	g.press("esc")
	g.shows("Rotation plan")
	g.press("enter", "down", "enter", "y") // one lifetime further than where it was left
	if !slices.Equal(names(g.engine.did), []runbook.Name{runbook.Replace}) {
		t.Fatalf("did %v", names(g.engine.did))
	}
	if in := g.engine.inputs[0]; in.Narrow.Expires != 90*24*time.Hour || !slices.Equal(in.Approved, []string{runbook.ApproveRotate}) {
		t.Errorf("asked for %v", in)
	}
	g.shows("Rotation under way")
	g.shows("written: 0 of 2 places")
	g.shows("y write it")
}

func TestWhatIsSentStaysInViewUntilItsAnswer(t *testing.T) {
	p := planned(t)
	g := p.open(func(g *rig) { stored(g); g.engine.sends = []providers.Statement{creation} }).put(newRotate)
	g.press("enter", "enter")
	g.hold = true
	g.press("y")
	g.shows("busy   rotate, 0 s")
	p.bring(g, func(p *story) {
		p.intent("op2", incident.StepRotate, incident.IntentData{Act: incident.ActCreate, Statement: creation})
	})
	p.after(2*time.Second).bring(g, func(*story) {})
	g.shows("sends   POST https://api.openai.com/v1/organization/projects/proj_8sK2nQ/")
	g.shows("sent   POST api.openai.com, no answer for 3 s")
	g.size(140, 40)
	g.shows("sent   POST https://api.openai.com/v1/organization/projects/proj_8sK2nQ/service_accounts/sa_1/api_keys, no answer for 3 s")
	for _, key := range []string{"y", "enter", "esc"} {
		g.press(key)
		g.shows("cannot be called back")
	}
	g.shows("enter waits for the answer")
	g.release()
	g.hides("cannot be called back")
}

func TestTheRightsOfTheNewKeyAreAskedForWhereTheVendorTakesThem(t *testing.T) {
	for keys, want := range map[string][]string{
		"enter":      nil,
		"down enter": {"api.model.read", "api.model.request"},
	} {
		g := rightsOf(t, &incident.ScopesData{Sets: scopeSets})
		g.shows("What may the new key do?")
		g.press(strings.Fields(keys)...)
		g.shows("How long shall the new key live?")
		g.press("esc")
		g.shows("What may the new key do?")
		g.press("esc")
		g.shows("Rotation plan")
		g.press("enter", "enter", "enter", "y")
		if len(g.engine.inputs) != 1 || !slices.Equal(g.engine.inputs[0].Narrow.Scopes, want) {
			t.Errorf("%s: asked for %+v", keys, g.engine.inputs)
		}
	}
}

func TestNamedRightsThatAreWiderAreNothingTaken(t *testing.T) {
	g := rightsOf(t, &incident.ScopesData{Known: true, Own: []string{"api.model.read", "api.files.read"}, Sets: scopeSets})
	g.press("down", "enter")
	g.typed("api.model.read api.files.write")
	g.press("enter")
	g.shows("would have rights that the old one has not")
	g.press("ctrl+u")
	g.typed("api.model.read")
	g.press("enter", "enter", "y")
	if len(g.engine.inputs) != 1 || !slices.Equal(g.engine.inputs[0].Narrow.Scopes, []string{"api.model.read"}) {
		t.Errorf("asked for %+v", g.engine.inputs)
	}
}

func TestEveryPlaceThatWillBeWrittenCanBeReadBeforeTheYAtEverySize(t *testing.T) {
	for name, to := range map[string]func() *rig{
		"do it all": func() *rig {
			g := widely(t).open(func(g *rig) { stored(g); g.engine.sends = []providers.Statement{creation} }).put(newRotate)
			g.press("down", "enter", "enter")
			return g
		},
		"one place": func() *rig { return widely(t).parked().open(stored).put(newRotate) },
		"the plan":  func() *rig { return widely(t).open(stored).put(newRotate) },
	} {
		for _, size := range [][2]int{{120, 40}, {80, 24}, {60, 20}, {40, 12}} {
			g := to()
			g.size(size[0], size[1])
			read := plainly(g.frame())
			g.press("tab")
			for range 80 {
				read += plainly(g.frame())
				g.press("down")
			}
			read = strings.ReplaceAll(strings.Join(strings.Fields(read), ""), "guarded", "") // the next column
			for n := range 6 {
				if want := fmt.Sprintf("line%d,OPENAI_API_KEY_OF_WORKER_%d", 12+n, n+1); !strings.Contains(read, want) {
					t.Errorf("%s, %dx%d: %s is shown nowhere", name, size[0], size[1], want)
				}
			}
		}
	}
}

func TestWhatStandsBesideThePlanIsWrappedOnATerminalOf80Columns(t *testing.T) {
	g := widely(t).open(stored).put(newRotate)
	g.shows("which readers undo differently")
	g.shows("40, not written: it stands there encoded, such as base64")
	g.shows("Later")
}

func TestOneByOneEachPlaceWaitsForItsOwnY(t *testing.T) {
	p := parked(t)
	g := p.open(stored).put(newRotate)
	next := 0
	p.does(g, map[runbook.Name]func(*story){
		runbook.WriteStore: func(p *story) { p.wrote(next); next++ },
		runbook.VerifyNew:  func(p *story) { p.verified() },
	})
	g.shows("writes  vault:secret/prod/docs-bot, OPENAI_API_KEY")
	g.press("y")
	if n := g.engine.done(runbook.WriteStore); n != 1 {
		t.Fatalf("%d writes after one y", n)
	}
	g.shows("writes  dotenv:.env.production, line 12, OPENAI_API_KEY")
	g.shows("read by 2 services")
	g.press("y")
	if n := g.engine.done(runbook.VerifyNew); n != 1 || g.engine.done(runbook.WriteStore) != 2 {
		t.Errorf("did %v", names(g.engine.did))
	}
	g.shows("The new key is in place")
	g.shows("Restart what reads it")
}

func TestADrillAsksNobodyToRestartWhatItStartsAgainItself(t *testing.T) {
	g := drilling(parked(t).wrote(0).wrote(1).verified(), nil).put(newRotate)
	g.shows("The new key is in place")
	g.hides("Restart what reads it")
}

func TestDoItAllStopsWhereAPlaceIsNotAsPlanned(t *testing.T) {
	p := planned(t)
	g := p.open(func(g *rig) { stored(g); g.engine.sends = []providers.Statement{creation} }).put(newRotate)
	tries := 0
	p.does(g, map[runbook.Name]func(*story){
		runbook.Replace: func(p *story) { p.parked() },
		runbook.WriteStore: func(p *story) {
			if tries++; tries == 2 {
				p.failed(incident.StepRotate, incident.WhyStoreLost)
				return
			}
			p.wrote(min(tries-1, 1))
		},
		runbook.VerifyNew: func(p *story) { p.verified() },
	})
	g.press("down", "enter", "enter")
	g.shows("The same yes also writes it to 2 places:")
	g.press("y")
	if n := g.engine.done(runbook.WriteStore); n != 2 {
		t.Fatalf("%d writes", n)
	}
	g.shows("The store was changed by someone else meanwhile.")
	g.shows("!   write")
	g.press("u")
	g.shows("The old key is refused, or being revoked.")
	g.press("r", "y")
	g.shows("The new key is in place")
	g.shows("> Other credentials at risk")
}

func TestARotationWithAnUnknownRequestIsReadFirst(t *testing.T) {
	p := planned(t)
	p.intent("op2", incident.StepRotate, incident.IntentData{Act: incident.ActCreate, Statement: creation})
	p.add(incident.Uncertain, incident.StepRotate, "op2", incident.FailData{Reason: incident.WhyUnknownState, Fail: &incident.CallFail{Fate: providers.Unknown}})
	g := p.open(stored).put(newRotate)
	if _, ok := g.root.top().(*settle); !ok {
		t.Errorf("stands at %T", g.root.top())
	}
}

func TestAKeyThatTheAPICannotMakeIsMadeByHandAndTakenUnseen(t *testing.T) {
	p := planned(t)
	g := p.open(func(g *rig) { unmade(g); salted(g) }).put(newRotate)
	var got providers.Secret
	g.engine.do = nil
	g.shows("OpenAI cannot create a key of this kind through its API.")
	g.hides("Do it one by one")
	g.press("enter")
	g.shows("https://platform.openai.com/settings/organization/api-keys")
	g.pasted(drillKey("4fQ2"))
	g.press("enter")
	g.shows("That is the leaked key itself")
	if len(g.engine.did) != 0 {
		t.Fatalf("did %v", g.engine.did)
	}
	g.pasted(drillKey("Zz9k") + "\n")
	g.hides("DRILLDRILL")
	g.press("enter")
	if len(g.engine.inputs) == 1 {
		got = g.engine.inputs[0].Secret
	}
	if !got.Equal(providers.NewSecret([]byte(drillKey("Zz9k")))) || g.engine.did[0].Name != runbook.Receive {
		t.Errorf("did %v", g.engine.did)
	}
	g.shows("Rotation plan")
}

func TestInADrillTheKeyThatIsMadeByHandIsTakenFromTheDrillsConsole(t *testing.T) {
	p := planned(t)
	g := p.open(func(g *rig) { unmade(g); salted(g) }).put(newRotate)
	g.root.view.session.Exercise = &exercise{}
	g.engine.do = nil
	g.press("enter")
	g.shows("In a drill the key is made there for you")
	g.press("enter")
	if len(g.engine.inputs) != 1 || !g.engine.inputs[0].Secret.Equal(providers.NewSecret([]byte("made-in-the-console"))) || g.engine.did[0].Name != runbook.Receive {
		t.Errorf("did %v", g.engine.did)
	}
}

func TestTheStepCanBeDoneByMeOrLeftOutAtEveryStage(t *testing.T) {
	for name, p := range map[string]*story{"before a plan": dead(t), "with a plan": planned(t), "half written": parked(t).wrote(0)} {
		for key, want := range map[string]runbook.Name{"m": runbook.DoneByHand, "-": runbook.LeaveOut} {
			g := p.open(stored).put(newRotate)
			g.press(key)
			g.typed("by the platform team")
			g.press("enter")
			if n := len(g.engine.did); n != 1 || g.engine.did[0].Name != want || g.engine.did[0].Step != incident.StepRotate {
				t.Errorf("%s, %s: %v", name, key, g.engine.did)
			}
		}
	}
}

func TestAPassphraseIsTakenTwiceUnseenAndThePlanIsMadeAnew(t *testing.T) {
	g := sealing(t)
	g.press("enter")
	g.typed("correct horse")
	g.hides("correct")
	g.press("enter")
	g.shows("Type it once more.")
	g.typed("correct house")
	g.press("enter")
	g.shows("The two differ")
	for range 2 {
		g.typed("correct horse")
		g.press("enter")
	}
	if !slices.Equal(g.engine.notes, []string{"passphrase"}) || !slices.Equal(names(g.engine.did), []runbook.Name{runbook.Plan}) {
		t.Errorf("%v, did %v", g.engine.notes, names(g.engine.did))
	}
}

func TestAPassphraseThatWasChosenBeforeIsAskedForOnce(t *testing.T) {
	g := sealing(t)
	looked := 0
	g.config.Session.PassphraseKept = func() bool { looked++; return true } // another process may have made it since
	g.frame()
	if looked != 0 {
		t.Error("looked before it was needed")
	}
	g.press("enter")
	g.shows("Type the passphrase chosen before")
	g.typed("correct horse")
	g.press("enter")
	if !slices.Equal(g.engine.notes, []string{"passphrase"}) || !slices.Equal(names(g.engine.did), []runbook.Name{runbook.Plan}) {
		t.Errorf("%v, did %v", g.engine.notes, names(g.engine.did))
	}
}

func TestAWeakPassphraseIsNotChosen(t *testing.T) {
	for text, want := range map[string]string{
		"hunter2": "fewer than 12 characters", "aaaaaaaaaaaaaaaa": "One character over and over", drillKey("4fQ2"): "This holds a key",
	} {
		g := sealing(t)
		g.press("enter")
		g.typed(text)
		g.press("enter")
		g.shows(want)
		g.hides("Type it once more.")
		if len(g.engine.notes) > 0 {
			t.Errorf("%s: it was taken", want)
		}
	}
}

func TestAWrongPassphraseIsAskedForAgainWhereItWasTyped(t *testing.T) {
	g := sealing(t)
	g.config.Session.PassphraseKept = func() bool { return true }
	tried := 0
	g.config.Session.Passphrase = func(context.Context, providers.Secret) error {
		if tried++; tried == 1 {
			return fmt.Errorf("ask: %w", providers.ErrWrongPhrase)
		}
		return nil
	}
	g.press("enter")
	g.typed("short")
	g.press("enter")
	g.shows("That is not the passphrase that was chosen.")
	if g.engine.done(runbook.Plan) != 0 {
		t.Error("the plan was made without a place for the value")
	}
	g.typed("incorrect horse")
	g.press("enter")
	if tried != 2 || g.engine.done(runbook.Plan) != 1 {
		t.Errorf("tried %d times, did %v", tried, names(g.engine.did))
	}
}

func TestANewKeyThatIsSealedShutIsWrittenOnceItsPassphraseIsTyped(t *testing.T) {
	g := shut(t, true)
	tried := 0
	g.config.Session.Passphrase = func(context.Context, providers.Secret) error {
		if tried++; tried == 1 {
			return fmt.Errorf("ask: %w", providers.ErrWrongPhrase)
		}
		return nil
	}
	g.shows("There is no keyring service in this session.")
	g.shows("The new key exists, its value is kept sealed")
	g.hides("No new key was created")
	g.shows("enter choose")
	g.press("enter")
	g.shows("Open what is kept sealed")
	g.typed("incorrect horse")
	g.press("enter")
	g.shows("That is not the passphrase that was chosen.")
	g.press("esc")
	g.shows("Rotation under way")
	if len(g.engine.did) != 0 {
		t.Fatalf("without the passphrase: did %v", names(g.engine.did))
	}
	g.press("enter")
	g.typed("correct horse")
	g.press("enter")
	if tried != 2 || !slices.Equal(names(g.engine.did), []runbook.Name{runbook.WriteStore}) {
		t.Errorf("tried %d times, did %v", tried, names(g.engine.did))
	}
}

func TestNoPassphraseIsChosenForWhatIsSealedAlready(t *testing.T) {
	g := shut(t, false)
	g.press("enter")
	g.shows("Rotation under way")
	g.shows("No passphrase was chosen here")
}

func TestAfterARotationThatCameFirstTheOldKeyDiesOnceNobodyUsesIt(t *testing.T) {
	p := rotatedFirst(t)
	g := p.open(quietly)
	if n := g.engine.done(runbook.WatchUse); n != 1 {
		t.Fatalf("the watch began %d times", n)
	}
	g.press("g", "enter")
	g.shows("not now: the last use of the old key was not read yet")
	g.shows("The new key is in place")
	p.after(2*time.Minute).bring(g, func(p *story) { p.used(p.at.Add(-time.Minute)) })
	g.shows("unused for 1 min of 5 min")
	p.after(8*time.Minute).bring(g, func(p *story) { p.used(p.at.Add(-6 * time.Minute)) })
	g.press("enter")
	g.shows("Revoke this key?")
}

func TestInADrillWhoseClockStandsTheLastUseIsWaitedForByChoice(t *testing.T) {
	g := rotatedFirst(t).open(func(g *rig) {
		quietly(g)
		g.engine.sit.Running["k1/rotate"], g.config.Session.OneHand = true, true
	}).put(newRotate)
	t.Cleanup(g.config.Session.Feed.close)
	g.shows("> Wait for it here")
	g.press("enter")
	if g.engine.waits == 0 {
		t.Error("nothing lets the clock go on")
	}
}

func TestAnOldKeyDiesWhileItIsUsedForAReasonOnly(t *testing.T) {
	p := rotatedFirst(t)
	g := p.open(quietly).put(newRotate)
	p.does(g, map[runbook.Name]func(*story){runbook.RetireNow: func(p *story) {
		p.add(incident.Retired, incident.StepRotate, "", incident.RetireData{Reason: providers.FromOutside("the thief uses it")})
	}})
	g.press("down", "down")
	g.shows("> Revoke it now, with a reason")
	g.press("enter", "esc")
	g.shows("The new key is in place")
	g.press("enter")
	g.typed("the thief uses it")
	g.press("enter")
	g.shows("Revoke this key?")
	if g.engine.mutations() != 0 {
		t.Error("it was revoked without its phrase")
	}
}

func TestTheTypedRevokeOfAKeyInUseLeadsToTheWait(t *testing.T) {
	g := rotatedFirst(t).open(quietly).put(newRevoke)
	if _, ok := g.root.top().(*rotate); !ok {
		t.Errorf("stands at %T", g.root.top())
	}
}

func TestAYThatComesBeforeTheLastWriteEndedIsAskedForOnceMore(t *testing.T) {
	p := parked(t)
	g := p.open(stored).put(newRotate)
	g.hold = true
	g.press("y")
	p.bring(g, func(p *story) { p.wrote(0) }) // its answer is on the way
	g.shows("written: 1 of 2 places")
	g.press("y")
	g.shows("press the key once more")
	g.release()
	g.press("y")
	if n := g.engine.done(runbook.WriteStore); n != 2 {
		t.Errorf("%d writes", n)
	}
}
