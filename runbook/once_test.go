package runbook

import (
	"testing"

	"firebreak/providers"
)

func TestF069AnActThatIsToldTwiceCountsOnce(t *testing.T) {
	t.Parallel()
	got := once([]providers.AuditEntry{{ID: "a"}, {ID: "b"}, {ID: "a"}, {}, {}, {ID: "b"}})
	if len(got) != 4 || got[0].ID != "a" || got[1].ID != "b" {
		t.Errorf("%d acts: %+v", len(got), got)
	}
}
