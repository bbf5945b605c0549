package incident_test

import (
	"testing"

	"firebreak/runbook/incident"
)

func TestEarlierRunsEndWithTheNewestResumption(t *testing.T) {
	read := func(kinds ...incident.Type) []incident.Event {
		var list []incident.Event
		for _, kind := range kinds {
			list = append(list, incident.Event{Type: kind})
		}
		return list
	}
	for name, c := range map[string]struct {
		events []incident.Event
		want   int
	}{
		"a first run has none before it": {read(incident.Opened, incident.Validated, incident.Intended, incident.Concluded), 0},
		"what tells of requests, and nothing else": {read(incident.Opened, incident.Identified, incident.Validated, incident.Decided, incident.Intended, incident.Uncertain,
			incident.Resumed, incident.Probed), 3},
		"all runs before the newest": {read(incident.Opened, incident.Validated, incident.Resumed, incident.Probed, incident.Resumed, incident.Located), 2},
	} {
		if got := incident.Earlier(c.events); len(got) != c.want {
			t.Errorf("%s: %d events %v, want %d", name, len(got), got, c.want)
		}
	}
}
