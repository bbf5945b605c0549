// Command bench breaks everything around the real firebreak and counts what goes wrong. Each part
// is tested by planted bugs: a bug that it does not see means that its zero is worth nothing.
package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// result of a part.
type result struct {
	Points int
	Wrong  []string // one text for each violation
}

// part of the bench.
type part struct {
	name    string
	sample  int                            // points in .ci/run; 0: all
	cannot  func() string                  // why it cannot run here
	run     func(b *bench) (result, error) // an error is the bench's own trouble
	mutants []mutant
}

// bench is one run of it.
type bench struct {
	root     string // of firebreak's source
	dir      string // scratch
	program  string // that is broken
	ledger   string // that serves the world
	identity string
	points   int
	seed     uint64
	first    bool // ends at the first violation
}

func main() {
	if len(os.Args) > 2 && os.Args[1] == "stub" {
		fmt.Fprintln(os.Stderr, stub(os.Args[2:]))
		os.Exit(127)
	}
	code, err := begin(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
	os.Exit(code)
}

// begin reads the command line and runs what it asks for; the code is that of the process.
func begin(args []string) (int, error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	points := flags.Int("points", -1, "points of each part; 0: all of them (default a sample)")
	seed := flags.Uint64("seed", 1, "seed of worlds and choices")
	inner := flags.Bool("inner", false, "one part on a mutant: no mutants of its own, ends at the first violation, prints JSON")
	var names []string
	for len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		names, args = append(names, args[0]), args[1:]
	}
	if err := flags.Parse(args); err != nil {
		return 2, err
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		return 2, err
	}
	dir, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return 2, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	b := &bench{root: root, dir: dir, seed: *seed, first: *inner}
	if err := b.build(); err != nil {
		return 2, err
	}
	chosen, err := choose(names)
	if err != nil {
		return 2, err
	}
	if *inner {
		return b.inner(chosen[0], *points)
	}
	return b.table(chosen, *points)
}

func choose(names []string) ([]part, error) {
	if len(names) == 0 {
		return parts, nil
	}
	var out []part
	for _, name := range names {
		i := slices.IndexFunc(parts, func(p part) bool { return p.name == name })
		if i < 0 {
			return nil, fmt.Errorf("no part is named %s", name)
		}
		out = append(out, parts[i])
	}
	return out, nil
}

// build makes the program that is broken as it is released.
func (b *bench) build() error {
	b.program = filepath.Join(b.dir, "firebreak")
	cmd := exec.Command("go", "build", "-C", b.root, "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=", "-o", b.program, "./cmd/firebreak")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	b.ledger = cmp.Or(os.Getenv("BENCH_LEDGER"), b.program)
	b.identity = filepath.Join(b.dir, "identity")
	made := exec.Command(b.ledger, "auth", "identity", b.identity)
	made.Env = []string{"HOME=" + b.dir}
	if out, err := made.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}

// size is how many points a part tries: what was asked for, else its sample.
func (p part) size(asked int) int {
	if asked < 0 {
		return p.sample
	}
	return asked
}

// inner runs one part for the bench that planted a bug.
func (b *bench) inner(p part, asked int) (int, error) {
	b.points = p.size(asked)
	r, err := p.run(b)
	if err != nil {
		r.Wrong = append(r.Wrong, err.Error()) // a bug so bad that nothing runs is seen too
	}
	return 0, errors.Join(json.NewEncoder(os.Stdout).Encode(r))
}

// table runs parts and their mutants and prints one line for each.
func (b *bench) table(chosen []part, asked int) (int, error) {
	code := 0
	lines := []string{fmt.Sprintf("%-10s %9s %10s %8s  %s", "part", "points", "violations", "time", "caught")}
	for _, p := range chosen {
		if why := p.cannot; why != nil && why() != "" {
			fmt.Printf("%s: NOT RUN: %s\n", p.name, why())
			lines = append(lines, fmt.Sprintf("%-10s NOT RUN: %s", p.name, why()))
			code = 1
			continue
		}
		b.points = p.size(asked)
		began := time.Now()
		r, err := p.run(b)
		if err != nil {
			return 2, fmt.Errorf("%s: %w", p.name, err)
		}
		took := time.Since(began)
		for i, w := range r.Wrong {
			if i < 10 {
				fmt.Printf("%s: %s\n", p.name, w)
			}
		}
		caught := b.mutate(p)
		if len(r.Wrong) > 0 || caught != "yes" {
			code = 1
		}
		line := fmt.Sprintf("%-10s %9d %10d %7.0fs  caught %s", p.name, r.Points, len(r.Wrong), took.Seconds(), caught)
		fmt.Println(line)
		lines = append(lines, line)
	}
	fmt.Printf("\n%s, %d CPUs, seed %d\n%s\n", time.Now().UTC().Format(time.DateOnly), runtime.NumCPU(), b.seed, strings.Join(lines, "\n"))
	return code, nil
}

// each tries points, several at a time.
func (b *bench) each(all []point, try func(point) []string) result {
	return tryAll(b, all, point.String, try)
}

// tryAll tries items, several at a time, and puts the name of the item before what went wrong.
func tryAll[T any](b *bench, all []T, named func(T) string, try func(T) []string) result {
	var (
		mu   sync.Mutex
		wg   sync.WaitGroup
		next int
		out  result
	)
	for range 2 * runtime.NumCPU() {
		wg.Go(func() {
			for {
				mu.Lock()
				if next == len(all) || b.first && len(out.Wrong) > 0 {
					mu.Unlock()
					return
				}
				item := all[next]
				next++
				mu.Unlock()
				wrong := try(item)
				mu.Lock()
				out.Points++
				for _, w := range wrong {
					out.Wrong = append(out.Wrong, named(item)+": "+w)
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return out
}
