package runbook_test

import (
	"strings"
	"testing"

	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

func TestF023UsageThatIsGoneAfterTheKillIsNotZero(t *testing.T) {
	t.Parallel()
	for fault, want := range map[string]incident.Reason{"vanish_deleted": incident.WhyLost, "usage_empty": incident.WhySilent} {
		t.Run(fault, func(t *testing.T) {
			r := newRig(t)
			r.fault(simulator.Fault{Do: fault})
			k := r.run(&runbook.Policy{Approve: []string{runbook.ApproveRevoke}})
			if k.Usage == nil || k.Usage.Doubt() != want {
				t.Fatalf("usage %+v, want it in doubt: %s", k.Usage, want)
			}
			set, err := r.engine.Compose()
			if err != nil {
				t.Fatal(err)
			}
			page := string(set.Doc.Markdown)
			for _, bad := range []string{"0.00", "No foreign use was found", "none found", "| provider's total | 0 |"} {
				if strings.Contains(page, bad) {
					t.Errorf("the report says %q", bad)
				}
			}
			if kept := k.Forecast.Saved(k.Usage.From); want == incident.WhyLost && (kept.Requests == 0 || k.Forecast.Billed == 0) {
				t.Errorf("saved before the kill: %+v, billed %d", kept, k.Forecast.Billed)
			}
			if empty := want == incident.WhySilent; k.Forecast.NotReadable != empty {
				t.Errorf("the forecast takes no answer for no use: %+v", k.Forecast)
			}
		})
	}
}
