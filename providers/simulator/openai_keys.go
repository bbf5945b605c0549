package simulator

import (
	"net/http"
	"slices"
	"time"
)

var projectKeyRoutes = []route{
	{method: "GET", path: "/organization/projects/{project_id}/api_keys", query: []string{"limit", "after", "owner_project_access"}, do: (*call).keys},
	{method: "GET", path: "/organization/projects/{project_id}/api_keys/{api_key_id}", do: (*call).key},
	{method: "POST", path: "/organization/projects/{project_id}/api_keys/{api_key_id}", do: (*call).updateKey},
	{method: "DELETE", path: "/organization/projects/{project_id}/api_keys/{api_key_id}", do: (*call).deleteKey},
}

// longestLife is the vendor's limit of expires_in_seconds.
const longestLife = 31_536_000

func (c *call) keyObject(k *key, v *view) object {
	access := "active"
	if k.outside {
		access = "inactive"
	}
	return object{
		"object": "organization.project.api_key", "id": k.id, "name": k.name, "redacted_value": c.mask(k),
		"created_at": k.created.Unix(), "last_used_at": stamp(v.used(k)), "expires_at": stamp(k.expires),
		"owner_project_access": access, "owner": k.ownerObject(),
	}
}

func (k *key) ownerObject() object {
	if s := k.account; s != nil {
		return object{"type": "service_account", "service_account": object{"id": s.id, "name": s.name, "created_at": s.created.Unix(), "role": s.role}}
	}
	u := k.user
	return object{"type": "user", "user": object{"id": u.id, "email": u.mail, "name": u.name, "created_at": u.added.Unix(), "role": "member"}}
}

// mask is the shown value, unless a fault tells otherwise.
func (c *call) mask(k *key) string {
	switch {
	case c.hits.has("wrong_mask"):
		lead := c.of.forms[k.kind].lead
		return lead + "..." + makeID(c.w.seed, "", "wrong mask "+k.id, 0, 4)
	case c.hits.has("same_mask"):
		if l := find(c.w.keys, func(k *key) bool { return k.leaked && k.of == c.of }); l != nil {
			return l.mask
		}
	}
	return k.mask
}

func (c *call) keys() answer {
	p, no := c.inProject()
	if no != nil {
		return *no
	}
	access, no := c.oneOf("owner_project_access", "active", "inactive", "any")
	if no != nil {
		return *no
	}
	v := c.w.at(c.now)
	var out []listed
	for _, k := range c.w.keys {
		if k.kind == AdminKey || k.project != p || !k.listed(c.now) {
			continue
		}
		shown := access == "any" || access == "active" && !k.outside || access == "inactive" && k.outside ||
			access == "" && !k.outside && !k.hidden
		if shown {
			out = append(out, listed{k.id, c.keyObject(k, v)})
		}
	}
	return c.page(out, 20, 100)
}

// inKey finds the key of the path.
func (c *call) inKey() (*key, *answer) {
	p, no := c.inProject()
	if no != nil {
		return nil, no
	}
	k := c.w.keyByID(c.parts["api_key_id"])
	if k == nil || k.project != p || k.kind == AdminKey || !k.listed(c.now) {
		a := missing("API key", c.parts["api_key_id"])
		return nil, &a
	}
	return k, nil
}

func (c *call) key() answer {
	k, no := c.inKey()
	if no != nil {
		return *no
	}
	return success(c.keyObject(k, c.w.at(c.now)))
}

// updateKey changes scopes and expiry. An empty list of scopes means all of them, and a key
// that has expired cannot be changed any more.
func (c *call) updateKey() answer {
	k, no := c.inKey()
	if no != nil {
		return *no
	}
	var want struct {
		Scopes  *[]string `json:"scopes"`
		Expires *int64    `json:"expires_in_seconds"`
	}
	if no := c.decode([]string{"scopes", "expires_in_seconds"}, &want); no != nil {
		return *no
	}
	switch {
	case want.Scopes == nil && want.Expires == nil:
		return failure(http.StatusBadRequest, "missing_required_parameter", "scopes", "At least one of 'scopes' and 'expires_in_seconds' is required.")
	case want.Expires != nil && (*want.Expires < 1 || *want.Expires > longestLife):
		return *c.bad("expires_in_seconds", "Invalid 'expires_in_seconds'.")
	case !k.expires.IsZero() && !c.now.Before(k.expires):
		return failure(http.StatusBadRequest, "api_key_expired", "", "Expired API keys cannot be updated.")
	}
	if want.Scopes != nil {
		c.do(act{Do: doScopes, On: k.id, Scopes: slices.Clone(*want.Scopes), Takes: c.now.Add(c.w.tail)})
	}
	if want.Expires != nil {
		c.do(act{Do: doExpiry, On: k.id, Until: c.now.Add(time.Duration(*want.Expires) * time.Second)})
	}
	return success(c.keyObject(k, c.w.at(c.now)))
}

func (c *call) deleteKey() answer {
	k, no := c.inKey()
	if no != nil {
		return *no
	}
	if k.account != nil && c.hits.has("refuse_service_key") {
		return failure(http.StatusBadRequest, "", "", "API keys of service accounts cannot be deleted; delete the service account instead.")
	}
	c.revoke(k)
	return success(object{"object": "organization.project.api_key.deleted", "id": k.id, "deleted": true})
}

// revoke takes the record away at once; the value works on for the tail.
func (c *call) revoke(k *key) {
	if c.hits.has("say_deleted") {
		c.do(act{Do: doNothing, On: k.id})
		return
	}
	c.do(act{Do: doRevoke, On: k.id, Takes: c.now.Add(c.w.tail)})
}
