package vault

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// mostVersions bounds how many old versions of one entry are read; Vault keeps ten unless told
// otherwise.
const mostVersions = 100

// versions lists the versions of an entry that can be read, the current one left out, newest
// first. Deleted and destroyed ones cannot. An entry that is gone has none.
func (c session) versions(ctx context.Context, m mount, path string, current int) ([]int, error) {
	var said struct {
		Data struct {
			Versions map[string]struct {
				Deleted   string `json:"deletion_time"`
				Destroyed bool   `json:"destroyed"`
			} `json:"versions"`
		} `json:"data"`
	}
	err := c.do(ctx, transport.Call{Route: routeMeta2, Path: map[string]string{"mount": m.path, "path": path}}, &said)
	if errors.Is(err, providers.ErrNotFound) {
		return nil, nil
	}
	var list []int
	for text, v := range said.Data.Versions {
		n, wrong := strconv.Atoi(text)
		if wrong == nil && n != current && v.Deleted == "" && !v.Destroyed {
			list = append(list, n)
		}
	}
	slices.SortFunc(list, func(a, b int) int { return b - a })
	if len(list) > mostVersions {
		return nil, &providers.Refusal{Why: TooMany}
	}
	return list, err
}

// older lists the versions before the current one that still give the key, field by field. They
// can be read by whoever may read the entry.
func (s *Store) older(ctx context.Context, c session, i item, now entry, key providers.Secret, forms [][]byte) ([]providers.Place, error) {
	if !i.mount.versioned || now.version == 1 {
		return nil, nil
	}
	list, err := c.versions(ctx, i.mount, i.path, now.version)
	if unread := isOff(err) || refusedFor(err, TooMany); unread {
		return []providers.Place{{Store: s.shown(i.target(s.at.field), forms), Guard: i.mount.guard(), Detail: "older versions", Off: OlderUnread}}, nil
	}
	if err != nil {
		return nil, err
	}
	var out []providers.Place
	for _, n := range list {
		e, err := c.readVersion(ctx, i.mount, i.path, n)
		if errors.Is(err, providers.ErrNotFound) {
			continue // removed since it was listed
		}
		if err != nil {
			return nil, err
		}
		for _, field := range slices.Sorted(maps.Keys(e.fields)) {
			if held, _ := e.fields[field].holds(key, forms); held && (s.at.field == "" || s.at.field == field) {
				out = append(out, providers.Place{Store: s.shown(i.target(field), forms), Guard: i.mount.guard(), Detail: "version " + strconv.Itoa(n), Off: Older})
			}
		}
	}
	return out, nil
}

func refusedFor(err error, why providers.Reason) bool {
	var r *providers.Refusal
	return errors.As(err, &r) && r.Why == why
}

// RestoreKept writes the place's field as it stood in an earlier version, which makes a new
// version; nothing else of the entry changes.
func (s *Store) RestoreKept(ctx context.Context, now providers.Place, kept string, written, old providers.Secret) error {
	return s.set(ctx, now, written, old, kept)
}

// keptField gives a field as a version has it, where that is the value that is to come back. A
// version that was deleted, destroyed or pruned, or that may not be read, gives no other value.
func (c session) keptField(ctx context.Context, m mount, path, kept, field string, old providers.Secret) (providers.Secret, error) {
	n, err := strconv.Atoi(kept)
	if err != nil || !m.versioned {
		return old, nil
	}
	e, err := c.readVersion(ctx, m, path, n)
	switch l, has := e.fields[field]; {
	case err != nil && !errors.Is(err, providers.ErrNotFound) && !isOff(err):
		return providers.Secret{}, err
	case err == nil && has && l.text && l.value.Equal(old):
		return l.value, nil
	}
	return old, nil
}
