package postmortem

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

func TestEachPointIsLostByWhatItIsThereToFind(t *testing.T) {
	f := tell(t, plan{}).facts()
	whole, journal := written(t, f), journalOf(t, f.Events)
	for name, c := range map[string]struct {
		point    int
		old, new string // on the page
	}{
		"a time in the front matter that is none":      {1, "detected: 2026-11-23T07:58:40Z", "detected: this morning"},
		"a section that was taken out":                 {2, "<!-- fb:section=notification v1 -->", "<!-- gone -->"},
		"a timeline out of order":                      {3, "| 2026-11-23T08:02:11Z | us | Incident opened |", "| 2026-11-23T09:02:11Z | us | Incident opened |"},
		"a name in place of a role":                    {3, "| us | Incident opened |", "| ana | Incident opened |"},
		"evidence that is no event":                    {4, "| firebreak journal | E13 |", "| firebreak journal | E99 |"},
		"a record that the data knows otherwise":       {5, "| Identifier | `key_7HqW2mXv9LcAbT4zRkUyB3nP` E4 |", "| Identifier | `key_other` E4 |"},
		"a field of the credential that was taken out": {6, "| Privileges | unknown (the provider does not report it) |\n", ""},
		"a key in a note":                              {7, "`the alert came within minutes`", "`-DRILL" + "KEY-0000`"},
		"a channel that is none of the list":           {8, "| Channel | public repo E44 |", "| Channel | somewhere E44 |"},
		"a test without its method":                    {9, "| Method | `GET /models` |", "| Method |  |"},
		"death before the revocation":                  {10, "| T4 revocation accepted | 2026-11-23T08:09:30Z |", "| T4 revocation accepted | 2026-11-23T08:19:30Z |"},
		"a flattered metric":                           {11, "| Time to contain (T5 - T3) | 8m 51s |", "| Time to contain (T5 - T3) | 3m 51s |"},
		"refusals over less than the window":           {12, "| Window to be filled | 1m 00s", "| Window to be filled | 9m 00s"},
		"a cost that does not add up":                  {13, "| Cost, ours | USD 14.50 |", "| Cost, ours | USD 4.50 |"},
		"a window that is too short":                   {14, "| Window reviewed | 2026-10-26T08:00:00Z to", "| Window reviewed | 2026-11-10T08:00:00Z to"},
		"totals that do not add up":                    {15, "| not ours | 1,904 |", "| not ours | 1,804 |"},
		"an indicator that nobody looked at":           {16, "| Countries | not exposed by provider |", "| Countries | unknown (not recorded) |"},
		"traces that were not looked for":              {17, "looked for, not found", "unknown (x)"},
		"a related credential without an end":          {18, "| rotated 2026-11-23T08:40:00Z E38 |", "| open |"},
		"an order that nobody approved":                {19, "| Approver | `engineering-manager` |", "| Approver | unknown (not stated) |"},
		"a deadline by another clock":                  {20, "| 2026-11-26T08:02:11Z | not triggered", "| 2026-11-27T08:02:11Z | not triggered"},
		"a factor that blames":                         {21, "`spend alerts page nobody`", "human error"},
		"a factor with a handle":                       {21, "`spend alerts page nobody`", "@ana did not look"},
		"a death that the journal does not know":       {12, "| leaked key | refused | 401 `invalid_api_key` |", "| leaked key | refused | `invalid_api_key` | 401 |"},
		"luck without evidence":                        {22, "eleven days` (E54)", "eleven days`"},
		"a question of detection left open":            {23, "| `page on the alert` E57 |", "| unknown (x) |"},
		"an action that is never done":                 {24, "| 3 | Set a hard spend limit", "| 3 | Discuss a hard spend limit"},
		"an action for next year":                      {24, "| `platform-oncall` | 2026-12-07 |", "| `platform-oncall` | 2027-12-07 |"},
		"a row with a cell too many":                   {25, "| us | Incident opened |", "| us | | Incident opened |"},
		"a summary of many words":                      {25, "could be read in a public repository since", strings.Repeat("word ", mostSummary)},
	} {
		t.Run(name, func(t *testing.T) {
			if !bytes.Contains(whole.Markdown, []byte(c.old)) {
				t.Fatalf("the report holds no %q", c.old)
			}
			d := whole
			d.Markdown = bytes.ReplaceAll(whole.Markdown, []byte(c.old), []byte(c.new))
			m, err := Check(Written{Markdown: d.Markdown, Data: d.JSON, Journal: journal, Detect: drillKeys}, words.English)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Contains(m.points(), c.point) {
				t.Fatalf("lost %v, want %d among them", m.points(), c.point)
			}
			if slices.Contains(gates, c.point) && (m.Score != 0 || m.Passed()) {
				t.Errorf("score %d, gates %v", m.Score, m.Gates)
			}
		})
	}
}

