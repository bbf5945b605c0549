package simulator

import (
	"net/http"
	"slices"
	"strings"

	"firebreak/providers"
)

// Anthropic's kinds.
const (
	AnthropicKey      providers.Kind = "anthropic/api-key"
	AnthropicAdminKey providers.Kind = "anthropic/admin-key"
)

const claudeVendor = "anthropic"

var anthropic = &vendor{
	name: claudeVendor, prefix: "/v1", baseEnv: "FIREBREAK_ANTHROPIC_BASE_URL", adminEnv: "ANTHROPIC_ADMIN_KEY",
	admin: "firebreak-anthropic-admin", adminKind: AnthropicAdminKey, models: claudeModels,
	forms:  map[providers.Kind]form{AnthropicKey: claudeForm("api03-"), AnthropicAdminKey: claudeForm("admin01-")},
	ids:    idForms{salt: "anthropic ", project: "wrkspc_01", account: "svac_01", keyID: "apikey_01", audit: "activity_01", request: "req_01"},
	routes: slices.Concat(claudeCallerRoutes, claudeKeyRoutes, claudeReportRoutes, claudeActivityRoutes),
	shown:  func(r *http.Request) string { return r.Header.Get("x-api-key") },
	unfit:  claudeUnfit, wrong: claudeError, sorry: claudeSorry, event: claudeEvent, builtin: claudeBuiltin, background: claudeBackground,
	header:   func(request string) map[string]string { return map[string]string{"request-id": request} },
	lineItem: func(model, part string) string { return model + claudeItem + part },
}

// claudeForm is a kind's form: the length is the one that scanners look for, and every value
// ends alike. The hint shows three characters behind the lead.
func claudeForm(kind string) form {
	lead := "sk-ant-" + kind
	return form{lead: lead, body: 93, alphabet: base64u, marker: "AA", shows: len(lead) + 3}
}

// claudeModels are priced as published in 2026. No limits of theirs can be read.
var claudeModels = []modelInfo{
	{id: "claude-haiku-4-5-20251001", created: 1759276800, price: price{1, 0.10, 5}, family: claudeFamily},
	{id: "claude-sonnet-4-5-20250929", created: 1759104000, price: price{3, 0.30, 15}, family: claudeFamily},
	{id: "claude-opus-4-5-20251101", created: 1761955200, price: price{5, 0.50, 25}, family: claudeFamily},
}

// claudeFamily is the vendor's one family of use.
const claudeFamily = "messages"

// claudeUnfit refuses what does not name a version of the API. The compliance part has none.
func claudeUnfit(r *http.Request) *answer {
	if strings.HasPrefix(r.URL.Path, "/v1/compliance/") || r.Header.Get("anthropic-version") == "2023-06-01" {
		return nil
	}
	no := claudeError(http.StatusBadRequest, "", "", "anthropic-version: header is required")
	return &no
}

// claudeTypes names errors by their status.
var claudeTypes = map[int]string{
	400: "invalid_request_error", 401: "authentication_error", 402: "billing_error", 403: "permission_error", 404: "not_found_error",
	405: "invalid_request_error", 413: "request_too_large", 429: "rate_limit_error", 529: "overloaded_error",
}

// claudeError is an error in the vendor's shape, which has no code or parameter of its own.
func claudeError(status int, _, _, message string) answer {
	return answer{status: status, body: object{"type": "error", "error": object{"type": or(claudeTypes[status], "api_error"), "message": message}}}
}

// claudeSorry gives the vendor's answers to trouble of its own. It says by 529 what others say
// by 503.
func claudeSorry(status int, kind string) answer {
	switch {
	case kind == "rate" && status == http.StatusTooManyRequests:
		return claudeError(status, "", "", "This request would exceed your organization's rate limit.")
	case kind == "rate":
		return claudeError(status, "", "", "Please slow down.")
	case status == http.StatusServiceUnavailable:
		return claudeError(529, "", "", "Overloaded")
	}
	return claudeError(status, "", "", "Internal server error")
}
