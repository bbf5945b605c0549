package keyring

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"filippo.io/age"

	"firebreak/providers"
	"firebreak/providers/files"
)

const (
	// identityItem is the one item in the OS keyring.
	identityItem = "identity"
	// identityFile holds the identity under a passphrase.
	identityFile = "identity.age"
	// maxIdentity bounds an identity file, its comments included.
	maxIdentity = 64 << 10
)

// sealsOnly reports that there is a recipient to seal to and nothing to unseal with.
func (r *Ring) sealsOnly() bool { return r.c.SealTo != "" && r.c.Unseal == "" }

// recipients are those to seal to. Where there is no identity yet, one is made; where we
// could not read back what we seal, a throw-away one is sealed to as well.
func (r *Ring) recipients(ctx context.Context) ([]age.Recipient, error) {
	if r.c.SealTo == "" {
		text, err := r.identity(ctx, true)
		if err != nil {
			return nil, err
		}
		ids, err := parse(text)
		if err != nil {
			return nil, err
		}
		return recipientsOf(ids)
	}
	to, err := parseRecipients(r.c.SealTo)
	if err != nil {
		return nil, failed("read recipient", err)
	}
	if !r.sealsOnly() {
		return to, nil
	}
	own, err := r.throwAway(to)
	if err != nil {
		return nil, err
	}
	return append(to, own...), nil
}

// parseRecipients reads recipients that are separated by blanks or commas.
func parseRecipients(text string) ([]age.Recipient, error) {
	lines := strings.Join(strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c <= ' ' }), "\n")
	return age.ParseRecipients(strings.NewReader(lines))
}

// CheckRecipients tells whether a text is one for Config.SealTo; an empty one is.
func CheckRecipients(text string) error {
	if text == "" {
		return nil
	}
	_, err := parseRecipients(text)
	return err
}

// readers are the identities to unseal with.
func (r *Ring) readers(ctx context.Context) ([]age.Identity, error) {
	if !r.sealsOnly() {
		text, err := r.identity(ctx, false)
		if err != nil {
			return nil, err
		}
		return parse(text)
	}
	r.mu.Lock()
	text := r.throwaway
	r.mu.Unlock()
	if text.IsEmpty() {
		return nil, &Trouble{State: WriteOnly, Op: "unseal"}
	}
	return parse(text)
}

// throwAway makes, once, an identity that dies with this ring, of the same kind as the
// recipients, since age mixes no post-quantum recipients with others.
func (r *Ring) throwAway(like []age.Recipient) ([]age.Recipient, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.throwaway.IsEmpty() {
		text, err := freshText(like)
		if err != nil {
			return nil, failed("make throw-away identity", err)
		}
		r.throwaway = text
	}
	ids, err := parse(r.throwaway)
	if err != nil {
		return nil, err
	}
	return recipientsOf(ids)
}

func freshText(like []age.Recipient) (providers.Secret, error) {
	if len(like) > 0 {
		if _, hybrid := like[0].(*age.HybridRecipient); hybrid {
			id, err := age.GenerateHybridIdentity()
			if err != nil {
				return providers.Secret{}, err
			}
			return providers.NewSecret([]byte(id.String())), nil
		}
	}
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return providers.Secret{}, err
	}
	return providers.NewSecret([]byte(id.String())), nil
}

// parse reads identities from their text. The library's errors quote none of it.
func parse(text providers.Secret) (ids []age.Identity, err error) {
	text.Expose(func(b []byte) { ids, err = age.ParseIdentities(bytes.NewReader(b)) })
	if err != nil {
		return nil, &Trouble{State: Garbled, Op: "read identity"}
	}
	return ids, nil
}

func recipientsOf(ids []age.Identity) (to []age.Recipient, err error) {
	for _, id := range ids {
		switch id := id.(type) {
		case *age.X25519Identity:
			to = append(to, id.Recipient())
		case *age.HybridIdentity:
			to = append(to, id.Recipient())
		default:
			return nil, &Trouble{State: Failed, Op: "find recipient of identity"}
		}
	}
	return to, nil
}

// identity returns the identity's text, from memory where it was used lately. A missing
// one is made and kept where orMake says so, else it is Absent.
func (r *Ring) identity(ctx context.Context, orMake bool) (providers.Secret, error) {
	select {
	case r.turn <- struct{}{}:
		defer func() { <-r.turn }()
	case <-ctx.Done():
		return providers.Secret{}, ctx.Err()
	}
	if text, ok := r.remembered(); ok {
		return text, nil
	}
	text, err := r.load(ctx)
	if orMake && StateOf(err) == Absent {
		text, err = r.establish(ctx)
	}
	if err != nil {
		return providers.Secret{}, err
	}
	if _, err := parse(text); err != nil {
		return providers.Secret{}, err
	}
	r.remember(text)
	return text, nil
}

// load reads the identity from where this ring keeps it; Absent where there is none.
func (r *Ring) load(ctx context.Context) (providers.Secret, error) {
	switch {
	case r.c.Unseal != "":
		return r.loadFile(r.c.Unseal)
	case r.Way() == UnderPassphrase:
		sealed, err := files.ReadState(filepath.Join(r.c.State, sealedFolder), identityFile, maxIdentity)
		if errors.Is(err, fs.ErrNotExist) {
			return providers.Secret{}, &Trouble{State: Absent, Op: "read identity"}
		}
		if err != nil {
			return providers.Secret{}, fmt.Errorf("read identity: %w", err)
		}
		return r.openWithPassphrase(sealed)
	}
	text, err := r.guard.get(ctx, "read identity", identityItem)
	if errors.Is(err, ErrNoItem) {
		return providers.Secret{}, &Trouble{State: Absent, Op: "read identity"}
	}
	return text, err
}

// establish makes an identity and keeps it: in the keyring, read back and compared, or under a
// new passphrase.
func (r *Ring) establish(ctx context.Context) (providers.Secret, error) {
	if err := r.withheld(ctx, identityItem); err != nil {
		return providers.Secret{}, err
	}
	text, err := freshText(nil)
	if err != nil {
		return providers.Secret{}, failed("make identity", err)
	}
	if r.Way() == UnderPassphrase {
		return text, r.keepUnderPassphrase(text)
	}
	if err := r.guard.set(ctx, "keep identity", identityItem, text); err != nil {
		return providers.Secret{}, err
	}
	back, err := r.guard.get(ctx, "read identity back", identityItem)
	if err == nil && back.Equal(text) {
		return text, nil
	}
	if err == nil || errors.Is(err, ErrNoItem) {
		err = &Trouble{State: Garbled, Op: "read identity back"}
	}
	if gone := r.guard.remove(ctx, "remove identity", identityItem); gone != nil {
		err = errors.Join(err, gone)
	}
	return providers.Secret{}, err
}
