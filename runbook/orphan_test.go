package runbook_test

import (
	"testing"

	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

func TestADeletionOfAStrayNewKeyThatIsRefusedIsNotSentAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.fault(simulator.Fault{Match: simulator.Match{Method: "POST", Path: "/organization/projects", Times: 1}, Do: "cut_after"})
	r.fault(simulator.Fault{Match: simulator.Match{Method: "DELETE", Path: "/organization/projects"}, Do: "no_right"})
	k := r.run(&runbook.Policy{Approve: []string{runbook.ApproveRotate}, Strategy: incident.RotateFirst})
	if n := r.sent("DELETE", "/organization/projects"); n != 1 {
		t.Errorf("%d deletes, want 1", n)
	}
	if f := k.Marks[incident.StepRotate].Failed; f == nil || f.Reason != incident.WhyStray {
		t.Errorf("rotate: %+v", k.Marks[incident.StepRotate])
	}
}
