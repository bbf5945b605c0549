package transport

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"firebreak/providers"
)

// SigV4 signs each attempt as AWS wants it (Signature Version 4, in the Authorization header). key
// is the compound of access key id, secret and, for temporary keys, session token; of these only
// the id and the token travel.
func SigV4(key providers.Secret, service, region string) Auth {
	return Auth{seat: inSignature, secret: key, service: service, region: region}
}

// signable reports whether a secret is the compound of an id with what signs for it.
func signable(key providers.Secret) bool {
	parts := key.Parts()
	if len(parts) != 2 && len(parts) != 3 {
		return false
	}
	for _, p := range parts {
		if !sendable(p, false) {
			return false
		}
	}
	return true
}

// sign adds the signature over the whole request, which is otherwise complete. The library takes
// strings: they live as long as the request does.
func (a Auth) sign(r *http.Request, body []byte, at time.Time) error {
	var text [3]string
	for i, p := range a.secret.Parts() {
		p.Expose(func(b []byte) { text[i] = string(b) })
	}
	sum := sha256.Sum256(body)
	key := aws.Credentials{AccessKeyID: text[0], SecretAccessKey: text[1], SessionToken: text[2]}
	if v4.NewSigner().SignHTTP(context.Background(), key, r, hex.EncodeToString(sum[:]), a.service, a.region, at) != nil {
		return ErrCredential // its own words may quote the request
	}
	return nil
}
