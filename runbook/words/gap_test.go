package words

import (
	"strings"
	"testing"
	"time"

	"firebreak/runbook/incident"
)

func TestWhatWasLeftBehindIsToldActByActTheNewestFirst(t *testing.T) {
	at := time.Date(2026, 11, 3, 11, 1, 0, 0, time.UTC)
	u := incident.FetchedData{AsOf: at.Add(time.Hour), Looked: []incident.Looked{{For: "workflow runs", Found: []string{"1", "2", "3", "4"}}}}
	for i, id := range []string{"1", "2", "3", "4"} {
		u.Audit = append(u.Audit, incident.Admin{ID: id, At: at.Add(time.Duration(i) * time.Minute), Type: "workflows.created_workflow_run", Target: "northwind/" + id})
	}
	u.Audit[3].Target = ""
	found, _, _ := English.lookedParts(u, "GitHub")
	if len(found) != 1 {
		t.Fatalf("%d parts", len(found))
	}
	said := found[0].Text
	for _, want := range []string{"workflow runs, 4 entries: ", "11:04", "workflows.created_workflow_run", "northwind/3", "northwind/2", "1 more"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q lacks %q", said, want)
		}
	}
	if strings.Contains(said, "northwind/1") || strings.Index(said, "northwind/3") > strings.Index(said, "northwind/2") {
		t.Errorf("%q", said)
	}
}
