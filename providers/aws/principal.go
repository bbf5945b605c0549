package aws

import (
	"context"
	"errors"
	"strings"
	"time"

	"firebreak/providers"
)

// What a session's key acts as: a user, or a role. Nothing of IAM's is denied to others by their
// name, such as federated users and the account's root.
const (
	ownerUser = "user"
	ownerRole = "role"
)

// sessionKept is how long a session lives at most, as the vendor documents.
const sessionKept = 36 * time.Hour

// principal is a user or a role.
type principal struct{ kind, name string }

// principalOf reads the resource name of an identity; the zero value where it is neither.
func principalOf(arn string) principal {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 {
		return principal{}
	}
	path := strings.Split(parts[5], "/")
	switch last := providers.CleanID(path[len(path)-1]); {
	case len(path) >= 2 && path[0] == "user":
		return principal{ownerUser, last}
	case len(path) == 3 && path[0] == "assumed-role":
		return principal{ownerRole, providers.CleanID(path[1])}
	}
	return principal{}
}

// isRoot reports whether an identity is the root of its account.
func (i identity) isRoot() bool { return strings.HasSuffix(i.ARN, ":root") }

// locateSession makes up the record of a session's key, which the vendor keeps none of: whose it
// is, the key itself tells while it works, else the event history.
func (s session) locateSession(ctx context.Context, c providers.Credential, account string) (providers.Match, error) {
	m := providers.Match{Searched: []providers.Counted{{What: searchedKeys, N: 1}}, Org: providers.FromOutside(account)}
	r := providers.KeyRecord{Kind: c.Kind, ID: c.Secret.Public(), Parent: account, Status: providers.Active}
	var who principal
	var err error
	if c.Kind == BedrockShort {
		short := shortOf(c.Secret)
		r.ID, r.Expires = short.id, short.expires
		who, err = s.actor(ctx, r.ID, short.region, globalRegion)
	} else {
		who, err = s.ownPrincipal(ctx, c.Secret, account)
	}
	if err != nil || who.name == "" || providers.CleanID(r.ID) == "" {
		return m, err
	}
	r.Name, r.Masked = providers.FromOutside(who.name), providers.FromOutside(r.ID)
	r.Owner = providers.Owner{Type: who.kind, ID: who.name, Name: r.Name}
	m.Candidates, m.Strength = []providers.KeyRecord{r}, providers.Exact
	return m, nil
}

// ownPrincipal asks with the key itself, and the event history of the global Region where it is
// refused. A key of another account is nobody's here.
func (s session) ownPrincipal(ctx context.Context, key providers.Secret, account string) (principal, error) {
	who, err := s.asked(ctx, key)
	switch {
	case errors.Is(err, providers.ErrNotPermitted), err != nil && refusedAsDead(err):
		return s.actor(ctx, key.Public(), globalRegion)
	case err != nil:
		return principal{}, err
	case who.Account != account:
		return principal{}, nil
	case who.isRoot():
		return principal{}, providers.ErrRootOwned
	}
	return principalOf(who.ARN), nil
}

// asked is whose key it is, by its own word.
func (s session) asked(ctx context.Context, key providers.Secret) (who identity, err error) {
	answer, err := s.door.Do(ctx, form(routeIdentity, key, nil, probeTimeout))
	if err == nil && (answer.DecodeXML(&who) != nil || !who.valid()) {
		err = rows.Misshapen(routeIdentity, answer)
	}
	return who, err
}

func refusedAsDead(err error) bool {
	call, told := providers.RefusedWith(err, 403)
	return told && (call.Code == "ExpiredToken" || call.Code == "InvalidClientTokenId")
}

// actor looks for who acted with a session's key, in the latest events of some Regions.
func (s session) actor(ctx context.Context, id string, regions ...string) (principal, error) {
	now := s.clock.Now()
	for _, region := range regions {
		if region == "" {
			continue
		}
		page, err := s.page(ctx, region, lookupOf(id, now.Add(-sessionKept), now))
		if err != nil {
			return principal{}, err
		}
		for _, e := range *page.Events {
			if p := principalOf(e.document().Identity.ARN); p.name != "" {
				return p, nil
			}
		}
	}
	return principal{}, nil
}
