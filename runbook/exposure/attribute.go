package exposure

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"firebreak/providers"
	"firebreak/runbook/exposure/gitstore"
)

const (
	maxListed = 10 // commits that brought a path back or took it away
	maxNamed  = 50 // references of a hit
)

// thing is what a hit of the history is about: a path in trees, or one commit's own text.
type thing struct {
	path   string
	commit int32 // -1 for a path
}

// attribute turns objects that hold the key into hits: where each first stood, who brought
// it, and which references lead to it. The error is the context's.
func (r *repository) attribute(ctx context.Context, refs []ref, head gitstore.ID) error {
	slices.SortFunc(refs, func(a, b ref) int { return strings.Compare(a.name, b.name) })
	g, err := r.chart(ctx)
	if err != nil {
		return err
	}
	stand, err := r.stand(ctx, g)
	if err != nil {
		return err
	}
	a := &attribution{repository: r, graph: g, standing: stand, logs: map[string][]logged{}}
	var things []thing
	for _, p := range a.paths() {
		things = append(things, thing{p, -1})
	}
	for _, at := range slices.Sorted(maps.Keys(r.found)) {
		if c, ok := g.of(at); ok {
			things = append(things, thing{commit: c})
		}
	}
	a.tips, a.tagged = r.tips(g, refs)
	a.head = -1
	if at := r.find(head); at >= 0 {
		if c, is := g.of(at); is {
			a.head = c
		}
	}
	for from := 0; from < len(things); from += 64 {
		if err := a.some(ctx, things[from:min(from+64, len(things))], from); err != nil {
			return err
		}
	}
	a.rest()
	return ctx.Err()
}

type attribution struct {
	*repository
	*standing
	graph  *graph
	pathOf []int32 // by spot
	tips   []tip
	tagged map[int32][]string
	head   int32
	logs   map[string][]logged
}

