package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook/words"
)

// screen is one question, with what is needed to answer it. The root keeps screens on a stack,
// draws the frame around the top one (state of the key, phases, who waits for whom, keys) and
// passes messages on. A screen is a pointer to a struct of its own cursor and fields; everything
// else it reads from the view, at each call, and copies nothing of it: so it is right after a
// resume, a resize or an event without doing anything.
type screen interface {
	// Update takes one message and says where to go. It does no IO, reads no clock and never
	// blocks; what takes time is a command made by the view (do, ask, rehearse, readLimits).
	//
	// What comes, and when:
	//   shownMsg    the screen was opened or came to light again (first tells which)
	//   keyMsg      a key that acts: always one that Keys lists and that is not off, or a move
	//               (list), or any key of a field (phrase, secret, intake bursts)
	//   pasteMsg    a paste, where Input takes one
	//   changedMsg  the incident changed; v is the new state
	//   doneMsg     an action that this screen started has ended, also while hidden
	//   answerMsg   a reading that this screen asked for has ended, also while hidden
	//   tickMsg     a second went by; only while something is awaited
	//   resumedMsg  the terminal is ours again, after ctrl+z or an editor (Config.Term.Lend)
	Update(tea.Msg, *view) (nav, tea.Cmd)
	// Phase says under which of the six words the screen stands; "" outside an incident. Embed in.
	Phase() words.Phase
	// Title is the question. Right stands beside it, or below where there is no room.
	Title(*view) (title, right string)
	// Body is everything that could be said, in order; fit gives room to what matters (row.go).
	Body(*view) []row
	// Status says who waits for whom. v.status() is right unless the screen knows better.
	Status(*view) lower
	// Keys are what acts now, in the order of the bar; the first one is enter, whose verb says
	// what it does. Only keys of the table (keys.go). A key that is off stays, with the reason.
	// The root adds those that work everywhere.
	Keys(*view) []bind
	// Input says how keys are to be taken.
	Input() inputMode
}

// inputMode is how a screen takes keys and pastes.
type inputMode int

const (
	// list: single keys act. Several keys in one read only move; a paste is dropped with a note.
	list inputMode = iota
	// intake is list where a paste, or a read of several keys that are not moves, reaches the
	// screen whole, since somebody pasted a key without opening the field first.
	intake
	// phrase: a line is typed. Letters go to the field, also several in one read, unless they may
	// be a key; enter, esc, tab and ctrl keys act. A paste is dropped with a note. Enter confirms
	// only when lone.
	phrase
	// prose is phrase for a line that sends nothing: a paste comes as letters, on one line.
	prose
	// secret: what comes is kept unseen, pastes too. Enter and esc act when they came alone; in a
	// read with other keys an enter is a line end of what was pasted.
	secret
)

// in is embedded by a screen to say under which phase it stands.
type in words.Phase

// Phase implements screen.
func (p in) Phase() words.Phase { return words.Phase(p) }

// waiting says who waits for whom.
type waiting int

const (
	idle  waiting = iota // we wait for the person
	busy                 // the person waits for us: what, how far, limit, esc cancels
	watch                // a probe goes on beside the person's work
	sent                 // nothing waits: the last request
)

// lower is the line that says who waits for whom. Short stands in where text does not fit.
type lower struct {
	word  waiting
	text  string
	short string
}
