package google

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// Validate lists one Gemini model with the key, which is free. A key that may not call Gemini is
// told from a dead one: the vendor refuses that with 403 and says why.
func (a *Adapter) Validate(ctx context.Context, c providers.Credential) (providers.Verdict, error) {
	if c.Kind == AccountKey {
		return a.probeAccount(ctx, c)
	}
	if !isAPIKey(c.Kind) {
		return providers.Verdict{}, fmt.Errorf("probe %s: %w", c.Kind, providers.ErrNotSupported)
	}
	name := "GET " + rows[routeModels].Path
	answer, err := a.door.Do(ctx, transport.Call{
		Route: routeModels, Query: []transport.Param{{Name: parameterSize, Value: "1"}},
		Auth: transport.Header(headerKey, c.Secret), Timeout: probeTimeout,
	})
	if err != nil {
		return providers.Judged(err, a.clock.Now(), name, classify)
	}
	v := providers.Verdict{
		Life: providers.Alive, Reason: providers.ReasonOK, At: answer.At, Status: answer.Status, RequestID: answer.RequestID, Call: name,
	}
	var list struct {
		Models []json.RawMessage `json:"models"`
	}
	if answer.Decode(&list) != nil || list.Models == nil {
		v.Life, v.Reason = providers.Unclear, providers.ReasonShape
	}
	return v, nil
}

// refusals are the vendor's words, under 403, for a key that works and is refused here. A 403 in
// other words is one too: keys that do not exist are refused with 400.
var refusals = map[string]providers.Reason{
	"API_KEY_SERVICE_BLOCKED":       providers.ReasonNoScope,
	"API_KEY_HTTP_REFERRER_BLOCKED": providers.ReasonAddress,
	"API_KEY_IP_ADDRESS_BLOCKED":    providers.ReasonAddress,
	"API_KEY_ANDROID_APP_BLOCKED":   providers.ReasonAddress,
	"API_KEY_IOS_APP_BLOCKED":       providers.ReasonAddress,
	"SERVICE_DISABLED":              providers.ReasonAPIOff,
	"CONSUMER_SUSPENDED":            providers.ReasonSuspended,
	"BILLING_DISABLED":              providers.ReasonNoQuota,
}

// reported is how the vendor's sentence goes on where it blocked a key that it found in the open;
// it gives no reason of its own. The record lives on.
const reported = "reported as leaked"

// classify is the table of known answers. Whatever stands in no row says nothing about the key.
func classify(e *providers.CallError) (providers.Life, providers.Reason) {
	told := func(status int, code string) bool {
		return e.Cause == providers.CauseStatus && e.Status == status && e.Code == code
	}
	if life, why, known := classifyGrant(e); known {
		return life, why
	}
	switch {
	case told(http.StatusTooManyRequests, codeExhausted):
		return providers.AliveLimited, providers.ReasonNoQuota
	case e.Status == http.StatusTooManyRequests:
		return providers.Throttled, providers.ReasonRateLimit
	case e.Status >= 500:
		return providers.Unclear, providers.ReasonServerError
	case errors.Is(e, providers.ErrUnreachable):
		return providers.Unclear, providers.ReasonUnreachable
	case told(http.StatusBadRequest, "API_KEY_INVALID"):
		return providers.Dead, providers.ReasonInvalid
	case e.Cause == providers.CauseStatus && e.Status == http.StatusForbidden && e.Route == routeModels:
		if strings.Contains(strings.ToLower(e.Message.Line(500)), reported) {
			return providers.AliveLimited, providers.ReasonReported
		}
		if why, known := refusals[e.Code]; known {
			return providers.AliveLimited, why
		}
		return providers.AliveLimited, providers.ReasonNoScope
	}
	return providers.Unclear, providers.ReasonShape
}

// Decoy makes up a key of the same kind.
func (a *Adapter) Decoy(like providers.Credential) providers.Credential {
	if like.Kind == AccountKey {
		return providers.Credential{Kind: like.Kind, Secret: a.decoyDocument(like.Secret)}
	}
	if !isAPIKey(like.Kind) {
		return providers.Credential{Kind: like.Kind}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return providers.Credential{Kind: like.Kind, Secret: madeUp(like.Kind, a.random)}
}

// Proof is the schedule for proving death. Deleted API keys were measured to go on working for 8
// to 23 minutes, accepted and refused by turns as servers learn of it (a study published in May
// 2026); the vendor speaks of a few minutes. The window is longer than any of that.
func (a *Adapter) Proof() providers.Schedule {
	s := providers.Schedule{
		Window: 30 * time.Minute, Poll: 5 * time.Second, Deadline: 2 * time.Hour,
		Offsets: []time.Duration{0, 2 * time.Second, 6 * time.Second, 15 * time.Second, 30 * time.Second, time.Minute},
		Looks:   []time.Duration{10 * time.Minute, time.Hour},
		Source:  "a published measurement of May 2026: deleted keys work for 8 to 23 minutes",
	}
	for at := 2 * time.Minute; at <= s.Window; at += time.Minute {
		s.Offsets = append(s.Offsets, at)
	}
	return s
}
