package runbook_test

import (
	"testing"
	"time"

	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

func TestAKeyThatIsBackWithoutARecordIsLeftWithItsReason(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.fault(simulator.Fault{Do: "revive", Seconds: 360})
	approve := []string{runbook.ApproveRevoke}
	if got := r.run(&runbook.Policy{Approve: approve}).Outcome(); got != incident.ProvenDead {
		t.Fatalf("outcome %s", got)
	}
	r.clock.Run(func() { _ = r.clock.Sleep(t.Context(), 12*time.Minute) })
	k := r.run(&runbook.Policy{Approve: approve})
	m := k.Marks[incident.StepRevoke]
	if r.sent("DELETE", "/api_keys/") != 2 || m.Failed == nil || m.Failed.Reason != incident.WhyGoneAlive || m.Done.After(m.FailAt) {
		t.Fatalf("%d deletions, done %s, failed %s with %+v", r.sent("DELETE", "/api_keys/"), m.Done, m.FailAt, m.Failed)
	}
	left := runbook.Left(r.engine.State(), r.engine.Situation(), "c1", approve, []incident.Step{incident.StepRevoke})[0]
	if left.Fail.Reason != incident.WhyGoneAlive || words.English.Left(left, "OpenAI") == "" {
		t.Errorf("left for %s", left.Fail.Reason)
	}
}
