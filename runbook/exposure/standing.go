package exposure

import (
	"context"
	"slices"
	"sync"

	"firebreak/providers"
	"firebreak/runbook/exposure/gitstore"
)

// standing says at which spots the key stands in each commit. Most commits have the spots of the
// one before them, so each set of spots is kept once.
type standing struct {
	spots []spot
	sets  [][]int32 // numbers of spots, in order
	of    []int32   // by commit: its set
}

// stretchOf is how many commits in a row one worker compares with their parents.
const stretchOf = 128

// stand finds the spots of every commit. The error is the context's.
func (r *repository) stand(ctx context.Context, g *graph) (*standing, error) {
	turns, err := r.turns(ctx, g)
	if err != nil {
		return nil, err
	}
	s := &standing{sets: [][]int32{nil}, of: make([]int32, len(g.commits))}
	numbers := map[spot]int32{}
	for _, c := range g.order { // parents first
		if p := g.firstParent(c); p >= 0 {
			s.of[c] = s.of[p]
		}
		if t, ok := turns[c]; ok {
			s.of[c] = s.turned(s.sets[s.of[c]], t, numbers, r)
		}
	}
	return s, nil
}

// turned makes the set that a turn leads to, and returns its number.
func (s *standing) turned(before []int32, t turn, numbers map[spot]int32, r *repository) int32 {
	set, cut := slices.Clone(before), false
	for _, gone := range t.gone {
		if n, ok := numbers[gone]; ok {
			set = slices.DeleteFunc(set, func(have int32) bool { return have == n })
		}
	}
	for _, come := range t.come {
		if cut = len(set) == r.limits.paths; cut {
			break
		}
		n, ok := numbers[come]
		if !ok {
			n = int32(len(s.spots))
			numbers[come] = n
			s.spots = append(s.spots, come)
		}
		if at, have := slices.BinarySearch(set, n); !have {
			set = slices.Insert(set, at, n)
		}
	}
	if cut {
		r.at.Reasons[TooMany]++
	}
	s.sets = append(s.sets, set)
	return int32(len(s.sets) - 1)
}

// turns compares the tree of each commit with that of its first parent, and keeps what is no
// empty turn.
func (r *repository) turns(ctx context.Context, g *graph) (map[int32]turn, error) {
	holders := map[gitstore.ID]int32{}
	for at, h := range r.found {
		if h.kind == gitstore.Blob {
			holders[r.store.ID(uint32(at))] = at
		}
	}
	var (
		mu   sync.Mutex
		next int
		all  = map[int32]turn{}
		wait sync.WaitGroup
	)
	claim := func() []int32 {
		mu.Lock()
		defer mu.Unlock()
		from, to := next, min(next+stretchOf, len(g.order))
		next = to
		providers.Report(ctx, "git history", from, len(g.order))
		return g.order[from:to]
	}
	for range workers {
		wait.Go(func() {
			grove := newGrove(r, holders)
			for some := claim(); len(some) > 0 && ctx.Err() == nil; some = claim() {
				for _, c := range some {
					if t := grove.turnAt(g, c); len(t.gone)+len(t.come) > 0 {
						mu.Lock()
						all[c] = t
						mu.Unlock()
					}
				}
			}
			mu.Lock()
			defer mu.Unlock()
			r.countTrees(grove)
		})
	}
	wait.Wait()
	return all, ctx.Err()
}

// turnAt compares a commit with its first parent; without one, with nothing.
func (g *grove) turnAt(of *graph, c int32) turn {
	before := int32(-1)
	if p := of.firstParent(c); p >= 0 {
		before = of.commits[p].tree
	}
	return g.turn(before, of.commits[c].tree)
}

// countTrees counts what a grove did not look at.
func (r *repository) countTrees(g *grove) {
	if g.refused > 0 {
		r.at.Coverage.Refused += g.refused
		r.at.Reasons[TooLarge] += g.refused
	}
	if g.cut > 0 {
		r.at.Reasons[TooMany] += g.cut
	}
}
