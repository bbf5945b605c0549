package github

import (
	"net/http"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// Route names; the table below says what each is.
const (
	routeUser         = "github.user.probe"
	routeInstallation = "github.installation.probe"
	routeRevoke       = "github.credential.revoke"
	routeEnd          = "github.installation.revoke"
	routeByApp        = "github.application.token.revoke"
	routeRepositories = "github.repository.list"
	routeInstalled    = "github.installation.repositories"
	routeSecrets      = "github.secret.list"
	routeRepository   = "github.repository.get"
	routeAudit        = "github.audit.list"
	routeOrgSecrets   = "github.organization.secret.list"
	routeAccesses     = "github.organization.access.list"
	routeWithdraw     = "github.organization.access.withdraw"
	routeDeployKeys   = "github.deploykey.list"
	routeRemoveKey    = "github.deploykey.remove"
)

// Query parameters.
const (
	parameterSize = "per_page"
	parameterPage = "page"
	parameterSort = "sort"

	parameterPhrase = "phrase"
	parameterOrder  = "order"
	parameterLogin  = "login"
)

// Headers of an answer that tell of the token that asked.
const (
	headerScopes  = "X-OAuth-Scopes"
	headerExpires = "github-authentication-token-expiration"
	headerClient  = "X-OAuth-Client-Id" // of the app that an OAuth token was given to; seen, and not documented
)

// version is the header that says which version of the API a call means.
var version = map[string]string{"X-GitHub-Api-Version": "2022-11-28"}

// Routes lists every call that the adapter may make.
func Routes() []providers.Route {
	get := func(name, path string, query ...string) providers.Route {
		return providers.Route{Name: name, Method: http.MethodGet, Host: Host, Path: path, Effect: providers.Read, Query: query, Header: version}
	}
	user, installation := get(routeUser, "/user"), get(routeInstallation, "/installation/repositories", parameterSize)
	user.Effect, installation.Effect = providers.Probe, providers.Probe
	user.Reads = []string{headerScopes, headerExpires, headerClient}
	installation.Reads = []string{headerExpires}
	return []providers.Route{
		user, installation,
		// No credential goes with it: the vendor refuses callers who bring one.
		{Name: routeRevoke, Method: http.MethodPost, Host: Host, Path: "/credentials/revoke", Effect: providers.Mutate, Header: version,
			Empty: []int{http.StatusAccepted}, Notices: []providers.Notice{providers.NoticeMail, providers.NoticeLater},
			Quota: providers.Quota{Calls: 60, Per: time.Hour, From: providers.QuotaAddress, Items: 1000}},
		get(routeRepositories, "/user/repos", parameterSize, parameterPage, parameterSort),
		get(routeInstalled, "/installation/repositories", parameterSize, parameterPage),
		get(routeSecrets, "/repos/{owner}/{repo}/actions/secrets", parameterSize, parameterPage),
		get(routeRepository, "/repos/{owner}/{repo}"),
		get(routeAudit, "/orgs/{org}/audit-log", parameterPhrase, parameterOrder, parameterSize),
		get(routeOrgSecrets, "/orgs/{org}/actions/secrets", parameterSize, parameterPage),
		get(routeAccesses, "/orgs/{org}/credential-authorizations", parameterLogin, parameterSize, parameterPage),
		{Name: routeWithdraw, Method: http.MethodDelete, Host: Host, Path: "/orgs/{org}/credential-authorizations/{credential_id}", Effect: providers.Mutate, Header: version},
		get(routeDeployKeys, "/repos/{owner}/{repo}/keys", parameterSize, parameterPage),
		{Name: routeRemoveKey, Method: http.MethodDelete, Host: Host, Path: "/repos/{owner}/{repo}/keys/{key_id}", Effect: providers.Mutate, Header: version},
		{Name: routeByApp, Method: http.MethodDelete, Host: Host, Path: "/applications/{client_id}/token", Effect: providers.Mutate, Header: version},
		{Name: routeEnd, Method: http.MethodDelete, Host: Host, Path: "/installation/token", Effect: providers.Mutate, Header: version},
	}
}

// rows answers what a route does without its table.
var rows = transport.RowsOf(Routes())
