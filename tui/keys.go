package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook/words"
)

// key is a key that acts, by the name it has in the bar. The table below is the only place
// where one gets a meaning, so that no key means two things.
type key string

const (
	keyEnter   key = "enter"
	keyEsc     key = "esc"
	keyTab     key = "tab"
	keyFilter  key = "/"
	keyHelp    key = "?"
	keyLeave   key = "q"
	keySteps   key = "s"
	keySent    key = "w"
	keyKeys    key = "b"
	keyKill    key = "x"
	keyAgain   key = "r"
	keyUndo    key = "u"
	keyByHand  key = "m"
	keyLeftOut key = "-"
	keyOurs    key = "o"
	keyNotOurs key = "n"
	keyUnclear key = "c"
	keyTip     key = "t"
	keyEdit    key = "e"
	keyAnswer  key = "a"
	keyYes     key = "y"
	keyFile    key = "ctrl+o"
	keyClear   key = "ctrl+u"
	keyHelpToo key = "f1" // help where ? is a letter of what is typed
)

// scope says where a key may act.
type scope int

const (
	everywhere scope = iota
	onScreens        // where a screen lists it
	onReview
	onReport
	inDrills
	inFields
)

// meanings is the table of the keys: where each may act, and what it always means.
var meanings = map[key]struct {
	scope scope
	verb  words.Verb
}{
	keyEnter:   {everywhere, words.VerbChoose},
	keyEsc:     {everywhere, words.VerbBack},
	keyTab:     {everywhere, words.VerbAllFacts},
	keyFilter:  {everywhere, words.VerbFilter},
	keyHelp:    {everywhere, words.VerbHelp},
	keyLeave:   {everywhere, words.VerbLeave},
	keySteps:   {everywhere, words.VerbSteps},
	keySent:    {everywhere, words.VerbSent},
	keyKeys:    {everywhere, words.VerbKeys},
	keyKill:    {everywhere, words.VerbKill},
	keyAgain:   {onScreens, words.VerbAgain},
	keyUndo:    {onScreens, words.VerbUndo},
	keyByHand:  {onScreens, words.VerbByHand},
	keyLeftOut: {onScreens, words.VerbLeaveOut},
	keyYes:     {onScreens, words.VerbYes},
	keyOurs:    {onReview, words.VerbOurs},
	keyNotOurs: {onReview, words.VerbNotOurs},
	keyUnclear: {onReview, words.VerbUnclear},
	keyEdit:    {onReport, words.VerbEdit},
	keyAnswer:  {onReport, words.VerbAnswer},
	keyTip:     {inDrills, words.VerbTip},
	keyFile:    {inFields, words.VerbFile},
	keyClear:   {inFields, words.VerbClear},
	keyHelpToo: {inFields, words.VerbHelp},
}

// bind is a key that acts now, with what it does here. A bind with off does nothing and says
// why when pressed. An empty verb is the table's.
type bind struct {
	key  key
	verb string
	off  string
}

// binds makes the keys of a screen: enter with its verb first, then keys with the table's
// verbs.
func binds(enter string, more ...key) []bind {
	list := []bind{{key: keyEnter, verb: enter}}
	for _, k := range more {
		list = append(list, bind{key: k})
	}
	return list
}

// label is the verb of a bind in the language.
func (b bind) label(l words.Lang) string {
	if b.verb != "" {
		return b.verb
	}
	return l.Verb(meanings[b.key].verb)
}

// is reports whether the key pressed is k.
func (m keyMsg) is(k key) bool { return keyOf(m.KeyMsg) == k }

// keyOf names a key, "" for one that is not in the table.
func keyOf(m tea.KeyMsg) key {
	if m.Alt || m.Paste {
		return ""
	}
	if _, known := meanings[key(m.String())]; known {
		return key(m.String())
	}
	return ""
}

// move is a movement of the cursor.
type move int

const (
	noMove move = iota
	moveUp
	moveDown
	moveLeft
	moveRight
	moveFirst
	moveLast
	moveBack // a page
	moveOn
)

var moves = map[string]move{
	"up": moveUp, "k": moveUp, "down": moveDown, "j": moveDown, "left": moveLeft, "h": moveLeft, "right": moveRight, "l": moveRight,
	"g": moveFirst, "home": moveFirst, "G": moveLast, "end": moveLast, "pgup": moveBack, "pgdown": moveOn,
}

// move says which way the key moves the cursor of a list. Several letters in one read move as
// many times; see the root.
func (m keyMsg) move() move {
	if m.Alt || m.Paste {
		return noMove
	}
	return moves[m.String()]
}
