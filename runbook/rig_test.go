package runbook_test

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/dotenv"
	"firebreak/providers/files"
	"firebreak/providers/identify"
	"firebreak/providers/keyring"
	"firebreak/providers/openai"
	"firebreak/providers/simulator"
	"firebreak/providers/transport"
	"firebreak/runbook"
	"firebreak/runbook/drill"
	"firebreak/runbook/incident"
	"firebreak/runbook/journal"
	"firebreak/runbook/words"
)

// sideBySide tests run at once on a machine of few processors: they wait for the disk, too.
const sideBySide = 4

func TestMain(m *testing.M) {
	flag.Parse()
	if set := flag.Lookup("test.parallel"); set.Value.String() == set.DefValue {
		if err := set.Value.Set(strconv.Itoa(max(sideBySide, runtime.GOMAXPROCS(0)))); err != nil {
			panic(err)
		}
	}
	debug.SetGCPercent(400) // memory is there, and hundreds of runs wait for the processor
	os.Exit(m.Run())
}

// rig is one incident against a simulated world on a manual clock. The world and the folders
// outlive the engine, so that a run can crash and be taken up again.
type rig struct {
	t       *testing.T
	clock   *drill.Manual
	world   *simulator.World
	server  *simulator.Server
	dir     string // the incident's folder
	envFile string
	reports string
	ring    *keyring.Ring
	noAdmin bool
	admin   *providers.Secret // instead of the world's
	window  time.Duration
	mode    incident.Mode
	stores  []string
	vault   *vaultServer  // may be nil
	adapted func(any) any // what the engine gets in place of the adapter
	lying   bool          // the store claims to write and does nothing

	journal *journal.Journal
	engine  *runbook.Engine
	crash   *crasher
}

var epoch = time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)

func newRig(t *testing.T, change ...func(*simulator.Config)) *rig {
	t.Helper()
	return newRigAt(t, epoch, change...)
}

// newRigAt is a rig whose page comes at the given time.
func newRigAt(t *testing.T, page time.Time, change ...func(*simulator.Config)) *rig {
	t.Helper()
	base := t.TempDir()
	r := &rig{t: t, clock: drill.NewManual(page, nil), dir: filepath.Join(base, "INC-20261123-test"), envFile: filepath.Join(base, "app", ".env"),
		reports: filepath.Join(base, "postmortems"), mode: incident.Live}
	config := simulator.Config{Seed: 7, Clock: r.clock, Tail: 6 * time.Second}
	for _, c := range change {
		c(&config)
	}
	var err error
	if r.world, err = simulator.New(config); err != nil {
		t.Fatal(err)
	}
	if r.server, err = r.world.Start("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.server.Close(); _ = r.world.Close() })
	r.adapted = func(a any) any { return a }
	r.stores = []string{"dotenv:" + r.envFile}
	r.ring = keyring.New(keyring.Config{State: filepath.Join(base, "state"), Conf: filepath.Join(base, "conf"), Backend: keyring.Memory(), Clock: r.clock})
	t.Cleanup(r.ring.Close)
	r.writeEnv(r.leaked())
	return r
}

func (r *rig) leaked() providers.Secret { return r.server.Leaked[0].Key }

// writeEnv puts a value into the consumer's file. Only a test may look inside a Secret here.
func (r *rig) writeEnv(s providers.Secret) {
	r.t.Helper()
	if err := os.MkdirAll(filepath.Dir(r.envFile), 0o700); err != nil {
		r.t.Fatal(err)
	}
	s.Expose(func(b []byte) {
		text := fmt.Sprintf("# settings\nPORT=8080\nOPENAI_API_KEY=%s\nDEBUG=0\n", b)
		if err := os.WriteFile(r.envFile, []byte(text), 0o600); err != nil {
			r.t.Fatal(err)
		}
	})
}

// envHolds reports whether the file holds the value.
func (r *rig) envHolds(s providers.Secret) bool {
	text, err := os.ReadFile(r.envFile)
	if err != nil {
		r.t.Fatal(err)
	}
	found := false
	s.Expose(func(b []byte) { found = strings.Contains(string(text), "OPENAI_API_KEY="+string(b)+"\n") })
	return found
}

// crasher makes every append after the nth end its goroutine, as a kill would: nothing that
// follows it in that worker happens.
type crasher struct {
	mu     sync.Mutex
	next   runbook.Appender
	left   int
	before bool // die before the write that counts, else behind it
	dead   bool
}

func (c *crasher) Append(object []byte) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left--
	if c.dead || c.left == 0 && c.before {
		c.dead = true
		runtime.Goexit()
	}
	line, err := c.next.Append(object)
	if c.left == 0 {
		c.dead = true
		runtime.Goexit()
	}
	return line, err
}

