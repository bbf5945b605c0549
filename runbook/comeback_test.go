package runbook_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/usage"
)

// later lets time go by while nobody works.
func (r *rig) later(d time.Duration) {
	r.clock.Run(func() { _ = r.clock.Sleep(context.Background(), d) })
}

// cameBack is a key that was proven dead and works again from six minutes after its death to
// sixteen, at twelve.
func cameBack(t *testing.T) *rig {
	t.Helper()
	r := newRig(t, small)
	r.fault(simulator.Fault{Do: "revive", Seconds: 360, Match: simulator.Match{For: 960}})
	if got := r.run(&runbook.Policy{Approve: []string{runbook.ApproveRevoke}}).Outcome(); got != incident.ProvenDead {
		t.Fatalf("outcome %q", got)
	}
	r.later(12 * time.Minute)
	return r
}

func TestF014AKeyThatCameBackCanBeProvenDeadAnew(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		approve []string
		before  time.Duration // until it is looked at again
		act     func(*testing.T, *rig)
		deletes int
	}{
		"by another deletion, which finds none":       {[]string{runbook.ApproveRevoke}, 0, nil, 2},
		"by a person's word":                          {nil, 0, saysDeleted, 1},
		"by itself, before anybody looked":            {nil, 10 * time.Minute, nil, 1},
		"by itself, and the deletion is approved too": {[]string{runbook.ApproveRevoke}, 10 * time.Minute, nil, 1},
	} {
		t.Run(name, func(t *testing.T) {
			r := cameBack(t)
			r.run(&runbook.Policy{}) // hears that it is back
			if k, _ := r.engine.State().First(); k.Outcome() != incident.RevivedOutcome {
				t.Fatalf("outcome %q", k.Outcome())
			}
			r.later(tc.before)
			if tc.act != nil {
				tc.act(t, r)
			}
			k := r.run(&runbook.Policy{Approve: tc.approve})
			if got := k.Outcome(); got != incident.ProvenDead || !k.Proof.ProvenAt.After(k.Proof.Revived) {
				t.Errorf("outcome %q; proof %+v", got, k.Proof)
			}
			if n := r.sent("DELETE", "/api_keys/"); n != tc.deletes {
				t.Errorf("%d deletes, want %d", n, tc.deletes)
			}
			if s := closed(t, r); s.Closing == nil || s.Closing.Outcome != incident.ProvenDead {
				t.Errorf("closed as %+v", s.Closing)
			}
		})
	}
}

// saysDeleted has a person say that the key was deleted in the console.
func saysDeleted(t *testing.T, r *rig) {
	t.Helper()
	r.open(0, false)
	if err := r.work(takes(func(_ incident.State, list []runbook.Action) *runbook.Action {
		return possible(list, runbook.DoneByHand, incident.StepRevoke)
	})); err != nil {
		t.Fatal(err)
	}
	r.closeJournal()
}

// closed closes the incident with the key at hand.
func closed(t *testing.T, r *rig) incident.State {
	t.Helper()
	r.open(0, false)
	if err := r.work(takes(func(_ incident.State, list []runbook.Action) *runbook.Action {
		return possible(list, runbook.Close, incident.StepClose)
	})); err != nil {
		t.Fatal(err)
	}
	r.closeJournal()
	return r.engine.State()
}

func possible(list []runbook.Action, name runbook.Name, step incident.Step) *runbook.Action {
	for _, a := range list {
		if a.Name == name && a.Step == step && a.Off == "" {
			return &a
		}
	}
	return nil
}

// chosen takes one action and is done.
type chosen struct {
	pick func(incident.State, []runbook.Action) *runbook.Action
	done bool
}

func takes(pick func(incident.State, []runbook.Action) *runbook.Action) *chosen {
	return &chosen{pick: pick}
}

func (c *chosen) Choose(s incident.State, _ runbook.Situation, list []runbook.Action) runbook.Choice {
	if c.done {
		return runbook.Choice{}
	}
	c.done = true
	return runbook.Choice{Action: c.pick(s, list), Input: runbook.Input{Text: "tried"}}
}