// paths numbers the paths of all spots, in order.
func (a *attribution) paths() (all []string) {
	for _, s := range a.spots {
		all = append(all, s.path)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	for _, s := range a.spots {
		n, _ := slices.BinarySearch(all, s.path)
		a.pathOf = append(a.pathOf, int32(n))
	}
	return all
}

// some makes the hits of up to 64 things. Paths are numbered from base on.
func (a *attribution) some(ctx context.Context, things []thing, base int) error {
	bits := make([]uint64, len(a.sets))
	for i, set := range a.sets {
		for _, spot := range set {
			if n := int(a.pathOf[spot]) - base; n >= 0 && n < len(things) {
				bits[i] |= 1 << n
			}
		}
	}
	own := make([]uint64, len(a.graph.commits))
	for c, set := range a.of {
		own[c] = bits[set]
	}
	for i, t := range things {
		if t.commit >= 0 {
			own[t.commit] |= 1 << i
		}
	}
	m := a.graph.spread(own)
	for i, t := range things {
		if err := ctx.Err(); err != nil {
			return err
		}
		h := Hit{Repo: a.name}
		first := a.origins(&h, m, 1<<i, t)
		a.leads(&h, m, 1<<i)
		a.describe(&h, t, first)
		a.hit(h)
	}
	return nil
}

// origins finds the commits that brought the thing and took it away, and returns the first.
func (a *attribution) origins(h *Hit, m marks, bit uint64, t thing) int32 {
	first, last := int32(-1), int32(-1)
	var again []int32
	for _, c := range a.graph.order {
		if m.own[c]&bit != 0 && (last < 0 || !a.earlier(c, last)) {
			last = c
		}
		switch {
		case m.own[c]&bit != 0 && m.before[c]&bit == 0:
			if first >= 0 && !a.earlier(c, first) {
				again = append(again, c)
				continue
			}
			if first >= 0 {
				again = append(again, first)
			}
			first = c
		case m.own[c]&bit != 0 && m.parent[c]&bit == 0:
			again = append(again, c)
		case t.commit < 0 && m.own[c]&bit == 0 && m.parent[c]&bit != 0 && len(h.Gone) < maxListed:
			h.Gone = append(h.Gone, a.commitID(c))
		}
	}
	if last >= 0 {
		h.Last, h.LastDate = a.commitID(last), a.graph.commits[last].time()
	}
	for _, c := range again[:min(len(again), maxListed)] {
		h.Again = append(h.Again, a.commitID(c))
	}
	return first
}

func (a *attribution) earlier(c, other int32) bool {
	x, y := a.graph.commits[c], a.graph.commits[other]
	return cmp.Or(cmp.Compare(x.when, y.when), strings.Compare(a.commitID(c), a.commitID(other))) < 0
}

func (a *attribution) commitID(c int32) string { return a.idOf(a.graph.commits[c].object) }

// leads finds the references that lead to the thing, and since when a remote has it.
func (a *attribution) leads(h *Hit, m marks, bit uint64) {
	h.AtHead = a.head >= 0 && m.own[a.head]&bit != 0
	for _, t := range a.tips {
		if m.has(t.commit)&bit == 0 {
			continue
		}
		h.Reachable = true
		if h.RefCount++; h.RefCount <= maxNamed {
			h.Refs = append(h.Refs, a.needles.clean(t.name))
		}
		if !t.isRemote() {
			continue
		}
		h.Pushed = true
		for _, e := range a.log(t.name) {
			c, ok := a.graph.of(a.find(e.id))
			if ok && m.has(c)&bit != 0 && !e.when.IsZero() && (h.PushedAt.IsZero() || e.when.Before(h.PushedAt)) {
				h.PushedAt = e.when
			}
		}
	}
}

// log remembers the logs of references, which every thing asks for.
func (a *attribution) log(name string) []logged {
	if _, ok := a.logs[name]; !ok {
		a.logs[name] = a.store.log(name)
	}
	return a.logs[name]
}

// describe fills in what the first commit tells.
func (a *attribution) describe(h *Hit, t thing, first int32) {
	c := a.graph.commits[first]
	h.Commit, h.CommitDate, h.Border = a.commitID(first), c.time(), c.border
	if kind, text, err := a.fetch(c.object); err == nil {
		if head, ok := parseHeader(text, kind, a.store.hash); ok {
			h.Author, h.AuthorDate = a.needles.clean(head.author.who), head.author.when
		}
	}
	if t.commit >= 0 {
		h.Kind, h.Object = InCommit, h.Commit
		a.occurred(h, c.object)
	} else {
		h.Path = a.needles.clean(t.path)
		a.describePath(h, t.path, first)
	}
	if !h.Reachable {
		h.Kind = Dangling
	}
}

func (a *attribution) describePath(h *Hit, path string, commit int32) {
	for _, n := range a.sets[a.of[commit]] {
		s := a.spots[n]
		if s.path != path {
			continue
		}
		if s.blob < 0 {
			h.Kind, h.Count = InName, 1
			return
		}
		h.Kind, h.Object = InBlob, a.idOf(s.blob)
		if inner := a.occurred(h, s.blob); inner != "" {
			h.Path = a.needles.clean(path + "!/" + inner)
		}
		a.near(h.Path, s.blob)
		return
	}
}

// occurred tells the first encoding that was found, the plain one if it is among them, and what in the object
// it stands in where that is an archive.
func (r *repository) occurred(h *Hit, object int32) (inner string) {
	all := r.found[object].found
	if len(all) == 0 {
		return ""
	}
	o := slices.MinFunc(all, plainFirst)
	h.Offset, h.Line, h.Count, h.Encoding = o.offset, o.line, o.count, o.encoding
	return o.inner
}

// near looks for other credentials in a blob of ordinary size.
func (a *attribution) near(path providers.Untrusted, blob int32) {
	if _, text, err := a.fetch(blob); err == nil && int64(len(text)) <= a.limits.near {
		a.neighbours(path, text)
	}
}

// rest makes the hits of blobs that no commit's tree holds, and of tags.
func (a *attribution) rest() {
	seen := map[int32]bool{}
	for _, s := range a.spots {
		seen[s.blob] = true
	}
	for _, at := range slices.Sorted(maps.Keys(a.found)) {
		h := Hit{Kind: Dangling, Repo: a.name, Object: a.idOf(at)}
		switch kind := a.found[at].kind; {
		case kind == gitstore.Blob && !seen[at]:
			a.near(providers.Untrusted{}, at)
		case kind == gitstore.Tag:
			for _, name := range a.tagged[at] {
				h.Refs = append(h.Refs, a.needles.clean(name))
			}
			if h.RefCount = len(h.Refs); h.RefCount > 0 {
				h.Kind, h.Reachable = InTag, true
			}
		default:
			continue
		}
		a.occurred(&h, at)
		a.hit(h)
	}
}
