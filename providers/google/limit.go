package google

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// The containments of an API key. Both are restrictions of its record, with what it had kept, and
// are taken back exactly. A key that is closed lets nobody in; which restriction that is follows
// from the one that the key has, for the vendor takes one of these at a time.
const (
	LimitClosed = "key-closed"
	LimitAPIs   = "key-apis" // Gemini is taken from what it may call
)

// The restrictions by caller. Each closes with a caller that does not exist: an address and names
// that are kept for documentation.
var closings = []struct {
	name string
	with transport.Object
}{
	{"browserKeyRestrictions", transport.Object{"allowedReferrers": []any{"https://firebreak.invalid/*"}}},
	{"androidKeyRestrictions", transport.Object{"allowedApplications": []any{
		transport.Object{"packageName": "invalid.firebreak", "sha1Fingerprint": "00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00"}}}},
	{"iosKeyRestrictions", transport.Object{"allowedBundleIds": []any{"invalid.firebreak"}}},
	{"serverKeyRestrictions", transport.Object{"allowedIps": []any{"192.0.2.1"}}}, // where it has none too
}

// kept is what a containment found and sets.
type kept struct {
	Found transport.Object `json:"found,omitempty"`
	Set   transport.Object `json:"set"`
}

// closed are restrictions that let no caller in.
func closed(found transport.Object) transport.Object {
	out := without(found)
	for i, c := range closings {
		if _, has := found[c.name]; has || i == len(closings)-1 {
			out[c.name] = c.with
			return out
		}
	}
	return out
}

// without copies restrictions but for those by caller.
func without(found transport.Object) transport.Object {
	out := transport.Object{}
	for name, value := range found {
		out[name] = value
	}
	for _, c := range closings {
		delete(out, c.name)
	}
	return out
}

// withoutGemini takes Gemini from the APIs; ok is false where that leaves none, or where the key
// is not restricted to some: what else it serves is not known then.
func withoutGemini(found transport.Object) (out transport.Object, ok bool) {
	var rest []any
	for _, t := range targets(found) {
		if serviceOf(t) != HostGemini {
			rest = append(rest, t)
		}
	}
	if len(rest) == 0 || len(rest) == len(targets(found)) {
		return nil, false
	}
	out = transport.Object{}
	for name, value := range found {
		out[name] = value
	}
	out["apiTargets"] = rest
	return out, true
}

// Containments offers to take Gemini from an API key that serves more, and to close it.
func (a *Adapter) Containments(ctx context.Context, r providers.KeyRecord) ([]providers.Containment, error) {
	if r.Kind != AccountKey && !isAPIKey(r.Kind) {
		return nil, nil
	}
	s, err := a.openFor(ctx, r)
	if err != nil {
		return nil, err
	}
	if r.Kind == AccountKey {
		return s.accountContainments(ctx, r)
	}
	k, err := s.fetch(ctx, r)
	if err != nil {
		return nil, fmt.Errorf("read restrictions: %w", err)
	}
	narrow, can := withoutGemini(k.Restrictions)
	var offered []providers.Containment
	for _, o := range []struct {
		id  string
		set transport.Object
		off bool
	}{{LimitAPIs, narrow, !can}, {LimitClosed, closed(k.Restrictions), false}} {
		c := providers.Containment{ID: o.id, Target: k.Display, WholeOf: "key", ExactUndo: true}
		switch {
		case k.Deleted != nil:
			c.Off = providers.ReasonNotActive
		case o.off:
			c.Off = providers.ReasonNoOther
		case same(o.set, k.Restrictions):
			c.Off = providers.ReasonNotActive
		}
		if c.Before, err = json.Marshal(kept{k.Restrictions, o.set}); err != nil {
			return nil, err
		}
		offered = append(offered, c)
	}
	return offered, nil
}

// Contain sets the restriction, unless somebody changed the key since it was offered.
func (a *Adapter) Contain(ctx context.Context, r providers.KeyRecord, c providers.Containment) (providers.Receipt, error) {
	if switched(r, c) {
		return a.turn(ctx, r, c, true)
	}
	return a.swap(ctx, routeRestrict, r, c, func(k kept) (from, to transport.Object) { return k.Found, k.Set })
}

// Lift puts back what the restriction replaced. ErrConflict: the key has other restrictions by now,
// and they are left as they are.
func (a *Adapter) Lift(ctx context.Context, r providers.KeyRecord, c providers.Containment) (providers.Receipt, error) {
	if switched(r, c) {
		return a.turn(ctx, r, c, false)
	}
	return a.swap(ctx, routeRelease, r, c, func(k kept) (from, to transport.Object) { return k.Set, k.Found })
}

// Contained reads whether the restriction stands.
func (a *Adapter) Contained(ctx context.Context, r providers.KeyRecord, c providers.Containment) (bool, error) {
	if switched(r, c) {
		s, err := a.openFor(ctx, r)
		if err != nil {
			return false, err
		}
		return s.disabled(ctx, r, c.ID)
	}
	k, err := keptOf(r, c)
	if err != nil {
		return false, err
	}
	s, err := a.open(ctx)
	if err != nil {
		return false, err
	}
	now, err := s.fetch(ctx, r)
	return err == nil && same(now.Restrictions, k.Set), err
}

// swap puts one set of restrictions in place of another; the vendor compares the version that was
// read.
func (a *Adapter) swap(ctx context.Context, route string, r providers.KeyRecord, c providers.Containment, which func(kept) (from, to transport.Object)) (providers.Receipt, error) {
	k, err := keptOf(r, c)
	if err != nil {
		return providers.Receipt{}, err
	}
	s, err := a.open(ctx)
	if err != nil {
		return providers.Receipt{}, err
	}
	now, err := s.fetch(ctx, r)
	if err != nil {
		return providers.Receipt{}, err
	}
	from, to := which(k)
	if !same(now.Restrictions, from) {
		return providers.Receipt{}, fmt.Errorf("restrict key %s: %w", r.ID, providers.ErrConflict)
	}
	if to == nil {
		to = transport.Object{}
	}
	body := transport.Object{"restrictions": to}
	if now.Etag != "" {
		body["etag"] = now.Etag
	}
	path, err := known(route, r)
	if err != nil {
		return providers.Receipt{}, err
	}
	_, receipt, err := s.change(ctx, request{route: route, path: path, query: []transport.Param{{Name: parameterMask, Value: "restrictions"}}, body: body})
	if _, moved := providers.RefusedWith(err, 409); moved {
		err = fmt.Errorf("%w: %w", providers.ErrConflict, err)
	}
	receipt.ID = r.ID
	return receipt, err
}

// switched tells the containments that are a switch of a service account's.
func switched(r providers.KeyRecord, c providers.Containment) bool {
	return r.Kind == AccountKey && switches[c.ID].off != ""
}

func keptOf(r providers.KeyRecord, c providers.Containment) (k kept, err error) {
	if !isAPIKey(r.Kind) || c.ID != LimitClosed && c.ID != LimitAPIs || json.Unmarshal(c.Before, &k) != nil || k.Set == nil {
		return k, fmt.Errorf("containment %s of %s: %w", providers.CleanID(c.ID), r.Kind, providers.ErrNotSupported)
	}
	return k, nil
}

// same compares restrictions; none and empty ones are the same.
func same(a, b transport.Object) bool { return len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b) }

// beforeOurs is what the restrictions were before limits of ours, the newest first.
func beforeOurs(r providers.KeyRecord, now transport.Object, ours []providers.Containment) transport.Object {
	for _, c := range ours {
		if k, err := keptOf(r, c); err == nil && same(now, k.Set) {
			now = k.Found
		}
	}
	return now
}
