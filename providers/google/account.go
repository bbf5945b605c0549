package google

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// accountKey is a service account's key as IAM keeps it.
type accountKey struct {
	Name     string    `json:"name"`
	After    time.Time `json:"validAfterTime"`
	Before   time.Time `json:"validBeforeTime"`
	Type     string    `json:"keyType"`
	Disabled bool      `json:"disabled"`
}

// accountPlace reads projects/PROJECT/serviceAccounts/EMAIL/keys/ID.
func accountPlace(name string) (project, email, id string, ok bool) {
	parts := strings.Split(name, "/")
	if len(parts) != 6 || parts[0] != "projects" || parts[2] != "serviceAccounts" || parts[4] != "keys" {
		return "", "", "", false
	}
	for _, i := range []int{1, 3, 5} {
		if providers.CleanID(parts[i]) == "" {
			return "", "", "", false
		}
	}
	return parts[1], parts[3], parts[5], true
}

func (k accountKey) valid() bool {
	_, _, _, ok := accountPlace(k.Name)
	return ok && !k.After.IsZero()
}

// never is from where on an end of validity means that there is none: the vendor writes the last
// day of 9999.
var never = time.Date(9000, 1, 1, 0, 0, 0, 0, time.UTC)

func (k accountKey) record() providers.KeyRecord {
	project, email, id, _ := accountPlace(k.Name) // a valid answer has one
	r := providers.KeyRecord{
		Kind: AccountKey, ID: id, Name: providers.FromOutside(email), Parent: project, ParentName: providers.FromOutside(project),
		Owner: providers.Owner{Type: "service_account", ID: email, Mail: providers.FromOutside(email)}, Created: k.After.UTC(), Status: providers.Active,
	}
	if k.Before.Before(never) && !k.Before.IsZero() {
		r.Expires = k.Before.UTC()
	}
	if k.Disabled {
		r.Status = providers.Inactive
	}
	return r
}

// accountPath gives the parts of the path to a record's account and key.
func accountPath(route string, r providers.KeyRecord) (map[string]string, error) {
	if r.Kind != AccountKey {
		return nil, providers.ErrNotSupported
	}
	path := map[string]string{partProject: r.Parent, partAccount: r.Owner.ID}
	if strings.Contains(rows[route].Path, "{"+partKey+"}") {
		path[partKey] = r.ID
	}
	for _, id := range path {
		if providers.CleanID(id) == "" {
			return nil, rows.Incomplete(route)
		}
	}
	return path, nil
}

// openFor opens a session for a record. ErrSameKey: the admin credential is that very key.
func (a *Adapter) openFor(ctx context.Context, r providers.KeyRecord) (session, error) {
	secret, err := providers.AskAdmin(ctx, "google", a.admin)
	if err != nil {
		return session{}, err
	}
	if r.Kind == AccountKey {
		if err := sameAs(secret, r.ID); err != nil {
			return session{}, err
		}
	}
	bearer, err := a.bearer(ctx, secret)
	return session{Adapter: a, admin: secret, bearer: bearer}, err
}

// locateAccount reads the record that the document itself names. The match is exact: the id is that
// of the key.
func (a *Adapter) locateAccount(ctx context.Context, c providers.Credential) (providers.Match, error) {
	d, err := accountOf(c.Secret)
	if err != nil {
		return providers.Match{}, fmt.Errorf("locate %s: %w", c.Kind, err)
	}
	r := providers.KeyRecord{Kind: AccountKey, ID: d.KeyID, Parent: d.Project, Owner: providers.Owner{ID: d.Email}}
	s, err := a.openFor(ctx, r)
	if err != nil {
		return providers.Match{}, err
	}
	m := providers.Match{Searched: []providers.Counted{{What: searchedValue, N: 1}}, Org: providers.FromOutside(d.Project)}
	k, err := s.accountKey(ctx, r)
	if _, none := providers.RefusedWith(err, 404); none {
		return m, nil
	}
	if err != nil {
		return providers.Match{}, err
	}
	m.Candidates, m.Strength = []providers.KeyRecord{k.record()}, providers.Exact
	return m, nil
}

// accountKey reads a service account's key afresh.
func (s session) accountKey(ctx context.Context, r providers.KeyRecord) (accountKey, error) {
	path, err := accountPath(routeAccountKey, r)
	if err != nil {
		return accountKey{}, err
	}
	var k accountKey
	_, err = s.do(ctx, request{route: routeAccountKey, path: path}, &k, func() bool {
		_, _, id, _ := accountPlace(k.Name)
		return k.valid() && id == r.ID
	})
	return k, err
}

// act makes one call that changes a service account or its key; the vendor answers with nothing
// but an empty object.
func (s session) act(ctx context.Context, route string, r providers.KeyRecord, body any) (providers.Receipt, error) {
	path, err := accountPath(route, r)
	if err != nil {
		return providers.Receipt{}, err
	}
	var empty map[string]json.RawMessage
	answer, err := s.do(ctx, request{route: route, path: path, body: body}, &empty, func() bool { return empty != nil && len(empty) == 0 })
	if err != nil {
		return providers.Receipt{}, err
	}
	return providers.Receipt{At: answer.At, Status: answer.Status, RequestID: answer.RequestID, ID: r.ID}, nil
}

