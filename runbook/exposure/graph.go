package exposure

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"firebreak/runbook/exposure/gitstore"
)

// commit is one node of the history.
type commit struct {
	object int32
	tree   int32  // object, -1 not here
	from   uint32 // its parents are count links from here on
	count  uint16
	border bool  // some parent is not here
	when   int64 // seconds since 1970
}

// unknown is the time of a commit that tells none.
const unknown = math.MinInt64

func (c commit) time() time.Time {
	if c.when == unknown {
		return time.Time{}
	}
	return time.Unix(c.when, 0).UTC()
}

// graph is the history with parents before children. A large one has millions of commits, so it
// is kept small.
type graph struct {
	commits []commit // by object, once linked
	links   []int32  // parents: objects at first, commits once linked
	order   []int32
}

// add takes the commits of another graph that is not linked yet.
func (g *graph) add(o graph) {
	for _, c := range o.commits {
		c.from += uint32(len(g.links))
		g.commits = append(g.commits, c)
	}
	g.links = append(g.links, o.links...)
}

// link joins commits with their parents. Parents that are no commits are dropped as if they were
// not here.
func (g *graph) link() {
	slices.SortFunc(g.commits, func(a, b commit) int { return cmp.Compare(a.object, b.object) })
	for i := range g.commits {
		c := &g.commits[i]
		linked := g.parents(int32(i))[:0]
		for _, p := range g.parents(int32(i)) {
			if at, ok := g.of(p); ok {
				linked = append(linked, at)
			} else {
				c.border = true
			}
		}
		c.count = uint16(len(linked))
	}
	g.sort()
}

// of finds the commit that an object is.
func (g *graph) of(object int32) (int32, bool) {
	at, ok := slices.BinarySearchFunc(g.commits, object, func(c commit, object int32) int { return cmp.Compare(c.object, object) })
	return int32(at), ok
}

func (g *graph) parents(c int32) []int32 {
	one := &g.commits[c]
	return g.links[one.from:][:one.count]
}

// firstParent is -1 for a commit without one.
func (g *graph) firstParent(c int32) int32 {
	if all := g.parents(c); len(all) > 0 {
		return all[0]
	}
	return -1
}

// sort makes the order without recursion, for histories are deep.
func (g *graph) sort() {
	const fresh, open, done = 0, 1, 2
	state := make([]byte, len(g.commits))
	var stack []int32
	for i := range g.commits {
		stack = append(stack, int32(i))
		for len(stack) > 0 {
			top := stack[len(stack)-1]
			switch state[top] {
			case fresh:
				state[top] = open
				for _, p := range g.parents(top) {
					if state[p] == fresh {
						stack = append(stack, p)
					}
				}
				continue
			case open:
				state[top] = done
				g.order = append(g.order, top)
			}
			stack = stack[:len(stack)-1]
		}
	}
}

// marks is the spread of up to 64 things through the history, one bit each.
type marks struct {
	own    []uint64 // the commit itself holds it
	before []uint64 // some ancestor holds it
	parent []uint64 // some parent itself holds it
}

// has is own or before: what a reference to the commit leads to.
func (m marks) has(c int32) uint64 { return m.own[c] | m.before[c] }

// spread computes the rest from what each commit holds itself.
func (g *graph) spread(own []uint64) marks {
	m := marks{own, make([]uint64, len(own)), make([]uint64, len(own))}
	for _, c := range g.order {
		for _, p := range g.parents(c) {
			m.before[c] |= m.has(p)
			m.parent[c] |= m.own[p]
		}
	}
	return m
}

// tip is a reference to a commit of the graph.
type tip struct {
	name   string
	commit int32
}

// tips resolves references, through tags, to commits. tagged lists the tag objects on the way.
func (r *repository) tips(g *graph, refs []ref) (all []tip, tagged map[int32][]string) {
	tagged = map[int32][]string{}
	for _, one := range refs {
		at := r.find(one.id)
		for hops := 0; at >= 0 && hops < r.limits.depth; hops++ {
			target, isTag := r.tagged(at)
			if !isTag {
				break
			}
			tagged[at] = append(tagged[at], one.name)
			at = target
		}
		if c, is := g.of(at); is {
			all = append(all, tip{one.name, c})
		}
	}
	return all, tagged
}

// tagged reads what a tag object stands for, -1 where that is not here.
func (r *repository) tagged(object int32) (target int32, isTag bool) {
	kind, text, err := r.fetch(object)
	if err != nil || kind != gitstore.Tag {
		return 0, false
	}
	h, ok := parseHeader(text, kind, r.store.hash)
	return r.find(h.target), ok
}

func (t tip) isRemote() bool { return strings.HasPrefix(t.name, remotes) }
