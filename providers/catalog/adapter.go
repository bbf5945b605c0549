package catalog

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// Tunables; vendors document none of them.
const (
	readTimeout = 15 * time.Second
	callTimeout = 30 * time.Second // a mutation cut off early is an outcome unknown
)

// Adapter works on the keys of one vendor. It is safe for concurrent use. There is no admin
// credential: whatever is asked, is asked with the key itself, which is not kept.
type Adapter struct {
	of     *Vendor
	door   *transport.Door
	clock  providers.Clock
	rows   transport.Rows
	random io.Reader // what made-up keys are drawn from
}

var _ interface {
	providers.Validator
	providers.Locator
	providers.ValueRevoker
	providers.ControlReader
	providers.Console
	providers.Matrix
} = (*Adapter)(nil)

// New makes an adapter over a door that was opened with the vendor's Routes and Shape.
func New(of *Vendor, door *transport.Door, clock providers.Clock) *Adapter {
	return &Adapter{of: of, door: door, clock: clock, rows: transport.RowsOf(of.Routes()), random: rand.Reader}
}

// Repeat draws made-up keys from r instead of the system's randomness, so that a drill is the same
// every time. It is called before the first probe.
func (a *Adapter) Repeat(r io.Reader) { a.random = r }

// send makes one call with the key. An answer of another status, of another form, or one that is
// an error under the status of a success, is a *providers.CallError.
func (a *Adapter) send(ctx context.Context, route string, c Call, key providers.Credential, limit time.Duration) (transport.Answer, tree, error) {
	call, err := a.call(route, c, key)
	if err != nil {
		return transport.Answer{}, tree{}, err
	}
	call.Timeout = limit
	answer, err := a.door.Do(ctx, call)
	if err != nil {
		return answer, tree{}, err
	}
	var body tree
	if answer.Status != c.Status || !a.of.succeeds(c, answer, &body) {
		return answer, tree{}, a.rows.Misshapen(route, answer)
	}
	return answer, body, nil
}

// succeeds reports whether an answer of the right status says what a success does, and reads it.
func (v *Vendor) succeeds(c Call, answer transport.Answer, body *tree) bool {
	switch err := answer.Decode(body); {
	case c.Status == http.StatusNoContent:
		return true
	case err != nil:
		return c.Bare
	case c.Shows != "":
		return body.text(c.Shows) != ""
	}
	_, _, failed := v.Error.in(*body)
	return !failed
}

// call seats the key. Of an address the path holds both ends, and the last alone is the secret.
func (a *Adapter) call(route string, c Call, key providers.Credential) (transport.Call, error) {
	kind := a.of.kind(key.Kind)
	if kind == nil {
		return transport.Call{}, fmt.Errorf("%s: %w", key.Kind, providers.ErrNotSupported)
	}
	call, secret := transport.Call{Route: route}, key.Secret
	if kind.Address != "" {
		apart := key.Secret.Behind(kind.Address)
		id := apart.Public()
		if id == "" {
			return transport.Call{}, a.rows.Incomplete(route)
		}
		call.Path, secret = map[string]string{"id": id}, apart.Part(1)
	}
	switch a.of.Key.In {
	case Bearer:
		call.Auth = transport.Bearer(secret)
	case Header:
		call.Auth = transport.Header(a.of.Key.Name, secret)
	case Basic:
		call.Auth = transport.Basic(a.of.Key.Name, secret)
	case Path:
		call.Auth = transport.InPath("key", secret)
	}
	if c.Form != "" {
		call.Body = transport.Object{c.Form: secret}
	}
	return call, nil
}

// Validate makes the vendor's probe.
func (a *Adapter) Validate(ctx context.Context, key providers.Credential) (providers.Verdict, error) {
	v, _, err := a.probe(ctx, key)
	return v, err
}

// probe also gives the answer of a key that lives.
func (a *Adapter) probe(ctx context.Context, key providers.Credential) (providers.Verdict, tree, error) {
	name := a.of.Probe.Method + " " + a.of.Probe.Path
	answer, body, err := a.send(ctx, a.of.routeProbe(), a.of.Probe, key, readTimeout)
	if err != nil {
		v, err := providers.Judged(err, a.clock.Now(), name, a.of.judge)
		return v, tree{}, err
	}
	v := providers.Verdict{Life: providers.Alive, Reason: providers.ReasonOK, At: answer.At, Status: answer.Status, RequestID: answer.RequestID, Call: name}
	v.Org = providers.FromOutside(body.text(a.of.Probe.Tells[Org]))
	return v, body, nil
}

// Decoy makes up a key of the same form.
func (a *Adapter) Decoy(like providers.Credential) providers.Credential {
	kind := a.of.kind(like.Kind)
	if kind == nil {
		return providers.Credential{Kind: like.Kind}
	}
	keep := kind.Lead
	if kind.Address != "" {
		keep = "/"
	}
	return providers.Credential{Kind: like.Kind, Secret: providers.MadeUpLike(a.random, like.Secret, keep)}
}

// Proof is the schedule for proving death.
func (a *Adapter) Proof() providers.Schedule {
	if a.of.Proof.Window > 0 {
		return a.of.Proof
	}
	return providers.AssumedSchedule()
}

// EndsByValue holds for kinds of which it is confirmed that the vendor's call ends them.
func (a *Adapter) EndsByValue(id providers.Kind) bool {
	kind := a.of.kind(id)
	return kind != nil && kind.Ends.Confirmed && a.of.End.isSet()
}

// RevokeValue lets the key end itself. A refusal that says what a dead key's does is marked with
// providers.ErrNotFound: the key had ended before.
func (a *Adapter) RevokeValue(ctx context.Context, key providers.Credential) (providers.Receipt, error) {
	if !a.EndsByValue(key.Kind) {
		return providers.Receipt{}, fmt.Errorf("revoke %s: %w", key.Kind, providers.ErrNotSupported)
	}
	answer, _, err := a.send(ctx, a.of.routeEnd(), a.of.End, key, callTimeout)
	if err != nil {
		return providers.Receipt{}, a.of.marked(err)
	}
	return providers.Receipt{At: answer.At, Status: answer.Status, RequestID: answer.RequestID}, nil
}
