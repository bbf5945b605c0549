package simulator

import (
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
)

var hubAuditRoutes = []route{
	{method: "GET", path: "/orgs/{org}/audit-log", query: []string{"phrase", "include", "after", "before", "order", "per_page"}, do: (*call).hubAudit},
	{method: "GET", path: "/repos/{owner}/{repo}", do: (*call).hubRepository},
}

// hubAudit lists what was done, newest first where nothing else is asked. Only owners with the
// right may read it, and the plan has to have it.
func (c *call) hubAudit() answer {
	if no := c.hubMay(); no != nil {
		return *no
	}
	k := c.by
	if c.w.auditOff || c.hits.has("audit_off") || c.parts["org"] != c.w.orgName {
		return hubError(404, "", "", "Not Found")
	}
	if k == nil || k.user == nil || k.user.role != "owner" || !slices.Contains(hubScopes(k), "read:audit_log") || c.hits.has("no_right") {
		return hubError(403, "", "", "Must have admin rights to organization.")
	}
	wanted, no := c.hubPhrase()
	if no != nil {
		return *no
	}
	size, no := c.number("per_page", 30, 1, 1<<20)
	if no != nil {
		return *no
	}
	list := []object{}
	for _, r := range c.w.audit {
		if r.of == c.of && !r.at.After(c.lagged(c.w.lags.Audit)) && wanted(r) {
			list = append(list, c.hubEvent(r))
		}
	}
	if c.query.Get("order") != "asc" {
		slices.Reverse(list)
	}
	return answer{status: 200, body: list[:min(len(list), size, 100)], used: true}
}

// hubPhrase reads the two parts of a search that we know: a token's hash, and a span.
func (c *call) hubPhrase() (wanted func(*record) bool, no *answer) {
	token, from, to := "", time.Time{}, time.Time{}
	for _, part := range strings.Fields(c.query.Get("phrase")) {
		name, value, _ := strings.Cut(part, ":")
		switch name {
		case "hashed_token":
			token = strings.Trim(value, `"`)
		case "created":
			begin, end, both := strings.Cut(value, "..")
			var good, alsoGood bool
			from, good = timestamps.read(begin)
			to, alsoGood = timestamps.read(end)
			if !both || !good || !alsoGood {
				return nil, c.bad("phrase", "Invalid search phrase")
			}
		default:
			return nil, c.bad("phrase", "Invalid search phrase")
		}
	}
	return func(r *record) bool {
		within := (from.IsZero() || !r.at.Before(from)) && (to.IsZero() || !r.at.After(to))
		return within && (token == "" || r.key != nil && hubHash(r.key.secret) == token)
	}, nil
}

// hubHash is how the log names a token.
func hubHash(s providers.Secret) (hash string) {
	s.Expose(func(b []byte) {
		sum := sha256.Sum256(b)
		hash = base64.StdEncoding.EncodeToString(sum[:])
	})
	return hash
}

func (c *call) hubEvent(r *record) object {
	at, who := r.at.UnixMilli(), r.user
	if r.key != nil {
		who = r.key.user
	}
	e := object{"@timestamp": at, "created_at": at, "_document_id": r.id, "action": r.kind, "org": c.w.orgName, "org_id": hubNumber("org " + c.w.orgName)}
	if who != nil {
		e["actor"], e["actor_id"] = hubLogin(who), hubNumber(who.id)
	}
	if r.project != nil {
		e["repo"] = c.w.orgName + "/" + r.project.name
	}
	switch r.kind {
	case "hook.create":
		e["hook_id"] = hubNumber(r.id)
	case "public_key.create":
		e["fingerprint"] = hubPrint(r)
	}
	return e
}

// hubRepository tells of one, and tells its administrators how it is protected.
func (c *call) hubRepository() answer {
	p, no := c.hubReaches()
	if no != nil {
		return *no
	}
	repo := c.w.hubRepo(p)
	for name, value := range (object{"has_discussions": false, "network_count": 0, "subscribers_count": 1}) {
		repo[name] = value
	}
	if c.by != nil && c.by.user != nil && c.by.user.role == "owner" {
		repo["security_and_analysis"] = object{"secret_scanning": object{"status": "enabled"}, "secret_scanning_push_protection": object{"status": "disabled"}}
	}
	return success(repo)
}
