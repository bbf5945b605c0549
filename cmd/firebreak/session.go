package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"time"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/files"
	"firebreak/providers/identify"
	"firebreak/providers/keyring"
	"firebreak/providers/transport"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/journal"
	"firebreak/runbook/usage"
	"firebreak/runbook/words"
)

// session is one incident being worked by this process.
type session struct {
	a       *app
	id, dir string
	journal *journal.Journal
	engine  *runbook.Engine
	ring    *keyring.Ring
	opened  journal.Opened
	calls   *calls
	parking *parking          // made by build
	note    func(line string) // says what is no event; made by build, nil: nobody listens
	lang    words.Lang        // made by build
	beside  int               // keys of the text that the incident was taken up with, and does not work on
	joining []runbook.Found   // of that text too: they become keys of the incident
	stores  []string          // in force: named now, kept by the incident, or configured
}

// world is what a session is worked against: the real one, or a drill's.
type world struct {
	mode   incident.Mode
	clock  providers.Clock
	env    func(string) string // base URLs and admin credentials come from here
	within []string            // drills: folders that may be written
	ring   *keyring.Ring
	by     incident.By
	cost   func(runbook.Action) time.Duration
	admin  func(provider string) (providers.Secret, bool) // drills: in place of the user's own; nil: those
	chance io.Reader                                      // drills: what made-up keys are drawn from, so that a run can be repeated
	typed  func(provider string) (providers.Secret, bool) // admin credentials typed in this run; may be nil
	leaked func(providers.Secret) bool                    // an incident's keys, which are no admin credential for any of them; may be nil
}

func (a *app) realWorld(f *workFlags) world {
	w := world{mode: incident.Live, clock: a.clock, env: a.env, by: incident.Us}
	if f.dryRun {
		w.mode = incident.DryRun
	}
	w.ring = a.ring(f.keyring, f.dryRun)
	return w
}

// create begins a new incident in the state folder.
func (a *app) create(w world) (*session, error) {
	id, err := runbook.NewID(w.clock.Now(), rand.Reader)
	if err != nil {
		return nil, err
	}
	return a.createNamed(w, id)
}

func (a *app) createNamed(w world, id string) (*session, error) {
	dir, err := files.StateDir(a.stateDir(), "incidents", id)
	if err != nil {
		return nil, fmt.Errorf("make a folder for the incident: %w", err)
	}
	j, err := journal.Create(dir, id, string(w.mode))
	if err != nil {
		if !errors.Is(err, fs.ErrExist) { // what was made of it is none
			err = errors.Join(err, os.RemoveAll(dir))
		}
		return nil, fmt.Errorf("begin the journal in %s: %w", dir, err)
	}
	return &session{a: a, id: id, dir: dir, journal: j, ring: w.ring, calls: &calls{}}, nil
}

// openOn begins a new incident on the keys of a text. What fails leaves none behind that has no key.
// others counts the keys of the same text that are left alone. A heldError: somebody works for real
// on an incident about one of the keys, and none is begun.
func (a *app) openOn(ctx context.Context, w world, f *workFlags, ch choices, c config, keys []runbook.Found, from string, others int, to listener) (*session, error) {
	if w.mode != incident.Drill {
		turn, _, err := a.alone(ctx, likeKeys(keys))
		if err != nil {
			return nil, err
		}
		defer turn.Give()
	}
	return a.openWith(w, f, ch, c, to, func(s *session, opened incident.OpenedData) error {
		return s.begin(opened, keys, from, others)
	})
}

// openWith is openOn for a beginning of the caller's.
func (a *app) openWith(w world, f *workFlags, ch choices, c config, to listener, begin func(*session, incident.OpenedData) error) (*session, error) {
	s, err := a.create(w)
	if err != nil {
		return nil, err
	}
	err = s.build(w, f, ch, c, to)
	var opened incident.OpenedData
	if err == nil {
		opened, err = s.openedData(w, c)
	}
	if err == nil {
		err = begin(s, opened)
	}
	if err == nil {
		return s, nil
	}
	s.close()
	if s.engine != nil {
		if _, known := s.engine.State().First(); known {
			return nil, err
		}
	}
	return nil, errors.Join(err, os.RemoveAll(s.dir))
}

