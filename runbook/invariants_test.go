package runbook_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// scripts are ways in which a vendor goes wrong around a death, each over runs that consent to one
// deletion each: two, and three where a key comes back.
func scripts() map[string][]simulator.Fault {
	del := simulator.Match{Method: "DELETE", Path: "/organization/projects/{project_id}/api_keys/{key_id}"}
	probe := simulator.Match{Path: "/models"}
	some := func(m simulator.Match, after, long float64) simulator.Match {
		m.After, m.For = after, long
		return m
	}
	all := map[string][]simulator.Fault{
		"none":                                {},
		"comes back, then dies":               {{Do: "revive", Seconds: 360, Match: simulator.Match{For: 960}}},
		"comes back for good":                 {{Do: "revive", Seconds: 360}},
		"comes back, deletes are refused":     {{Do: "revive", Seconds: 360, Match: simulator.Match{For: 960}}, {Do: "429", Match: del}},
		"flaps":                               {{Do: "flap", Seconds: 120}},
		"claims the deletion":                 {{Do: "say_deleted", Match: del}},
		"says yes to anything":                {{Do: "say_yes", Match: probe}},
		"silent behind the deletion":          {{Do: "cut_before", Match: some(probe, 10, 1200)}},
		"silent for good behind the deletion": {{Do: "cut_before", Match: some(probe, 10, 0)}},
		"throttles the watch":                 {{Do: "429", Match: some(probe, 10, 600)}},
	}
	for _, do := range []string{"429", "500_after", "cut_before", "garbage", "no_right"} {
		all["deletes meet "+do] = []simulator.Fault{{Do: do, Match: del}}
	}
	for _, do := range []string{"500", "cut_after", "reset", "html", "empty"} {
		all["the first delete meets "+do] = []simulator.Fault{{Do: do, Match: times(del, 1)}}
	}
	return all
}

func TestWhateverAVendorDoesAConsentIsOneDeletionAndADeathIsProbed(t *testing.T) {
	t.Parallel()
	for name, faults := range scripts() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, small)
			for _, f := range faults {
				r.fault(f)
			}
			runs := 2
			if strings.HasPrefix(name, "comes back") {
				runs = 3
			}
			for range runs {
				before := len(killsOf(r))
				r.run(&runbook.Policy{Approve: []string{runbook.ApproveRevoke}})
				spent := 0
				for _, op := range killsOf(r)[before:] {
					if o := op.Outcome; o == nil || o.Result != incident.NotApplied && o.Result != incident.NotSent && !op.Throttled() {
						spent++
					}
				}
				if spent > 1 {
					t.Errorf("%d deletions on one consent: %+v", spent, killsOf(r)[before:])
				}
				r.later(12 * time.Minute)
			}
			if ops, sent := len(killsOf(r)), r.sent("DELETE", "/api_keys/"); sent > ops {
				t.Errorf("%d deletes for %d intents", sent, ops)
			}
			honest(t, r.engine.Events())
		})
	}
}

func killsOf(r *rig) (list []incident.Op) {
	if r.engine == nil {
		return nil
	}
	k, _ := r.engine.State().First()
	for _, op := range k.Ops {
		if op.Intent.Act == incident.ActRevoke {
			list = append(list, op)
		}
	}
	return list
}

// honest holds what is said after each event against the probes up to it.
func honest(t *testing.T, events []incident.Event) {
	t.Helper()
	var s incident.State
	var refusals int
	var first, lastRefused, lastAccepted time.Time
	for _, e := range events {
		s.Apply(e)
		var p incident.ProbeData
		if e.Type == incident.Probed && e.Decode(&p) == nil && !p.Control {
			switch p.Life {
			case providers.Dead:
				if refusals == 0 {
					first = p.At
				}
				refusals, lastRefused = refusals+1, p.At
			case providers.Alive, providers.AliveLimited:
				refusals, lastAccepted = 0, p.At
			}
		}
		var v incident.ValidatedData
		if e.Type == incident.Validated && e.Decode(&v) == nil && v.Life == providers.Alive {
			lastAccepted = v.At
		}
		k, ok := s.First()
		if !ok {
			continue
		}
		at := fmt.Sprintf("after event %d (%s)", e.Seq, e.Type)
		c, _ := k.Condition()
		if (c == incident.IsDead || k.Outcome().Proven()) && (refusals < 2 || lastRefused.Sub(first) < time.Minute) {
			t.Fatalf("%s: %s, %s, with %d refusals over %s", at, c, k.Outcome(), refusals, lastRefused.Sub(first))
		}
		accepted := c == incident.IsAlive || c == incident.IsAliveAgain || k.Outcome() == incident.RevivedOutcome
		if watch := words.English.Watch(k.Proof, e.At); accepted || watch == stillAccepted {
			if !lastAccepted.After(lastRefused) {
				t.Fatalf("%s: %s, %q; refused at %s, accepted at %s", at, c, watch, lastRefused, lastAccepted)
			}
		}
	}
}

// stillAccepted is what a watch says of a key that answers.
var stillAccepted = words.English.Watch(incident.Proof{Run: 1, Heard: incident.Heard{Life: providers.Alive}}, epoch)
