package aws

import (
	"context"
	"errors"
	"strings"
	"time"

	"firebreak/providers"
)

// CheckAdmin tests the admin credential with reads: whose it is, whether it may read users' keys, on
// its own, the event history, and what the account cost yesterday, which takes 0.01 USD. Whether it may change a key cannot be tested without doing so. A
// credential that is refused as a whole is an error; a missing right is not.
func (a *Adapter) CheckAdmin(ctx context.Context) (providers.Rights, error) {
	s, err := a.open(ctx, "")
	if err != nil {
		return providers.Rights{}, err
	}
	who, err := s.whoami(ctx)
	if err != nil {
		return providers.Rights{}, err
	}
	r := providers.Rights{Org: providers.FromOutside(who.ARN), Unclear: []providers.Capability{providers.CanContain, providers.CanRevoke, providers.CanReplace}}
	for _, c := range []struct {
		granted []providers.Capability
		read    func(context.Context) error
	}{
		{[]providers.Capability{providers.CanLocate, providers.CanRelate}, func(ctx context.Context) error { return s.tryKeys(ctx, principalOf(who.ARN)) }},
		{[]providers.Capability{providers.CanUsage, providers.CanAudit}, s.tryTrail},
		{[]providers.Capability{providers.CanCost}, s.tryCost},
	} {
		err := c.read(ctx)
		switch call, told := providers.RefusedWith(err, 400, 403, 404); {
		case errors.Is(err, errNoKeys):
			r.Unclear = append(r.Unclear, c.granted...)
		case err == nil:
			r.Can = append(r.Can, c.granted...)
		case told && (call.Code == "AccessDenied" || call.Code == "AccessDeniedException" || call.Code == "UnauthorizedOperation"):
			r.Lacks = append(r.Lacks, c.granted...)
		case told:
			r.Unclear = append(r.Unclear, c.granted...)
		default:
			return providers.Rights{}, err
		}
	}
	return r, nil
}

// errNoKeys: who is asked has no keys of its own to be read.
var errNoKeys = errors.New("a role has no keys")

// tryKeys reads the admin credential's own record, and lists the keys of its user.
func (s session) tryKeys(ctx context.Context, who principal) error {
	if who.kind != ownerUser {
		return errNoKeys
	}
	if id := s.secret.Public(); strings.HasPrefix(id, leads[AccessKey].lead) {
		if _, err := s.used(ctx, id); err != nil {
			return err
		}
	}
	_, err := s.keys(ctx, who.name)
	return err
}

// tryTrail lists the Regions, and asks one of them for what the admin credential did just now.
func (s session) tryTrail(ctx context.Context) error {
	if _, err := s.regions(ctx); err != nil {
		return err
	}
	now := s.clock.Now()
	return s.lookup(ctx, globalRegion, s.secret.Public(), now.Add(-time.Minute), now, brief).err
}

// tryCost reads one day.
func (s session) tryCost(ctx context.Context) error {
	now := s.clock.Now()
	_, _, err := s.costs(ctx, costBody(providers.UsageQuery{From: now.Add(-24 * time.Hour), To: now}))
	return err
}
