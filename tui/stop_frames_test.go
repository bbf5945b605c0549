package tui

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// revival takes a deletion back.
var revival = providers.Statement{Door: "http", Method: "POST", Effect: providers.Mutate, Reversible: true, Undo: "google.key.delete",
	URL: "https://apikeys.googleapis.com/v2/projects/481516234/locations/global/keys/5f0c2c1e-8a41-4a53-9c8f-0d7a1e2b3c4d:undelete"}

// restorable is a key whose death is proven and whose vendor can bring it back.
func restorable(t testing.TB) *rig {
	return armed(t).proven().open(func(g *rig) {
		g.engine.sit.Restorable = func(incident.Key) time.Duration { return 30 * 24 * time.Hour }
		g.engine.sends = []providers.Statement{revival}
	}).put(proving)
}

// stopScenes are the screens around the kill, and those of somebody who comes back.
var stopScenes = []scene{
	{"revoke", func(t testing.TB) *rig { return armed(t).open(nil) }},
	{"revoke-wrong", func(t testing.TB) *rig { g := armed(t).open(nil); g.typed("revoke 4fw"); return g }},
	{"revoke-fits", func(t testing.TB) *rig { g := armed(t).open(nil); g.typed("revoke 4fQ2"); return g }},
	{"revoke-mask-only", func(t testing.TB) *rig {
		return tell(t).locatedBy(providers.MaskOnly, storyRecord()).saved().decided(incident.RevokeFirst).open(nil)
	}},
	{"revoke-dry-run", func(t testing.TB) *rig {
		return tell(t).mode(incident.DryRun).located().saved().decided(incident.RevokeFirst).open(nil)
	}},
	{"revoke-unmade", func(t testing.TB) *rig {
		return armed(t).open(func(g *rig) { g.config.Session.Engine = &unable{fakeEngine: g.engine} })
	}},
	{"not-revoked", refusedOwner},
	{"revoke-owner", func(t testing.TB) *rig { g := refusedOwner(t); g.press("down", "enter"); return g }},
	{"contain", func(t testing.TB) *rig { _, g := containing(t); return g }},
	{"contain-consent", func(t testing.TB) *rig { _, g := containing(t); g.press("enter"); return g }},
	{"contained", func(t testing.TB) *rig {
		g := tell(t).located().saved().decided(incident.ContainFirst).limited("op1").open(nil)
		return g.put(func(v *view) screen { return v.open(placeContain) })
	}},
	{"lift", func(t testing.TB) *rig {
		g := tell(t).located().saved().limited("op1").open(func(g *rig) { g.engine.sends = []providers.Statement{limiting} })
		return g.put(newLiftScreen)
	}},
	{"lift-consent", func(t testing.TB) *rig {
		g := tell(t).located().saved().limited("op1").open(func(g *rig) { g.engine.sends = []providers.Statement{limiting} })
		g.put(newLiftScreen).press("enter")
		return g
	}},
	{"reason", func(t testing.TB) *rig {
		g := tell(t).located().saved().limited("op1").open(nil).put(newLiftScreen)
		g.press("-")
		g.typed("kept until the audit")
		return g
	}},
	{"proof-short", func(t testing.TB) *rig {
		return watching(t, time.Minute).probe(providers.Alive, providers.Alive, providers.Dead, providers.Dead).open(running)
	}},
	{"proof-long", func(t testing.TB) *rig {
		return watching(t, 30*time.Minute).probe(providers.Dead, providers.Alive, providers.Dead).after(12 * time.Minute).probe(providers.Dead).open(running)
	}},
	{"proof-done", func(t testing.TB) *rig { return armed(t).proven().open(nil).put(proving) }},
	{"proof-done-restorable", restorable},
	{"restore", func(t testing.TB) *rig { g := restorable(t); g.press("down", "enter"); return g }},
	{"restore-fits", func(t testing.TB) *rig {
		g := restorable(t)
		g.press("down", "enter")
		g.typed("restore 4fQ2")
		return g
	}},
	{"proof-ended", func(t testing.TB) *rig {
		return watching(t, time.Minute).probe(providers.Alive).add(incident.StepFailed, incident.StepProve, "", incident.FailData{Reason: incident.WhyDeadline}).open(nil)
	}},
	{"proof-alive-again", func(t testing.TB) *rig {
		return armed(t).proven().after(10 * time.Minute).probe(providers.Alive).open(nil).put(proving)
	}},
	{"settle", func(t testing.TB) *rig { return armed(t).sent("op1").open(nil) }},
	{"back", func(t testing.TB) *rig { _, g := returning(t, nil); return g }},
	{"back-another-key", func(t testing.TB) *rig {
		_, g := returning(t, nil)
		g.pasted("key 77aB")
		g.press("enter")
		return g
	}},
	{"held", func(t testing.TB) *rig { return elsewhere(t, nil) }},
	{"follow", func(t testing.TB) *rig { g := elsewhere(t, nil); g.press("enter"); g.once(); return g }},
	{"hand-over", func(t testing.TB) *rig { g := elsewhere(t, nil); g.press("down", "down", "enter"); return g }},
	{"trouble", func(t testing.TB) *rig {
		g := tell(t).located().add(incident.StepFailed, incident.StepForecast, "", incident.FailData{Reason: incident.WhyRateLimited}).open(nil)
		return g.put(func(v *view) screen { return newTrouble(v, incident.StepForecast) })
	}},
}

