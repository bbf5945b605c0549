package google

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
	"time"

	"firebreak/providers"
)

// document is a credential as the vendor's own tools keep it: a service account's key, or what
// `gcloud auth application-default login` leaves. Its secrets are Secrets from the start.
type document struct {
	Type    string           `json:"type"`
	Project string           `json:"project_id"`
	KeyID   string           `json:"private_key_id"`
	Private providers.Secret `json:"private_key"`
	Email   string           `json:"client_email"`
	Quota   string           `json:"quota_project_id"`

	ClientID string           `json:"client_id"`
	Client   providers.Secret `json:"client_secret"`
	Refresh  providers.Secret `json:"refresh_token"`
}

const (
	typeAccount = "service_account"
	typeUser    = "authorized_user"
)

// What a document may be wrong in. None of these quotes it.
var (
	errDocument = errors.New("not a credential document of Google's")
	errKind     = errors.New("a credential document of a kind that runs a program or asks another service, which is not used here")
	errKey      = errors.New("the private key in the document cannot be read")
)

// documentOf reads a document; ok is false for what is no JSON object.
func documentOf(s providers.Secret) (d document, ok bool) {
	s.Expose(func(b []byte) { ok = json.Unmarshal(b, &d) == nil })
	return d, ok
}

// accountOf reads a service account's key, with every identifier that calls about it need.
func accountOf(s providers.Secret) (document, error) {
	d, ok := documentOf(s)
	if !ok || d.Type != typeAccount || d.Private.IsEmpty() {
		return document{}, errDocument
	}
	for _, id := range []string{d.Project, d.KeyID, d.Email} {
		if providers.CleanID(id) == "" || strings.Contains(id, "/") {
			return document{}, errDocument
		}
	}
	return d, nil
}

// audience is where an assertion is good for; whatever address a document names is not believed.
const audience = "https://" + HostToken + "/token"

const (
	scopeAdmin = "https://www.googleapis.com/auth/cloud-platform"
	scopeProbe = "https://www.googleapis.com/auth/userinfo.email" // as little as there is
)

// assertion is a JWT that the document's key signed: what is exchanged for an access token. The
// vendor believes it for an hour at most; a minute is enough to hand it in.
func (d document) assertion(scope string, now time.Time) (providers.Secret, error) {
	key, err := d.key()
	if err != nil {
		return providers.Secret{}, err
	}
	head, _ := json.Marshal(map[string]string{"alg": "RS256", "typ": "JWT", "kid": d.KeyID}) // strings always encode
	claims, _ := json.Marshal(map[string]any{"iss": d.Email, "scope": scope, "aud": audience, "iat": now.Unix(), "exp": now.Add(time.Minute).Unix()})
	text := base64.RawURLEncoding.AppendEncode(nil, head)
	text = append(text, '.')
	text = base64.RawURLEncoding.AppendEncode(text, claims)
	digest := sha256.Sum256(text)
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, digest[:])
	if err != nil {
		return providers.Secret{}, errKey
	}
	text = base64.RawURLEncoding.AppendEncode(append(text, '.'), signature)
	defer clear(text)
	return providers.NewSecret(text), nil
}

func (d document) key() (key *rsa.PrivateKey, err error) {
	d.Private.Expose(func(b []byte) {
		block, _ := pem.Decode(b)
		if block == nil {
			err = errKey
			return
		}
		defer clear(block.Bytes)
		parsed, wrong := x509.ParsePKCS8PrivateKey(block.Bytes)
		var isRSA bool
		if key, isRSA = parsed.(*rsa.PrivateKey); wrong != nil || !isRSA {
			key, err = nil, errKey
		}
	})
	return key, err
}

// decoyDocument makes up a key of the same account that the vendor never issued: another id, and
// another pair of numbers as long as the given one's.
func (a *Adapter) decoyDocument(like providers.Secret) providers.Secret {
	d, err := accountOf(like)
	if err != nil {
		return providers.Secret{}
	}
	bits := 2048
	if key, err := d.key(); err == nil {
		bits = key.N.BitLen()
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.pair == nil || a.pair.N.BitLen() != bits {
		if a.pair, err = rsa.GenerateKey(rand.Reader, bits); err != nil {
			return providers.Secret{}
		}
	}
	der, err := x509.MarshalPKCS8PrivateKey(a.pair)
	if err != nil {
		return providers.Secret{}
	}
	text, err := json.MarshalIndent(map[string]string{
		"type": typeAccount, "project_id": d.Project, "private_key_id": fmt.Sprintf("%x", providers.MadeUp(a.random, 20)),
		"private_key":  string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})),
		"client_email": d.Email, "client_id": d.ClientID, "token_uri": audience,
	}, "", "  ")
	if err != nil {
		return providers.Secret{}
	}
	return providers.NewSecret(text)
}

// granted is the answer to an exchange.
type granted struct {
	Access providers.Secret `json:"access_token"`
	Type   string           `json:"token_type"`
	Lasts  int64            `json:"expires_in"`
}

func (g granted) valid() bool { return !g.Access.IsEmpty() && g.Type == "Bearer" }

// mostKept bounds how long an access token of the admin's is kept: the document itself is asked
// for again behind it.
const mostKept = 10 * time.Minute

// token is an access token of the admin's, by the document that it was had for.
type token struct {
	of     string // fingerprint
	access providers.Secret
	until  time.Time
}

// bearer is the access token of an admin credential: itself, or what its document is exchanged for.
func (a *Adapter) bearer(ctx context.Context, admin providers.Secret) (providers.Secret, error) {
	d, isDocument := documentOf(admin)
	if !isDocument {
		return admin, nil
	}
	name := admin.Fingerprint(nil)
	a.mu.Lock()
	kept := a.token
	a.mu.Unlock()
	if kept.of == name && a.clock.Now().Before(kept.until) {
		return kept.access, nil
	}
	body, err := d.grant(a.clock.Now())
	if err != nil {
		return providers.Secret{}, fmt.Errorf("admin credential of google: %w", err)
	}
	var g granted
	if err := a.exchange(ctx, routeMint, body, &g); err != nil {
		return providers.Secret{}, err
	}
	lasts := min(mostKept, time.Duration(max(0, g.Lasts-60))*time.Second)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.token = token{name, g.Access, a.clock.Now().Add(lasts)}
	return g.Access, nil
}
