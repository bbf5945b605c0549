package runbook_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

func TestAKeyThatEndsWithItsOwnerAloneIsEndedSoOnceThatIsApproved(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.fault(simulator.Fault{Do: "refuse_service_key"})
	granted := []string{runbook.ApproveRevoke}
	k := r.run(&runbook.Policy{Approve: granted})
	left := runbook.Left(r.engine.State(), r.engine.Situation(), "c1", granted, []incident.Step{incident.StepRevoke})[0]
	if k.Outcome() != incident.FailedOutcome || left.Fail.Reason != incident.WhyDeclined || !slices.Equal(left.Missing, []string{runbook.ApproveOwner}) {
		t.Fatalf("outcome %s, left for %s, missing %v", k.Outcome(), left.Fail.Reason, left.Missing)
	}
	for _, l := range []words.Lang{words.English, words.Indonesian} {
		if said := l.Left(left, "OpenAI"); !strings.Contains(said, "delete the service account instead") || !strings.Contains(said, runbook.ApproveOwner) {
			t.Errorf("said %q", said)
		}
	}
	if k = r.run(&runbook.Policy{Approve: append(granted, runbook.ApproveOwner)}); k.Outcome() != incident.ProvenDead {
		t.Errorf("outcome %s", k.Outcome())
	}
	if keys, owners := r.sent("DELETE", "/api_keys/"), r.sent("DELETE", "/service_accounts/"); keys != 1 || owners != 1 {
		t.Errorf("%d deletions of the key, %d of its owner", keys, owners)
	}
}

func TestAnOwnerIsNotDeletedForAMissingRightOrAThrottle(t *testing.T) {
	t.Parallel()
	for _, do := range []string{"429", "no_right"} {
		r := newRig(t, small)
		r.fault(simulator.Fault{Match: simulator.Match{Method: "DELETE"}, Do: do})
		r.run(&runbook.Policy{Approve: []string{runbook.ApproveRevoke, runbook.ApproveOwner}})
		if n := r.sent("DELETE", "/service_accounts/"); n != 0 {
			t.Errorf("%s: %d deletions of the owner", do, n)
		}
	}
}

func TestAReportTellsInTheVendorsWordsWhatItDoesNotDo(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.fault(simulator.Fault{Do: "refuse_service_key"})
	r.run(&runbook.Policy{Approve: []string{runbook.ApproveRevoke}})
	reports := r.engine.State().Reports
	if len(reports) == 0 {
		t.Fatal("no report")
	}
	page, err := os.ReadFile(reports[len(reports)-1].Path)
	if err != nil || strings.Count(string(page), "delete the service account instead") < 2 {
		t.Errorf("%v; the sentence stands %d times, want it in the timeline and among the actions", err, strings.Count(string(page), "delete the service account instead"))
	}
}
