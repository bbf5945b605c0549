package exposure

import (
	"context"
	"math"

	"firebreak/runbook/exposure/gitstore"
)

// chronicle collects the commits of a repository. Its lanes belong to one worker each.
type chronicle struct {
	repository *repository
	lanes      []graph
}

// Visit implements gitstore.Visitor.
func (h *chronicle) Visit(worker int, o gitstore.Object, p gitstore.Part) {
	r, g := h.repository, &h.lanes[worker]
	head, ok := parseHeader(p.Text, o.Kind, r.store.hash)
	if !ok {
		return
	}
	c := commit{object: int32(o.Number), tree: r.find(head.tree), when: head.committer.when.Unix(), from: uint32(len(g.links))}
	if head.committer.when.IsZero() {
		c.when = unknown
	}
	for _, p := range head.parents {
		if at := r.find(p); at >= 0 && c.count < math.MaxUint16 {
			g.links = append(g.links, at)
			c.count++
		} else {
			c.border = true
		}
	}
	g.commits = append(g.commits, c)
}

// Refuse implements gitstore.Visitor. Broken objects were counted when all were read.
func (h *chronicle) Refuse(gitstore.Object, error) {}

// chart reads all commits. The error is the context's.
func (r *repository) chart(ctx context.Context) (*graph, error) {
	h := &chronicle{r, make([]graph, workers)}
	_, err := r.store.Walk(ctx, gitstore.Tour{Workers: workers, Kinds: []gitstore.Kind{gitstore.Commit}, Visitor: h})
	if err != nil {
		return nil, err
	}
	g := &h.lanes[0]
	for _, lane := range h.lanes[1:] {
		g.add(lane)
	}
	g.link()
	return g, nil
}
