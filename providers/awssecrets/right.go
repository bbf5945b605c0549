package awssecrets

import (
	"context"
	"encoding/xml"
	"strconv"
	"strings"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// Whether a write would be let, IAM says beforehand of the credential's own policies. What a secret's
// policy or that of its KMS key says besides, only the write itself tells.

// writes are the actions that a write needs.
var writes = []string{service + ":PutSecretValue", service + ":UpdateSecretVersionStage"}

// mayWrite asks whether the credential may write a secret: NoRight where its policies deny that, or
// allow it nowhere; Unasked where IAM may not be asked, or the secret has a policy of its own that may
// allow it. Nothing is said where it is allowed.
func (c session) mayWrite(ctx context.Context, d secret) (off, doubt providers.Reason) {
	source, err := c.principal(ctx)
	if err != nil || source == "" {
		return "", Unasked
	}
	switch decision, err := c.decided(ctx, source, d.ARN); {
	case err != nil:
		return "", Unasked
	case decision == "allowed":
		return "", ""
	case decision == "explicitDeny":
		return NoRight, ""
	case decision == "implicitDeny" && !c.mayBeShared(ctx, d):
		return NoRight, ""
	}
	return "", Unasked
}

// principal is the user or role whose policies bind the credential, "" where it is neither. The path of
// a role does not stand in the name of its sessions: one with a path is not found, and not asked about.
func (c session) principal(ctx context.Context) (string, error) {
	var who struct {
		XMLName xml.Name `xml:"GetCallerIdentityResponse"`
		ARN     string   `xml:"GetCallerIdentityResult>Arn"`
	}
	if err := c.form(ctx, routeWhose, nil, &who); err != nil {
		return "", err
	}
	head, session, assumed := strings.Cut(who.ARN, ":assumed-role/")
	switch {
	case assumed:
		role, _, _ := strings.Cut(session, "/")
		return strings.Replace(head, ":sts:", ":iam:", 1) + ":role/" + role, nil
	case strings.Contains(who.ARN, ":user/"):
		return who.ARN, nil
	}
	return "", nil
}

// decided is the most restrictive decision on the actions of a write.
func (c session) decided(ctx context.Context, source, arn string) (decision string, err error) {
	fields := transport.Object{"PolicySourceArn": source, "ResourceArns.member.1": arn}
	for i, action := range writes {
		fields["ActionNames.member."+strconv.Itoa(i+1)] = action
	}
	var said struct {
		XMLName xml.Name `xml:"SimulatePrincipalPolicyResponse"`
		Results []struct {
			Action   string `xml:"EvalActionName"`
			Decision string `xml:"EvalDecision"`
		} `xml:"SimulatePrincipalPolicyResult>EvaluationResults>member"`
	}
	if err := c.form(ctx, routeSimulate, fields, &said); err != nil {
		return "", err
	}
	if len(said.Results) != len(writes) {
		return "", rows.Misshapen(routeSimulate, transport.Answer{})
	}
	weight := map[string]int{"allowed": 1, "implicitDeny": 2, "explicitDeny": 3}
	for _, r := range said.Results {
		if weight[r.Decision] == 0 {
			return "", rows.Misshapen(routeSimulate, transport.Answer{})
		}
		if weight[r.Decision] > weight[decision] {
			decision = r.Decision
		}
	}
	return decision, nil
}

// mayBeShared reports whether a secret has a policy of its own, or that may not be read.
func (c session) mayBeShared(ctx context.Context, d secret) bool {
	var said struct {
		Policy string `json:"ResourcePolicy"`
	}
	err := c.do(ctx, routeResource, d.region, transport.Object{"SecretId": d.ARN}, &said)
	return err != nil || said.Policy != ""
}
