package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"
)

// apply goes where a screen's Update leads. Only the screen that is seen, or the top of the
// stack below an overlay, can lead anywhere; a hidden one can put another in its own place.
func (r *root) apply(n nav, from screen, byKey bool, cmds *[]tea.Cmd) {
	if n.kind == navStay || !r.has(from) {
		return
	}
	if n.kind == navBack {
		n.kind = navPop
		if len(r.stack) == 1 {
			n.kind = navGo
		}
	}
	if n.kind == navGo {
		if n.to = r.view.open(n.code); n.to == nil {
			r.logf("no screen at a place", "place", string(n.code))
			return
		}
		n.kind = navReset
	}
	if from == r.over {
		r.applyOver(n, byKey, cmds)
		return
	}
	i := slices.Index(r.stack, from)
	top := i == len(r.stack)-1
	switch {
	case n.kind == navReplace:
		r.stack[i] = n.to
		r.view.ops.drop(from)
		if top {
			r.appear(n.to, byKey, cmds)
		}
	case !top:
		return
	case n.kind == navPush:
		r.stack = append(r.stack, n.to)
		r.appear(n.to, byKey, cmds)
	case n.kind == navPop:
		r.popStack(byKey, cmds)
	case n.kind == navReset:
		r.resetTo(n.to, byKey, cmds)
	case n.kind == navQuit:
		r.leave(cmds)
	}
}

// applyOver goes where an overlay leads: it is closed, changed for another, or leads on.
func (r *root) applyOver(n nav, byKey bool, cmds *[]tea.Cmd) {
	gone := r.over
	r.over = nil
	r.view.ops.drop(gone)
	switch n.kind {
	case navPop:
		r.appear(r.top(), byKey, cmds)
	case navReplace:
		r.open(n.to, byKey, cmds)
	case navPush:
		r.stack = append(r.stack, n.to)
		r.appear(n.to, byKey, cmds)
	case navReset:
		r.resetTo(n.to, byKey, cmds)
	case navQuit:
		r.leave(cmds)
	}
}

// raise opens a screen above all others on a key that works everywhere; esc leads back.
func (r *root) raise(s screen, cmds *[]tea.Cmd) {
	if r.over != nil {
		r.view.ops.drop(r.over)
		r.over = nil
	}
	r.stack = append(r.stack, s)
	r.appear(s, true, cmds)
}

// open puts an overlay above everything.
func (r *root) open(s screen, byKey bool, cmds *[]tea.Cmd) {
	if r.over != nil {
		r.view.ops.drop(r.over)
	}
	r.over = s
	r.appear(s, byKey, cmds)
}

func (r *root) popStack(byKey bool, cmds *[]tea.Cmd) {
	if len(r.stack) == 1 {
		r.open(newLeave(r.under().Phase()), byKey, cmds)
		return
	}
	gone := r.stack[len(r.stack)-1]
	r.stack = r.stack[:len(r.stack)-1]
	r.view.ops.drop(gone)
	r.fresh.appeared(r.view.at, byKey)
	r.shown(r.stack[len(r.stack)-1], false, cmds)
}

func (r *root) resetTo(s screen, byKey bool, cmds *[]tea.Cmd) {
	for _, gone := range r.stack {
		r.view.ops.drop(gone)
	}
	r.stack = []screen{s}
	r.appear(s, byKey, cmds)
}

// appear tells a screen that it is seen. Where no key led to it, keys that act wait until it
// has been quiet, since they were meant for what was there before.
func (r *root) appear(s screen, byKey bool, cmds *[]tea.Cmd) {
	if s == r.top() {
		r.fresh.appeared(r.view.at, byKey)
	}
	r.shown(s, true, cmds)
}

// leave ends the program once no request that changes something is under way; asked again it
// ends at once.
func (r *root) leave(cmds *[]tea.Cmd) {
	if r.mutating() && !r.leaving {
		r.leaving = true
		r.view.say(r.view.lang.LeavingWaits())
		return
	}
	r.stop(r.end, cmds)
}
