package github

import (
	"context"
	"fmt"
	"net/http"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// EndsByValue holds for every kind that a call ends: none asks for a record.
func (a *Adapter) EndsByValue(kind providers.Kind) bool { return forms[kind] != nil && kind != Legacy }

// RevokeValue hands the token in at the call that anyone may make, whose answer comes before the
// token is dead. An installation token, which that call does not take, ends itself; one of the OAuth
// app that is configured, by the token's own word, is ended by the app, at once.
func (a *Adapter) RevokeValue(ctx context.Context, c providers.Credential) (providers.Receipt, error) {
	call := transport.Call{Route: routeRevoke, Body: transport.Object{"credentials": []any{c.Secret}}, Timeout: callTimeout}
	status := http.StatusAccepted
	switch {
	case !a.EndsByValue(c.Kind):
		return providers.Receipt{}, fmt.Errorf("revoke %s: %w", c.Kind, providers.ErrNotSupported)
	case ofApp(c.Kind):
		call = transport.Call{Route: routeEnd, Auth: transport.Bearer(c.Secret), Timeout: callTimeout}
		status = http.StatusNoContent
	case c.Kind == OAuth && a.app.client != "":
		_, h, err := a.probe(ctx, c)
		if err != nil {
			return providers.Receipt{}, err
		}
		if h.client == a.app.client {
			call = transport.Call{Route: routeByApp, Path: map[string]string{"client_id": a.app.client}, Body: transport.Object{"access_token": c.Secret},
				Auth: transport.Basic(a.app.client, a.app.secret), Timeout: callTimeout}
			status = http.StatusNoContent
		}
	}
	answer, err := a.door.Do(ctx, call)
	if err != nil {
		return providers.Receipt{}, limited(err)
	}
	if answer.Status != status {
		return providers.Receipt{}, rows.Misshapen(call.Route, answer)
	}
	return providers.Receipt{At: answer.At, Status: answer.Status, RequestID: answer.RequestID, Pending: status == http.StatusAccepted}, nil
}
