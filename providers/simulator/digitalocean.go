package simulator

import "firebreak/providers"

// DigitalOcean's kinds.
const (
	DigitalOceanOAuth    providers.Kind = "digitalocean/oauth-token"
	DigitalOceanPersonal providers.Kind = "digitalocean/pat"
)

// digitalocean ends tokens at another host than it answers at. What that host says is no part of
// the vendor's description: the vendor's own client looks at the status alone.
var digitalocean = selfEnding{
	name:  "digitalocean",
	forms: map[providers.Kind]form{DigitalOceanOAuth: {lead: "doo_v1_", body: 64, alphabet: lowerHex}, DigitalOceanPersonal: {lead: "dop_v1_", body: 64, alphabet: lowerHex}},
	ids:   idForms{project: "team-", keyID: "token-"},
	ends:  []providers.Kind{DigitalOceanOAuth},
	wraps: func(r refusal) object { return object{"id": r.code, "message": r.message} },
	refusals: map[string]refusal{
		refusedDead:    {status: 401, code: "Unauthorized", message: "Unable to authenticate you"},
		refusedNone:    {status: 401, code: "Unauthorized", message: "Unable to authenticate you"},
		refusedRate:    {status: 429, code: "too_many_requests", message: "API rate limit exceeded."},
		refusedServer:  {status: 500, code: "server_error", message: "Unexpected server-side error"},
		refusedUnknown: {status: 404, code: "not_found", message: "The resource you requested could not be found."},
		"no_scope":     {status: 403, code: "Forbidden", message: "You are not authorized to perform this operation"},
	},
	routes: []selfRoute{
		{method: "GET", path: "/api.digitalocean.com/v2/account", status: 200, says: object{"account": object{
			"droplet_limit": 25, "floating_ip_limit": 5, "email": "{owner mail}", "name": "{owner name}", "uuid": "{owner}", "email_verified": true,
			"status": "active", "status_message": "", "team": object{"uuid": "{project}", "name": "{org}"},
		}}},
		{method: "POST", path: "/cloud.digitalocean.com/v1/oauth/revoke", status: 200, ends: true},
	},
}
