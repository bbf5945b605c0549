package files

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"firebreak/providers"
)

// Replace puts data in the place of the content that f was read with. Owner, mode and, where
// the system has them, extended attributes stay. It is one mutation: withheld in a dry run,
// announced to the context's ledger before anything is written.
//
// On nil the new content is durable. On error the old file stands as it was, and the error
// answers to providers.ErrConflict if the file is no longer the one that was read (content,
// folder or symlink changed), ErrLinked or ErrOutside if it must not be written through, or to
// the ledger's own error. Between the last comparison and the change of names lie
// microseconds in which another writer could still be lost: the system offers no better.
func (d *Door) Replace(ctx context.Context, f File, data []byte) error {
	if err := d.replace(ctx, f, data); err != nil {
		return fmt.Errorf("replace %+q: %w", f.Path, err)
	}
	return nil
}

func (d *Door) replace(ctx context.Context, f File, data []byte) error {
	switch {
	case f.folder == nil:
		return fs.ErrInvalid // not made by Read
	case f.Outside:
		return ErrOutside
	case f.Links > 1:
		return ErrLinked
	}
	s := providers.Statement{Door: "file", Method: "replace", Path: f.Path, Effect: providers.Mutate, Reversible: true}
	if err := d.permit(ctx, s, f.Path); err != nil {
		return err
	}
	root, err := os.OpenRoot(filepath.Dir(f.Path))
	if err != nil {
		return bare(err)
	}
	defer func() { _ = root.Close() }() // synced by the draft
	if is, err := root.Stat("."); err != nil || !os.SameFile(f.folder, is) {
		return errors.Join(providers.ErrConflict, bare(err))
	}
	if err := sweep(root); err != nil {
		return err
	}
	draft, err := newDraft(root, stateFileMode)
	if err != nil {
		return err
	}
	defer draft.drop()
	return f.swap(root, draft, data)
}

// Tidy removes the drafts that killed processes left beside a file. Those of running ones stay.
// In a dry run nothing is removed.
func (d *Door) Tidy(f File) error {
	if d.dryRun {
		return nil
	}
	root, err := os.OpenRoot(filepath.Dir(f.Path))
	if err != nil {
		return bare(err)
	}
	defer func() { _ = root.Close() }() // nothing was written through it
	return sweep(root)
}

// swap fills the draft, makes it like the old file, and lets it take the old one's place.
func (f File) swap(root *os.Root, draft *draft, data []byte) error {
	name := filepath.Base(f.Path)
	if err := draft.fill(data); err != nil {
		return err
	}
	old, err := f.unchanged(root, name)
	if err != nil {
		return err
	}
	if err := keepAttributes(root, name, draft.file); err != nil {
		return fmt.Errorf("keep attributes: %w", bare(err))
	}
	if err := keepOwner(draft.file, old); err != nil {
		return fmt.Errorf("keep owner: %w", bare(err))
	}
	if modesMatter {
		if err := draft.file.Chmod(old.Mode() & (fs.ModePerm | fs.ModeSetuid | fs.ModeSetgid | fs.ModeSticky)); err != nil {
			return fmt.Errorf("keep mode: %w", bare(err))
		}
		if err := draft.file.Sync(); err != nil {
			return bare(err)
		}
	}
	return draft.replace(name)
}

// unchanged compares the file on disk with what was read, by content and by name count.
func (f File) unchanged(root *os.Root, name string) (fs.FileInfo, error) {
	file, info, err := openRegular(root, name)
	if err != nil {
		return nil, errors.Join(providers.ErrConflict, err)
	}
	defer func() { _ = file.Close() }() // read only
	data, err := readUpTo(file, maxRead)
	if err != nil {
		return nil, errors.Join(providers.ErrConflict, err)
	}
	defer clear(data)
	switch {
	case linksOf(info) > 1:
		return nil, ErrLinked
	case version(data) != f.Version:
		return nil, providers.ErrConflict
	}
	return info, nil
}

// Create makes a new file with mode 0600, and the folders above it with 0700. It is a mutation
// like Replace. A file, symlink or anything else of that name makes it fail with fs.ErrExist:
// nothing is ever overwritten. On nil the file is durable; on error there is none of ours.
func (d *Door) Create(ctx context.Context, path string, data []byte) error {
	if err := d.create(ctx, path, data); err != nil {
		return fmt.Errorf("create %+q: %w", path, err)
	}
	return nil
}

func (d *Door) create(ctx context.Context, path string, data []byte) error {
	folder, err := resolve(filepath.Dir(path))
	if err != nil {
		return err
	}
	name := filepath.Base(path)
	full := filepath.Join(folder, name)
	s := providers.Statement{Door: "file", Method: "create", Path: full, Effect: providers.Mutate, Reversible: true}
	if err := d.permit(ctx, s, full); err != nil {
		return err
	}
	return createIn(folder, name, data)
}

// CreateOwn is Create for a file that a person's own command names, outside of any incident: there
// is no mode and no ledger to ask.
func CreateOwn(path string, data []byte) error {
	folder, err := resolve(filepath.Dir(path))
	if err == nil {
		err = createIn(folder, filepath.Base(path), data)
	}
	if err != nil {
		return fmt.Errorf("create %+q: %w", path, err)
	}
	return nil
}

// createIn makes a new file in a resolved folder, and the folder where it is missing.
func createIn(folder, name string, data []byte) error {
	if err := makeFolders(folder); err != nil {
		return err
	}
	// Made just now or long ago: it must still be the folder that was permitted.
	if now, err := filepath.EvalSymlinks(folder); err != nil || now != folder {
		return errors.Join(providers.ErrConflict, bare(err))
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return bare(err)
	}
	defer func() { _ = root.Close() }() // synced by the draft
	if err := sweep(root); err != nil {
		return err
	}
	draft, err := newDraft(root, stateFileMode)
	if err != nil {
		return err
	}
	defer draft.drop()
	if err := draft.fill(data); err != nil {
		return err
	}
	return draft.publish(name)
}
