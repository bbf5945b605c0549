package aws

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// identity is whose key signed a call.
type identity struct {
	XMLName xml.Name `xml:"GetCallerIdentityResponse"`
	ARN     string   `xml:"GetCallerIdentityResult>Arn"`
	Account string   `xml:"GetCallerIdentityResult>Account"`
}

func (i identity) valid() bool {
	return providers.CleanID(i.ARN) != "" && providers.CleanID(i.Account) != ""
}

// Validate asks whose the key is. The call needs no right and is answered under any denial; it
// changes nothing, but moves the key's last use.
func (a *Adapter) Validate(ctx context.Context, c providers.Credential) (providers.Verdict, error) {
	if !whole(c) {
		return providers.Verdict{}, fmt.Errorf("probe %s: %w", c.Kind, providers.ErrNotSupported)
	}
	switch c.Kind {
	case BedrockKey:
		return a.validateBedrock(ctx, c.Secret)
	case BedrockShort:
		return a.validateShort(ctx, c.Secret)
	}
	name := "POST " + TokenHost + " " + rows[routeIdentity].Op
	answer, err := a.door.Do(ctx, form(routeIdentity, c.Secret, nil, probeTimeout))
	if err != nil {
		return providers.Judged(err, a.clock.Now(), name, classify)
	}
	v := providers.Verdict{
		Life: providers.Alive, Reason: providers.ReasonOK, At: answer.At, Status: answer.Status, RequestID: answer.RequestID, Call: name,
	}
	var who identity
	if answer.DecodeXML(&who) != nil || !who.valid() {
		v.Life, v.Reason = providers.Unclear, providers.ReasonShape
		return v, nil
	}
	v.Org = providers.FromOutside(who.ARN)
	return v, nil
}

// classify is the table of known answers. Whatever stands in no row says nothing about the key:
// a signature that does not match may be due to a wrong secret beside a living id, and to our clock.
func classify(e *providers.CallError) (providers.Life, providers.Reason) {
	told := func(code string) bool {
		return e.Cause == providers.CauseStatus && e.Status == http.StatusForbidden && e.Code == code
	}
	if life, reason, told := classifyBearer(e); told {
		return life, reason
	}
	switch {
	case e.Status == http.StatusTooManyRequests, e.Cause == providers.CauseStatus && transport.Throttles(e.Code):
		return providers.Throttled, providers.ReasonRateLimit
	case e.Status >= 500:
		return providers.Unclear, providers.ReasonServerError
	case errors.Is(e, providers.ErrUnreachable):
		return providers.Unclear, providers.ReasonUnreachable
	case told("InvalidClientTokenId"):
		return providers.Dead, providers.ReasonInvalid
	case told("ExpiredToken"):
		return providers.Dead, providers.ReasonExpired
	case told("AccessDenied"):
		return providers.AliveLimited, providers.ReasonNoScope
	case told("SignatureDoesNotMatch"):
		return providers.Unclear, providers.ReasonWrongHalf
	}
	return providers.Unclear, providers.ReasonShape
}

// Decoy makes up a credential of the same form.
func (a *Adapter) Decoy(like providers.Credential) providers.Credential {
	if !whole(like) {
		return providers.Credential{Kind: like.Kind}
	}
	switch like.Kind {
	case BedrockKey:
		return providers.Credential{Kind: like.Kind, Secret: a.madeUpBedrock(like.Secret)}
	case BedrockShort:
		return providers.Credential{Kind: like.Kind, Secret: a.madeUpShort(like.Secret)}
	}
	return providers.Credential{Kind: like.Kind, Secret: madeUp(like, a.random)}
}

// Proof is the schedule for proving death.
func (a *Adapter) Proof() providers.Schedule { return providers.AssumedSchedule() }

// Shape tells whether an answer that is no success is an error of the vendor, as its XML or its
// JSON services word them, and its code and sentence.
func Shape(status int, body []byte) (string, providers.Untrusted, bool) {
	var answer struct {
		XMLName xml.Name `xml:"ErrorResponse"`
		Code    string   `xml:"Error>Code"`
		Message string   `xml:"Error>Message"`
	}
	if status >= 400 && xml.Unmarshal(body, &answer) == nil && answer.Code != "" {
		return providers.CleanID(answer.Code), providers.FromOutside(answer.Message), true
	}
	return jsonShape(status, body)
}

// jsonShape is Shape for the services that speak JSON.
func jsonShape(status int, body []byte) (string, providers.Untrusted, bool) {
	var answer struct {
		Type    string               `json:"__type"`
		Message *providers.Untrusted `json:"message"`
		Capital *providers.Untrusted `json:"Message"`
	}
	if status < 400 || json.Unmarshal(body, &answer) != nil || answer.Type == "" && answer.Message == nil && answer.Capital == nil {
		return "", providers.Untrusted{}, false
	}
	message := providers.Untrusted{}
	for _, m := range []*providers.Untrusted{answer.Message, answer.Capital} {
		if m != nil {
			message = *m
		}
	}
	return providers.CleanID(answer.Type[strings.LastIndexByte(answer.Type, '#')+1:]), message, true
}
