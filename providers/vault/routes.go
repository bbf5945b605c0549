package vault

import (
	"encoding/json"
	"net/http"

	"firebreak/providers"
)

// Host is the vendor's host as routes name it; there is no public one, so a base always
// stands in for it.
const Host = "vault.invalid"

const (
	routeMounts = "vault.mounts"
	routeMount  = "vault.mount"
	routeCan    = "vault.capabilities"
	routeRoot1  = "vault.kv1.list_root"
	routeRoot2  = "vault.kv2.list_root"
	routeList1  = "vault.kv1.list"
	routeList2  = "vault.kv2.list"
	routeRead1  = "vault.kv1.read"
	routeRead2  = "vault.kv2.read"
	routeMeta2  = "vault.kv2.versions"
	routeWrite1 = "vault.kv1.write"
	routeWrite2 = "vault.kv2.write"
	routePatch2 = "vault.kv2.patch"

	parameterList    = "list"
	parameterAfter   = "after"
	parameterLimit   = "limit"
	parameterVersion = "version"
)

const (
	pathEntry1 = "/{mount...}/{path...}"
	pathEntry2 = "/{mount...}/data/{path...}"
)

// Routes lists every call that the store may make.
func Routes() []providers.Route {
	get := func(name, path string, query ...string) providers.Route {
		return providers.Route{Name: name, Method: http.MethodGet, Host: Host, Path: path, Effect: providers.Read, Query: query}
	}
	// A write is taken back by another: the version before it, compared with the one that ours made.
	change := func(name, method, path string) providers.Route {
		return providers.Route{Name: name, Method: method, Host: Host, Path: path, Effect: providers.Mutate, Undo: name}
	}
	patch := change(routePatch2, http.MethodPatch, pathEntry2)
	patch.BodyType = "application/merge-patch+json"
	return []providers.Route{
		get(routeMounts, "/sys/internal/ui/mounts"),
		get(routeMount, "/sys/internal/ui/mounts/{path...}"),
		// A question, although its list of paths makes it a POST.
		{Name: routeCan, Method: http.MethodPost, Host: Host, Path: "/sys/capabilities-self", Effect: providers.Read},
		get(routeRoot1, "/{mount...}", parameterList, parameterAfter, parameterLimit),
		get(routeRoot2, "/{mount...}/metadata", parameterList, parameterAfter, parameterLimit),
		get(routeList1, pathEntry1, parameterList, parameterAfter, parameterLimit),
		get(routeList2, "/{mount...}/metadata/{path...}", parameterList, parameterAfter, parameterLimit),
		get(routeRead1, pathEntry1),
		get(routeRead2, pathEntry2, parameterVersion),
		get(routeMeta2, "/{mount...}/metadata/{path...}"),
		change(routeWrite1, http.MethodPost, pathEntry1),
		change(routeWrite2, http.MethodPost, pathEntry2),
		patch,
	}
}

// Shape knows Vault's own refusals: a list of errors, and the 404 of a deleted version, which
// comes with its data.
func Shape(_ int, body []byte) (string, providers.Untrusted, bool) {
	var said struct {
		Errors *[]string       `json:"errors"`
		Data   json.RawMessage `json:"data"`
	}
	if json.Unmarshal(body, &said) != nil || said.Errors == nil && said.Data == nil {
		return "", providers.Untrusted{}, false
	}
	if said.Errors == nil || len(*said.Errors) == 0 {
		return "", providers.Untrusted{}, true
	}
	return "", providers.FromOutside((*said.Errors)[0]), true
}
