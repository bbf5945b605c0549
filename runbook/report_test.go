package runbook_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"firebreak/providers/files"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// close ends the incident, for a reason that it needs while steps are open.
func (r *rig) close(reason string) error {
	var err error
	r.clock.Run(func() {
		err = r.engine.Do(context.Background(), runbook.Action{Name: runbook.Close, Step: incident.StepClose}, runbook.Input{Text: reason})
	})
	return err
}

func TestTheReportOfAClosedIncidentKnowsThatItIsClosed(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.open(0, false)
	if err := r.work(&runbook.Policy{Approve: []string{runbook.ApproveRevoke}}); err != nil {
		t.Fatal(err)
	}
	defer r.closeJournal()
	if n := len(r.engine.State().Reports); n != 1 {
		t.Fatalf("%d reports before the close", n)
	}
	// another one, in another language and folder, written without the lock
	other := filepath.Join(t.TempDir(), "laporan.md")
	if err := runbook.NoteReport(r.dir, incident.ReportData{Path: other, SHA256: "1", Lang: "id"}); err != nil {
		t.Fatal(err)
	}
	if err := r.engine.Resume(incident.ResumedData{}); err != nil {
		t.Fatal(err)
	}
	if err := r.close(""); !errors.Is(err, runbook.ErrNeedsReason) || r.engine.State().Closing != nil {
		t.Fatalf("a close with steps open and no reason: %v", err)
	}
	if err := r.close("handed over"); err != nil {
		t.Fatal(err)
	}
	s := r.engine.State()
	closed := map[string]string{r.reports: "Incident closed: `handed over`", filepath.Dir(other): "Insiden ditutup: `handed over`"}
	for _, last := range s.Reports[1:] {
		page, err := os.ReadFile(last.Path)
		if err != nil {
			t.Fatal(err)
		}
		if s.Closing == nil || bytes.Contains(page, []byte("closed: unknown")) || !bytes.Contains(page, []byte(closed[filepath.Dir(last.Path)])) {
			t.Errorf("closing %+v; the report %s does not know of it", s.Closing, last.Path)
		}
		delete(closed, filepath.Dir(last.Path))
	}
	if len(closed) != 0 {
		t.Errorf("not written anew: %v", closed)
	}
	if files, err := filepath.Glob(filepath.Join(r.reports, "*.md")); err != nil || len(files) != 1 {
		t.Errorf("reports %v, %v: want the one, written anew", files, err)
	}
}

func TestAReportThatWasWrittenWithoutTheLockCounts(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.open(0, false)
	stop := &stopAt{Policy: runbook.Policy{}, name: runbook.Report}
	if err := r.work(stop); err != nil {
		t.Fatal(err)
	}
	r.closeJournal()
	set, err := r.engine.Compose()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(runbook.WithNoted(r.engine.State(), r.dir).Reports); n != 0 {
		t.Fatalf("%d reports before any was written", n)
	}
	if err := runbook.NoteReport(r.dir, set.Written(filepath.Join(r.reports, set.Doc.Name))); err != nil {
		t.Fatal(err)
	}
	if n := len(runbook.WithNoted(r.engine.State(), r.dir).Reports); n != 1 {
		t.Errorf("%d reports for who only looks", n)
	}
	for range 2 { // the second time it is journalled already
		r.open(0, false)
		if err := r.engine.Resume(incident.ResumedData{}); err != nil {
			t.Fatal(err)
		}
		r.closeJournal()
	}
	s := r.engine.State()
	if len(s.Reports) != 1 || containsStep(s.OpenSteps(s.Order[0]), incident.StepReport) {
		t.Errorf("reports %+v, open %v", s.Reports, s.OpenSteps(s.Order[0]))
	}
}