// open begins or takes up the incident and holds the leaked key. crashAt 0: never.
func (r *rig) open(crashAt int, before bool) {
	r.t.Helper()
	var opened journal.Opened
	var err error
	if _, statErr := os.Stat(r.dir); statErr != nil {
		r.journal, err = journal.Create(r.dir, filepath.Base(r.dir), string(r.mode))
	} else {
		r.journal, opened, err = journal.Open(r.dir)
	}
	if err != nil {
		r.t.Fatal(err)
	}
	var appender runbook.Appender = r.journal
	r.crash = nil
	if crashAt > 0 {
		r.crash = &crasher{next: r.journal, left: crashAt, before: before}
		appender = r.crash
	}
	door := files.New(files.Config{DryRun: r.mode == incident.DryRun})
	r.engine, err = runbook.New(runbook.Config{
		Journal: appender, Records: opened.Records, Mode: r.mode,
		Vendors: map[string]runbook.Vendor{"openai": {Name: "openai", Title: "OpenAI", Adapter: r.adapted(r.adapter())}},
		Store: func(name string) (providers.Store, error) {
			kind, path, _ := strings.Cut(name, ":")
			if kind == "vault" {
				return r.vault.open(r.t, path), nil
			}
			format, _ := dotenv.FormatOf(kind)
			store := dotenv.Open(door, format, path)
			if r.lying {
				return liar{store}, nil
			}
			return store, nil
		},
		Stores: r.stores, Parking: r.ring.Parking(r.dir), Files: door, Clock: r.clock, By: incident.Us, Tool: "firebreak test", Lang: words.English,
		Reports: r.reports, Window: r.window, StatePath: r.dir,
		Detect: func(text []byte) int { found, _ := identify.Find(text); return len(found) },
	})
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) adapter() *openai.Adapter {
	r.t.Helper()
	door, err := transport.New(transport.Config{Provider: "openai", Bases: map[string]string{openai.Host: r.server.Bases["openai"]},
		LoopbackOnly: true, NoAmbient: true, DryRun: r.mode == incident.DryRun, Clock: r.clock, Shape: openai.Shape}, openai.Routes()...)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(door.Close)
	return openai.New(door, r.clock, func(context.Context) (providers.Secret, error) {
		if r.noAdmin {
			return providers.Secret{}, providers.ErrNoAdmin
		}
		if r.admin != nil {
			return *r.admin, nil
		}
		return r.server.Admins["openai"], nil
	})
}

// work drives the incident with a chooser, from wherever it stands, on the manual clock.
func (r *rig) work(c runbook.Chooser) (err error) {
	r.clock.Run(func() { err = r.workHere(c) })
	return err
}

func (r *rig) workHere(c runbook.Chooser) error {
	e := r.engine
	if e.State().Opening.ID == "" {
		if err := e.Start(incident.OpenedData{ID: filepath.Base(r.dir), Mode: r.mode, Salt: "00ff"}); err != nil {
			return err
		}
	}
	var fresh []identify.Finding
	for _, leaked := range r.server.Leaked {
		credential := providers.Credential{Kind: leaked.Kind, Secret: leaked.Key}
		cred, known := e.Whose(credential)
		if !known {
			fresh = append(fresh, identify.Finding{Credential: credential, Confidence: identify.High, Why: identify.WhyExact})
		} else if err := e.Hold(cred, credential); err != nil {
			return err
		}
	}
	if _, err := e.IdentifyAll(fresh, "test", 0); err != nil {
		return err
	}
	return runbook.Drive(context.Background(), e, c)
}

// closeJournal gives the lock back, as the end of the process does.
func (r *rig) closeJournal() {
	r.t.Helper()
	if err := r.journal.Close(); err != nil {
		r.t.Fatal(err)
	}
}

// run opens, works and closes with a policy.
func (r *rig) run(p *runbook.Policy) incident.Key {
	r.t.Helper()
	r.open(0, false)
	if err := r.work(p); err != nil {
		r.t.Fatal(err)
	}
	r.closeJournal()
	k, _ := r.engine.State().First()
	return k
}

func all() []string { return []string{runbook.ApproveRevoke, runbook.ApproveRotate} }

// sent counts the requests of a method whose path holds a text, with one of the statuses.
func (r *rig) sent(method, path string, statuses ...int) int {
	n := 0
	for _, q := range r.world.Requests() {
		if q.Method == method && strings.Contains(q.Path, path) && (len(statuses) == 0 || slices.Contains(statuses, q.Status)) {
			n++
		}
	}
	return n
}

// mutations counts the requests that would change something.
func (r *rig) mutations() int {
	n := 0
	for _, q := range r.world.Requests() {
		if q.Mutation {
			n++
		}
	}
	return n
}

func (r *rig) fault(f simulator.Fault) {
	r.t.Helper()
	if err := r.world.AddFault(f); err != nil {
		r.t.Fatal(err)
	}
}

// console sends what a person with another admin session would.
func (r *rig) console(method, path, body string) {
	r.t.Helper()
	req, err := http.NewRequest(method, r.server.Bases["openai"]+path, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	r.server.Admins["openai"].Expose(func(b []byte) { req.Header.Set("Authorization", "Bearer "+string(b)) })
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		r.t.Fatalf("console: %d", res.StatusCode)
	}
}

// deleteInConsole deletes the leaked key by hand.
func (r *rig) deleteInConsole() {
	r.t.Helper()
	key, _ := r.world.KeyState("leaked")
	r.console(http.MethodDelete, "/organization/projects/"+key.Project+"/api_keys/"+key.ID, "")
}

// liar is a store that says it wrote.
type liar struct{ providers.Store }

func (l liar) Write(ctx context.Context, at providers.Place, _, _ providers.Secret) error {
	return providers.LedgerOf(ctx).Intent(ctx, providers.Statement{Door: "file", Path: at.Store})
}
