package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// shownMsg tells a screen that it is the one to be seen now: opened, or uncovered again.
type shownMsg struct{ first bool }

// keyMsg is one key as a screen gets it.
type keyMsg struct {
	tea.KeyMsg
	// single: its read held nothing else. lone: single, and nothing had come for at least 100 ms.
	// Only a lone enter confirms what cannot be undone.
	single, lone bool
}

// pasteMsg is a paste as a whole. Whoever takes it wipes it.
type pasteMsg struct {
	text  []byte
	short bool // something of it is missing
	stdin bool // it is no paste: it came with the program's start
}

// changedMsg tells that the incident changed; the events are those since the last one.
type changedMsg struct{ events []incident.Event }

// doneMsg ends an action that was started with do. Err is what Engine.Do returned: the action
// was not possible, or could not be recorded. What happened at the vendor is in the state.
type doneMsg struct {
	id     opID
	action runbook.Action
	err    error
}

// answerMsg ends a reading that was started with ask, rehearse or readLimits.
type answerMsg struct {
	id    opID
	value any
	err   error
}

// tickMsg is a second that went by while something is awaited.
type tickMsg struct{ at time.Time }

// resumedMsg tells the seen screen that the terminal is ours again, after ctrl+z or a program
// that was lent it.
type resumedMsg struct{ err error }

// crashedMsg stands for a panic in a command. It holds nothing of its value.
type crashedMsg struct{}

// snapMsg is the incident as it stands, taken outside of Update.
type snapMsg struct{ snap snapshot }

// settled carries the state that a result led to along with the result, so that the screen
// never meets the one without the other.
type settled struct {
	snap   snapshot
	result tea.Msg
}

// openedMsg brings an incident that a screen opened.
type openedMsg struct {
	snap   snapshot
	answer answerMsg
}
