package simulator

import (
	"net/http"
	"slices"
	"time"
)

var claudeActivityRoutes = []route{{method: "GET", path: "/compliance/activities", do: (*call).claudeActivities, query: []string{
	"limit", "after_id", "before_id", "activity_types[]", "actor_ids[]", "created_at.gte", "created_at.gt", "created_at.lte", "created_at.lt",
}}}

// claudeEvent names acts; the vendor's log tells of keys alone here.
func claudeEvent(did deed, on *key) string {
	if on == nil {
		return ""
	}
	lead := "platform_api_key_"
	if on.kind == AnthropicAdminKey {
		lead = "admin_api_key_"
	}
	if did == keyMade {
		return lead + "created"
	}
	return lead + "updated" // to archive a key is to change it
}

// claudeActivities lists, newest first. What the vendor answers where the log was never
// switched on is not documented: that the right is missing is our assumption.
func (c *call) claudeActivities() answer {
	if no := c.claudeAdmin(); no != nil {
		return *no
	}
	if c.w.auditOff || c.hits.has("audit_off") {
		return claudeError(http.StatusForbidden, "", "", "The Compliance API is not enabled for this organization.")
	}
	within, no := c.claudeWindow()
	if no != nil {
		return *no
	}
	types, actors := c.list("activity_types"), c.list("actor_ids")
	wanted := func(list []string, have string) bool {
		return len(list) == 0 || c.hits.has("ignore_filter") || slices.Contains(list, have)
	}
	var out []listed
	for _, r := range slices.Backward(c.w.audit) {
		body, actor := c.claudeActivity(r)
		if r.of == c.of && within(r.at) && !r.at.After(c.lagged(c.w.lags.Audit)) && wanted(types, r.kind) && wanted(actors, actor) {
			out = append(out, listed{r.id, body})
		}
	}
	return c.claudePage(out, 100, 5000)
}

// claudeWindow reads the four bounds of created_at.
func (c *call) claudeWindow() (within func(time.Time) bool, no *answer) {
	var bounds []func(time.Time) bool
	for name, fits := range map[string]func(have, bound time.Time) bool{
		"created_at.gte": func(have, bound time.Time) bool { return !have.Before(bound) },
		"created_at.gt":  func(have, bound time.Time) bool { return have.After(bound) },
		"created_at.lte": func(have, bound time.Time) bool { return !have.After(bound) },
		"created_at.lt":  func(have, bound time.Time) bool { return have.Before(bound) },
	} {
		text := c.query.Get(name)
		if text == "" {
			continue
		}
		bound, good := timestamps.read(text)
		if !good {
			return nil, c.bad(name, name+": Input should be a valid datetime")
		}
		bounds = append(bounds, func(have time.Time) bool { return fits(have, bound) })
	}
	return func(have time.Time) bool {
		return !slices.ContainsFunc(bounds, func(fits func(time.Time) bool) bool { return !fits(have) })
	}, nil
}

// claudeActivity is one entry, and the id of its actor.
func (c *call) claudeActivity(r *record) (body object, by string) {
	body = object{"id": r.id, "type": r.kind, "created_at": rfc3339(r.at), "organization_uuid": c.w.claudeOrg()}
	switch {
	case r.key != nil && r.key.kind == AnthropicAdminKey:
		by, body["actor"] = r.key.id, object{"type": "admin_api_key_actor", "admin_api_key_id": r.key.id}
	case r.key != nil:
		by, body["actor"] = r.key.id, object{"type": "api_actor", "api_key_id": r.key.id}
	case r.user != nil:
		by = claudeUser(r.user)
		body["actor"] = object{"type": "user_actor", "user_id": by, "email_address": r.user.mail, "ip_address": orNull(r.address)}
	}
	if k := c.w.keyByID(r.target); k != nil {
		name := "api_key_id"
		if k.kind == AnthropicAdminKey {
			name = "admin_api_key_id"
		}
		body[name] = k.id
	}
	return body, by
}
