package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
)

// baseline is a recipe's unbroken run.
type baseline struct {
	recipe
	want  summary
	calls int
	// events are the calls that write an event into the journal, intents those of them that write one
	events, intents []int
	made            int // keys that live in the end
}

// baselines runs every recipe once, traced, and counts the calls at which it can be broken.
func (b *bench) baselines() ([]baseline, error) {
	var out []baseline
	for _, r := range recipes {
		s, err := b.newSeat(r, b.seed, "")
		if err != nil {
			return nil, err
		}
		base, err := s.baseline()
		s.close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.name, err)
		}
		out = append(out, base)
	}
	return out, nil
}

func (s *seat) baseline() (baseline, error) {
	path := filepath.Join(s.home, "first")
	c, err := s.command(s.r.begin(s), path)
	if err != nil {
		return baseline{}, err
	}
	base := baseline{recipe: s.r}
	end, err := trace(c, func(n int, c call) deed {
		if c.writes() && filepath.Base(c.path) == "journal.jsonl" {
			base.events = append(base.events, n)
			if bytes.Contains(c.data(), []byte(`"type":"intent"`)) {
				base.intents = append(base.intents, n)
			}
		}
		return deed{}
	})
	s.done(c)
	if err != nil {
		return baseline{}, err
	}
	_, last, all := told(path)
	if last.Outcome != "proven-dead" {
		return baseline{}, fmt.Errorf("the unbroken run ends with %q, code %d: %s", last.Outcome, end.code, tail(all))
	}
	base.want, base.calls = last, end.calls
	base.made, _, err = s.ledger()
	return base, err
}

// ledger counts the keys that live, and the deletes that were received.
func (s *seat) ledger() (made, deletes int, err error) {
	keys, err := s.world.keys()
	if err != nil {
		return 0, 0, err
	}
	asked, err := s.world.mutations()
	for _, r := range asked {
		if r.destructive() {
			deletes++
		}
	}
	for _, k := range keys {
		if k.Name != "" && !k.dead() {
			made++
		}
	}
	return made, deletes, err
}

// point is one place at which the program is broken.
type point struct {
	base  baseline
	n     int
	after bool
	torn  uint64 // seed of a torn write, 0: all that was not synced is gone
}

func (p point) String() string {
	return fmt.Sprintf("%s, call %d, after=%v, torn=%d", p.base.name, p.n, p.after, p.torn)
}

// points are places of all recipes, over their calls and both sides of each. Of a sample every
// second lies behind an intent, where a mutation is under way.
func points(bases []baseline, want int, seeds []uint64) []point {
	var near, all []point
	for _, base := range bases {
		for n := 1; n <= base.calls; n++ {
			for _, after := range []bool{false, true} {
				for _, torn := range seeds {
					p := point{base, n, after, torn}
					if slices.ContainsFunc(base.intents, func(at int) bool { return n > at && n <= at+underWay }) {
						near = append(near, p)
					} else {
						all = append(all, p)
					}
				}
			}
		}
	}
	random := rand.New(rand.NewPCG(uint64(len(all)), 1))
	for _, list := range [][]point{near, all} {
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	if want <= 0 || want >= len(near)+len(all) {
		return append(near, all...)
	}
	half := min(want/2, len(near))
	return append(near[:half:half], all[:min(want-half, len(all))]...)
}

// underWay is within how many calls behind its intent a mutation has left and is recorded.
const underWay = 16

// killAnywhere is part 1.
func killAnywhere(b *bench) (result, error) {
	bases, err := b.baselines()
	if err != nil {
		return result{}, err
	}
	return b.each(points(bases, b.points, []uint64{0}), func(p point) []string {
		s, err := b.newSeat(p.base.recipe, b.seed, "")
		if err != nil {
			return []string{err.Error()}
		}
		defer s.close()
		return s.broken(p, func() {})
	}), nil
}

// broken runs until the point, lets the power go, goes on and compares with the ledger.
func (s *seat) broken(p point, power func()) []string {
	path := filepath.Join(s.home, "first")
	c, err := s.command(s.r.begin(s), path)
	if err != nil {
		return []string{err.Error()}
	}
	_, err = trace(c, func(n int, _ call) deed {
		return deed{kill: n == p.n && !p.after, after: n == p.n && p.after}
	})
	s.done(c)
	if err != nil {
		return []string{err.Error()}
	}
	power()
	acknowledged, _, _ := told(path)
	last, all, err := s.again(p.base.want)
	if err != nil {
		return []string{err.Error()}
	}
	return s.judge(p.base, acknowledged, last, all)
}

// judge compares an incident that went on with the truth.
func (s *seat) judge(base baseline, acknowledged []event, last summary, all []byte) (wrong []string) {
	if last.Outcome != base.want.Outcome || !slices.Equal(last.OpenSteps, base.want.OpenSteps) {
		wrong = append(wrong, fmt.Sprintf("cannot go on: outcome %q, open %v: %s", last.Outcome, last.OpenSteps, tail(all)))
	}
	if lost := s.lost(acknowledged); lost > 0 {
		wrong = append(wrong, fmt.Sprintf("%d acknowledged events lost", lost))
	}
	made, deletes, err := s.ledger()
	switch {
	case err != nil:
		wrong = append(wrong, err.Error())
	case made != base.made:
		wrong = append(wrong, fmt.Sprintf("%d living keys, want %d", made, base.made))
	}
	return append(wrong, s.repeats(deletes)...)
}

// repeats names destructive calls that were made again: more of them than keys that ended.
func (s *seat) repeats(deletes int) []string {
	keys, err := s.world.keys()
	if err != nil {
		return []string{err.Error()}
	}
	ended := 0
	for _, k := range keys {
		if !k.RevokedAt.IsZero() {
			ended++
		}
	}
	if deletes > ended {
		return []string{fmt.Sprintf("%d destructive calls for %d keys that ended", deletes, ended)}
	}
	return nil
}

// lost counts the events that were acknowledged and stand in no journal.
func (s *seat) lost(acknowledged []event) int {
	have := map[string]bool{}
	for _, dir := range s.incidents() {
		journal, _ := os.ReadFile(filepath.Join(dir, "journal.jsonl"))
		for line := range bytes.Lines(journal) {
			var e event
			if json.Unmarshal(line, &e) == nil {
				have[e.Hash] = true
			}
		}
	}
	n := 0
	for _, e := range acknowledged {
		if !have[e.Hash] {
			n++
		}
	}
	return n
}

// tail is the end of what a run said, on one line.
func tail(all []byte) string {
	all = bytes.TrimSpace(all)
	if len(all) > 600 {
		all = all[len(all)-600:]
	}
	return string(bytes.ReplaceAll(all, []byte("\n"), []byte(" ⏎ ")))
}