// begin records the opening and takes the keys in, with what a report told of them.
func (s *session) begin(opened incident.OpenedData, keys []runbook.Found, from string, others int) error {
	if err := s.engine.Start(opened); err != nil {
		return err
	}
	list := make([]identify.Finding, 0, len(keys))
	for _, key := range keys {
		list = append(list, key.Finding())
	}
	creds, err := s.engine.IdentifyAll(list, from, others)
	for i, cred := range creds {
		if err == nil {
			_, err = s.engine.TakeReport(cred, keys[i].Told.Told)
		}
	}
	if err == nil {
		s.lockUp(keys)
	}
	return err
}

// reopen takes an incident up again, under its lock.
func (a *app) reopen(w world, dir string) (*session, error) {
	j, opened, err := journal.Open(dir)
	if err != nil {
		return nil, err
	}
	return &session{a: a, id: opened.ID, dir: dir, journal: j, ring: w.ring, opened: opened, calls: &calls{}}, nil
}

func (s *session) close() {
	if s.parking != nil {
		s.parking.close()
	}
	s.ring.Close()
	_ = s.journal.Close() // every event is on disk already
}

// listener hears what goes on in a session. It must not block; each may be nil.
type listener struct {
	heard    func(line []byte, e incident.Event)
	progress func(cred string, step incident.Step, p providers.Progress)
	sent     func(providers.Exchange) // nil: kept in the session's calls
	note     func(line string)        // what is said once, and is no event
}

// asksAgain passes events on. Looking for the key's record anew, with the admin credential, asks a
// keyring again that was given up.
func (s *session) asksAgain(heard func([]byte, incident.Event)) func([]byte, incident.Event) {
	return func(line []byte, e incident.Event) {
		if e.Type == incident.StepStarted && e.Step == incident.StepLocate {
			s.ring.Again()
		}
		if heard != nil {
			heard(line, e)
		}
	}
}

// build makes the engine over the session's journal.
func (s *session) build(w world, f *workFlags, ch choices, c config, to listener) error {
	if to.sent == nil {
		to.sent = s.calls.record
	}
	s.note, s.lang = to.note, ch.lang
	if to.note != nil {
		s.ring.OnSilence(func() { to.note(ch.lang.KeyringSilent()) })
	}
	door := files.New(files.Config{DryRun: w.mode == incident.DryRun, Within: w.within})
	w.leaked = s.leaked
	vendors := map[string]runbook.Vendor{}
	for _, issuer := range all.Issuers {
		adapter, err := s.a.adapter(issuer, w, c, to.sent)
		if err != nil {
			return err
		}
		vendors[issuer.Name] = runbook.Vendor{Name: issuer.Name, Title: issuer.Title, Adapter: adapter, Window: time.Duration(c.Proof[issuer.Name].Window)}
	}
	reports := f.out
	if reports == "" {
		reports = c.Report.Dir
	}
	if reports == "" {
		reports = "postmortems"
	}
	if w.mode == incident.DryRun {
		reports = s.dir
	}
	s.stores = ch.stores
	if kept := s.keptStores(); len(f.stores) == 0 && len(kept) > 0 {
		s.stores = kept
	}
	s.parking = &parking{place: s.ring.Parking(s.dir)}
	around := storeSurroundings(w, c, door, to.sent)
	around.WriteTracked = contains(ch.approve, runbook.ApproveTracked)
	around.WriteOwned = contains(ch.approve, runbook.ApproveOwned)
	declared, err := c.declared()
	if err != nil {
		return err
	}
	if w.mode == incident.Drill {
		declared = usage.Context{} // the world of a drill is not ours
	}
	s.engine, err = runbook.New(runbook.Config{
		Journal: s.journal, Records: s.opened.Records, Mode: w.mode, Vendors: vendors,
		Store: func(name string) (providers.Store, error) {
			return all.Store(name, around)
		},
		Stores: s.stores, Parking: s.parking, Files: door, Clock: w.clock, By: w.by, Tool: s.a.tool(), Lang: ch.lang,
		Reports: reports, Owner: c.Report.Owner, Approver: c.Report.Approver, Review: declared, Window: ch.window, Quiet: ch.quiet, Emit: s.asksAgain(to.heard), Progress: to.progress, Cost: w.cost,
		Checkpoint: s.signHead, Reserve: s.journal.Reserve, Alone: s.aloneWith(w), Detect: detect, StatePath: s.dir,
	})
	return err
}

// aloneWith refuses a credential that another process works on: see aloneFor. nil in a drill, whose
// keys are its own.
func (s *session) aloneWith(w world) func(context.Context, providers.Credential) error {
	if w.mode == incident.Drill {
		return nil
	}
	return func(ctx context.Context, c providers.Credential) error {
		return s.aloneFor(ctx, func(other incident.State) runbook.Likeness { return runbook.Knows(other, c, "") })
	}
}

