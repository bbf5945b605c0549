package simulator

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"firebreak/providers"
)

var hubRevokeRoutes = []route{
	{method: "POST", path: hubRevokePath, do: (*call).hubRevoke},
	{method: "DELETE", path: "/installation/token", do: (*call).hubEnd},
	{method: "DELETE", path: "/applications/{client_id}/token", do: (*call).hubByApp},
}

const (
	hubRevokePath  = "/credentials/revoke"
	hubMostAtOnce  = 1000
	hubMostAnHour  = 60 // requests of one address without a credential
	hubInvalidBody = "Validation Failed"
)

// hubRevoke takes values of anyone's tokens from anyone, and answers before they are dead. What it
// does not know it passes over without a word. A caller who brings a credential is refused.
func (c *call) hubRevoke() answer {
	if c.print != "" {
		return hubError(http.StatusForbidden, "", "", "This endpoint does not support authentication.")
	}
	if c.hubCalls(hubRevokePath, time.Hour) >= hubMostAnHour {
		a := hubError(http.StatusForbidden, "", "", "API rate limit exceeded for 127.0.0.1.")
		a.header = map[string]string{"x-ratelimit-remaining": "0", "retry-after": "3600"}
		return a
	}
	var want struct {
		Values []string `json:"credentials"`
	}
	if json.Unmarshal(c.body, &want) != nil || len(want.Values) == 0 || len(want.Values) > hubMostAtOnce {
		return answer{status: http.StatusUnprocessableEntity, body: object{"message": hubInvalidBody, "documentation_url": "https://docs.github.com/rest", "errors": []string{"credentials: 1 to 1000 are taken"}}}
	}
	for _, value := range want.Values {
		secret := providers.NewSecret([]byte(value))
		if k := c.w.holder(c.of, secret, secret.Fingerprint(c.w.salt)); k != nil && k.revoked.IsZero() && !strings.HasPrefix(value, "ghs_") {
			c.revoke(k)
		}
	}
	return answer{status: http.StatusAccepted, body: object{}}
}

// hubCalls counts the requests to a path in the time before now.
func (c *call) hubCalls(path string, within time.Duration) int {
	n := 0
	for _, r := range c.w.requests {
		if r.Path == path && c.now.Sub(r.Time) < within {
			n++
		}
	}
	return n
}

// hubEnd lets an installation token end itself.
func (c *call) hubEnd() answer {
	if no := c.hubMay(); no != nil {
		return *no
	}
	if !c.hubApp() {
		return hubError(http.StatusForbidden, "", "", "Resource not accessible by personal access token")
	}
	c.revoke(c.by)
	return answer{status: http.StatusNoContent}
}

// hubApp is the world's one OAuth app, as its owner sets it.
func hubApp(w *World) map[string]string {
	return map[string]string{"GITHUB_CLIENT_ID": w.hubClient(), "GITHUB_CLIENT_SECRET": makeID(w.seed, drillMark, "github app secret", 0, 35)}
}

func (w *World) hubClient() string { return makeID(w.seed, "Iv1.", "github app", 0, 16) }

// hubByApp lets the app end a token that it gave, at once.
func (c *call) hubByApp() answer {
	app := hubApp(c.w)
	owner := providers.NewSecret([]byte(app["GITHUB_CLIENT_ID"] + ":" + app["GITHUB_CLIENT_SECRET"]))
	if !c.shown.Equal(owner) || c.parts["client_id"] != app["GITHUB_CLIENT_ID"] {
		return hubError(http.StatusUnauthorized, "", "", "Bad credentials")
	}
	var want struct {
		Value string `json:"access_token"`
	}
	if json.Unmarshal(c.body, &want) != nil || want.Value == "" {
		return hubError(http.StatusUnprocessableEntity, "", "", hubInvalidBody)
	}
	secret := providers.NewSecret([]byte(want.Value))
	k := c.w.holder(c.of, secret, secret.Fingerprint(c.w.salt))
	if k == nil || k.kind != GitHubOAuth || !k.revoked.IsZero() {
		return hubError(http.StatusNotFound, "", "", "Not Found")
	}
	c.revoke(k)
	return answer{status: http.StatusNoContent}
}
