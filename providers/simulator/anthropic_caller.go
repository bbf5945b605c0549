package simulator

import (
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

var claudeCallerRoutes = []route{
	{method: "GET", path: "/models", query: []string{"limit"}, do: (*call).claudeModels},
	{method: "GET", path: "/organizations/me", do: (*call).claudeMe},
	{method: "GET", path: claudeSpaces, query: []string{"limit", "after_id", "before_id", "include_archived"}, do: (*call).claudeWorkspaces},
}

// claudeDenials are the answers of faults that refuse model calls in the vendor's words. It has
// none for the others.
var claudeDenials = map[string]answer{
	"no_quota": claudeError(http.StatusPaymentRequired, "", "", "Your organization's credit balance is too low."),
	"no_scope": claudeError(http.StatusForbidden, "", "", "Your API key does not have permission to use the specified resource."),
}

func claudeStranger() *answer {
	no := claudeError(http.StatusUnauthorized, "", "", "invalid x-api-key")
	return &no
}

// claudeAdmin lets a live admin key with the right pass.
func (c *call) claudeAdmin() *answer {
	var no answer
	switch {
	case !c.lives():
		return claudeStranger()
	case c.by.kind != AnthropicAdminKey, c.hits.has("no_right"):
		no = claudeError(http.StatusForbidden, "", "", "Your API key does not have permission to use the specified resource.")
	case c.by.busy(c.now):
		no = c.claudeTooFast()
	default:
		return nil
	}
	return &no
}

func (c *call) claudeTooFast() answer {
	a := claudeSorry(http.StatusTooManyRequests, "rate")
	a.header = map[string]string{"retry-after": strconv.FormatInt(max(1, 60-c.now.Unix()%60), 10)}
	return a
}

// claudeModels answers a key that may call models.
func (c *call) claudeModels() answer {
	says := c.hits.has("say_yes") && c.print != ""
	if !says && (c.hits.has("say_no") || !c.lives()) {
		return *claudeStranger()
	}
	for _, f := range c.hits {
		if no, ok := claudeDenials[f.Do]; ok {
			return no
		}
	}
	switch {
	case says:
	case c.by.kind != AnthropicKey:
		return claudeDenials["no_scope"]
	case c.by.project != nil && !c.by.project.archived.IsZero():
		return *claudeStranger()
	case c.by.busy(c.now):
		return c.claudeTooFast()
	}
	limit, no := c.number("limit", 20, 1, 1000)
	if no != nil {
		return *no
	}
	data := []object{}
	for _, m := range c.of.models[:min(limit, len(c.of.models))] {
		data = append(data, object{"id": m.id, "type": "model", "display_name": m.id, "created_at": time.Unix(m.created, 0).UTC().Format(time.RFC3339)})
	}
	a := success(object{"data": data, "has_more": limit < len(c.of.models)})
	a.header = map[string]string{"anthropic-organization-id": c.w.claudeOrg()}
	if c.by != nil && c.by.project != nil {
		a.header["anthropic-workspace-id"] = c.by.project.id
	}
	return a
}

func (c *call) claudeMe() answer {
	if no := c.claudeAdmin(); no != nil {
		return *no
	}
	return success(object{"type": "organization", "id": c.w.claudeOrg(), "name": c.w.orgName})
}

// claudeSpaces stands in the vendor's reference, and not in our description of it.
const claudeSpaces = "/organizations/workspaces"

func (c *call) claudeWorkspaces() answer {
	if no := c.claudeAdmin(); no != nil {
		return *no
	}
	all, no := c.flag("include_archived")
	if no != nil {
		return *no
	}
	var out []listed
	for _, p := range c.w.projectsOf(c.of) {
		if !p.unnamed && (all || p.archived.IsZero()) {
			out = append(out, listed{p.id, object{"id": p.id, "type": "workspace", "name": p.name, "created_at": rfc3339(p.created), "archived_at": rfc3339(p.archived)}})
		}
	}
	return c.claudePage(out, 20, 1000)
}

// claudeOrg is the organisation's id, a UUID.
func (w *World) claudeOrg() string {
	var b [16]byte
	r := stream(w.seed, "anthropic org", 0)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	h := hex.EncodeToString(b[:])
	return strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-")
}

// claudeUser is the vendor's id of a person.
func claudeUser(u *user) string { return "user_01" + strings.TrimPrefix(u.id, "user-") }

// claudePage is a list in the vendor's shape.
func (c *call) claudePage(all []listed, otherwise, most int) answer {
	part, more, no := c.cut(all, "after_id", "before_id", otherwise, most)
	if no != nil {
		return *no
	}
	out := object{"data": bodies(part), "first_id": nil, "last_id": nil, "has_more": more}
	if len(part) > 0 {
		out["first_id"], out["last_id"] = part[0].id, part[len(part)-1].id
	}
	return success(out)
}

// rfc3339 is a time as the vendor writes it; null for none.
func rfc3339(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// claudeSpace is the id of a key's workspace; null for the default one.
func claudeSpace(p *project) any {
	if p == nil || p.unnamed {
		return nil
	}
	return p.id
}

// claudeAll lists the vendor's keys, whatever became of them: records stay.
func (c *call) claudeAll() []*key {
	return slices.DeleteFunc(slices.Clone(c.w.keys), func(k *key) bool { return k.kind != AnthropicKey || k.created.After(c.now) })
}
