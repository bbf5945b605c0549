// Package github is the adapter for GitHub's tokens: personal ones, classic and fine-grained, and
// those that OAuth apps and GitHub Apps are given.
//
// Rules of the house: every call is a row of routes.go and leaves through the door. An answer
// counts only in the API's own form; what is not known is said to be unclear, never guessed.
// Text of the vendor becomes Untrusted, its identifiers pass CleanID. The admin credential is
// asked for at each operation and not kept; the leaked token is never kept.
//
// GitHub has no record of a token that could be looked up, and ends tokens by their value: anyone
// may hand one in, with no credential at all. What stands for a record is what the token itself
// tells of its owner, under the hash by which the audit log names tokens.
//
// Facts: the vendor's API description of npm @octokit/openapi 23.0.2, its pages on revoking
// credentials, on token formats and on events by token, and its OAuth scopes, as of November 2026.
// What the vendor does not document is marked as our assumption.
package github

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
	Host = "api.github.com"
	// Base is the address that the routes' paths are appended to.
	Base = "https://api.github.com"
)

// Tunables; the vendor documents none of them.
const (
	probeTimeout = 15 * time.Second
	callTimeout  = 30 * time.Second // a mutation cut off early is an outcome unknown
)

// Adapter talks to GitHub. It is safe for concurrent use.
type Adapter struct {
	door  *transport.Door
	clock providers.Clock
	admin func(context.Context) (providers.Secret, error)
	app   app
	// random is what made-up tokens are drawn from.
	random io.Reader
}

// Repeat draws made-up tokens from r instead of the system's randomness, so that a drill is the
// same every time. It is called before the first probe.
func (a *Adapter) Repeat(r io.Reader) { a.random = r }

// app is an OAuth app whose tokens its owner may end.
type app struct {
	client string // "" for none
	secret providers.Secret
}

// Configure takes from the environment the OAuth app of whoever runs this. It is called before the
// first probe, if at all.
func (a *Adapter) Configure(env func(string) string) {
	if client, secret := providers.CleanID(env("GITHUB_CLIENT_ID")), env("GITHUB_CLIENT_SECRET"); client != "" && secret != "" {
		a.app = app{client, providers.NewSecret([]byte(secret))}
	}
}

var _ interface {
	providers.Validator
	providers.Locator
	providers.ValueRevoker
	providers.Relater
	providers.RecordReader
	providers.Revoker
	providers.Reacher
	providers.AuditReader
	providers.ControlReader
	providers.AdminChecker
	providers.Console
	providers.Matrix
} = (*Adapter)(nil)

// New makes an adapter over a door that was opened with Routes and Shape. admin gives the
// admin credential, or providers.ErrNoAdmin.
func New(door *transport.Door, clock providers.Clock, admin func(context.Context) (providers.Secret, error)) *Adapter {
	return &Adapter{door: door, clock: clock, admin: admin, random: rand.Reader}
}
