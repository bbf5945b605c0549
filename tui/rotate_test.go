package tui

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

func init() {
	scenes = append(scenes,
		scene{"rotate-ask", func(t testing.TB) *rig { return dead(t).open(nil).put(newRotate) }},
		scene{"rotate-ask-stores", func(t testing.TB) *rig { return dead(t).open(stored).put(newRotate) }},
		scene{"rotate-planning", func(t testing.TB) *rig {
			g := dead(t).open(stored).put(newRotate)
			g.hold = true
			g.press("enter")
			return g
		}},
		picture("rotate", scene{"rotate", func(t testing.TB) *rig { return planned(t).open(stored).put(newRotate) }}),
		scene{"rotate-by-hand", func(t testing.TB) *rig { return planned(t).open(unmade).put(newRotate) }},
		scene{"rotate-failed", func(t testing.TB) *rig {
			return begun(t).failed(incident.StepRotate, incident.WhyNoParking).open(passphrased).put(newRotate)
		}},
		scene{"rotate-write", func(t testing.TB) *rig { return parked(t).open(stored).put(newRotate) }},
		scene{"rotate-write-stopped", func(t testing.TB) *rig {
			return parked(t).wrote(0).add(incident.StepFailed, incident.StepRotate, "", incident.FailData{Reason: incident.WhyStoreLost, Detail: "vault:secret/prod"}).
				open(stored).put(newRotate)
		}},
		scene{"rotate-not-read-back", func(t testing.TB) *rig {
			return parked(t).wrote(0).wrote(1).failed(incident.StepRotate, incident.WhyNewKeyDead).open(stored).put(newRotate)
		}},
		scene{"rotated", func(t testing.TB) *rig { return rotated(t).open(stored).put(newRotate) }},
		scene{"rotated-first", func(t testing.TB) *rig {
			p := rotatedFirst(t).after(2 * time.Minute)
			return p.used(p.at.Add(-time.Minute)).open(func(g *rig) { quietly(g); g.engine.sit.Running["k1/rotate"] = true }).put(newRotate)
		}},
		scene{"rotate-left-out", func(t testing.TB) *rig {
			return dead(t).add(incident.StepSkipped, incident.StepRotate, "", incident.NoteData{Text: providers.FromOutside("nobody uses it")}).open(nil).put(newRotate)
		}},
		scene{"create", func(t testing.TB) *rig { return creating(t, "enter") }},
		scene{"create-all", func(t testing.TB) *rig { return creating(t, "down", "enter") }},
		scene{"store", func(t testing.TB) *rig {
			g := dead(t).open(nil).put(newRotate)
			g.press("enter")
			g.typed("dotenv:.env")
			return g
		}},
		scene{"store-unknown", func(t testing.TB) *rig {
			g := dead(t).open(refusingStores).put(newRotate)
			g.press("enter")
			g.typed("nowhere")
			g.press("enter")
			return g
		}},
		scene{"receive", receiving},
		scene{"receive-leaked", func(t testing.TB) *rig { g := receiving(t); g.pasted(drillKey("4fQ2")); g.press("enter"); return g }},
		scene{"seal", func(t testing.TB) *rig { g := sealing(t); g.press("enter"); return g }},
		scene{"seal-differs", func(t testing.TB) *rig {
			g := sealing(t)
			g.press("enter")
			g.typed("one")
			g.press("enter")
			g.typed("two")
			g.press("enter")
			return g
		}},
		scene{"hostile-rotate", func(t testing.TB) *rig { return hostileRotation(t).open(stored).put(newRotate) }},
		scene{"hostile-rotate-write", func(t testing.TB) *rig { return hostileRotation(t).parked().open(stored).put(newRotate) }},
	)
}

// stored has two stores named.
func stored(g *rig) {
	g.engine.sit.Stores = []string{"vault:secret/prod/docs-bot", "dotenv:.env.production"}
	helpedBy(g)
}

