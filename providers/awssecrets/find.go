package awssecrets

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"firebreak/providers"
)

// Count says how many secrets Find would read. It lists them and reads none.
func (s *Store) Count(ctx context.Context) (int, error) {
	if !s.at.folder && s.at.region != everyRegion {
		return 1, nil
	}
	c, err := s.open(ctx)
	if err != nil {
		return 0, s.wrap("list", err)
	}
	list, err := s.secrets(ctx, c)
	return len(slices.DeleteFunc(list, func(d secret) bool { return d.Deleted != nil })), s.wrap("list", reasoned(err))
}

// secrets lists what the name means: one secret, or all that begin so, in one Region or in each that
// is enabled. Where the primary of a replica is among them, the replica is left out.
func (s *Store) secrets(ctx context.Context, c session) ([]secret, error) {
	if s.at.region == everyRegion {
		return s.everywhere(ctx, c)
	}
	region, err := s.region()
	if err != nil {
		return nil, err
	}
	if s.at.folder {
		return c.list(ctx, region, s.at.name)
	}
	d, err := c.describe(ctx, region, s.at.name)
	return []secret{d}, err
}

func (s *Store) everywhere(ctx context.Context, c session) (all []secret, err error) {
	regions, err := c.regions(ctx)
	if err != nil {
		return nil, err
	}
	for _, region := range regions {
		list, err := c.list(ctx, region, s.at.name)
		if err != nil {
			return nil, err
		}
		for _, d := range list {
			if !d.replica() && (s.at.folder || d.Name == s.at.name) {
				all = append(all, d)
			}
		}
	}
	if len(all) == 0 && !s.at.folder {
		return nil, providers.ErrNotFound
	}
	return all, nil
}

// search is one value that is looked for.
type search struct {
	session
	value providers.Secret
	forms [][]byte
}

// Find reads every secret of the name, in batches, and lists the fields that hold the value, each as
// a store of its own name. A field that Write would refuse has the reason in Off, and so has a secret
// that may not be read, or not be written by what IAM says of the credential's policies. A version before the current one that still gives the value is a place of its
// own.
func (s *Store) Find(ctx context.Context, value providers.Secret) ([]providers.Place, error) {
	c, err := s.open(ctx, value)
	if err != nil {
		return nil, s.wrap("read", err)
	}
	all, err := s.secrets(ctx, c)
	if err != nil {
		return nil, s.wrap("list", reasoned(err))
	}
	q := search{session: c, value: value, forms: value.Forms()}
	defer func() {
		for _, f := range q.forms {
			clear(f)
		}
	}()
	var places []providers.Place
	for done := 0; done < len(all); {
		providers.Report(ctx, service, done, len(all))
		to := done + 1
		for to < len(all) && to-done < batchSize && all[to].region == all[done].region {
			to++
		}
		found, err := s.look(ctx, q, all[done:to])
		if err != nil {
			return nil, s.wrap("read", reasoned(err))
		}
		places, done = append(places, found...), to
	}
	return places, nil
}

// look reads some secrets of one Region.
func (s *Store) look(ctx context.Context, q search, list []secret) (places []providers.Place, err error) {
	var alive []secret
	for _, d := range list {
		if d.Deleted != nil {
			places = append(places, s.unread(q, d, Deleting))
			continue
		}
		alive = append(alive, d)
	}
	if len(alive) == 0 {
		return places, nil
	}
	read := q.batch
	if !s.at.folder {
		read = q.each // without the right to read batches
	}
	outcomes, err := read(ctx, alive)
	if err != nil {
		return nil, err
	}
	for i, o := range outcomes {
		var call *providers.CallError
		switch {
		case errors.Is(o.err, providers.ErrNotFound): // gone since it was listed, or without a value
		case errors.Is(o.err, providers.ErrNotPermitted) && errors.As(o.err, &call):
			places = append(places, s.unread(q, alive[i], denial(call)))
		case o.err != nil:
			return nil, o.err
		default:
			places = append(places, q.allowed(ctx, alive[i], s.current(q, alive[i], o.version))...)
			before, err := s.older(ctx, q, alive[i], o.ID)
			if err != nil {
				return nil, err
			}
			places = append(places, before...)
		}
	}
	return places, nil
}

func (s *Store) unread(q search, d secret, why providers.Reason) providers.Place {
	return providers.Place{Store: s.shown(place{region: d.region, name: d.Name}, q.forms), Guard: providers.Guarded, Off: why}
}

// current lists the fields of a secret's current version that hold the value.
func (s *Store) current(q search, d secret, v version) (places []providers.Place) {
	for _, f := range v.fields() {
		held, why := f.holds(q.value, q.forms)
		if !held || s.at.field != "" && s.at.field != f.name {
			continue
		}
		p := providers.Place{Store: s.shown(place{region: d.region, name: d.Name, field: f.name}, q.forms), Guard: providers.Guarded, Version: v.ID, Kept: v.ID, Entry: d.ARN, Off: why}
		if d.Rotates || !d.Service.IsEmpty() {
			p.Guard, p.Warning = providers.OtherOwner, d.Service
		}
		if p.Off == "" {
			p.Off = s.forbids(d)
		}
		places = append(places, p)
	}
	slices.SortFunc(places, func(a, b providers.Place) int { return strings.Compare(a.Store, b.Store) })
	return places
}

// allowed asks of a secret with places that could be written whether its policies let it be.
func (q search) allowed(ctx context.Context, d secret, places []providers.Place) []providers.Place {
	if !slices.ContainsFunc(places, func(p providers.Place) bool { return p.Off == "" }) {
		return places
	}
	off, doubt := q.mayWrite(ctx, d)
	for i := range places {
		if places[i].Off == "" {
			places[i].Off, places[i].Doubt = off, doubt
		}
	}
	return places
}

// older lists the versions other than the current one that still give the value. They can be read by
// whoever may read the secret. Where nothing was ever replaced there is no label for it, and nothing
// more is asked.
func (s *Store) older(ctx context.Context, q search, d secret, now string) (places []providers.Place, err error) {
	if len(d.Labels) < 2 {
		return nil, nil
	}
	ids, err := q.versions(ctx, d)
	if errors.Is(err, providers.ErrNotPermitted) {
		p := s.unread(q, d, OlderUnread)
		p.Detail = "older versions"
		return []providers.Place{p}, nil
	}
	if err != nil {
		return nil, err
	}
	delete(ids, now)
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		v, err := q.get(ctx, d, id)
		if errors.Is(err, providers.ErrNotFound) {
			continue // removed since it was listed
		}
		if err != nil {
			return nil, err
		}
		for _, p := range s.current(q, d, v) {
			p.Version, p.Kept, p.Entry, p.Off = "", "", "", Older
			p.Detail = strings.TrimSpace("version " + id + " " + providers.CleanID(strings.Join(ids[id], "+")))
			places = append(places, p)
		}
	}
	return places, nil
}
