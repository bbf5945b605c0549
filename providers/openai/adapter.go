// Package openai is the adapter for OpenAI: user, project, service-account and admin keys.
//
// Rules of the house: every call is a row of routes.go and leaves through the door. An answer
// counts only in the API's own form; what is not known is said to be unclear, never guessed.
// Text of the vendor becomes Untrusted, its identifiers pass CleanID. The admin credential is
// asked for at each operation and not kept; the leaked key is never kept.
//
// Facts: OpenAI's administration reference and OpenAPI document of 2026-08-21 with the later
// fields of its Go client 3.96.0. What the vendor does not document is marked as our assumption.
package openai

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
	Host = "api.openai.com"
	// Base is the address that the routes' paths are appended to.
	Base = "https://api.openai.com/v1"
)

// Tunables; the vendor documents none of them.
const (
	probeTimeout = 15 * time.Second // the list of models comes in well under a second
	readTimeout  = 30 * time.Second // usage pages can be slow
	writeTimeout = 30 * time.Second // a mutation cut off early is an outcome unknown
)

// Adapter talks to one OpenAI organisation. It is safe for concurrent use.
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
	providers.LastUseReader
	providers.OwnerRevoker
	providers.Container
	providers.UsageReader
	providers.CostReader
	providers.AuditReader
	providers.Issuer
	providers.Scoper
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
	secret, err := providers.AskAdmin(ctx, "openai", a.admin)
	return session{Adapter: a, secret: secret}, err
}

// request is what a call adds to its route. Path values are checked here.
type request struct {
	route string
	path  map[string]string
	query []transport.Param
	body  any
}

// do makes the call and decodes the answer into the given value. valid, where given, tells
// whether the decoded answer is the object that was asked for.
func (s session) do(ctx context.Context, r request, into any, valid func() bool) (transport.Answer, error) {
	for _, id := range r.path {
		if providers.CleanID(id) == "" {
			return transport.Answer{}, rows.Incomplete(r.route)
		}
	}
	timeout := readTimeout
	if rows[r.route].Effect == providers.Mutate {
		timeout = writeTimeout
	}
	answer, err := s.door.Do(ctx, transport.Call{
		Route: r.route, Path: r.path, Query: r.query, Body: r.body,
		Auth: transport.Bearer(s.secret), Timeout: timeout,
	})
	if err != nil {
		return answer, err
	}
	if answer.Decode(into) != nil || valid != nil && !valid() {
		return answer, rows.Misshapen(r.route, answer)
	}
	return answer, nil
}

func receipt(answer transport.Answer, id string) providers.Receipt {
	return providers.Receipt{At: answer.At, Status: answer.Status, RequestID: answer.RequestID, ID: id}
}
