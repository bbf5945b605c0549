package vault

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// scheme starts the names of these stores.
const scheme = "vault:"

// Store is an entry, a field of one, or a folder of entries.
type Store struct {
	// WriteOwned allows writing where another controller writes too, which may then write the
	// old value back. A person must have approved it.
	WriteOwned bool

	door  *transport.Door
	token func(context.Context) (providers.Secret, error)
	at    target
}

var _ interface {
	providers.Store
	providers.Counter
	providers.Keeper
	providers.Companion
} = (*Store)(nil)

// target is what a name means: MOUNT/PATH#FIELD, where the field may be left out and a path
// that ends in a slash, or "/" for everything, is a folder.
type target struct {
	path   string // with the mount, without slashes around it
	field  string
	folder bool
}

func parseTarget(name string) target {
	path, field, _ := strings.Cut(name, "#")
	return target{strings.Trim(path, "/"), field, strings.HasSuffix(path, "/")}
}

func (t target) String() string {
	text := t.path
	if t.folder {
		text += "/"
	}
	if t.field != "" {
		text += "#" + t.field
	}
	return text
}

// covers reports whether another target is this one or lies in it.
func (t target) covers(other target) bool {
	return (other.path == t.path || t.folder && strings.HasPrefix(other.path, strings.TrimPrefix(t.path+"/", "/"))) &&
		(t.field == "" || t.field == other.field)
}

// New names a store over a door that was opened with Routes and Shape; nothing is read yet.
func New(door *transport.Door, token func(context.Context) (providers.Secret, error), name string) *Store {
	return &Store{door: door, token: token, at: parseTarget(name)}
}

// Name is "vault:" and the target.
func (s *Store) Name() string { return scheme + s.at.String() }

func (s *Store) open(ctx context.Context) (session, error) {
	token, err := s.token(ctx)
	if err != nil {
		return session{}, fmt.Errorf("token for %s: %w", s.Name(), err)
	}
	return session{s.door, token}, nil
}

// Check proves that Vault answers, that the engine is a KV one and, where one entry is named,
// that the token may read and write it. It writes nothing.
func (s *Store) Check(ctx context.Context) error {
	c, err := s.open(ctx)
	if err != nil {
		return err
	}
	if s.at.folder {
		_, err := s.folders(ctx, c)
		return s.wrap("check", err)
	}
	m, err := c.mountOf(ctx, s.at.path)
	if err != nil {
		return s.wrap("check", err)
	}
	path := below(m, s.at.path)
	e, err := c.read(ctx, m, path)
	if err != nil {
		return s.wrap("check", err)
	}
	why, err := s.forbids(ctx, c, m, path, e)
	if err == nil && why != "" {
		err = &providers.Refusal{Why: why}
	}
	return s.wrap("check", err)
}

// forbids gives the reason why an entry may not be written, or "".
func (s *Store) forbids(ctx context.Context, c session, m mount, path string, e entry) (providers.Reason, error) {
	may, err := c.rights(ctx, m, path)
	switch {
	case err != nil:
		return "", err
	case !may.patch && !may.update:
		return NoRight, nil
	case !e.owner.IsEmpty() && !s.WriteOwned:
		return Owned, nil
	}
	return "", nil
}

// Write sets the field of the place from old to new. On KV version 2 this happens only if the
// entry still has the version that was found: else the error answers to providers.ErrConflict
// and nothing was written. Version 1 compares only before it writes. Other errors: a *providers.Refusal
// (nothing sent) or the door's *providers.CallError.
func (s *Store) Write(ctx context.Context, at providers.Place, old, new providers.Secret) error {
	return s.set(ctx, at, old, new, "")
}

// set is Write, with a version to take the new value from where that holds it.
func (s *Store) set(ctx context.Context, at providers.Place, old, new providers.Secret, kept string) error {
	t, ok := s.placed(at)
	switch {
	case at.Off != "":
		return &providers.Refusal{Why: at.Off}
	case !ok:
		return &providers.Refusal{Why: NotHere}
	case new.IsEmpty():
		return &providers.Refusal{Why: EmptyValue}
	case new.Equal(old):
		return &providers.Refusal{Why: SameValue}
	case !isText(new):
		return &providers.Refusal{Why: Unwritable}
	}
	c, m, e, err := s.current(ctx, t)
	if err != nil {
		return s.wrap("write", err)
	}
	l, has := e.fields[t.field]
	switch {
	case e.versionText() != at.Version:
		return s.wrap("write", providers.ErrConflict)
	case !has || !l.text || !l.value.Equal(old):
		return &providers.Refusal{Why: NotHere}
	case !e.owner.IsEmpty() && !s.WriteOwned:
		return &providers.Refusal{Why: Owned}
	}
	path := below(m, t.path)
	may, err := c.rights(ctx, m, path)
	if err != nil {
		return s.wrap("write", err)
	}
	if !may.patch && !may.update {
		return &providers.Refusal{Why: NoRight}
	}
	if kept != "" {
		if new, err = c.keptField(ctx, m, path, kept, t.field, new); err != nil {
			return s.wrap("read before the write", err)
		}
	}
	err = c.write(ctx, m, path, e, t.field, new, may)
	return s.wrap("write", s.lost(ctx, c, m, path, e, err))
}

// lost tells a lost race from other refusals: Vault answers 400 to both, so the version is
// read again.
func (s *Store) lost(ctx context.Context, c session, m mount, path string, e entry, err error) error {
	var call *providers.CallError
	if !m.versioned || !errors.As(err, &call) || call.Fate != providers.Refused || call.Status != 400 {
		return err
	}
	now, readErr := c.read(ctx, m, path)
	if readErr == nil && now.version != e.version || errors.Is(readErr, providers.ErrNotFound) {
		return errors.Join(providers.ErrConflict, err)
	}
	return err
}

// Holds reads the place's field and reports whether it is exactly the value.
func (s *Store) Holds(ctx context.Context, at providers.Place, value providers.Secret) (bool, error) {
	t, ok := s.placed(at)
	if !ok {
		return false, &providers.Refusal{Why: NotHere}
	}
	_, _, e, err := s.current(ctx, t)
	if errors.Is(err, providers.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, s.wrap("read", err)
	}
	l, has := e.fields[t.field]
	return has && l.text && l.value.Equal(value), nil
}

// placed returns the field that a place of this store means.
func (s *Store) placed(at providers.Place) (target, bool) {
	name, ok := strings.CutPrefix(at.Store, scheme)
	t := parseTarget(name)
	return t, ok && t.field != "" && !t.folder && s.at.covers(t)
}

func (s *Store) current(ctx context.Context, t target) (session, mount, entry, error) {
	c, err := s.open(ctx)
	if err != nil {
		return c, mount{}, entry{}, err
	}
	m, err := c.mountOf(ctx, t.path)
	if err != nil {
		return c, m, entry{}, err
	}
	e, err := c.read(ctx, m, below(m, t.path))
	return c, m, e, err
}

// below gives the part of a path that lies within an engine.
func below(m mount, path string) string {
	return strings.Trim(strings.TrimPrefix(path, m.path), "/")
}

func (s *Store) wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %s: %w", what, s.Name(), err)
}
