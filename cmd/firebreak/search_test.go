package main_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// sought is a value of no vendor.
func sought() string { return "DRILL-" + lettersOf(41, hexDigits, 40) }

// foundHit is a place of the key, as a program reads it.
type foundHit struct {
	Type     string   `json:"type"`
	Kind     string   `json:"kind"`
	Path     string   `json:"path"`
	Object   string   `json:"object"`
	Commits  []string `json:"commits"`
	Encoding string   `json:"encoding"`
	Offset   int64    `json:"offset"`
	AtHead   bool     `json:"at_head"`
}

type searchedLast struct {
	Type     string                    `json:"type"`
	Hits     int                       `json:"hits"`
	Objects  *int                      `json:"objects"`
	Bytes    int64                     `json:"bytes"`
	Seconds  *float64                  `json:"seconds"`
	Absent   *int                      `json:"absent"`
	Complete bool                      `json:"complete"`
	Reasons  map[string]map[string]int `json:"reasons"`
}

func searchedObjects(t *testing.T, out string) (hits []foundHit, last searchedLast) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(out), "\n")
	for _, line := range lines[:len(lines)-1] {
		var h foundHit
		if err := json.Unmarshal([]byte(line), &h); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		hits = append(hits, h)
	}
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &last); err != nil || last.Type != "summary" || last.Objects == nil || last.Seconds == nil || last.Absent == nil {
		t.Fatalf("no summary at the end: %v\n%s", err, out)
	}
	return hits, last
}

func TestSearchFindsAKeyAndShowsItNowhere(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	key := sought()
	h.write("tree/app.log", "start\nkey="+key+"\n")
	h.write("tree/clean", "nothing")
	got := h.run(key+"\n", "search", "--json", "tree")
	hits, last := searchedObjects(t, got.out)
	if got.code != 3 || len(hits) != 1 || hits[0].Kind != "file" || hits[0].Path != "app.log" || hits[0].Offset != 10 || hits[0].Encoding != "plain" || last.Hits != 1 || !last.Complete {
		t.Errorf("exit %d, %+v, %+v", got.code, hits, last)
	}
	for _, line := range []string{"API_KEY: '" + key + "'", `export X="` + key + `";`, `"x.y": "` + key + `",`} {
		if named := h.run(line, "search", "tree"); named.code != 3 || !strings.Contains(named.err, "the value behind the name") {
			t.Errorf("%q: exit %d: %s%s", line, named.code, named.out, named.err)
		}
	}
	if none := h.run(key+"x==", "search", "tree"); none.code != 0 || !strings.Contains(none.out, "not found, all searched") || !strings.Contains(none.err, "exactly what was given") {
		t.Errorf("exit %d: %s%s", none.code, none.out, none.err)
	}
	lines := h.run(key, "search", "tree")
	if lines.code != 3 || !strings.Contains(lines.out, "app.log, line 2") || strings.Contains(lines.out+lines.err+got.out+got.err, key) {
		t.Errorf("exit %d: %s%s", lines.code, lines.out, lines.err)
	}
}

func TestF088ASearchThatCouldNotLookIsNeitherCleanNorAFinding(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	h.write("tree/clean", "nothing")
	got := h.run(sought(), "search", "--json", "tree", "nowhere")
	hits, last := searchedObjects(t, got.out)
	if got.code != 1 || len(hits) != 0 || last.Complete || last.Reasons["nowhere"]["not_found"] != 1 {
		t.Errorf("exit %d, %+v, %+v", got.code, hits, last)
	}
}

func TestSearchRefusesWhatIsNoOneKey(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	for text, want := range map[string]string{
		"":              "empty",
		"short":         "under 8 bytes",
		"one is\nother": "several lines",
		"sk-" + lettersOf(1, hexDigits, 20) + "T3" + "BlbkFJ" + lettersOf(2, hexDigits, 20) + "\nsk-" + lettersOf(3, hexDigits, 20) + "T3" + "BlbkFJ" + lettersOf(4, hexDigits, 20): "2 keys",
	} {
		if got := h.run(text, "search"); got.code != 2 || got.out != "" || !strings.Contains(got.err, want) {
			t.Errorf("%s: exit %d: %s%s", want, got.code, got.out, got.err)
		}
	}
	key := "sk-" + lettersOf(5, hexDigits, 20) + "T3" + "BlbkFJ" + lettersOf(6, hexDigits, 20)
	if got := h.run("", "search", key); got.code != 2 || strings.Contains(got.out+got.err, key) {
		t.Errorf("a key as argument: exit %d: %s%s", got.code, got.out, got.err)
	}
}

func TestSearchReadsAPipeWithTheKeyOnItsFirstLine(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	key := sought()
	got := h.run(key+"\nsome log\nx "+key, "search", "--json", "--key-first", "-")
	hits, last := searchedObjects(t, got.out)
	if got.code != 3 || len(hits) != 1 || hits[0].Kind != "input" || hits[0].Offset != 11 || !last.Complete {
		t.Errorf("exit %d, %+v, %+v", got.code, hits, last)
	}
	if got := h.run("some log\n", "search", "--key-first", "."); got.code != 2 {
		t.Errorf("exit %d: %s", got.code, got.err)
	}
}

func TestSearchTellsHowToCleanUpAfterWhatThatDoesNotDo(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	key := sought()
	h.write("tree/.git/config", "[remote \"origin\"]\n\turl = https://x:"+key+"@git.drill.test/x\n")
	got := h.run(key, "search", "tree")
	end, plan := strings.Index(got.out, "Removal does not end"), strings.Index(got.out, "git remote set-url")
	if got.code != 3 || end < 0 || plan < end {
		t.Errorf("exit %d: %s", got.code, got.out)
	}
}

func TestF063AnEmptyRepositoryIsNotClean(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	h.write("r/.git/HEAD", "ref: refs/heads/main\n")
	h.write("r/.git/refs/heads/.keep", "")
	h.write("r/.git/objects/.keep", "")
	got := h.run(sought(), "search", "--json", "r")
	if _, last := searchedObjects(t, got.out); got.code != 1 || *last.Objects != 0 || last.Complete {
		t.Errorf("exit %d: %s", got.code, got.out)
	}
}
