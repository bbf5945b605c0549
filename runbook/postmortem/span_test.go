package postmortem

import (
	"strings"
	"testing"
)

func TestEveryPlaceOfTheReportCountsTheSameSpan(t *testing.T) {
	page := string(written(t, tell(t, plan{}).facts()).Markdown)
	for _, want := range []string{
		"cost_usd_total: 412.60",
		"1,904 of 2,391 requests and USD 398.10 of USD 412.60, all counted from 2026-10-26T08:00:00Z to 2026-11-23T08:15:00Z.",
		"| ours | 487 | 47,500 | 4,750 | USD 14.50 |",
		"| provider's total | 2,391 | 600,047,500 | 2,004,750 | USD 412.60 |",
		"    \"Ours\" : 14.50",
		"| Period of the figures | the whole review: 2026-10-26T08:00:00Z / 2026-11-23T08:15:00Z |",
		"| Cost, total | USD 412.60 |", "| Cost, ours | USD 14.50 |",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
}

func TestAReportIsADraftUntilTheIncidentIsClosed(t *testing.T) {
	s := tell(t, plan{})
	if page := string(written(t, s.facts()).Markdown); !strings.Contains(page, "\nstatus: closed\n") {
		t.Error("a closed incident's report is not called closed")
	}
	s.events = s.events[:len(s.events)-1]
	if page := string(written(t, s.facts()).Markdown); !strings.Contains(page, "\nstatus: draft\n") {
		t.Error("an open incident's report is not called a draft")
	}
}
