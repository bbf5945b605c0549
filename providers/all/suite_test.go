package all_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/files"
	"firebreak/providers/transport"
)

// bench is one kind of store made ready for the suite. A new store writes one of these.
type bench struct {
	// seed makes a fresh place that holds the value beside a neighbour, and returns the name of
	// the store that is it and nothing else.
	seed func(t *testing.T, value string) string
	// many makes 1,000 entries of which the one numbered 617 holds the value, and returns the
	// name of the store that is all of them.
	many func(t *testing.T, value string) string
	// stands tells whether a value stands at a seeded place, past the store under test.
	stands func(t *testing.T, name, value string) bool
	// meddle changes the neighbour at a seeded place, past the store.
	meddle func(t *testing.T, name string)
	// deny takes away the right to write a seeded place; nil: for good reasons it cannot here.
	deny func(t *testing.T, name string, env map[string]string)
	// env is the environment that the store reads.
	env map[string]string
	// guarded: a lost race is seen before anything is written.
	guarded bool
	// steps is how many calls a write takes that change something; 0: one.
	steps int
	// wire stands between store and server; nil for stores without a server.
	wire *wire
	// carries tells whether the store can hold a value at all.
	carries func(value string) bool
}

var (
	leaked = "sk-" + strings.Repeat("DRILLleak7", 4)
	fresh  = "sk-" + strings.Repeat("DRILLnew42", 4)
)

func secret(text string) providers.Secret { return providers.NewSecret([]byte(text)) }

// book is a ledger that lets everything through and keeps what it was told.
type book struct{ seen []providers.Statement }

func (b *book) Intent(_ context.Context, s providers.Statement) error {
	b.seen = append(b.seen, s)
	return nil
}
func (b *book) Withheld(_ context.Context, s providers.Statement) { b.seen = append(b.seen, s) }

// run is one store opened, with everything that it said.
type run struct {
	t      *testing.T
	store  providers.Store
	book   *book
	said   *bytes.Buffer
	dryRun bool
}

