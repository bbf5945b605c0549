package postmortem

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

var update = flag.Bool("update", false, "write the golden reports anew")

func written(t *testing.T, f Facts) Doc {
	t.Helper()
	d, err := Write(f)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// drillKeys stands for our detectors: it knows the form of the keys that these tests plant.
func drillKeys(b []byte) int { return bytes.Count(b, []byte("-DRILL"+"KEY-")) }

func TestEachSituationLosesOnlyThePointsThatItsMissingDataCosts(t *testing.T) {
	for name, c := range map[string]struct {
		plan plan
		lost []int
		has  []string
		not  []string
	}{
		"fully observed": {plan: plan{}, has: []string{"yes, verified dead at 2026-11-23T08:11:02Z", "SEV2"}, not: []string{"CAUTION"}},
		"no usage data": {plan: plan{noUsage: true}, lost: []int{13, 14, 15, 16, 17}, has: []string{"unknown (review usage: "},
			not: []string{"USD 0.00", "No foreign use"}},
		"no abuse found":    {plan: plan{noAbuse: true}, has: []string{"none found", "(exposure: no abuse came before)", "No foreign use was found"}},
		"false alarm":       {plan: plan{falseAlarm: true}, has: []string{"not applicable (false alarm)", "SEV4", "refused: dead, mistyped or foreign"}, not: []string{"yes, verified dead"}},
		"rotate first":      {plan: plan{rotateFirst: true}, has: []string{"| Outage caused (minutes) | 12 |", "rotated before the key died"}},
		"related forgotten": {plan: plan{relatedForgotten: true}, lost: []int{18}, has: []string{"**open: no decision yet**", "2 related credentials have no decision yet"}},
		"resumed":           {plan: plan{resumed: true}, has: []string{"Work taken up again", "| Times the work was taken up again | 1 |"}},
		"nobody answered": {plan: plan{noAnswers: true}, lost: []int{8, 13, 19, 22, 23}, has: []string{"Service: outage caused (minutes); Personal data within reach; What was told of it | unknown (not asked, no question was put to anybody) |"},
			not: []string{"no, chat"}},
		"no verdicts": {plan: plan{noVerdict: true}, lost: []int{13, 15}, has: []string{"open: no decision yet (suggested: not ours)", "3 of 3 groups wait for a verdict",
			"cost_usd_attacker: unknown (no group was judged)", "first_abuse: unknown (no group was judged)",
			"| not ours | unknown (no group was judged) | unknown (no group was judged) |"}},
		"not proven": {plan: plan{unproven: true}, has: []string{"not proven dead", "> [!CAUTION]"}, not: []string{"yes, verified dead"}},
		"bounded":    {plan: plan{bounded: true, noAnswers: true}, lost: []int{8, 13, 19, 22, 23}, has: []string{"between 2026-08-03T07:20:00Z and 2026-11-23T08:02:11Z", "not searched"}},
		"dry run":    {plan: plan{mode: incident.DryRun, noRotation: true}, has: []string{"DRY RUN", "withheld"}, not: []string{"yes, verified dead"}},
		"drill":      {plan: plan{mode: incident.Drill}, has: []string{"> DRILL.", "kind: drill", "nobody is to be notified"}},
		"shortened":  {plan: plan{shortened: true}, has: []string{"shortened to 300ms", "SHORTENED"}},
		"limit left": {plan: plan{limitStands: true}, has: []string{"Limits that we set still stand", "`project-spend-limit`"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := tell(t, c.plan).facts()
			d := written(t, f)
			m := marks(t, f, d)
			if !slices.Equal(m.points(), c.lost) {
				t.Errorf("lost points %v, want %v: %+v", m.points(), c.lost, m.Lost)
			}
			for _, want := range c.has {
				if !strings.Contains(string(d.Markdown), want) {
					t.Errorf("the report lacks %q", want)
				}
			}
			for _, bad := range c.not {
				if strings.Contains(string(d.Markdown), bad) {
					t.Errorf("the report holds %q", bad)
				}
			}
		})
	}
}

func TestF014ARevivedKeyIsNeverCalledDead(t *testing.T) {
	d := written(t, tell(t, plan{revived: true}).facts())
	page := string(d.Markdown)
	for _, want := range []string{"verified_dead: unknown (accepted again after the proof)", "> The key was accepted again at 2026-11-23T09:20:00Z",
		"| Contained | no: accepted again after the proof |", "`revived`"} {
		if !strings.Contains(page, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	for _, bad := range []string{"is dead", "yes, verified", "was verified dead"} {
		if strings.Contains(page, bad) {
			t.Errorf("the report says %q", bad)
		}
	}
}

func TestF073UnsettledFiguresAreUnknownAndNotZero(t *testing.T) {
	page := string(written(t, tell(t, plan{}).facts()).Markdown)
	if !strings.Contains(page, "Figures after 2026-11-23T08:10:00Z are not settled: unknown since then") {
		t.Error("the report does not say since when the figures are unknown")
	}
}

func TestTheSameJournalGivesTheSameBytes(t *testing.T) {
	s := tell(t, plan{})
	first, second := s.facts(), s.facts()
	second.Now = second.Now.Add(1e12)
	a, b := written(t, first), written(t, second)
	same := func(b []byte) string {
		lines := strings.Split(string(b), "\n")
		return strings.Join(slices.DeleteFunc(lines, func(l string) bool { return strings.Contains(l, "generated_at") }), "\n")
	}
	if same(a.Markdown) != same(b.Markdown) || same(a.JSON) != same(b.JSON) {
		t.Error("more than generated_at differs")
	}
	if bytes.Equal(a.Markdown, b.Markdown) {
		t.Error("generated_at does not differ")
	}
}

func TestAJournalThatFailsItsCheckIsSaidFirst(t *testing.T) {
	f := tell(t, plan{}).facts()
	f.Verify = "event 7 was altered"
	page := string(written(t, f).Markdown)
	_, body, _ := strings.Cut(page[4:], "---\n")
	if lines := strings.Split(strings.TrimSpace(body), "\n"); !strings.Contains(lines[1], "fails its check: `event 7 was altered`") {
		t.Errorf("first lines: %q", lines[:2])
	}
	if !strings.Contains(page, "title: \"Journal altered: ") {
		t.Error("the title does not say it")
	}
}

func TestGoldens(t *testing.T) {
	for name, p := range map[string]plan{"full": {}, "no-usage": {noUsage: true}, "false-alarm": {falseAlarm: true}, "drill-id": {mode: incident.Drill}} {
		t.Run(name, func(t *testing.T) {
			f := tell(t, p).facts()
			if strings.HasSuffix(name, "-id") {
				f.Lang = words.Indonesian
			}
			d := written(t, f)
			golden(t, name+".md", d.Markdown)
			if name == "full" {
				golden(t, name+".report.json", d.JSON)
			}
		})
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; see it with -update and a diff", path)
	}
}
