package runbook

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"firebreak/providers"
	"firebreak/providers/files"
	"firebreak/providers/identify"
	"firebreak/runbook/incident"
	"firebreak/runbook/journal"
	"firebreak/runbook/usage"
	"firebreak/runbook/words"
)

// Errors of the engine itself. What goes wrong outside is a step.failed event.
var (
	ErrJournal     = errors.New("the journal cannot be written; nothing more is sent")
	ErrNotOffered  = errors.New("this action is not possible now")
	ErrNeedsReason = errors.New("closing with steps open needs a reason")
	ErrNotApproved = errors.New("this action was not approved")
	ErrOtherKey    = errors.New("this is another key than the incident's")
	ErrElsewhere   = errors.New("another process works on this key")
)

// Appender makes one JSON object durable and returns the line as written.
type Appender interface {
	Append(object []byte) (line []byte, err error)
}

// Parking keeps a replacement's value, sealed, in the incident's folder.
type Parking interface {
	// Prove shows that Put would work, before anything is created.
	Prove(context.Context) error
	Put(ctx context.Context, op string, value providers.Secret) (file string, err error)
	Get(ctx context.Context, file string) (providers.Secret, error)
	// Left lists what Put kept for an op, so that a crash between Put and its event loses nothing.
	Left(op string) ([]string, error)
	// Remove forgets what Put kept. One that is gone already is no error.
	Remove(ctx context.Context, file string) error
}

// Vendor is an issuer as the engine knows it. Adapter implements whichever capabilities the
// real API offers.
type Vendor struct {
	Name    string // "openai"
	Title   string // "OpenAI"
	Adapter any
	Window  time.Duration // configured in place of the vendor's proof window, 0: none
}

// Config is everything that the engine needs from outside. Fields without "may be nil" are
// required.
type Config struct {
	Journal    Appender
	Records    [][]byte // the journal's lines so far
	Mode       incident.Mode
	Vendors    map[string]Vendor
	Store      func(name string) (providers.Store, error)
	Stores     []string // named by the user: where the replacement goes
	Parking    Parking
	Files      *files.Door
	Clock      providers.Clock
	By         incident.By
	Tool       string // "firebreak 0.1.0"
	Lang       words.Lang
	Reports    string                                                      // folder for the report
	Owner      string                                                      // role that owns the incident, may be empty
	Approver   string                                                      // role that approves, may be empty
	Review     usage.Context                                               // what people declared of their own use; marks and verdicts are the engine's
	Window     time.Duration                                               // replaces every vendor's proof window, 0: do not
	Quiet      time.Duration                                               // unused for this long, an old key is retired; 0: Quiet, less where Window is short
	Emit       func(line []byte, e incident.Event)                         // after the line is durable, in order, one at a time; one that blocks holds up its worker only; may be nil
	Progress   func(cred string, step incident.Step, p providers.Progress) // may be nil
	Cost       func(Action) time.Duration                                  // what an action costs on the clock, drills; may be nil
	Checkpoint func() (any, error)                                         // payload of a checkpoint event: the signed head; may be nil
	Reserve    func() error                                                // makes room for outcomes on a full disk, before a mutation; may be nil
	Alone      func(context.Context, providers.Credential) error           // refuses a key that another process works on, before it is opened here; may be nil
	Detect     func([]byte) int                                            // credentials in a text, for the report's gate
	StatePath  string                                                      // the incident's folder
}

// Engine works one incident. Its methods are safe for concurrent use: one mutation at a time,
// reads beside it.
type Engine struct {
	cfg Config

	mu      sync.Mutex // guards what follows, and the order of events
	state   incident.State
	events  []incident.Event
	lines   [][]byte
	held    map[string]providers.Credential // by cred: leaked keys in memory
	brought map[string]brought              // by cred: new values that a person brings to stores
	nearby  map[string]identify.Finding     // by row: related credentials whose value was read
	running map[string]context.CancelFunc   // background work by cred/step
	changed providers.Gate                  // opened when background work ends
	dead    error                           // first failure of the journal

	acting turns // the right to change something, taken by Do
	post   post
}

// New makes an engine over an opened journal.
func New(c Config) (*Engine, error) {
	e := &Engine{cfg: c, lines: c.Records, held: map[string]providers.Credential{}, brought: map[string]brought{}, nearby: map[string]identify.Finding{},
		running: map[string]context.CancelFunc{}, acting: turns{clock: c.Clock}}
	for _, line := range c.Records {
		ev, err := incident.Parse(line)
		if err != nil {
			return nil, err
		}
		e.state.Apply(ev)
		e.events = append(e.events, ev)
	}
	e.changed = c.Clock.Gate()
	return e, nil
}

// State returns a snapshot.
func (e *Engine) State() incident.State {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.state
}

// Events returns all events so far.
func (e *Engine) Events() []incident.Event {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.events[:len(e.events):len(e.events)]
}

// Situation returns what Actions needs beside the state.
func (e *Engine) Situation() Situation {
	e.mu.Lock()
	defer e.mu.Unlock()
	s := Situation{Now: e.cfg.Clock.Now(), Quiet: e.quiet, TellsUse: e.tellsUse, Have: map[string]bool{}, Running: map[string]bool{}, Beside: map[string]bool{}, Stores: e.cfg.Stores, Mode: e.cfg.Mode}
	for cred := range e.held {
		s.Have[cred] = true
	}
	for name := range e.running {
		s.Running[name] = true
	}
	for row := range e.nearby {
		s.Beside[row] = true
	}
	s.Able, s.Restorable, s.ByRecord = e.able, e.restorable, e.byRecord
	s.ByValue = func(k incident.Key) bool { _, by := e.byValue(k); return by }
	return s
}