func (b bench) open(t *testing.T, name string, dryRun bool) *run {
	t.Helper()
	r := &run{t: t, book: &book{}, said: &bytes.Buffer{}, dryRun: dryRun}
	store, err := all.Store(name, all.Surroundings{
		Files: files.New(files.Config{DryRun: dryRun}),
		Env:   func(name string) string { return b.env[name] },
		HTTP: func(c transport.Config, routes ...providers.Route) (*transport.Door, error) {
			c.DryRun, c.LoopbackOnly, c.NoAmbient = dryRun, true, true
			c.Record = func(x providers.Exchange) { fmt.Fprintf(r.said, "%+v\n", x) }
			return transport.New(c, routes...)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	r.store = store
	return r
}

func (r *run) ctx() context.Context { return providers.WithLedger(context.Background(), r.book) }

func (r *run) find(value string) []providers.Place {
	r.t.Helper()
	places, err := r.store.Find(context.Background(), secret(value))
	if err != nil {
		r.t.Fatal(err)
	}
	fmt.Fprintf(r.said, "%+v\n", places)
	return places
}

// one finds the only place that holds the value.
func (r *run) one(value string) providers.Place {
	r.t.Helper()
	places := r.find(value)
	if len(places) != 1 || places[0].Off != "" {
		r.t.Fatalf("places %+v, want one that can be written", places)
	}
	return places[0]
}

func (r *run) write(at providers.Place, old, new string) error {
	err := r.store.Write(r.ctx(), at, secret(old), secret(new))
	fmt.Fprintf(r.said, "%v %+v\n", err, err)
	return err
}

func (r *run) holds(at providers.Place, value string) bool {
	r.t.Helper()
	holds, err := r.store.Holds(context.Background(), at, secret(value))
	if err != nil {
		r.t.Fatal(err)
	}
	return holds
}

// quiet fails if anything that was said or recorded tells one of the values.
func (r *run) quiet(values ...string) {
	r.t.Helper()
	text := fmt.Sprintf("%s %+v", r.said.String(), r.book.seen)
	for _, s := range r.book.seen {
		text += string(s.Body)
	}
	for _, value := range values {
		if len(value) >= 8 && strings.Contains(text, value) {
			r.t.Error("a value stands in what was said or recorded")
		}
	}
}

// suite is what every store must do.
func suite(t *testing.T, b bench) {
	for name, test := range map[string]func(*testing.T, bench){
		"finds, writes, reads back, takes back": takesBack,
		"finds nothing":                         findsNothing,
		"tells what stands beside it":           tellsBeside,
		"finds one among a thousand":            findsAmongMany,
		"loses a race":                          losesARace,
		"may not write":                         mayNotWrite,
		"dry run":                               withholds,
		"cancelled":                             isCancelled,
		"refuses what is no change":             refusesNoChange,
		"every byte":                            everyByte,
	} {
		t.Run(name, func(t *testing.T) { test(t, b) })
	}
	if b.wire != nil {
		t.Run("slow", func(t *testing.T) { isSlow(t, b) })
		t.Run("cut after the write", func(t *testing.T) { isCut(t, b) })
	}
}

func takesBack(t *testing.T, b bench) {
	name := b.seed(t, leaked)
	r := b.open(t, name, false)
	if err := r.store.Check(context.Background()); err != nil {
		t.Fatal(err)
	}
	place := r.one(leaked)
	if got, want := place.Guard == providers.Guarded, b.guarded; got != want {
		t.Errorf("guard %q", place.Guard)
	}
	if err := r.write(place, leaked, fresh); err != nil {
		t.Fatal(err)
	}
	if !b.stands(t, name, fresh) || !r.holds(place, fresh) || r.holds(place, leaked) {
		t.Error("the new value does not stand there alone")
	}
	if len(r.book.seen) != max(1, b.steps) || r.book.seen[0].Effect != providers.Mutate {
		t.Errorf("announced %+v, want what changes something and no more", r.book.seen)
	}
	back := b.open(t, name, false) // by a later process
	if err := back.write(back.one(fresh), fresh, leaked); err != nil || !b.stands(t, name, leaked) {
		t.Errorf("taken back: %v", err)
	}
	r.quiet(leaked, fresh)
	back.quiet(leaked, fresh)
}

func findsNothing(t *testing.T, b bench) {
	r := b.open(t, b.seed(t, leaked), false)
	if places := r.find(fresh); len(places) != 0 {
		t.Errorf("places %+v", places)
	}
}

// tellsBeside: a store that can tell of neighbours tells of the seeded one too, and reads only.
func tellsBeside(t *testing.T, b bench) {
	r := b.open(t, b.seed(t, leaked), false)
	companion, ok := r.store.(providers.Companion)
	if !ok {
		return
	}
	list, err := companion.Beside(context.Background(), r.one(leaked))
	own, others := 0, 0
	for _, one := range list {
		if one.Value.Equal(secret(leaked)) {
			own++
		} else if one.Name != "" && !one.Value.IsEmpty() {
			others++
		}
	}
	if err != nil || own != 1 || others == 0 || len(r.book.seen) != 0 {
		t.Errorf("own %d, others %d of %d: %v", own, others, len(list), err)
	}
}

func findsAmongMany(t *testing.T, b bench) {
	r := b.open(t, b.many(t, leaked), false)
	place := r.one(leaked)
	if !strings.Contains(place.Store+place.Detail, "617") && !strings.Contains(place.Detail, "618") {
		t.Errorf("place %+v, want the one numbered 617", place)
	}
	if c, ok := r.store.(providers.Counter); ok {
		if n, err := c.Count(context.Background()); n != 1000 || err != nil {
			t.Errorf("a search would read %d, %v", n, err)
		}
	}
	r.quiet(leaked)
}

func losesARace(t *testing.T, b bench) {
	name := b.seed(t, leaked)
	r := b.open(t, name, false)
	place := r.one(leaked)
	b.meddle(t, name)
	err := r.write(place, leaked, fresh)
	if b.guarded {
		if !errors.Is(err, providers.ErrConflict) || !b.stands(t, name, leaked) {
			t.Errorf("error %v, want a conflict and the other's text", err)
		}
		return
	}
	if err != nil || !b.stands(t, name, fresh) {
		t.Errorf("error %v on a store without a guard", err)
	}
}

func mayNotWrite(t *testing.T, b bench) {
	if b.deny == nil {
		return
	}
	name := b.seed(t, leaked)
	env := map[string]string{}
	for k, v := range b.env {
		env[k] = v
	}
	b.deny(t, name, env)
	b.env = env
	r := b.open(t, name, false)
	var refused *providers.Refusal
	if err := r.store.Check(context.Background()); !errors.As(err, &refused) {
		t.Errorf("check: %v, want a refusal before anything is written", err)
	}
	places := r.find(leaked)
	if len(places) != 1 || places[0].Off == "" {
		t.Fatalf("places %+v, want one that is off", places)
	}
	places[0].Off = "" // a caller that does not look
	if err := r.write(places[0], leaked, fresh); err == nil || !b.stands(t, name, leaked) {
		t.Errorf("written without the right: %v", err)
	}
	if len(r.book.seen) != 0 {
		t.Error("a mutation was announced that cannot be")
	}
}

func withholds(t *testing.T, b bench) {
	name := b.seed(t, leaked)
	r := b.open(t, name, true)
	if err := r.write(r.one(leaked), leaked, fresh); !providers.IsWithheld(err) || !b.stands(t, name, leaked) {
		t.Errorf("error %v, want withheld", err)
	}
	if len(r.book.seen) != max(1, b.steps) {
		t.Errorf("shown %+v, want the whole write", r.book.seen)
	}
	r.quiet(leaked, fresh)
}

func isCancelled(t *testing.T, b bench) {
	name := b.seed(t, leaked)
	r := b.open(t, name, false)
	place := r.one(leaked)
	ctx, cancel := context.WithCancel(r.ctx())
	cancel()
	if _, err := r.store.Find(ctx, secret(leaked)); err == nil {
		t.Error("searched on")
	}
	if err := r.store.Write(ctx, place, secret(leaked), secret(fresh)); err == nil || !b.stands(t, name, leaked) {
		t.Errorf("written although given up: %v", err)
	}
}

func refusesNoChange(t *testing.T, b bench) {
	name := b.seed(t, leaked)
	r := b.open(t, name, false)
	place := r.one(leaked)
	for what, pair := range map[string][2]string{"an empty value": {leaked, ""}, "the old value": {leaked, leaked}, "another's value": {fresh, "DRILL-third"}} {
		var refused *providers.Refusal
		if err := r.write(place, pair[0], pair[1]); !errors.As(err, &refused) {
			t.Errorf("%s: %v, want a refusal", what, err)
		}
	}
	if !b.stands(t, name, leaked) || len(r.book.seen) != 0 {
		t.Error("something was written")
	}
}

// everyByte: each byte that can occur is written and read back, or refused with nothing
// written.
func everyByte(t *testing.T, b bench) {
	values := []string{"DRILL 'single' \"double\" `back` end ", "DRILL $HOME ${A} $(x) \\ \\\\ \\n", "DRILL\nline\n", "DRILL über → ☃", "DRILL\ttab\r\n"}
	for c := 1; c < 256; c += 16 {
		var all []byte
		for i := c; i < min(c+16, 256); i++ {
			all = append(all, byte(i))
		}
		values = append(values, "DRILL-byte"+string(all)+"end")
	}
	for _, value := range values {
		name := b.seed(t, leaked)
		r := b.open(t, name, false)
		place := r.one(leaked)
		err := r.write(place, leaked, value)
		var refused *providers.Refusal
		switch {
		case errors.As(err, &refused):
			if b.carries(value) || !b.stands(t, name, leaked) {
				t.Errorf("%q refused: %v", value, err)
			}
		case err != nil:
			t.Errorf("%q: %v", value, err)
		case !b.stands(t, name, value) || !r.holds(place, value):
			t.Errorf("%q was written and does not read back", value)
		}
		r.quiet(leaked, value)
	}
}

// isSlow: a server that does not answer holds nobody longer than the caller waits.
func isSlow(t *testing.T, b bench) {
	name := b.seed(t, leaked)
	r := b.open(t, name, false)
	ctx, cancel := context.WithCancel(context.Background())
	b.wire.hang(cancel)
	defer b.wire.heal()
	began := time.Now()
	_, err := r.store.Find(ctx, secret(leaked))
	if err == nil || time.Since(began) > 10*time.Second {
		t.Errorf("error %v after %v", err, time.Since(began))
	}
}

// isCut: the write reached the server and its answer was lost. The outcome is unknown, nothing
// is sent again, and reading back settles it. A step that was found to have happened by reading is
// followed by the next.
func isCut(t *testing.T, b bench) {
	name := b.seed(t, leaked)
	r := b.open(t, name, false)
	place := r.one(leaked)
	b.wire.cutWrites()
	err := r.write(place, leaked, fresh)
	sent := b.wire.heal()
	if !errors.Is(err, providers.ErrUnknownState) || sent > max(1, b.steps) || sent != len(r.book.seen) {
		t.Errorf("error %v after %d sends of %d steps, want an unknown outcome and nothing sent again", err, sent, len(r.book.seen))
	}
	if !r.holds(place, fresh) || !b.stands(t, name, fresh) {
		t.Error("reading back does not settle it")
	}
	r.quiet(leaked, fresh)
}
