package runbook_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/identify"
	"firebreak/runbook"
	"firebreak/runbook/drill"
	"firebreak/runbook/incident"
	"firebreak/runbook/journal"
)

// stuck is how long a test waits in real time before it says that something hangs.
const stuck = 10 * time.Second

// vendor is an issuer of one key that is there once and refused after its revocation.
type vendor struct {
	clock    providers.Clock
	schedule providers.Schedule
	takes    time.Duration // on the clock, of a revocation
	behind   error         // of a read behind the revocation
	trail    func(string)  // told when the revocation leaves

	mu   sync.Mutex
	sent int
	asks []time.Time
}

const vendorKind providers.Kind = "openai/project-key"

func (v *vendor) Validate(_ context.Context, c providers.Credential) (providers.Verdict, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.asks = append(v.asks, v.clock.Now())
	verdict := providers.Verdict{Life: providers.Alive, Reason: providers.ReasonOK, At: v.clock.Now()}
	if v.sent > 0 || c.Secret.HasAffixes("made-up", "") {
		verdict.Life, verdict.Reason = providers.Dead, providers.ReasonInvalid
	}
	return verdict, nil
}

func (v *vendor) Decoy(providers.Credential) providers.Credential {
	return providers.Credential{Kind: vendorKind, Secret: providers.NewSecret([]byte("made-up DRILL"))}
}

func (v *vendor) Proof() providers.Schedule { return v.schedule }

func (v *vendor) Locate(context.Context, providers.Credential) (providers.Match, error) {
	return providers.Match{Candidates: []providers.KeyRecord{{Kind: vendorKind, ID: "key_1"}}, Strength: providers.Exact}, nil
}

func (v *vendor) Revoke(ctx context.Context, _ providers.KeyRecord) (providers.Receipt, error) {
	if err := providers.LedgerOf(ctx).Intent(ctx, providers.Statement{Door: "http", Route: "key.delete"}); err != nil {
		return providers.Receipt{}, err
	}
	if v.trail != nil {
		v.trail("sent")
	}
	v.mu.Lock()
	v.sent++
	v.mu.Unlock()
	if err := v.clock.Sleep(ctx, v.takes); err != nil {
		return providers.Receipt{}, err
	}
	return providers.Receipt{At: v.clock.Now(), Status: 200}, v.behind
}

func (v *vendor) Present(context.Context, providers.KeyRecord) (providers.KeyStatus, error) {
	return providers.Gone, nil
}

func (v *vendor) Kinds() []providers.Kind { return []providers.Kind{vendorKind} }

func (v *vendor) Way(providers.Kind, providers.Capability) providers.Way { return providers.Auto }

// engineOver makes an engine over one vendor, with an incident begun and its key taken in.
func engineOver(t *testing.T, v *vendor, change func(*runbook.Config)) *runbook.Engine {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "INC-20261123-haza")
	j, err := journal.Create(dir, filepath.Base(dir), string(incident.Live))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	c := runbook.Config{Journal: j, Mode: incident.Live, Clock: v.clock, By: incident.Us,
		Vendors: map[string]runbook.Vendor{"openai": {Name: "openai", Title: "OpenAI", Adapter: v}}}
	if change != nil {
		change(&c)
	}
	e, err := runbook.New(c)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Start(incident.OpenedData{ID: filepath.Base(dir), Mode: incident.Live, Salt: "00ff"}); err != nil {
		t.Fatal(err)
	}
	key := providers.Credential{Kind: vendorKind, Secret: providers.NewSecret([]byte("the leaked DRILL key"))}
	if _, err := e.Identify(identify.Finding{Credential: key, Confidence: identify.High}, "test", 0); err != nil {
		t.Fatal(err)
	}
	return e
}

