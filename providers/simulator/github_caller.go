package simulator

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

var hubCallerRoutes = []route{
	{method: "GET", path: "/user", do: (*call).hubUser},
	{method: "GET", path: "/installation/repositories", query: []string{"per_page", "page"}, do: (*call).hubInstalled},
}

// hubDenials are the answers of faults that refuse a token that works.
var hubDenials = map[string]answer{
	"ip_denied": hubError(http.StatusForbidden, "", "", "Although you appear to have the correct authorization credentials, the organization has an IP allow list enabled, and your IP address is not permitted to access this resource."),
	"no_scope":  hubError(http.StatusForbidden, "", "", "Resource not accessible by personal access token"),
}

func hubStranger() *answer {
	no := hubError(http.StatusUnauthorized, "", "", "Bad credentials")
	return &no
}

// hubMay lets a token that works pass, within its limits.
func (c *call) hubMay() *answer {
	says := c.hits.has("say_yes") && c.print != ""
	switch {
	case c.print == "":
		no := hubError(http.StatusUnauthorized, "", "", "Requires authentication")
		return &no
	case !says && (c.hits.has("say_no") || !c.lives() || c.by.kind == GitHubRefresh):
		return hubStranger()
	}
	for _, f := range c.hits {
		if no, ok := hubDenials[f.Do]; ok {
			return &no
		}
	}
	if c.by != nil && c.by.busy(c.now) {
		no := hubError(http.StatusForbidden, "", "", "API rate limit exceeded for user ID "+strconv.FormatInt(hubNumber(c.by.owner()), 10)+".")
		no.header = map[string]string{"retry-after": strconv.FormatInt(max(1, 60-c.now.Unix()%60), 10), "x-ratelimit-remaining": "0"}
		return &no
	}
	return nil
}

// hubApp reports whether the caller acts for an installation of an app.
func (c *call) hubApp() bool {
	return c.by != nil && (c.by.kind == GitHubInstallation || c.by.kind == GitHubStateless)
}

// hubUser answers whom a token acts for, and in headers what it may do.
func (c *call) hubUser() answer {
	if no := c.hubMay(); no != nil {
		return *no
	}
	if c.hubApp() {
		return hubError(http.StatusForbidden, "", "", "Resource not accessible by integration")
	}
	who := c.w.users[0]
	if c.by != nil && c.by.user != nil {
		who = c.by.user
	}
	a := success(hubPerson(who))
	a.header = c.hubTells()
	return a
}

// hubTells are the headers of every answer that tell of the token.
func (c *call) hubTells() map[string]string {
	told := map[string]string{}
	if c.by == nil {
		return told
	}
	if k := c.by.kind; k == GitHubClassic || k == GitHubOAuth {
		told["x-oauth-scopes"] = strings.Join(hubScopes(c.by), ", ")
	}
	if c.by.kind == GitHubOAuth {
		told["x-oauth-client-id"] = c.w.hubClient()
	}
	if !c.by.expires.IsZero() {
		told["github-authentication-token-expiration"] = c.by.expires.UTC().Format("2006-01-02 15:04:05 UTC")
	}
	return told
}

// hubScopes are those of a token; one for which nothing is said may do all that we know of.
func hubScopes(k *key) []string {
	if len(k.scopes) == 0 {
		return []string{"admin:org", "admin:public_key", "admin:repo_hook", "read:audit_log", "repo", "workflow"}
	}
	return k.scopes
}

// hubPerson is a person as the vendor tells of them to themselves.
func hubPerson(u *user) object {
	login := hubLogin(u)
	body := hubAccount(login, hubNumber(u.id), "User")
	for name, value := range (object{
		"name": u.name, "company": nil, "blog": "", "location": nil, "email": u.mail, "hireable": nil, "bio": nil, "twitter_username": nil,
		"public_repos": 2, "public_gists": 0, "followers": 3, "following": 1, "created_at": hubTime(u.added), "updated_at": hubTime(u.added),
		"private_gists": 0, "total_private_repos": 4, "owned_private_repos": 1, "disk_usage": 1024, "collaborators": 2, "two_factor_authentication": true,
		"user_view_type": "private",
	}) {
		body[name] = value
	}
	return body
}

// hubAccount is what every mention of a person or an organisation holds.
func hubAccount(login string, id int64, sort string) object {
	api := "https://api.github.com/users/" + login
	return object{
		"login": login, "id": id, "node_id": base64url(sort + strconv.FormatInt(id, 10)), "avatar_url": "https://avatars.githubusercontent.com/u/" + strconv.FormatInt(id, 10),
		"gravatar_id": "", "url": api, "html_url": "https://github.com/" + login, "followers_url": api + "/followers", "following_url": api + "/following{/other_user}",
		"gists_url": api + "/gists{/gist_id}", "starred_url": api + "/starred{/owner}{/repo}", "subscriptions_url": api + "/subscriptions",
		"organizations_url": api + "/orgs", "repos_url": api + "/repos", "events_url": api + "/events{/privacy}", "received_events_url": api + "/received_events",
		"type": sort, "site_admin": false,
	}
}

func hubTime(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(time.RFC3339)
}