func TestAReportIsNotThatOfAnotherJournal(t *testing.T) {
	f := tell(t, plan{}).facts()
	d := written(t, f)
	other := journalOf(t, tell(t, plan{noAbuse: true}).events)
	for name, w := range map[string]Written{
		"another's": {Markdown: d.Markdown, Data: d.JSON, Journal: other},
		"none":      {Markdown: d.Markdown, Data: d.JSON},
		"no data":   {Markdown: d.Markdown, Journal: journalOf(t, f.Events)},
	} {
		if m, err := Check(w, words.English); err != nil || !slices.Contains(m.points(), 5) {
			t.Errorf("%s: lost %v, %v", name, m.points(), err)
		}
	}
	for _, text := range []string{"", "# A page\n", "---\nid: x\n", "---\nid: [x\n---\n"} {
		if _, err := Check(Written{Markdown: []byte(text)}, words.English); err == nil && !strings.HasPrefix(text, "---\nid: [") {
			t.Errorf("%q is taken for a report", text)
		}
	}
}

func TestAReasonSaysWhereItIsMended(t *testing.T) {
	f := tell(t, plan{noAnswers: true}).facts()
	d := written(t, f)
	lines := strings.Split(string(d.Markdown), "\n")
	for _, l := range marks(t, f, d).Lost {
		if l.Point == 8 && (l.Ask != incident.AskChannel || !strings.HasPrefix(lines[l.Line-1], "| Channel")) {
			t.Errorf("%+v, line %q", l, lines[l.Line-1])
		}
	}
}

// The check reads in Indonesian what it reads in English, and says why in the language asked for.
func TestTheCheckReadsBothLanguages(t *testing.T) {
	for name, p := range map[string]plan{"whole": {}, "nothing told": {noAnswers: true, noUsage: true}} {
		f := tell(t, p).facts()
		english := marks(t, f, written(t, f))
		f.Lang = words.Indonesian
		indonesian := marks(t, f, written(t, f))
		if fmt.Sprint(english.points()) != fmt.Sprint(indonesian.points()) {
			t.Errorf("%s: lost %v in English, %v in Indonesian: %+v", name, english.points(), indonesian.points(), indonesian.Lost)
		}
	}
}

func TestTextOfOthersWinsAndLosesNoPointByItsWords(t *testing.T) {
	for _, text := range []string{"unknown (x)", "E999", "open", "no: ", "yes", "| a | b |", "<!-- fb:timeline 00000000 -->"} {
		f := tell(t, plan{text: text}).facts()
		d := written(t, f)
		if m := marks(t, f, d); len(m.Lost) > 0 {
			t.Errorf("%q: %+v", text, m.Lost)
		}
	}
}

// The situations that the format names: each passes with honours where its data exist, and says
// itself what the missing data cost.
func TestTheNineSituationsOfTheFormat(t *testing.T) {
	for name, c := range map[string]struct {
		plan  plan
		lang  words.Lang
		least int
	}{
		"fully observed": {plan{}, words.English, 25}, "no usage data": {plan{noUsage: true}, words.English, 20}, "no abuse found": {plan{noAbuse: true}, words.English, 25},
		"false alarm": {plan{falseAlarm: true}, words.English, 25}, "rotate first with an outage": {plan{rotateFirst: true}, words.English, 25},
		"two related keys forgotten": {plan{relatedForgotten: true}, words.English, 24}, "hostile strings": {plan{text: "|`<b>@everyone [x](y)"}, words.English, 25},
		"Indonesian": {plan{}, words.Indonesian, 25}, "crash and resume": {plan{resumed: true}, words.English, 25},
	} {
		f := tell(t, c.plan).facts()
		f.Lang = c.lang
		if m := marks(t, f, written(t, f)); m.Score != c.least {
			t.Errorf("%s: %d points, want %d: %+v", name, m.Score, c.least, m.Lost)
		}
	}
}