// leaked reports whether a value is one of the incident's keys.
func (s *session) leaked(value providers.Secret) bool {
	state := s.engine.State()
	if runbook.Knows(state, providers.Credential{Secret: value}, "") == runbook.SameKey {
		return true
	}
	id := value.Public()
	return id != "" && slices.ContainsFunc(state.ByDanger(), func(k incident.Key) bool { return k.Record() != nil && k.Record().ID == id })
}

// keptStores are those that the incident was last worked with.
func (s *session) keptStores() []string {
	events, err := parseAll(s.opened.Records)
	if err != nil {
		return nil // the engine meets the same events and says so
	}
	return incident.Fold(events).Holder.Stores
}

// signHead signs the journal's head where this install has, or can have, a signer.
func (s *session) signHead() (any, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	signer, err := s.ring.Signer(ctx)
	if err != nil {
		return nil, err
	}
	return s.journal.Checkpoint(signer)
}

// adapter builds one issuer's adapter with a door of its own.
func (a *app) adapter(i all.Issuer, w world, c config, record func(providers.Exchange)) (any, error) {
	bases, _, err := a.bases(i, w.env, c)
	if err != nil {
		return nil, err
	}
	door, err := transport.New(transport.Config{Provider: i.Name, Bases: bases, DryRun: w.mode == incident.DryRun,
		LoopbackOnly: w.mode == incident.Drill, NoAmbient: w.mode == incident.Drill, Clock: w.clock, Record: record, Shape: i.Shape}, i.Routes...)
	if err != nil {
		return nil, err
	}
	if w.admin != nil {
		adapter := i.New(door, w.clock, adminFrom(i, w.admin))
		if r, ok := adapter.(interface{ Repeat(io.Reader) }); ok && w.chance != nil {
			r.Repeat(w.chance)
		}
		return adapter, nil
	}
	adapter := i.New(door, w.clock, adminOf(i, w, c))
	if a, ok := adapter.(interface{ Configure(func(string) string) }); ok {
		a.Configure(w.env)
	}
	return adapter, nil
}

// bases returns the base URL of each of an issuer's hosts, and those that are overridden: by the
// issuer's variable, else by the configuration.
func (a *app) bases(i all.Issuer, env func(string) string, c config) (bases, overridden map[string]string, err error) {
	other, from := env(i.BaseEnv), i.BaseEnv
	if other == "" {
		other, from = c.BaseURL[i.Name], "base_url of "+i.Name
	}
	if other == "" {
		return i.Bases(""), nil, nil
	}
	if err := transport.CheckBase(other); err != nil {
		return nil, nil, refusal{fmt.Sprintf("%s: %v", from, err)}
	}
	bases = i.Bases(other)
	return bases, bases, nil
}

func parseAll(lines [][]byte) ([]incident.Event, error) {
	events := make([]incident.Event, 0, len(lines))
	for _, line := range lines {
		e, err := incident.Parse(line)
		if err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	return events, nil
}

// openedData describes the opening for the journal.
func (s *session) openedData(w world, c config) (incident.OpenedData, error) {
	who, where := whereAmI(s.a.env)
	d := incident.OpenedData{ID: s.id, Mode: w.mode, Salt: runbook.NewSalt(), Tool: s.a.tool(), Who: who, Where: where, PID: os.Getpid()}
	var err error
	d.Bases, d.Trust, err = s.a.surroundings(w, c)
	if w.mode != incident.Drill { // a drill brings its own files, wherever they lie
		d.Stores = s.stores
	}
	return d, err
}

// surroundings lists base URL overrides, and variables that change whom we trust.
func (a *app) surroundings(w world, c config) (map[string]string, []string, error) {
	changed := map[string]string{}
	for _, i := range all.Issuers {
		_, overridden, err := a.bases(i, w.env, c)
		if err != nil {
			return nil, nil, err
		}
		maps.Copy(changed, overridden)
	}
	var trust []string
	for _, name := range []string{"SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "GODEBUG",
		"VAULT_ADDR", "BAO_ADDR", "VAULT_CACERT", "BAO_CACERT", "VAULT_CAPATH", "BAO_CAPATH", "VAULT_CACERT_BYTES", "BAO_CACERT_BYTES"} {
		if a.env(name) != "" {
			trust = append(trust, name)
		}
	}
	return changed, trust, nil
}

func contains(list []string, one string) bool {
	for _, s := range list {
		if s == one {
			return true
		}
	}
	return false
}
