package aws

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"net/url"
	"slices"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// Some limits are inline policies of the user or role that the key acts as, which end when the
// policy goes. A denial does not show in a probe of an access key: GetCallerIdentity is answered
// under any.
const (
	// LimitSessions denies the sessions that were issued before it was set: making a key inactive,
	// or deleting it, ends none of them. The keys of users carry no such time.
	LimitSessions = "user-sessions-before"
	// LimitDeny denies everything.
	LimitDeny = "user-deny-all"
	// LimitBearer denies every API key of Bedrock, and nothing else.
	LimitBearer = "user-deny-bearer"
)

// denials are the names under which the policies of the limits stand, and what they deny.
var denials = map[string]struct {
	policy  string
	actions []string
}{
	LimitSessions: {"FirebreakRevokeOlderSessions", []string{"*"}},
	LimitDeny:     {"FirebreakDenyAll", []string{"*"}},
	LimitBearer:   {"FirebreakDenyBedrockKeys", []string{"bedrock:CallWithBearerToken", "bedrock-mantle:CallWithBearerToken"}},
}

// inline are the calls about inline policies, by what has them.
var inline = map[string]struct{ field, get, put, drop string }{
	ownerUser: {fieldUser, routePolicy, routeDeny, routeAllow},
	ownerRole: {fieldRole, routeRolePolicy, routeRoleDeny, routeRoleAllow},
}

// policyOf is the document of a limit that is set at a time.
func policyOf(limit string, at time.Time) string {
	statement := map[string]any{"Effect": "Deny", "Action": denials[limit].actions, "Resource": "*"}
	if limit == LimitSessions {
		statement["Condition"] = map[string]any{"DateLessThan": map[string]string{"aws:TokenIssueTime": at.UTC().Format(time.RFC3339)}}
	}
	text, _ := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": []any{statement}}) // plain values always encode
	return string(text)
}

// policyFields names a limit's policy.
func policyFields(r providers.KeyRecord, limit string) transport.Object {
	return transport.Object{inline[r.Owner.Type].field: r.Owner.ID, fieldPolicy: denials[limit].policy}
}

// policy reads the document that stands under a limit's name; "" for none.
func (s session) policy(ctx context.Context, r providers.KeyRecord, limit string) (string, error) {
	var p struct {
		XMLName xml.Name
		User    string `xml:"GetUserPolicyResult>PolicyDocument"`
		Role    string `xml:"GetRolePolicyResult>PolicyDocument"`
	}
	route := inline[r.Owner.Type].get
	answer, err := s.do(ctx, route, policyFields(r, limit), &p)
	if _, none := providers.RefusedWith(err, 404); none {
		return "", nil
	}
	text, bad := url.QueryUnescape(p.User + p.Role) // the vendor escapes it
	if err == nil && (bad != nil || text == "") {
		err = rows.Misshapen(route, answer)
	}
	return text, err
}

// byPolicy offers the limits by policy. One whose policy stands already is not offered again, nor
// one whose policy may not be read.
func (s session) byPolicy(ctx context.Context, r providers.KeyRecord) ([]providers.Containment, error) {
	var list []providers.Containment
	limits := []string{LimitSessions, LimitDeny}
	if r.Kind == BedrockShort {
		limits = []string{LimitBearer, LimitSessions, LimitDeny}
	}
	for _, limit := range limits {
		text, err := s.policy(ctx, r, limit)
		off, err := offIf(text != "", err)
		if err != nil {
			return nil, err
		}
		list = append(list, providers.Containment{ID: limit, Target: r.Owner.Name, WholeOf: r.Owner.Type, ExactUndo: true, Before: json.RawMessage(`{}`), Off: off})
	}
	return list, nil
}

// offIf says why a limit is not offered: it stands, or reading whether it does was refused.
func offIf(stands bool, err error) (providers.Reason, error) {
	_, refused := providers.RefusedWith(err, 403)
	switch {
	case refused:
		return providers.ReasonNotPermitted, nil
	case stands:
		return providers.ReasonStands, err
	}
	return "", err
}

// deny sets a limit by policy.
func (s session) deny(ctx context.Context, r providers.KeyRecord, limit string) (providers.Receipt, error) {
	fields := policyFields(r, limit)
	fields["PolicyDocument"] = policyOf(limit, s.clock.Now())
	return s.change(ctx, inline[r.Owner.Type].put, r, fields)
}

// allow takes a limit by policy back. What stands under its name and is not what the limit denies
// is none of ours: providers.ErrConflict.
func (s session) allow(ctx context.Context, r providers.KeyRecord, limit string) (providers.Receipt, error) {
	text, err := s.policy(ctx, r, limit)
	if err != nil {
		return providers.Receipt{}, err
	}
	if !isDenial(limit, text) {
		return providers.Receipt{}, providers.ErrConflict
	}
	return s.change(ctx, inline[r.Owner.Type].drop, r, policyFields(r, limit))
}

// isDenial reports whether a document is one that policyOf makes, whenever that was.
func isDenial(limit, text string) bool {
	var p struct {
		Statement []struct {
			Effect, Resource string
			Action           []string
		}
	}
	return json.Unmarshal([]byte(text), &p) == nil && len(p.Statement) == 1 && p.Statement[0].Effect == "Deny" &&
		slices.Equal(p.Statement[0].Action, denials[limit].actions) && p.Statement[0].Resource == "*"
}
