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
	"strings"
	"sync"
	"testing"
	"time"

	"firebreak/providers"
)

// pair is made once: short, as no real one is, so that it takes no time.
var pair = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		panic(err)
	}
	return key
})

// madeDocument is a service account's key; more sets or replaces fields.
func madeDocument(more ...string) providers.Secret {
	der, _ := x509.MarshalPKCS8PrivateKey(pair())
	fields := map[string]string{
		"type": "service_account", "project_id": "drill-project", "private_key_id": "aaaa0000", "client_email": "bot@drill.iam.gserviceaccount.com",
		"private_key": string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})), "token_uri": "https://thief.example/token",
	}
	for i := 0; i < len(more); i += 2 {
		fields[more[i]] = more[i+1]
	}
	text, _ := json.Marshal(fields)
	return providers.NewSecret(text)
}

const (
	tokenCall      = "POST " + HostToken + "/token"
	accountCall    = HostIAM + "/v1/projects/drill-project/serviceAccounts/bot@drill.iam.gserviceaccount.com"
	accountKeyCall = accountCall + "/keys/aaaa0000"
)

func accountRecord() providers.KeyRecord {
	return providers.KeyRecord{Kind: AccountKey, ID: "aaaa0000", Parent: "drill-project", Owner: providers.Owner{Type: "service_account", ID: "bot@drill.iam.gserviceaccount.com"}}
}

func accountKeyObject(more ...any) object {
	o := object{"name": strings.TrimPrefix(accountKeyCall, HostIAM+"/v1/"), "validAfterTime": "2026-01-01T00:00:00Z", "validBeforeTime": "9999-12-31T23:59:59Z", "keyType": "USER_MANAGED"}
	for i := 0; i < len(more); i += 2 {
		o[more[i].(string)] = more[i+1]
	}
	return o
}

func grantError(code, message string) object {
	return object{"error": code, "error_description": message}
}

// claimsOf checks an assertion's signature and gives what it claims.
func claimsOf(t *testing.T, assertion string) (head, claims object) {
	t.Helper()
	parts := strings.Split(assertion, ".")
	if len(parts) != 3 {
		t.Fatalf("%d parts", len(parts))
	}
	for i, into := range []*object{&head, &claims} {
		text, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err != nil || json.Unmarshal(text, into) != nil {
			t.Fatal("no JSON")
		}
	}
	signature, _ := base64.RawURLEncoding.DecodeString(parts[2])
	digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if err := rsa.VerifyPKCS1v15(&pair().PublicKey, crypto.SHA256, digest[:], signature); err != nil {
		t.Error(err)
	}
	return head, claims
}

func TestAServiceAccountsKeySignsInWhereTheVendorIsAndNowhereElse(t *testing.T) {
	leaked := providers.Credential{Kind: AccountKey, Secret: madeDocument()}
	for name, c := range map[string]struct {
		status int
		body   any
		life   providers.Life
	}{
		"a token":           {200, object{"access_token": "ya29" + ".DRILL", "token_type": "Bearer", "expires_in": 3599}, providers.Alive},
		"something else":    {200, object{"id_token": "x"}, providers.Unclear},
		"no such key":       {400, grantError("invalid_grant", "Invalid JWT Signature."), providers.Dead},
		"our clock":         {400, grantError("invalid_grant", "Check your iat and exp values in the JWT claim."), providers.Unclear},
		"another refusal":   {400, grantError("invalid_scope", "m"), providers.Unclear},
		"a refusal for all": {403, grantError("access_denied", "m"), providers.Unclear},
		"no form of theirs": {400, object{"error": "invalid_grant"}, providers.Unclear},
		"trouble":           {503, grantError("invalid_grant", "m"), providers.Unclear},
	} {
		r := newRig(t)
		r.on(tokenCall, c.status, c.body)
		v, err := r.Validate(r.ctx, leaked)
		if err != nil || v.Life != c.life {
			t.Errorf("%s: %+v, %v", name, v, err)
		}
		for _, s := range r.asked(tokenCall) {
			head, claims := claimsOf(t, s.form.Get("assertion"))
			if head["kid"] != "aaaa0000" || claims["iss"] != "bot@drill.iam.gserviceaccount.com" || claims["aud"] != "https://oauth2.googleapis.com/token" ||
				claims["scope"] != scopeProbe || claims["exp"] != float64(today.Add(time.Minute).Unix()) || s.form.Get("grant_type") != grantAssertion {
				t.Errorf("%s: %v claims %v", name, head, claims)
			}
		}
	}
	r := newRig(t)
	for name, secret := range map[string]providers.Secret{
		"no document": providers.NewSecret([]byte("DRILL")), "another type": madeDocument("type", "authorized_user"), "no id": madeDocument("private_key_id", ""),
		"a climbing id": madeDocument("project_id", "../x"), "a key cut short": madeDocument("private_key", "-----BEGIN PRIVATE KEY-----\nMIIC"),
	} {
		if v, err := r.Validate(r.ctx, providers.Credential{Kind: AccountKey, Secret: secret}); err == nil || v.Life != "" || len(r.requests) != 0 {
			t.Errorf("%s: %+v after %d requests", name, v, len(r.requests))
		}
	}
}

