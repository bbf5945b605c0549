// Package plain is the conversation of an incident as lines with numbered choices: what the
// screens ask, in words alone, for every terminal, screen reader and log.
//
// Rules of the house: lines are only ever appended, without glyphs, colour or cursor moves, and
// fit the terminal. One reader serves all questions. Nothing that cannot be undone is sent
// without its phrase, typed key by key; nothing that can be undone without a y after its
// statement; an answer that came with other lines is a paste and answers nothing. Text from
// outside goes through its renderer, sentences come from words. The engine decides what is
// possible; this package only asks, and passes answers on.
package plain

import (
	"context"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
	"firebreak/tui/term"
)

// Input is where answers come from; term.Console is one. All calls come from one goroutine.
type Input interface {
	// Drop forgets what was typed before a question was asked.
	Drop()
	// Line returns the next line, and more than one where they came at once; nothing of it is
	// shown but by the field. io.EOF: no more. term.ErrUnshown: the field hides what came.
	Line(context.Context, term.Field) ([]string, error)
	// Hidden reads a text of one line or many without showing it.
	Hidden(context.Context) ([]byte, error)
}

// Config is what a conversation needs. Fields without "may be nil" are required.
type Config struct {
	In    Input
	Out   io.Writer
	Lang  words.Lang
	Width func() int // of the terminal in cells, 0 unknown; may be nil

	// Find recognises credentials in a text, offline.
	Find func(text []byte) ([]Found, Shape)
	// TakeIn recognises what an incident can begin on: what Find finds, the findings of a scanner's
	// report or an alert, and where there is nothing else what stands for a key, masked or filled
	// as examples are; nil: what Find finds.
	TakeIn func(text []byte) ([]Found, Shape)
	// Calls lists the requests made so far, for "what was sent"; may be nil.
	Calls func() []providers.Exchange
	// AddAdmin takes an admin credential for this run, or says why it is none; nil: none is asked
	// for.
	AddAdmin func(provider string, value providers.Credential) (refused []string)
	// KeepAdmin seals it for later runs too; nil: not offered. A *providers.AdminKeptError: another
	// is kept, and gives way only with replace.
	KeepAdmin func(ctx context.Context, provider string, value providers.Credential, replace bool) error
	// Passphrase has new keys sealed under a passphrase from now on, which Talk.Passphrase then
	// asks for, in place of a keyring that does not work; nil: not offered.
	Passphrase func()
	// PassphraseKept looks whether one was chosen on this machine before, also by another process.
	// It may read the disk; nil tells that none was.
	PassphraseKept func() bool
	// Looked says where an admin credential was looked for; may be nil.
	Looked func(provider string) []words.LookedIn
	// Contact is whom to call at a vendor's, as configured; may be nil.
	Contact func(provider string) providers.Untrusted
	// Remark is added after a report was written, such as that its folder may be published;
	// may be nil.
	Remark func(path string) []string
	// Beside says what changed outside since it was last asked, such as a service of a drill that
	// went down; asked after every event, may be nil.
	Beside func() []string
	// Console gives the new key that a person would make in the vendor's console, of a drill; nil: a
	// person brings it.
	Console func() (providers.Secret, error)
	// Elsewhere says which hosts of an issuer, or of all for "", are asked at another address than
	// their own, as Lang.Elsewhere makes it; nil: none.
	Elsewhere func(provider string) []string
	// Place is the path of a folder or file that was typed, and why it cannot be searched; it may read
	// the disk. nil: every one is taken as it is.
	Place func(typed string) (path string, err error)
	// Search lists the folders that were named to search before the conversation began.
	Search []string
}

// Found and Shape are what a text holds.
type (
	Found = runbook.Found
	Shape = runbook.Shape
)

// Talk is one conversation: an Input's answers turned into the engine's actions. It is a
// runbook.Chooser; Heard and Progress belong into the engine's configuration.
type Talk struct {
	cfg    Config
	l      words.Lang
	ctx    context.Context // of Work: Choose gets none
	engine *runbook.Engine
	out    output

	// What Choose looks at; refreshed before each question.
	state   incident.State
	sit     runbook.Situation
	actions []runbook.Action

	cred        atomic.Pointer[string] // the credential that was chosen to work on; nil: none was
	memos       map[string]memo        // by cred: of the others that were worked on
	listed      map[string]bool        // by cred: asked about for the list of keys
	run         int                    // of the watch, as told last; guarded by out
	at          place                  // the question group that is next
	over        bool                   // the person left, or the input ended
	ended       bool                   // it was the input that ended
	interrupted bool                   // it was ctrl+c
	memo        memo
}

