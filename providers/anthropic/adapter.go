// Package anthropic is the adapter for Anthropic: API keys and admin keys.
//
// Rules of the house: every call is a row of routes.go and leaves through the door. An answer
// counts only in the API's own form; what is not known is said to be unclear, never guessed.
// Text of the vendor becomes Untrusted, its identifiers pass CleanID. The admin credential is
// asked for at each operation and not kept; the leaked key is never kept.
//
// A key is never deleted here: it is made inactive, which is taken back exactly, or archived,
// and its record stays. The API makes no keys, does not list admin keys, counts no requests and
// knows no money per key.
//
// Facts: the vendor's Admin, Usage and Cost, and Compliance API references of 2026-08-22, and
// its clients for TypeScript 1.12.0 and Go 1.84.0. What the vendor does not document is marked
// as our assumption.
package anthropic

import (
	"context"
	"crypto/rand"
	"io"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

const (
	// Host is the vendor's own host, as routes name it.
	Host = "api.anthropic.com"
	// Base is the address that the routes' paths are appended to.
	Base = "https://api.anthropic.com/v1"
)

// Tunables; the vendor documents none of them.
const (
	probeTimeout = 15 * time.Second
	callTimeout  = 30 * time.Second // reports can be slow, and a mutation cut off early is an outcome unknown
)

// Adapter talks to one Anthropic organisation. It is safe for concurrent use.
type Adapter struct {
	door  *transport.Door
	clock providers.Clock
	admin func(context.Context) (providers.Secret, error)
	// random is what made-up keys are drawn from.
	random io.Reader
}

// Repeat draws made-up keys from r instead of the system's randomness, so that a drill is the
// same every time. It is called before the first probe.
func (a *Adapter) Repeat(r io.Reader) { a.random = r }

var _ interface {
	providers.Validator
	providers.Locator
	providers.MaskLocator
	providers.Revoker
	providers.Container
	providers.UsageReader
	providers.CostReader
	providers.WholeCostReader
	providers.AuditReader
	providers.Relater
	providers.ControlReader
	providers.Console
	providers.AdminChecker
	providers.Matrix
} = (*Adapter)(nil)

// New makes an adapter over a door that was opened with Routes and Shape. admin gives the
// admin credential, or providers.ErrNoAdmin.
func New(door *transport.Door, clock providers.Clock, admin func(context.Context) (providers.Secret, error)) *Adapter {
	return &Adapter{door: door, clock: clock, admin: admin, random: rand.Reader}
}

// session is one operation under the admin credential.
type session struct {
	*Adapter
	secret providers.Secret
}

func (a *Adapter) open(ctx context.Context) (session, error) {
	secret, err := providers.AskAdmin(ctx, "anthropic", a.admin)
	return session{Adapter: a, secret: secret}, err
}

// request is what a call adds to its route. id is that of the key which the path names.
type request struct {
	route string
	id    string
	query []transport.Param
	body  any
}

// do makes the call and decodes the answer into the given value. valid tells whether that is
// the object that was asked for.
func (s session) do(ctx context.Context, r request, into any, valid func() bool) (transport.Answer, error) {
	call := transport.Call{Route: r.route, Query: r.query, Body: r.body, Auth: auth(s.secret), Timeout: callTimeout}
	if r.id != "" {
		call.Path = map[string]string{parameterKey: r.id}
	}
	answer, err := s.door.Do(ctx, call)
	if err != nil {
		return answer, err
	}
	if answer.Decode(into) != nil || !valid() {
		return answer, rows.Misshapen(r.route, answer)
	}
	return answer, nil
}

func auth(s providers.Secret) transport.Auth { return transport.Header("x-api-key", s) }
