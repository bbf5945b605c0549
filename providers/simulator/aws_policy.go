package simulator

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// awsHolder finds the user or the role of a call about policies. People of the world have none, and
// an account whose key is a session's is a role.
func (c *call) awsHolder() (*account, *answer) {
	if no := c.awsAdmin("iam"); no != nil {
		return nil, no
	}
	name, role := c.form("UserName"), false
	if name == "" {
		name, role = c.form("RoleName"), true
	}
	a := find(c.w.accounts, func(a *account) bool {
		return a.project.of == c.of && a.name == name && a.deleted.IsZero() &&
			slices.ContainsFunc(c.w.keys, func(k *key) bool { return k.account == a && awsRole(k) == role })
	})
	if a == nil {
		no := awsError(http.StatusNotFound, "", "The entity with name "+logged(name)+" cannot be found.")
		return nil, &no
	}
	return a, nil
}

func (c *call) awsPolicy() answer {
	a, no := c.awsHolder()
	if no != nil {
		return *no
	}
	name := c.form("PolicyName")
	text, there := a.policies[name]
	if !there {
		return awsError(http.StatusNotFound, "", "The user policy with name "+logged(name)+" cannot be found.")
	}
	holder := "UserName"
	if c.form(holder) == "" {
		holder = "RoleName"
	}
	return c.awsDone(awsIAMSpace, texts(holder, a.name, "PolicyName", name, "PolicyDocument", url.QueryEscape(text))...)
}

func (c *call) awsPutPolicy() answer {
	a, no := c.awsHolder()
	if no != nil {
		return *no
	}
	text := c.form("PolicyDocument")
	if !json.Valid([]byte(text)) || c.form("PolicyName") == "" {
		return awsError(http.StatusBadRequest, "MalformedPolicyDocument", "Syntax errors in policy.")
	}
	c.awsSetPolicy(a, act{Do: doPolicy, On: a.id, Name: c.form("PolicyName"), Text: text})
	return c.awsDone(awsIAMSpace)
}

func (c *call) awsDropPolicy() answer {
	a, no := c.awsHolder()
	if no != nil {
		return *no
	}
	if _, there := a.policies[c.form("PolicyName")]; !there {
		return awsError(http.StatusNotFound, "", "The user policy cannot be found.")
	}
	c.awsSetPolicy(a, act{Do: doPolicy, On: a.id, Name: c.form("PolicyName")})
	return c.awsDone(awsIAMSpace)
}

func (c *call) awsSetPolicy(a *account, change act) {
	if c.hits.has("say_deleted") {
		change = act{Do: doNothing, On: a.id}
	}
	c.do(change)
}

// awsManaged is where managed policies stand among the inline ones, whose names have no colon.
const awsManaged = "arn:aws:iam::aws:policy/"

func (c *call) awsAttached() answer {
	a, no := c.awsHolder()
	if no != nil {
		return *no
	}
	list := element{name: "AttachedPolicies"}
	if c.hits.has("quarantined") {
		const theirs = "AWSCompromisedKeyQuarantineV3"
		list.kids = append(list.kids, element{name: "member", kids: texts("PolicyName", theirs, "PolicyArn", awsManaged+theirs)})
	}
	for _, name := range slices.Sorted(maps.Keys(a.policies)) {
		if short, managed := strings.CutPrefix(name, awsManaged); managed {
			list.kids = append(list.kids, element{name: "member", kids: texts("PolicyName", short, "PolicyArn", name)})
		}
	}
	if c.hits.has("duplicate_page") {
		return c.awsDone(awsIAMSpace, append([]element{list}, texts("IsTruncated", "true", "Marker", "0")...)...)
	}
	return c.awsDone(awsIAMSpace, append([]element{list}, texts("IsTruncated", "false")...)...)
}

func (c *call) awsAttach() answer {
	a, no := c.awsHolder()
	switch arn := c.form("PolicyArn"); {
	case no != nil:
		return *no
	case !strings.HasPrefix(arn, awsManaged+"AWSCompromisedKeyQuarantine"):
		return awsError(http.StatusNotFound, "", "The policy "+logged(arn)+" does not exist or is not attachable.")
	default:
		c.awsSetPolicy(a, act{Do: doPolicy, On: a.id, Name: arn, Text: "{}"})
	}
	return c.awsDone(awsIAMSpace)
}

func (c *call) awsDetach() answer {
	a, no := c.awsHolder()
	if no != nil {
		return *no
	}
	if _, there := a.policies[c.form("PolicyArn")]; !there {
		return awsError(http.StatusNotFound, "", "The policy was not found.")
	}
	c.awsSetPolicy(a, act{Do: doPolicy, On: a.id, Name: c.form("PolicyArn")})
	return c.awsDone(awsIAMSpace)
}

// awsDenied reports whether an inline policy of whom the caller acts as denies an action: by its
// name, or with everything. Sessions from before a policy that denies older ones are denied all.
func (c *call) awsDenied(action string) bool {
	if c.by.account == nil {
		return false
	}
	for _, text := range c.by.account.policies {
		var p struct {
			Statement []struct {
				Effect    string
				Action    []string
				Condition struct {
					DateLessThan map[string]time.Time
				}
			}
		}
		_ = json.Unmarshal([]byte(text), &p) // what is no policy denies nothing
		for _, s := range p.Statement {
			before, timed := s.Condition.DateLessThan["aws:TokenIssueTime"]
			if s.Effect == "Deny" && (slices.Contains(s.Action, action) || slices.Contains(s.Action, "*")) && (!timed || awsRole(c.by) && c.by.created.Before(before)) {
				return true
			}
		}
	}
	return false
}

// applyPolicy puts an inline policy in its place; an empty text takes it away.
func (w *World) applyPolicy(a act, _ time.Time, _ *key) error {
	holder := w.accountByID(a.On)
	if holder == nil {
		return errNoSuch
	}
	if holder.policies == nil {
		holder.policies = map[string]string{}
	}
	if holder.policies[a.Name] = a.Text; a.Text == "" {
		delete(holder.policies, a.Name)
	}
	return nil
}
