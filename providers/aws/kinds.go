package aws

import (
	"io"

	"firebreak/providers"
)

// AccessKey is the kind of the long-term access keys of users: id and secret.
const AccessKey providers.Kind = "aws/access-key-id"

// An id is a lead and idLength letters of a base32 alphabet, a secret secretLength letters and
// digits, among others.
const (
	lead         = "AKIA"
	idLength     = 16
	secretLength = 40
)

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

// madeUp makes up a pair.
func madeUp(from io.Reader) providers.Secret {
	id := []byte(lead)
	for _, c := range providers.MadeUp(from, idLength) {
		id = append(id, alphabet[int(c)%len(alphabet)])
	}
	return providers.Compound(providers.NewSecret(id), providers.NewSecret(providers.MadeUp(from, secretLength)))
}
