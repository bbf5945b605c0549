package openai

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// Validate probes with the least call that the kind may make: the list of models, or one admin
// key for an admin key, which cannot call model endpoints. Both are free and read-only.
func (a *Adapter) Validate(ctx context.Context, c providers.Credential) (providers.Verdict, error) {
	if _, known := formOf(c.Kind); !known {
		return providers.Verdict{}, fmt.Errorf("probe %s: %w", c.Kind, providers.ErrNotSupported)
	}
	call := transport.Call{Route: routeModels, Auth: transport.Bearer(c.Secret), Timeout: probeTimeout}
	name := "GET /models"
	if c.Kind == AdminKey {
		call.Route, name = routeAdminKeyProbe, "GET /organization/admin_api_keys"
		call.Query = []transport.Param{{Name: parameterLimit, Value: "1"}}
	}
	answer, err := a.door.Do(ctx, call)
	if err != nil {
		return providers.Judged(err, a.clock.Now(), name, func(e *providers.CallError) (providers.Life, providers.Reason) { return classify(e, c.Kind) })
	}
	v := providers.Verdict{
		Life: providers.Alive, Reason: providers.ReasonOK, At: answer.At, Status: answer.Status,
		RequestID: answer.RequestID, Call: name, Org: providers.FromOutside(answer.Header(headerOrganization)),
	}
	var list struct {
		Object string            `json:"object"`
		Data   []json.RawMessage `json:"data"`
	}
	if answer.Decode(&list) != nil || list.Object != "list" || list.Data == nil {
		v.Life, v.Reason = providers.Unclear, providers.ReasonShape
	}
	return v, nil
}

// classify is the table of known answers. Whatever stands in no row says nothing about the key.
func classify(e *providers.CallError, kind providers.Kind) (providers.Life, providers.Reason) {
	says := func(words ...string) bool { return mentions(e.Message, words...) }
	switch {
	case e.Status == http.StatusTooManyRequests:
		if e.Cause == providers.CauseStatus && noMoney[e.Code] {
			return providers.AliveLimited, providers.ReasonNoQuota
		}
		return providers.Throttled, providers.ReasonRateLimit
	case e.Status >= 500:
		return providers.Unclear, providers.ReasonServerError
	case errors.Is(e, providers.ErrUnreachable):
		return providers.Unclear, providers.ReasonUnreachable
	case e.Cause != providers.CauseStatus:
		return providers.Unclear, providers.ReasonShape
	case e.Status == http.StatusForbidden && (e.Code == "unsupported_country_region_territory" || says("country, region, or territory")):
		return providers.Unclear, providers.ReasonRegion
	case e.Status == http.StatusForbidden && kind == AdminKey:
		return providers.AliveLimited, providers.ReasonNoScope
	case (e.Status == http.StatusForbidden || e.Status == http.StatusUnauthorized) && (e.Code == "missing_scope" || says("missing scopes", "insufficient permissions")):
		return providers.AliveLimited, providers.ReasonNoScope
	case e.Status != http.StatusUnauthorized:
		return providers.Unclear, providers.ReasonShape
	case says("member of an organization"):
		return providers.AliveLimited, providers.ReasonNotMember
	case e.Code == "ip_not_authorized" || says("ip not authorized", "ip is not authorized", "ip address is not authorized"):
		return providers.AliveLimited, providers.ReasonAddress
	case e.Code == "invalid_api_key":
		return providers.Dead, providers.ReasonInvalid
	}
	return providers.Unclear, providers.ReasonShape
}

// noMoney holds the codes of a key that is real and has nothing left to spend.
var noMoney = map[string]bool{
	"insufficient_quota":         true,
	"credit_balance_exhausted":   true,
	"billing_hard_limit_reached": true,
	"billing_not_active":         true,
}

// mentions reports whether the vendor's sentence holds one of the lower-case phrases.
func mentions(message providers.Untrusted, phrases ...string) bool {
	text := strings.ToLower(message.Line(500))
	for _, p := range phrases {
		if strings.Contains(text, p) {
			return true
		}
	}
	return false
}

// Decoy makes up a key of the same kind.
func (a *Adapter) Decoy(like providers.Credential) providers.Credential {
	f, known := formOf(like.Kind)
	if !known {
		return providers.Credential{Kind: like.Kind}
	}
	return providers.Credential{Kind: like.Kind, Secret: f.random(a.random)}
}

// Proof is the schedule for proving death.
func (a *Adapter) Proof() providers.Schedule { return providers.AssumedSchedule() }

// Shape tells whether an answer that is no success is an error object of the vendor, and its
// code and sentence. A code that is missing is filled from the type for spent credit only,
// where the vendor tells it by either.
func Shape(status int, body []byte) (string, providers.Untrusted, bool) {
	var answer struct {
		Error *struct {
			Message *string `json:"message"`
			Type    *string `json:"type"`
			Code    any     `json:"code"`
		} `json:"error"`
	}
	if status < 400 || json.Unmarshal(body, &answer) != nil || answer.Error == nil ||
		answer.Error.Message == nil || answer.Error.Type == nil {
		return "", providers.Untrusted{}, false
	}
	code, _ := answer.Error.Code.(string)
	code = providers.CleanID(code)
	if code == "" && *answer.Error.Type == "insufficient_quota" {
		code = *answer.Error.Type
	}
	return code, providers.FromOutside(*answer.Error.Message), true
}
