package all_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/simulator"
	"firebreak/providers/transport"
)

// leak is one leaked key of a simulated vendor, and the vendor's adapter behind its real door.
// Nothing in it knows which vendor that is.
type leak struct {
	t       *testing.T
	clock   *quick
	world   *simulator.World
	adapter any
	key     providers.Credential
	admin   providers.Secret
	base    string // the simulator's address
	book    *book  // of mutations that were announced
	said    *transcript
}

// transcript collects whatever was told to somebody; several workers may write.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
	each func() // behind each answer
}

func (s *transcript) add(v any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fmt.Fprintf(&s.text, "%+v %v\n", v, v)
}

// tell calls whoever listens, behind each answer.
func (s *transcript) tell() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.each != nil {
		s.each()
	}
}

// heard has a function called behind each answer; nil: none.
func (l *leak) heard(each func()) {
	l.said.mu.Lock()
	defer l.said.mu.Unlock()
	l.said.each = each
}

// quick is a clock whose sleeps take no time.
type quick struct {
	providers.WallClock
	mu  sync.Mutex
	now time.Time
}

func (q *quick) Now() time.Time {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.now
}

func (q *quick) Sleep(ctx context.Context, d time.Duration) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.now = q.now.Add(max(0, d))
	return ctx.Err()
}

// eachLeak runs a test for every kind that a simulated vendor can leak.
func eachLeak(t *testing.T, test func(*leak)) {
	t.Helper()
	eachLeakIn(t, false, test)
}

// eachLeakIn is eachLeak with doors that let no mutation out in a dry run.
func eachLeakIn(t *testing.T, dryRun bool, test func(*leak)) {
	t.Helper()
	tested := map[string]bool{}
	for _, kind := range simulator.Leaks() {
		tested[kind.Provider()] = true
		t.Run(string(kind), func(t *testing.T) { test(newLeakIn(t, kind, dryRun)) })
	}
	for _, i := range all.Issuers {
		if !tested[i.Name] {
			t.Errorf("no key of %s leaks in the simulator", i.Name)
		}
	}
}

func newLeak(t *testing.T, kind providers.Kind) *leak { return newLeakIn(t, kind, false) }

func newLeakIn(t *testing.T, kind providers.Kind, dryRun bool) *leak {
	t.Helper()
	clock := &quick{now: time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)}
	world, err := simulator.New(simulator.Config{Seed: 7, Clock: clock, Leak: kind})
	if err != nil {
		t.Fatal(err)
	}
	server, err := world.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close(); _ = world.Close() })
	i, ok := all.IssuerOf(kind.Provider())
	if !ok {
		t.Fatalf("no issuer for %s", kind)
	}
	l := &leak{t: t, clock: clock, world: world, book: &book{}, said: &transcript{}, admin: server.Admins[i.Name], base: server.Bases[i.Name], key: providers.Credential{Kind: kind, Secret: server.Leaked[0].Key}}
	door, err := transport.New(transport.Config{
		Provider: i.Name, Bases: i.Bases(server.Bases[i.Name]), LoopbackOnly: true, NoAmbient: true, Clock: clock, DryRun: dryRun,
		Shape: i.Shape, Record: func(x providers.Exchange) { l.said.add(x); l.said.tell() },
	}, i.Routes...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(door.Close)
	l.adapter = i.New(door, clock, func(context.Context) (providers.Secret, error) { return l.admin, nil })
	return l
}

// as gives a capability of the adapter, and ends the test where it has none: a vendor is asked
// for no more than it offers.
func as[T any](l *leak) T {
	l.t.Helper()
	can, ok := l.adapter.(T)
	if !ok {
		l.t.Skipf("the vendor offers no such thing for a %s", l.key.Kind)
	}
	return can
}

// acting is a context in which mutations are announced to the book and sent.
func (l *leak) acting() context.Context { return providers.WithLedger(l.t.Context(), l.book) }

