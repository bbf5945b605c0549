package aws

import (
	"context"

	"firebreak/providers"
)

// CheckAdmin tests the admin credential: whose it is, and whether it may read users' keys, on its
// own. Whether it may change a key cannot be tested without doing so. A credential that is refused
// as a whole is an error; a missing right is not.
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
	used, err := s.used(ctx, s.secret.Public())
	if err == nil {
		_, err = s.keys(ctx, used.User)
	}
	switch call, told := providers.RefusedWith(err, 400, 403, 404); {
	case err == nil:
		r.Can = append(r.Can, providers.CanLocate)
	case told && call.Code == "AccessDenied":
		r.Lacks = append(r.Lacks, providers.CanLocate)
	case told: // a role has a temporary key, which has no record
		r.Unclear = append(r.Unclear, providers.CanLocate)
	default:
		return providers.Rights{}, err
	}
	return r, nil
}
