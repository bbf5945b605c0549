package usage_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"firebreak/runbook/usage"
	"firebreak/runbook/usage/logs"
)

// folderOf is where a public repository is for the evaluation; the test is left out where it is not.
func folderOf(t *testing.T, name string) string {
	t.Helper()
	root := os.Getenv("FIREBREAK_DATASETS")
	if root == "" {
		t.Skip("FIREBREAK_DATASETS names no folder")
	}
	path := filepath.Join(root, name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("%s is not there", path)
	}
	return path
}

func eventsOf(t *testing.T, path string) []usage.Event {
	t.Helper()
	sources, err := logs.Find([]string{path})
	if err != nil {
		t.Fatal(err)
	}
	var all []usage.Event
	var intake usage.Intake
	if err := logs.Read(t.Context(), sources, logs.Query{}, &intake, func(e *usage.Event) { all = append(all, *e) }); err != nil {
		t.Fatal(err)
	}
	return all
}

// reasonsOf are the detectors that some calls give rise to, without a past to compare them with.
func reasonsOf(events []usage.Event) []string {
	var l usage.Log
	for i := range events {
		l.Add(&events[i])
	}
	var all []string
	for _, g := range usage.Analyse(&l, usage.Context{}).Groups {
		for _, why := range g.Reasons {
			if why.Strength != "" && !slices.Contains(all, why.Code) {
				all = append(all, why.Code)
			}
		}
	}
	return all
}

func TestEvaluateActsOnLabelledTechniques(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(folderOf(t, "stratus-red-team"), "docs", "detonation-logs", "aws.*.json"))
	if err != nil || len(files) == 0 {
		t.Skip("no logs of techniques")
	}
	found := 0
	for _, f := range files {
		why := reasonsOf(eventsOf(t, f))
		if len(why) > 0 {
			found++
		}
		t.Logf("C  %-66s %s", filepath.Base(f), strings.Join(why, " "))
	}
	t.Logf("C  %d of %d techniques", found, len(files))
	if 35*found < 33*len(files) {
		t.Errorf("want 33 of 35 techniques")
	}
}

func TestEvaluateActsOnAnOrdinaryAccount(t *testing.T) {
	flagged, all := map[string]int{}, map[string]int{}
	for _, e := range eventsOf(t, folderOf(t, "aws_dataset")) {
		class := "other"
		who := strings.ToLower(e.Agent + " " + e.Actor)
		switch {
		case strings.Contains(who, "stratus-red-team"):
			class = "attack"
		case strings.Contains(who, "terraform"):
			class = "automation"
		case strings.HasSuffix(e.Agent, "amazonaws.com"):
			class = "service"
		}
		all[class]++
		if len(reasonsOf([]usage.Event{e})) > 0 {
			flagged[class]++
		}
	}
	for class, n := range all {
		t.Logf("C  %-12s %d of %d events flagged", class, flagged[class], n)
	}
	if 100*flagged["other"] > all["other"] {
		t.Errorf("want 1 of 100 ordinary events at most")
	}
}

func TestEvaluateSizesOnProductionTraces(t *testing.T) {
	root := folderOf(t, "AzurePublicDataset")
	traces := map[string][][2]int64{}
	for _, name := range []string{"conv", "code"} {
		f, err := os.Open(filepath.Join(root, "data", "AzureLLMInferenceTrace_"+name+".csv"))
		if err != nil {
			t.Skip(err)
		}
		lines, err := csv.NewReader(f).ReadAll()
		_ = f.Close() // it was only read
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines[1:] {
			in, _ := strconv.ParseInt(line[1], 10, 64) // 0 is a call of no size
			out, _ := strconv.ParseInt(line[2], 10, 64)
			traces[name] = append(traces[name], [2]int64{in, out})
		}
	}
	for _, learnt := range []string{"conv", "code"} {
		for _, tested := range []string{"conv", "code"} {
			half := len(traces[learnt]) / 2
			rest := traces[tested]
			if learnt == tested {
				rest = rest[half:]
			}
			n := oversized(traces[learnt][:half], rest)
			t.Logf("D  learnt %s, tested %s: %d of %d calls oversized", learnt, tested, n, len(rest))
			if n > 0 {
				t.Errorf("want none")
			}
		}
		theft := slices.Repeat([][2]int64{{340_000, 10_000}}, 50)
		if n := oversized(traces[learnt][:len(traces[learnt])/2], theft); n != len(theft) {
			t.Errorf("D  of %d thefts %d are oversized", len(theft), n)
		}
	}
}

// oversized counts the calls of an hour that are too large for those of the two days before it.
func oversized(past, now [][2]int64) int {
	var l usage.Log
	start := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	put := func(calls [][2]int64, from time.Time, span time.Duration, apart int) {
		for i, c := range calls {
			l.Add(&usage.Event{At: from.Add(span * time.Duration(i) / time.Duration(len(calls))), Endpoint: "chat", Model: "m", Sized: true, In: c[0], Out: c[1],
				Agent: "shop/1", Region: strconv.Itoa(i * apart)})
		}
	}
	put(past, start, 48*time.Hour, 0)
	put(now, start.Add(50*time.Hour), time.Hour, 1)
	n := 0
	for _, g := range usage.Analyse(&l, usage.Context{Exposed: start.Add(49 * time.Hour)}).Groups {
		for _, why := range g.Reasons {
			if why.Detector == "S1" && why.Code == usage.ReasonTokensPerRequest {
				n += int(g.Requests)
			}
		}
	}
	return n
}