// composed is the report of an incident that was killed in drill, and where it would be written.
func composed(t *testing.T, change func(*runbook.Source)) runbook.Set {
	t.Helper()
	lines := [][]byte{
		[]byte(`{"v":1,"seq":1,"at":"2026-11-23T08:00:00Z","type":"incident.opened","by":"us","data":{"id":"INC-20261123-k7qd","mode":"live","salt":"00ff","tool":"firebreak 0.1.0"}}`),
		[]byte(`{"v":1,"seq":2,"at":"2026-11-23T08:00:01Z","type":"identified","cred":"c1","step":"identify","by":"us","data":{"kind":"openai/project-key","fingerprint":"sha256:9f2c1ab07d34","last4":"x7Qa","confidence":"high"}}`),
		[]byte(`{"v":1,"seq":3,"at":"2026-11-23T08:00:02Z","type":"answer","step":"report","by":"us","data":{"question":"went_well","value":"the alert"}}`),
	}
	var events []incident.Event
	for _, line := range lines {
		e, err := incident.Parse(line)
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, e)
	}
	src := runbook.Source{State: incident.Fold(events), Events: events, Lines: lines, Tool: "firebreak 0.1.0", Now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), Lang: words.English}
	change(&src)
	set, err := runbook.ComposeFrom(src)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestAReportIsWrittenOverWhatPeopleWroteIntoItAndNeverOverASecret(t *testing.T) {
	dir, door, secret := t.TempDir(), files.New(files.Config{}), "-DRILL"+"KEY-0001"
	detect := func(b []byte) int { return bytes.Count(b, []byte("-DRILL"+"KEY-")) }
	write := func(mask bool) (runbook.Set, string, error) {
		set := composed(t, func(s *runbook.Source) { s.Detect, s.Mask = detect, mask })
		return runbook.WriteSet(context.Background(), door, dir, set, "INC-20261123-k7qd")
	}
	_, path, err := write(false)
	if err != nil {
		t.Fatal(err)
	}
	edit := func(old, with string) {
		page, err := os.ReadFile(path)
		if err != nil || !bytes.Contains(page, []byte(old)) {
			t.Fatalf("the page holds no %q, %v", old, err)
		}
		if err := os.WriteFile(path, bytes.Replace(page, []byte(old), []byte(with), 1), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	edit("### Went wrong", "A line of mine.\n\n### Went wrong")
	if _, _, err := write(false); err != nil {
		t.Fatal(err)
	}
	edit("A line of mine.", "A line of mine.\n"+secret)
	before, _ := os.ReadFile(path)
	if set, _, err := write(false); !errors.Is(err, runbook.ErrLeak) || len(set.Leaks) == 0 {
		t.Errorf("a secret is written over: %v, %v", err, set.Leaks)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the page was changed")
	}
	if _, _, err := write(true); err != nil {
		t.Fatal(err)
	}
	page, _ := os.ReadFile(path)
	if bytes.Contains(page, []byte(secret)) || !bytes.Contains(page, []byte("(masked: ")) || !bytes.Contains(page, []byte("A line of mine.")) {
		t.Error("the secret stands there, or the line before it does not")
	}
}

func TestAReportIsWrittenThroughNoLinkAndOverNobodyElsesFile(t *testing.T) {
	set := composed(t, func(*runbook.Source) {})
	dir, door := t.TempDir(), files.New(files.Config{})
	target := filepath.Join(t.TempDir(), "target")
	if err := os.Symlink(target, filepath.Join(dir, set.Doc.Name)); err != nil {
		t.Skipf("Windows has no links for everybody: %v", err)
	}
	if _, _, err := runbook.WriteSet(context.Background(), door, dir, set, "INC-20261123-k7qd"); err == nil {
		t.Error("it was written through a link")
	}
	if _, err := os.Lstat(target); err == nil {
		t.Error("the target of the link was made")
	}
	other := t.TempDir()
	mine := filepath.Join(other, set.Doc.Name)
	if err := os.WriteFile(mine, []byte("# of INC-20261123-k7qd, by hand\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, path, err := runbook.WriteSet(context.Background(), door, other, set, "INC-20261123-k7qd"); err != nil || path != mine {
		t.Fatal(path, err)
	}
	kept, err := os.ReadFile(filepath.Join(other, "INC-20261123-openai-key.kept-1.md"))
	if err != nil || !bytes.HasPrefix(kept, []byte("# of INC")) {
		t.Errorf("a page by hand is lost: %v", err)
	}
	if info, err := os.Stat(mine); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}
