package openai

import (
	"net/http"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// Route names; the table below says what each is.
const (
	routeModels = "openai.models.list"

	routeAdminKeyProbe  = "openai.admin_key.probe"
	routeAdminKeys      = "openai.admin_key.list"
	routeAdminKey       = "openai.admin_key.get"
	routeAdminKeyCreate = "openai.admin_key.create"
	routeAdminKeyDelete = "openai.admin_key.delete"

	routeProjects  = "openai.project.list"
	routeKeys      = "openai.key.list"
	routeKey       = "openai.key.get"
	routeKeyDelete = "openai.key.delete"
	routeKeyScopes = "openai.key.narrow"
	routeKeyExpiry = "openai.key.expire"

	routeAccount       = "openai.service_account.get"
	routeAccountDelete = "openai.service_account.delete"
	routeAccountKey    = "openai.service_account.create_key"

	routeOrgSpend     = "openai.spend_limit.get"
	routeSpend        = "openai.project_spend_limit.get"
	routeSpendCreate  = "openai.project_spend_limit.create"
	routeSpendReplace = "openai.project_spend_limit.replace"
	routeSpendDelete  = "openai.project_spend_limit.delete"

	routeRateLimits   = "openai.rate_limit.list"
	routeRateLimitSet = "openai.rate_limit.update"

	routeCosts       = "openai.costs"
	routeAudit       = "openai.audit_log.list"
	routeUsagePrefix = "openai.usage." // and the family
)

// Paths that several routes share.
const (
	pathProject   = "/organization/projects/{project_id}"
	pathKey       = pathProject + "/api_keys/{api_key_id}"
	pathAccount   = pathProject + "/service_accounts/{service_account_id}"
	pathSpend     = pathProject + "/spend_limit"
	pathAdminKeys = "/organization/admin_api_keys"
	pathAdminKey  = pathAdminKeys + "/{key_id}"
)

// Query parameters. Arrays are spelled as the vendor's own client sends them; its document
// names some of them without the brackets.
const (
	parameterLimit     = "limit"
	parameterAfter     = "after"
	parameterPage      = "page"
	parameterKeys      = "api_key_ids[]"
	parameterProjects  = "project_ids[]"
	parameterGroup     = "group_by[]"
	parameterEvents    = "event_types[]"
	parameterResources = "resource_ids[]"
	parameterTenant    = "tenant_only"
	parameterFrom      = "effective_at[gte]"
	parameterTo        = "effective_at[lt]"
	parameterStart     = "start_time"
	parameterEnd       = "end_time"
	parameterWidth     = "bucket_width"
	parameterOwner     = "owner_project_access"
	parameterArchived  = "include_archived"
	parameterDirection = "order"
)

// headerOrganization names the organization that a key belongs to.
const headerOrganization = "openai-organization"

// Routes lists every call that the adapter may make.
func Routes() []providers.Route {
	get := func(name, path string, query ...string) providers.Route {
		return providers.Route{Name: name, Method: http.MethodGet, Host: Host, Path: path, Effect: providers.Read, Query: query,
			Reads: []string{headerOrganization}}
	}
	change := func(name, method, path, undo string) providers.Route {
		return providers.Route{Name: name, Method: method, Host: Host, Path: path, Effect: providers.Mutate, Undo: undo}
	}
	probe := func(r providers.Route) providers.Route {
		r.Effect = providers.Probe
		return r
	}
	routes := []providers.Route{
		probe(get(routeModels, "/models")),
		probe(get(routeAdminKeyProbe, pathAdminKeys, parameterLimit)),

		get(routeAdminKeys, pathAdminKeys, parameterLimit, parameterAfter, parameterDirection),
		get(routeAdminKey, pathAdminKey),
		change(routeAdminKeyCreate, http.MethodPost, pathAdminKeys, routeAdminKeyDelete),
		change(routeAdminKeyDelete, http.MethodDelete, pathAdminKey, ""),

		get(routeProjects, "/organization/projects", parameterLimit, parameterAfter, parameterArchived),
		get(routeKeys, pathProject+"/api_keys", parameterLimit, parameterAfter, parameterOwner),
		get(routeKey, pathKey),
		change(routeKeyDelete, http.MethodDelete, pathKey, ""),
		change(routeKeyScopes, http.MethodPost, pathKey, ""),
		change(routeKeyExpiry, http.MethodPost, pathKey, ""),

		get(routeAccount, pathAccount),
		change(routeAccountDelete, http.MethodDelete, pathAccount, ""),
		change(routeAccountKey, http.MethodPost, pathAccount+"/api_keys", routeKeyDelete),

		get(routeOrgSpend, "/organization/spend_limit"),
		get(routeSpend, pathSpend),
		change(routeSpendCreate, http.MethodPost, pathSpend, routeSpendDelete),
		change(routeSpendReplace, http.MethodPost, pathSpend, routeSpendReplace),
		change(routeSpendDelete, http.MethodDelete, pathSpend, routeSpendCreate),

		get(routeRateLimits, pathProject+"/rate_limits", parameterLimit, parameterAfter),
		change(routeRateLimitSet, http.MethodPost, pathProject+"/rate_limits/{rate_limit_id}", routeRateLimitSet),

		get(routeCosts, "/organization/costs", parameterStart, parameterEnd, parameterWidth, parameterLimit,
			parameterKeys, parameterGroup, parameterPage),
		get(routeAudit, "/organization/audit_logs", parameterFrom, parameterTo, parameterEvents, parameterResources, parameterTenant,
			parameterLimit, parameterAfter),
	}
	for _, f := range families {
		filter := parameterKeys
		if f.perProject {
			filter = parameterProjects
		}
		routes = append(routes, get(f.route(), "/organization/usage/"+f.name, parameterStart, parameterEnd, parameterWidth,
			parameterLimit, filter, parameterGroup, parameterPage))
	}
	return routes
}

// rows answers what a route does without its table.
var rows = transport.RowsOf(Routes())
