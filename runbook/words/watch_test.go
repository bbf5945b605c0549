package words

import (
	"strings"
	"testing"
	"time"

	"firebreak/runbook/incident"
)

func TestAWindowWhoseEndWentByWithoutAnAnswerIsNotSaidToFill(t *testing.T) {
	first := time.Date(2026, 11, 23, 3, 12, 0, 0, time.UTC)
	p := incident.Proof{Run: 1, Window: 2 * time.Second, Refusals: 3, FirstRefused: first, LastRefused: first.Add(time.Second)}
	if got := English.Watch(p, first.Add(time.Second)); !strings.Contains(got, "full at 03:12:02Z") {
		t.Error(got)
	}
	if got := English.Watch(p, first.Add(time.Minute)); strings.Contains(got, "full at") || !strings.Contains(got, "refused until 03:12:01Z, no clear answer since") {
		t.Error(got)
	}
}
