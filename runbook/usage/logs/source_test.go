package logs

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"firebreak/runbook/usage"
)

// folder holds files by their paths below it.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestFilesAreFoundInTheOrderOfTheirNames(t *testing.T) {
	dir := folder(t, map[string]string{
		"AWSLogs/1/CloudTrail/eu/b.json.gz": "", "AWSLogs/1/CloudTrail/eu/a.json": "", "AWSLogs/1/CloudTrail-Digest/eu/c.json.gz": "",
		".hidden/d.json": "", "e.txt": "", "f.CSV": "",
	})
	for _, c := range []struct{ paths, want string }{
		{"", "AWSLogs/1/CloudTrail/eu/a.json AWSLogs/1/CloudTrail/eu/b.json.gz f.CSV"},
		{"e.txt", "e.txt"},
		{"*.CSV AWSLogs", "f.CSV AWSLogs/1/CloudTrail/eu/a.json AWSLogs/1/CloudTrail/eu/b.json.gz"},
		{".hidden", ".hidden/d.json"},
	} {
		var paths []string
		for _, path := range strings.Split(c.paths, " ") {
			paths = append(paths, filepath.Join(dir, path))
		}
		found, err := Find(paths)
		var names []string
		for _, s := range found {
			name, _ := filepath.Rel(dir, s.Name)
			names = append(names, filepath.ToSlash(name))
		}
		if got := strings.Join(names, " "); err != nil || got != c.want {
			t.Errorf("%q: %s, %v", c.paths, got, err)
		}
	}
	for _, path := range []string{"absent.json", "*.absent", "AWSLogs/1/CloudTrail-Digest/eu/*.json"} {
		if _, err := Find([]string{filepath.Join(dir, path)}); !errors.Is(err, ErrNothing) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// reviewOf is the review of some files.
func reviewOf(t *testing.T, paths ...string) usage.Analysis {
	t.Helper()
	sources, err := Find(paths)
	if err != nil {
		t.Fatal(err)
	}
	var log usage.Log
	if err := Read(context.Background(), sources, Query{KeyID: key}, &log.Intake, func(e *usage.Event) { log.Add(e) }); err != nil {
		t.Fatal(err)
	}
	return usage.Analyse(&log, usage.Context{})
}

func TestF069AnEventThatWasShippedTwiceCountsOnce(t *testing.T) {
	text := `{"Records":[` + call("1", key) + `,` + strings.ReplaceAll(call("2", key), "InvokeModel", "CreateUser") + `]}`
	dir := folder(t, map[string]string{"one-trail/a.json": text, "another-trail/a.json": text})
	once, twice := reviewOf(t, filepath.Join(dir, "one-trail")), reviewOf(t, dir, dir)
	if once.Totals != twice.Totals || len(once.Groups) != len(twice.Groups) || len(once.Persistence.Found) != len(twice.Persistence.Found) {
		t.Errorf("once %+v, twice %+v", once.Totals, twice.Totals)
	}
	if twice.Input.Duplicates != 6 || once.Totals.All.Requests != 2 {
		t.Errorf("%+v", twice.Input)
	}
}

func TestAWrongClockIsNamed(t *testing.T) {
	var intake usage.Intake
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC) // an hour before the calls
	err := Read(context.Background(), []Source{Text("x", strings.NewReader(call("1", key)))}, Query{Now: now}, &intake, func(*usage.Event) {})
	if err != nil || intake.Ahead != 1 || intake.Selected != 1 {
		t.Errorf("%+v, %v", intake, err)
	}
}

func TestAReadingEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var texts []Source
	for range 20 {
		texts = append(texts, Text("x", strings.NewReader("["+strings.Repeat(call("1", key)+",", 3000)+call("2", key)+"]")))
	}
	n := 0
	err := Read(ctx, texts, Query{Workers: 2}, &usage.Intake{}, func(*usage.Event) {
		if n++; n == 1000 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || n >= 30_000 {
		t.Errorf("%v after %d events", err, n)
	}
}
