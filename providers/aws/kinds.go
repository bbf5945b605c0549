package aws

import (
	"io"

	"firebreak/providers"
)

// The kinds of AWS's credentials that the adapter knows. The first two are compounds that begin
// with an id.
const (
	AccessKey    providers.Kind = "aws/access-key-id"           // of a user: id and secret
	TemporaryKey providers.Kind = "aws/temporary-access-key-id" // of a session: id, secret and token; it has no record
	BedrockKey   providers.Kind = "aws/bedrock-api-key"         // of a user, for one service: a value that stands alone
	// BedrockShort is a call that a session signed beforehand: a value that stands alone, holds the
	// session's id and token, and has no record.
	BedrockShort providers.Kind = "aws/bedrock-short-term-key"
)

// leads are how the ids of the kinds begin, and how many parts a compound has.
var leads = map[providers.Kind]struct {
	lead  string
	parts int
}{AccessKey: {"AKIA", 2}, TemporaryKey: {"ASIA", 3}, BedrockKey: {keyLead, 1}, BedrockShort: {shortLead, 1}}

// An id is a lead and idLength letters of a base32 alphabet, a secret secretLength letters and
// digits, among others. tokenLead begins the tokens of sessions.
const (
	idLength     = 16
	secretLength = 40
	tokenLead    = "IQoJb3JpZ2luX2Vj"
)

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

// calls are how the keys of a kind that have records are named and changed.
type calls struct{ field, deactivate, activate, remove string }

var callsOf = map[providers.Kind]calls{
	AccessKey:  {fieldKey, routeDeactivate, routeActivate, routeDelete},
	BedrockKey: {fieldSpecific, routeBedrockOff, routeBedrockOn, routeBedrockDelete},
}

// madeUp makes up a credential of the form of another one.
func madeUp(like providers.Credential, from io.Reader) providers.Secret {
	parts := []providers.Secret{providers.NewSecret(madeUpID(leads[like.Kind].lead, from)), providers.NewSecret(providers.MadeUp(from, secretLength))}
	if like.Kind == TemporaryKey {
		body := 0
		like.Secret.Part(2).Expose(func(b []byte) { body = max(0, len(b)-len(tokenLead)) })
		parts = append(parts, providers.NewSecret(append([]byte(tokenLead), providers.MadeUp(from, body)...)))
	}
	return providers.Compound(parts...)
}

// madeUpID makes up an id.
func madeUpID(lead string, from io.Reader) []byte {
	id := []byte(lead)
	for _, c := range providers.MadeUp(from, idLength) {
		id = append(id, alphabet[int(c)%len(alphabet)])
	}
	return id
}

// whole reports whether a credential is of a known kind with all of its parts.
func whole(c providers.Credential) bool {
	known, ok := leads[c.Kind]
	return ok && len(c.Secret.Parts()) == known.parts
}
