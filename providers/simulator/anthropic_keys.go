package simulator

import (
	"net/http"
)

var claudeKeyRoutes = []route{
	{method: "GET", path: "/organizations/api_keys", query: []string{"limit", "after_id", "before_id", "status", "workspace_id", "created_by_user_id"}, do: (*call).claudeKeys},
	{method: "GET", path: "/organizations/api_keys/{api_key_id}", do: (*call).claudeKey},
	{method: "POST", path: "/organizations/api_keys/{api_key_id}", do: (*call).claudeUpdate},
}

// claudeStatus is what the record says. A key that was archived stays so.
func (c *call) claudeStatus(k *key) string {
	switch {
	case !k.listed(c.now):
		return "archived"
	case !k.expires.IsZero() && !c.now.Before(k.expires):
		return "expired"
	case k.inactive:
		return "inactive"
	}
	return "active"
}

func (c *call) claudeObject(k *key) object {
	return object{
		"id": k.id, "type": "api_key", "name": k.name, "status": c.claudeStatus(k), "partial_key_hint": c.mask(k),
		"created_at": rfc3339(k.created), "expires_at": rfc3339(k.expires), "workspace_id": claudeSpace(k.project),
		"created_by": object{"id": claudeUser(k.user), "type": "user"},
	}
}

func (c *call) claudeKeys() answer {
	if no := c.claudeAdmin(); no != nil {
		return *no
	}
	status, no := c.oneOf("status", "active", "inactive", "archived", "expired")
	if no != nil {
		return *no
	}
	space, by := c.query.Get("workspace_id"), c.query.Get("created_by_user_id")
	var out []listed
	for _, k := range c.claudeAll() {
		o := c.claudeObject(k)
		if (status == "" || o["status"] == status) && (space == "" || o["workspace_id"] == space) && (by == "" || claudeUser(k.user) == by) {
			out = append(out, listed{k.id, o})
		}
	}
	return c.claudePage(out, 20, 1000)
}

// claudeFind finds the key of the path.
func (c *call) claudeFind() (*key, *answer) {
	if no := c.claudeAdmin(); no != nil {
		return nil, no
	}
	if k := find(c.claudeAll(), func(k *key) bool { return k.id == c.parts["api_key_id"] }); k != nil {
		return k, nil
	}
	no := claudeError(http.StatusNotFound, "", "", "API key not found")
	return nil, &no
}

func (c *call) claudeKey() answer {
	k, no := c.claudeFind()
	if no != nil {
		return *no
	}
	return success(c.claudeObject(k))
}

// claudeUpdate changes a key's state or name. What was archived, or has expired, stays so (the
// first is our assumption).
func (c *call) claudeUpdate() answer {
	k, no := c.claudeFind()
	if no != nil {
		return *no
	}
	var want struct {
		Status *string `json:"status"`
	}
	if no := c.decode([]string{"status"}, &want); no != nil {
		return *no
	}
	now := c.claudeStatus(k)
	switch {
	case want.Status == nil:
	case now == "archived" || now == "expired":
		return claudeError(http.StatusBadRequest, "", "", "The API key is "+now+" and cannot be changed.")
	case *want.Status == "archived":
		c.revoke(k)
	case *want.Status == "inactive" && now == "active":
		c.claudeSet(k, doPause)
	case *want.Status == "active" && now == "inactive":
		c.claudeSet(k, doResume)
	case *want.Status != now:
		return *c.bad("status", "status: Input should be 'active', 'inactive' or 'archived'")
	}
	out := c.claudeObject(k)
	if c.hits.has("say_deleted") && want.Status != nil {
		out["status"] = *want.Status
	}
	return success(out)
}

func (c *call) claudeSet(k *key, what string) {
	if c.hits.has("say_deleted") {
		what = doNothing
	}
	c.do(act{Do: what, On: k.id, Takes: c.now.Add(c.w.tail)})
}
