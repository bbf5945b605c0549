package keyring

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"time"

	"firebreak/providers"
)

// MaxValue is the longest value that is kept: every kind of key we know fits, a cloud's
// service account file included (about 2.4 KiB).
const MaxValue = 4 << 10

// sealedFolder holds the sealed files below the state folder.
const sealedFolder = "sealed"

var slugForm = regexp.MustCompile(`^[a-z0-9-]{1,40}$`)

// Config says where secrets are kept and how they are opened.
type Config struct {
	State, Conf string  // folders of the program
	Backend     Backend // nil: the OS keyring
	// SealTo (age recipients, separated by blanks or commas) and Unseal (path of an identity
	// file) replace the keyring. Either may stand alone.
	SealTo, Unseal string
	// Passphrase, where given, replaces the keyring by an identity under a passphrase. It is
	// asked once a session with PromptNew or PromptOpen, and with PromptAgain where what came
	// opens nothing. With Unseal it opens an identity file that is itself under a passphrase.
	Passphrase func(prompt string) (providers.Secret, error)
	DryRun     bool
	Clock      providers.Clock // nil: real time
	// Random is what the names of files are drawn from; nil: the system's. A drill gives its own,
	// so that it is the same every time. Secrets never come from it.
	Random io.Reader
}

// What Passphrase is asked for.
const (
	PromptNew   = "new"   // a passphrase is chosen; to be asked twice
	PromptOpen  = "open"  // the one chosen before
	PromptAgain = "again" // the one chosen before: what came was another
)

// Way is how the identity is kept; the journal records it.
type Way string

const (
	InKeyring       Way = "keyring"
	ToRecipient     Way = "recipient"
	UnderPassphrase Way = "passphrase"
)

// Ring keeps secrets. It is safe for concurrent use.
type Ring struct {
	c     Config
	guard *guard
	turn  chan struct{} // held while the identity is loaded or made
	idle  context.Context
	stop  context.CancelFunc

	mu        sync.Mutex // guards what follows
	cached    providers.Secret
	used      time.Time
	watched   bool
	throwaway providers.Secret

	// work is the scrypt work factor for new identities, as a power of two; 0: age's own.
	work int
}

// New makes a ring. It touches nothing until it is used.
func New(c Config) *Ring {
	if c.Backend == nil {
		c.Backend = OS()
	}
	if c.Clock == nil {
		c.Clock = providers.WallClock{}
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	r := &Ring{c: c, guard: newGuard(c.Backend), turn: make(chan struct{}, 1)}
	r.idle, r.stop = context.WithCancel(context.Background())
	return r
}

// Close drops the identity and ends the watch over its idle time.
func (r *Ring) Close() {
	r.stop()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cached, r.throwaway = providers.Secret{}, providers.Secret{}
}

// Again has a keyring asked once more that was given up since it did not answer in time: somebody
// tries anew. Until then every call is TimedOut at once.
func (r *Ring) Again() { r.guard.again() }

// OnSilence has told called, once until Again, when the keyring is given up. It must not block.
func (r *Ring) OnSilence(told func()) { r.guard.tell(told) }

// Way is how this ring keeps its identity.
func (r *Ring) Way() Way {
	switch {
	case r.c.SealTo != "" || r.c.Unseal != "":
		return ToRecipient
	case r.c.Passphrase != nil:
		return UnderPassphrase
	}
	return InKeyring
}

// State looks whether secrets can be kept and had. It may read the identity, but writes
// nothing and never asks for a passphrase.
func (r *Ring) State(ctx context.Context) State {
	switch {
	case r.sealsOnly():
		if _, err := r.recipients(ctx); err != nil {
			return StateOf(err)
		}
		return WriteOnly
	case r.Way() == UnderPassphrase && !PassphraseKept(r.c.State):
		return Absent
	case r.Way() == UnderPassphrase:
		return Ready
	}
	_, err := r.identity(ctx, false)
	return StateOf(err)
}

// Unlock has the identity read and remembered now, so that a passphrase is asked for and tried
// where a person is, and not in the middle of something. Absent: there is none yet.
func (r *Ring) Unlock(ctx context.Context) error {
	_, err := r.identity(ctx, false)
	return err
}

// PassphraseKept reports whether an identity under a passphrase was made in this state folder.
func PassphraseKept(state string) bool {
	info, err := os.Lstat(filepath.Join(state, sealedFolder, identityFile))
	return err == nil && info.Mode().IsRegular()
}

func checkSize(value providers.Secret) error {
	length := 0
	value.Expose(func(b []byte) { length = len(b) })
	if length == 0 || length > MaxValue {
		return ErrSize
	}
	return nil
}

// withheld refuses a write in a dry run and tells the ledger what it would have been.
func (r *Ring) withheld(ctx context.Context, name string) error {
	if !r.c.DryRun {
		return nil
	}
	if ledger := providers.LedgerOf(ctx); ledger != nil {
		ledger.Withheld(ctx, providers.Statement{Door: "keyring", Path: name, Effect: providers.Mutate})
	}
	return fmt.Errorf("keep %s: %w", name, providers.ErrWithheld)
}
