package postmortem

import (
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

func TestEveryCredentialOfTheIncidentIsInTheReportWithWhatLedToIt(t *testing.T) {
	s := tell(t, plan{})
	row := incident.RelatedData{ID: "key_made", Relation: providers.MintedByIt, Found: "audit log", Record: &incident.Record{Kind: "openai/project-key", ID: "key_made"}}
	s.step = incident.StepRelated
	s.add("30m", incident.Related, row)
	s.step = incident.StepIdentify
	s.add("31m", incident.Identified, incident.IdentifiedData{Kind: "openai/project-key", Last4: "Zz9q", Masked: true, Record: row.Record,
		Because: &incident.Because{Cred: cred, Row: row.ID, Relation: row.Relation}})
	s.events[len(s.events)-1].Cred = "c2"
	text := string(written(t, s.facts()).Markdown)
	for _, want := range []string{"### All credentials of this incident", "Zz9q", "minted by it", "**open: worked in this incident, not revoked**",
		"steps open for other keys: ending Zz9q"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	first, second := Metrics(s.facts().State, cred), Metrics(s.facts().State, "c2")
	if second.VerifiedDead.Known() || !first.VerifiedDead.Known() {
		t.Fatal("the two credentials do not differ")
	}
	_, table, _ := strings.Cut(text, "### Figures of each credential")
	var rows []string
	for _, line := range strings.Split(strings.TrimLeft(table, "\n"), "\n") {
		if !strings.HasPrefix(line, "|") {
			break
		}
		rows = append(rows, line)
	}
	dead := stamp(first.VerifiedDead.From)
	if len(rows) != 4 || !strings.Contains(rows[2], "Zz9q") || strings.Contains(rows[2], dead) || !strings.Contains(rows[3], dead) {
		t.Errorf("the figures of each are %q", rows)
	}
	if strings.Contains(string(written(t, tell(t, plan{}).facts()).Markdown), "All credentials") {
		t.Error("a report on one key lists it once more")
	}
}
