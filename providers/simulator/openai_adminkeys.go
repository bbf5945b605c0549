package simulator

import (
	"slices"
	"time"
)

var adminKeyRoutes = []route{
	{method: "GET", path: "/organization/admin_api_keys", query: []string{"limit", "after", "order"}, do: (*call).adminKeys},
	{method: "POST", path: "/organization/admin_api_keys", do: (*call).createAdminKey},
	{method: "GET", path: "/organization/admin_api_keys/{key_id}", do: (*call).adminKey},
	{method: "DELETE", path: "/organization/admin_api_keys/{key_id}", do: (*call).deleteAdminKey},
}

func (c *call) adminObject(k *key, v *view) object {
	u := k.user
	return object{
		"object": "organization.admin_api_key", "id": k.id, "name": k.name, "redacted_value": c.mask(k),
		"created_at": k.created.Unix(), "expires_at": stamp(k.expires), "last_used_at": stamp(v.used(k)),
		"owner": object{"type": "user", "object": "organization.user", "id": u.id, "name": u.name, "created_at": u.added.Unix(), "role": "owner"},
	}
}

func (c *call) adminKeys() answer {
	if no := c.admin(); no != nil {
		return *no
	}
	order, no := c.oneOf("order", "asc", "desc")
	if no != nil {
		return *no
	}
	v := c.w.at(c.now)
	var out []listed
	for _, k := range c.w.keys {
		if k.kind == AdminKey && k.listed(c.now) {
			out = append(out, listed{k.id, c.adminObject(k, v)})
		}
	}
	if order == "desc" {
		slices.Reverse(out)
	}
	return c.page(out, 20, 100)
}

func (c *call) inAdminKey() (*key, *answer) {
	if no := c.admin(); no != nil {
		return nil, no
	}
	k := c.w.keyByID(c.parts["key_id"])
	if k == nil || k.kind != AdminKey || !k.listed(c.now) {
		a := missing("admin API key", c.parts["key_id"])
		return nil, &a
	}
	return k, nil
}

func (c *call) adminKey() answer {
	k, no := c.inAdminKey()
	if no != nil {
		return *no
	}
	return success(c.adminObject(k, c.w.at(c.now)))
}

func (c *call) createAdminKey() answer {
	if no := c.admin(); no != nil {
		return *no
	}
	var want struct {
		Name    string `json:"name"`
		Expires *int64 `json:"expires_in_seconds"`
	}
	if no := c.decode([]string{"name", "expires_in_seconds"}, &want); no != nil {
		return *no
	}
	until, no := c.life(want.Expires)
	switch {
	case no != nil:
		return *no
	case want.Name == "":
		return *c.bad("name", "Invalid 'name': empty string.")
	}
	k := c.mint(AdminKey, nil, c.by.user.id, want.Name, nil, until)
	out := c.adminObject(k, c.w.at(c.now))
	out["value"] = plain(k.secret)
	return success(out)
}

// life reads expires_in_seconds; the zero time means that the key never expires.
func (c *call) life(n *int64) (time.Time, *answer) {
	switch {
	case n == nil:
		return time.Time{}, nil
	case *n < 1 || *n > longestLife:
		return time.Time{}, c.bad("expires_in_seconds", "Invalid 'expires_in_seconds'.")
	}
	return c.now.Add(time.Duration(*n) * time.Second), nil
}

func (c *call) deleteAdminKey() answer {
	k, no := c.inAdminKey()
	if no != nil {
		return *no
	}
	c.revoke(k)
	return success(object{"object": "organization.admin_api_key.deleted", "id": k.id, "deleted": true})
}
