package keyring

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"firebreak/providers"
	"firebreak/providers/files"
)

// SetAdmin keeps the admin credential of a provider in place of a former one, and reads it
// back. ErrName and ErrSize refuse it beforehand.
func (r *Ring) SetAdmin(ctx context.Context, provider string, credential providers.Secret) error {
	name, err := adminFile(provider)
	if err == nil {
		err = checkSize(credential)
	}
	if err != nil {
		return fmt.Errorf("keep admin credential: %w", err)
	}
	if err := r.withheld(ctx, name); err != nil {
		return err
	}
	dir, err := files.StateDir(r.c.State, sealedFolder)
	if err != nil {
		return fmt.Errorf("keep admin credential: %w", err)
	}
	if err := r.keep(ctx, dir, name, credential); err != nil {
		return fmt.Errorf("keep admin credential of %s: %w", provider, err)
	}
	return nil
}

// AddAdmin is SetAdmin where none of the provider is kept yet. Where one is, nothing changes and
// the error is a *providers.AdminKeptError, which tells the kept one's ending if it opens here.
func (r *Ring) AddAdmin(ctx context.Context, provider string, credential providers.Secret) error {
	kept, err := r.KeptAdmin(ctx, provider)
	switch {
	case err != nil:
		return err
	case kept != nil:
		return kept
	}
	return r.SetAdmin(ctx, provider, credential)
}

// KeptAdmin tells of the admin credential that is kept of a provider: nil where there is none. One
// that does not open here has no ending.
func (r *Ring) KeptAdmin(ctx context.Context, provider string) (*providers.AdminKeptError, error) {
	kept, err := r.Admins()
	if err != nil || !slices.Contains(kept, provider) {
		return nil, err
	}
	old, err := r.Admin(ctx, provider)
	if errors.Is(err, context.Canceled) {
		return nil, err
	}
	if err != nil {
		return &providers.AdminKeptError{}, nil
	}
	return &providers.AdminKeptError{Ending: old.Last4()}, nil
}

// Admin returns the admin credential of a provider, or providers.ErrNoAdmin.
func (r *Ring) Admin(ctx context.Context, provider string) (providers.Secret, error) {
	name, err := adminFile(provider)
	if err != nil {
		return providers.Secret{}, fmt.Errorf("read admin credential: %w", err)
	}
	credential, err := r.open(ctx, filepath.Join(r.c.State, sealedFolder), name)
	if errors.Is(err, fs.ErrNotExist) {
		return providers.Secret{}, fmt.Errorf("%s: %w", provider, providers.ErrNoAdmin)
	}
	if err != nil {
		return providers.Secret{}, fmt.Errorf("read admin credential of %s: %w", provider, err)
	}
	return credential, nil
}

// RemoveAdmin forgets the admin credential of a provider, or returns providers.ErrNoAdmin.
func (r *Ring) RemoveAdmin(ctx context.Context, provider string) error {
	name, err := adminFile(provider)
	if err != nil {
		return fmt.Errorf("remove admin credential: %w", err)
	}
	dir := filepath.Join(r.c.State, sealedFolder)
	if _, err := os.Lstat(filepath.Join(dir, name)); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: %w", provider, providers.ErrNoAdmin)
	}
	if err := r.withheld(ctx, name); err != nil {
		return err
	}
	if err := files.RemoveState(dir, name); err != nil {
		return fmt.Errorf("remove admin credential of %s: %w", provider, err)
	}
	return nil
}

// Admins lists the providers with an admin credential, sorted. It opens none of them.
func (r *Ring) Admins() ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(r.c.State, sealedFolder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list admin credentials: %w", err)
	}
	var found []string
	for _, entry := range entries {
		provider, ok := strings.CutPrefix(entry.Name(), adminPrefix)
		provider, sealed := strings.CutSuffix(provider, sealedSuffix)
		if ok && sealed && slugForm.MatchString(provider) {
			found = append(found, provider)
		}
	}
	return found, nil
}

const (
	adminPrefix  = "admin-"
	sealedSuffix = ".age"
)

func adminFile(provider string) (string, error) {
	if !slugForm.MatchString(provider) {
		return "", fmt.Errorf("provider: %w", ErrName)
	}
	return adminPrefix + provider + sealedSuffix, nil
}
