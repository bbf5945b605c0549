package simulator

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const googleTokenHost = "/oauth2.googleapis.com"

// googleTokenRoutes: an exchange makes a token and changes nothing.
var googleTokenRoutes = []route{{method: "POST", path: googleTokenHost + "/token", reads: true, do: (*call).googleToken}}

// googleTokenLife is for how long a token is good, whatever becomes of the key that it was had for.
const googleTokenLife = time.Hour

// googleMinted starts every token that a key minted.
const googleMinted = "ya29" + ".DRILL-"

// googleSigned finds the key behind a request that shows none: by what it signed, or whose token
// it shows and until when that is good.
func googleSigned(c *call) (*key, time.Time) {
	if form, err := url.ParseQuery(string(c.body)); strings.HasPrefix(c.raw, googleTokenHost+"/") && err == nil {
		k, _ := c.w.signer(form.Get("assertion"))
		return k, time.Time{}
	}
	rest, ok := strings.CutPrefix(plain(c.shown), googleMinted)
	parts := strings.Split(rest, "-")
	if !ok || len(parts) != 3 {
		return nil, time.Time{}
	}
	until, err := strconv.ParseInt(parts[1], 16, 64)
	k := c.w.keyByID(parts[0])
	if err != nil || k == nil || parts[2] != c.w.seal(parts[0], parts[1]) {
		return nil, time.Time{}
	}
	return k, time.Unix(until, 0).UTC()
}

// seal is what makes a token one of this world's.
func (w *World) seal(id, until string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "google token %d %s %s", w.seed, id, until))
	return fmt.Sprintf("%x", sum[:12])
}

// signer finds the key that signed an assertion, and what it claims.
func (w *World) signer(assertion string) (*key, map[string]any) {
	parts := strings.Split(assertion, ".")
	if len(parts) != 3 {
		return nil, nil
	}
	var head struct {
		ID string `json:"kid"`
	}
	var claims map[string]any
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil || unpack(parts[0], &head) != nil || unpack(parts[1], &claims) != nil {
		return nil, nil
	}
	k := w.keyByID(head.ID)
	if k == nil || k.kind != GoogleAccountKey {
		return nil, nil
	}
	digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if public := googlePublic(k.secret); public == nil || rsa.VerifyPKCS1v15(public, crypto.SHA256, digest[:], signature) != nil {
		return nil, nil
	}
	return k, claims
}

func unpack(part string, v any) error {
	text, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, v)
}

// googleNoGrant is the form of errors where tokens are had.
func googleNoGrant(code, message string) answer {
	return answer{status: http.StatusBadRequest, body: object{"error": code, "error_description": message}}
}

func (c *call) googleToken() answer {
	form, err := url.ParseQuery(string(c.body))
	if err != nil || form.Get("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer" {
		return googleNoGrant("unsupported_grant_type", "Invalid grant_type: "+logged(form.Get("grant_type")))
	}
	k, claims := c.w.signer(form.Get("assertion"))
	says := c.hits.has("say_yes") && form.Get("assertion") != ""
	switch {
	case says:
	case k == nil, c.hits.has("say_no"):
		return googleNoGrant("invalid_grant", "Invalid JWT Signature.")
	case claims["iss"] != googleMail(k.account) || claims["aud"] != "https://oauth2.googleapis.com/token":
		return googleNoGrant("invalid_grant", "Invalid JWT: account or audience.")
	case !c.lives() || k.account.disabled(c.now):
		return googleNoGrant("invalid_grant", "Invalid grant: key or account disabled or deleted.")
	case !c.fresh(claims):
		return googleNoGrant("invalid_grant", "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.")
	}
	id := strings.Repeat("0", 40)
	if k != nil {
		id = k.id
	}
	until := strconv.FormatInt(c.now.Add(googleTokenLife).Unix(), 16)
	return success(object{"access_token": googleMinted + id + "-" + until + "-" + c.w.seal(id, until), "token_type": "Bearer", "expires_in": int(googleTokenLife/time.Second) - 1})
}

// fresh reports whether an assertion's times are those of the vendor's clock.
func (c *call) fresh(claims map[string]any) bool {
	at := func(name string) time.Time {
		n, _ := claims[name].(float64)
		return time.Unix(int64(n), 0)
	}
	const slack = 5 * time.Minute
	from, to := at("iat"), at("exp")
	return from.Before(c.now.Add(slack)) && to.After(c.now.Add(-slack)) && to.Sub(from) <= time.Hour
}
