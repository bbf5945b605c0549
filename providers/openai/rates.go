package openai

import (
	"context"
	"errors"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// containedRate is what every figure of a rate limit is lowered to. With one token a minute
// no call passes; zero is not used, since the vendor does not say what it means.
const containedRate = 1

// rateFields are the figures of a rate limit. Only those that a model has are sent.
var rateFields = []string{
	"max_requests_per_1_minute", "max_tokens_per_1_minute", "max_images_per_1_minute",
	"max_audio_megabytes_per_1_minute", "max_requests_per_1_day", "batch_1_day_max_input_tokens",
}

// rateLimit is one model's limit: its id and the figures present.
type rateLimit struct {
	ID      string           `json:"id"`
	Figures map[string]int64 `json:"figures"`
}

// rateAnswer is one model's limit as the vendor tells it.
type rateAnswer struct {
	Object           string `json:"object"`
	ID               string `json:"id"`
	RequestsMinute   *int64 `json:"max_requests_per_1_minute"`
	TokensMinute     *int64 `json:"max_tokens_per_1_minute"`
	ImagesMinute     *int64 `json:"max_images_per_1_minute"`
	MegabytesMinute  *int64 `json:"max_audio_megabytes_per_1_minute"`
	RequestsDay      *int64 `json:"max_requests_per_1_day"`
	BatchTokensOfDay *int64 `json:"batch_1_day_max_input_tokens"`
}

func (a rateAnswer) cursor() string { return a.ID }

func (a rateAnswer) limit() rateLimit {
	l := rateLimit{ID: a.ID, Figures: map[string]int64{}}
	for i, figure := range []*int64{a.RequestsMinute, a.TokensMinute, a.ImagesMinute, a.MegabytesMinute, a.RequestsDay, a.BatchTokensOfDay} {
		if figure != nil {
			l.Figures[rateFields[i]] = *figure
		}
	}
	return l
}

// lowered reports whether every figure is at what Contain sets.
func (l rateLimit) lowered() bool {
	for _, figure := range l.Figures {
		if figure > containedRate {
			return false
		}
	}
	return true
}

func (s session) rates(ctx context.Context, r providers.KeyRecord) ([]rateLimit, error) {
	var all []rateLimit
	err := list(ctx, s, ofProject(routeRateLimits, r), func(page []rateAnswer) error {
		for _, a := range page {
			if a.Object != "project.rate_limit" || providers.CleanID(a.ID) == "" {
				return rows.Misshapen(routeRateLimits, transport.Answer{})
			}
			all = append(all, a.limit())
		}
		return nil
	})
	return all, err
}

// offerRates keeps the figures of every model that is not as low already.
func offerRates(ctx context.Context, s session, r providers.KeyRecord) (any, providers.Reason, error) {
	all, err := s.rates(ctx, r)
	if err != nil {
		return nil, "", err
	}
	higher := []rateLimit{}
	for _, l := range all {
		if !l.lowered() {
			higher = append(higher, l)
		}
	}
	if len(higher) == 0 {
		return higher, providers.ReasonOK, nil
	}
	return higher, "", nil
}

// setRates lowers one model after the other. Each is a mutation of its own; a model that the
// vendor refuses is passed over as long as another was lowered, and whatever was changed is
// found again by ratesStand and liftRates.
func setRates(ctx context.Context, s session, r providers.KeyRecord, c providers.Containment) (providers.Receipt, error) {
	var kept []rateLimit
	if err := before(c, &kept); err != nil {
		return providers.Receipt{}, err
	}
	lower := make([]rateLimit, len(kept))
	for i, l := range kept {
		lower[i] = rateLimit{ID: l.ID, Figures: map[string]int64{}}
		for field, figure := range l.Figures {
			lower[i].Figures[field] = min(figure, containedRate)
		}
	}
	done, refused, err := s.writeRates(ctx, r, lower)
	if err == nil && done == (providers.Receipt{}) {
		err = refused
	}
	return done, err
}

// writeRates gives the last success and the last refusal; err ends it early.
func (s session) writeRates(ctx context.Context, r providers.KeyRecord, to []rateLimit) (done providers.Receipt, refused, err error) {
	for i, l := range to {
		providers.Report(ctx, LimitRate, i, len(to))
		got, err := s.writeRate(ctx, r, l)
		var call *providers.CallError
		switch {
		case err == nil:
			done = got
		case providers.IsWithheld(err), errors.As(err, &call) && call.Fate == providers.Refused:
			// A dry run shows all of them; a refused one leaves the others worth doing.
			refused = err
		default:
			return done, refused, err
		}
	}
	return done, refused, nil
}

func (s session) writeRate(ctx context.Context, r providers.KeyRecord, l rateLimit) (providers.Receipt, error) {
	body := transport.Object{}
	for field, figure := range l.Figures {
		body[field] = figure
	}
	var set rateAnswer
	answer, err := s.do(ctx, request{
		route: routeRateLimitSet, path: map[string]string{"project_id": r.Parent, "rate_limit_id": l.ID}, body: body,
	}, &set, func() bool { return set.Object == "project.rate_limit" && set.ID == l.ID })
	if err != nil {
		return providers.Receipt{}, err
	}
	return receipt(answer, l.ID), nil
}

// changed lists the kept limits that stand lowered now.
func (s session) changed(ctx context.Context, r providers.KeyRecord, c providers.Containment) ([]rateLimit, error) {
	var kept []rateLimit
	if err := before(c, &kept); err != nil {
		return nil, err
	}
	present, err := s.rates(ctx, r)
	if err != nil {
		return nil, err
	}
	low := map[string]bool{}
	for _, l := range present {
		low[l.ID] = l.lowered()
	}
	var changed []rateLimit
	for _, l := range kept {
		if low[l.ID] {
			changed = append(changed, l)
		}
	}
	return changed, nil
}

// ratesStand: the limit stands as long as one of the kept models is still lowered.
func ratesStand(ctx context.Context, s session, r providers.KeyRecord, c providers.Containment) (bool, error) {
	changed, err := s.changed(ctx, r, c)
	return len(changed) > 0, err
}

// liftRates restores the models that still stand at our figures. Where there is none, someone
// else has changed them all.
func liftRates(ctx context.Context, s session, r providers.KeyRecord, c providers.Containment) (providers.Receipt, error) {
	changed, err := s.changed(ctx, r, c)
	if err != nil {
		return providers.Receipt{}, err
	}
	if len(changed) == 0 {
		return providers.Receipt{}, providers.ErrConflict
	}
	done, refused, err := s.writeRates(ctx, r, changed)
	if err == nil {
		err = refused // one that stays lowered is not lifted
	}
	return done, err
}
