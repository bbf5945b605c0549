package github

import (
	"context"
	"fmt"
	"net/http"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// EndsByValue holds for every kind: no call asks for a record.
func (a *Adapter) EndsByValue(kind providers.Kind) bool { return forms[kind] != nil }

// RevokeValue hands the token in at the call that anyone may make, whose answer comes before the
// token is dead. An installation token, which that call does not take, ends itself.
func (a *Adapter) RevokeValue(ctx context.Context, c providers.Credential) (providers.Receipt, error) {
	call := transport.Call{Route: routeRevoke, Body: transport.Object{"credentials": []any{c.Secret}}, Timeout: callTimeout}
	status := http.StatusAccepted
	switch {
	case forms[c.Kind] == nil:
		return providers.Receipt{}, fmt.Errorf("revoke %s: %w", c.Kind, providers.ErrNotSupported)
	case ofApp(c.Kind):
		call = transport.Call{Route: routeEnd, Auth: transport.Bearer(c.Secret), Timeout: callTimeout}
		status = http.StatusNoContent
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
