package runbook_test

import (
	"testing"
	"time"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/journal"
)

func TestATimeThatStandsInAnAnswerIsReadOutOfIt(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	dir := t.TempDir()
	j, err := journal.Create(dir, "INC-20261123-k7qd", string(incident.Live))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = j.Close() }()
	for _, c := range []struct {
		question    incident.Question
		text, value string
		at          string
	}{
		{incident.AskDetected, "spend alert by mail, 2026-11-23 07:58Z", "spend alert by mail", "2026-11-23T07:58:00Z"},
		{incident.AskDetected, "a colleague at 2026-11-23T07:58:40Z, in chat", "a colleague in chat", "2026-11-23T07:58:40Z"},
		{incident.AskDetected, "yesterday", "yesterday", "2026-11-22T00:00:00Z"},
		{incident.AskDetected, "a colleague", "a colleague", ""},
		{incident.AskOwners, "role:platform until 2026-12-01", "role:platform", "2026-12-01T00:00:00Z"},
		{incident.AskWentWell, "the page of 2026-11-01 helped", "the page of 2026-11-01 helped", ""},
		{incident.AskExposedSince, "2026-11-12 09:40Z", "2026-11-12 09:40Z", "2026-11-12T09:40:00Z"},
	} {
		e, err := runbook.RecordAnswer(j, runbook.Input{Question: c.question, Text: c.text}, incident.Us, now)
		var a incident.AnswerData
		if err != nil || e.Decode(&a) != nil {
			t.Fatal(err)
		}
		at := ""
		if !a.Time.IsZero() {
			at = a.Time.Format(time.RFC3339)
		}
		if a.Value.Line(100) != c.value || at != c.at {
			t.Errorf("%q is kept as %q at %q", c.text, a.Value.Line(100), at)
		}
	}
}
