package tui

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

func TestARefusedKeyCanBeRevokedByItsRecordOnlyWhereOneFits(t *testing.T) {
	g := refusing(t).open(nil)
	g.press("down", "enter")
	g.shows("Revoke this key?")
	g.shows("key_7HqW2mXv9LcA")
	g = refusing(t, incident.Record{}).open(nil)
	g.press("down", "enter")
	g.shows("Refused. Dead, or not the whole key?")
	if g.engine.mutations() != 0 {
		t.Error("something was sent")
	}
}

func TestARefusedKeyIsTakenAsDeadOnlyAfterTheWatch(t *testing.T) {
	g := refusing(t).open(nil)
	g.press("down", "down", "enter")
	if g.engine.done(runbook.Prove) != 1 {
		t.Error("no watch was begun")
	}
	g.shows("Is it really dead?")
}

func TestAFalseAlarmIsClosedWithItsReason(t *testing.T) {
	p := refusing(t)
	g := p.open(nil)
	p.does(g, map[runbook.Name]func(*story){runbook.Close: func(p *story) {
		p.incident(incident.Closed, incident.ClosedData{Reason: falseAlarm})
	}})
	g.press("down", "down", "down", "enter")
	g.press("enter", "enter")
	if g.engine.done(runbook.Close) != 0 {
		t.Fatal("closed without a reason")
	}
	g.typed("a test value of the docs")
	g.press("enter")
	if n := len(g.engine.inputs); n == 0 || g.engine.inputs[n-1].Text != falseAlarm || len(g.engine.notes) != 1 || g.engine.notes[0] != "a test value of the docs" {
		t.Errorf("%+v %v", g.engine.inputs, g.engine.notes)
	}
}

func TestARefusedKeyIsAskedAgainAfterItWasPasted(t *testing.T) {
	p := refusing(t)
	g := p.open(func(g *rig) { g.config.Find = find })
	p.does(g, map[runbook.Name]func(*story){runbook.Validate: func(p *story) { p.validated(providers.Alive) }})
	g.press("enter")
	g.pasted(drillKey("4fQ2"))
	g.press("enter")
	if g.engine.done(runbook.Validate) != 1 {
		t.Error("it was not asked again")
	}
}

func TestNoRecordIsTakenBeforeAllOthersWereLeftOutWithAReason(t *testing.T) {
	p := alike(t)
	g := p.open(nil)
	g.press("enter", "enter")
	g.shows("choose one first: none is taken by itself")
	g.press("down", "enter")
	g.shows("leave out with - what it is not, until one is left")
	if len(g.engine.did) != 0 {
		t.Fatalf("done: %v", names(g.engine.did))
	}
	g.press("-", "esc")
	g.hides("left out by you")
	g.press("-")
	g.typed("other project")
	g.press("enter")
	g.shows("left out by you")
	if len(g.engine.notes) != 1 || g.engine.notes[0] != "record key_aaaaaaaaaaaa left out: other project" {
		t.Errorf("notes: %q", g.engine.notes)
	}
	p.does(g, map[runbook.Name]func(*story){runbook.Keep: func(p *story) {
		d := *p.state().Keys["k1"].Located
		d.Chosen = "key_bbbbbbbbbbbb"
		p.add(incident.Located, incident.StepLocate, "", d)
	}})
	g.press("u")
	g.hides("left out by you")
	g.press("down", "-")
	g.typed("other project")
	g.press("enter", "enter")
	if a := g.engine.did[0]; a.Name != runbook.Keep || a.About != "key_bbbbbbbbbbbb" {
		t.Errorf("kept %+v", a)
	}
	g.shows("What do we do first?")
}

func TestADeletionByHandIsAClaimThatTheWatchProves(t *testing.T) {
	p := nobody(t, incident.WhyNoAdmin)
	g := p.open(helped)
	p.does(g, map[runbook.Name]func(*story){runbook.DoneByHand: func(p *story) {
		p.add(incident.StepManual, incident.StepRevoke, "", incident.NoteData{Text: providers.FromOutside("ben did")})
	}})
	g.press("enter")
	g.shows("https://platform.openai.com/settings/organization/api-keys")
	g.press("enter")
	g.typed("ben did")
	g.press("enter")
	g.shows("Is it really dead?")
	if g.engine.done(runbook.Prove) != 1 {
		t.Error("no watch was begun")
	}
}

