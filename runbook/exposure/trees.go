package exposure

import (
	"bytes"
	"path"
	"slices"

	"firebreak/runbook/exposure/gitstore"
)

// spot is a path at which the key stands in a tree: in the blob there, or in the name itself.
type spot struct {
	path string
	blob int32 // object; -1 where the name holds the key
}

// turn is how the spots of one tree differ from those of another.
type turn struct{ gone, come []spot }

// grove looks for the key's blobs in trees, for one worker. Of two trees only what differs is
// looked at; trees that are looked at as a whole are remembered.
type grove struct {
	*repository
	reader  *gitstore.Reader
	holders map[gitstore.ID]int32 // blobs that hold the key
	known   map[gitstore.ID][]spot
	held    int64 // bytes of the trees that are open, one in the other
	refused int   // trees that are too large or too deep
	cut     int   // trees with more spots than are listed
}

// maxTrees is how many trees a grove remembers.
const maxTrees = 1 << 17

func newGrove(r *repository, holders map[gitstore.ID]int32) *grove {
	return &grove{repository: r, reader: r.store.Reader(), holders: holders, known: map[gitstore.ID][]spot{}}
}

// turn compares two trees, each an object or -1.
func (g *grove) turn(from, to int32) (t turn) {
	if from != to {
		g.compare(&t, g.open(from), g.open(to), nil, 0)
	}
	return t
}

// open reads a tree; one that cannot be read is empty, and was counted when all were read.
func (g *grove) open(tree int32) []byte {
	if tree < 0 {
		return nil
	}
	kind, text, err := g.reader.Read(uint32(tree), g.limits.object)
	if err != nil || kind != gitstore.Tree {
		return nil
	}
	return text
}

// enter counts the trees that are open; it is false where they are too many or too large.
func (g *grove) enter(size, depth int) bool {
	if depth > g.limits.depth || g.held+int64(size) > g.limits.held {
		g.refused++
		return false
	}
	g.held += int64(size)
	return true
}

func (g *grove) leave(size int) { g.held -= int64(size) }

// trail is the way from the root to a tree. Few trees have spots, so that few paths are written.
type trail struct {
	up   *trail
	name []byte
}

func (t *trail) path(name string) string {
	for ; t != nil; t = t.up {
		name = path.Join(string(t.name), name)
	}
	return name
}

// compare adds to a turn what differs between the texts of two trees that stand at a path. Both are
// in order of their names, so they are gone through side by side.
func (g *grove) compare(t *turn, old, fresh []byte, at *trail, depth int) {
	size := len(old) + len(fresh)
	if !g.enter(size, depth) {
		return
	}
	defer g.leave(size)
	for len(old) > 0 || len(fresh) > 0 {
		if n := entryBytes(old, g.store.hash); n > 0 && n <= len(fresh) && bytes.Equal(old[:n], fresh[:n]) {
			old, fresh = old[n:], fresh[n:]
			continue
		}
		a, oldRest := cutEntry(old, g.store.hash)
		b, freshRest := cutEntry(fresh, g.store.hash)
		order := compareNames(a, b)
		if order <= 0 {
			old = oldRest
		}
		if order >= 0 {
			fresh = freshRest
		}
		switch {
		case order == 0 && a.id == b.id && a.kind == b.kind:
		case order == 0 && a.kind == 't' && b.kind == 't' && !g.isNamed(a):
			g.compare(t, g.open(g.find(a.id)), g.open(g.find(b.id)), &trail{at, a.name}, depth+1)
		default:
			if order <= 0 {
				t.gone = append(t.gone, g.spots(a, at, depth)...)
			}
			if order >= 0 {
				t.come = append(t.come, g.spots(b, at, depth)...)
			}
		}
	}
}

// compareNames orders entries as trees do: a folder by its name and a slash. None is last.
func compareNames(a, b entry) int {
	switch {
	case a.kind == noEntry && b.kind == noEntry:
		return 0
	case a.kind == noEntry:
		return 1
	case b.kind == noEntry:
		return -1
	}
	shared := min(len(a.name), len(b.name))
	if order := bytes.Compare(a.name[:shared], b.name[:shared]); order != 0 {
		return order
	}
	return int(a.nameByte(shared)) - int(b.nameByte(shared))
}

// under returns the spots below a tree, at most limits.paths of them.
func (g *grove) under(id gitstore.ID, depth int) []spot {
	if spots, ok := g.known[id]; ok {
		return spots
	}
	text := g.open(g.find(id))
	if !g.enter(len(text), depth) {
		return nil
	}
	defer g.leave(len(text))
	if len(g.known) == maxTrees {
		clear(g.known)
	}
	g.known[id] = nil // what leads to itself leads nowhere
	var spots []spot
	_ = parseTree(text, g.store.hash, func(e entry) { spots = append(spots, g.spots(e, nil, depth)...) }) // counted
	if len(spots) > g.limits.paths {
		g.cut++
		spots = slices.Clip(spots[:g.limits.paths])
	}
	g.known[id] = spots
	return spots
}

// isNamed reports whether the name of an entry holds the key.
func (g *grove) isNamed(e entry) bool { return g.named && g.needles.in(e.name) }

// spots returns what one entry of a tree leads to.
func (g *grove) spots(e entry, at *trail, depth int) (all []spot) {
	if g.isNamed(e) {
		return []spot{{at.path(string(e.name)), -1}}
	}
	if e.kind == 't' {
		for _, s := range g.under(e.id, depth+1) {
			all = append(all, spot{at.path(path.Join(string(e.name), s.path)), s.blob})
		}
		return all
	}
	if blob, ok := g.holders[e.id]; ok && e.kind == 'b' {
		return []spot{{at.path(string(e.name)), blob}}
	}
	return nil
}
