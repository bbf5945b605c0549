package runbook

import (
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

func TestTheLogNamesWhoEndedTheKeyOnlyWhereItWasNotUs(t *testing.T) {
	t.Parallel()
	begin := time.Date(2026, 11, 26, 10, 0, 0, 0, time.UTC)
	record := incident.Record{ID: "key_1"}
	killed := func(o incident.OutcomeData) incident.Key {
		return incident.Key{Located: &incident.LocatedData{Candidates: []incident.Record{record}},
			Ops: []incident.Op{{Intent: incident.IntentData{Act: incident.ActRevoke}, At: begin, DoneAt: begin, Outcome: &o}}}
	}
	gone := incident.OutcomeData{Result: incident.RefusedRes, Fail: &incident.CallFail{Cause: providers.CauseStatus, Status: 404}}
	entries := []providers.AuditEntry{
		{ID: "a", At: begin, Type: "api_key.deleted", Target: "key_2", Ended: true},
		{ID: "b", At: begin, Type: "api_key.updated", Target: "key_1"},
		{ID: "c", At: begin, Type: "api_key.deleted", Target: "key_1", ActorID: "key_admin", Ended: true},
	}
	for name, c := range map[string]struct {
		key     incident.Key
		entries []providers.AuditEntry
		want    string
	}{
		"found gone":              {killed(gone), entries, "c"},
		"ended by us":             {killed(incident.OutcomeData{Result: incident.Applied}), entries, ""},
		"the log tells of no end": {killed(gone), entries[:2], ""},
	} {
		got := endedBy(c.key, c.entries)
		switch {
		case (got != nil) != (c.want != ""):
			t.Errorf("%s: %+v", name, got)
		case got != nil && (got.ID != c.want || got.Actor.Line(40) != "key_admin"):
			t.Errorf("%s: %+v", name, got)
		}
	}
}
