package catalog

import "firebreak/providers"

// A webhook of Discord is its own address: whoever has it may post, read what it is, and delete it.
// Asking never posts.
var discord = Vendor{
	Name: "discord", Title: "Discord", Env: "FIREBREAK_DISCORD_BASE_URL",
	Base:  map[string]string{"discord.com": "https://discord.com/api/v10"},
	Key:   Seat{In: Path},
	Error: Fields{Code: []string{"code"}, Message: []string{"message"}},
	Answers: []Answer{
		{Status: 404, Code: "10015", Says: Dead}, // unknown webhook
		{Status: 401, Code: "50027", Says: Dead}, // invalid webhook token
		{Status: 429, Says: RateLimited},
	},
	Probe: Call{
		Method: "GET", Host: "discord.com", Path: "/webhooks/{id}/{key}", Status: 200, Shows: "id",
		Tells: map[Fact]string{ID: "id", Name: "name", Parent: "guild_id"},
	},
	End: Call{Method: "DELETE", Host: "discord.com", Path: "/webhooks/{id}/{key}", Status: 204, Notices: []providers.Notice{providers.NoticePosts}},
	Kinds: []Kind{
		{ID: "webhook-url", Address: "/webhooks/", Revoke: discordWebhooks, Create: discordWebhooks,
			Ends: Claim{Confirmed: true, Source: "https://discord.com/developers/docs/resources/webhook#delete-webhook-with-token"}},
	},
	Sources: []string{"discord/discord-api-spec of 2026-07-18", "https://discord.com/developers/docs/topics/opcodes-and-status-codes"},
}

// discordWebhooks leads to the webhooks of a server, whose page has no address of its own.
const discordWebhooks = "https://support.discord.com/hc/en-us/articles/228383668-Intro-to-Webhooks"
