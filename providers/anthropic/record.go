package anthropic

import (
	"context"
	"strconv"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// The states of a key.
const (
	statusActive   = "active"
	statusInactive = "inactive"
	statusArchived = "archived"
	statusExpired  = "expired"
)

// keyAnswer is a key in either of the vendor's two forms: the newer one says what it reaches
// and who it acts for, the older one the workspace and who made it.
type keyAnswer struct {
	ID      string               `json:"id"`
	Type    string               `json:"type"`
	Name    providers.Untrusted  `json:"name"`
	Status  string               `json:"status"`
	Hint    *providers.Untrusted `json:"partial_key_hint"`
	Created time.Time            `json:"created_at"`
	Expires *time.Time           `json:"expires_at"`
	Space   *string              `json:"workspace_id"` // null: the default workspace
	Scope   *struct {
		Space string `json:"workspace_id"`
	} `json:"scope"`
	By        *actor `json:"created_by"`
	Principal *actor `json:"principal"`
}

type actor struct {
	Type    string `json:"type"`
	ID      string `json:"id"`
	User    string `json:"user_id"`
	Account string `json:"service_account_id"`
}

func (a actor) owner() providers.Owner {
	for _, o := range []providers.Owner{{Type: "user", ID: a.User}, {Type: "service_account", ID: a.Account}, {ID: a.ID}} {
		if o.ID = providers.CleanID(o.ID); o.ID == "" {
			continue
		}
		if o.Type == "" && (a.Type == "user" || a.Type == "service_account") {
			o.Type = a.Type
		}
		return o
	}
	return providers.Owner{}
}

func (k keyAnswer) valid() bool {
	return k.Type == "api_key" && providers.CleanID(k.ID) != "" && k.Status != ""
}

// state is what the status means. A key that has expired or was archived does not come back.
func (k keyAnswer) state() providers.KeyStatus {
	switch k.Status {
	case statusActive:
		return providers.Active
	case statusInactive:
		return providers.Inactive
	case statusArchived, statusExpired:
		return providers.Ended
	}
	return providers.StatusUnclear
}

// space is the id of the key's workspace, "" for the default one.
func (k keyAnswer) space() string {
	switch {
	case k.Scope != nil:
		return providers.CleanID(k.Scope.Space)
	case k.Space != nil:
		return providers.CleanID(*k.Space)
	}
	return ""
}

// record makes the vocabulary's record. The vendor tells no last use, nor when a key was
// archived. Where it does not say whom the key acts for, the owner is who made it.
func (k keyAnswer) record(names map[string]providers.Untrusted) providers.KeyRecord {
	r := providers.KeyRecord{Kind: APIKey, ID: k.ID, Name: k.Name, Parent: k.space(), Created: k.Created.UTC(), Status: k.state()}
	switch name, told := names[r.Parent]; {
	case r.Parent == "":
		r.ParentName = providers.FromOutside("Default")
	case told:
		r.ParentName = name
	default:
		r.ParentName = providers.FromOutside(r.Parent)
	}
	if k.Hint != nil {
		r.Masked = *k.Hint
	}
	if k.Expires != nil {
		r.Expires = k.Expires.UTC()
	}
	switch {
	case k.Principal != nil:
		r.Owner = k.Principal.owner()
	case k.By != nil:
		r.Owner = k.By.owner()
	}
	return r
}

// fetch reads one key afresh.
func (s session) fetch(ctx context.Context, r providers.KeyRecord) (keyAnswer, error) {
	if err := known(routeKey, r); err != nil {
		return keyAnswer{}, err
	}
	var k keyAnswer
	_, err := s.do(ctx, request{route: routeKey, id: r.ID}, &k, func() bool { return k.valid() && k.ID == r.ID })
	return k, err
}

// known refuses a record that the API has no address for.
func known(route string, r providers.KeyRecord) error {
	if r.Kind != APIKey {
		return providers.ErrNotSupported
	}
	if providers.CleanID(r.ID) == "" {
		return rows.Incomplete(route)
	}
	return nil
}

const (
	pageSize = 1000 // the largest that the lists take
	// maxPages ends a list that never does: a million objects are beyond any organisation.
	maxPages = 1000
)

var one = []transport.Param{{Name: parameterLimit, Value: "1"}}

// listed is an object of a list.
type listed interface{ valid() bool }

// list walks all pages and hands each to each.
func list[T listed](ctx context.Context, s session, r request, each func([]T) error) error {
	fixed := append(r.query, transport.Param{Name: parameterLimit, Value: strconv.Itoa(pageSize)})
	return rows.Walk(r.route, maxPages, func(cursor string) (transport.Page, error) {
		var page struct {
			Data []T     `json:"data"`
			More bool    `json:"has_more"`
			Last *string `json:"last_id"`
		}
		r.query = fixed
		if cursor != "" {
			r.query = append(fixed[:len(fixed):len(fixed)], transport.Param{Name: parameterAfter, Value: cursor})
		}
		answer, err := s.do(ctx, r, &page, func() bool {
			for _, o := range page.Data {
				if !o.valid() {
					return false
				}
			}
			return page.Data != nil
		})
		if err == nil {
			err = each(page.Data)
		}
		return transport.Page{Next: providers.CleanID(told(page.Last)), More: page.More, Answer: answer}, err
	})
}

// told is what may be absent, as text.
func told(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// keys hands every key of the organisation to each, whatever its state.
func (s session) keys(ctx context.Context, each func(providers.KeyRecord)) error {
	names, err := s.workspaces(ctx)
	if err != nil {
		return err
	}
	n := 0
	return list(ctx, s, request{route: routeKeys}, func(page []keyAnswer) error {
		n += len(page)
		providers.Report(ctx, searchedKeys, n, 0)
		for _, k := range page {
			each(k.record(names))
		}
		return nil
	})
}

type workspace struct {
	ID   string              `json:"id"`
	Type string              `json:"type"`
	Name providers.Untrusted `json:"name"`
}

func (w workspace) valid() bool { return w.Type == "workspace" && w.ID != "" }

// workspaces gives the names, archived ones too. A name is a help and no need: where the vendor
// does not tell them, the id stands for it.
func (s session) workspaces(ctx context.Context) (map[string]providers.Untrusted, error) {
	names := map[string]providers.Untrusted{}
	r := request{route: routeWorkspaces, query: []transport.Param{{Name: parameterArchived, Value: "true"}}}
	err := list(ctx, s, r, func(page []workspace) error {
		for _, w := range page {
			names[w.ID] = w.Name
		}
		return nil
	})
	if err != nil {
		return names, ctx.Err()
	}
	return names, nil
}

// Related lists the other keys of the same owner and of the same workspace that may work.
func (a *Adapter) Related(ctx context.Context, r providers.KeyRecord) ([]providers.RelatedKey, []string, error) {
	if err := known(routeKeys, r); err != nil {
		return nil, nil, err
	}
	s, err := a.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	var related []providers.RelatedKey
	err = s.keys(ctx, func(k providers.KeyRecord) {
		switch owner := k.Owner.ID != "" && k.Owner.ID == r.Owner.ID; {
		case k.ID == r.ID || k.Status.Over():
		case owner:
			related = append(related, providers.RelatedKey{Record: k, Relation: providers.SameOwner})
		case k.Parent == r.Parent:
			related = append(related, providers.RelatedKey{Record: k, Relation: providers.SameWorkspace})
		}
	})
	return related, nil, err
}
