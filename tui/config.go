package tui

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// Config is what the program hands in. Functions may block and are called from commands only.
// Fields without "may be nil" are required.
type Config struct {
	Lang  words.Lang
	Term  Terminal
	Now   func() time.Time // real time: of keys, seconds waited, quiet dialogs
	Log   *slog.Logger     // traces of panics, dropped messages; may be nil
	Look  Look
	Start Begin
	Mode  incident.Mode // of an incident that would be opened; "" is live
	// Session is the incident to open with; nil: the start screen.
	Session *Session
	// Farewell is what to leave on the normal screen, given what Run is about to return; may be
	// nil. It is asked once background work has ended, or took too long to.
	Farewell func(end error) []string
	// Return is the incident that BeginReturn opens where there is no Session yet.
	Return string

	// Elsewhere says which hosts of an issuer, or of all for "", are asked at another address than
	// their own, as Lang.Elsewhere makes it; nil: none.
	Elsewhere func(provider string) []string
	// Text is what came with the program's start and may hold a key: the first screen, BeginPaste
	// or BeginReturn, has it as if it had been pasted, and wipes it; nil: nothing.
	Text []byte

	// Place is the path of a folder or file that was typed, and why it cannot be searched; it may read
	// the disk. nil: every one is taken as it is.
	Place func(typed string) (path string, err error)
	// Find recognises credentials in a text, offline.
	Find func(text []byte) ([]Found, Shape)
	// TakeIn recognises what an incident can begin on: what Find finds, the findings of a scanner's
	// report or an alert, and where there is nothing else what stands for a key, masked or filled
	// as examples are; nil: what Find finds.
	TakeIn func(text []byte) ([]Found, Shape)
	// Incidents lists those on this machine, newest first.
	Incidents func(context.Context) ([]Listed, error)
	// Ready says which vendors could be worked with, without touching the keyring.
	Ready func(context.Context) []Ready
	// ReadFile reads a file that the person named, as it was typed: "~" is its to resolve.
	ReadFile func(ctx context.Context, path string) ([]byte, error)
	// Create opens a new incident on the keys of a text, one at least. Others counts further credentials
	// of it; Told.From says whether they were pasted or came as Text.
	// Errors are as those of Resume.
	Create func(ctx context.Context, keys []Found, others int) (*Session, error)
	// Resume goes on with an incident, with keys of it or none. *HeldError: somebody else holds it;
	// *RefusedError: it cannot be worked here, and why.
	Resume func(ctx context.Context, id string, keys []Found) (*Session, error)
	// Drill begins an exercise, by its id or "" for the one that was asked for; nil: none is offered.
	// Its session has an Exercise.
	Drill func(ctx context.Context, id string) (*Session, error)
	// Practices are the exercises to choose from at the start; none: the one that was asked for.
	Practices []Practice
	// Reports lists the reports written on this machine, newest first; nil: not offered.
	Reports func(context.Context) ([]Written, error)
	// Follow reads an incident that another process holds; nil: not offered.
	Follow func(ctx context.Context, id string) (incident.State, []incident.Event, error)
}

// Practice is an exercise as it is chosen.
type Practice struct {
	ID, Title, Brief string
	Level            int // 1 to 3
}

// Begin is where the program opens.
type Begin int

const (
	BeginStart  Begin = iota // the start screen
	BeginPaste               // the field for a key
	BeginChain               // the session, at what is next
	BeginReturn              // the session, coming back to it
	BeginCard                // the session, a drill
)

// Look is how the terminal can be drawn on.
type Look struct {
	ASCII bool // the locale is not UTF-8
	Depth Depth
}

