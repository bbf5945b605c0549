package simulator

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
)

// Google's kinds.
const (
	GoogleKey        providers.Kind = "google/api-key"
	GoogleBoundKey   providers.Kind = "google/bound-api-key"
	GoogleAccountKey providers.Kind = "google/service-account-key"
	googleToken      providers.Kind = "google/oauth-access-token"
)

const googleVendor = "google"

// The vendor has a host for each of its services; all of them stand below one base.
const (
	googleKeysHost   = "/apikeys.googleapis.com"
	googleGeminiHost = "/generativelanguage.googleapis.com"
)

var google = &vendor{
	name: googleVendor, baseEnv: "FIREBREAK_GOOGLE_BASE_URL", adminEnv: "GOOGLE_OAUTH_ACCESS_TOKEN",
	admin: "firebreak-google-admin", adminKind: googleToken, adminOnly: true, models: googleModels,
	forms: map[providers.Kind]form{
		GoogleKey:        {lead: "AI" + "za", body: 35, alphabet: base64u, tail: [2]time.Duration{8 * time.Minute, 23 * time.Minute}},
		GoogleBoundKey:   {lead: "AQ." + "Ab8RN6", body: 44, alphabet: base64u, tail: [2]time.Duration{40 * time.Second, 80 * time.Second}},
		GoogleAccountKey: {document: true, tail: [2]time.Duration{2 * time.Second, 8 * time.Second}},
		googleToken:      {lead: "ya29" + ".", body: 120, alphabet: base64u},
	},
	ids:    idForms{salt: "google ", project: "8104", account: "1170", audit: "log", numbers: true},
	routes: slices.Concat(googleGeminiRoutes, googleKeyRoutes, googleAccountRoutes, googleTokenRoutes, googleWatchRoutes, googleSettingRoutes),
	keyID:  googleKeyID,
	signed: googleSigned, document: googleDocument,
	shown: googleShown, wrong: googleError, sorry: googleSorry, event: googleEvent, builtin: googleBuiltin, background: googleBackground,
	header:   func(string) map[string]string { return nil },
	lineItem: func(model, part string) string { return model + " " + part },
	beyond:   func(family string) bool { return family != "" && family != googleFamily },
}

// googleShown reads the credential: an API key from its own header, a token from the usual one.
func googleShown(r *http.Request) string {
	if value := r.Header.Get("x-goog-api-key"); value != "" {
		return value
	}
	value, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return value
}

// googleModels are priced as published in 2026. No limits of theirs can be read.
var googleModels = []modelInfo{
	{id: "gemini-2.5-flash", created: 1750118400, price: price{0.30, 0.075, 2.50}, family: googleFamily},
	{id: "gemini-2.5-pro", created: 1750118400, price: price{1.25, 0.31, 10}, family: googleFamily},
	{id: "gemini-2.5-flash-image", created: 1759363200, price: price{0.30, 0.30, 30}, family: googleFamily},
}

// googleFamily is what calls of Gemini count under.
const googleFamily = "generativelanguage.googleapis.com"

// googleStatus names errors by their HTTP status, as google.rpc.Code does.
var googleStatus = map[int]string{
	400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND", 405: "UNIMPLEMENTED", 409: "ABORTED",
	413: "INVALID_ARGUMENT", 429: "RESOURCE_EXHAUSTED", 500: "INTERNAL", 503: "UNAVAILABLE",
}

// googleError is a google.rpc.Status; reason stands in an ErrorInfo where the vendor gives one.
func googleError(status int, reason, consumer, message string) answer {
	e := object{"code": status, "message": message, "status": or(googleStatus[status], "UNKNOWN")}
	if reason != "" {
		info := object{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com", "metadata": object{}}
		if consumer != "" {
			info["metadata"] = object{"consumer": consumer}
		}
		e["details"] = []any{info}
	}
	return answer{status: status, body: object{"error": e}}
}

// googleWrong is an error about the request itself.
func googleWrong(message string) *answer {
	no := googleError(http.StatusBadRequest, "", "", message)
	return &no
}

// googleState is a request that the state of a thing forbids.
func googleState(message string) *answer {
	no := googleError(http.StatusBadRequest, "", "", message)
	no.body.(object)["error"].(object)["status"] = "FAILED_PRECONDITION"
	return &no
}

// googleSorry gives the vendor's answers to trouble of its own.
func googleSorry(status int, kind string) answer {
	if kind == "rate" {
		a := googleError(status, "", "", "Quota exceeded. Please retry later.")
		if status == http.StatusBadRequest {
			a = *googleState("Precondition check failed: too many requests.")
		}
		return a
	}
	return googleError(status, "", "", "An internal error has occurred.")
}

// googleKeyID makes the id of a key: a service account's key has forty digits.
func googleKeyID(seed int64, kind providers.Kind, label string, n int) string {
	if kind == GoogleAccountKey {
		return hexID(seed, "google "+label, n, 40)
	}
	return makeID(seed, "", "google "+label, n, 16)
}