// able reports whether the adapter of a key's vendor has a capability.
func (e *Engine) able(k incident.Key, c providers.Capability) providers.Way {
	v, ok := e.cfg.Vendors[k.Identity.Kind.Provider()]
	if !ok {
		return providers.ByHand
	}
	if m, ok := v.Adapter.(providers.Matrix); ok {
		return m.Way(k.Identity.Kind, c)
	}
	return providers.ByHand
}

// AddStore names one more store that the replacement goes to. A name that no store takes is an
// error; one that is known already changes nothing.
func (e *Engine) AddStore(name string) error {
	if _, err := e.cfg.Store(name); err != nil {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if !slices.Contains(e.cfg.Stores, name) {
		e.cfg.Stores = append(slices.Clone(e.cfg.Stores), name)
	}
	return nil
}

// DropStore takes a store off the list again, such as one that was mistyped. The next plan does
// without it.
func (e *Engine) DropStore(name string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.cfg.Stores = slices.DeleteFunc(slices.Clone(e.cfg.Stores), func(s string) bool { return s == name })
}

func (e *Engine) stores() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.cfg.Stores
}

// Vendor returns the vendor of a key.
func (e *Engine) Vendor(cred string) Vendor {
	return e.cfg.Vendors[e.State().Keys[cred].Identity.Kind.Provider()]
}

func (e *Engine) credential(cred string) (providers.Credential, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	c, ok := e.held[cred]
	return c, ok
}

func (e *Engine) salt() []byte { return saltOf(e.State().Opening.Salt) }

// saltOf decodes OpenedData.Salt. It is written by us; a damaged one only weakens the
// fingerprint of weak values.
func saltOf(text string) []byte {
	salt, _ := hex.DecodeString(text)
	return salt
}

// Fingerprint names a secret the way this incident does.
func (e *Engine) Fingerprint(s providers.Secret) string { return s.Fingerprint(e.salt()) }

// append makes one event durable, folds it in and tells the listener. After the first failure
// nothing more is written, and with that nothing more is sent.
func (e *Engine) append(ev incident.Event, data any) error {
	if data != nil {
		raw, err := json.Marshal(data)
		if err != nil {
			return fmt.Errorf("encode %s event: %w", ev.Type, err)
		}
		ev.Data = raw
	}
	if err := e.record(ev); err != nil {
		return err
	}
	if e.cfg.Emit != nil {
		e.post.deliver(e.cfg.Emit)
	}
	return nil
}

// record writes one event and folds it in; what the listener is told waits in the post.
func (e *Engine) record(ev incident.Event) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.dead != nil {
		return fmt.Errorf("%w: %w", ErrJournal, e.dead)
	}
	ev.At = e.cfg.Clock.Now()
	if ev.By == "" {
		ev.By = e.cfg.By
	}
	object, err := json.Marshal(ev)
	if err != nil {
		return fmt.Errorf("encode %s event: %w", ev.Type, err)
	}
	line, err := e.cfg.Journal.Append(object)
	if errors.Is(err, journal.ErrTooLong) {
		return fmt.Errorf("%s event: %w", ev.Type, err)
	}
	if err != nil {
		e.dead = err
		return fmt.Errorf("%w: %w", ErrJournal, err)
	}
	written, err := incident.Parse(line)
	if err != nil {
		e.dead = err
		return fmt.Errorf("%w: %w", ErrJournal, err)
	}
	e.state.Apply(written)
	e.events = append(e.events, written)
	e.lines = append(e.lines, line)
	if e.cfg.Emit != nil {
		e.post.put(letter{line, written})
	}
	return nil
}

// note appends an event of a step of a key.
func (e *Engine) note(cred string, step incident.Step, t incident.Type, data any) error {
	return e.append(incident.Event{Type: t, Cred: cred, Step: step}, data)
}

// fail records why a step did not get done, and returns the error of the record only: the
// chain goes on, with the step open.
func (e *Engine) fail(cred string, step incident.Step, f incident.FailData) error {
	return e.note(cred, step, incident.StepFailed, f)
}

// failWith records the reason that an error gives.
func (e *Engine) failWith(cred string, step incident.Step, err error) error {
	if errors.Is(err, ErrJournal) {
		return err
	}
	return e.fail(cred, step, incident.Explain(err))
}

// checkpoint appends a signed head where a signer is at hand; a missing one blocks nothing.
func (e *Engine) checkpoint() error {
	if e.cfg.Checkpoint == nil {
		return nil
	}
	data, err := e.cfg.Checkpoint()
	if err != nil {
		return nil // said by doctor and verify: intact, signer unknown
	}
	return e.append(incident.Event{Type: incident.Checkpointed}, data)
}

// watchProgress gives the context a listener for the step's progress.
func (e *Engine) watchProgress(ctx context.Context, cred string, step incident.Step) context.Context {
	if e.cfg.Progress == nil {
		return ctx
	}
	return providers.WithProgress(ctx, func(p providers.Progress) { e.cfg.Progress(cred, step, p) })
}

// capability asks the key's adapter for one interface.
func capability[T any](e *Engine, cred string) (T, bool) {
	c, ok := e.Vendor(cred).Adapter.(T)
	return c, ok
}

// Leave stops background work and returns when it has ended: no event follows. The watch
// starts a new run when it is taken up again.
func (e *Engine) Leave() {
	e.mu.Lock()
	for _, cancel := range e.running {
		cancel()
	}
	e.mu.Unlock()
	for len(e.Situation().Running) > 0 {
		_ = e.Wait(context.Background()) // never given up: what runs was cancelled
	}
}
