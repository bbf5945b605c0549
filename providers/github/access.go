package github

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// Behind SAML sign-on a person allows each token and SSH key of theirs to reach the organization by
// itself, and its owners can take that back. The vendor has a record of such an access, and none of
// what it was given to: the value stays alive for everything else, and its owner can allow it again.

// Access is what one credential was allowed to reach, by an organization's record of that.
const Access providers.Kind = "github/organization-access"

// unreadAccess: an organization did not list what its members' credentials may reach. One without
// SAML sign-on has no such list, and answers like one that hides it.
const unreadAccess = "organisation access"

// accessPages bounds the list of one person in one organization.
const accessPages = 10

// allowed is an organization's record of an access.
type allowed struct {
	Login    string              `json:"login"`
	ID       int64               `json:"credential_id"`
	Type     providers.Untrusted `json:"credential_type"`
	Ending   string              `json:"token_last_eight"` // of tokens
	Note     providers.Untrusted `json:"authorized_credential_note"`
	Title    providers.Untrusted `json:"authorized_credential_title"` // of SSH keys
	Since    time.Time           `json:"credential_authorized_at"`
	LastUsed *time.Time          `json:"credential_accessed_at"`
	Expires  *time.Time          `json:"authorized_credential_expires_at"`
}

// Related lists what else of the token's owner may reach the organizations that the admin credential
// belongs to: whoever holds the token may have come by it as well.
func (a *Adapter) Related(ctx context.Context, r providers.KeyRecord) (list []providers.RelatedKey, unlisted []string, err error) {
	admin, all, err := a.overseen(ctx, r)
	switch {
	case ctx.Err() != nil:
		return nil, nil, ctx.Err()
	case err != nil || r.Parent == "":
		return nil, []string{unreadAccess}, nil
	}
	_, own, _ := r.Masked.Mask()
	for _, org := range organisationsOf(all) {
		found, err := a.accesses(ctx, admin.Secret, org, r.Parent)
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		if err != nil && !slices.Contains(unlisted, unreadAccess) {
			unlisted = append(unlisted, unreadAccess)
		}
		for _, one := range found {
			if own == "" || !strings.HasSuffix(one.Ending, own) { // the token's own ends with it
				list = append(list, providers.RelatedKey{Relation: providers.SameOwner, Record: one.record(org)})
			}
		}
	}
	return list, unlisted, nil
}

// accesses lists those of one person in one organization, page by page.
func (a *Adapter) accesses(ctx context.Context, admin providers.Secret, org, login string) ([]allowed, error) {
	return listed(ctx, a, accessPages, transport.Call{Route: routeAccesses, Path: map[string]string{"org": org}, Auth: transport.Bearer(admin),
		Query: []transport.Param{{Name: parameterLogin, Value: login}}}, func(one allowed) bool { return one.ID > 0 && strings.EqualFold(one.Login, login) })
}

// record names an access by the organization and its number there.
func (one allowed) record(org string) providers.KeyRecord {
	r := providers.KeyRecord{
		Kind: Access, ID: org + "/" + strconv.FormatInt(one.ID, 10), Name: one.Note, Parent: org, ParentName: providers.FromOutside(org), Status: providers.Active,
		Owner: providers.Owner{Type: "user", ID: providers.CleanID(one.Login), Name: providers.FromOutside(one.Login)}, Created: one.Since.UTC(),
	}
	if r.Name.IsEmpty() {
		r.Name = one.Title
	}
	if r.Name.IsEmpty() {
		r.Name = one.Type
	}
	if end := providers.CleanID(one.Ending); len(end) > 4 {
		r.Masked = providers.FromOutside("..." + end[len(end)-4:])
	}
	if one.LastUsed != nil {
		r.LastUsed = one.LastUsed.UTC()
	}
	if one.Expires != nil {
		r.Expires = one.Expires.UTC()
	}
	return r
}

// recordOf finds an access in its organization's list.
func (a *Adapter) recordOf(ctx context.Context, admin providers.Secret, r providers.KeyRecord) (providers.KeyRecord, error) {
	if r.Parent == "" || r.Owner.ID == "" || !strings.HasPrefix(r.ID, r.Parent+"/") {
		return r, fmt.Errorf("read %s: %w", r.ID, providers.ErrNotSupported)
	}
	all, err := a.accesses(ctx, admin, r.Parent, r.Owner.ID)
	if err != nil {
		return r, fmt.Errorf("read %s: %w", r.ID, unlistable(err))
	}
	for _, one := range all {
		if now := one.record(r.Parent); now.ID == r.ID {
			return now, nil
		}
	}
	return r, fmt.Errorf("read %s: %w", r.ID, providers.ErrNotFound)
}

// withdrawal is the request that takes an access back.
func withdrawal(admin providers.Secret, r providers.KeyRecord) transport.Call {
	return transport.Call{Route: routeWithdraw, Path: map[string]string{"org": r.Parent, "credential_id": strings.TrimPrefix(r.ID, r.Parent+"/")},
		Auth: transport.Bearer(admin), Timeout: callTimeout}
}
