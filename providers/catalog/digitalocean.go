package catalog

// DigitalOcean documents its revocation for tokens that an OAuth app was given. That it ends
// personal tokens too is said by others alone, so that a person deletes these.
var digitalocean = Vendor{
	Name: "digitalocean", Title: "DigitalOcean", Env: "FIREBREAK_DIGITALOCEAN_BASE_URL",
	Base:  map[string]string{"api.digitalocean.com": "https://api.digitalocean.com", "cloud.digitalocean.com": "https://cloud.digitalocean.com"},
	Key:   Seat{In: Bearer},
	Error: Fields{Code: []string{"id"}, Message: []string{"message"}},
	Answers: []Answer{
		{Status: 401, Code: "unauthorized", Says: Dead},
		{Status: 403, Code: "forbidden", Says: Forbidden}, // a token of narrow scopes
		{Status: 429, Says: RateLimited},
	},
	Probe: Call{
		Method: "GET", Host: "api.digitalocean.com", Path: "/v2/account", Status: 200, Shows: "account.uuid",
		Tells: map[Fact]string{OwnerID: "account.uuid", OwnerName: "account.name", OwnerMail: "account.email", Parent: "account.team.uuid", ParentOf: "account.team.name", Org: "account.team.name"},
	},
	End: Call{Method: "POST", Host: "cloud.digitalocean.com", Path: "/v1/oauth/revoke", Form: "token", Status: 200, Bare: true},
	Kinds: []Kind{
		{ID: "oauth-token", Lead: "doo_v1_", Revoke: digitaloceanApps, Create: digitaloceanApps,
			Ends: Claim{Confirmed: true, Source: "https://docs.digitalocean.com/reference/api/oauth/, and the form of the call from terraform-provider-digitalocean"}},
		{ID: "pat", Lead: "dop_v1_", Revoke: digitaloceanTokens, Create: digitaloceanTokens,
			Ends: Claim{Confirmed: false, Source: "notes of secret scanners"}},
	},
	Usage:    "https://cloud.digitalocean.com/account/security",
	Controls: []Control{{"key-expiry", digitaloceanTokens}, {"key-scopes", digitaloceanTokens}},
	Sources:  []string{"digitalocean/openapi of 2026-08-07", "https://docs.digitalocean.com/reference/api/oauth/ of 2025-08-28"},
}

const (
	digitaloceanTokens = "https://cloud.digitalocean.com/account/api/tokens"
	digitaloceanApps   = "https://cloud.digitalocean.com/account/api/applications"
)
