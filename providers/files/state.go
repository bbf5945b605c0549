package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// What a caller may branch on besides the errors of io/fs and of package providers.
var (
	ErrNotRegular = errors.New("not a regular file")
	ErrTooLarge   = errors.New("larger than allowed")
	ErrExposed    = errors.New("others may write to it")
	ErrForeign    = errors.New("it belongs to another user")
	ErrName       = errors.New("not a name of ours")
	ErrLinked     = errors.New("it has other hard links")
	ErrOutside    = errors.New("the symlink leads out of its folder")
)

const (
	stateFolderMode fs.FileMode = 0o700
	stateFileMode   fs.FileMode = 0o600
)

// StateDir makes the folder base/sub/sub… and returns its resolved path. The base may lie
// behind symlinks of the user's making; the folders below it may not be symlinks. All of them
// end up with mode 0700 whatever the umask or their former mode, and belong to this user, else
// the error is ErrForeign. Names below the base are letters, digits, '.', '_' and '-'.
func StateDir(base string, sub ...string) (string, error) {
	if err := makeFolders(base); err != nil {
		return "", fmt.Errorf("make state folder %+q: %w", base, err)
	}
	dir, err := filepath.EvalSymlinks(base)
	if err == nil {
		dir, err = filepath.Abs(dir)
	}
	if err != nil {
		return "", fmt.Errorf("resolve state folder %+q: %w", base, bare(err))
	}
	root, err := openStateDir(dir)
	if err != nil {
		return "", err
	}
	defer func() { _ = root.Close() }() // nothing was written through it
	for _, name := range sub {
		next, err := subFolder(root, dir, name)
		if err != nil {
			return "", err
		}
		_ = root.Close() // likewise
		root, dir = next, filepath.Join(dir, name)
	}
	return dir, nil
}

// subFolder makes or opens one folder below a state folder.
func subFolder(root *os.Root, dir, name string) (*os.Root, error) {
	if !ourName(name) {
		return nil, fmt.Errorf("make state folder %+q: %w", name, ErrName)
	}
	path := filepath.Join(dir, name)
	switch err := root.Mkdir(name, stateFolderMode); {
	case err == nil:
		if err := syncFolder(root); err != nil {
			return nil, fmt.Errorf("make state folder %+q: %w", path, err)
		}
	case !errors.Is(err, fs.ErrExist):
		return nil, fmt.Errorf("make state folder %+q: %w", path, bare(err))
	}
	seen, err := root.Lstat(name)
	if err != nil {
		return nil, fmt.Errorf("open state folder %+q: %w", path, bare(err))
	}
	if !seen.IsDir() {
		return nil, fmt.Errorf("open state folder %+q: not a folder", path)
	}
	next, err := root.OpenRoot(name)
	if err != nil {
		return nil, fmt.Errorf("open state folder %+q: %w", path, bare(err))
	}
	if err := narrowFolder(next, path, seen); err != nil {
		_ = next.Close() // the first error is the one to tell
		return nil, err
	}
	return next, nil
}

// openStateDir opens an existing state folder and narrows its mode.
func openStateDir(dir string) (*os.Root, error) {
	seen, err := os.Lstat(dir)
	if err != nil {
		return nil, fmt.Errorf("open state folder %+q: %w", dir, bare(err))
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open state folder %+q: %w", dir, bare(err))
	}
	if err := narrowFolder(root, dir, seen); err != nil {
		_ = root.Close() // the first error is the one to tell
		return nil, err
	}
	return root, nil
}

