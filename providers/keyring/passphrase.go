package keyring

import (
	"bytes"
	"errors"
	"fmt"

	"filippo.io/age"

	"firebreak/providers"
	"firebreak/providers/files"
)

// ageHeader opens every age file in its binary form.
const ageHeader = "age-encryption.org/v1\n"

// loadFile reads a user's identity file: plain, or under a passphrase where one can be asked.
func (r *Ring) loadFile(path string) (providers.Secret, error) {
	file, err := files.New(files.Config{}).Read(path)
	if err != nil {
		return providers.Secret{}, fmt.Errorf("read identity file: %w", err)
	}
	defer clear(file.Data)
	if len(file.Data) > maxIdentity {
		return providers.Secret{}, fmt.Errorf("read identity file: %w", files.ErrTooLarge)
	}
	if bytes.HasPrefix(file.Data, []byte(ageHeader)) {
		return r.openWithPassphrase(file.Data)
	}
	return providers.NewSecret(file.Data), nil
}

// tries is how often a passphrase is asked for that opens nothing.
const tries = 3

// openWithPassphrase asks for the passphrase and opens an identity under it. A wrong one is asked
// for again; Foreign where none was right.
func (r *Ring) openWithPassphrase(sealed []byte) (text providers.Secret, err error) {
	prompt := PromptOpen
	for range tries {
		phrase, asked := r.ask(prompt)
		if asked != nil {
			return providers.Secret{}, asked
		}
		if text, err = openUnder(phrase, sealed); StateOf(err) != Foreign {
			return text, err
		}
		prompt = PromptAgain
	}
	return providers.Secret{}, err
}

// openUnder opens an identity under a passphrase. A wrong one is Foreign.
func openUnder(phrase providers.Secret, sealed []byte) (text providers.Secret, err error) {
	const op = "open identity with passphrase"
	var id *age.ScryptIdentity
	phrase.Expose(func(b []byte) { id, err = age.NewScryptIdentity(string(b)) })
	if err != nil {
		return providers.Secret{}, &Trouble{State: Foreign, Op: op} // an empty one
	}
	text, err = unseal(sealed, []age.Identity{id})
	if trouble := (*Trouble)(nil); errors.As(err, &trouble) {
		trouble.Op = op
	}
	return text, err
}

// keepUnderPassphrase asks for a new passphrase and keeps the identity under it; Weak refuses one
// that providers.WeaknessOf has something against. scrypt with age's work factor takes about a
// second.
func (r *Ring) keepUnderPassphrase(text providers.Secret) error {
	phrase, err := r.ask(PromptNew)
	if err != nil {
		return err
	}
	var to *age.ScryptRecipient
	phrase.Expose(func(b []byte) { to, err = age.NewScryptRecipient(string(b)) })
	if err != nil {
		return &Trouble{State: Dismissed, Op: "choose passphrase"} // an empty one
	}
	weak := providers.Weakness("")
	phrase.Expose(func(b []byte) { weak = providers.WeaknessOf(b) })
	if weak != "" {
		return &Trouble{State: Weak, Op: "choose passphrase"}
	}
	if r.work > 0 {
		to.SetWorkFactor(r.work)
	}
	sealed, err := seal(text, []age.Recipient{to})
	if err != nil {
		return err
	}
	dir, err := files.StateDir(r.c.State, sealedFolder)
	if err != nil {
		return fmt.Errorf("keep identity: %w", err)
	}
	if err := files.WriteState(dir, identityFile, sealed); err != nil {
		return fmt.Errorf("keep identity: %w", err)
	}
	return nil
}

func (r *Ring) ask(prompt string) (providers.Secret, error) {
	if r.c.Passphrase == nil {
		return providers.Secret{}, &Trouble{State: Locked, Op: "ask for passphrase"}
	}
	phrase, err := r.c.Passphrase(prompt)
	if err != nil {
		return providers.Secret{}, fmt.Errorf("ask for passphrase: %w", err)
	}
	return phrase, nil
}
