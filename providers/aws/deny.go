package aws

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"net/url"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// Two limits are inline policies of the key's user, which end when the policy goes. A denial does
// not show in a probe: GetCallerIdentity is answered under any.
const (
	// LimitSessions denies the user's sessions that were issued before it was set: making a key
	// inactive, or deleting it, ends none of them. Keys themselves carry no such time.
	LimitSessions = "user-sessions-before"
	// LimitDeny denies the user everything.
	LimitDeny = "user-deny-all"
)

// policyNames are the names under which the policies of the limits stand.
var policyNames = map[string]string{LimitSessions: "FirebreakRevokeOlderSessions", LimitDeny: "FirebreakDenyAll"}

// policyOf is the document of a limit that is set at a time.
func policyOf(limit string, at time.Time) string {
	statement := map[string]any{"Effect": "Deny", "Action": "*", "Resource": "*"}
	if limit == LimitSessions {
		statement["Condition"] = map[string]any{"DateLessThan": map[string]string{"aws:TokenIssueTime": at.UTC().Format(time.RFC3339)}}
	}
	text, _ := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": []any{statement}}) // plain values always encode
	return string(text)
}

// policy reads the document that stands under a limit's name; "" for none.
func (s session) policy(ctx context.Context, r providers.KeyRecord, limit string) (string, error) {
	var p struct {
		XMLName  xml.Name `xml:"GetUserPolicyResponse"`
		Document string   `xml:"GetUserPolicyResult>PolicyDocument"`
	}
	answer, err := s.do(ctx, routePolicy, transport.Object{fieldUser: r.Owner.ID, fieldPolicy: policyNames[limit]}, &p)
	if _, none := providers.RefusedWith(err, 404); none {
		return "", nil
	}
	if err == nil && p.Document == "" {
		err = rows.Misshapen(routePolicy, answer)
	}
	text, bad := url.QueryUnescape(p.Document) // the vendor escapes it
	if err == nil && bad != nil {
		err = rows.Misshapen(routePolicy, answer)
	}
	return text, err
}

// denials offers the limits by policy. One whose policy stands already is not offered
// again, nor one whose policy may not be read.
func (s session) denials(ctx context.Context, r providers.KeyRecord) ([]providers.Containment, error) {
	var list []providers.Containment
	for _, limit := range []string{LimitSessions, LimitDeny} {
		text, err := s.policy(ctx, r, limit)
		_, refused := providers.RefusedWith(err, 403)
		if err != nil && !refused {
			return nil, err
		}
		c := providers.Containment{ID: limit, Target: r.Owner.Name, WholeOf: "user", ExactUndo: true, Before: json.RawMessage(`{}`)}
		switch {
		case refused:
			c.Off = providers.ReasonNotPermitted
		case text != "":
			c.Off = providers.ReasonNotActive
		}
		list = append(list, c)
	}
	return list, nil
}

// deny sets a limit by policy.
func (s session) deny(ctx context.Context, r providers.KeyRecord, limit string) (providers.Receipt, error) {
	return s.change(ctx, routeDeny, r, transport.Object{fieldUser: r.Owner.ID, fieldPolicy: policyNames[limit], "PolicyDocument": policyOf(limit, s.clock.Now())})
}

// allow takes a limit by policy back. What stands under its name and is no denial of everything is
// none of ours: providers.ErrConflict.
func (s session) allow(ctx context.Context, r providers.KeyRecord, limit string) (providers.Receipt, error) {
	text, err := s.policy(ctx, r, limit)
	if err != nil {
		return providers.Receipt{}, err
	}
	if !isDenial(text) {
		return providers.Receipt{}, providers.ErrConflict
	}
	return s.change(ctx, routeAllow, r, transport.Object{fieldUser: r.Owner.ID, fieldPolicy: policyNames[limit]})
}

// isDenial reports whether a document is one that policyOf makes, whenever that was.
func isDenial(text string) bool {
	var p struct {
		Statement []struct{ Effect, Action, Resource string }
	}
	return json.Unmarshal([]byte(text), &p) == nil && len(p.Statement) == 1 && p.Statement[0].Effect == "Deny" &&
		p.Statement[0].Action == "*" && p.Statement[0].Resource == "*"
}
