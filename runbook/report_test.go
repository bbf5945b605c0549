package runbook_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"firebreak/runbook"
	"firebreak/runbook/incident"
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
