// Package aws is the adapter for Amazon Web Services: the access keys of IAM users.
//
// Rules of the house: every call is a row of routes.go and leaves through the door, signed
// (Signature Version 4) for each attempt. An answer counts only in the API's own form; what is not
// known is said to be unclear, never guessed. Text of the vendor becomes Untrusted, its identifiers
// pass CleanID. The admin credential is asked for at each operation and not kept; the leaked key is
// never kept, and is never the admin credential: the usual chain of sources may well lead to it, so
// that the ids are compared before anything is asked.
//
// A key is a compound of id and secret. It is made inactive, which is taken back exactly, or
// deleted. A user has at most two, whatever their state. Only the partition "aws" is known here:
// neither China nor GovCloud.
//
// Facts: the vendor's service models (botocore at 0e6e2404, 2026-08-07) and its IAM user guide.
// What the vendor does not document is marked as our assumption.
package aws

import (
	"context"
	"crypto/rand"
	"io"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// The vendor's hosts, as routes name them.
const (
	TokenHost  = "sts.amazonaws.com"
	IAMHost    = "iam.amazonaws.com"
	EC2Host    = "ec2.us-east-1.amazonaws.com" // for the list of Regions alone
	TrailHost  = "cloudtrail.{region}.amazonaws.com"
	BudgetHost = "budgets.amazonaws.com"
	CostHost   = "ce.us-east-1.amazonaws.com" // of all Regions
	// PortalHost gives keys for the token of a sign-in.
	PortalHost = "portal.sso.{region}.amazonaws.com"
	// BedrockHost is asked with the leaked key alone.
	BedrockHost = "bedrock.{region}.amazonaws.com"
)

// Bases are the addresses that the routes' paths are appended to.
func Bases() map[string]string {
	bases := map[string]string{}
	for _, host := range []string{TokenHost, IAMHost, EC2Host, TrailHost, CostHost, BudgetHost, PortalHost, BedrockHost} {
		bases[host] = "https://" + host
	}
	return bases
}

// Tunables; the vendor documents none of them.
const (
	probeTimeout = 15 * time.Second
	callTimeout  = 30 * time.Second // a mutation cut off early is an outcome unknown
)

// Adapter talks to one AWS account. It is safe for concurrent use.
type Adapter struct {
	door  *transport.Door
	clock providers.Clock
	admin func(context.Context) (providers.Secret, error)
	read  *memory
	// random is what made-up keys are drawn from.
	random io.Reader
}

// Repeat draws made-up keys from r instead of the system's randomness, so that a drill is the
// same every time. It is called before the first probe.
func (a *Adapter) Repeat(r io.Reader) { a.random = r }

var _ interface {
	providers.Validator
	providers.Locator
	providers.Revoker
	providers.Container
	providers.LastUseReader
	providers.UsageReader
	providers.CallReader
	providers.WholeCostReader
	providers.AuditReader
	providers.Issuer
	providers.KeyLimiter
	providers.Relater
	providers.RecordReader
	providers.ControlReader
	providers.Console
	providers.AdminChecker
	providers.Matrix
} = (*Adapter)(nil)

// New makes an adapter over a door that was opened with Routes and Shape. admin gives the compound
// of another access key of the account, or providers.ErrNoAdmin.
func New(door *transport.Door, clock providers.Clock, admin func(context.Context) (providers.Secret, error)) *Adapter {
	return &Adapter{door: door, clock: clock, admin: admin, read: &memory{}, random: rand.Reader}
}

// session is one operation under the admin credential.
type session struct {
	*Adapter
	secret providers.Secret
}

// open begins an operation about the key of that id. providers.ErrSameKey: the admin credential is
// that key.
func (a *Adapter) open(ctx context.Context, leaked string) (session, error) {
	secret, err := providers.AskAdmin(ctx, "aws", a.admin)
	if err == nil && secret.Public() == "" {
		err = providers.ErrNotAdmin
	}
	if err == nil && secret.Public() == leaked {
		err = providers.ErrSameKey
	}
	s := session{Adapter: a, secret: secret}
	if err == nil {
		s, err = s.exchange(ctx)
	}
	if err == nil && s.secret.Public() == leaked {
		err = providers.ErrSameKey
	}
	return s, err
}

// do makes the call of a form with these fields and decodes the answer into the given value.
func (s session) do(ctx context.Context, route string, fields transport.Object, into any) (transport.Answer, error) {
	answer, err := s.ask(ctx, form(route, s.secret, fields, callTimeout))
	if err != nil {
		return answer, err
	}
	if answer.DecodeXML(into) != nil {
		return answer, rows.Misshapen(route, answer)
	}
	return answer, nil
}

// ask makes a call, again where the vendor throttles it.
func (s session) ask(ctx context.Context, call transport.Call) (transport.Answer, error) {
	return s.door.DoAgain(ctx, call)
}

// form is the call of a route that takes a form.
func form(route string, key providers.Secret, fields transport.Object, timeout time.Duration) transport.Call {
	row := rows[route]
	body := transport.Object{"Action": row.Op, "Version": versions[row.Host]}
	for name, value := range fields {
		body[name] = value
	}
	return transport.Call{Route: route, Auth: transport.SigV4(key, services[row.Host], globalRegion), Body: body, Timeout: timeout}
}