// helpedBy has a console page for everything that is done by hand.
func helpedBy(g *rig) {
	g.config.Find = find
	g.config.Session.Engine = &paged{g.engine}
}

// unmade is a vendor whose API makes no key of this kind.
func unmade(g *rig) {
	stored(g)
	g.engine.sit.Able = func(_ incident.Key, c providers.Capability) providers.Way {
		if c == providers.CanReplace {
			return providers.Guided
		}
		return providers.Auto
	}
}

func passphrased(g *rig) {
	stored(g)
	g.config.Session.Passphrase = func(s providers.Secret) { g.engine.notes = append(g.engine.notes, "passphrase") }
}

type unknownStores struct{ *fakeEngine }

func (unknownStores) AddStore(string) error {
	return errors.New("store \x1b[2J is not known")
}

func refusingStores(g *rig) { g.config.Session.Engine = unknownStores{g.engine} }

// paged is an engine whose vendor has a console page for everything.
type paged struct{ *fakeEngine }

func (e *paged) Vendor(string) runbook.Vendor {
	return runbook.Vendor{Name: "openai", Title: "OpenAI", Adapter: pages{}}
}

type pages struct{}

func (pages) Guide(string, providers.Kind) (providers.Guide, bool) {
	return providers.Guide{URL: "https://platform.openai.com/settings/organization/api-keys"}, true
}

// The engine names a store as soon as it is added.
func (e *paged) AddStore(name string) error {
	e.sit.Stores = append(slices.Clone(e.sit.Stores), name)
	return e.fakeEngine.AddStore(name)
}

func begun(t testing.TB) *story {
	return dead(t).add(incident.StepStarted, incident.StepRotate, "", nil)
}

var samplePlaces = []incident.Place{
	{Store: "vault:secret/prod/docs-bot", Detail: "OPENAI_API_KEY", Guard: providers.Guarded, Version: "7"},
	{Store: "dotenv:.env.production", Detail: "line 12, OPENAI_API_KEY", Guard: providers.Unguarded, Warning: providers.FromOutside("read by 2 services")},
}

func (p *story) planned() *story {
	p.add(incident.StepStarted, incident.StepRotate, "", nil)
	for _, one := range samplePlaces {
		p.add(incident.StoreFound, incident.StepRotate, "", one)
	}
	return p.add(incident.StoreFound, incident.StepRotate, "", incident.Place{Store: "dotenv:.env.production", Detail: "line 3", Off: "comment"})
}

func planned(t testing.TB) *story { return dead(t).planned() }

func newRecord() incident.Record {
	r := storyRecord()
	r.ID, r.Name = "key_new", providers.FromOutside("firebreak INC-20261123-k7qd op2")
	return r
}

func (p *story) parked() *story {
	p.intent("op2", incident.StepRotate, incident.IntentData{Act: incident.ActCreate})
	p.add(incident.Created, incident.StepRotate, "op2", incident.CreatedData{Record: newRecord()})
	p.add(incident.Parked, incident.StepRotate, "op2", incident.ParkedData{File: "op2.age", Fingerprint: "f2", Last4: "Zz9k"})
	return p.outcome("op2", incident.StepRotate, incident.OutcomeData{Result: incident.Applied, Status: 200})
}

func parked(t testing.TB) *story { return planned(t).parked() }

func (p *story) wrote(i int) *story {
	return p.add(incident.Written, incident.StepRotate, "", samplePlaces[i])
}

func (p *story) verified() *story {
	for _, one := range samplePlaces {
		p.add(incident.Verified, incident.StepRotate, "", incident.VerifiedData{Place: &one, Holds: true})
	}
	alive := p.verdict(providers.Alive)
	p.add(incident.Verified, incident.StepRotate, "", incident.VerifiedData{Verdict: &alive})
	return p.add(incident.StepDone, incident.StepRotate, "", nil)
}

