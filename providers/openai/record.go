package openai

import (
	"context"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// keyAnswer is a project key or, with other owner fields, an admin key.
type keyAnswer struct {
	Object   string              `json:"object"`
	ID       string              `json:"id"`
	Name     providers.Untrusted `json:"name"`
	Redacted providers.Untrusted `json:"redacted_value"`
	Created  int64               `json:"created_at"`
	LastUsed *int64              `json:"last_used_at"`
	Expires  *int64              `json:"expires_at"`
	Owner    struct {
		Type    string       `json:"type"`
		User    *ownerAnswer `json:"user"`
		Account *ownerAnswer `json:"service_account"`
		ownerAnswer
	} `json:"owner"`
}

type ownerAnswer struct {
	ID    string              `json:"id"`
	Name  providers.Untrusted `json:"name"`
	Email providers.Untrusted `json:"email"`
}

const (
	objectKey      = "organization.project.api_key"
	objectAdminKey = "organization.admin_api_key"
)

func (k keyAnswer) cursor() string { return k.ID }

// record makes the vocabulary's record; project is zero for an admin key.
func (k keyAnswer) record(project projectAnswer) providers.KeyRecord {
	r := providers.KeyRecord{
		ID: providers.CleanID(k.ID), Name: k.Name, Masked: k.Redacted,
		Parent: providers.CleanID(project.ID), ParentName: project.Name,
		Created: moment(&k.Created), LastUsed: moment(k.LastUsed), Expires: moment(k.Expires),
	}
	owner := &k.Owner.ownerAnswer
	switch {
	case k.Object == objectAdminKey:
	case k.Owner.Account != nil:
		owner = k.Owner.Account
	case k.Owner.User != nil:
		owner = k.Owner.User
	}
	r.Owner = providers.Owner{Type: ownerType(k.Owner.Type), ID: providers.CleanID(owner.ID), Name: owner.Name, Mail: owner.Email}
	r.Kind = k.kind()
	return r
}

const (
	ownerUser    = "user"
	ownerAccount = "service_account"
)

// ownerType admits the two words that the vendor documents.
func ownerType(word string) string {
	if word == ownerUser || word == ownerAccount {
		return word
	}
	return ""
}

// kind is told by the object, the owner and the visible beginning. A user's key whose mask
// shows less than a prefix may be of either form and counts as a project key.
func (k keyAnswer) kind() providers.Kind {
	prefix, _, _ := k.Redacted.Mask()
	switch {
	case k.Object == objectAdminKey:
		return AdminKey
	case k.Owner.Type == ownerAccount:
		return ServiceAccountKey
	}
	kind, longest := ProjectKey, len("sk-")
	for _, f := range forms {
		if len(f.prefix) > longest && len(prefix) >= len(f.prefix) && prefix[:len(f.prefix)] == f.prefix {
			kind, longest = f.kind, len(f.prefix)
		}
	}
	return kind
}

// moment reads unix seconds; nil and zero are no time.
func moment(seconds *int64) time.Time {
	if seconds == nil || *seconds <= 0 {
		return time.Time{}
	}
	return time.Unix(*seconds, 0).UTC()
}

type projectAnswer struct {
	ID     string              `json:"id"`
	Name   providers.Untrusted `json:"name"`
	Status *string             `json:"status"`
}

func (p projectAnswer) cursor() string { return p.ID }

// target is the route and path of a record's own address.
func target(r providers.KeyRecord, project, admin string) request {
	if r.Kind == AdminKey {
		return request{route: admin, path: map[string]string{"key_id": r.ID}}
	}
	return request{route: project, path: map[string]string{"project_id": r.Parent, "api_key_id": r.ID}}
}

// Record reads the record of a key of a project by its id.
func (a *Adapter) Record(ctx context.Context, r providers.KeyRecord) (providers.KeyRecord, error) {
	s, err := a.open(ctx)
	if err != nil {
		return r, err
	}
	return s.fetch(ctx, r)
}

// fetch reads one key's record afresh.
func (s session) fetch(ctx context.Context, r providers.KeyRecord) (providers.KeyRecord, error) {
	var k keyAnswer
	object := objectKey
	if r.Kind == AdminKey {
		object = objectAdminKey
	}
	_, err := s.do(ctx, target(r, routeKey, routeAdminKey), &k, func() bool { return k.Object == object && k.ID == r.ID })
	if err != nil {
		return providers.KeyRecord{}, err
	}
	return k.record(projectAnswer{ID: r.Parent, Name: r.ParentName}), nil
}

// projects lists all projects, archived ones too, and the organisation as the vendor names it.
func (s session) projects(ctx context.Context) ([]projectAnswer, error) {
	var all []projectAnswer
	r := request{route: routeProjects, query: []transport.Param{{Name: parameterArchived, Value: "true"}}}
	err := list(ctx, s, r, func(page []projectAnswer) error {
		all = append(all, page...)
		providers.Report(ctx, SearchedProjects, len(all), 0)
		return nil
	})
	return all, err
}

// keysOf hands every enabled key of a project to each. Without the owner parameter the vendor
// may leave some out.
func (s session) keysOf(ctx context.Context, p projectAnswer, each func(providers.KeyRecord)) error {
	r := request{
		route: routeKeys, path: map[string]string{"project_id": p.ID},
		query: []transport.Param{{Name: parameterOwner, Value: "any"}},
	}
	return list(ctx, s, r, func(page []keyAnswer) error { return records(page, objectKey, p, each) })
}

// adminKeys hands every admin key of the organisation to each.
func (s session) adminKeys(ctx context.Context, each func(providers.KeyRecord)) error {
	r := request{route: routeAdminKeys, query: []transport.Param{{Name: parameterDirection, Value: "asc"}}}
	return list(ctx, s, r, func(page []keyAnswer) error { return records(page, objectAdminKey, projectAnswer{}, each) })
}

// records passes a page on. A key without a usable id is not a key of the API's own form.
func records(page []keyAnswer, object string, p projectAnswer, each func(providers.KeyRecord)) error {
	for _, k := range page {
		if k.Object != object || providers.CleanID(k.ID) == "" {
			return rows.Misshapen(routeKeys, transport.Answer{})
		}
		each(k.record(p))
	}
	return nil
}
