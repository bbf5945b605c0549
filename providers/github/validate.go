package github

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

// Validate asks who the token acts for, which is free and read-only. A refresh token cannot be
// asked about: using it would end it.
func (a *Adapter) Validate(ctx context.Context, c providers.Credential) (providers.Verdict, error) {
	v, _, err := a.probe(ctx, c)
	return v, err
}

// holder is whom a token acts for, as the answer to a probe tells it.
type holder struct {
	ID     int64               `json:"id"`
	Login  string              `json:"login"`
	Type   string              `json:"type"` // User, Bot or Organization
	Mail   providers.Untrusted `json:"email"`
	scopes string              // as told; of classic and OAuth tokens only
	ends   string              // as told
	client string              // of the OAuth app
}

// probe also tells the holder, whose login is empty where the answer does not.
func (a *Adapter) probe(ctx context.Context, c providers.Credential) (providers.Verdict, holder, error) {
	if forms[c.Kind] == nil || c.Kind == Refresh {
		return providers.Verdict{}, holder{}, fmt.Errorf("probe %s: %w", c.Kind, providers.ErrNotSupported)
	}
	call := transport.Call{Route: routeUser, Auth: transport.Bearer(c.Secret), Timeout: probeTimeout}
	if ofApp(c.Kind) {
		call.Route, call.Query = routeInstallation, []transport.Param{{Name: parameterSize, Value: "1"}}
	}
	name := "GET " + rows[call.Route].Path
	answer, err := a.door.Do(ctx, call)
	if err != nil {
		v, err := providers.Judged(err, a.clock.Now(), name, classify)
		return v, holder{}, err
	}
	v := providers.Verdict{Life: providers.Alive, Reason: providers.ReasonOK, At: answer.At, Status: answer.Status, RequestID: answer.RequestID, Call: name}
	h, ok := read(answer, ofApp(c.Kind))
	if !ok {
		v.Life, v.Reason = providers.Unclear, providers.ReasonShape
	}
	if h.Type == "Organization" {
		v.Org = providers.FromOutside(h.Login)
	}
	return v, h, nil
}

// read takes the holder out of an answer. An installation that reaches no repository names nobody.
func read(answer transport.Answer, app bool) (h holder, ok bool) {
	if app {
		var list struct {
			Repositories []struct {
				Owner holder `json:"owner"`
			} `json:"repositories"`
		}
		ok = answer.Decode(&list) == nil && list.Repositories != nil
		if len(list.Repositories) > 0 {
			h = list.Repositories[0].Owner
		}
	} else {
		ok = answer.Decode(&h) == nil && h.ID > 0 && providers.CleanID(h.Login) != ""
	}
	h.Login = providers.CleanID(h.Login)
	h.scopes, h.ends, h.client = answer.Header(headerScopes), answer.Header(headerExpires), answer.Header(headerClient)
	return h, ok
}

// classify is the table of known answers, which GitHub tells apart by its sentences alone.
// Whatever stands in no row says nothing about the token.
func classify(e *providers.CallError) (providers.Life, providers.Reason) {
	said := strings.ToLower(e.Message.Line(500))
	told := func(status int, parts ...string) bool {
		if e.Cause != providers.CauseStatus || e.Status != status {
			return false
		}
		for _, part := range parts {
			if strings.Contains(said, part) {
				return true
			}
		}
		return false
	}
	switch {
	case e.Status == http.StatusTooManyRequests, told(http.StatusForbidden, "rate limit", "abuse detection", "login attempts"):
		return providers.Throttled, providers.ReasonRateLimit
	case e.Status >= 500:
		return providers.Unclear, providers.ReasonServerError
	case errors.Is(e, providers.ErrUnreachable):
		return providers.Unclear, providers.ReasonUnreachable
	case told(http.StatusUnauthorized, "bad credentials"):
		return providers.Dead, providers.ReasonInvalid
	case told(http.StatusForbidden, "ip allow list"):
		return providers.AliveLimited, providers.ReasonAddress
	case told(http.StatusForbidden, "not accessible by", "saml"):
		return providers.AliveLimited, providers.ReasonNoScope
	}
	return providers.Unclear, providers.ReasonShape
}

// limited marks a refusal that is for the moment only: the vendor gives it under the status of one
// that is for good.
func limited(err error) error {
	var call *providers.CallError
	if !errors.As(err, &call) || call.Err != nil || call.Status != http.StatusForbidden {
		return err
	}
	if life, _ := classify(call); life != providers.Throttled {
		return err
	}
	marked := *call
	marked.Err = providers.ErrRateLimited
	return &marked
}

// Decoy makes up a token of the same kind.
func (a *Adapter) Decoy(like providers.Credential) providers.Credential {
	if forms[like.Kind] == nil {
		return providers.Credential{Kind: like.Kind}
	}
	return providers.Credential{Kind: like.Kind, Secret: madeUp(like.Kind, a.random)}
}

// Proof is the schedule for proving death.
func (a *Adapter) Proof() providers.Schedule { return providers.AssumedSchedule() }

// Shape tells whether an answer that is no success is an error object of the vendor, and its
// sentence. There are no codes.
func Shape(status int, body []byte) (string, providers.Untrusted, bool) {
	var answer struct {
		Message *string `json:"message"`
		Page    *string `json:"documentation_url"`
	}
	if status < 400 || json.Unmarshal(body, &answer) != nil || answer.Message == nil || answer.Page == nil {
		return "", providers.Untrusted{}, false
	}
	return "", providers.FromOutside(*answer.Message), true
}