// narrowFolder makes sure that an opened folder is the one seen, ours, and closed to others.
func narrowFolder(root *os.Root, dir string, seen fs.FileInfo) error {
	folder, err := root.Open(".")
	if err != nil {
		return fmt.Errorf("open state folder %+q: %w", dir, bare(err))
	}
	defer func() { _ = folder.Close() }() // read only
	is, err := folder.Stat()
	if err != nil {
		return fmt.Errorf("open state folder %+q: %w", dir, bare(err))
	}
	if !os.SameFile(seen, is) {
		return fmt.Errorf("open state folder %+q: it was swapped", dir)
	}
	if !ownedByUs(is) {
		return fmt.Errorf("open state folder %+q: %w", dir, ErrForeign)
	}
	if modesMatter && is.Mode().Perm() != stateFolderMode {
		if err := folder.Chmod(stateFolderMode); err != nil {
			return fmt.Errorf("narrow state folder %+q: %w", dir, bare(err))
		}
	}
	return nil
}

// WriteState puts data into a file of a state folder, new or in place of the old one. When it
// returns nil the data is on disk and the name stands for it; on error the old file stands
// unchanged. The mode is 0600 whatever the umask or the old file's mode. A symlink of that
// name is replaced, never followed.
func WriteState(dir, name string, data []byte) error {
	if !ourName(name) {
		return fmt.Errorf("write state %+q: %w", name, ErrName)
	}
	root, err := openStateDir(dir)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }() // the folder was synced before
	if err := sweep(root); err != nil {
		return fmt.Errorf("write state %+q: %w", filepath.Join(dir, name), err)
	}
	draft, err := newDraft(root, stateFileMode)
	if err != nil {
		return fmt.Errorf("write state %+q: %w", filepath.Join(dir, name), err)
	}
	defer draft.drop()
	if err := draft.fill(data); err != nil {
		return fmt.Errorf("write state %+q: %w", filepath.Join(dir, name), err)
	}
	if err := draft.replace(name); err != nil {
		return fmt.Errorf("write state %+q: %w", filepath.Join(dir, name), err)
	}
	return nil
}

// ReadState reads a file of a state folder, at most max bytes of it: a longer one is
// ErrTooLarge. A missing one answers to fs.ErrNotExist. A file that others may read is narrowed
// to 0600; one that others may write to, or that is not ours, is refused.
func ReadState(dir, name string, max int64) ([]byte, error) {
	if !ourName(name) {
		return nil, fmt.Errorf("read state %+q: %w", name, ErrName)
	}
	path := filepath.Join(dir, name)
	root, err := openStateDir(dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }() // read only
	file, info, err := openRegular(root, name)
	if err != nil {
		return nil, fmt.Errorf("read state %+q: %w", path, err)
	}
	defer func() { _ = file.Close() }() // read only
	switch {
	case !ownedByUs(info):
		return nil, fmt.Errorf("read state %+q: %w", path, ErrForeign)
	case modesMatter && info.Mode().Perm()&0o022 != 0:
		return nil, fmt.Errorf("read state %+q: %w", path, ErrExposed)
	case modesMatter && info.Mode().Perm()&0o077 != 0:
		if err := file.Chmod(stateFileMode); err != nil {
			return nil, fmt.Errorf("narrow state %+q: %w", path, bare(err))
		}
	}
	data, err := readUpTo(file, max)
	if err != nil {
		return nil, fmt.Errorf("read state %+q: %w", path, err)
	}
	return data, nil
}

// RemoveState removes a file of a state folder for good: when it returns nil the name is gone
// from disk. A missing file is no error.
func RemoveState(dir, name string) error {
	if !ourName(name) {
		return fmt.Errorf("remove state %+q: %w", name, ErrName)
	}
	root, err := openStateDir(dir)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }() // the folder is synced below
	if err := root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove state %+q: %w", filepath.Join(dir, name), bare(err))
	}
	if err := syncFolder(root); err != nil {
		return fmt.Errorf("remove state %+q: %w", filepath.Join(dir, name), err)
	}
	return nil
}

// ourName reports whether name is one that this program gives: no separator, no leading dot.
func ourName(name string) bool {
	if name == "" || len(name) > 100 || name[0] == '.' {
		return false
	}
	for _, c := range []byte(name) {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		case c == '.', c == '_', c == '-':
		default:
			return false
		}
	}
	return true
}
