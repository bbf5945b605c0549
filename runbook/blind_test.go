package runbook_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

func TestAnAcceptanceThatAMadeUpKeySharesIsToldAsUnclear(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.fault(simulator.Fault{Match: simulator.Match{Path: "/models"}, Do: "say_yes"})
	k := r.run(&runbook.Policy{})
	if k.Latest == nil || k.Latest.Life != providers.Unclear || k.Latest.Reason != providers.ReasonBlind || !k.LastAlive.IsZero() {
		t.Errorf("heard %+v, alive %s", k.Latest, k.LastAlive)
	}
	if c, _ := k.Condition(); c != incident.IsUnknown {
		t.Errorf("condition %s", c)
	}
	if f := k.Marks[incident.StepValidate].Failed; f == nil || f.Reason != incident.WhyBlind {
		t.Errorf("the check failed with %+v", f)
	}
	reports := r.engine.State().Reports
	if len(reports) == 0 {
		t.Fatal("no report")
	}
	page, err := os.ReadFile(reports[len(reports)-1].Path)
	if err != nil || strings.Contains(string(page), "| alive |") || !strings.Contains(string(page), "unclear") {
		t.Errorf("%v; the report tells of a key that is alive", err)
	}
}

func TestALaterLookThatAcceptsAMadeUpKeyRevivesNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	approve := []string{runbook.ApproveRevoke}
	if got := r.run(&runbook.Policy{Approve: approve}).Outcome(); got != incident.ProvenDead {
		t.Fatalf("outcome %s", got)
	}
	r.fault(simulator.Fault{Match: simulator.Match{Path: "/models"}, Do: "say_yes"})
	r.clock.Run(func() { _ = r.clock.Sleep(t.Context(), 12*time.Minute) })
	if k := r.run(&runbook.Policy{Approve: approve}); k.Outcome() != incident.ProvenDead || k.Latest.Life != providers.Unclear {
		t.Errorf("outcome %s, heard %s", k.Outcome(), k.Latest.Life)
	}
}
