package catalog

import (
	"context"
	"fmt"
	"strings"

	"firebreak/providers"
)

// searchedAccounts is what a search counts, in Match.Searched.
const searchedAccounts = "accounts"

// Locate asks the vendor about the key with the key itself: what it tells is the owner's and the
// key's own, and makes the match exact. A key that lives without the right to ask has a record too,
// with nothing in it but the value's digest.
func (a *Adapter) Locate(ctx context.Context, key providers.Credential) (providers.Match, error) {
	v, told, err := a.probe(ctx, key)
	if err != nil {
		return providers.Match{}, err
	}
	m := providers.Match{Searched: []providers.Counted{{What: searchedAccounts, N: 1}}, Org: v.Org}
	switch v.Life {
	case providers.Alive, providers.AliveLimited:
	case providers.Dead:
		return m, nil
	case providers.Throttled:
		return providers.Match{}, fmt.Errorf("locate %s: %w", key.Kind, providers.ErrRateLimited)
	default:
		return providers.Match{}, fmt.Errorf("locate %s: %w", key.Kind, providers.ErrUnreachable)
	}
	r := providers.KeyRecord{Kind: key.Kind, Status: providers.Active}
	a.of.Probe.fill(&r, told)
	if a.of.Record.isSet() {
		_, more, err := a.send(ctx, a.of.routeRecord(), a.of.Record, key, readTimeout)
		if _, untold := providers.RefusedWith(err, 403, 404); err != nil && !untold {
			return providers.Match{}, err
		}
		a.of.Record.fill(&r, more)
	}
	if r.Owner.ID != "" {
		r.Owner.Type = "user"
	}
	if r.ID == "" {
		r.ID = key.Secret.Digest()
	}
	if last := key.Secret.Last4(); last != "" {
		r.Masked = providers.FromOutside("..." + last)
	}
	if r.ID != "" {
		m.Candidates, m.Strength = []providers.KeyRecord{r}, providers.Exact
	}
	return m, nil
}

// fill puts into a record what an answer tells.
func (c Call) fill(r *providers.KeyRecord, told tree) {
	for fact, path := range c.Tells {
		if told.text(path) == "" {
			continue // another call may have told
		}
		said := providers.FromOutside(told.text(path))
		switch fact {
		case ID:
			r.ID = told.id(path)
		case Name:
			r.Name = said
		case Parent:
			r.Parent = told.id(path)
		case ParentOf:
			r.ParentName = said
		case OwnerID:
			r.Owner.ID = told.id(path)
		case OwnerName:
			r.Owner.Name = said
		case OwnerMail:
			r.Owner.Mail = said
		case Created:
			r.Created = told.time(path)
		case LastUsed:
			r.LastUsed = told.time(path)
		case Expires:
			r.Expires = told.time(path)
		}
	}
}

// tells reports whether a call of the vendor tells of a fact.
func (v *Vendor) tells(f Fact) bool { return v.Probe.Tells[f] != "" || v.Record.Tells[f] != "" }

// Controls that a record tells of; all others are for a person to look at.
const (
	controlExpiry   = "key-expiry"
	controlRotation = providers.ControlRotation
)

// reads reports whether the record tells of a setting.
func (v *Vendor) reads(c Control) bool {
	return c.ID == controlExpiry && v.tells(Expires) || c.ID == controlRotation && v.tells(Created)
}

// Controls tells of the settings that would have made the incident smaller, as far as the record
// does. It asks nobody.
func (a *Adapter) Controls(_ context.Context, r providers.KeyRecord) ([]providers.Control, error) {
	var list []providers.Control
	for _, c := range a.of.Controls {
		told := providers.Control{ID: c.ID, State: providers.ControlUnreadable, Where: c.Where}
		switch {
		case !a.of.reads(c):
		case c.ID == controlRotation:
			told = r.RotationControl(a.clock.Now(), c.Where)
		default:
			told.State = providers.Switched(!r.Expires.IsZero())
		}
		list = append(list, told)
	}
	return list, nil
}

// Guide gives the page for "revoke", "create" and "usage". There is no admin credential.
func (a *Adapter) Guide(do string, id providers.Kind) (providers.Guide, bool) {
	kind := a.of.kind(id)
	if kind == nil {
		return providers.Guide{}, false
	}
	page := map[string]string{"revoke": kind.Revoke, "create": kind.Create, "usage": a.of.Usage}[do]
	return providers.Guide{URL: page}, page != ""
}

// Kinds lists the kinds that the vendor's entry has.
func (a *Adapter) Kinds() (list []providers.Kind) {
	for _, k := range a.of.Kinds {
		list = append(list, a.of.kindID(k))
	}
	return list
}

// Way says how a capability is had. Nothing here limits a key, lists its use or its money, or makes
// another one.
func (a *Adapter) Way(id providers.Kind, c providers.Capability) providers.Way {
	kind := a.of.kind(id)
	if kind == nil {
		return providers.ByHand
	}
	page := ""
	switch c {
	case providers.CanValidate, providers.CanProve, providers.CanLocate:
		return providers.Auto
	case providers.CanRevoke:
		if a.EndsByValue(id) {
			return providers.Auto
		}
		page = kind.Revoke
	case providers.CanReplace:
		page = kind.Create
	case providers.CanUsage:
		page = a.of.Usage
	case providers.CanControls:
		for _, control := range a.of.Controls {
			if a.of.reads(control) {
				return providers.Auto
			}
			page = control.Where
		}
	}
	if strings.HasPrefix(page, "https://") {
		return providers.Guided
	}
	return providers.ByHand
}
