package keyring

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"slices"

	"filippo.io/age"

	"firebreak/providers"
	"firebreak/providers/files"
)

// Sealing is what is wrong with Config.SealTo and Config.Unseal; "" is nothing.
type Sealing string

const (
	NotRecipient       Sealing = "not a recipient" // SealTo
	IdentityMissing    Sealing = "missing"         // Unseal, as all that follow
	IdentityUnreadable Sealing = "unreadable"
	NotIdentity        Sealing = "not an identity"
	IdentityExposed    Sealing = "exposed"   // others than its owner can read it
	IdentityLocked     Sealing = "locked"    // under a passphrase that nobody is asked for
	Unrelated          Sealing = "unrelated" // it opens nothing that is sealed to SealTo
)

// Sealing looks at what replaces the keyring, without sealing anything and without asking for a
// passphrase. Of several things the one that hinders most is returned.
func (r *Ring) Sealing() Sealing {
	to, err := parseRecipients(r.c.SealTo)
	if r.c.SealTo != "" && err != nil {
		return NotRecipient
	}
	if r.c.Unseal == "" {
		return ""
	}
	file, err := files.New(files.Config{}).Read(r.c.Unseal)
	defer clear(file.Data)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return IdentityMissing
	case err != nil:
		return IdentityUnreadable
	case bytes.HasPrefix(file.Data, []byte(ageHeader)):
		if r.c.Passphrase == nil {
			return IdentityLocked
		}
		return ""
	}
	own, err := recipientsIn(file.Data)
	switch {
	case err != nil:
		return NotIdentity
	case r.c.SealTo != "" && !related(to, own):
		return Unrelated
	case runtime.GOOS != "windows" && file.Mode.Perm()&0o077 != 0:
		return IdentityExposed
	}
	return ""
}

// recipientsIn are the recipients of the identities in a file.
func recipientsIn(data []byte) ([]age.Recipient, error) {
	ids, err := parse(providers.NewSecret(data))
	if err != nil {
		return nil, err
	}
	return recipientsOf(ids)
}

// related reports whether one of the recipients is sealed to under the other list too.
func related(to, own []age.Recipient) bool {
	return slices.ContainsFunc(to, func(a age.Recipient) bool {
		return slices.ContainsFunc(own, func(b age.Recipient) bool { return fmt.Sprint(a) == fmt.Sprint(b) })
	})
}