func TestAnAdminKeyWorksForThisRunAndIsKeptOnlyIfAsked(t *testing.T) {
	for name, c := range map[string]struct {
		keys  []string
		other bool   // another is kept already
		kept  string // what the keeping was asked for
	}{
		"for this run":                 {keys: []string{"enter"}},
		"sealed":                       {keys: []string{"down", "enter"}, kept: "openai t9Aa false;"},
		"sealed, and the other stays":  {keys: []string{"down", "enter", "enter"}, other: true, kept: "openai t9Aa false;"},
		"sealed in place of the other": {keys: []string{"down", "enter", "down", "enter"}, other: true, kept: "openai t9Aa false;openai t9Aa true;"},
	} {
		var added, kept string
		g := nobody(t, incident.WhyNoAdmin).open(func(g *rig) {
			helped(g)
			s := g.config.Session
			s.AddAdmin = func(provider string, value providers.Credential) []string {
				added = provider + " " + value.Secret.Last4()
				return nil
			}
			s.KeepAdmin = func(_ context.Context, provider string, value providers.Credential, replace bool) error {
				kept += fmt.Sprintf("%s %s %v;", provider, value.Secret.Last4(), replace)
				if c.other && !replace {
					return &providers.AdminKeptError{Ending: "x7Kq"}
				}
				return nil
			}
		})
		g.press("down", "down", "enter")
		g.typed("an-admin-value-t9Aa")
		g.hides("t9Aa")
		g.press("enter")
		g.press(c.keys[:min(2, len(c.keys))]...)
		if c.other {
			g.shows("ending in x7Kq")
			g.press(c.keys[2:]...)
		}
		if added != "openai t9Aa" || c.kept != kept {
			t.Errorf("%s: added %q, kept %q", name, added, kept)
		}
		if g.engine.done(runbook.Locate) != 1 {
			t.Errorf("%s: the record was not looked for again", name)
		}
	}
}

func TestWhatIsRefusedAsAnAdminKeyIsNeitherUsedNorKept(t *testing.T) {
	g := nobody(t, incident.WhyNoAdmin).open(func(g *rig) {
		helped(g)
		g.config.Session.AddAdmin = func(string, providers.Credential) []string { return []string{"It is none."} }
		g.config.Session.KeepAdmin = func(context.Context, string, providers.Credential, bool) error {
			t.Error("it was kept")
			return nil
		}
	})
	g.press("down", "down", "enter")
	g.typed("an-admin-value-t9Aa")
	g.press("enter")
	g.shows("It is none.")
	if g.engine.done(runbook.Locate) != 0 {
		t.Error("the record was looked for again")
	}
}

func TestANoteIsPutInFrontOfThePersonOnce(t *testing.T) {
	g := nobody(t, incident.WhyNoAdmin).open(helped)
	g.config.Session.Feed.Note("The keyring does not answer.")
	g.sync()
	g.shows("The keyring does not answer.")
	g.press("down")
	g.sync()
	g.hides("The keyring does not answer.")
}

func TestTheLeakedKeyAndSeveralValuesAreNoAdminKey(t *testing.T) {
	for text, want := range map[string]string{
		drillKey("4fQ2"):     "The admin key given here is the leaked key itself.",
		"one two\nthree":     "One value is wanted here",
		"\x1b[2J one\r\ntwo": "One value is wanted here",
	} {
		g := nobody(t, incident.WhyNoAdmin).open(func(g *rig) {
			helped(g)
			g.config.Session.AddAdmin = func(string, providers.Credential) []string {
				t.Error("it was taken")
				return nil
			}
		})
		g.press("down", "down", "enter")
		g.pasted(text)
		g.press("enter")
		g.shows(want)
	}
}

func TestTheTextForTheChatHoldsNoKeyAndAsksForNone(t *testing.T) {
	g := nobody(t, incident.WhyNoAdmin).open(helped)
	g.press("down", "enter")
	g.shows("Send no key by chat.")
	g.shows("ending 4fQ2")
	if strings.Contains(plainly(g.frame()), "DRILL") {
		t.Error("the text holds the key")
	}
}

func TestLookingAgainMakesTheReadsOnceMore(t *testing.T) {
	g := nobody(t, incident.WhyNoAdmin).open(helped)
	g.press("r")
	if g.engine.done(runbook.Locate) != 1 {
		t.Error("the record was not looked for again")
	}
}

func TestEnterOnAKeyOfTheListWorksOnIt(t *testing.T) {
	g := severalKeys(t)
	g.press("b", "enter") // the one that rules the others stands first
	if got := g.root.view.key().Cred; got != "k2" {
		t.Errorf("works on %q", got)
	}
	g.press("b")
	g.shows("3 keys. Which one now?")
}
