package simulator

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"firebreak/providers"
)

// GitHub's kinds.
const (
	GitHubClassic      providers.Kind = "github/pat-classic"
	GitHubFineGrained  providers.Kind = "github/fine-grained-pat"
	GitHubOAuth        providers.Kind = "github/oauth-token"
	GitHubAppUser      providers.Kind = "github/user-to-server-token"
	GitHubRefresh      providers.Kind = "github/refresh-token"
	GitHubInstallation providers.Kind = "github/server-to-server-token"
	GitHubStateless    providers.Kind = "github/stateless-installation-token"
)

const hubVendor = "github"

var github = &vendor{
	name: hubVendor, baseEnv: "FIREBREAK_GITHUB_BASE_URL", adminEnv: "GH_TOKEN",
	admin: "firebreak-github-admin", adminKind: GitHubClassic, forms: hubForms,
	ids:    idForms{salt: "github ", project: "R_", account: "BOT_", keyID: "token_", audit: "event_", request: ""},
	routes: slices.Concat(hubCallerRoutes, hubRepoRoutes, hubAuditRoutes, hubRevokeRoutes, hubAccessRoutes, hubDeployRoutes),
	shown:  hubShown, wrong: hubError, sorry: hubSorry,
	event:   func(deed, *key) string { return "" }, // nobody's log tells of a personal token
	builtin: hubBuiltin, background: hubBackground, also: hubApp,
	header: func(request string) map[string]string { return map[string]string{"x-github-request-id": request} },
}

// hubForms: no mask is shown anywhere. The body of the values carries the drill's mark, with which
// no checksum holds.
var hubForms = map[providers.Kind]form{
	GitHubClassic: hubForm("ghp_", 36), GitHubOAuth: hubForm("gho_", 36), GitHubAppUser: hubForm("ghu_", 36),
	GitHubRefresh: hubForm("ghr_", 76), GitHubInstallation: hubForm("ghs_", 36),
	GitHubFineGrained: {lead: "github" + "_pat_", body: 22, alphabet: alnum, marker: "_", behind: 59},
	GitHubStateless:   hubForm("ghs_1234567_"+base64url(`{"alg":"RS256","typ":"JWT"}`)+"."+base64url(`{"exp":1795000000,"iss":"1234567"}`)+".", 342),
}

func hubForm(lead string, body int) form { return form{lead: lead, body: body, alphabet: alnum} }

func base64url(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// hubShown reads the schemes of the header that carry a token, or an app's name and password.
func hubShown(r *http.Request) string {
	if client, secret, basic := r.BasicAuth(); basic {
		return client + ":" + secret
	}
	scheme, value, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "bearer") || strings.EqualFold(scheme, "token") {
		return value
	}
	return ""
}

// hubError is an error in the vendor's shape, which has no code of its own.
func hubError(status int, _, _, message string) answer {
	return answer{status: status, body: object{"message": message, "documentation_url": "https://docs.github.com/rest", "status": strconv.Itoa(status)}}
}

// hubSorry gives the vendor's answers to trouble of its own.
func hubSorry(status int, kind string) answer {
	if kind == "rate" {
		return hubError(status, "", "", "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.")
	}
	return hubError(status, "", "", "Server Error")
}

// hubNumber is the whole number by which the vendor names a thing of ours.
func hubNumber(id string) int64 {
	sum := sha256.Sum256([]byte("github number " + id))
	return int64(binary.BigEndian.Uint32(sum[:4])%900_000_000) + 1_000_000
}

// hubLogin is a person's name at the vendor.
func hubLogin(u *user) string {
	login, _, _ := strings.Cut(u.mail, "@")
	return login
}
