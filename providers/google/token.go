package google

import (
	"context"
	"net/http"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// The two ways to an access token.
const (
	grantAssertion = "urn:ietf:params:oauth:grant-type:jwt-bearer"
	grantRefresh   = "refresh_token"
)

// grant is what a document is exchanged by. Documents that name a program to run or a service to
// ask are refused: nothing is run and nobody else is asked here.
func (d document) grant(now time.Time) (transport.Object, error) {
	switch {
	case d.Type == typeAccount && !d.Private.IsEmpty():
		signed, err := d.assertion(scopeAdmin, now)
		return transport.Object{"grant_type": grantAssertion, "assertion": signed}, err
	case d.Type == typeUser && !d.Refresh.IsEmpty():
		return transport.Object{"grant_type": grantRefresh, "client_id": d.ClientID, "client_secret": d.Client, "refresh_token": d.Refresh}, nil
	case d.Type == "":
		return nil, errDocument
	}
	return nil, errKind
}

// exchange asks for an access token.
func (a *Adapter) exchange(ctx context.Context, route string, body transport.Object, into *granted) error {
	answer, err := a.door.Do(ctx, transport.Call{Route: route, Body: body, Timeout: probeTimeout})
	if err != nil {
		return err
	}
	if answer.Decode(into) != nil || !into.valid() {
		return rows.Misshapen(route, answer)
	}
	return nil
}

// probeAccount signs in with a service account's key. The access token that comes is dropped.
func (a *Adapter) probeAccount(ctx context.Context, c providers.Credential) (providers.Verdict, error) {
	name := "POST " + rows[routeExchange].Path
	d, err := accountOf(c.Secret)
	if err != nil {
		return providers.Verdict{}, err
	}
	signed, err := d.assertion(scopeProbe, a.clock.Now())
	if err != nil {
		return providers.Verdict{}, err
	}
	answer, err := a.door.Do(ctx, transport.Call{Route: routeExchange, Body: transport.Object{"grant_type": grantAssertion, "assertion": signed}, Timeout: probeTimeout})
	if err != nil {
		return providers.Judged(err, a.clock.Now(), name, classify)
	}
	v := providers.Verdict{Life: providers.Alive, Reason: providers.ReasonOK, At: answer.At, Status: answer.Status, RequestID: answer.RequestID, Call: name, Org: providers.FromOutside(d.Project)}
	var g granted
	if answer.Decode(&g) != nil || !g.valid() {
		v.Life, v.Reason = providers.Unclear, providers.ReasonShape
	}
	return v, nil
}

// byTheClock is how the vendor's sentence ends where it is our clock that is wrong, under the same
// code as a dead key.
const byTheClock = "iat and exp"

// classifyGrant is the table of known answers to an exchange. The vendor's one word for a key that
// was deleted or disabled, or whose account was, says nothing of which.
func classifyGrant(e *providers.CallError) (providers.Life, providers.Reason, bool) {
	if e.Cause != providers.CauseStatus || e.Route != routeExchange {
		return "", "", false
	}
	switch said := strings.ToLower(e.Message.Line(500)); {
	case e.Code == "invalid_grant" && strings.Contains(said, byTheClock):
		return providers.Unclear, providers.ReasonShape, true
	case e.Code == "invalid_grant" && e.Status == http.StatusBadRequest:
		return providers.Dead, providers.ReasonInvalid, true
	}
	return "", "", false
}

// sameAs refuses an admin credential that is the leaked key: by its id, whatever form it is in.
func sameAs(admin providers.Secret, keyID string) error {
	if d, ok := documentOf(admin); ok && keyID != "" && d.KeyID == keyID {
		return providers.ErrSameKey
	}
	return nil
}
