package words

import (
	"strings"
	"testing"
	"time"

	"firebreak/runbook/incident"
)

func TestAClosedIncidentSaysWhatItLeftBehindInTheStatusAndInTheSummary(t *testing.T) {
	s := story(t)
	k := s.Keys["k1"]
	k.Looks = []incident.Look{{Due: at(10 * time.Minute)}, {Due: at(time.Hour)}}
	k.Related = []incident.RelatedRow{{RelatedData: incident.RelatedData{ID: "r1", Decision: incident.Undecided}}}
	s.Keys["k1"] = k
	s.Closing, s.ClosedAt = &incident.ClosedData{Reason: "tired"}, at(5*time.Minute)
	want := "tired; left open: validate, forecast, rotate, investigate and report; left undecided: 1 related credential, 1 group of use; never made: 2 later looks"
	summary := English.Summary(s, "")
	for _, line := range []string{English.Status(s, at(2*time.Hour), false)[3], summary[1]} {
		if !strings.HasSuffix(line, want) {
			t.Errorf("%q does not end in %q", line, want)
		}
	}
	s.Closing = nil
	if line := English.Status(s, at(time.Minute), false)[3]; !strings.Contains(line, "; look again 03:22Z, with the key") {
		t.Errorf("open: %q", line)
	}
}