// do performs actions of the first key by name, with the approvals of a limit and a revocation.
func do(t *testing.T, e *runbook.Engine, names ...runbook.Name) {
	t.Helper()
	for _, name := range names {
		if err := doOne(e, name); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
}

func doOne(e *runbook.Engine, name runbook.Name) error {
	for _, a := range runbook.Actions(e.State(), e.Situation()) {
		if a.Name == name {
			return e.Do(context.Background(), a, runbook.Input{Approved: []string{runbook.ApproveRevoke, runbook.ApproveContain}})
		}
	}
	return runbook.ErrNotOffered
}

// prepare leads up to the revocation.
func prepare(t *testing.T, e *runbook.Engine) {
	t.Helper()
	do(t, e, runbook.Validate, runbook.Locate, runbook.Forecast, runbook.Decide)
}

// within fails the test where f hangs.
func within(t *testing.T, what string, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	select {
	case <-done:
	case <-time.After(stuck):
		t.Fatalf("%s hangs", what)
	}
}

func TestTwoWorkersThatWantToRevokeAtOnceSendOneRevocation(t *testing.T) {
	t.Parallel()
	clock := drill.NewManual(epoch, nil)
	v := &vendor{clock: clock, takes: time.Second}
	e := engineOver(t, v, nil)
	within(t, "the manual clock", func() {
		clock.Run(func() { prepare(t, e) })
		var wait sync.WaitGroup
		var mu sync.Mutex
		refused := 0
		clock.Run(func() {
			for range 3 {
				wait.Add(1)
				clock.Go(func() {
					defer wait.Done()
					if doOne(e, runbook.Revoke) != nil {
						mu.Lock()
						refused++
						mu.Unlock()
					}
				})
			}
		})
		wait.Wait()
		if v.sent != 1 || refused != 2 {
			t.Errorf("%d sent, %d refused", v.sent, refused)
		}
	})
}

func TestAWorkerThatGivesUpItsWaitLeavesTheTurnToTheNext(t *testing.T) {
	t.Parallel()
	v := &vendor{clock: providers.WallClock{}}
	entered, release := make(chan struct{}), make(chan struct{})
	v.trail = func(string) {
		close(entered)
		<-release
	}
	e := engineOver(t, v, nil)
	prepare(t, e)
	revoke := runbook.Action{Name: runbook.Revoke, Step: incident.StepRevoke, Cred: "c1"}
	first := make(chan error, 1)
	go func() { first <- doOne(e, runbook.Revoke) }()
	within(t, "the turn", func() {
		<-entered
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if err := e.Do(ctx, revoke, runbook.Input{Approved: []string{runbook.ApproveRevoke}}); err == nil {
			t.Error("given up, and performed")
		}
		close(release)
		if err := <-first; err != nil {
			t.Error(err)
		}
		if err := e.Do(context.Background(), revoke, runbook.Input{Approved: []string{runbook.ApproveRevoke}}); !errors.Is(err, runbook.ErrNotOffered) {
			t.Errorf("a key that is gone: %v", err)
		}
	})
}

func TestAListenerThatBlocksStopsNothingElse(t *testing.T) {
	t.Parallel()
	release, blocked := make(chan struct{}), make(chan struct{})
	var mu sync.Mutex
	var heard []int
	v := &vendor{clock: providers.WallClock{}}
	var once sync.Once
	e := engineOver(t, v, func(c *runbook.Config) {
		c.Emit = func(_ []byte, ev incident.Event) {
			if ev.Type == incident.Noted {
				once.Do(func() {
					close(blocked)
					<-release
				})
			}
			mu.Lock()
			defer mu.Unlock()
			heard = append(heard, ev.Seq)
		}
	})
	first := make(chan error, 1)
	go func() { first <- e.Note("the one that is told slowly") }()
	within(t, "the engine", func() {
		<-blocked
		for range 3 {
			if err := e.Note("one that comes meanwhile"); err != nil {
				t.Error(err)
			}
		}
		prepare(t, e)
	})
	close(release)
	if err := <-first; err != nil {
		t.Fatal(err)
	}
	want := make([]int, len(e.Events()))
	for i, ev := range e.Events() {
		want[i] = ev.Seq
	}
	if mu.Lock(); !slices.Equal(heard, want) {
		t.Errorf("heard %v, want %v", heard, want)
	}
	mu.Unlock()
}
