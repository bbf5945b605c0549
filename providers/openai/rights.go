package openai

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// check is a read-only call that needs the right behind a capability.
type check struct {
	capability providers.Capability
	call       func(now time.Time) request
}

// checks stand for what can be tested without changing anything. Whether a credential may
// delete, limit or create cannot: it may be read-only.
var checks = []check{
	{providers.CanLocate, func(time.Time) request { return request{route: routeProjects, query: one} }},
	{providers.CanUsage, func(now time.Time) request {
		return request{route: families[0].route(), query: recent(now, "1h")}
	}},
	{providers.CanCost, func(now time.Time) request { return request{route: routeCosts, query: recent(now, "1d")} }},
	{providers.CanAudit, func(time.Time) request { return request{route: routeAudit, query: one} }},
	{providers.CanControls, func(time.Time) request { return request{route: routeOrgSpend} }},
}

var one = []transport.Param{{Name: parameterLimit, Value: "1"}}

func recent(now time.Time, width string) []transport.Param {
	return append([]transport.Param{
		{Name: parameterStart, Value: strconv.FormatInt(now.Add(-day).Unix(), 10)},
		{Name: parameterWidth, Value: width},
	}, one...)
}

// CheckAdmin tests the admin credential. A credential that is refused as a whole (401), or a
// vendor that cannot be reached, is an error; a missing right is not.
func (a *Adapter) CheckAdmin(ctx context.Context) (providers.Rights, error) {
	s, err := a.open(ctx)
	if err != nil {
		return providers.Rights{}, err
	}
	rights := providers.Rights{
		Unclear: []providers.Capability{providers.CanContain, providers.CanRevoke, providers.CanReplace},
	}
	for _, c := range checks {
		call := c.call(s.clock.Now())
		var page json.RawMessage
		answer, err := s.do(ctx, call, &page, nil)
		granted := []providers.Capability{c.capability}
		if c.capability == providers.CanLocate {
			granted = append(granted, providers.CanRelate)
			rights.Org = providers.FromOutside(answer.Header(headerOrganization))
		}
		switch told, fatal := verdictOn(err, c.capability); {
		case fatal:
			return providers.Rights{}, err
		case told == allowed:
			rights.Can = append(rights.Can, granted...)
		case told == lacking:
			rights.Lacks = append(rights.Lacks, granted...)
		default:
			rights.Unclear = append(rights.Unclear, granted...)
		}
	}
	return rights, nil
}

type told int

const (
	unclear told = iota
	allowed
	lacking
)

// verdictOn reads one check's answer. 404 on a spend limit means that there is none to read.
func verdictOn(err error, c providers.Capability) (what told, fatal bool) {
	if err == nil {
		return allowed, false
	}
	if _, dead := providers.RefusedWith(err, 401); dead {
		return unclear, true
	}
	if _, refused := providers.RefusedWith(err, 403); refused {
		return lacking, false
	}
	if _, none := providers.RefusedWith(err, 404); none && c == providers.CanControls {
		return allowed, false
	}
	var call *providers.CallError
	if !errors.As(err, &call) || call.Fate == providers.NotSent || errors.Is(err, providers.ErrUnreachable) {
		return unclear, true
	}
	return unclear, false
}
