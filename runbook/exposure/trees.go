package exposure

import (
	"context"
	"path"
	"slices"

	"firebreak/providers"
	"firebreak/runbook/exposure/gitstore"
)

// spot is a path at which the key stands in a tree: in the blob there, or in the name itself.
type spot struct {
	path string
	blob int32 // object; -1 where the name holds the key
}

// forest looks for blobs that hold the key in trees. Each distinct tree is read once, and
// known ones are remembered, empty or not.
type forest struct {
	*repository
	known map[int32][]spot
	seen  map[int32]bool // blobs that some tree leads to
	held  int64          // bytes of the trees that are open, one in the other
}

// under returns the spots below a tree, at most limits.paths of them.
func (f *forest) under(ctx context.Context, tree int32, depth int) []spot {
	if spots, ok := f.known[tree]; ok {
		return spots
	}
	f.known[tree] = nil // also where it cannot be read
	if ctx.Err() != nil {
		return nil
	}
	kind, text, err := f.fetch(tree)
	if err != nil || kind != gitstore.Tree {
		return nil // counted when all were read
	}
	size := int64(len(text))
	if depth > f.limits.depth || f.held+size > f.limits.held {
		f.refuse(TooLarge)
		return nil
	}
	f.held += size
	defer func() { f.held -= size }()
	var spots []spot
	_ = parseTree(text, f.store.hash, func(e entry) { // counted, too
		spots = append(spots, f.spots(ctx, e, depth)...)
	})
	if len(spots) > f.limits.paths {
		f.at.Reasons[TooMany]++
		spots = slices.Clip(spots[:f.limits.paths])
	}
	f.known[tree] = spots
	return spots
}

func (f *forest) holds(object int32) bool {
	_, ok := f.found[object]
	return ok
}

// spots returns what one entry of a tree leads to.
func (f *forest) spots(ctx context.Context, e entry, depth int) (all []spot) {
	at := f.find(e.id)
	switch {
	case f.needles.in(e.name):
		return []spot{{string(e.name), -1}}
	case at < 0:
	case e.kind == 'b' && f.holds(at):
		f.seen[at] = true
		return []spot{{string(e.name), at}}
	case e.kind == 't':
		for _, s := range f.under(ctx, at, depth+1) {
			all = append(all, spot{path.Join(string(e.name), s.path), s.blob})
		}
	}
	return all
}

// standing finds for every commit the spots of its tree, numbered by path.
func (f *forest) standing(ctx context.Context, g *graph) (paths []string, at map[int32][]int, err error) {
	number := map[string]int{}
	at = map[int32][]int{} // by tree
	for i, c := range g.commits {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		if i%often == 0 {
			providers.Report(ctx, "git history", i, len(g.commits))
		}
		if c.tree < 0 || at[c.tree] != nil {
			continue
		}
		numbers := []int{}
		for _, s := range f.under(ctx, c.tree, 0) {
			n, ok := number[s.path]
			if !ok {
				n = len(paths)
				number[s.path] = n
				paths = append(paths, s.path)
			}
			if !slices.Contains(numbers, n) {
				numbers = append(numbers, n)
			}
		}
		at[c.tree] = numbers
	}
	return paths, at, ctx.Err()
}
