package exposure

import (
	"context"
	"path"
	"slices"

	"firebreak/providers"
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
	in    *reader
	held  int64 // bytes of the trees that are open, one in the other
}

// under returns the spots below a tree, at most limits.paths of them.
func (f *forest) under(ctx context.Context, tree int32, depth int) []spot {
	if spots, ok := f.known[tree]; ok {
		return spots
	}
	f.known[tree] = nil // also where it cannot be read
	size := f.objects[tree].size
	if ctx.Err() != nil || f.objects[tree].kind != 't' || size > f.limits.object {
		return nil // counted when it was read first
	}
	if depth > f.limits.depth || f.held+size > f.limits.held {
		f.refuse(TooLarge)
		return nil
	}
	f.held += size
	defer func() { f.held -= size }()
	text, err := f.fetch(ctx, tree)
	if err != nil {
		return nil // counted, too
	}
	var spots []spot
	_ = parseTree(text, f.store.hash, func(e entry) { // counted, too
		at, here := f.index[e.id]
		switch {
		case f.needles.in(e.name):
			spots = append(spots, spot{string(e.name), -1})
		case !here:
		case e.kind == 'b' && len(f.found[at]) > 0:
			f.seen[at] = true
			spots = append(spots, spot{string(e.name), at})
		case e.kind == 't':
			for _, s := range f.under(ctx, at, depth+1) {
				spots = append(spots, spot{path.Join(string(e.name), s.path), s.blob})
			}
		}
	})
	if len(spots) > f.limits.paths {
		f.at.Reasons[TooMany]++
		spots = slices.Clip(spots[:f.limits.paths])
	}
	f.known[tree] = spots
	return spots
}

// fetch reads one object, with a new git where the old one is gone.
func (f *forest) fetch(ctx context.Context, at int32) ([]byte, error) {
	if f.in == nil {
		if f.deaths > f.limits.deaths {
			return nil, errProtocol
		}
		in, err := f.store.open(ctx, f.door)
		if err != nil {
			f.deaths++
			return nil, err
		}
		f.in = in
	}
	text, err := f.in.one(f.objects[at])
	if err != nil {
		f.in.close()
		f.in = nil
		f.deaths++
	}
	return text, err
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
