package words

import (
	"slices"
	"testing"
	"time"

	"firebreak/runbook/incident"
)

func TestANumberIsNotPartedFromItsUnit(t *testing.T) {
	for text, want := range map[string][]string{
		"Window shortened to 3 s.": {"Window shortened to", "3 s."},
		"asked again in 40 min":    {"asked again in 40 min"},
		"all of the days are gone": {"all of the days are", "gone"},
	} {
		if got := Wrap(text, 22); !slices.Equal(got, want) {
			t.Errorf("%q breaks into %q, want %q", text, got, want)
		}
	}
}

func TestTheLastEventOfAnIncidentIsNeverAhead(t *testing.T) {
	now := time.Date(2026, 11, 23, 3, 12, 7, 0, time.UTC)
	for want, s := range map[string]incident.State{
		"4 min ago": {Last: now.Add(-4 * time.Minute)},
		"just now":  {Last: now.Add(31 * time.Second)},
		"":          {Last: now.Add(-9 * time.Hour), Opening: incident.OpenedData{Mode: incident.Drill}},
	} {
		if got := English.LastEvent(s, now); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestOneThingIsCountedAsOne(t *testing.T) {
	for got, want := range map[string]string{English.MoreLines(1): "1 more line", English.NeedYou(1): "1 needs you", English.NeedYou(2): "2 need you"} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
