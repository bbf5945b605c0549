package tui

import (
	"context"
	"errors"
	"fmt"
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
		scene{"rotate-wide", func(t testing.TB) *rig { return widely(t).open(stored).put(newRotate) }},
		scene{"rotate-wide-whole", func(t testing.TB) *rig {
			g := widely(t).open(stored).put(newRotate)
			g.frame()
			g.press("tab")
			return g
		}},
		scene{"rotate-wide-consent", func(t testing.TB) *rig {
			g := widely(t).open(func(g *rig) { stored(g); g.engine.sends = []providers.Statement{creation} }).put(newRotate)
			g.press("down", "enter", "enter")
			return g
		}},
		scene{"rotate-wide-consent-whole", func(t testing.TB) *rig {
			g := widely(t).open(func(g *rig) { stored(g); g.engine.sends = []providers.Statement{creation} }).put(newRotate)
			g.press("down", "enter", "enter")
			g.size(60, 20)
			g.frame() // what has no room is known by the frame
			g.press("tab")
			return g
		}},
		scene{"rotate-wide-write", func(t testing.TB) *rig { return widely(t).parked().open(stored).put(newRotate) }},
		scene{"rotate-by-hand", func(t testing.TB) *rig { return planned(t).open(unmade).put(newRotate) }},
		scene{"rotate-failed", func(t testing.TB) *rig {
			return begun(t).failed(incident.StepRotate, incident.WhyNoParking).open(passphrased).put(newRotate)
		}},
		scene{"rotate-write", func(t testing.TB) *rig { return parked(t).open(stored).put(newRotate) }},
		scene{"rotate-write-stopped", func(t testing.TB) *rig {
			return parked(t).wrote(0).add(incident.StepFailed, incident.StepRotate, "", incident.FailData{Reason: incident.WhyStoreLost, Detail: "vault:secret/prod"}).
				open(stored).put(newRotate)
		}},
		scene{"rotate-put-back", func(t testing.TB) *rig {
			g := halfRotated(t).open(func(g *rig) { stored(g); g.engine.sends = []providers.Statement{rollingBack} }).put(newRotate)
			g.press("u")
			return g
		}},
		scene{"rotate-shut", func(t testing.TB) *rig { return shut(t, true) }},
		scene{"rotate-shut-open", func(t testing.TB) *rig { g := shut(t, true); g.press("enter"); return g }},
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
		scene{"rights", func(t testing.TB) *rig { return rightsOf(t, &incident.ScopesData{Sets: scopeSets}) }},
		scene{"rights-known", func(t testing.TB) *rig {
			return rightsOf(t, &incident.ScopesData{Known: true, Own: []string{"api.model.read", "api.model.request", "api.files.read"}, Sets: scopeSets})
		}},
		scene{"rights-named", func(t testing.TB) *rig {
			g := rightsOf(t, &incident.ScopesData{Known: true, Own: []string{"api.model.read"}, Sets: scopeSets})
			g.press("down", "enter")
			g.typed("api.model.request")
			g.press("enter")
			return g
		}},
		scene{"create", func(t testing.TB) *rig { return creating(t, "enter") }},
		scene{"create-consent", func(t testing.TB) *rig { return creating(t, "enter", "down", "enter") }},
		scene{"create-consent-all", func(t testing.TB) *rig { return creating(t, "down", "enter", "enter") }},
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
	g.config.Session.Passphrase = func(context.Context, providers.Secret) error {
		g.engine.notes = append(g.engine.notes, "passphrase")
		return nil
	}
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

// scopeSets is what a vendor that takes scopes offers.
var scopeSets = []providers.ScopeSet{{ID: providers.ScopesModels, Scopes: []string{"api.model.read", "api.model.request"}}}

// rightsOf has a plan that asked for the old key's scopes, and the question for the new one's.
func rightsOf(t testing.TB, s *incident.ScopesData) *rig {
	g := dead(t).plan(incident.PlanData{Places: 3, Scopes: s}).open(func(g *rig) { stored(g); g.engine.sends = []providers.Statement{creation} }).put(newRotate)
	g.press("enter")
	return g
}

func (p *story) planned() *story { return p.plan(incident.PlanData{Places: 3}) }

func (p *story) plan(d incident.PlanData) *story {
	p.add(incident.StepStarted, incident.StepRotate, "", d)
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

// widely is a plan with a file that holds the key six times, and traces of it beside.
func widely(t testing.TB) *story {
	const file = "dotenv:/srv/docs-bot/releases/2026-11-20/services/api/.env.production"
	spots := make([]string, 6)
	for i := range spots {
		spots[i] = fmt.Sprintf("line %d, OPENAI_API_KEY_OF_WORKER_%d", 12+i, i+1)
	}
	at := func(detail string, off providers.Reason) incident.Place {
		return incident.Place{Store: file, Detail: detail, Guard: providers.Guarded, Version: "v", Off: off}
	}
	p := dead(t).add(incident.StepStarted, incident.StepRotate, "", incident.PlanData{Places: 3})
	for _, place := range []incident.Place{at(strings.Join(spots, "; "), ""), at("line 3, OPENAI_API_KEY_BEFORE", "escaped"), at("line 40", "encoded")} {
		p.add(incident.StoreFound, incident.StepRotate, "", place)
	}
	return p
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

// shut is a new key that is kept sealed where the keyring does not open.
func shut(t testing.TB, kept bool) *rig {
	p := parked(t).add(incident.StepFailed, incident.StepRotate, "", incident.FailData{Reason: incident.WhyShut, Detail: "read parked replacement: read identity: no service"})
	return p.open(func(g *rig) {
		passphrased(g)
		g.config.Session.PassphraseKept = func() bool { return kept }
	}).put(newRotate)
}

// rotatedFirst is a replacement that stands while the old key lives.
func rotatedFirst(t testing.TB) *story {
	return tell(t).located().saved().decided(incident.RotateFirst).planned().parked().wrote(0).wrote(1).verified()
}

// quietly needs an old key to be unused for five minutes.
func quietly(g *rig) {
	stored(g)
}

func (p *story) used(old time.Time) *story {
	return p.add(incident.UseSeen, incident.StepRotate, "", incident.UseData{Old: old, New: p.at})
}
