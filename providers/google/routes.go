package google

import (
	"net/http"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// Route names; the table below says what each is.
const (
	routeModels    = "google.models.list"
	routeLookup    = "google.key.lookup"
	routeKeys      = "google.key.list"
	routeKey       = "google.key.get"
	routeKeyString = "google.key.string"
	routeDelete    = "google.key.delete"
	routeUndelete  = "google.key.undelete"
	routeRestrict  = "google.key.restrict"
	routeRelease   = "google.key.release"
	routeCreate    = "google.key.create"
	routeOperation = "google.operation.get"
	routeSeries    = "google.metrics.list"
	routeEntries   = "google.log.list"

	routeQuotas  = "google.quota.list"
	routeBilling = "google.billing.get"
	routeBudgets = "google.budget.list"
	routePolicy  = "google.policy.get"
	routeAccess  = "google.access.get"

	routeExchange       = "google.token.probe"
	routeMint           = "google.token.mint"
	routeAccount        = "google.account.get"
	routeAccountDisable = "google.account.disable"
	routeAccountEnable  = "google.account.enable"
	routeAccountKeys    = "google.account.key.list"
	routeAccountKey     = "google.account.key.get"
	routeKeyDisable     = "google.account.key.disable"
	routeKeyEnable      = "google.account.key.enable"
	routeAccountDelete  = "google.account.key.delete"
)

// Parts of paths.
const (
	partProject    = "project"
	partKey        = "key"
	partOperation  = "operation"
	partAccount    = "account"
	partBilling    = "billing_account"
	partConstraint = "constraint"
	pathAccount    = "/v1/projects/{" + partProject + "}/serviceAccounts/{" + partAccount + "}"
	pathAccountKey = pathAccount + "/keys/{" + partKey + "}"
	pathKeys       = "/v2/projects/{" + partProject + "}/locations/global/keys"
	pathKey        = pathKeys + "/{" + partKey + "}"
)

// Query parameters, as the vendor spells them.
const (
	parameterSize    = "pageSize"
	parameterPage    = "pageToken"
	parameterDeleted = "showDeleted"
	parameterMask    = "updateMask"
	parameterFilter  = "filter"
	parameterStart   = "interval.startTime"
	parameterEnd     = "interval.endTime"
	parameterPeriod  = "aggregation.alignmentPeriod"
	parameterAligner = "aggregation.perSeriesAligner"
	parameterReducer = "aggregation.crossSeriesReducer"
	parameterGroup   = "aggregation.groupByFields"
	parameterTypes   = "keyTypes"
	parameterValue   = "keyString" // whose value is the leaked key: never a transport.Param
)

// headerKey carries an API key where the vendor gives the choice.
const headerKey = "x-goog-api-key"

// Routes lists every call that the adapter may make.
func Routes() []providers.Route {
	row := func(name, method, host, path string, effect providers.Effect, query ...string) providers.Route {
		return providers.Route{Name: name, Method: method, Host: host, Path: path, Effect: effect, Query: query}
	}
	keys := func(name, method, path string, effect providers.Effect, query ...string) providers.Route {
		return row(name, method, HostKeys, path, effect, query...)
	}
	remove := keys(routeDelete, http.MethodDelete, pathKey, providers.Mutate)
	remove.Undo = routeUndelete
	restore := keys(routeUndelete, http.MethodPost, pathKey+":undelete", providers.Mutate)
	restore.Undo = routeDelete
	restrict := keys(routeRestrict, http.MethodPatch, pathKey, providers.Mutate, parameterMask)
	restrict.Undo = routeRelease
	release := keys(routeRelease, http.MethodPatch, pathKey, providers.Mutate, parameterMask)
	release.Undo = routeRestrict
	return append([]providers.Route{
		row(routeModels, http.MethodGet, HostGemini, "/v1beta/models", providers.Probe, parameterSize),
		keys(routeLookup, http.MethodGet, "/v2/keys:lookupKey", providers.Read),
		keys(routeKeys, http.MethodGet, pathKeys, providers.Read, parameterSize, parameterPage, parameterDeleted),
		keys(routeKey, http.MethodGet, pathKey, providers.Read),
		keys(routeKeyString, http.MethodGet, pathKey+"/keyString", providers.Read),
		remove, restore, restrict, release,
		keys(routeCreate, http.MethodPost, pathKeys, providers.Mutate),
		keys(routeOperation, http.MethodGet, "/v2/operations/{"+partOperation+"}", providers.Read),
		row(routeSeries, http.MethodGet, HostMetrics, "/v3/projects/{"+partProject+"}/timeSeries", providers.Read, parameterFilter, parameterStart, parameterEnd,
			parameterPeriod, parameterAligner, parameterReducer, parameterGroup, parameterSize, parameterPage),
		row(routeQuotas, http.MethodGet, HostUsage, "/v1beta1/projects/{"+partProject+"}/services/"+HostGemini+"/consumerQuotaMetrics", providers.Read, parameterSize, parameterPage),
		row(routeBilling, http.MethodGet, HostBilling, "/v1/projects/{"+partProject+"}/billingInfo", providers.Read),
		row(routeBudgets, http.MethodGet, HostBudgets, "/v1/billingAccounts/{"+partBilling+"}/budgets", providers.Read, parameterSize, parameterPage),
		row(routePolicy, http.MethodGet, HostPolicies, "/v2/projects/{"+partProject+"}/policies/{"+partConstraint+"}:getEffectivePolicy", providers.Read),
		row(routeAccess, http.MethodPost, HostProjects, "/v1/projects/{"+partProject+"}:getIamPolicy", providers.Read),
		row(routeEntries, http.MethodPost, HostLogs, "/v2/entries:list", providers.Read),
	}, accountRoutes()...)
}

// accountRoutes are the calls about service accounts and their keys. An exchange gives a token and
// changes nothing: it is a probe of the key that signs, or how the administrator signs in.
func accountRoutes() []providers.Route {
	exchange := func(name string, effect providers.Effect) providers.Route {
		return providers.Route{Name: name, Method: http.MethodPost, Host: HostToken, Path: "/token", Effect: effect, BodyType: "application/x-www-form-urlencoded"}
	}
	outlived := func(r providers.Route) providers.Route {
		r.Notices = []providers.Notice{providers.NoticeTokens}
		return r
	}
	iam := func(name, method, path string, effect providers.Effect, undo string, query ...string) providers.Route {
		return providers.Route{Name: name, Method: method, Host: HostIAM, Path: path, Effect: effect, Undo: undo, Query: query}
	}
	return []providers.Route{
		exchange(routeExchange, providers.Probe), exchange(routeMint, providers.Read),
		iam(routeAccount, http.MethodGet, pathAccount, providers.Read, ""),
		iam(routeAccountDisable, http.MethodPost, pathAccount+":disable", providers.Mutate, routeAccountEnable),
		iam(routeAccountEnable, http.MethodPost, pathAccount+":enable", providers.Mutate, routeAccountDisable),
		iam(routeAccountKeys, http.MethodGet, pathAccount+"/keys", providers.Read, "", parameterTypes),
		iam(routeAccountKey, http.MethodGet, pathAccountKey, providers.Read, ""),
		outlived(iam(routeKeyDisable, http.MethodPost, pathAccountKey+":disable", providers.Mutate, routeKeyEnable)),
		iam(routeKeyEnable, http.MethodPost, pathAccountKey+":enable", providers.Mutate, routeKeyDisable),
		outlived(iam(routeAccountDelete, http.MethodDelete, pathAccountKey, providers.Mutate, "")),
	}
}

// rows answers what a route does without its table.
var rows = transport.RowsOf(Routes())