func proving(v *view) screen { return newProof(v) }

func TestFramesAroundTheKill(t *testing.T) {
	for _, s := range stopScenes {
		t.Run(s.name, func(t *testing.T) {
			g := s.play(t)
			checkKeys(t, s.name, g)
			goldenFrames(t, s.name, g)
		})
	}
}

func TestFramesAroundTheKillInIndonesian(t *testing.T) {
	for _, s := range stopScenes {
		t.Run(s.name, func(t *testing.T) {
			g := s.play(t)
			english := plainly(g.frame())
			g.root.view.lang = words.Indonesian
			if plainly(g.frame()) == english {
				t.Error("the frame is the same in both languages")
			}
			eachFrame(g, func(title string, _, _ int, _ theme, frame string) { checkFrame(t, title, g, frame) })
			if s.name == "revoke" || s.name == "proof-long" || s.name == "settle" {
				goldenFrames(t, "id-"+s.name, g)
			}
		})
	}
}

// Enter, over and over, on every screen: nothing is ever sent that changes something.
func TestMashingEnterSendsNothing(t *testing.T) {
	for _, s := range stopScenes {
		if strings.HasSuffix(s.name, "-fits") { // there the phrase stands, and its enter is the one that confirms
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			g := s.play(t)
			was := g.engine.mutations()
			g.press(slices.Repeat([]string{"enter"}, 60)...)
			if n := g.engine.mutations(); n != was {
				t.Errorf("%d mutations: %v", n-was, g.engine.did)
			}
		})
	}
}

// Pastes and bursts on every screen: nothing is confirmed, nobody leaves.
func TestF025PastesAndBurstsConfirmNothing(t *testing.T) {
	for _, s := range stopScenes {
		if strings.HasSuffix(s.name, "-fits") {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			g := s.play(t)
			was := g.engine.mutations()
			for range 3 {
				g.pasted("B\no\nq\ny\nrevoke 4fQ2\n")
				g.burst("B", "enter", "o", "enter", "q", "enter", "y", "enter")
				g.burst("revoke 4fQ2", "enter")
				g.burst("delete owner 4fQ2", "enter", "y")
				g.burst("y", "y")
			}
			if g.quit || g.engine.mutations() != was {
				t.Errorf("quit %v, did %v", g.quit, g.engine.did)
			}
		})
	}
}

// evil would move the cursor, recolour, reverse, break lines and put something on the clipboard.
const evil = "x\x1b[2J\x1b]52;c;eA==\x07\r\n\u202ey\x9b31m\u200b`|*"

