package tui

import (
	"context"
	"slices"
	"testing"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// maskedKey is an incident over what an alert shows of a key.
func maskedKey(t testing.TB) *story {
	return tell(t).add(incident.Identified, incident.StepIdentify, "", incident.IdentifiedData{Kind: "openai/service-account-key", Prefix: "sk-svcacct-",
		Last4: "4fQ2", Confidence: "low", Why: "masked", Masked: true})
}

// baitKey is one over a value that is filled as examples are.
func baitKey(t testing.TB) *story {
	return tell(t).add(incident.Identified, incident.StepIdentify, "", incident.IdentifiedData{Kind: "openai/service-account-key", Last4: "4fQ2",
		Confidence: "low", Why: "decoy", Fingerprint: providers.NewSecret([]byte(drillKey("4fQ2"))).Fingerprint(nil)})
}

// keyless has the key's value not in memory.
func keyless(g *rig) { g.engine.sit.Have = map[string]bool{} }

// standing has every text hold what is told, and no key.
func standing(d incident.IdentifiedData) func(*rig) {
	return func(g *rig) {
		d.Kind, d.Last4, d.Line, d.Confidence = "openai/service-account-key", "4fQ2", 1, "low"
		g.config.TakeIn = func([]byte) ([]Found, Shape) {
			return []Found{{Credential: providers.Credential{Kind: d.Kind}, Told: d}}, Shape{}
		}
	}
}

func shown(g *rig)   { standing(incident.IdentifiedData{Why: "masked", Masked: true})(g) }
func example(g *rig) { standing(incident.IdentifiedData{Why: "decoy"})(g) }

func TestAMaskedKeyGoesOnByItsEnding(t *testing.T) {
	g := newRig(t, func(g *rig) { g.config.Find = find; shown(g); keyless(g) })
	p := maskedKey(t)
	g.config.Create = func(_ context.Context, keys []Found, _ int) (*Session, error) {
		if !keys[0].Told.Masked || !keys[0].Credential.Secret.IsEmpty() {
			t.Errorf("opened on %+v", keys[0].Told)
		}
		s := opening(t, g)
		g.engine.state, g.engine.events = p.state(), p.events
		answers(p, g)
		return s, nil
	}
	g.engine.sends = []providers.Statement{deletion}
	g.pasted("key sk-svcacct-...4fQ2 was found in a public place")
	g.shows("enter go on by its ending")
	g.press("enter")
	g.shows("not checked: only its ending is known")
	g.press("enter")
	g.shows("Revoke this key?")
	if want := []runbook.Name{runbook.Locate, runbook.Forecast, runbook.Decide}; !slices.Equal(names(g.engine.did), want) {
		t.Errorf("done: %v", names(g.engine.did))
	}
}

func TestTheWholeOfAMaskedKeyIsTakenWhereNobodyCanKillIt(t *testing.T) {
	p := maskedKey(t).failed(incident.StepLocate, incident.WhyNoAdmin)
	g := p.open(func(g *rig) { keyless(g); g.config.Find = find })
	g.shows("Who can kill it?")
	g.press("down", "down", "enter")
	g.shows("Paste the same key, ending 4fQ2")
	g.pasted(drillKey("4fQ2"))
	g.engine.sit.Have = map[string]bool{"k1": true}
	g.press("enter")
	if n := g.engine.done(runbook.Validate); n != 1 || len(g.engine.held) != 1 {
		t.Errorf("%d probes, %d keys held", n, len(g.engine.held))
	}
}

func TestAKeyRevokedByItsEndingIsNotAskedFor(t *testing.T) {
	p := maskedKey(t).found(providers.MaskOnly, storyRecord()).saved().decided(incident.RevokeFirst).revoked("op1")
	g := p.open(keyless)
	g.shows("nobody here has a value to prove dead.")
	g.hides("Paste the same key")
	g.put(newBack)
	g.hides("Paste the same key")
	g.put(newTrace)
	g.root.top().(*tracing).folders = []string{"/srv"}
	g.press("G", "up", "up", "up", "enter")
	if _, asks := g.root.top().(*same); asks {
		t.Error("the search asks for it")
	}
}

func TestOfSeveralRecordsThatEndAlikeNoneCanBeTaken(t *testing.T) {
	g := maskedKey(t).found(providers.MaskOnly, many(2)...).failed(incident.StepLocate, incident.WhyAmbiguous).open(keyless)
	g.shows("Who can kill it?")
}

func TestF072BaitIsUsedOnlyOnceThatWasAgreedTo(t *testing.T) {
	g := baitKey(t).open(nil)
	g.shows("Use this key? It may be bait")
	g.press("enter")
	g.shows("What next?")
	g.press("enter")
	g.shows("Use this key? It may be bait")
	if n := len(g.engine.did); n != 0 {
		t.Fatalf("%d actions without a yes", n)
	}
	g.press("down", "enter")
	if want := []runbook.Name{runbook.Validate, runbook.Locate}; !slices.Equal(names(g.engine.did), want) {
		t.Errorf("done: %v", names(g.engine.did))
	}
	for _, in := range g.engine.inputs {
		if !slices.Contains(in.Approved, runbook.ApproveDecoy) {
			t.Errorf("the engine is not told of the yes: %+v", in)
		}
	}
}

func TestAFalseAlarmEndsAnIncidentOverBait(t *testing.T) {
	g := baitKey(t).open(nil)
	g.press("G", "enter")
	g.typed("the canary of the platform team")
	g.press("enter")
	if n := g.engine.done(runbook.Close); n != 1 || g.engine.inputs[0].Text != falseAlarm {
		t.Errorf("closed %d times", n)
	}
}

// madeKey is a key that the leaked one made: its record is known, and no value.
func madeKey(t testing.TB) *story {
	r := storyRecord()
	return tell(t).add(incident.Identified, incident.StepIdentify, "", incident.IdentifiedData{Kind: "openai/service-account-key", Last4: "4fQ2",
		Confidence: "high", Why: "record", Masked: true, Record: &r, Because: &incident.Because{Cred: "k0", Row: r.ID, Relation: providers.MintedByIt}}).saved()
}

func TestAKeyKnownByItsRecordIsAskedForByNobodyAndItsProofIsLeftOut(t *testing.T) {
	p := madeKey(t).decided(incident.RevokeFirst)
	g := p.open(keyless)
	g.put(newBack)
	g.hides("Paste the same key")
	p = p.revoked("op1")
	g = p.open(keyless)
	g.shows("Read its record once more")
	g = p.add(incident.RecordRead, incident.StepProve, "", incident.ReadData{Status: providers.Gone, At: p.at}).open(keyless)
	g.shows("record: gone")
	g.shows("Leave it out, with a reason: prove dead")
	g = p.add(incident.StepSkipped, incident.StepProve, "", incident.NoteData{Text: providers.FromOutside("gone in the console")}).open(keyless)
	g.put(newProof)
	g.shows("left out: gone in the console")
	g.hides("Leave it out")
}

func TestAKeyThatNothingEndsIsNotAskedAboutTwiceOnceItIsLimited(t *testing.T) {
	limit := incident.Limit{ID: "sessions", WholeOf: "role", ExactUndo: true}
	p := madeKey(t).decided(incident.ContainFirst).add(incident.Intended, incident.StepContain, "op1", incident.IntentData{Act: incident.ActContain, Limit: &limit}).
		add(incident.Concluded, incident.StepContain, "op1", incident.OutcomeData{Result: incident.Applied})
	g := p.open(keyless)
	g.hides("What do we do first?")
	g.shows("Revoke this key?")
}

func TestAKeyThatNoCallEndsCanBeLimitedWhereItIsToldSo(t *testing.T) {
	limited := func(g *rig) {
		keyless(g)
		g.engine.sit.Able = func(_ incident.Key, c providers.Capability) providers.Way {
			if c == providers.CanRevoke {
				return providers.Guided
			}
			return providers.Auto
		}
	}
	p := madeKey(t).decided(incident.RevokeFirst)
	g := p.open(limited)
	g.shows("Who can kill it?")
	g.shows("Set a limit that can be undone")
	g.press("enter")
	g.shows("Limit it first?")
}
