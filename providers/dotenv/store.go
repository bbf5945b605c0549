package dotenv

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"firebreak/providers"
	"firebreak/providers/files"
)

// Store is one environment file. It is not safe for concurrent use.
type Store struct {
	// WriteTracked allows writing to a file that git tracks, which puts the new value into
	// the next commit. A person must have approved it.
	WriteTracked bool

	door   *files.Door
	format Format
	path   string
}

var _ providers.Store = (*Store)(nil)

// New names a .env file; nothing is read yet.
func New(door *files.Door, path string) *Store { return Open(door, formats[0], path) }

// Open names a file of a format; nothing is read yet.
func Open(door *files.Door, format Format, path string) *Store {
	return &Store{door: door, format: format, path: path}
}

// Name is the format, a colon, and the path as given.
func (s *Store) Name() string { return s.format.Name + ":" + s.path }

// Check reads the file and proves that it may be written: regular, one name, in its own
// folder, not tracked by git, folder writable. It writes nothing. The error is a *providers.Refusal or
// the door's.
func (s *Store) Check(ctx context.Context) error {
	f, err := s.read(ctx)
	if err != nil {
		return err
	}
	defer clear(f.Data)
	if why := s.forbids(f, trackedByGit(f.Path)); why != "" {
		return &providers.Refusal{Why: why}
	}
	return nil
}

// Find lists the holders of the value: one place for all assignments that Write would change
// together, then one for each trace that it would not, with the reason in Off, then
// neighbouring files of that kind which hold it or could not be read. Values under eight
// bytes are found as whole values only.
func (s *Store) Find(ctx context.Context, key providers.Secret) ([]providers.Place, error) {
	f, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	defer clear(f.Data)
	forms := key.Forms()
	defer clearAll(forms)
	var places []providers.Place
	key.Expose(func(value []byte) { places = s.places(f, value, forms) })
	near, err := s.neighbours(ctx, f, key, forms)
	return append(places, near...), err
}

// Write replaces the old value by the new one in all assignments of the place at once and
// leaves every other byte. Errors: a *providers.Refusal
// (nothing written), providers.ErrConflict where the file is no longer the one that was
// found, or the door's.
func (s *Store) Write(ctx context.Context, at providers.Place, old, new providers.Secret) error {
	if at.Off != "" || at.Store != s.Name() {
		return &providers.Refusal{Why: reasonOr(at.Off, NotHere)}
	}
	return s.change(ctx, at, func(data []byte) ([]byte, error) { return s.format.edit(data, old, new) })
}

// change replaces the text of the file that was found by an edited one.
func (s *Store) change(ctx context.Context, at providers.Place, edit func(data []byte) ([]byte, error)) error {
	f, err := s.read(ctx)
	if err != nil {
		return err
	}
	defer clear(f.Data)
	if f.Version != at.Version {
		return fmt.Errorf("write %s: %w", s.Name(), providers.ErrConflict)
	}
	if why := s.forbids(f, trackedByGit(f.Path)); why != "" {
		return &providers.Refusal{Why: why}
	}
	edited, err := edit(f.Data)
	if err != nil {
		return err
	}
	defer clear(edited)
	if err := s.door.Replace(ctx, f, edited); err != nil {
		return fmt.Errorf("write %s: %w", s.Name(), err)
	}
	return nil
}

// Holds reports whether every assignment of the place's names now gives exactly the value.
// The lines may have moved meanwhile.
func (s *Store) Holds(ctx context.Context, at providers.Place, value providers.Secret) (bool, error) {
	wanted := detailNames(at.Detail)
	if at.Off != "" || at.Store != s.Name() || len(wanted) == 0 {
		return false, &providers.Refusal{Why: reasonOr(at.Off, NotHere)}
	}
	f, err := s.read(ctx)
	if err != nil {
		return false, err
	}
	defer clear(f.Data)
	var held []spot
	value.Expose(func(b []byte) { held, _ = s.format.survey(f.Data, b, nil) })
	if s.format.differing(f.Data, held) > 0 {
		return false, nil
	}
	have := map[string]bool{}
	for _, name := range names(held) {
		have[shortName(name)] = true
	}
	for _, name := range wanted {
		if !have[name] {
			return false, nil
		}
	}
	return true, nil
}

func (s *Store) read(ctx context.Context) (files.File, error) {
	if err := ctx.Err(); err != nil {
		return files.File{}, err
	}
	f, err := s.door.Read(s.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return files.File{}, fmt.Errorf("read %s: %w: %w", s.Name(), &providers.Refusal{Why: Missing}, err)
	case err != nil:
		return files.File{}, fmt.Errorf("read %s: %w: %w", s.Name(), &providers.Refusal{Why: Unreadable}, err)
	}
	return f, nil
}

// forbids gives the reason why the file as a whole may not be written, or "".
func (s *Store) forbids(f files.File, state tracking) providers.Reason {
	switch {
	case f.Links > 1:
		return HardLink
	case f.Outside:
		return LinkLeaves
	case f.Mode.Perm()&0o200 == 0 || !canReplaceIn(filepath.Dir(f.Path)) || fixed(f.Path) || fixed(filepath.Dir(f.Path)):
		return ReadOnly
	case s.WriteTracked:
		return ""
	}
	switch state {
	case inIndex:
		return Tracked
	case cannotTell:
		return TrackedUnsure
	}
	return ""
}

// warning lists what is unsafe about the file itself: its mode, and that git has it.
func warning(f files.File, tracked bool) providers.Untrusted {
	var all []string
	if wide(f.Mode) {
		all = append(all, fmt.Sprintf("mode %04o", f.Mode.Perm()))
	}
	if tracked {
		all = append(all, string(Tracked))
	}
	return providers.FromOutside(strings.Join(all, ", "))
}

// wide reports whether others than the owner may read or write.
func wide(mode os.FileMode) bool { return runtime.GOOS != "windows" && mode.Perm()&0o077 != 0 }

func reasonOr(why, otherwise providers.Reason) providers.Reason {
	if why != "" {
		return why
	}
	return otherwise
}