// Session is one incident being worked by this process. All fields but Engine and Feed may be
// nil, and then the thing is not offered.
type Session struct {
	Engine Engine
	Feed   *Feed
	Clock  providers.Clock
	// OneHand: actions are done one at a time by one worker of the clock, which stands still
	// between them. For the learn clock of a drill.
	OneHand bool
	// AddAdmin takes an admin credential for this run, or says why it is none. It may block.
	AddAdmin func(provider string, value providers.Credential) (refused []string)
	// KeepAdmin seals it for later runs. A *providers.AdminKeptError: another is kept, and gives
	// way only with replace.
	KeepAdmin func(ctx context.Context, provider string, value providers.Credential, replace bool) error
	// Passphrase has new keys sealed under a passphrase, in place of a keyring that fails. It may
	// block. providers.ErrWrongPhrase: it is not the one that was chosen before.
	Passphrase func(context.Context, providers.Secret) error
	// PassphraseKept looks whether one was chosen on this machine before, also by another process:
	// then only that one opens and seals. It may read the disk; nil tells that none was.
	PassphraseKept func() bool
	Looked         func(provider string) []words.LookedIn
	Contact        func(provider string) providers.Untrusted
	// Remark is what to mind about a report written there, in clean lines. It does not block.
	Remark func(path string) []string
	// Preview composes the report as it would be written now. It may block.
	Preview func(context.Context) (Preview, error)
	// Edit runs the person's editor on a report, with the terminal that Config.Term.Lend lends.
	Edit     func(in, out *os.File, path string) error
	Search   []string // folders that a search for the key begins with
	Torn     string   // file that a torn journal line was set aside in
	Exercise Exercise // nil outside drills
}

// Engine is what a screen needs of runbook.Engine.
type Engine interface {
	State() incident.State
	Situation() runbook.Situation
	Events() []incident.Event
	Do(context.Context, runbook.Action, runbook.Input) error
	Statements(context.Context, runbook.Action, runbook.Input) ([]providers.Statement, error)
	Limits(ctx context.Context, cred string) ([]providers.Containment, error)
	HoldAny([]Found) runbook.Taken
	AddStore(name string) error
	Note(text string) error
	Vendor(cred string) runbook.Vendor
	Wait(context.Context) error
	Leave()
}

// Exercise is a drill as the screens need it. What it says is clean already.
type Exercise interface {
	// Card is what reached us, what counts and how time runs, behind labels. It does not block.
	Card(words.Lang) (title string, said []words.Labelled)
	// Burn is what the attacker spends: millionths of a dollar a minute, and since the page.
	// For commands only: it may ask the world of the drill.
	Burn() (perMinute, sincePage int64)
	// Down names our services that are down now. For commands only, as Burn.
	Down() []string
	// Console gives the new key that a person would make in the vendor's console, and the same one
	// when it is asked again. It may block.
	Console(context.Context) (providers.Secret, error)
	// Questions come before the score, in this order; each may stay unanswered. It does not
	// block.
	Questions(words.Lang) []string
	// Debrief is the two lanes, what was missed and the score, with the answers to Questions in
	// their order, empty for none. It may block.
	Debrief(ctx context.Context, l words.Lang, answers []providers.Untrusted) (words.Debriefing, error)
	// Export writes the debriefing as markdown beside the reports and says where. It may block.
	Export(context.Context, words.Lang, words.Debriefing) (path string, err error)
}

// Preview is the report as it would be written now. Its texts are clean of what a terminal
// would obey; the screen cuts none of them into sequences.
type Preview struct {
	Path     string // where it would be written
	Points   int    // of its rubric
	Max      int
	Missing  []string // what the rubric lacks, in words
	Clean    bool     // no credential in it
	Events   int      // of the journal
	Head     string   // hash of the journal's last event
	Markdown string   // the report, with the line ends of the file
}

// Found and Shape are what a text holds.
type (
	Found = runbook.Found
	Shape = runbook.Shape
)

// Listed is one incident of the start screen.
type Listed struct {
	ID    string
	State incident.State
	Err   error // its journal cannot be read or believed
}

// Written is one report on this machine. Config.ReadFile reads it.
type Written struct {
	Path string
	At   time.Time
}

// Ready says whether a vendor could be worked with.
type Ready struct {
	Vendor string // its title
	OK     bool
	Why    string // what is missing, one clean clause
}

// HeldError says that another process works on the incident.
type HeldError struct {
	ID    string
	State incident.State
}

// Error implements error.
func (e *HeldError) Error() string { return "incident " + e.ID + " is open elsewhere" }

// RefusedError says, in lines for the person, why no incident was opened.
type RefusedError struct{ Said []string }

// Error implements error.
func (e *RefusedError) Error() string { return strings.Join(e.Said, " ") }

// saidOf is why an incident was not opened, or instead where nothing is known of that.
func saidOf(err error, instead []string) []string {
	var refused *RefusedError
	if errors.As(err, &refused) {
		return refused.Said
	}
	return instead
}