func TestACloseAsksAKeyThatCameBack(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		after time.Duration
		want  incident.Reason
	}{
		"still accepted":                        {0, incident.WhyAccepted},
		"refused again, which one answer tells": {10 * time.Minute, incident.WhyOneRefusal},
	} {
		t.Run(name, func(t *testing.T) {
			r := cameBack(t)
			r.run(&runbook.Policy{})
			r.later(tc.after)
			probes := r.sent("GET", "/models")
			s := closed(t, r)
			f := s.Keys["c1"].Marks[incident.StepClose].Failed
			if s.Closing != nil || f == nil || f.Reason != tc.want {
				t.Errorf("closed %+v, failed %+v", s.Closing, f)
			}
			if n := r.sent("GET", "/models") - probes; n != 1 {
				t.Errorf("%d probes", n)
			}
		})
	}
}

func TestAKeyThatSomebodyElseDeletesIsWatchedAndToldSo(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *simulator.Config) { c.Tail = 5 * time.Minute })
	r.open(0, false)
	deleted := false
	policy := &runbook.Policy{Approve: []string{runbook.ApproveRevoke}}
	err := r.work(chooser(func(s incident.State, sit runbook.Situation, list []runbook.Action) runbook.Choice {
		c := policy.Choose(s, sit, list)
		if c.Action != nil && c.Action.Name == runbook.Revoke && !deleted {
			deleted = true
			r.deleteInConsole()
		}
		return c
	}))
	r.closeJournal()
	if err != nil || !deleted {
		t.Fatal(deleted, err)
	}
	k, _ := r.engine.State().First()
	if k.Outcome() != incident.ByOthers || k.Read == nil || k.Read.Status != providers.Gone {
		t.Errorf("outcome %q, read %+v", k.Outcome(), k.Read)
	}
	if c, _ := k.Condition(); c != incident.IsDead {
		t.Errorf("condition %q", c)
	}
	if n := r.sent("DELETE", "/api_keys/", 404); n != 1 {
		t.Errorf("%d deletes of ours", n)
	}
	r.later(time.Hour) // until the vendor tells of the tail
	r.open(0, false)
	if err := r.work(takes(func(_ incident.State, list []runbook.Action) *runbook.Action {
		return possible(list, runbook.Review, incident.StepReview)
	})); err != nil {
		t.Fatal(err)
	}
	r.closeJournal()
	k, _ = r.engine.State().First()
	after := map[string]bool{}
	for _, g := range k.Usage.Groups {
		for _, s := range g.Reasons {
			after[s.Code] = true
		}
	}
	if !after[usage.ReasonAfterGone] || after[usage.ReasonAfterRevoke] {
		t.Errorf("no revocation of ours was accepted, and the use of the tail stands out for %v", after)
	}
}

type chooser func(incident.State, runbook.Situation, []runbook.Action) runbook.Choice

func (c chooser) Choose(s incident.State, sit runbook.Situation, list []runbook.Action) runbook.Choice {
	return c(s, sit, list)
}

func TestTheReportOfAKeyThatACloseFoundAliveAgainSaysSo(t *testing.T) {
	t.Parallel()
	r := cameBack(t)
	before := r.report(t)
	if s := closed(t, r); s.Closing != nil {
		t.Fatalf("closed as %+v", s.Closing)
	}
	const says = "verified_dead: unknown (accepted again after the proof)"
	if after := r.report(t); strings.Contains(before, says) || !strings.Contains(after, says) {
		t.Errorf("the report of a key that is alive again:\n%.1500s", after)
	}
}

// report is the text of the one report.
func (r *rig) report(t *testing.T) string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(r.reports, "*.md"))
	if err != nil || len(all) != 1 {
		t.Fatalf("reports %v, %v", all, err)
	}
	text, err := os.ReadFile(all[0])
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
