package anthropic

import (
	"net/http"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// Route names; the table below says what each is.
const (
	routeModels       = "anthropic.models.list"
	routeOrganization = "anthropic.organization.probe"
	routeKeys         = "anthropic.key.list"
	routeKey          = "anthropic.key.get"
	routeArchive      = "anthropic.key.archive"
	routeDeactivate   = "anthropic.key.deactivate"
	routeActivate     = "anthropic.key.activate"
	routeWorkspaces   = "anthropic.workspace.list"
	routeUsage        = "anthropic.usage.messages"
	routeCosts        = "anthropic.costs"
	routeAudit        = "anthropic.activity.list"
)

// pathWorkspaces stands in the vendor's reference, and is needed for nothing but names.
const pathWorkspaces = "/organizations/workspaces"

const (
	pathKeys     = "/organizations/api_keys"
	parameterKey = "api_key_id"
	pathKey      = pathKeys + "/{" + parameterKey + "}"
)

// Query parameters, spelled as the vendor's own client sends them.
const (
	parameterLimit      = "limit"
	parameterArchived   = "include_archived"
	parameterAfter      = "after_id"
	parameterPage       = "page"
	parameterStart      = "starting_at"
	parameterEnd        = "ending_at"
	parameterWidth      = "bucket_width"
	parameterKeys       = "api_key_ids[]"
	parameterWorkspaces = "workspace_ids[]"
	parameterGroup      = "group_by[]"
	parameterFrom       = "created_at.gte"
	parameterTo         = "created_at.lt"
)

// Headers of the answer to a probe that say where the key lives.
const (
	headerOrganization = "anthropic-organization-id"
	headerWorkspace    = "anthropic-workspace-id"
)

// version is the header that every call but those for compliance wants, with its only value.
var version = map[string]string{"anthropic-version": "2023-06-01"}

// Routes lists every call that the adapter may make. A key's three states are set by one and
// the same call; they are three routes, for only one of them is final.
func Routes() []providers.Route {
	get := func(name, path string, query ...string) providers.Route {
		return providers.Route{Name: name, Method: http.MethodGet, Host: Host, Path: path, Effect: providers.Read, Query: query, Header: version}
	}
	set := func(name, undo string) providers.Route {
		return providers.Route{Name: name, Method: http.MethodPost, Host: Host, Path: pathKey, Effect: providers.Mutate, Undo: undo, Header: version}
	}
	models, organization := get(routeModels, "/models", parameterLimit), get(routeOrganization, "/organizations/me")
	models.Effect, organization.Effect = providers.Probe, providers.Probe
	models.Reads = []string{headerOrganization, headerWorkspace}
	audit := get(routeAudit, "/compliance/activities", parameterLimit, parameterAfter, parameterFrom, parameterTo)
	audit.Header = nil
	return []providers.Route{
		models, organization,
		get(routeKeys, pathKeys, parameterLimit, parameterAfter),
		get(routeKey, pathKey),
		set(routeArchive, ""),
		set(routeDeactivate, routeActivate),
		set(routeActivate, routeDeactivate),
		get(routeWorkspaces, pathWorkspaces, parameterLimit, parameterAfter, parameterArchived),
		get(routeUsage, "/organizations/usage_report/messages", parameterStart, parameterEnd, parameterWidth, parameterLimit,
			parameterKeys, parameterWorkspaces, parameterGroup, parameterPage),
		get(routeCosts, "/organizations/cost_report", parameterStart, parameterEnd, parameterWidth, parameterLimit, parameterGroup, parameterPage),
		audit,
	}
}

// rows answers what a route does without its table.
var rows = transport.RowsOf(Routes())
