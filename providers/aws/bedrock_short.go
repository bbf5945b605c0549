package aws

import (
	"bytes"
	"context"
	"encoding/base64"
	"net/url"
	"slices"
	"strconv"
	"time"

	"firebreak/providers"
)

// A short-term API key of Bedrock is shortLead and the base64 of an address that was signed for one
// Region and at most 12 hours. It says who signed it, and dies with that session's rights.
const (
	shortLead  = "bedrock-api-key-"
	signedForm = "20060102T150405Z"
)

// shortKey is what such a key says of itself.
type shortKey struct {
	id, region string
	expires    time.Time
}

// shortOf reads it; what cannot be read is zero.
func shortOf(key providers.Secret) (s shortKey) {
	var life time.Duration
	fieldsOf(key, func(name string, value []byte) []byte {
		text, err := url.QueryUnescape(string(value[:min(len(value), 100)])) // the longer ones are secret, and not read
		if err != nil {
			return value
		}
		switch name {
		case "X-Amz-Credential":
			if scope := bytes.Split([]byte(text), []byte("/")); len(scope) == 5 {
				s.id, s.region = providers.CleanID(string(scope[0])), providers.CleanID(string(scope[2]))
			}
		case "X-Amz-Date":
			s.expires, _ = time.Parse(signedForm, text)
		case "X-Amz-Expires":
			n, _ := strconv.Atoi(text)
			life = time.Duration(n) * time.Second
		}
		return value
	})
	if !s.expires.IsZero() {
		s.expires = s.expires.Add(life)
	}
	return s
}

// fieldsOf gives each field of the signed address, and makes the key of what comes back for them.
func fieldsOf(key providers.Secret, each func(name string, value []byte) []byte) (made providers.Secret) {
	key.Expose(func(b []byte) {
		text, err := base64.StdEncoding.AppendDecode(nil, bytes.TrimPrefix(b, []byte(shortLead)))
		host, query, signed := bytes.Cut(text, []byte("?"))
		if err != nil || !signed {
			return
		}
		out := append(slices.Clone(host), '?')
		for i, field := range bytes.Split(query, []byte("&")) {
			name, value, _ := bytes.Cut(field, []byte("="))
			if i > 0 {
				out = append(out, '&')
			}
			out = append(append(append(out, name...), '='), each(string(name), value)...)
		}
		made = providers.NewSecret(base64.StdEncoding.AppendEncode([]byte(shortLead), out))
		clear(out)
		clear(text)
	})
	return made
}

// madeUpShort makes up a key of the same form and time, whose id, token and signature nobody has.
func (a *Adapter) madeUpShort(like providers.Secret) providers.Secret {
	return fieldsOf(like, func(name string, value []byte) []byte {
		switch name {
		case "X-Amz-Credential":
			id := madeUpID(leads[TemporaryKey].lead, a.random)
			return append(id, value[min(len(id), len(value)):]...)
		case "X-Amz-Security-Token", "X-Amz-Signature":
			return providers.MadeUp(a.random, len(value))
		}
		return value
	})
}

// validateShort lists models with the key in the one Region that it was signed for.
func (a *Adapter) validateShort(ctx context.Context, key providers.Secret) (providers.Verdict, error) {
	if region := shortOf(key).region; region != "" {
		return a.listModels(ctx, key, region)
	}
	return a.validateBedrock(ctx, key)
}
