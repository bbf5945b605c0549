package aws

import (
	"context"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// The protective settings that Controls tells of, besides the age of the key.
const (
	ControlExpiry    = "key-expiry"
	ControlAddresses = "ip-allowlist"
	ControlTrail     = "audit-log"
	ControlBudget    = "budget"
)

// mostTrails is how many trails are asked whether they log: our choice, most accounts have one.
const mostTrails = 5

// Controls tells what protects a user's key: never an end by itself, and its age; whether the account
// keeps a trail of all Regions, and has a budget. Whether a policy binds the key to addresses is not
// read: it may stand in any of several.
func (a *Adapter) Controls(ctx context.Context, r providers.KeyRecord) ([]providers.Control, error) {
	s, err := a.open(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	list := []providers.Control{
		{ID: ControlExpiry, State: providers.Switched(!r.Expires.IsZero()), Where: pageUsers},
		{ID: ControlAddresses, State: providers.ControlUnreadable, Where: pageUsers},
		r.RotationControl(a.clock.Now(), pageUsers),
	}
	for _, c := range []struct {
		providers.Control
		read func(context.Context, providers.KeyRecord) (bool, error)
	}{{providers.Control{ID: ControlTrail, Where: pageTrails}, s.trails}, {providers.Control{ID: ControlBudget, Where: pageBudgets}, s.budgets}} {
		on, err := c.read(ctx, r)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if c.State = providers.Switched(on); err != nil {
			c.State = providers.ControlUnreadable
		}
		list = append(list, c.Control)
	}
	return list, nil
}

// object makes the call of a route that takes a JSON object and decodes the answer.
func (s session) object(ctx context.Context, route, region string, body transport.Object, into any) error {
	answer, err := s.ask(ctx, transport.Call{Route: route, Region: region, Body: body, Auth: transport.SigV4(s.secret, services[rows[route].Host], region), Timeout: callTimeout})
	if err == nil && answer.Decode(into) != nil {
		err = rows.Misshapen(route, answer)
	}
	return err
}

// trails reports whether a trail of all Regions logs: the event history alone forgets after 90 days,
// and holds no reading or writing of data.
func (s session) trails(ctx context.Context, _ providers.KeyRecord) (bool, error) {
	var found struct {
		List *[]struct {
			ARN  string `json:"TrailARN"`
			Home string `json:"HomeRegion"`
			All  bool   `json:"IsMultiRegionTrail"`
		} `json:"trailList"`
	}
	err := s.object(ctx, routeTrails, globalRegion, transport.Object{"includeShadowTrails": true}, &found)
	if err == nil && found.List == nil {
		err = rows.Misshapen(routeTrails, transport.Answer{})
	}
	if err != nil {
		return false, err
	}
	for i, t := range *found.List {
		if !t.All || i >= mostTrails {
			continue
		}
		var status struct {
			Logs *bool `json:"IsLogging"`
		}
		err := s.object(ctx, routeTrailStatus, t.Home, transport.Object{"Name": t.ARN}, &status)
		if err == nil && status.Logs == nil {
			err = rows.Misshapen(routeTrailStatus, transport.Answer{})
		}
		if err != nil || *status.Logs {
			return err == nil, err
		}
	}
	return false, nil
}

// budgets reports whether the account has a budget, which warns and stops nothing by itself.
func (s session) budgets(ctx context.Context, r providers.KeyRecord) (bool, error) {
	var found struct {
		List *[]struct{} `json:"Budgets"` // left out where there is none
	}
	err := s.object(ctx, routeBudgets, globalRegion, transport.Object{"AccountId": r.Parent, "MaxResults": 1}, &found)
	return found.List != nil && len(*found.List) > 0, err
}
