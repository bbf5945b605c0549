package simulator

import (
	"net/http"
	"time"

	"firebreak/providers"
)

var accountRoutes = []route{
	{method: "GET", path: "/organization/projects/{project_id}/service_accounts", query: []string{"limit", "after"}, do: (*call).accounts},
	{method: "POST", path: "/organization/projects/{project_id}/service_accounts", do: (*call).createAccount},
	{method: "GET", path: "/organization/projects/{project_id}/service_accounts/{service_account_id}", do: (*call).account},
	{method: "DELETE", path: "/organization/projects/{project_id}/service_accounts/{service_account_id}", do: (*call).deleteAccount},
	{method: "POST", path: "/organization/projects/{project_id}/service_accounts/{service_account_id}/api_keys", do: (*call).createAccountKey},
}

func (s *account) object() object {
	return object{"object": "organization.project.service_account", "id": s.id, "name": s.name, "role": s.role, "created_at": s.created.Unix()}
}

func (c *call) accounts() answer {
	p, no := c.inUse()
	if no != nil {
		return *no
	}
	var out []listed
	for _, s := range c.w.accounts {
		if s.project == p && s.deleted.IsZero() {
			out = append(out, listed{s.id, s.object()})
		}
	}
	return c.page(out, 20, 100)
}

func (c *call) inAccount() (*account, *answer) {
	p, no := c.inUse()
	if no != nil {
		return nil, no
	}
	s := c.w.accountByID(c.parts["service_account_id"])
	if s == nil || s.project != p || !s.deleted.IsZero() {
		a := missing("service account", c.parts["service_account_id"])
		return nil, &a
	}
	return s, nil
}

func (c *call) account() answer {
	s, no := c.inAccount()
	if no != nil {
		return *no
	}
	return success(s.object())
}

func (c *call) createAccount() answer {
	p, no := c.inUse()
	if no != nil {
		return *no
	}
	var want struct {
		Name    string `json:"name"`
		Only    bool   `json:"create_service_account_only"`
		Expires *int64 `json:"expires_in_seconds"`
	}
	if no := c.decode([]string{"name", "create_service_account_only", "expires_in_seconds"}, &want); no != nil {
		return *no
	}
	until, no := c.life(want.Expires)
	switch {
	case no != nil:
		return *no
	case want.Name == "":
		return failure(http.StatusBadRequest, "missing_required_parameter", "name", "Missing required parameter: 'name'.")
	}
	role := "member"
	if want.Only {
		role = "none"
	}
	id := makeID(c.w.seed, "user-", "made account", len(c.w.accounts), 24)
	c.do(act{Do: doAccount, On: id, Project: p.id, Name: want.Name, Role: role})
	out := object{"object": "organization.project.service_account", "id": id, "name": want.Name, "role": role, "created_at": c.now.Unix(), "api_key": nil}
	if !want.Only {
		// The vendor's answer has no expiry here, also where one was asked for.
		out["api_key"] = c.shownOnce(c.mint(ServiceAccountKey, p, id, want.Name, nil, until))
	}
	return success(out)
}

// shownOnce is the one answer that holds a value.
func (c *call) shownOnce(k *key) object {
	return object{"object": "organization.project.service_account.api_key", "value": plain(k.secret), "name": k.name, "created_at": k.created.Unix(), "id": k.id}
}

// plain takes the value out for an answer: the only way in which one leaves the world.
func plain(s providers.Secret) string {
	text := ""
	s.Expose(func(b []byte) { text = string(b) })
	return text
}

// mint makes a key whose value depends on seed and number alone, so that replay makes the
// same one.
func (c *call) mint(kind providers.Kind, p *project, owner, name string, scopes []string, until time.Time) *key {
	n := c.w.minted[c.of] + 1
	a := act{Do: doMint, On: c.of.newID(c.w.seed, kind, "made key", n), Owner: owner, Kind: kind, Name: name, Nth: n, Scopes: scopes, Until: until}
	if p != nil {
		a.Project = p.id
	}
	c.do(a)
	return c.w.keyByID(a.On)
}

func (c *call) createAccountKey() answer {
	s, no := c.inAccount()
	if no != nil {
		return *no
	}
	var want struct {
		Name    string   `json:"name"`
		Scopes  []string `json:"scopes"`
		Expires *int64   `json:"expires_in_seconds"`
	}
	if len(c.body) > 0 {
		if no := c.decode([]string{"name", "scopes", "expires_in_seconds"}, &want); no != nil {
			return *no
		}
	}
	until, no := c.life(want.Expires)
	if no != nil {
		return *no
	}
	k := c.mint(ServiceAccountKey, s.project, s.id, or(want.Name, "Secret key"), want.Scopes, until)
	out := c.shownOnce(k)
	out["expires_at"] = stamp(k.expires)
	return success(out)
}

func (c *call) deleteAccount() answer {
	s, no := c.inAccount()
	if no != nil {
		return *no
	}
	if c.hits.has("say_deleted") {
		c.do(act{Do: doNothing, On: s.id})
	} else {
		for _, k := range c.w.keys {
			if k.account == s && k.listed(c.now) {
				c.do(act{Do: doRevoke, On: k.id, Takes: c.now.Add(c.w.tail)})
			}
		}
		c.do(act{Do: doDismiss, On: s.id})
	}
	return success(object{"object": "organization.project.service_account.deleted", "id": s.id, "deleted": true})
}
