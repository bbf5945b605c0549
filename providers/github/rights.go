package github

import (
	"context"
	"errors"
	"time"

	"firebreak/providers"
)

// CheckAdmin tests the admin credential, which is for reading alone: a token is revoked without
// one. One that is refused as a whole, or a vendor that cannot be reached, is an error; a missing
// right is not.
func (a *Adapter) CheckAdmin(ctx context.Context) (providers.Rights, error) {
	admin, all, err := a.overseen(ctx, providers.KeyRecord{})
	switch {
	case errors.Is(err, errNoOrganisation):
		return providers.Rights{Lacks: []providers.Capability{providers.CanAudit, providers.CanControls}}, nil
	case err != nil:
		return providers.Rights{}, err
	}
	organisations := organisationsOf(all)
	r := providers.Rights{Org: providers.FromOutside(organisations[0]), Can: []providers.Capability{providers.CanControls}}
	now := a.clock.Now()
	for _, org := range organisations {
		err := a.log(ctx, admin, org, admin.Secret.Digest(), now.Add(-time.Minute), now, func([]providers.AuditEntry) bool { return false })
		if err == nil || errors.Is(err, errStopped) {
			r.Can = append(r.Can, providers.CanAudit)
			r.Org = providers.FromOutside(org)
			return r, nil
		}
		if _, told := providers.RefusedWith(err, 403, 404); !told || errors.Is(err, providers.ErrRateLimited) {
			r.Unclear = append(r.Unclear, providers.CanAudit)
			return r, ctx.Err()
		}
	}
	r.Lacks = append(r.Lacks, providers.CanAudit)
	return r, nil
}
