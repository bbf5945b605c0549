// Package google is the adapter for Google Cloud: API keys, also those bound to a service account
// (which AI Studio makes for Gemini), and service-account keys.
//
// Rules of the house: every call is a row of routes.go and leaves through the door. An answer
// counts only in the API's own form; what is not known is said to be unclear, never guessed.
// Text of the vendor becomes Untrusted, its identifiers pass CleanID. The admin credential is
// asked for at each operation; what is kept of it is an access token, for minutes. The leaked key
// is never kept, and never serves as the admin credential.
//
// An API key is looked up by its value, which that call carries in its query string: it goes there
// as a second credential of the call and comes back in no error and no record. A deleted API key
// can be brought back for 30 days; a service-account key is disabled first, which is taken back
// exactly. Changes are long-running operations that are followed to their end.
//
// Facts: the vendor's discovery documents (apikeys v2 of 2026-08-18, iam v1 of 2026-10-23,
// monitoring v3, logging v2) and its documentation of 2026-11-23; of the APIs about a project's
// settings the reference pages alone. What is not documented is marked
// as our assumption.
package google

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"io"
	"sync"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// The vendor's own hosts, as routes name them.
const (
	HostKeys    = "apikeys.googleapis.com"
	HostGemini  = "generativelanguage.googleapis.com"
	HostIAM     = "iam.googleapis.com"
	HostToken   = "oauth2.googleapis.com"
	HostMetrics = "monitoring.googleapis.com"
	HostLogs    = "logging.googleapis.com"
	// These tell of settings of a project.
	HostUsage    = "serviceusage.googleapis.com"
	HostBilling  = "cloudbilling.googleapis.com"
	HostBudgets  = "billingbudgets.googleapis.com"
	HostPolicies = "orgpolicy.googleapis.com"
	HostProjects = "cloudresourcemanager.googleapis.com"
)

// Bases gives each host's address; the routes' paths are appended to it.
func Bases() map[string]string {
	bases := map[string]string{}
	for _, host := range []string{HostKeys, HostGemini, HostIAM, HostToken, HostMetrics, HostLogs, HostUsage, HostBilling, HostBudgets, HostPolicies, HostProjects} {
		bases[host] = "https://" + host
	}
	return bases
}

// Tunables; the vendor documents none of them.
const (
	probeTimeout = 15 * time.Second
	callTimeout  = 30 * time.Second // reports can be slow, and a mutation cut off early is an outcome unknown
)

// Adapter talks to one administrator's projects. It is safe for concurrent use.
type Adapter struct {
	door  *transport.Door
	clock providers.Clock
	admin func(context.Context) (providers.Secret, error)
	home  string // project of whoever runs this, "" where none is set

	mu     sync.Mutex
	random io.Reader       // what made-up keys are drawn from
	pair   *rsa.PrivateKey // of made-up service-account keys
	token  token           // of the admin's, for minutes
}

// Repeat draws made-up keys from r instead of the system's randomness, so that a drill is the
// same every time. It is called before the first probe.
func (a *Adapter) Repeat(r io.Reader) { a.random = r }

// Configure takes from the environment the project of whoever runs this. It is called before the
// first probe, if at all.
func (a *Adapter) Configure(env func(string) string) {
	a.home = providers.CleanID(env("GOOGLE_CLOUD_PROJECT"))
}

var _ interface {
	providers.Validator
	providers.Locator
	providers.Revoker
	providers.Restorer
	providers.Container
	providers.Relater
	providers.RecordReader
	providers.ControlReader
	providers.Scoper
	providers.UsageReader
	providers.AuditReader
	providers.AdminChecker
	providers.Issuer
	providers.Console
	providers.Matrix
} = (*Adapter)(nil)

// New makes an adapter over a door that was opened with Routes and Shape. admin gives the admin
// credential, or providers.ErrNoAdmin: an access token, or the JSON document that the vendor's
// own tools read.
func New(door *transport.Door, clock providers.Clock, admin func(context.Context) (providers.Secret, error)) *Adapter {
	return &Adapter{door: door, clock: clock, admin: admin, random: rand.Reader}
}

// session is one operation under the admin credential.
type session struct {
	*Adapter
	admin  providers.Secret // as it was given
	bearer providers.Secret // an access token
}

func (a *Adapter) open(ctx context.Context) (session, error) {
	return a.openFor(ctx, providers.KeyRecord{})
}

// request is what a call adds to its route.
type request struct {
	route string
	path  map[string]string
	query []transport.Param
	body  any
	about transport.Auth // a credential that the call asks about
}

// do makes the call and decodes the answer into the given value. valid tells whether that is
// the object that was asked for.
func (s session) do(ctx context.Context, r request, into any, valid func() bool) (transport.Answer, error) {
	answer, err := s.door.Do(ctx, transport.Call{
		Route: r.route, Header: s.billed(), Path: r.path, Query: r.query, Body: r.body, Auth: transport.Bearer(s.bearer), Also: r.about, Timeout: callTimeout,
	})
	if err != nil {
		return answer, err
	}
	if answer.Decode(into) != nil || !valid() {
		return answer, rows.Misshapen(r.route, answer)
	}
	return answer, nil
}
