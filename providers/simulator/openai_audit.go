package simulator

import (
	"slices"
	"strconv"
	"strings"
)

var auditRoutes = []route{{method: "GET", path: "/organization/audit_logs", do: (*call).auditLogs, query: []string{
	"effective_at[gt]", "effective_at[gte]", "effective_at[lt]", "effective_at[lte]",
	"project_ids", "event_types", "actor_ids", "actor_emails", "resource_ids", "tenant_only", "limit", "after", "before",
}}}

// openaiEvents names acts. What happens to an admin key belongs to the tenant.
var openaiEvents = map[deed]string{
	keyMade: "api_key.created", keyChanged: "api_key.updated", keyEnded: "api_key.deleted",
	accountMade: "service_account.created", accountEnded: "service_account.deleted", rateChanged: "rate_limit.updated",
	orgChanged: "organization.updated", projectChanged: "project.updated", projectArchived: "project.archived",
}

func openaiEvent(did deed, on *key) string {
	if on != nil && on.kind == AdminKey {
		return "tenant.admin_" + openaiEvents[did]
	}
	return openaiEvents[did]
}

// auditLogs lists, newest first. The vendor does not say what it answers where the log was
// never switched on; an empty list is our assumption.
func (c *call) auditLogs() answer {
	if no := c.admin(); no != nil {
		return *no
	}
	tenant, no := c.flag("tenant_only")
	if no != nil {
		return *no
	}
	since, until, no := c.window()
	if no != nil {
		return *no
	}
	var out []listed
	for _, r := range slices.Backward(c.w.audit) {
		if r.of != c.of || strings.HasPrefix(r.kind, "tenant.") != tenant || r.at.Unix() < since || r.at.Unix() > until || r.at.After(c.lagged(c.w.lags.Audit)) {
			continue
		}
		if c.hits.has("audit_off") || !c.hits.has("ignore_filter") && !c.wanted(r) {
			continue
		}
		out = append(out, listed{r.id, r.object()})
	}
	slices.SortStableFunc(out, func(a, b listed) int { return int(b.body["effective_at"].(int64) - a.body["effective_at"].(int64)) })
	return c.page(out, 20, 100)
}

// window reads the four bounds of effective_at; both ends belong to it.
func (c *call) window() (since, until int64, no *answer) {
	until = 1 << 40
	for _, bound := range []struct {
		name   string
		to     *int64
		offset int64
	}{{"gte", &since, 0}, {"gt", &since, 1}, {"lte", &until, 0}, {"lt", &until, -1}} {
		name := "effective_at[" + bound.name + "]"
		text := c.query.Get(name)
		if text == "" {
			continue
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return 0, 0, c.bad(name, "Invalid '"+name+"'.")
		}
		*bound.to = n + bound.offset
	}
	return since, until, nil
}

// wanted applies the filters.
func (c *call) wanted(r *record) bool {
	pass := func(name string, have ...string) bool {
		wanted := c.list(name)
		return len(wanted) == 0 || slices.ContainsFunc(have, func(h string) bool { return h != "" && slices.Contains(wanted, h) })
	}
	var in, mail string
	var actors []string
	if r.project != nil {
		in = r.project.id
	}
	if r.user != nil {
		actors, mail = append(actors, r.user.id), r.user.mail
	}
	if r.key != nil {
		actors = append(actors, r.key.id, r.key.owner())
		if r.key.user != nil {
			mail = r.key.user.mail
		}
	}
	return pass("project_ids", in) && pass("event_types", r.kind) && pass("actor_ids", actors...) && pass("actor_emails", mail) && pass("resource_ids", r.target)
}

func (r *record) object() object {
	out := object{"id": r.id, "type": r.kind, "effective_at": r.at.Unix(), "actor": r.actor()}
	if r.project != nil {
		out["project"] = object{"id": r.project.id, "name": r.project.name}
	}
	if details := r.details(); details != nil {
		out[r.kind] = details
	}
	return out
}

func (r *record) actor() any {
	switch {
	case r.user != nil:
		return object{"type": "session", "session": object{"user": object{"id": r.user.id, "email": r.user.mail}, "ip_address": r.address}}
	case r.key != nil && r.key.account != nil:
		return object{"type": "api_key", "api_key": object{"id": r.key.id, "type": "service_account", "service_account": object{"id": r.key.account.id}}}
	case r.key != nil:
		return object{"type": "api_key", "api_key": object{"id": r.key.id, "type": "user", "user": object{"id": r.key.user.id, "email": r.key.user.mail}}}
	}
	return nil
}

// details is the part that is named after the type, where the vendor declares one.
func (r *record) details() object {
	if strings.HasPrefix(r.kind, "tenant.") {
		return nil
	}
	out := object{"id": r.target}
	switch r.kind {
	case "login.succeeded", "logout.succeeded":
		return object{}
	case "api_key.created":
		out["data"] = object{"scopes": append([]string{}, r.scopes...)}
	case "api_key.updated":
		if r.scopes != nil {
			out["changes_requested"] = object{"scopes": r.scopes}
		}
	case "service_account.created", "user.added":
		out["data"] = object{"role": or(r.role, "member")}
	case "project.created":
		out["data"] = object{"name": r.title, "title": r.title}
	case "rate_limit.updated":
		out["changes_requested"] = r.limits
	}
	return out
}
