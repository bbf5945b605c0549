package aws

import (
	"context"
	"fmt"
	"time"

	"firebreak/providers"
)

// searchedKeys is what a search counts, in Match.Searched.
const searchedKeys = "keys"

// Locate asks for the key's user by its id, and for its entry among that user's keys: one exact
// look-up. A key of another account has no record here, and providers.ErrRootOwned answers for that of
// the account's root. A session's key is located by whose it is, for its limits.
func (a *Adapter) Locate(ctx context.Context, c providers.Credential) (providers.Match, error) {
	if leads[c.Kind].lead == "" {
		return providers.Match{}, fmt.Errorf("locate %s: %w", c.Kind, providers.ErrNotSupported)
	}
	id := c.Secret.Public()
	if c.Kind == BedrockShort {
		id = shortOf(c.Secret).id
	}
	s, err := a.open(ctx, id)
	if err != nil {
		return providers.Match{}, err
	}
	who, err := s.whoami(ctx)
	if err != nil {
		return providers.Match{}, err
	}
	switch c.Kind {
	case BedrockKey:
		return s.locateBedrock(ctx, c.Secret, who.Account)
	case TemporaryKey, BedrockShort:
		return s.locateSession(ctx, c, who.Account)
	}
	m, err := s.locate(ctx, id, who.Account)
	if err == nil && len(m.Candidates) == 0 {
		err = s.rootOnly(ctx, c.Secret, who.Account)
	}
	return m, err
}

// locate finds an access key by its id.
func (s session) locate(ctx context.Context, id, account string) (providers.Match, error) {
	m := providers.Match{Searched: []providers.Counted{{What: searchedKeys, N: 1}}, Org: providers.FromOutside(account)}
	used, err := s.used(ctx, id)
	if _, none := providers.RefusedWith(err, 404); none || err == nil && used.User == "" {
		return m, nil
	}
	if err != nil {
		return providers.Match{}, err
	}
	list, err := s.keys(ctx, used.User)
	if err != nil {
		return providers.Match{}, err
	}
	for _, k := range list {
		if k.ID == id {
			r := k.record(account)
			r.LastUsed = used.at()
			m.Candidates, m.Strength = []providers.KeyRecord{r}, providers.Exact
		}
	}
	return m, nil
}

// rootOnly answers for a key that is no user's: providers.ErrRootOwned where it says itself that it
// is the root's of this account, nil where it does not, or is refused.
func (s session) rootOnly(ctx context.Context, key providers.Secret, account string) error {
	who, err := s.asked(ctx, key)
	if _, refused := providers.RefusedWith(err, 400, 403); refused {
		return nil
	}
	if err == nil && who.isRoot() && who.Account == account {
		err = providers.ErrRootOwned
	}
	return err
}

// whoami is the admin credential's own identity.
func (s session) whoami(ctx context.Context) (identity, error) {
	var who identity
	answer, err := s.do(ctx, routeWhose, nil, &who)
	if err == nil && !who.valid() {
		err = rows.Misshapen(routeWhose, answer)
	}
	return who, err
}

// LastUsed reads when the key was last used, by whomever and for whichever service.
func (a *Adapter) LastUsed(ctx context.Context, r providers.KeyRecord) (time.Time, error) {
	if r.Kind != AccessKey {
		return time.Time{}, fmt.Errorf("last use of %s: %w", r.Kind, providers.ErrNotSupported)
	}
	s, err := a.open(ctx, r.ID)
	if err != nil {
		return time.Time{}, err
	}
	used, err := s.used(ctx, r.ID)
	return used.at(), err
}
