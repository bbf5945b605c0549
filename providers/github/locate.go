package github

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"firebreak/providers"
)

// searchedAccounts is what a search counts, in Match.Searched.
const searchedAccounts = "accounts"

// Locate asks the vendor about the value itself: the answer is the owner's, and makes the match
// exact. There is no record at the vendor but this; its id is the hash by which the audit log
// names the token.
func (a *Adapter) Locate(ctx context.Context, c providers.Credential) (providers.Match, error) {
	v, h, err := a.probe(ctx, c)
	if err != nil {
		return providers.Match{}, err
	}
	switch v.Life {
	case providers.Alive, providers.Dead:
	case providers.AliveLimited:
		return providers.Match{}, fmt.Errorf("locate %s: %w", c.Kind, providers.ErrNotPermitted)
	case providers.Throttled:
		return providers.Match{}, fmt.Errorf("locate %s: %w", c.Kind, providers.ErrRateLimited)
	default:
		return providers.Match{}, fmt.Errorf("locate %s: %w", c.Kind, providers.ErrUnreachable)
	}
	m := providers.Match{Searched: []providers.Counted{{What: searchedAccounts, N: 1}}, Org: v.Org}
	if id := c.Secret.Digest(); v.Life == providers.Alive && id != "" {
		m.Candidates, m.Strength = []providers.KeyRecord{h.record(c, id)}, providers.Exact
	}
	return m, nil
}

// record makes the vocabulary's record. The vendor tells neither name nor creation nor last use.
func (h holder) record(c providers.Credential, id string) providers.KeyRecord {
	r := providers.KeyRecord{
		Kind: c.Kind, ID: id, Parent: h.Login, ParentName: providers.FromOutside(h.Login), Status: providers.Active,
		Owner: providers.Owner{Type: "user", Name: providers.FromOutside(h.Login), Mail: h.Mail},
	}
	if h.ID > 0 {
		r.Owner.ID = strconv.FormatInt(h.ID, 10)
	}
	if ofApp(c.Kind) {
		r.Owner.Type = "installation"
	}
	if last := c.Secret.Last4(); last != "" {
		r.Masked = providers.FromOutside("..." + last)
	}
	for _, form := range []string{"2006-01-02 15:04:05 MST", "2006-01-02 15:04:05 -0700"} {
		if t, err := time.Parse(form, h.ends); err == nil {
			r.Expires = t.UTC()
		}
	}
	return r
}