func TestAMadeUpDocumentIsOfTheSameAccountAndHoldsNothingOfTheLeakedKey(t *testing.T) {
	r := newRig(t)
	like := providers.Credential{Kind: AccountKey, Secret: madeDocument()}
	d, err := accountOf(r.Decoy(like).Secret)
	if err != nil || d.Email != "bot@drill.iam.gserviceaccount.com" || d.KeyID == "aaaa0000" || len(d.KeyID) != 40 {
		t.Fatalf("%+v, %v", d, err)
	}
	if key, err := d.key(); err != nil || key.Equal(pair()) {
		t.Error("its numbers are those of the leaked key, or none")
	}
}

// The classic trap: what administers is the very key that leaked.
func TestTheLeakedKeyNeverAdministers(t *testing.T) {
	leaked := providers.Credential{Kind: AccountKey, Secret: madeDocument()}
	r := newRig(t)
	r.secret = madeDocument("quota_project_id", "another text, the same key")
	_, offerErr := r.Containments(r.ctx, accountRecord())
	_, locateErr := r.Locate(r.ctx, leaked)
	_, revokeErr := r.Revoke(r.ctx, accountRecord())
	_, presentErr := r.Present(r.ctx, accountRecord())
	_, containErr := r.Contain(r.ctx, accountRecord(), providers.Containment{ID: LimitKeyDisabled, Before: []byte(`{"disabled":false}`)})
	for name, err := range map[string]error{"offer": offerErr, "locate": locateErr, "revoke": revokeErr, "present": presentErr, "contain": containErr} {
		if !errors.Is(err, providers.ErrSameKey) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(r.requests) != 0 {
		t.Errorf("%d requests", len(r.requests))
	}
	r.secret = leakedKey()
	if _, err := r.Locate(r.ctx, providers.Credential{Kind: APIKey, Secret: leakedKey()}); !errors.Is(err, providers.ErrSameKey) {
		t.Errorf("an API key: %v", err)
	}
}

func leakedKey() providers.Secret { return leaked().Secret }

func TestAnAdminsDocumentIsExchangedOnceAndItsTokenKeptForMinutes(t *testing.T) {
	for name, c := range map[string]struct {
		admin providers.Secret
		form  map[string]string
	}{
		"a service account's key": {madeDocument("private_key_id", "bbbb1111"), map[string]string{"grant_type": grantAssertion}},
		"a person's login": {providers.NewSecret([]byte(`{"type":"authorized_user","client_id":"i.apps","client_secret":"DRILL-c","refresh_token":"DRILL-r","quota_project_id":"billed-1"}`)),
			map[string]string{"grant_type": grantRefresh, "client_id": "i.apps", "client_secret": "DRILL-c", "refresh_token": "DRILL-r"}},
	} {
		r := newRig(t)
		r.secret = c.admin
		r.on(tokenCall, 200, object{"access_token": "ya29" + ".DRILL-minted", "token_type": "Bearer", "expires_in": 3599})
		r.on("GET "+keyCall, 200, keyObject())
		for range 3 {
			if _, err := r.Present(r.ctx, record()); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		asked := r.asked(tokenCall)
		if len(asked) != 1 || r.asked("GET " + keyCall)[0].header.Get("Authorization") != "Bearer "+"ya29"+".DRILL-minted" {
			t.Errorf("%s: %d exchanges", name, len(asked))
		}
		if billed := r.asked("GET " + keyCall)[0].header.Get("X-Goog-User-Project"); (billed == "billed-1") != (c.form["grant_type"] == grantRefresh) {
			t.Errorf("%s: the quota of %q", name, billed)
		}
		for field, want := range c.form {
			if asked[0].form.Get(field) != want {
				t.Errorf("%s: %s is %q", name, field, asked[0].form.Get(field))
			}
		}
		_ = r.clock.Sleep(r.ctx, mostKept)
		_, _ = r.Present(r.ctx, record())
		if n := len(r.asked(tokenCall)); n != 2 {
			t.Errorf("%s: %d exchanges behind its time", name, n)
		}
	}
	r := newRig(t)
	for _, text := range []string{`{"type":"external_account","credential_source":{"executable":{"command":"x"}}}`, `{"type":"impersonated_service_account"}`, `{}`} {
		r.secret = providers.NewSecret([]byte(text))
		if _, err := r.Present(r.ctx, record()); err == nil || len(r.requests) != 0 {
			t.Errorf("%s: %v after %d requests", text, err, len(r.requests))
		}
	}
}

func TestAServiceAccountsKeyIsFoundByItsIDAndDisabledAndDeleted(t *testing.T) {
	r := newRig(t)
	r.on("GET "+accountKeyCall, 200, accountKeyObject())
	r.on("GET "+accountCall, 200, object{"email": "bot@drill.iam.gserviceaccount.com", "uniqueId": "1"})
	m, err := r.Locate(r.ctx, providers.Credential{Kind: AccountKey, Secret: madeDocument()})
	if err != nil || len(m.Candidates) != 1 || m.Strength != providers.Exact {
		t.Fatalf("%+v, %v", m, err)
	}
	record := m.Candidates[0]
	if record.ID != "aaaa0000" || record.Owner.ID != "bot@drill.iam.gserviceaccount.com" || !record.Expires.IsZero() || record.Status != providers.Active {
		t.Errorf("%+v", record)
	}
	offered, err := r.Containments(r.ctx, record)
	if err != nil || len(offered) != 2 || offered[0].WholeOf != "key" || offered[1].WholeOf != "service account" || !offered[0].Refuses || !offered[1].Refuses {
		t.Fatalf("%+v, %v", offered, err)
	}
	r.on("POST "+accountKeyCall+":disable", 200, object{})
	if _, err := r.Contain(r.ctx, record, offered[0]); err != nil {
		t.Error(err)
	}
	if _, err := r.Lift(r.ctx, record, offered[0]); !errors.Is(err, providers.ErrConflict) {
		t.Errorf("lifting what does not stand: %v", err)
	}
	r.on("GET "+accountKeyCall, 200, accountKeyObject("disabled", true))
	if status, err := r.Present(r.ctx, record); err != nil || status != providers.Inactive {
		t.Errorf("%s, %v", status, err)
	}
	shown, err := providers.Rehearse(t.Context(), func(ctx context.Context) error { _, err := r.Revoke(ctx, record); return err })
	if err != nil || len(shown) != 1 || shown[0].Reversible || len(shown[0].Notices) != 1 || shown[0].Notices[0] != providers.NoticeTokens {
		t.Errorf("%+v, %v", shown, err)
	}
	r.on("DELETE "+accountKeyCall, 200, object{"name": "odd"})
	if _, err := r.Revoke(r.ctx, record); !errors.Is(err, providers.ErrUnknownState) {
		t.Errorf("an answer that says something: %v", err)
	}
	r.on("GET "+accountKeyCall, 404, fault(404, "NOT_FOUND", "", ""))
	if status, err := r.Present(r.ctx, record); err != nil || status != providers.Gone {
		t.Errorf("%s, %v", status, err)
	}
	if m, err := r.Locate(r.ctx, providers.Credential{Kind: AccountKey, Secret: madeDocument()}); err != nil || len(m.Candidates) != 0 {
		t.Errorf("%+v, %v", m, err)
	}
}
