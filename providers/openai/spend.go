package openai

import (
	"context"
	"net/http"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// containedCents is the hard limit that stops a project: one US dollar a month, in cents. It bites
// once the month's spend is above it; how fast is not documented.
const containedCents = 100

// spendLimit is the part of a hard spend limit that is set and restored.
type spendLimit struct {
	Cents    int64  `json:"threshold_amount"`
	Currency string `json:"currency"`
	Interval string `json:"interval"`
}

func (l spendLimit) body() transport.Object {
	return transport.Object{"threshold_amount": l.Cents, "currency": l.Currency, "interval": l.Interval}
}

// spendAnswer is the limit as the vendor tells it.
type spendAnswer struct {
	Object string `json:"object"`
	spendLimit
}

const objectSpend = "project.spend_limit"

func (a *spendAnswer) sound(object string) bool {
	return a.Object == object && a.Cents > 0 && providers.CleanID(a.Currency) != "" && providers.CleanID(a.Interval) != ""
}

// spendOf reads a hard limit; nil means that there is none.
func (s session) spendOf(ctx context.Context, r request, object string) (*spendLimit, error) {
	var found spendAnswer
	_, err := s.do(ctx, r, &found, func() bool { return found.sound(object) })
	if _, none := providers.RefusedWith(err, http.StatusNotFound); none {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &found.spendLimit, nil
}

func (s session) projectSpend(ctx context.Context, r providers.KeyRecord) (*spendLimit, error) {
	return s.spendOf(ctx, ofProject(routeSpend, r), objectSpend)
}

func ofProject(route string, r providers.KeyRecord) request {
	return request{route: route, path: map[string]string{"project_id": r.Parent}}
}

// offerSpend keeps the limit found, null for none. One that is as low already is not raised.
func offerSpend(ctx context.Context, s session, r providers.KeyRecord) (any, providers.Reason, error) {
	found, err := s.projectSpend(ctx, r)
	if err == nil && found != nil && found.Cents <= containedCents {
		return found, providers.ReasonOK, nil
	}
	return found, "", err
}

func setSpend(ctx context.Context, s session, r providers.KeyRecord, c providers.Containment) (providers.Receipt, error) {
	var old *spendLimit
	if err := before(c, &old); err != nil {
		return providers.Receipt{}, err
	}
	route := routeSpendReplace
	if old == nil {
		route = routeSpendCreate
	}
	return s.writeSpend(ctx, route, r, spendLimit{Cents: containedCents, Currency: "USD", Interval: "month"})
}

func (s session) writeSpend(ctx context.Context, route string, r providers.KeyRecord, l spendLimit) (providers.Receipt, error) {
	call := ofProject(route, r)
	call.body = l.body()
	var set spendAnswer
	answer, err := s.do(ctx, call, &set, func() bool { return set.sound(objectSpend) && set.spendLimit == l })
	if err != nil {
		return providers.Receipt{}, err
	}
	return receipt(answer, r.Parent), nil
}

func spendStands(ctx context.Context, s session, r providers.KeyRecord, _ providers.Containment) (bool, error) {
	found, err := s.projectSpend(ctx, r)
	return err == nil && found != nil && found.Cents <= containedCents, err
}

func liftSpend(ctx context.Context, s session, r providers.KeyRecord, c providers.Containment) (providers.Receipt, error) {
	var old *spendLimit
	if err := before(c, &old); err != nil {
		return providers.Receipt{}, err
	}
	found, err := s.projectSpend(ctx, r)
	if err != nil {
		return providers.Receipt{}, err
	}
	if found == nil || found.Cents != containedCents {
		return providers.Receipt{}, providers.ErrConflict
	}
	if old != nil {
		return s.writeSpend(ctx, routeSpendReplace, r, *old)
	}
	var gone deleted
	answer, err := s.do(ctx, ofProject(routeSpendDelete, r), &gone, func() bool {
		return gone.Object == objectSpend+".deleted" && gone.Deleted
	})
	if err != nil {
		return providers.Receipt{}, err
	}
	return receipt(answer, r.Parent), nil
}
