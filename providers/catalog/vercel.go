package catalog

// Vercel answers a token that is dead with the status of one that lacks a right: a field beside the
// code tells them apart, which its description does not name and its own clients go by.
var vercel = Vendor{
	Name: "vercel", Title: "Vercel", Env: "FIREBREAK_VERCEL_BASE_URL",
	Base:  map[string]string{"api.vercel.com": "https://api.vercel.com"},
	Key:   Seat{In: Bearer},
	Error: Fields{Code: []string{"error.invalidToken", "error.code"}, Message: []string{"error.message"}},
	Answers: []Answer{
		{Status: 403, Code: "invalidToken", Says: Dead},
		{Status: 401, Code: "invalidToken", Says: Dead},
		{Status: 403, Code: "forbidden", Says: Forbidden}, // a token that is for one team only
		{Status: 429, Says: RateLimited},
	},
	Probe: Call{
		Method: "GET", Host: "api.vercel.com", Path: "/v2/user", Status: 200, Shows: "user.id",
		Tells: map[Fact]string{OwnerID: "user.id", OwnerName: "user.username", OwnerMail: "user.email"},
	},
	Record: Call{
		Method: "GET", Host: "api.vercel.com", Path: "/v5/user/tokens/current", Status: 200, Shows: "token.id",
		Tells: map[Fact]string{ID: "token.id", Name: "token.name", Created: "token.createdAt", LastUsed: "token.activeAt", Expires: "token.expiresAt"},
	},
	End: Call{Method: "DELETE", Host: "api.vercel.com", Path: "/v3/user/tokens/current", Status: 200, Shows: "tokenId"},
	Kinds: []Kind{
		{ID: "personal-access-token", Lead: "vcp_", Revoke: vercelTokens, Create: vercelTokens,
			Ends: Claim{Confirmed: true, Source: "https://vercel.com/docs/rest-api/authentication/delete-an-authentication-token"}},
	},
	Controls: []Control{{"key-expiry", vercelTokens}, {"rotation", vercelTokens}, {"key-scopes", vercelTokens}},
	Sources:  []string{"vercel-spec.json of vercel/sdk, 2025-10-27", "https://vercel.com/docs/rest-api/authentication"},
}

const vercelTokens = "https://vercel.com/account/settings/tokens"
