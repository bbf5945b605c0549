package tui

import (
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/tui/term"
)

const (
	// quietFor is how long a dialog that appeared by itself must have been quiet before a key
	// acts in it, and quietMost is when it takes keys in any case.
	quietFor  = 400 * time.Millisecond
	quietMost = 1500 * time.Millisecond
)

// quiet holds back keys that were in flight when a screen appeared by itself.
type quiet struct {
	since   time.Time
	holding bool
}

func (q *quiet) appeared(at time.Time, byKey bool) { q.since, q.holding = at, !byKey }

// lets reports whether a key of this read may act.
func (q *quiet) lets(read term.Seen, at time.Time) bool {
	if !q.holding {
		return true
	}
	shown := at.Sub(q.since)
	if shown >= quietMost || shown >= quietFor && read.Idle >= quietFor {
		q.holding = false
		return true
	}
	return false
}

func isField(m inputMode) bool { return m == phrase || m == prose || m == secret }

// helpKey opens help on a screen: no phrase holds a question mark, other lines may.
func helpKey(m inputMode) key {
	if isField(m) && m != phrase {
		return keyHelpToo
	}
	return keyHelp
}

// inField reports whether a key acts in a field: enter, esc, tab, help and the ctrl keys.
func inField(k key, m inputMode) bool {
	return k == keyEnter || k == keyEsc || k == keyTab || k == helpKey(m) || meanings[k].scope == inFields
}

// key takes one key of the read at hand.
func (r *root) key(m tea.KeyMsg, cmds *[]tea.Cmd) {
	r.view.note = ""
	r.view.seen = r.view.at
	single := r.read.Single && len(m.Runes) <= 1
	k := keyMsg{KeyMsg: m, single: single, lone: single && r.read.Lone}
	switch {
	case m.Type == tea.KeyCtrlC:
		r.stop(endInterrupted, cmds)
		return
	case m.Type == tea.KeyCtrlZ:
		if t := r.view.host.Term; t != nil {
			*cmds = append(*cmds, t.Suspend())
		}
		return
	}
	r.dispatch(k, cmds)
}

// dispatch takes a key in the way of the screen that is seen now.
func (r *root) dispatch(k keyMsg, cmds *[]tea.Cmd) {
	switch s := r.top(); s.Input() {
	case phrase, prose:
		r.phraseKey(s, k, cmds)
	case secret:
		r.secretKey(s, k, cmds)
	case intake:
		if !k.single && k.Type == tea.KeyRunes && !onlyMoves(k.KeyMsg) {
			r.give(s, k, true, cmds)
			return
		}
		r.listKey(s, k, cmds)
	default:
		r.listKey(s, k, cmds)
	}
}

func onlyMoves(m tea.KeyMsg) bool {
	return !slices.ContainsFunc(m.Runes, func(c rune) bool { return moves[string(c)] == noMove })
}

// listKey takes a key outside fields: moves may come in a bunch, what acts comes alone.
func (r *root) listKey(s screen, k keyMsg, cmds *[]tea.Cmd) {
	if len(k.Runes) > 1 { // several letters in one read
		for i, c := range k.Runes {
			if r.top() != s {
				k.Runes = k.Runes[i:]
				r.dispatch(k, cmds)
				return
			}
			one := keyMsg{KeyMsg: tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{c}}}
			if one.move() == noMove {
				r.view.say(r.view.lang.OnlyMoves())
				continue
			}
			r.give(s, one, true, cmds)
		}
		return
	}
	if k.move() != noMove {
		r.give(s, k, true, cmds)
		return
	}
	if keyOf(k.KeyMsg) == "" {
		return
	}
	if !k.single {
		r.view.say(r.view.lang.OnlyMoves())
		return
	}
	r.act(s, k, cmds)
}

// act lets a key do what its bind says: the screen's own first, then those of everywhere.
func (r *root) act(s screen, k keyMsg, cmds *[]tea.Cmd) {
	if !r.fresh.lets(r.read, r.view.at) {
		r.view.say(r.view.lang.CameBefore())
		return
	}
	for _, b := range s.Keys(&r.view) {
		if k.is(b.key) {
			if b.off != "" {
				r.view.say(b.off)
				return
			}
			r.give(s, k, true, cmds)
			return
		}
	}
	r.everywhere(s, keyOf(k.KeyMsg), cmds)
}

// phraseKey takes a key of a typed line. An enter reaches the screen only when it came alone.
func (r *root) phraseKey(s screen, k keyMsg, cmds *[]tea.Cmd) {
	switch {
	case k.Type == tea.KeyEnter && !k.lone:
		r.view.say(r.view.lang.EnterHeld())
	case k.Type == tea.KeyEnter, k.Type == tea.KeyTab, k.Type == tea.KeyEsc, k.Type == tea.KeyCtrlO, k.is(keyHelpToo),
		k.single && k.is(helpKey(s.Input())):
		if !k.single {
			return
		}
		r.act(s, k, cmds)
	case !r.fresh.lets(r.read, r.view.at):
		r.view.say(r.view.lang.CameBefore())
	case len(k.Runes) > 0:
		r.letters(s, k, cmds)
	default: // editing and arrows
		r.give(s, k, true, cmds)
	}
}

// secretKey takes a key of an unseen field, where an unmarked paste is a bunch of keys.
func (r *root) secretKey(s screen, k keyMsg, cmds *[]tea.Cmd) {
	if k.single && (k.Type == tea.KeyEnter || k.Type == tea.KeyEsc || k.Type == tea.KeyTab || k.Type == tea.KeyCtrlO || k.is(keyHelpToo)) {
		r.act(s, k, cmds)
		return
	}
	if k.Type == tea.KeyEsc {
		return // of a torn sequence
	}
	r.give(s, k, true, cmds)
}

// paste passes a paste to a screen that takes one, else wipes it and says so.
func (r *root) paste(m pasteMsg, cmds *[]tea.Cmd) {
	r.view.note = ""
	r.view.seen = r.view.at
	switch s := r.top(); s.Input() {
	case intake, secret:
		r.give(s, m, true, cmds)
		return
	case prose:
		r.prose(s, m.text, cmds)
	default:
		r.view.say(r.view.lang.PasteDropped())
	}
	clear(m.text)
}
