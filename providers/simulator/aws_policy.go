package simulator

import (
	"encoding/json"
	"net/http"
	"net/url"
	"time"
)

// awsHolder finds the user of a call about inline policies. People of the world have none.
func (c *call) awsHolder() (*account, *answer) {
	if no := c.awsAdmin("iam"); no != nil {
		return nil, no
	}
	name := c.form("UserName")
	a := find(c.w.accounts, func(a *account) bool { return a.project.of == c.of && a.name == name && a.deleted.IsZero() })
	if a == nil {
		no := awsError(http.StatusNotFound, "", "The user with name "+logged(name)+" cannot be found.")
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
	return c.awsDone(awsIAMSpace, texts("UserName", a.name, "PolicyName", name, "PolicyDocument", url.QueryEscape(text))...)
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
