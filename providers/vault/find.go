package vault

import (
	"context"
	"errors"
	"slices"
	"strings"

	"firebreak/providers"
)

// mostEntries bounds what is read in one go: each read is a line in Vault's audit log.
const mostEntries = 20_000

// item is an entry, or a folder that could not be listed.
type item struct {
	mount mount
	path  string // within the mount
	off   providers.Reason
}

func (i item) target(field string) target {
	folder := strings.HasSuffix(i.path, "/") || i.path == ""
	return target{strings.Trim(i.mount.path+"/"+i.path, "/"), field, folder}
}

// Count says how many entries Find would read. It lists folders and reads none of them.
func (s *Store) Count(ctx context.Context) (int, error) {
	if !s.at.folder {
		return 1, nil
	}
	c, err := s.open(ctx)
	if err != nil {
		return 0, err
	}
	items, err := s.items(ctx, c)
	return len(items), s.wrap("list", err)
}

// Find reads every entry of the target and lists the fields that hold the value, each as a
// store of its own name. A field that Write would refuse has the reason in Off, and so has an
// entry or folder that the token may not read. A version before the current one that still gives
// the value is a place of its own, and so is a list of versions that may not be read.
func (s *Store) Find(ctx context.Context, key providers.Secret) ([]providers.Place, error) {
	c, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	items, err := s.items(ctx, c)
	if err != nil {
		return nil, s.wrap("list", err)
	}
	forms := key.Forms()
	defer func() {
		for _, f := range forms {
			clear(f)
		}
	}()
	var places []providers.Place
	for done, i := range items {
		providers.Report(ctx, "vault", done, len(items))
		found, err := s.look(ctx, c, i, key, forms)
		if err != nil {
			return nil, s.wrap("read", err)
		}
		places = append(places, found...)
	}
	return places, nil
}

// look reads one entry.
func (s *Store) look(ctx context.Context, c session, i item, key providers.Secret, forms [][]byte) ([]providers.Place, error) {
	unread := []providers.Place{{Store: s.shown(i.target(""), forms), Guard: i.mount.guard(), Off: Unreadable}}
	if i.off != "" {
		return unread, nil
	}
	e, err := c.read(ctx, i.mount, i.path)
	switch {
	case errors.Is(err, providers.ErrNotFound): // deleted, but still listed
		return s.older(ctx, c, i, e, key, forms)
	case err != nil && s.at.folder && isOff(err):
		return unread, nil
	case err != nil:
		return nil, err
	}
	var out []providers.Place
	for field, l := range e.fields {
		held, why := l.holds(key, forms)
		if !held || s.at.field != "" && s.at.field != field {
			continue
		}
		p := providers.Place{Store: s.shown(i.target(field), forms), Guard: i.mount.guard(), Version: e.versionText(), Off: why}
		p.Kept = p.Version
		if !e.owner.IsEmpty() {
			p.Guard, p.Warning = providers.OtherOwner, e.owner
		}
		if p.Off == "" {
			if p.Off, err = s.forbids(ctx, c, i.mount, i.path, e); err != nil {
				return nil, err
			}
		}
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b providers.Place) int { return strings.Compare(a.Store, b.Store) })
	before, err := s.older(ctx, c, i, e, key, forms)
	return append(out, before...), err
}

// shown names a target, or this store where the target's own name would tell the key.
func (s *Store) shown(t target, forms [][]byte) string {
	if name := t.String(); !tells(name, forms) {
		return scheme + name
	}
	return s.Name()
}

// isOff reports whether an entry is refused for itself: to this token, or for its name.
func isOff(err error) bool {
	var call *providers.CallError
	return errors.Is(err, providers.ErrNotPermitted) || errors.As(err, &call) && call.Cause == providers.CauseLocal
}

// items lists what the target means: one entry, or all below a folder.
func (s *Store) items(ctx context.Context, c session) ([]item, error) {
	if !s.at.folder {
		m, err := c.mountOf(ctx, s.at.path)
		return []item{{mount: m, path: below(m, s.at.path)}}, err
	}
	todo, err := s.folders(ctx, c)
	var out []item
	for len(todo) > 0 && err == nil {
		folder := todo[0]
		todo = todo[1:]
		var names []string
		names, err = c.list(ctx, folder.mount, strings.TrimSuffix(folder.path, "/"))
		if err != nil && isOff(err) {
			folder.off, err = Unreadable, nil
			out = append(out, folder)
		}
		for _, name := range names {
			next := item{mount: folder.mount, path: folder.path + name}
			if strings.HasSuffix(name, "/") {
				todo = append(todo, next)
			} else {
				out = append(out, next)
			}
		}
		if len(out)+len(todo) > mostEntries {
			err = &providers.Refusal{Why: TooMany}
		}
		providers.Report(ctx, "vault", len(out), 0)
	}
	return out, err
}

// folders gives the folder of the target, or the roots of all engines.
func (s *Store) folders(ctx context.Context, c session) ([]item, error) {
	if s.at.path == "" {
		mounts, err := c.mounts(ctx)
		var out []item
		for _, m := range mounts {
			out = append(out, item{mount: m})
		}
		return out, err
	}
	m, err := c.mountOf(ctx, s.at.path)
	path := below(m, s.at.path)
	if path != "" {
		path += "/"
	}
	return []item{{mount: m, path: path}}, err
}
