package anthropic

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

// Validate lists one model with the key, or asks an admin key for its organisation. Both are
// free and read-only.
func (a *Adapter) Validate(ctx context.Context, c providers.Credential) (providers.Verdict, error) {
	v, _, err := a.probe(ctx, c)
	return v, err
}

// probe also tells the workspace that the vendor names in its answer, "" for none.
func (a *Adapter) probe(ctx context.Context, c providers.Credential) (providers.Verdict, string, error) {
	if prefixes[c.Kind] == "" {
		return providers.Verdict{}, "", fmt.Errorf("probe %s: %w", c.Kind, providers.ErrNotSupported)
	}
	call := transport.Call{Route: routeModels, Query: one, Auth: auth(c.Secret), Timeout: probeTimeout}
	if c.Kind == AdminKey {
		call.Route, call.Query = routeOrganization, nil
	}
	name := "GET " + rows[call.Route].Path
	answer, err := a.door.Do(ctx, call)
	if err != nil {
		v, err := providers.Judged(err, a.clock.Now(), name, classify)
		return v, "", err
	}
	v := providers.Verdict{
		Life: providers.Alive, Reason: providers.ReasonOK, At: answer.At, Status: answer.Status,
		RequestID: answer.RequestID, Call: name, Org: providers.FromOutside(answer.Header(headerOrganization)),
	}
	var list struct {
		Data []json.RawMessage `json:"data"`
	}
	var org organization
	if c.Kind == AdminKey {
		if answer.Decode(&org) != nil || !org.valid() {
			v.Life, v.Reason = providers.Unclear, providers.ReasonShape
		}
		v.Org = org.Name
	} else if answer.Decode(&list) != nil || list.Data == nil {
		v.Life, v.Reason = providers.Unclear, providers.ReasonShape
	}
	return v, providers.CleanID(answer.Header(headerWorkspace)), nil
}

// organization is the answer about the admin key's own organisation.
type organization struct {
	Type string              `json:"type"`
	ID   string              `json:"id"`
	Name providers.Untrusted `json:"name"`
}

func (o organization) valid() bool { return o.Type == "organization" && providers.CleanID(o.ID) != "" }

// codeSpent is told under 429 where no waiting helps.
const codeSpent = "enforced_spend_limit_reached"

// classify is the table of known answers. Whatever stands in no row says nothing about the key.
func classify(e *providers.CallError) (providers.Life, providers.Reason) {
	told := func(status int, code string) bool {
		return e.Cause == providers.CauseStatus && e.Status == status && e.Code == code
	}
	switch {
	case told(http.StatusTooManyRequests, codeSpent), told(http.StatusPaymentRequired, "billing_error"),
		told(http.StatusBadRequest, "invalid_request_error") && strings.Contains(strings.ToLower(e.Message.Line(500)), "spend limit"):
		return providers.AliveLimited, providers.ReasonNoQuota
	case e.Status == http.StatusTooManyRequests:
		return providers.Throttled, providers.ReasonRateLimit
	case e.Status >= 500:
		return providers.Unclear, providers.ReasonServerError
	case errors.Is(e, providers.ErrUnreachable):
		return providers.Unclear, providers.ReasonUnreachable
	case told(http.StatusUnauthorized, "authentication_error"):
		return providers.Dead, providers.ReasonInvalid
	case told(http.StatusForbidden, "permission_error"):
		return providers.AliveLimited, providers.ReasonNoScope
	}
	return providers.Unclear, providers.ReasonShape
}

// Decoy makes up a key of the same kind.
func (a *Adapter) Decoy(like providers.Credential) providers.Credential {
	if prefixes[like.Kind] == "" {
		return providers.Credential{Kind: like.Kind}
	}
	return providers.Credential{Kind: like.Kind, Secret: madeUp(like.Kind, a.random)}
}

// Proof is the schedule for proving death.
func (a *Adapter) Proof() providers.Schedule { return providers.AssumedSchedule() }

// Shape tells whether an answer that is no success is an error object of the vendor, and its
// type and sentence. The finer code of the details stands for the type where no waiting helps.
func Shape(status int, body []byte) (string, providers.Untrusted, bool) {
	var answer struct {
		Type  string `json:"type"`
		Error *struct {
			Type    string  `json:"type"`
			Message *string `json:"message"`
			Details *struct {
				Code string `json:"error_code"`
			} `json:"details"`
		} `json:"error"`
	}
	if status < 400 || json.Unmarshal(body, &answer) != nil || answer.Type != "error" || answer.Error == nil ||
		answer.Error.Type == "" || answer.Error.Message == nil {
		return "", providers.Untrusted{}, false
	}
	code := answer.Error.Type
	if d := answer.Error.Details; d != nil && d.Code == codeSpent {
		code = d.Code
	}
	return providers.CleanID(code), providers.FromOutside(*answer.Error.Message), true
}
