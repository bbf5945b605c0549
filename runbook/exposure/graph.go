package exposure

import (
	"strings"
	"time"

	"firebreak/runbook/exposure/gitstore"
)

// commit is one node of the history.
type commit struct {
	object  int32
	tree    int32   // object, -1 not here
	parents []int32 // objects at first, commits once the graph is built
	border  bool    // some parent is not here
	when    time.Time
}

// graph is the history with parents before children.
type graph struct {
	commits []commit
	order   []int32
	of      map[int32]int32 // object to commit
}

// newGraph links commits. Parents that are no commits are dropped as if they were not here.
func newGraph(commits []commit) *graph {
	g := &graph{commits: commits, of: make(map[int32]int32, len(commits))}
	for i, c := range commits {
		g.of[c.object] = int32(i)
	}
	for i := range commits {
		c := &commits[i]
		linked := c.parents[:0]
		for _, p := range c.parents {
			if at, ok := g.of[p]; ok {
				linked = append(linked, at)
			} else {
				c.border = true
			}
		}
		c.parents = linked
	}
	g.sort()
	return g
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
				for _, p := range g.commits[top].parents {
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
		for _, p := range g.commits[c].parents {
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
		if c, is := g.of[at]; is {
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