func rotated(t testing.TB) *story { return parked(t).wrote(0).wrote(1).verified() }

func hostileRotation(t testing.TB) *story {
	p := dead(t).add(incident.StepStarted, incident.StepRotate, "", nil)
	p.add(incident.StoreFound, incident.StepRotate, "", incident.Place{Store: "dotenv:\x1b[2J\u202e.env", Detail: "line 1, \x1b]0;x\a" + strings.Repeat("W", 300), Warning: hostile})
	return p.add(incident.StoreFound, incident.StepRotate, "", incident.Place{Store: "dotenv:\x1b[2J", Detail: "\u202e", Off: "\x1b[2J"})
}

var creation = providers.Statement{Door: "http", Method: "POST", Effect: providers.Mutate, Reversible: true, Undo: "openai.service_account_key.delete",
	URL: "https://api.openai.com/v1/organization/projects/proj_8sK2nQ/service_accounts/sa_1/api_keys", Body: []byte(`{"name":"firebreak INC-20261123-k7qd opN"}`)}

func creating(t testing.TB, keys ...string) *rig {
	g := planned(t).open(func(g *rig) { stored(g); g.engine.sends = []providers.Statement{creation} }).put(newRotate)
	g.press(keys...)
	return g
}

func receiving(t testing.TB) *rig {
	g := planned(t).open(func(g *rig) {
		unmade(g)
		salted(g)
	}).put(newRotate)
	g.press("enter")
	return g
}

// salted has the incident know its key by fingerprint.
func salted(g *rig) {
	k := g.engine.state.Keys["k1"]
	k.Identity.Fingerprint = providers.NewSecret([]byte(drillKey("4fQ2"))).Fingerprint(nil)
	g.engine.state.Keys["k1"] = k
}

func sealing(t testing.TB) *rig {
	return begun(t).failed(incident.StepRotate, incident.WhyNoParking).open(passphrased).put(newRotate)
}

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
	g.shows("POST https://api.openai.com/v1/organization/projects/proj_8sK2nQ/")
	g.press("enter")
	g.shows("Rotation plan")
	g.press("enter", "down", "down", "y")
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
	g.press("down", "enter")
	g.shows("After that, under the same y, the new key is written to:")
	g.press("y")
	if n := g.engine.done(runbook.WriteStore); n != 2 {
		t.Fatalf("%d writes", n)
	}
	g.shows("The store was changed by someone else meanwhile.")
	g.shows("!   write")
	g.press("u")
	g.shows("no roll back: the old key leaked")
	g.press("r")
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

func TestAfterARotationThatCameFirstTheOldKeyDiesOnceNobodyUsesIt(t *testing.T) {
	p := rotatedFirst(t)
	g := p.open(quietly)
	if n := g.engine.done(runbook.WatchUse); n != 1 {
		t.Fatalf("the watch began %d times", n)
	}
	g.press("g", "enter")
	g.shows("not now: the old key is still used")
	g.shows("The new key is in place")
	p.after(2*time.Minute).bring(g, func(p *story) { p.used(p.at.Add(-time.Minute)) })
	g.shows("unused for 1 min of 5 min")
	p.after(8*time.Minute).bring(g, func(p *story) { p.used(p.at.Add(-6 * time.Minute)) })
	g.press("enter")
	g.shows("Revoke this key?")
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

// rotatedFirst is a replacement that stands while the old key lives.
func rotatedFirst(t testing.TB) *story {
	return tell(t).located().saved().decided(incident.RotateFirst).planned().parked().wrote(0).wrote(1).verified()
}

// quietly needs an old key to be unused for five minutes.
func quietly(g *rig) {
	stored(g)
	g.engine.sit.Quiet = runbook.Quiet
}

func (p *story) used(old time.Time) *story {
	return p.add(incident.UseSeen, incident.StepRotate, "", incident.UseData{Old: old, New: p.at})
}
