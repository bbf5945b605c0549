package runbook_test

import (
	"testing"
	"time"

	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

func TestAThrottledDeletionIsSentAgainOnlyOnceTheVendorTakesIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		seconds float64
		sent    int
		apart   time.Duration // between the first answer and the second request
	}{
		"what the vendor asks for is waited": {3, 2, 3 * time.Second},
		"a minute is waited too":             {60, 2, time.Minute},
		"more is left to a person, and said": {61, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, small)
			r.fault(simulator.Fault{Match: simulator.Match{Method: "DELETE"}, Do: "429", Seconds: c.seconds})
			k := r.run(&runbook.Policy{Approve: []string{runbook.ApproveRevoke}})
			kills := killsOf(r)
			if len(kills) != c.sent {
				t.Fatalf("%d deletions, want %d", len(kills), c.sent)
			}
			if apart := kills[len(kills)-1].At.Sub(kills[0].DoneAt); c.sent == 2 && apart < c.apart {
				t.Errorf("sent again after %s, want %s", apart, c.apart)
			}
			if f := k.Marks[incident.StepRevoke].Failed; f == nil || f.Reason != incident.WhyRateLimited {
				t.Errorf("revoke failed with %+v", f)
			}
		})
	}
}

func TestAThrottleWithoutATimeIsWaitedForAllTheSame(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.fault(simulator.Fault{Match: simulator.Match{Method: "DELETE"}, Do: "429", Seconds: 90})
	k := r.run(&runbook.Policy{Approve: []string{runbook.ApproveRevoke}})
	op, _ := k.LastOp(incident.ActRevoke)
	op.Outcome.Fail.Wait = 0 // shared with the state below
	s, sit := r.engine.State(), r.engine.Situation()
	p := runbook.Policy{Approve: []string{runbook.ApproveRevoke}}
	var revoke []runbook.Action
	for _, a := range runbook.Actions(s, sit) {
		if a.Name == runbook.Revoke {
			revoke = append(revoke, a)
		}
	}
	c := p.Choose(s, sit, revoke)
	if c.Action == nil || c.After.Sub(op.DoneAt) != 5*time.Second {
		t.Errorf("chosen %+v for %s after the refusal", c.Action, c.After.Sub(op.DoneAt))
	}
}
