package simulator

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"firebreak/providers"
)

// OpenAI's kinds.
const (
	LegacyUserKey     providers.Kind = "openai/legacy-user-key"
	ProjectKey        providers.Kind = "openai/project-key"
	ServiceAccountKey providers.Kind = "openai/service-account-key"
	AdminKey          providers.Kind = "openai/admin-key"
)

// adminRef is OpenAI's admin key that the world always has.
const adminRef Ref = "firebreak-admin"

var openai = &vendor{
	name: "openai", prefix: "/v1", baseEnv: "FIREBREAK_OPENAI_BASE_URL", adminEnv: "OPENAI_ADMIN_KEY",
	admin: adminRef, adminKind: AdminKey, forms: openaiForms, models: openaiModels, callScope: modelScope,
	ids:    idForms{org: "org-", project: "proj_", account: "user-", keyID: "key_", audit: "audit_log-", request: "req_"},
	routes: slices.Concat(modelRoutes, adminKeyRoutes, projectRoutes, projectKeyRoutes, accountRoutes, limitRoutes, usageRoutes, auditRoutes, userRoutes),
	shown:  bearer, wrong: failure, sorry: openaiSorry, event: openaiEvent, builtin: builtin, background: background,
	header: func(request string) map[string]string {
		return map[string]string{"x-request-id": request, "openai-version": "2020-10-01"}
	},
	lineItem: func(model, part string) string { return model + ", " + part },
}

func bearer(req *http.Request) string {
	scheme, value, ok := strings.Cut(req.Header.Get("Authorization"), " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return value
}

// Body lengths are those that scanners look for; the vendor names none. The mask shows the
// first eight characters.
var openaiForms = map[providers.Kind]form{
	LegacyUserKey:     halves("sk-", 20, alnum),
	ProjectKey:        halves("sk-proj-", 74, base64u),
	ServiceAccountKey: halves("sk-svcacct-", 74, base64u),
	AdminKey:          halves("sk-admin-", 58, base64u),
}

func halves(lead string, length int, alphabet string) form {
	return form{lead: lead, body: length, behind: length, alphabet: alphabet, marker: openaiMarker, shows: 8}
}

// openaiMarker stands in the middle of every OpenAI key. It is kept in two parts so that the
// program holds no text that a scanner takes for a key.
const openaiMarker = "T3Blbk" + "FJ"

// echo is the masked form in which the vendor repeats a key that it refuses: the lead it
// knows, stars, the last four characters.
func echo(s providers.Secret) string {
	lead := ""
	for _, f := range openaiForms {
		if len(f.lead) > len(lead) && s.HasAffixes(f.lead, "") {
			lead = f.lead
		}
	}
	return lead + string(bytes.Repeat([]byte("*"), 20)) + s.Last4()
}
