package keyring

import (
	"bytes"
	"context"
	"errors"
	"io"

	"filippo.io/age"

	"firebreak/providers"
	"firebreak/providers/files"
)

// maxSealed bounds a sealed file: the value, and room for headers of many recipients.
const maxSealed = MaxValue + 60<<10

// keep seals a value into a file of dir, reads the file back and compares. What does not
// compare is removed again.
func (r *Ring) keep(ctx context.Context, dir, name string, value providers.Secret) error {
	to, err := r.recipients(ctx)
	if err != nil {
		return err
	}
	sealed, err := seal(value, to)
	if err != nil {
		return err
	}
	// Before a former file gives way, be sure that this one can be read.
	if err := r.check(ctx, sealed, name, value); err != nil {
		return err
	}
	if err := files.WriteState(dir, name, sealed); err != nil {
		return err
	}
	back, err := files.ReadState(dir, name, maxSealed)
	if err == nil {
		err = r.check(ctx, back, name, value)
	}
	if err != nil {
		return errors.Join(err, files.RemoveState(dir, name))
	}
	return nil
}

// check unseals and compares.
func (r *Ring) check(ctx context.Context, sealed []byte, name string, value providers.Secret) error {
	back, err := r.unseal(ctx, sealed, name)
	if err == nil && !back.Equal(value) {
		err = &Trouble{State: Garbled, Op: "read back " + name}
	}
	return err
}

// open reads and unseals a file. A missing one answers to fs.ErrNotExist, before anyone is
// asked for an identity.
func (r *Ring) open(ctx context.Context, dir, name string) (providers.Secret, error) {
	sealed, err := files.ReadState(dir, name, maxSealed)
	if err != nil {
		return providers.Secret{}, err
	}
	return r.unseal(ctx, sealed, name)
}

// unseal opens what was sealed under a name, which is for errors only.
func (r *Ring) unseal(ctx context.Context, sealed []byte, name string) (providers.Secret, error) {
	by, err := r.readers(ctx)
	if err != nil {
		return providers.Secret{}, err
	}
	value, err := unseal(sealed, by)
	if trouble := (*Trouble)(nil); errors.As(err, &trouble) {
		trouble.Op = "unseal " + name
		if trouble.State == Foreign && r.sealsOnly() {
			trouble.State = WriteOnly
		}
	}
	return value, err
}

func seal(value providers.Secret, to []age.Recipient) ([]byte, error) {
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to...)
	if err != nil {
		return nil, failed("seal", err)
	}
	value.Expose(func(b []byte) { _, err = w.Write(b) })
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, failed("seal", err)
	}
	return out.Bytes(), nil
}

func unseal(sealed []byte, by []age.Identity) (providers.Secret, error) {
	r, err := age.Decrypt(bytes.NewReader(sealed), by...)
	if none := (*age.NoIdentityMatchError)(nil); errors.As(err, &none) {
		return providers.Secret{}, &Trouble{State: Foreign}
	}
	if err != nil {
		return providers.Secret{}, &Trouble{State: Garbled}
	}
	plain := make([]byte, maxSealed)
	defer clear(plain)
	n, err := io.ReadFull(r, plain)
	if !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return providers.Secret{}, &Trouble{State: Garbled} // damaged, or longer than anything we seal
	}
	return providers.NewSecret(plain[:n]), nil
}
