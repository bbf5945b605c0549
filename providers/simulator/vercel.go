package simulator

import "firebreak/providers"

// VercelPersonal is Vercel's kind.
const VercelPersonal providers.Kind = "vercel/personal-access-token"

// vercel tells dead tokens by a field that its description does not name: seen in its answers.
var vercel = selfEnding{
	name:  "vercel",
	forms: map[providers.Kind]form{VercelPersonal: {lead: "vcp_", body: 56, alphabet: alnum}},
	ids:   idForms{project: "team_", keyID: "token_"},
	ends:  []providers.Kind{VercelPersonal},
	wraps: func(r refusal) object {
		e := object{"code": r.code, "message": r.message}
		for name, value := range r.more {
			e[name] = value
		}
		return object{"error": e}
	},
	refusals: map[string]refusal{
		refusedDead:    {status: 403, code: "forbidden", message: "Not authorized", more: object{"invalidToken": true}},
		refusedNone:    {status: 401, code: "unauthorized", message: "The request is missing an authentication token"},
		refusedRate:    {status: 429, code: "rate_limited", message: "The rate limit of this endpoint was exceeded."},
		refusedServer:  {status: 500, code: "internal_server_error", message: "An unexpected internal error occurred"},
		refusedUnknown: {status: 404, code: "not_found", message: "The requested resource was not found"},
		"no_scope":     {status: 403, code: "forbidden", message: "You don't have permission to access this resource."},
	},
	routes: []selfRoute{
		{method: "GET", path: "/v2/user", status: 200, says: object{"user": object{
			"limited": true, "id": "{owner}", "email": "{owner mail}", "name": "{owner name}", "username": "{owner login}", "avatar": "", "defaultTeamId": "{project}",
		}}},
		{method: "GET", path: "/v5/user/tokens/current", status: 200, says: object{"token": object{
			"id": "{key}", "name": "{key name}", "type": "token", "createdAt": "{created ms}", "activeAt": "{used ms}", "expiresAt": "{expires ms}",
		}}},
		{method: "DELETE", path: "/v3/user/tokens/current", status: 200, ends: true, says: object{"tokenId": "{key}"}},
	},
}