// fails puts a fault in force until the function that it returns is called.
func (l *leak) fails(f simulator.Fault) (mend func()) {
	l.t.Helper()
	if err := l.world.AddFault(f); err != nil {
		l.t.Fatal(err)
	}
	return func() {
		if err := l.world.ClearFaults(); err != nil {
			l.t.Fatal(err)
		}
	}
}

// sent lists the mutations that the vendor received.
func (l *leak) sent() (paths []string) {
	for _, r := range l.world.Requests() {
		if r.Mutation {
			paths = append(paths, r.Method+" "+r.Path)
		}
	}
	return paths
}

// record finds the one record of the leaked key. It ends the test where the vendor lists no keys
// of the kind.
func (l *leak) record() providers.KeyRecord {
	l.t.Helper()
	if way := as[providers.Matrix](l).Way(l.key.Kind, providers.CanLocate); way != providers.Auto {
		l.t.Skipf("the vendor offers no way to locate a %s: it is %s", l.key.Kind, way)
	}
	m, err := as[providers.Locator](l).Locate(l.t.Context(), l.key)
	if err != nil || len(m.Candidates) != 1 {
		l.t.Fatalf("%d records: %v", len(m.Candidates), err)
	}
	return m.Candidates[0]
}

// target is how the vendor ends the leaked key: by its record or by its value.
type target struct {
	revoke func(context.Context) error
	over   func() (bool, error) // what the record says, or the key itself where there is none
	record bool
}

// target gives the way, and ends the test where the vendor's API has none.
func (l *leak) target() target {
	l.t.Helper()
	if v, ok := l.adapter.(providers.ValueRevoker); ok && v.EndsByValue(l.key.Kind) {
		return target{
			revoke: func(ctx context.Context) error { _, err := v.RevokeValue(ctx, l.key); return err },
			over:   func() (bool, error) { return l.gone(), nil },
		}
	}
	if way := as[providers.Matrix](l).Way(l.key.Kind, providers.CanRevoke); way != providers.Auto {
		l.t.Skipf("the vendor offers no way to end a %s: it is %s", l.key.Kind, way)
	}
	revoker, record := as[providers.Revoker](l), l.record()
	return target{
		record: true,
		revoke: func(ctx context.Context) error { _, err := revoker.Revoke(ctx, record); return err },
		over: func() (bool, error) {
			status, err := revoker.Present(l.t.Context(), record)
			return status.Over(), err
		},
	}
}

// gone asks the world whether the leaked key has ended: not every key can be asked itself.
func (l *leak) gone() bool {
	l.t.Helper()
	truth := l.world.Truth()
	for _, k := range truth.Keys {
		if k.Leaked {
			return !k.RevokedAt.IsZero()
		}
	}
	l.t.Fatal("no key leaks in this world")
	return false
}

// needsProbe ends the test where the vendor has no call that tells whether a key of the kind works.
func (l *leak) needsProbe() {
	l.t.Helper()
	if !l.probes() {
		l.t.Skipf("the vendor offers no way to ask about a %s", l.key.Kind)
	}
}

// probes reports whether the vendor has a call that tells whether a key of the kind works.
func (l *leak) probes() bool {
	return as[providers.Matrix](l).Way(l.key.Kind, providers.CanValidate) == providers.Auto
}

// probe asks about a key.
func (l *leak) probe(c providers.Credential) providers.Verdict {
	l.t.Helper()
	v, err := as[providers.Validator](l).Validate(l.t.Context(), c)
	if err != nil {
		l.t.Fatal(err)
	}
	l.said.add(v)
	return v
}

func (l *leak) decoy() providers.Credential { return as[providers.Validator](l).Decoy(l.key) }

// tells reports whether what was said holds more of a secret than its ends, which vendors show.
func (l *leak) tells(s providers.Secret) bool {
	l.said.mu.Lock()
	defer l.said.mu.Unlock()
	found := false
	parts := s.Parts()
	for _, p := range parts[min(1, len(parts)-1):] { // the first of several names the key
		p.Expose(func(value []byte) {
			found = found || len(value) > 16 && strings.Contains(l.said.text.String(), string(value[8:len(value)-8]))
		})
	}
	return found
}