// memo is what was said in this run that is no event: what was tried, skipped and put off.
type memo struct {
	tried    map[runbook.Name]bool      // reads that were made in this run
	passed   map[incident.Step]bool     // steps that the person went past
	again    map[incident.Step]bool     // steps that were set aside and are taken up again
	urged    time.Time                  // when an order was asked for again
	asked    map[incident.Question]bool // questions of the report, answered or skipped
	settled  map[string]bool            // ops whose end was looked for
	noKey    bool                       // the person goes on without the key
	bait     bool                       // the use of what may be bait was agreed to
	watched  bool                       // the watch was started in this run
	looked   map[int64]bool             // later looks that were made in this run, by when they were due
	every    bool                       // rotation: all writes without asking again
	keepRest *runbook.Input             // one decision for all other related credentials
	folders  []string                   // to search
	reported string                     // path of the last report that was remarked on
}

func newMemo(asked map[incident.Question]bool, folders []string) memo {
	return memo{tried: map[runbook.Name]bool{}, passed: map[incident.Step]bool{}, again: map[incident.Step]bool{}, asked: asked,
		settled: map[string]bool{}, looked: map[int64]bool{}, folders: folders}
}

// New makes a conversation. Without Work it can ask for a paste only.
func New(c Config) *Talk {
	t := &Talk{cfg: c, l: c.Lang, ctx: context.Background(), at: placeCheck, memo: newMemo(map[incident.Question]bool{}, c.Search), memos: map[string]memo{}, listed: map[string]bool{}}
	t.out = output{to: c.Out, width: c.Width, wake: make(chan struct{}, 1), beat: heartbeat}
	return t
}

// Work asks until the person leaves, the incident is closed or the input ends, all of which
// are no errors; State tells what is open. The error is that of runbook.Drive. On a simulated
// clock it is to be called by one of the clock's workers: time stands still while a person
// reads.
func (t *Talk) Work(ctx context.Context, e *runbook.Engine) error {
	t.ctx, t.engine = ctx, e
	t.out.mu.Lock()
	t.out.fold = incident.Fold(e.Events()) // what was heard before is not told again
	t.out.heard.take()
	t.out.say, t.out.idle, t.out.busy = t.news, t.idle, t.busy
	t.out.mu.Unlock()
	done := make(chan struct{})
	var speaker sync.WaitGroup
	speaker.Go(func() {
		defer term.ReleaseInPanic()
		t.out.speak(done)
	})
	stop := e.OnLeaving(ctx, func(op incident.Op) { t.say(t.l.AnswerAwaited(op, runbook.MostPerCall)...) })
	err := runbook.Drive(ctx, e, t)
	stop()
	close(done)
	speaker.Wait()
	t.out.flush()
	if t.ended {
		t.say(t.l.InputEnded(t.engine.State().Opening.ID))
	}
	return err
}

// Tell prints lines between the questions, broken to the terminal's width.
func (t *Talk) Tell(lines ...string) { t.say(lines...) }

// Ended reports whether the input ended, rather than the person leaving.
func (t *Talk) Ended() bool { return t.ended }

// Left reports whether the conversation is over, whoever ended it.
func (t *Talk) Left() bool { return t.over }

// Interrupted reports whether ctrl+c was pressed where it is a key and raises no signal.
func (t *Talk) Interrupted() bool { return t.interrupted }

// Choose asks the next question and returns the action that its answer stands for.
func (t *Talk) Choose(s incident.State, sit runbook.Situation, actions []runbook.Action) runbook.Choice {
	t.out.rest()
	t.state, t.sit, t.actions = s, sit, actions
	for !t.over && t.ctx.Err() == nil {
		if choice, ok := t.next(); ok {
			t.out.work(choice)
			return choice
		}
		t.look()
	}
	return runbook.Choice{}
}

// look takes up what has changed while a question was open.
func (t *Talk) look() {
	t.state, t.sit = t.engine.State(), t.engine.Situation()
	t.actions = runbook.Actions(t.state, t.sit)
}

// Refused says that an action could not be begun; nothing has happened then.
func (t *Talk) Refused(a runbook.Action, _ error) {
	t.say(t.l.NotDone(string(a.Name)))
}
