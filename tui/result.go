package tui

import (
	tea "github.com/charmbracelet/bubbletea"
)

// result takes an operation off and tells its owner, also while that one is hidden. An unknown
// id belongs to a screen that is gone.
func (r *root) result(id opID, m tea.Msg, cmds *[]tea.Cmd) {
	x := r.view.ops.end(id)
	if x == nil {
		r.logf("dropped a result", "id", int(id))
		return
	}
	if d, ok := m.(doneMsg); ok {
		r.refused(d)
	}
	if r.has(x.owner) {
		r.give(x.owner, m, false, cmds)
	}
	if r.leaving && !r.mutating() {
		r.stop(r.end, cmds)
	}
}

// has reports whether a screen is on the stack or above it.
func (r *root) has(s screen) bool {
	if s == r.over {
		return true
	}
	for _, one := range r.stack {
		if one == s {
			return true
		}
	}
	return false
}

// keep takes what every screen may use into the view.
func (r *root) keep(m answerMsg) {
	switch value := m.value.(type) {
	case limitsAnswer:
		r.view.limits = with(r.view.limits, value.cred, value.read)
	case rehearsal:
		if m.err == nil {
			r.view.statements = with(r.view.statements, value.key, value.list)
		}
	}
}

// with is a map with one entry more; the old one stays as it was.
func with[V any](m map[string]V, id string, value V) map[string]V {
	grown := make(map[string]V, len(m)+1)
	for k, v := range m {
		grown[k] = v
	}
	grown[id] = value
	return grown
}

// mutating reports whether a request that changes something is under way.
func (r *root) mutating() bool {
	for _, x := range r.view.ops.list {
		if x.action.Mutates {
			return true
		}
	}
	return false
}
