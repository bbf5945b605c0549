package aws

import (
	"context"
	"encoding/xml"
	"net/url"
	"strings"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// hop is one exchange of a chain.
type hop struct {
	lead   string
	fields url.Values
}

// chained takes the key of a chain apart: what it begins with, and what that is exchanged for, in
// order.
func chained(secret providers.Secret) (base providers.Secret, hops []hop) {
	var first []providers.Secret
	for _, part := range secret.Parts() {
		h := hop{}
		part.Expose(func(b []byte) {
			for _, lead := range []string{assumeLead, portalLead} {
				if text, ok := strings.CutPrefix(string(b), lead); ok {
					h.lead = lead
					h.fields, _ = url.ParseQuery(text) // ours
				}
			}
		})
		if h.lead != "" {
			hops = append(hops, h)
		} else {
			first = append(first, part)
		}
	}
	return providers.Compound(first...), hops
}

// Exchange gives the key at the end of a chain, for what signs with it elsewhere; any other key is
// itself.
func (a *Adapter) Exchange(ctx context.Context, chain providers.Secret) (providers.Secret, error) {
	s, err := session{Adapter: a, secret: chain}.exchange(ctx)
	return s.secret, err
}

// exchange makes the calls that lead from the base of a chain to the key at its end. Each makes a
// session and changes nothing.
func (s session) exchange(ctx context.Context) (session, error) {
	base, hops := chained(s.secret)
	s.secret = base
	for _, h := range hops {
		var err error
		if h.lead == portalLead {
			s.secret, err = s.portal(ctx, h.fields)
		} else {
			s.secret, err = s.assume(ctx, h.fields)
		}
		if err != nil {
			return s, err
		}
	}
	return s, nil
}

// assume exchanges the key for a session of a role.
func (s session) assume(ctx context.Context, fields url.Values) (providers.Secret, error) {
	var got struct {
		XMLName xml.Name         `xml:"AssumeRoleResponse"`
		ID      string           `xml:"AssumeRoleResult>Credentials>AccessKeyId"`
		Secret  providers.Secret `xml:"AssumeRoleResult>Credentials>SecretAccessKey"`
		Token   providers.Secret `xml:"AssumeRoleResult>Credentials>SessionToken"`
	}
	body := transport.Object{}
	for name := range fields {
		body[name] = fields.Get(name)
	}
	answer, err := s.do(ctx, routeAssume, body, &got)
	if err == nil && (providers.CleanID(got.ID) == "" || got.Secret.IsEmpty() || got.Token.IsEmpty()) {
		err = rows.Misshapen(routeAssume, answer)
	}
	return providers.Compound(providers.NewSecret([]byte(got.ID)), got.Secret, got.Token), err
}

// portal exchanges the token of a sign-in for a session of a role.
func (s session) portal(ctx context.Context, fields url.Values) (providers.Secret, error) {
	answer, err := s.door.Do(ctx, transport.Call{
		Route: routePortal, Region: fields.Get("region"), Auth: transport.Header("x-amz-sso_bearer_token", s.secret.Part(1)), Timeout: callTimeout,
		Query: []transport.Param{{Name: "account_id", Value: fields.Get("account_id")}, {Name: "role_name", Value: fields.Get("role_name")}},
	})
	if err != nil {
		return providers.Secret{}, err
	}
	var got struct {
		Key struct {
			ID     string           `json:"accessKeyId"`
			Secret providers.Secret `json:"secretAccessKey"`
			Token  providers.Secret `json:"sessionToken"`
		} `json:"roleCredentials"`
	}
	if answer.Decode(&got) != nil || providers.CleanID(got.Key.ID) == "" || got.Key.Secret.IsEmpty() || got.Key.Token.IsEmpty() {
		return providers.Secret{}, rows.Misshapen(routePortal, answer)
	}
	return providers.Compound(providers.NewSecret([]byte(got.Key.ID)), got.Key.Secret, got.Key.Token), nil
}
