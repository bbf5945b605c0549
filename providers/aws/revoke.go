package aws

import (
	"context"
	"encoding/xml"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// Revoke deletes the key: one call, and final.
func (a *Adapter) Revoke(ctx context.Context, r providers.KeyRecord) (providers.Receipt, error) {
	if err := known(routeDelete, r); err != nil {
		return providers.Receipt{}, err
	}
	s, err := a.open(ctx, r.ID)
	if err != nil {
		return providers.Receipt{}, err
	}
	return s.change(ctx, callsOf[r.Kind].remove, r, fields(r))
}

// change makes one mutation whose answer says no more than that it was done.
func (s session) change(ctx context.Context, route string, r providers.KeyRecord, fields transport.Object) (providers.Receipt, error) {
	var done struct {
		XMLName xml.Name
		Request string `xml:"ResponseMetadata>RequestId"`
	}
	answer, err := s.do(ctx, route, fields, &done)
	if err == nil && done.XMLName.Local != rows[route].Op+"Response" {
		err = rows.Misshapen(route, answer)
	}
	if err != nil {
		return providers.Receipt{}, err
	}
	return providers.Receipt{At: answer.At, Status: answer.Status, RequestID: answer.RequestID, ID: r.ID}, nil
}

// Present reads the record among those of its user. Of a session's key there is none to be read: it
// lasts for its time.
func (a *Adapter) Present(ctx context.Context, r providers.KeyRecord) (providers.KeyStatus, error) {
	s, err := a.open(ctx, r.ID)
	if err != nil {
		return providers.StatusUnclear, err
	}
	if callsOf[r.Kind].field == "" {
		return s.sessionState(r), nil
	}
	k, ok, err := s.find(ctx, r)
	switch {
	case err != nil:
		return providers.StatusUnclear, err
	case !ok:
		return providers.Gone, nil
	}
	return k.state(), nil
}
