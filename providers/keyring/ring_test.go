package keyring

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"filippo.io/age"

	"firebreak/providers"
)

func TestAdminCredentialsComeBackInTheNextSession(t *testing.T) {
	p, f := newPlace(t), newFake()
	r := p.ring(t, f)
	if _, err := r.Admin(t.Context(), "openai"); !errors.Is(err, providers.ErrNoAdmin) {
		t.Errorf("before it is set: %v", err)
	}
	first, second := drillKey(100), drillKey(164)
	for _, credential := range []providers.Secret{first, second} {
		if err := r.SetAdmin(t.Context(), "openai", credential); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.SetAdmin(t.Context(), "anthropic", first); err != nil {
		t.Fatal(err)
	}
	if names := f.names(); !slices.Equal(names, []string{"identity"}) {
		t.Errorf("keyring holds %v", names)
	}
	r.Close()
	r = p.ring(t, f)
	if got, err := r.Admin(t.Context(), "openai"); err != nil || !got.Equal(second) {
		t.Errorf("next session: %v", err)
	}
	if list, err := r.Admins(); err != nil || !slices.Equal(list, []string{"anthropic", "openai"}) {
		t.Errorf("list %v, %v", list, err)
	}
	if err := r.RemoveAdmin(t.Context(), "openai"); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Admin(t.Context(), "openai"); !errors.Is(err, providers.ErrNoAdmin) {
		t.Errorf("after it was removed: %v", err)
	}
	if err := r.RemoveAdmin(t.Context(), "openai"); !errors.Is(err, providers.ErrNoAdmin) {
		t.Errorf("removed twice: %v", err)
	}
}

func TestF041OneReadOfTheIdentityServesAWholeIncident(t *testing.T) {
	p, f := newPlace(t), newFake()
	r := p.ring(t, f)
	for n := range 8 {
		if err := r.SetAdmin(t.Context(), fmt.Sprintf("vendor-%d", n), drillKey(51+n)); err != nil {
			t.Fatal(err)
		}
	}
	r.Close()
	f.calls = nil
	r = p.ring(t, f)
	r.State(t.Context())
	for n := range 8 {
		if got, err := r.Admin(t.Context(), fmt.Sprintf("vendor-%d", n)); err != nil || !got.Equal(drillKey(51+n)) {
			t.Fatal(err)
		}
	}
	parking := r.Parking(p.incident)
	if err := parking.Prove(t.Context()); err != nil {
		t.Fatal(err)
	}
	file, err := parking.Put(t.Context(), "op-1", drillKey(164))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parking.Get(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Signer(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := f.count("get identity"); n != 1 {
		t.Errorf("the identity was read %d times: %v", n, f.calls)
	}
}

func TestTheIdentityIsDroppedAfterTenIdleMinutes(t *testing.T) {
	p := newPlace(t)
	synctest.Test(t, func(t *testing.T) {
		f, clock := newFake(), newHandClock()
		r := p.ring(t, f, func(c *Config) { c.Clock = clock })
		if err := r.SetAdmin(t.Context(), "openai", drillKey(100)); err != nil {
			t.Fatal(err)
		}
		inMemory := func() bool {
			synctest.Wait()
			r.mu.Lock()
			defer r.mu.Unlock()
			return !r.cached.IsEmpty()
		}
		use := func() {
			t.Helper()
			if _, err := r.Admin(t.Context(), "openai"); err != nil {
				t.Fatal(err)
			}
		}
		inMemory()
		clock.advance(9 * time.Minute)
		use() // starts the ten minutes anew
		before := f.count("get identity")
		clock.advance(9 * time.Minute)
		if !inMemory() {
			t.Error("dropped nine minutes after its last use")
		}
		clock.advance(time.Minute)
		if inMemory() {
			t.Error("still in memory ten minutes after its last use")
		}
		use()
		if reads := f.count("get identity") - before; reads != 1 {
			t.Errorf("read %d times after it was dropped", reads)
		}
		inMemory()
		clock.advance(10 * time.Minute)
		if inMemory() {
			t.Error("still in memory the second time")
		}
		r.Close()
	})
}

func TestWhatIsNoNameOrTooLongIsRefusedBeforeAnything(t *testing.T) {
	p, f := newPlace(t), newFake()
	r := p.ring(t, f)
	parking := r.Parking(p.incident)
	hostile := []string{"", "../x", "a/b", `a\b`, ".hidden", "A", "a b", "a\x00", "é", strings.Repeat("a", 41), "openai.age"}
	for _, name := range hostile {
		_, getErr := parking.Get(t.Context(), name)
		_, putErr := parking.Put(t.Context(), name, drillKey(50))
		_, adminErr := r.Admin(t.Context(), name)
		for call, err := range map[string]error{
			"set": r.SetAdmin(t.Context(), name, drillKey(50)), "remove": r.RemoveAdmin(t.Context(), name), "admin": adminErr,
			"get": getErr, "put": putErr, "unpark": parking.Remove(t.Context(), name),
		} {
			if !errors.Is(err, ErrName) {
				t.Errorf("%s %q: %v", call, name, err)
			}
		}
	}
	for _, size := range []int{0, MaxValue + 1} {
		if err := r.SetAdmin(t.Context(), "openai", drillKey(size)); !errors.Is(err, ErrSize) {
			t.Errorf("set %d bytes: %v", size, err)
		}
		if _, err := parking.Put(t.Context(), "op-1", drillKey(size)); !errors.Is(err, ErrSize) {
			t.Errorf("park %d bytes: %v", size, err)
		}
	}
	if len(f.calls) > 0 || len(p.tree(t)) > 0 {
		t.Errorf("something was touched: %v, %v", f.calls, p.tree(t))
	}
}

func TestF086ADryRunReadsAndWritesNothing(t *testing.T) {
	p, f := newPlace(t), newFake()
	live := p.ring(t, f)
	if err := live.SetAdmin(t.Context(), "openai", drillKey(100)); err != nil {
		t.Fatal(err)
	}
	parked, err := live.Parking(p.incident).Put(t.Context(), "op-1", drillKey(164))
	if err != nil {
		t.Fatal(err)
	}
	before, items := p.tree(t), f.names()
	dry := p.ring(t, f, func(c *Config) { c.DryRun = true })
	ledger := &ledger{}
	ctx := providers.WithLedger(t.Context(), ledger)
	_, putErr := dry.Parking(p.incident).Put(ctx, "op-2", drillKey(164))
	_, signErr := dry.Signer(ctx)
	for call, err := range map[string]error{
		"set": dry.SetAdmin(ctx, "openai", drillKey(90)), "remove": dry.RemoveAdmin(ctx, "openai"), "put": putErr, "signer": signErr,
		"prove": dry.Parking(p.incident).Prove(ctx), "unpark": dry.Parking(p.incident).Remove(ctx, parked),
	} {
		if !providers.IsWithheld(err) {
			t.Errorf("%s: %v", call, err)
		}
	}
	if len(ledger.withheld) != 6 {
		t.Errorf("the ledger heard of %v", ledger.withheld)
	}
	if got, err := dry.Admin(ctx, "openai"); err != nil || !got.Equal(drillKey(100)) {
		t.Errorf("admin: %v", err)
	}
	if got, err := dry.Parking(p.incident).Get(ctx, parked); err != nil || !got.Equal(drillKey(164)) {
		t.Errorf("parked: %v", err)
	}
	if after := p.tree(t); fmt.Sprint(after) != fmt.Sprint(before) || !slices.Equal(f.names(), items) {
		t.Errorf("changed: files %d to %d, items %v", len(before), len(after), f.names())
	}
	empty := newPlace(t)
	dry = empty.ring(t, newFake(), func(c *Config) { c.DryRun = true })
	if got := dry.State(ctx); got != Absent {
		t.Errorf("state of an empty place: %q", got)
	}
	if len(empty.tree(t)) > 0 {
		t.Errorf("an empty place holds %v", empty.tree(t))
	}
}

type ledger struct{ withheld []providers.Statement }

func (l *ledger) Intent(context.Context, providers.Statement) error { return nil }
func (l *ledger) Withheld(_ context.Context, s providers.Statement) {
	l.withheld = append(l.withheld, s)
}

// recipient makes an identity file and returns its path and recipient.
func recipient(t *testing.T, hybrid bool) (path, to string) {
	t.Helper()
	var text string
	if hybrid {
		id, err := age.GenerateHybridIdentity()
		if err != nil {
			t.Fatal(err)
		}
		text, to = id.String(), id.Recipient().String()
	} else {
		id, err := age.GenerateX25519Identity()
		if err != nil {
			t.Fatal(err)
		}
		text, to = id.String(), id.Recipient().String()
	}
	path = filepath.Join(t.TempDir(), "identity.txt")
	if err := os.WriteFile(path, []byte("# created by a person\r\n"+text+"\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, to
}

func TestWithARecipientAloneParkingIsProvenAndWaitsForTheIdentityAfterACrash(t *testing.T) {
	for name, hybrid := range map[string]bool{"classic": false, "post-quantum": true} {
		t.Run(name, func(t *testing.T) {
			p, f := newPlace(t), newFake()
			identity, to := recipient(t, hybrid)
			seals := func(c *Config) { c.SealTo = to }
			r := p.ring(t, f, seals)
			if got := r.State(t.Context()); got != WriteOnly {
				t.Errorf("state %q", got)
			}
			parking := r.Parking(p.incident)
			if err := parking.Prove(t.Context()); err != nil {
				t.Fatal(err)
			}
			file, err := parking.Put(t.Context(), "op-1", drillKey(164))
			if err != nil {
				t.Fatal(err)
			}
			if got, err := parking.Get(t.Context(), file); err != nil || !got.Equal(drillKey(164)) {
				t.Errorf("same session: %v", err)
			}
			r.Close() // as a crash would
			next := p.ring(t, f, seals).Parking(p.incident)
			if err := next.Prove(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, err := next.Get(t.Context(), file); !errors.Is(err, &Trouble{State: WriteOnly}) {
				t.Errorf("next session: %v", err)
			}
			opened := p.ring(t, f, func(c *Config) { c.Unseal = identity })
			if got, err := opened.Parking(p.incident).Get(t.Context(), file); err != nil || !got.Equal(drillKey(164)) {
				t.Errorf("with the identity: %v", err)
			}
			if got := opened.State(t.Context()); got != Ready || opened.Way() != ToRecipient {
				t.Errorf("with the identity: %q, %q", got, opened.Way())
			}
			if err := opened.SetAdmin(t.Context(), "openai", drillKey(90)); err != nil {
				t.Errorf("an identity alone must do to seal: %v", err)
			}
			if len(f.calls) > 0 {
				t.Errorf("the keyring was asked: %v", f.calls)
			}
		})
	}
}

func TestARecipientAndAStrangersIdentityAreNoticedBeforeAnythingIsReplaced(t *testing.T) {
	p := newPlace(t)
	identity, _ := recipient(t, false)
	_, stranger := recipient(t, false)
	right := p.ring(t, newFake(), func(c *Config) { c.Unseal = identity })
	if err := right.SetAdmin(t.Context(), "openai", drillKey(100)); err != nil {
		t.Fatal(err)
	}
	wrong := p.ring(t, newFake(), func(c *Config) { c.SealTo, c.Unseal = stranger, identity })
	if err := wrong.SetAdmin(t.Context(), "openai", drillKey(90)); !errors.Is(err, &Trouble{State: Foreign}) {
		t.Errorf("set: %v", err)
	}
	if err := wrong.Parking(p.incident).Prove(t.Context()); !errors.Is(err, &Trouble{State: Foreign}) {
		t.Errorf("prove: %v", err)
	}
	if got, err := right.Admin(t.Context(), "openai"); err != nil || !got.Equal(drillKey(100)) {
		t.Errorf("the former credential is gone: %v", err)
	}
}

func TestWhatCannotBeARecipientOrIdentityIsTrouble(t *testing.T) {
	p := newPlace(t)
	identity, _ := recipient(t, false)
	secretLine, err := os.ReadFile(identity)
	if err != nil {
		t.Fatal(err)
	}
	junk := filepath.Join(t.TempDir(), "junk")
	if err := os.WriteFile(junk, []byte("not an identity\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		change func(*Config)
		want   State
	}{
		{"a recipient that is none", func(c *Config) { c.SealTo = "age1nonsense" }, Failed},
		{"an identity given as recipient", func(c *Config) { c.SealTo = strings.Fields(string(secretLine))[5] }, Failed},
		{"an identity file that is missing", func(c *Config) { c.Unseal = junk + "-missing" }, Failed},
		{"an identity file that is none", func(c *Config) { c.Unseal = junk }, Garbled},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := p.ring(t, newFake(), test.change)
			if got := r.State(t.Context()); got != test.want {
				t.Errorf("state %q, want %q", got, test.want)
			}
			err := r.SetAdmin(t.Context(), "openai", drillKey(50))
			if err == nil || strings.Contains(err.Error(), "SECRET-KEY") {
				t.Errorf("set: %v", err)
			}
		})
	}
}

func TestAnIdentityUnderAPassphrase(t *testing.T) {
	p, f := newPlace(t), newFake()
	var asked []string
	with := func(phrase string) func(*Config) {
		return func(c *Config) {
			c.Passphrase = func(prompt string) (providers.Secret, error) {
				asked = append(asked, prompt)
				return providers.NewSecret([]byte(phrase)), nil
			}
		}
	}
	r := p.ring(t, f, with("correct horse"))
	if r.State(t.Context()) != Absent || PassphraseKept(p.state) || r.Way() != UnderPassphrase {
		t.Error("before the first use")
	}
	if err := p.ring(t, f, with("")).SetAdmin(t.Context(), "openai", drillKey(100)); !errors.Is(err, &Trouble{State: Dismissed}) {
		t.Errorf("an empty passphrase: %v", err)
	}
	for _, weak := range []string{"horse", "aaaaaaaaaaaaaaaa"} {
		if err := p.ring(t, f, with(weak)).SetAdmin(t.Context(), "openai", drillKey(100)); !errors.Is(err, &Trouble{State: Weak}) || PassphraseKept(p.state) {
			t.Errorf("the weak passphrase %q: %v", weak, err)
		}
	}
	asked = nil
	for _, provider := range []string{"openai", "anthropic"} {
		if err := r.SetAdmin(t.Context(), provider, drillKey(100)); err != nil {
			t.Fatal(err)
		}
	}
	next := p.ring(t, f, with("correct horse"))
	for range 2 {
		if got, err := next.Admin(t.Context(), "openai"); err != nil || !got.Equal(drillKey(100)) {
			t.Errorf("next session: %v", err)
		}
	}
	if !slices.Equal(asked, []string{PromptNew, PromptOpen}) {
		t.Errorf("asked %v", asked)
	}
	if next.State(t.Context()) != Ready || !PassphraseKept(p.state) {
		t.Error("after the first use")
	}
	for _, wrong := range []string{"incorrect horse", ""} {
		asked = nil
		if _, err := p.ring(t, f, with(wrong)).Admin(t.Context(), "openai"); !errors.Is(err, &Trouble{State: Foreign}) {
			t.Errorf("passphrase %q: %v", wrong, err)
		}
		if !slices.Equal(asked, []string{PromptOpen, PromptAgain, PromptAgain}) {
			t.Errorf("passphrase %q: asked %v", wrong, asked)
		}
	}
	declined := errors.New("declined")
	r = p.ring(t, f, func(c *Config) {
		c.Passphrase = func(string) (providers.Secret, error) { return providers.Secret{}, declined }
	})
	if _, err := r.Admin(t.Context(), "openai"); !errors.Is(err, declined) {
		t.Errorf("declined: %v", err)
	}
	// The file is an identity file under a passphrase like any other.
	file := filepath.Join(p.state, sealedFolder, identityFile)
	if _, err := p.ring(t, f, func(c *Config) { c.Unseal = file }).Admin(t.Context(), "openai"); !errors.Is(err, &Trouble{State: Locked}) {
		t.Errorf("nobody to ask: %v", err)
	}
	r = p.ring(t, f, with("correct horse"), func(c *Config) { c.Unseal = file })
	if got, err := r.Admin(t.Context(), "openai"); err != nil || !got.Equal(drillKey(100)) {
		t.Errorf("as identity file: %v", err)
	}
	if len(f.calls) > 0 {
		t.Errorf("the keyring was asked: %v", f.calls)
	}
}

func TestAPassphraseIsAskedForAgainUntilItIsRight(t *testing.T) {
	p, f := newPlace(t), newFake()
	says := func(list ...string) func(*Config) {
		return func(c *Config) {
			c.Passphrase = func(string) (providers.Secret, error) {
				next := list[0]
				list = list[1:]
				return providers.NewSecret([]byte(next)), nil
			}
		}
	}
	if err := p.ring(t, f, says("correct horse")).Unlock(t.Context()); StateOf(err) != Absent {
		t.Errorf("nothing to unlock: %v", err)
	}
	if err := p.ring(t, f, says("correct horse")).SetAdmin(t.Context(), "openai", drillKey(100)); err != nil {
		t.Fatal(err)
	}
	r := p.ring(t, f, says("incorrect horse", "correct horse"))
	if err := r.Unlock(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, err := r.Admin(t.Context(), "openai"); err != nil || !got.Equal(drillKey(100)) {
		t.Errorf("after unlocking: %v", err)
	}
}

func TestFilesArePrivateAndHoldNoValueInAnyForm(t *testing.T) {
	p, f := newPlace(t), newFake()
	r := p.ring(t, f)
	canary := drillKey(164)
	if err := r.SetAdmin(t.Context(), "openai", canary); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Parking(p.incident).Put(t.Context(), "op-1", canary); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Signer(t.Context()); err != nil {
		t.Fatal(err)
	}
	identity, err := f.memory.Get(identityItem)
	if err != nil {
		t.Fatal(err)
	}
	tree := p.tree(t)
	if len(tree) != 4 {
		t.Errorf("%d files", len(tree))
	}
	for path, content := range tree {
		if holds([]byte(content), canary) || holds([]byte(content), identity) {
			t.Errorf("%s holds a secret", path)
		}
		if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
	for _, print := range []string{fmt.Sprintf("%+v %#v", r, r), fmt.Sprintf("%+v", f.memory)} {
		if holds([]byte(print), canary) || holds([]byte(print), identity) {
			t.Error("printing the ring prints a secret")
		}
	}
}

func TestADamagedOrForeignFileIsToldFromAMissingOne(t *testing.T) {
	p, f := newPlace(t), newFake()
	r := p.ring(t, f)
	if err := r.SetAdmin(t.Context(), "openai", drillKey(100)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(p.state, sealedFolder, "admin-openai.age")
	sealed, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := range sealed {
		spoilt := slices.Clone(sealed)
		spoilt[at] ^= 4
		if err := os.WriteFile(path, spoilt, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Admin(t.Context(), "openai"); !errors.Is(err, &Trouble{State: Garbled}) && !errors.Is(err, &Trouble{State: Foreign}) {
			t.Fatalf("byte %d flipped: %v", at, err)
		}
	}
	if err := os.WriteFile(path, sealed, 0o600); err != nil {
		t.Fatal(err)
	}
	other := p.ring(t, newFake())
	if _, err := other.Admin(t.Context(), "openai"); !errors.Is(err, &Trouble{State: Absent}) {
		t.Errorf("with a keyring that was emptied: %v", err)
	}
	if err := other.SetAdmin(t.Context(), "anthropic", drillKey(50)); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Admin(t.Context(), "openai"); !errors.Is(err, &Trouble{State: Foreign}) || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("with another identity: %v", err)
	}
}
