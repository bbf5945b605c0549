package anthropic

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// CheckAdmin tests the admin credential. A credential that is refused as a whole (401), or a
// vendor that cannot be reached, is an error; a missing right is not. Whether it may change a
// key cannot be tested without doing so.
func (a *Adapter) CheckAdmin(ctx context.Context) (providers.Rights, error) {
	s, err := a.open(ctx)
	if err != nil {
		return providers.Rights{}, err
	}
	var org organization
	if _, err := s.do(ctx, request{route: routeOrganization}, &org, func() bool { return org.valid() }); err != nil {
		return providers.Rights{}, err
	}
	r := providers.Rights{Org: org.Name, Unclear: []providers.Capability{providers.CanContain, providers.CanRevoke}}
	since := transport.Param{Name: parameterStart, Value: a.clock.Now().UTC().Truncate(day).Format(time.RFC3339)}
	for _, c := range []struct {
		granted []providers.Capability
		call    request
	}{
		{[]providers.Capability{providers.CanLocate, providers.CanRelate}, request{route: routeKeys, query: one}},
		{[]providers.Capability{providers.CanUsage}, request{route: routeUsage, query: append([]transport.Param{since}, one...)}},
		{[]providers.Capability{providers.CanCost}, request{route: routeCosts, query: append([]transport.Param{since}, one...)}},
		{[]providers.Capability{providers.CanAudit, providers.CanControls}, request{route: routeAudit, query: one}},
	} {
		var page json.RawMessage
		_, err := s.do(ctx, c.call, &page, func() bool { return true })
		var call *providers.CallError
		switch _, lacking := providers.RefusedWith(err, 403); {
		case err == nil:
			r.Can = append(r.Can, c.granted...)
		case lacking:
			r.Lacks = append(r.Lacks, c.granted...)
		case !errors.As(err, &call) || call.Fate == providers.NotSent || call.Status == 401 || errors.Is(err, providers.ErrUnreachable):
			return providers.Rights{}, err
		default:
			r.Unclear = append(r.Unclear, c.granted...)
		}
	}
	return r, nil
}
