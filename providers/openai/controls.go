package openai

import (
	"context"
	"errors"
	"fmt"
	"time"

	"firebreak/providers"
)

// The protective settings that Controls reads.
const (
	ControlOrgSpend  = "org-spend-limit"
	ControlSpend     = "spend-limit"
	ControlRate      = "rate-limit"
	ControlAddresses = "ip-allowlist"
	ControlExpiry    = "key-expiry"
	ControlAuditLog  = "audit-log"
)

// Controls reads the settings. One that may not be read is said to be unreadable; only an
// answer that never came is an error.
func (a *Adapter) Controls(ctx context.Context, r providers.KeyRecord) ([]providers.Control, error) {
	s, err := a.open(ctx)
	if err != nil {
		return nil, err
	}
	readings := []func(context.Context, providers.KeyRecord) (providers.Control, error){
		s.orgSpendControl, s.addressControl, s.auditControl, s.keyExpiry, s.rotation,
	}
	if r.Kind != AdminKey {
		readings = append(readings, s.spendControl, s.rateControl)
	}
	var all []providers.Control
	for _, read := range readings {
		c, err := read(ctx, r)
		var call *providers.CallError
		if errors.As(err, &call) && call.Fate == providers.Refused {
			c.State, err = providers.ControlUnreadable, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read control %s: %w", c.ID, err)
		}
		all = append(all, c)
	}
	return all, nil
}

// present turns a yes or no into a state.
func (s session) orgSpendControl(ctx context.Context, _ providers.KeyRecord) (providers.Control, error) {
	found, err := s.spendOf(ctx, request{route: routeOrgSpend}, "organization.spend_limit")
	return spendState(ControlOrgSpend, found), err
}

func (s session) spendControl(ctx context.Context, r providers.KeyRecord) (providers.Control, error) {
	found, err := s.projectSpend(ctx, r)
	return spendState(ControlSpend, found), err
}

func spendState(id string, found *spendLimit) providers.Control {
	c := providers.Control{ID: id, State: providers.Switched(found != nil), Where: pageSettings}
	if found != nil {
		c.Detail = providers.FromOutside(fmt.Sprintf("%d.%02d %s per %s", found.Cents/100, found.Cents%100, found.Currency, found.Interval))
	}
	return c
}

// rateControl: whether the figures are the vendor's defaults is not told.
func (s session) rateControl(ctx context.Context, r providers.KeyRecord) (providers.Control, error) {
	all, err := s.rates(ctx, r)
	c := providers.Control{ID: ControlRate, State: providers.Switched(len(all) > 0), Where: pageSettings}
	var most int64
	for _, l := range all {
		most = max(most, l.Figures[rateFields[0]])
	}
	if len(all) > 0 {
		c.Detail = providers.FromOutside(fmt.Sprintf("%d models, up to %d requests per minute", len(all), most))
	}
	return c, err
}

// addressControl: the allow-list itself cannot be read. The audit log tells the last time that
// it was switched; without such an act it may have been on from before logging began.
func (s session) addressControl(ctx context.Context, _ providers.KeyRecord) (providers.Control, error) {
	c := providers.Control{ID: ControlAddresses, State: providers.ControlUnreadable, Where: pageSettings}
	var last time.Time
	query := named(parameterEvents, "ip_allowlist.config.activated", "ip_allowlist.config.deactivated")
	err := s.audit(ctx, query, func(page []providers.AuditEntry) error {
		for _, e := range page {
			if e.At.After(last) {
				last, c.State = e.At, providers.Switched(e.Type == "ip_allowlist.config.activated")
			}
		}
		return nil
	})
	return c, err
}

// auditControl: a log that holds anything is on. One that says it is not enabled is off; an
// empty one tells nothing.
func (s session) auditControl(ctx context.Context, _ providers.KeyRecord) (providers.Control, error) {
	c := providers.Control{ID: ControlAuditLog, State: providers.ControlUnreadable, Where: pageSettings}
	holds, err := s.auditHolds(ctx)
	if call, refused := providers.RefusedWith(err, 400, 403, 404); refused && mentions(call.Message, "not enabled", "not been enabled", "not activated") {
		c.State, c.Detail = providers.ControlAbsent, call.Message
		return c, nil
	}
	if err == nil && holds {
		c.State = providers.ControlPresent
	}
	return c, err
}

func (s session) keyExpiry(_ context.Context, r providers.KeyRecord) (providers.Control, error) {
	c := providers.Control{ID: ControlExpiry, State: providers.Switched(!r.Expires.IsZero()), Where: keyPage(r.Kind)}
	if !r.Expires.IsZero() {
		c.Detail = providers.FromOutside("expires " + r.Expires.Format(time.DateOnly))
	}
	return c, nil
}

func (s session) rotation(_ context.Context, r providers.KeyRecord) (providers.Control, error) {
	return r.RotationControl(s.clock.Now(), keyPage(r.Kind)), nil
}
