package exposure

import (
	"context"

	"firebreak/runbook/exposure/gitstore"
)

// chronicle collects the commits of a repository. Its lanes belong to one worker each.
type chronicle struct {
	repository *repository
	lanes      [][]commit
}

// Visit implements gitstore.Visitor.
func (h *chronicle) Visit(worker int, o gitstore.Object, p gitstore.Part) {
	r := h.repository
	head, ok := parseHeader(p.Text, o.Kind, r.store.hash)
	if !ok {
		return
	}
	c := commit{object: int32(o.Number), tree: r.find(head.tree), when: head.committer.when}
	for _, p := range head.parents {
		if at := r.find(p); at >= 0 {
			c.parents = append(c.parents, at)
		} else {
			c.border = true
		}
	}
	h.lanes[worker] = append(h.lanes[worker], c)
}

// Refuse implements gitstore.Visitor. Broken objects were counted when all were read.
func (h *chronicle) Refuse(gitstore.Object, error) {}

// commitsOf reads all commits. The error is the context's.
func (r *repository) commitsOf(ctx context.Context) (all []commit, err error) {
	h := &chronicle{r, make([][]commit, workers)}
	_, err = r.store.Walk(ctx, gitstore.Tour{Workers: workers, Kinds: []gitstore.Kind{gitstore.Commit}, Visitor: h})
	for _, lane := range h.lanes {
		all = append(all, lane...)
	}
	return all, err
}
