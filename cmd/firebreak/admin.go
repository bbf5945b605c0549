package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/files"
	"firebreak/providers/keyring"
)

// adminOf looks for the admin credential at each use: what was typed in this run, the vendor's
// own variable, then the sealed files. providers.ErrAdminSealed: the last hold one that does not open.
func adminOf(i all.Issuer, w world, c config) all.Admin {
	return func(ctx context.Context) (providers.Secret, error) {
		value, err := adminFor(ctx, i, w, c)
		if err == nil && w.leaked != nil && w.leaked(value) {
			return providers.Secret{}, providers.ErrSameKey
		}
		return value, err
	}
}

func adminFor(ctx context.Context, i all.Issuer, w world, c config) (providers.Secret, error) {
	if w.typed != nil {
		if value, ok := w.typed(i.Name); ok {
			return value, nil
		}
	}
	value, from, err := adminAtHand(ctx, i, w.env, c, w.ring)
	if err != nil && from == "" && ctx.Err() == nil && !errors.Is(err, providers.ErrNoAdmin) {
		err = fmt.Errorf("%w: %w", providers.ErrAdminSealed, err)
	}
	return value, err
}

// readAmbient reads a file in which a vendor's own tools keep credentials.
func readAmbient(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	const most = 1 << 20
	if !info.Mode().IsRegular() || info.Size() > most {
		return nil, files.ErrTooLarge
	}
	return os.ReadFile(path)
}

// ambient is the admin credential where the vendor's own tools keep it, and where that is, or
// providers.ErrNoAdmin. Their files are for the vendor's own hosts: while another address is asked,
// only variables count.
func ambient(i all.Issuer, env func(string) string, c config) (value providers.Secret, from string, err error) {
	if env(i.BaseEnv) != "" || c.BaseURL[i.Name] != "" {
		return i.Ambient(env, nil)
	}
	return i.Ambient(env, readAmbient)
}

// adminAtHand is the admin credential where the vendor's own tools keep it, which is returned then,
// else the sealed one, or providers.ErrNoAdmin.
func adminAtHand(ctx context.Context, i all.Issuer, env func(string) string, c config, ring *keyring.Ring) (value providers.Secret, from string, err error) {
	if value, from, err = ambient(i, env, c); err == nil {
		return value, from, nil
	}
	if !errors.Is(err, providers.ErrNoAdmin) { // named and not readable: no other is taken in its place
		return value, from, err
	}
	value, sealed := ring.Admin(ctx, i.Name)
	if errors.Is(sealed, providers.ErrNoAdmin) {
		sealed = err // which may say why
	}
	return value, "", sealed
}

// adminFrom takes the admin credential from one source and no other.
func adminFrom(i all.Issuer, source func(provider string) (providers.Secret, bool)) all.Admin {
	return func(context.Context) (providers.Secret, error) {
		if value, ok := source(i.Name); ok {
			return value, nil
		}
		return providers.Secret{}, providers.ErrNoAdmin
	}
}
