package simulator

import (
	"slices"
	"strconv"
	"time"

	"firebreak/providers"
)

// The organization has SAML sign-on: each token of a member reaches it once its owner allowed that.

var hubAccessRoutes = []route{
	{method: "GET", path: "/orgs/{org}/credential-authorizations", query: []string{"per_page", "page", "login"}, do: (*call).hubAccesses},
	{method: "DELETE", path: "/orgs/{org}/credential-authorizations/{credential_id}", do: (*call).hubWithdraw},
}

// hubTypes are the words for what an access was given to. Tokens of an installation need none.
var hubTypes = map[providers.Kind]string{
	GitHubClassic: "personal access token", GitHubFineGrained: "personal access token", GitHubOAuth: "OAuth app token", GitHubAppUser: "GitHub app token",
}

// hubAllowed are the tokens that reach the organization. Only its owners see them.
func (c *call) hubAllowed(scope string) ([]*key, *answer) {
	if no := c.hubMay(); no != nil {
		return nil, no
	}
	if k := c.by; c.parts["org"] != c.w.orgName || k == nil || k.user == nil || k.user.role != "owner" || !slices.Contains(hubScopes(k), scope) || c.hits.has("no_right") {
		no := hubError(404, "", "", "Not Found")
		return nil, &no
	}
	var list []*key
	for _, k := range c.w.keys {
		if k.of == c.of && k.user != nil && hubTypes[k.kind] != "" && k.revoked.IsZero() && !k.apart && !k.created.After(c.now) {
			list = append(list, k)
		}
	}
	slices.SortStableFunc(list, func(a, b *key) int { return a.created.Compare(b.created) })
	return list, nil
}

func (c *call) hubAccesses() answer {
	list, no := c.hubAllowed("admin:org")
	if no != nil {
		return *no
	}
	if login := c.query.Get("login"); login != "" {
		list = slices.DeleteFunc(list, func(k *key) bool { return hubLogin(k.user) != login })
	}
	part, no := hubPage(c, list)
	if no != nil {
		return *no
	}
	body := []object{}
	for _, k := range part {
		body = append(body, hubAccess(k, c.w.at(c.now)))
	}
	return answer{status: 200, body: body, used: true}
}

func hubAccess(k *key, v *view) object {
	ending := ""
	k.secret.Expose(func(b []byte) { ending = string(b[max(0, len(b)-8):]) })
	one := object{
		"login": hubLogin(k.user), "credential_id": hubNumber("access " + k.id), "credential_type": hubTypes[k.kind], "token_last_eight": ending,
		"credential_authorized_at": hubTime(k.created), "credential_accessed_at": hubTime(v.used(k)), "authorized_credential_id": hubNumber(k.id),
		"authorized_credential_note": k.name, "authorized_credential_title": nil, "authorized_credential_expires_at": hubTime(k.expires),
	}
	if scopes := hubScopes(k); k.kind == GitHubClassic || k.kind == GitHubOAuth {
		one["scopes"] = scopes
	}
	return one
}

// hubWithdraw takes an access back, at once. The token goes on living.
func (c *call) hubWithdraw() answer {
	list, no := c.hubAllowed("admin:org")
	if no != nil {
		return *no
	}
	i := slices.IndexFunc(list, func(k *key) bool { return strconv.FormatInt(hubNumber("access "+k.id), 10) == c.parts["credential_id"] })
	if i < 0 {
		return hubError(404, "", "", "Not Found")
	}
	c.do(act{Do: doApart, On: list[i].id})
	return answer{status: 204}
}

// applyApart lets a token reach what is public, and nothing else of the organization.
func (w *World) applyApart(a act, _ time.Time, _ *key) error {
	k := w.keyByID(a.On)
	if k == nil {
		return errNoSuch
	}
	k.apart = true
	return nil
}
