package google

import (
	"context"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// keyAnswer is a key of the API Keys API. Its value stands in no answer but that of its own call.
type keyAnswer struct {
	Name         string              `json:"name"`
	UID          string              `json:"uid"`
	Display      providers.Untrusted `json:"displayName"`
	Created      time.Time           `json:"createTime"`
	Updated      time.Time           `json:"updateTime"`
	Deleted      *time.Time          `json:"deleteTime"`
	Etag         string              `json:"etag"`
	Restrictions transport.Object    `json:"restrictions"`
	Account      string              `json:"serviceAccountEmail"`
}

// place is where a key's record stands.
type place struct{ project, id string }

// placeOf reads projects/NUMBER/locations/global/keys/ID.
func placeOf(name string) (place, bool) {
	parts := strings.Split(name, "/")
	if len(parts) != 6 || parts[0] != "projects" || parts[2] != "locations" || parts[3] != "global" || parts[4] != "keys" {
		return place{}, false
	}
	p := place{parts[1], parts[5]}
	return p, providers.CleanID(p.project) != "" && providers.CleanID(p.id) != ""
}

func (p place) path() map[string]string {
	return map[string]string{partProject: p.project, partKey: p.id}
}

func (k keyAnswer) valid() bool {
	_, ok := placeOf(k.Name)
	return ok && !k.Created.IsZero()
}

// record makes the vocabulary's record. The vendor shows nothing of the value and tells no last
// use. A deleted key keeps its record for 30 days, told by its time of deletion alone.
func (k keyAnswer) record(kind providers.Kind) providers.KeyRecord {
	at, _ := placeOf(k.Name) // a valid answer has one
	r := providers.KeyRecord{
		Kind: kind, ID: at.id, Name: k.Display, Parent: at.project, ParentName: providers.FromOutside(at.project),
		Created: k.Created.UTC(), Status: providers.Active,
	}
	if k.Deleted != nil {
		r.Deleted, r.Status = k.Deleted.UTC(), providers.Ended
	}
	if email := providers.CleanID(k.Account); email != "" {
		r.Owner = providers.Owner{Type: "service_account", ID: email, Mail: providers.FromOutside(email)}
	}
	return r
}

// known gives the path of a record's key, and refuses what the API has no address for.
func known(route string, r providers.KeyRecord) (map[string]string, error) {
	if !isAPIKey(r.Kind) {
		return nil, providers.ErrNotSupported
	}
	if providers.CleanID(r.ID) == "" || providers.CleanID(r.Parent) == "" {
		return nil, rows.Incomplete(route)
	}
	return place{r.Parent, r.ID}.path(), nil
}

// fetch reads one key afresh.
func (s session) fetch(ctx context.Context, r providers.KeyRecord) (keyAnswer, error) {
	path, err := known(routeKey, r)
	if err != nil {
		return keyAnswer{}, err
	}
	return s.key(ctx, path)
}

func (s session) key(ctx context.Context, path map[string]string) (keyAnswer, error) {
	var k keyAnswer
	_, err := s.do(ctx, request{route: routeKey, path: path}, &k, func() bool {
		at, _ := placeOf(k.Name)
		return k.valid() && at.id == path[partKey]
	})
	return k, err
}
