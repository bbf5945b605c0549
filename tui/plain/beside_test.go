package plain

import (
	"slices"
	"testing"
	"time"

	"firebreak/runbook/incident"
)

func TestWhatChangedOutsideIsSaidAfterTheEventThatItCameWith(t *testing.T) {
	told := []string{"docs-bot is down"}
	talk := New(Config{Beside: func() []string { said := told; told = nil; return said }})
	e := incident.Event{At: time.Date(2026, 11, 3, 3, 24, 7, 0, time.UTC), Type: incident.StepStarted, Step: incident.StepReport}
	if got := talk.news(incident.State{}, incident.State{}, e); !slices.Equal(got, []string{"03:24:07Z  docs-bot is down"}) {
		t.Errorf("said %q", got)
	}
	if got := talk.news(incident.State{}, incident.State{}, e); len(got) != 0 {
		t.Errorf("said again %q", got)
	}
	if got := New(Config{}).news(incident.State{}, incident.State{}, e); len(got) != 0 {
		t.Errorf("without a world: %q", got)
	}
}
