package simulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// awsResourcePolicy gives the policy of a secret, which has one only where that denies something.
func (c *call) awsResourcePolicy() answer {
	s, _, no := c.awsSecretOf()
	if no != nil {
		return *no
	}
	said := object{"ARN": s.arn, "Name": s.Name}
	if len(s.Denies) > 0 {
		var actions []string
		for _, op := range s.Denies {
			actions = append(actions, awsSecretTarget[:len(awsSecretTarget)-1]+":"+op)
		}
		text, _ := json.Marshal(object{"Version": "2012-10-17", "Statement": []object{{"Effect": "Deny", "Principal": "*", "Action": actions, "Resource": "*"}}}) // plain values always encode
		said["ResourcePolicy"] = string(text)
	}
	return awsJSON(http.StatusOK, said)
}

// awsDecide tells what the administrator's policies let it do with one secret: everything but what the
// secret lacks. Whoever asks about another principal is told that there is none.
func (c *call) awsDecide() answer {
	if no := c.awsAdmin("iam"); no != nil {
		return *no
	}
	source, arn := c.form("PolicySourceArn"), c.form("ResourceArns.member.1")
	mine := c.w.awsARN(c.by)
	if awsRole(c.by) {
		mine = "arn:aws:iam::" + c.w.awsAccount() + ":role/" + awsUser(c.by)
	}
	if source != mine {
		return awsError(http.StatusNotFound, "", "The entity cannot be found: "+logged(source))
	}
	s := find(c.w.stored, func(s *awsSecret) bool { return s.arn == arn })
	results := element{name: "EvaluationResults"}
	for _, field := range []string{"ActionNames.member.1", "ActionNames.member.2"} {
		action := c.form(field)
		if action == "" {
			continue
		}
		decision := "allowed"
		if s == nil || slices.Contains(s.Lacks, strings.TrimPrefix(action, "secretsmanager:")) {
			decision = "implicitDeny"
		}
		results.kids = append(results.kids, element{name: "member", kids: texts("EvalActionName", action, "EvalResourceName", arn, "EvalDecision", decision)})
	}
	return c.awsDone(awsIAMSpace, append([]element{results}, texts("IsTruncated", "false")...)...)
}
