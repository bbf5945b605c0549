package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// mutant is a planted bug: texts of the source that are replaced. Each must be there exactly once,
// so that a bug that no longer fits its source is noticed.
type mutant struct {
	name  string
	edits []edit
}

type edit struct{ file, from, to string }

// parts of the bench, in the order in which they run.
var parts = []part{
	{name: "kill", sample: 40, run: killAnywhere, mutants: []mutant{
		{"an open mutation is sent again", []edit{{"runbook/settle.go", "answer, how := read(ctx)", "answer, how := didNot, \"\"\n\t\t_ = read"}}},
	}},
	{name: "power", sample: 40, cannot: canMount, run: powerLoss, mutants: []mutant{
		{"no fsync", []edit{{"runbook/journal/journal.go", "	if err := j.log.Sync(); err != nil {\n		return fmt.Errorf(\"fsync: %w\", err)\n	}\n", ""}}},
		{"no directory fsync", []edit{{"runbook/journal/os_unix.go", "errors.Join(d.Sync(), d.Close())", "d.Close()"}}},
	}},
	{name: "nojournal", sample: 40, cannot: canMount, run: noJournal, mutants: []mutant{
		{"fsync retried", []edit{{"runbook/journal/journal.go", "	if err := j.log.Sync(); err != nil {\n", "	if err := j.log.Sync(); err != nil && j.log.Sync() != nil {\n"}}},
		{"no intent record", []edit{{"runbook/ledger.go", "	if err := l.e.append(incident.Event{Type: incident.Intended, Cred: l.cred, Step: l.step, Op: op}, intent); err != nil {\n		return err\n	}\n", "	_ = l.e.append(incident.Event{Type: incident.Intended, Cred: l.cred, Step: l.step, Op: op}, intent)\n"}}},
	}},
	{name: "bits", sample: 4000, run: everyBit, mutants: []mutant{
		{"lenient checksum", []edit{{"runbook/journal/line.go", "!bytes.Equal(hash, want[:])", "!bytes.EqualFold(hash, want[:])"}}},
		{"no head record", []edit{{"runbook/journal/journal.go", "	if err := j.writeHead(next); err != nil {\n		return err\n	}\n", ""}}},
	}},
}

// mutate plants each bug of a part into a copy and lets the copy's own bench look.
func (b *bench) mutate(p part) string {
	if len(p.mutants) == 0 {
		return "no (nothing planted)"
	}
	var missed []string
	for _, m := range p.mutants {
		r, err := b.plant(p, m)
		switch {
		case err != nil:
			missed = append(missed, fmt.Sprintf("%s (%v)", m.name, err))
		case len(r.Wrong) == 0:
			missed = append(missed, m.name)
		default:
			fmt.Printf("%s: planted %q is seen: %s\n", p.name, m.name, cut(r.Wrong[0], 160))
		}
	}
	if len(missed) > 0 {
		return "no: " + strings.Join(missed, ", ")
	}
	return "yes"
}

func cut(s string, n int) string {
	if len(s) > n {
		return s[:n] + "…"
	}
	return s
}

// plant runs a part of the copy's bench on the copy with the bug. The ledger stays the sound program's.
func (b *bench) plant(p part, m mutant) (result, error) {
	dir := filepath.Join(b.dir, "mutant")
	if err := os.RemoveAll(dir); err != nil {
		return result{}, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return result{}, err
	}
	for _, name := range []string{"cmd", "tui", "providers", "runbook", "go.mod", "go.sum", ".ci"} {
		if out, err := exec.Command("cp", "-r", filepath.Join(b.root, name), dir+"/").CombinedOutput(); err != nil {
			return result{}, fmt.Errorf("%w: %s", err, out)
		}
	}
	for _, e := range m.edits {
		if err := e.apply(dir); err != nil {
			return result{}, err
		}
	}
	cmd := exec.Command("go", "run", "-trimpath", "-buildvcs=false", ".", p.name, "--inner", "--seed", fmt.Sprint(b.seed), "--points", fmt.Sprint(b.points))
	cmd.Dir = filepath.Join(dir, ".ci", "bench")
	cmd.Env = append(os.Environ(), "BENCH_LEDGER="+b.ledger)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return result{}, err
	}
	var r result
	return r, json.Unmarshal(out, &r)
}

func (e edit) apply(dir string) error {
	path := filepath.Join(dir, e.file)
	all, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if n := strings.Count(string(all), e.from); n != 1 {
		return fmt.Errorf("%s: the text to change stands there %d times", e.file, n)
	}
	return os.WriteFile(path, []byte(strings.Replace(string(all), e.from, e.to, 1)), 0o600)
}
