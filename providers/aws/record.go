package aws

import (
	"context"
	"encoding/xml"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// pageSize is the most that a list gives at once, as the vendor documents; maxPages bounds a walk
// that would have no end.
const (
	pageSize = 1000
	maxPages = 100
)

// keyEntry is a key as lists have it.
type keyEntry struct {
	User    string    `xml:"UserName"`
	ID      string    `xml:"AccessKeyId"`
	Status  string    `xml:"Status"`
	Created time.Time `xml:"CreateDate"`
}

func (k keyEntry) valid() bool { return providers.CleanID(k.ID) != "" && k.Status != "" }

// state is what the record says of its key.
func (k keyEntry) state() providers.KeyStatus {
	switch k.Status {
	case statusActive:
		return providers.Active
	case statusInactive:
		return providers.Inactive
	}
	return providers.StatusUnclear
}

const (
	statusActive   = "Active"
	statusInactive = "Inactive"
)

// usedAnswer is when a key was last used, and by whom.
type usedAnswer struct {
	XMLName xml.Name `xml:"GetAccessKeyLastUsedResponse"`
	User    string   `xml:"GetAccessKeyLastUsedResult>UserName"`
	Date    string   `xml:"GetAccessKeyLastUsedResult>AccessKeyLastUsed>LastUsedDate"` // absent for never
}

// at is the zero time for a key that was never used, or whose date has no form of one.
func (u usedAnswer) at() time.Time {
	at, err := time.Parse(time.RFC3339, u.Date)
	if err != nil {
		return time.Time{}
	}
	return at.UTC()
}

// used asks for the user and the last use of the key of an id. It is the vendor's exact look-up; a
// key of the account root has no user.
func (s session) used(ctx context.Context, id string) (usedAnswer, error) {
	var u usedAnswer
	_, err := s.do(ctx, routeLastUsed, transport.Object{fieldKey: id}, &u)
	return u, err
}

// Names of fields.
const (
	fieldKey    = "AccessKeyId"
	fieldUser   = "UserName"
	fieldStatus = "Status"
	fieldPolicy = "PolicyName"
)

// keys lists the keys of a user, whatever their state.
func (s session) keys(ctx context.Context, user string) ([]keyEntry, error) {
	var all []keyEntry
	fields := transport.Object{fieldUser: user, "MaxItems": pageSize}
	for range maxPages {
		var page struct {
			XMLName xml.Name   `xml:"ListAccessKeysResponse"`
			Keys    []keyEntry `xml:"ListAccessKeysResult>AccessKeyMetadata>member"`
			More    *bool      `xml:"ListAccessKeysResult>IsTruncated"`
			Marker  string     `xml:"ListAccessKeysResult>Marker"`
		}
		answer, err := s.do(ctx, routeKeys, fields, &page)
		if err != nil {
			return nil, err
		}
		if page.More == nil {
			return nil, rows.Misshapen(routeKeys, answer)
		}
		for _, k := range page.Keys {
			if !k.valid() {
				return nil, rows.Misshapen(routeKeys, answer)
			}
		}
		all = append(all, page.Keys...)
		switch {
		case !*page.More:
			return all, nil
		case page.Marker == "" || page.Marker == fields["Marker"]:
			return nil, rows.Circling(routeKeys, answer)
		}
		fields["Marker"] = page.Marker
	}
	return nil, rows.Circling(routeKeys, transport.Answer{})
}

// record makes the vocabulary's record.
func (k keyEntry) record(account string) providers.KeyRecord {
	return providers.KeyRecord{
		Kind: AccessKey, ID: providers.CleanID(k.ID), Name: providers.FromOutside(k.User), Masked: providers.FromOutside(k.ID),
		Parent: account, Created: k.Created.UTC(), Status: k.state(),
		Owner: providers.Owner{Type: "user", ID: providers.CleanID(k.User), Name: providers.FromOutside(k.User)},
	}
}

// find reads a key's entry by its record; ok is false where there is none any more.
func (s session) find(ctx context.Context, r providers.KeyRecord) (k keyEntry, ok bool, err error) {
	list, err := s.keys(ctx, r.Owner.ID)
	if _, gone := providers.RefusedWith(err, 404); gone {
		return keyEntry{}, false, nil // its user went with it
	}
	for _, one := range list {
		if one.ID == r.ID {
			return one, true, nil
		}
	}
	return keyEntry{}, false, err
}

// known refuses a record that lacks what the route needs.
func known(route string, r providers.KeyRecord) error {
	if r.Kind != AccessKey || providers.CleanID(r.ID) == "" || providers.CleanID(r.Owner.ID) == "" {
		return rows.Incomplete(route)
	}
	return nil
}

// fields names the key of a record.
func fields(r providers.KeyRecord) transport.Object {
	return transport.Object{fieldKey: r.ID, fieldUser: r.Owner.ID}
}