// The containments of a service account's key. A disabled key mints no more tokens; those that it
// minted go on for up to an hour. A disabled account refuses these too, at once, and stops all its
// keys.
const (
	LimitKeyDisabled     = "key-disabled"
	LimitAccountDisabled = "account-disabled"
)

// switches are the calls that set and lift each.
var switches = map[string]struct{ off, on string }{
	LimitKeyDisabled:     {routeKeyDisable, routeKeyEnable},
	LimitAccountDisabled: {routeAccountDisable, routeAccountEnable},
}

// disabled reads whether a containment stands.
func (s session) disabled(ctx context.Context, r providers.KeyRecord, limit string) (bool, error) {
	if limit == LimitKeyDisabled {
		k, err := s.accountKey(ctx, r)
		return k.Disabled, err
	}
	account, err := s.account(ctx, r)
	return account.Disabled, err
}

// keptSwitch is what a containment found.
type keptSwitch struct {
	Disabled bool `json:"disabled"`
}

func (s session) accountContainments(ctx context.Context, r providers.KeyRecord) ([]providers.Containment, error) {
	var offered []providers.Containment
	for _, limit := range []string{LimitKeyDisabled, LimitAccountDisabled} {
		is, err := s.disabled(ctx, r, limit)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", limit, err)
		}
		c := providers.Containment{ID: limit, Target: providers.FromOutside(r.Owner.ID), WholeOf: "key", ExactUndo: true, Refuses: true}
		if limit == LimitAccountDisabled {
			c.WholeOf = "service account"
		}
		if is {
			c.Off = providers.ReasonNotActive
		}
		if c.Before, err = json.Marshal(keptSwitch{is}); err != nil {
			return nil, err
		}
		offered = append(offered, c)
	}
	return offered, nil
}

// turn disables, or enables again what was found enabled and is disabled now. ErrConflict: it is
// not as it was left.
func (a *Adapter) turn(ctx context.Context, r providers.KeyRecord, c providers.Containment, off bool) (providers.Receipt, error) {
	s, err := a.openFor(ctx, r)
	if err != nil {
		return providers.Receipt{}, err
	}
	is, err := s.disabled(ctx, r, c.ID)
	if err != nil {
		return providers.Receipt{}, err
	}
	var found keptSwitch
	if json.Unmarshal(c.Before, &found) != nil || found.Disabled || is == off {
		return providers.Receipt{}, fmt.Errorf("turn %s: %w", c.ID, providers.ErrConflict)
	}
	route := switches[c.ID].on
	if off {
		route = switches[c.ID].off
	}
	return s.act(ctx, route, r, transport.Object{})
}

// presentAccount reads the record of a service account's key.
func (s session) presentAccount(ctx context.Context, r providers.KeyRecord) (providers.KeyStatus, error) {
	k, err := s.accountKey(ctx, r)
	if _, gone := providers.RefusedWith(err, 404); gone {
		return providers.Gone, nil
	}
	if err != nil {
		return providers.StatusUnclear, err
	}
	return k.record().Status, nil
}

// accountKeys lists the keys of an account that people made.
func (s session) accountKeys(ctx context.Context, r providers.KeyRecord) ([]providers.KeyRecord, error) {
	path, err := accountPath(routeAccountKeys, r)
	if err != nil {
		return nil, err
	}
	var page struct {
		Keys []accountKey `json:"keys"`
	}
	_, err = s.do(ctx, request{route: routeAccountKeys, path: path, query: []transport.Param{{Name: parameterTypes, Value: "USER_MANAGED"}}}, &page, func() bool {
		for _, k := range page.Keys {
			if !k.valid() {
				return false
			}
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	var records []providers.KeyRecord
	for _, k := range page.Keys {
		records = append(records, k.record())
	}
	return records, nil
}

// relatedAccount lists the account's other keys; API keys that act as the account too.
func (s session) relatedAccount(ctx context.Context, r providers.KeyRecord) ([]providers.RelatedKey, []string, error) {
	keys, err := s.accountKeys(ctx, r)
	if err != nil {
		return nil, nil, err
	}
	var related []providers.RelatedKey
	for _, k := range keys {
		if k.ID != r.ID {
			related = append(related, providers.RelatedKey{Record: k, Relation: providers.SameOwner})
		}
	}
	err = s.keys(ctx, r.Parent, func(k keyAnswer) {
		if other := k.record(k.kind()); other.Owner.ID == r.Owner.ID && !other.Status.Over() {
			related = append(related, providers.RelatedKey{Record: other, Relation: providers.SameOwner})
		}
	})
	unlisted := []string{UnlistedProjects}
	if errors.Is(err, providers.ErrNotPermitted) {
		return related, append(unlisted, UnlistedAPIKeys), nil
	}
	return related, unlisted, err
}

// accountAnswer is a service account.
type accountAnswer struct {
	Email    string `json:"email"`
	Unique   string `json:"uniqueId"`
	Disabled bool   `json:"disabled"`
}

// account reads the service account of a record.
func (s session) account(ctx context.Context, r providers.KeyRecord) (accountAnswer, error) {
	path, err := accountPath(routeAccount, r)
	if err != nil {
		return accountAnswer{}, err
	}
	var found accountAnswer
	_, err = s.do(ctx, request{route: routeAccount, path: path}, &found, func() bool {
		return found.Email == r.Owner.ID && providers.CleanID(found.Unique) != ""
	})
	return found, err
}
