package runbook_test

import (
	"context"
	"testing"

	"firebreak/providers"
	"firebreak/providers/identify"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

func TestF072ADecoyIsNotUsedWithoutTheApprovalOfThat(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		approve []string
		probed  bool
	}{
		"everything else is approved": {[]string{runbook.ApproveRevoke, runbook.ApproveRotate, runbook.ApproveMask, runbook.ApproveAmbiguous}, false},
		"its use is approved":         {[]string{runbook.ApproveDecoy}, true},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.open(0, false)
			defer r.closeJournal()
			if err := r.engine.Start(incident.OpenedData{ID: "INC-20261123-test", Mode: r.mode, Salt: "00ff"}); err != nil {
				t.Fatal(err)
			}
			bait := identify.Finding{Credential: providers.Credential{Kind: r.server.Leaked[0].Kind, Secret: r.leaked()}, Confidence: identify.Low, Why: identify.WhyDecoy}
			if _, err := r.engine.Identify(bait, "stdin", 0); err != nil {
				t.Fatal(err)
			}
			r.clock.Run(func() {
				if err := runbook.Drive(context.Background(), r.engine, &runbook.Policy{Approve: tc.approve}); err != nil {
					t.Error(err)
				}
			})
			if n := r.sent("GET", "/models"); n > 0 != tc.probed {
				t.Errorf("%d probes, wanted some: %v", n, tc.probed)
			}
			if !tc.probed && r.mutations() != 0 {
				t.Errorf("%d mutations", r.mutations())
			}
		})
	}
}
