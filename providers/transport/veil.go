package transport

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"firebreak/providers"
)

// veil keeps a call's own secrets out of what comes back: an answer may echo the key that it
// was asked about, in its body, its request id or its error.
type veil struct{ forms [][]byte }

func newVeil(secrets []providers.Secret) veil {
	var v veil
	for _, s := range secrets {
		v.forms = append(v.forms, s.Forms()...)
	}
	return v
}

// wipe clears the needles. The veil is not used afterwards.
func (v veil) wipe() {
	for _, f := range v.forms {
		clear(f)
	}
}

// hide returns the text with every form of a secret replaced.
func (v veil) hide(text []byte) []byte {
	for _, f := range v.forms {
		if bytes.Contains(text, f) {
			text = bytes.ReplaceAll(text, f, []byte(secretShown))
		}
	}
	return text
}

// covers reports whether the text holds a form of a secret.
func (v veil) covers(text string) bool {
	for _, f := range v.forms {
		if strings.Contains(text, string(f)) {
			return true
		}
	}
	return false
}

// words passes a vendor's sentence, unless decoding it brought a secret to light.
func (v veil) words(u providers.Untrusted) providers.Untrusted {
	raw, err := json.Marshal(u)
	if err != nil || v.covers(string(raw)) {
		return providers.FromOutside(secretShown)
	}
	return u
}

// id passes an identifier that is clean and no secret, else "".
func (v veil) id(s string) string {
	if v.covers(s) {
		return ""
	}
	return providers.CleanID(s)
}

// requestID is the first id that an answer gives itself.
func (v veil) requestID(h http.Header) string {
	for _, name := range requestIDHeaders {
		if id := v.id(h.Get(name)); id != "" {
			return id
		}
	}
	return ""
}

// secretsIn collects the secret leaves of a body.
func secretsIn(body any) []providers.Secret {
	var found []providers.Secret
	switch b := body.(type) {
	case providers.Secret:
		found = append(found, b)
	case []any:
		for _, item := range b {
			found = append(found, secretsIn(item)...)
		}
	case Object:
		for _, item := range b {
			found = append(found, secretsIn(item)...)
		}
	}
	return found
}
