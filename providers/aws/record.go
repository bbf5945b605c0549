package aws

import (
	"cmp"
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

	kind    providers.Kind // "": an access key
	alias   string         // of a Bedrock key
	expires time.Time
}

func (k keyEntry) valid() bool { return providers.CleanID(k.ID) != "" && k.Status != "" }

// state is what the record says of its key.
func (k keyEntry) state() providers.KeyStatus {
	switch k.Status {
	case statusActive:
		return providers.Active
	case statusInactive:
		return providers.Inactive
	case statusExpired:
		return providers.Ended
	}
	return providers.StatusUnclear
}

const (
	statusActive   = "Active"
	statusInactive = "Inactive"
	statusExpired  = "Expired"
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
	fieldKey      = "AccessKeyId"
	fieldUser     = "UserName"
	fieldRole     = "RoleName"
	fieldStatus   = "Status"
	fieldPolicy   = "PolicyName"
	fieldSpecific = "ServiceSpecificCredentialId"
)

// pages walks a list to its end. read takes one page, and tells whether there are more and where.
func (s session) pages(ctx context.Context, route string, fields transport.Object, read func(transport.Answer) (more *bool, marker string, err error)) error {
	for range maxPages {
		answer, err := s.ask(ctx, form(route, s.secret, fields, callTimeout))
		if err != nil {
			return err
		}
		more, marker, err := read(answer)
		switch {
		case err != nil || more == nil:
			return rows.Misshapen(route, answer)
		case !*more:
			return nil
		case marker == "" || marker == fields["Marker"]:
			return rows.Circling(route, answer)
		}
		fields["Marker"] = marker
	}
	return rows.Circling(route, transport.Answer{})
}

// keys lists the access keys of a user, whatever their state.
func (s session) keys(ctx context.Context, user string) ([]keyEntry, error) {
	var all []keyEntry
	err := s.pages(ctx, routeKeys, transport.Object{fieldUser: user, "MaxItems": pageSize}, func(answer transport.Answer) (*bool, string, error) {
		var page struct {
			XMLName xml.Name   `xml:"ListAccessKeysResponse"`
			Keys    []keyEntry `xml:"ListAccessKeysResult>AccessKeyMetadata>member"`
			More    *bool      `xml:"ListAccessKeysResult>IsTruncated"`
			Marker  string     `xml:"ListAccessKeysResult>Marker"`
		}
		err := answer.DecodeXML(&page)
		all = append(all, page.Keys...)
		for _, k := range page.Keys {
			if !k.valid() {
				return nil, "", nil
			}
		}
		return page.More, page.Marker, err
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// keysLike lists the keys of the record's user that are of its kind.
func (s session) keysLike(ctx context.Context, r providers.KeyRecord) ([]keyEntry, error) {
	if r.Kind == BedrockKey {
		return s.specific(ctx, r.Owner.ID)
	}
	return s.keys(ctx, r.Owner.ID)
}

// record makes the vocabulary's record.
func (k keyEntry) record(account string) providers.KeyRecord {
	return providers.KeyRecord{
		Kind: cmp.Or(k.kind, AccessKey), Expires: k.expires, ID: providers.CleanID(k.ID), Name: providers.FromOutside(k.User), Masked: providers.FromOutside(cmp.Or(k.alias, k.ID)),
		Parent: account, Created: k.Created.UTC(), Status: k.state(),
		Owner: providers.Owner{Type: ownerUser, ID: providers.CleanID(k.User), Name: providers.FromOutside(k.User)},
	}
}

// find reads a key's entry by its record; ok is false where there is none any more.
func (s session) find(ctx context.Context, r providers.KeyRecord) (k keyEntry, ok bool, err error) {
	list, err := s.keysLike(ctx, r)
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
	if callsOf[r.Kind].field == "" || providers.CleanID(r.ID) == "" || providers.CleanID(r.Owner.ID) == "" {
		return rows.Incomplete(route)
	}
	return nil
}

// fields names the key of a record.
func fields(r providers.KeyRecord) transport.Object {
	return transport.Object{callsOf[r.Kind].field: r.ID, fieldUser: r.Owner.ID}
}