func TestHostileTextAroundTheKillIsHarmless(t *testing.T) {
	u := providers.FromOutside(evil)
	r := storyRecord()
	r.Name, r.ParentName, r.OwnerName, r.ID = u, u, u, "key_7HqW"+evil
	hostile := func(t testing.TB) *story {
		p := tell(t)
		p.events = nil
		p.incident(incident.Opened, incident.OpenedData{ID: "INC-20261123-k7qd", Mode: incident.Live, Who: u, Where: u})
		return p.locatedBy(providers.MaskOnly, r).saved().decided(incident.RevokeFirst)
	}
	fail := incident.FailData{Reason: incident.WhyNotPermitted, Fail: &incident.CallFail{Fate: providers.Refused, Status: 403, Code: evil, Message: u}}
	body, err := json.Marshal(evil)
	if err != nil {
		t.Fatal(err)
	}
	bad := providers.Statement{Door: "http", Method: "DELETE" + evil, URL: "https://h/" + evil, Effect: providers.Mutate, Body: body}
	limit := incident.Limit{ID: "l" + evil, Target: u, WholeOf: evil}
	for name, open := range map[string]func(testing.TB) *rig{
		"revoke": func(t testing.TB) *rig {
			return hostile(t).open(func(g *rig) { g.engine.sends = []providers.Statement{bad} })
		},
		"not revoked": func(t testing.TB) *rig {
			return hostile(t).refused("op1").add(incident.StepFailed, incident.StepRevoke, "", fail).open(nil)
		},
		"owner": func(t testing.TB) *rig {
			g := hostile(t).refused("op1").open(func(g *rig) {
				g.config.Session.Engine = &ownerEngine{g.engine, []providers.KeyRecord{{ID: evil, Name: u}}}
			})
			return g.put(newRevokeOwner)
		},
		"contain": func(t testing.TB) *rig {
			g := hostile(t).open(func(g *rig) {
				g.engine.sends = []providers.Statement{bad}
				g.engine.limits = []providers.Containment{{ID: evil, Target: u, WholeOf: evil}, {ID: "b", Off: providers.Reason(evil)}}
			})
			return g.put(func(v *view) screen { return v.open(placeContain) })
		},
		"lift": func(t testing.TB) *rig {
			p := hostile(t).intent("op1", incident.StepContain, incident.IntentData{Act: incident.ActContain, Limit: &limit, Statement: bad})
			return p.outcome("op1", incident.StepContain, incident.OutcomeData{Result: incident.Applied}).open(nil).put(newLiftScreen)
		},
		"proof": func(t testing.TB) *rig {
			p := hostile(t).revoked("op1").watch(1, time.Minute)
			v := p.verdict(providers.Dead)
			v.Code, v.Message = evil, u
			return p.add(incident.Probed, incident.StepProve, "", incident.ProbeData{Run: 1, Verdict: v}).open(running)
		},
		"settle": func(t testing.TB) *rig {
			return hostile(t).intent("op1", incident.StepRevoke, incident.IntentData{Act: incident.ActRevoke, Statement: bad}).
				add(incident.StepFailed, incident.StepRevoke, "", fail).open(nil)
		},
		"back": func(t testing.TB) *rig {
			p := hostile(t).incident(incident.Resumed, incident.ResumedData{Who: providers.FromOutside("ben" + evil)})
			return p.open(func(g *rig) {
				g.config.Start, g.engine.sit.Have = BeginReturn, map[string]bool{}
				g.config.Session.Torn = evil
			})
		},
		"held": func(t testing.TB) *rig {
			p := hostile(t).sent("op1")
			return elsewhere(t, func(g *rig) {
				g.config.Resume = func(context.Context, string, []Found) (*Session, error) {
					return nil, &HeldError{"INC-20261123-k7qd", p.state()}
				}
			})
		},
		"trouble": func(t testing.TB) *rig {
			g := hostile(t).add(incident.StepFailed, incident.StepReview, "", fail).open(nil)
			return g.put(func(v *view) screen { return newTrouble(v, incident.StepReview) })
		},
	} {
		t.Run(name, func(t *testing.T) {
			g := open(t)
			for _, l := range words.Langs {
				g.root.view.lang = l
				eachFrame(g, func(title string, _, _ int, _ theme, frame string) { checkFrame(t, title, g, frame) })
			}
			if strings.Contains(g.frame(), "]52;") && strings.Contains(g.frame(), "\x1b]") {
				t.Error("the clipboard would be written")
			}
		})
	}
}
