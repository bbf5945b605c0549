package plain_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/providers/keyring"
	"firebreak/runbook"
	"firebreak/tui/plain"
)

// shut is a place for sealed values that does not open before its passphrase was typed.
type shut struct {
	runbook.Parking
	open bool
}

func (s *shut) Get(ctx context.Context, file string) (providers.Secret, error) {
	if !s.open {
		return providers.Secret{}, &keyring.Trouble{State: keyring.NoService, Op: "read identity"}
	}
	return s.Parking.Get(ctx, file)
}

func TestARotationWhoseNewKeyIsSealedShutGoesOnOnceItsPassphraseIsTyped(t *testing.T) {
	for name, kept := range map[string]bool{"a passphrase was chosen": true, "none was chosen here": false} {
		r := newRig(t)
		r.stores = []string{"dotenv:" + r.env}
		r.hold(slices.Concat(rotated[:6], []said{{want: "Write it now?", line: "q"}})...)
		place := &shut{}
		r.parked = func(p runbook.Parking) runbook.Parking { place.Parking = p; return place }
		r.change = func(c *plain.Config) {
			c.Passphrase, c.PassphraseKept = func() { place.open = true }, func() bool { return kept }
		}
		printed := len(r.out.String())
		steps := []said{
			{want: "What next?", line: "2"},
			{want: "This needs the leaked key", unseen: r.leaked()},
			{want: "Write it now?", line: "1"},
			{want: "type y to send it", line: "y"},
			{want: "There is no keyring service in this session. The new key exists", line: "1"},
			{want: "in place and works", line: "q"},
		}
		if !kept {
			steps[5] = said{want: "No passphrase was chosen here", line: "q"}
		}
		k := r.hold(steps...)
		if k.Successor.Done() != kept {
			t.Errorf("%s: the new key stands: %v", name, k.Successor.Done())
		}
		if said := r.out.String()[printed:]; strings.Contains(said, "No new key was created") {
			t.Errorf("%s: untrue:\n%s", name, said)
		}
	}
}
