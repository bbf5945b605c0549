package postmortem

import (
	"bytes"
	"strings"
	"testing"

	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

func TestAnIndexListsIncidentsAndDrillsWithTheirMetricsOverTime(t *testing.T) {
	whole, open, drilled := tell(t, plan{}).facts().State, tell(t, plan{unproven: true, text: "`|` <b>"}).facts().State, tell(t, plan{mode: incident.Drill}).facts().State
	drilled.OpenedAt = drilled.OpenedAt.AddDate(0, -1, 0)
	list := []Indexed{{State: whole, Report: "INC-20261123-openai-docs-bot.md"}, {State: open, Report: "../x](y).md"}, {State: drilled}}
	for _, l := range []words.Lang{words.English, words.Indonesian} {
		page := Index(list, l)
		if !bytes.Equal(page, Index([]Indexed{list[0], list[1], list[2]}, l)) || !bytes.HasPrefix(page, []byte(IndexMark)) {
			t.Error("not the same bytes, or without its mark")
		}
		lines := strings.Split(string(page), "\n")
		var rows [][]string
		for _, line := range lines {
			if strings.HasPrefix(line, "| 2026") {
				rows = append(rows, splitCells(line))
			}
		}
		if len(rows) != 5 {
			t.Fatalf("%d rows:\n%s", len(rows), page)
		}
		if rows[0][2] != "drill" || rows[1][1] != "[INC-20261123-k7qd](INC-20261123-openai-docs-bot.md)" || rows[1][5] != "8m 51s" || rows[2][1] != "INC-20261123-k7qd" || !strings.HasPrefix(rows[2][5], "unknown (") {
			t.Errorf("rows %q", rows[:3])
		}
		if rows[3][0] != "2026-10" || rows[4][2] != "2" || rows[4][4] != "8m 51s (1)" {
			t.Errorf("months %q", rows[3:])
		}
	}
}
