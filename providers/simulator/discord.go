package simulator

import (
	"net/http"
	"strconv"
	"strings"

	"firebreak/providers"
)

// DiscordWebhook is Discord's kind.
const DiscordWebhook providers.Kind = "discord/webhook-url"

const discordLead = "https://discord.com/api/webhooks/"

// discord knows a webhook by its address, in which its id and its token stand, and repeats both.
var discord = selfEnding{
	name: "discord", prefix: "/api/v10",
	forms: map[providers.Kind]form{DiscordWebhook: {body: 68, alphabet: base64u, document: true}},
	ids:   idForms{project: "guild_"},
	ends:  []providers.Kind{DiscordWebhook},
	shown: func(r *http.Request) string {
		if at, ok := strings.CutPrefix(r.URL.Path, "/api/v10/webhooks/"); ok {
			return discordLead + at
		}
		return ""
	},
	document: func(w *World, of *key, n int) providers.Secret {
		token, _ := mint(w.seed, of.kind, n)
		return providers.NewSecret([]byte(discordLead + of.id + "/" + plain(token)))
	},
	keyID: func(seed int64, _ providers.Kind, label string, n int) string {
		return snowflake(makeID(seed, "", "discord "+label, n, 16))
	},
	wraps: func(r refusal) object {
		code, _ := strconv.Atoi(r.code) // a code is a number here
		return object{"code": code, "message": r.message}
	},
	refusals: map[string]refusal{
		refusedDead:    {status: 404, code: "10015", message: "Unknown Webhook"},
		refusedNone:    {status: 401, code: "0", message: "401: Unauthorized"},
		refusedRate:    {status: 429, code: "0", message: "You are being rate limited."},
		refusedServer:  {status: 500, code: "0", message: "500: Internal Server Error"},
		refusedUnknown: {status: 404, code: "0", message: "404: Not Found"},
	},
	routes: []selfRoute{
		{method: "GET", path: "/webhooks/{webhook_id}/{webhook_token}", status: 200, says: object{
			"application_id": nil, "avatar": nil, "channel_id": "{owner number}", "guild_id": "{project number}", "id": "{key}", "name": "{key name}", "type": 1,
			"token": "{key end}", "url": "{key value}",
		}},
		{method: "DELETE", path: "/webhooks/{webhook_id}/{webhook_token}", status: 204, ends: true},
	},
}
