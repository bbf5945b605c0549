package simulator

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
)

// googleRig is the built-in world at Google with everything in sight at once.
func googleRig(t *testing.T, c Config) *rig {
	t.Helper()
	c.Seed, c.Leak = 5, or(c.Leak, GoogleKey)
	c.Scenario = googleBuiltin(c.Leak)
	c.Scenario.Lags = Lags{Usage: -1, Cost: -1, Audit: -1}
	return newRig(t, c)
}

// gemini probes with a key.
func (r *rig) gemini(s providers.Secret) got {
	return r.call(google, http.Header{"X-Goog-Api-Key": {plain(s)}}, "GET", googleGeminiHost+"/v1beta/models?pageSize=1", "")
}

// cloud calls Google as its admin and fails unless the status fits.
func (r *rig) cloud(status int, method, path, body string) got {
	r.tb.Helper()
	g := r.call(google, http.Header{"Authorization": {"Bearer " + plain(r.secret(google.admin))}}, method, path, body)
	if g.status != status {
		r.tb.Fatalf("%s %s: status %d, want %d: %s", method, path, g.status, status, g.raw)
	}
	return g
}

func (r *rig) googleKeys() string {
	return googleKeysHost + "/v2/projects/" + r.w.ID("docs-bot") + "/locations/global/keys"
}

func (r *rig) googleKey(ref Ref) string { return r.googleKeys() + "/" + r.w.ID(ref) }

// reason is the ErrorInfo's of an answer.
func (g got) reason() string {
	e, _ := g.json["error"].(map[string]any)
	details, _ := e["details"].([]any)
	for _, d := range details {
		reason, _ := d.(map[string]any)["reason"].(string)
		return reason
	}
	return ""
}

func refusesGoogle(status int, reason string) func(*testing.T, *rig, Fault) {
	return func(t *testing.T, _ *rig, f Fault) {
		r := googleRig(t, Config{})
		r.fault(f)
		if g := r.gemini(r.leaked()); g.status != status || g.reason() != reason {
			t.Errorf("%d %s: %s", g.status, g.reason(), g.raw)
		}
	}
}

func testStuck(t *testing.T, _ *rig, f Fault) {
	r := googleRig(t, Config{})
	r.fault(f)
	name := r.cloud(200, "DELETE", r.googleKey("leaked"), "").text("name")
	if g := r.cloud(200, "GET", googleKeysHost+"/v2/"+name, ""); g.json["done"] != nil {
		t.Errorf("done: %s", g.raw)
	}
}

func TestGoogleTellsItsKeysFromStrangers(t *testing.T) {
	r := googleRig(t, Config{})
	never, _ := mint(999, GoogleKey, 1)
	for name, c := range map[string]struct {
		secret providers.Secret
		status int
		reason string
	}{
		"a living key":          {r.leaked(), 200, ""},
		"one that never was":    {never, 400, "API_KEY_INVALID"},
		"another vendor's":      {r.secret(openai.admin), 400, "API_KEY_INVALID"},
		"a token of the admins": {r.secret(google.admin), 401, "ACCESS_TOKEN_TYPE_UNSUPPORTED"},
	} {
		if g := r.gemini(c.secret); g.status != c.status || g.reason() != c.reason {
			t.Errorf("%s: %d %s", name, g.status, g.raw)
		}
	}
	lookup := googleKeysHost + "/v2/keys:lookupKey?keyString="
	if g := r.cloud(200, "GET", lookup+url.QueryEscape(plain(r.leaked())), ""); !strings.HasSuffix(r.googleKey("leaked"), g.text("name")) {
		t.Errorf("looked up: %s", g.raw)
	}
	r.cloud(404, "GET", lookup+url.QueryEscape(plain(never)), "")
	if g := r.call(google, http.Header{"Authorization": {"Bearer " + plain(r.leaked())}}, "GET", r.googleKeys(), ""); g.status != 401 {
		t.Errorf("a key administers: %d", g.status)
	}
	for _, q := range r.w.Requests() {
		if strings.Contains(q.Path, plain(r.leaked())[8:]) {
			t.Error("the value stands in the list of requests")
		}
	}
}

// F015: the record of a deleted key is answered for 30 days, with its time of deletion.
func TestF015ADeletedGoogleKeyKeepsItsRecordAndComesBack(t *testing.T) {
	r := googleRig(t, Config{Leak: GoogleKey, Tail: -1})
	if r.w.tail < 8*time.Minute || r.w.tail > 23*time.Minute {
		t.Errorf("tail %s", r.w.tail)
	}
	path := r.googleKey("leaked")
	name := r.cloud(200, "DELETE", path, "").text("name")
	if g := r.cloud(200, "GET", googleKeysHost+"/v2/"+name, ""); g.json["done"] != true {
		t.Errorf("the operation: %s", g.raw)
	}
	if g := r.cloud(200, "GET", path, ""); g.text("deleteTime") == "" {
		t.Errorf("the record: %s", g.raw)
	}
	r.cloud(400, "DELETE", path, "")
	seen := map[int]int{}
	for r.clock.pass(30 * time.Second); r.clock.Now().Before(pageTime.Add(r.w.tail)); r.clock.pass(10 * time.Second) {
		seen[r.gemini(r.leaked()).status]++
	}
	if seen[200] < 10 || seen[400] < 3 {
		t.Errorf("within the tail servers answered %v", seen)
	}
	if g := r.gemini(r.leaked()); g.status != 400 {
		t.Errorf("behind the tail: %d", g.status)
	}
	listed := func(query string) string { return string(r.cloud(200, "GET", r.googleKeys()+query, "").raw) }
	if id := r.w.ID("leaked"); strings.Contains(listed(""), id) || !strings.Contains(listed("?showDeleted=true"), id) {
		t.Error("the deleted key is listed as if it were not")
	}
	r.cloud(200, "POST", path+":undelete", "{}")
	r.cloud(400, "POST", path+":undelete", "{}")
	if g := r.gemini(r.leaked()); g.status != 200 {
		t.Errorf("brought back: %d", g.status)
	}
	r.cloud(200, "DELETE", path, "")
	r.clock.pass(googlePurge)
	r.cloud(404, "POST", path+":undelete", "{}")
	if g := r.cloud(200, "GET", googleKeysHost+"/v2/keys:lookupKey?keyString="+url.QueryEscape(plain(r.leaked())), ""); g.text("name") != "" || g.text("parent") == "" {
		t.Errorf("purged: %s", g.raw)
	}
}

func TestGoogleListsPageByPage(t *testing.T) {
	r := googleRig(t, Config{})
	seen, next := map[string]bool{}, ""
	for range 50 {
		g := r.cloud(200, "GET", r.googleKeys()+"?pageSize=2&showDeleted=true&pageToken="+next, "")
		keys, _ := g.json["keys"].([]any)
		for _, k := range keys {
			seen[fmt.Sprint(k.(map[string]any)["name"])] = true
		}
		if next = g.text("nextPageToken"); next == "" {
			break
		}
	}
	all, _ := r.cloud(200, "GET", r.googleKeys()+"?showDeleted=true", "").json["keys"].([]any)
	if next != "" || len(seen) != len(all) || len(all) < 3 {
		t.Errorf("%d by pages, %d at once", len(seen), len(all))
	}
	r.fault(Fault{Do: "duplicate_page"})
	if a, b := r.cloud(200, "GET", r.googleKeys(), ""), r.cloud(200, "GET", r.googleKeys(), ""); a.text("nextPageToken") == "" || a.text("nextPageToken") != b.text("nextPageToken") {
		t.Error("the list ends")
	}
}

func TestAWorldOfGoogleGoesOnWhereItStopped(t *testing.T) {
	config := Config{Seed: 5, Leak: GoogleKey, Log: t.TempDir() + "/world.jsonl"}
	r := newRig(t, config)
	r.cloud(200, "DELETE", r.googleKey("leaked"), "")
	r.cloud(200, "POST", r.googleKeys(), `{"displayName":"new","restrictions":{"apiTargets":[{"service":"generativelanguage.googleapis.com"}]}}`)
	r.clock.pass(time.Minute)
	r.cloud(200, "POST", r.googleKey("leaked")+":undelete", "{}")
	before := fmt.Sprint(r.w.Truth())
	_ = r.w.Close()
	again := newRig(t, config)
	again.clock.pass(time.Minute)
	if after := fmt.Sprint(again.w.Truth()); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
}

// exchange signs in with a document and gives the access token, or the refusal.
func (r *rig) exchange(document providers.Secret) (token string, no got) {
	r.tb.Helper()
	var d struct {
		ID    string `json:"private_key_id"`
		Email string `json:"client_email"`
		Key   string `json:"private_key"`
	}
	if err := json.Unmarshal([]byte(plain(document)), &d); err != nil {
		r.tb.Fatal(err)
	}
	block, _ := pem.Decode([]byte(d.Key))
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		r.tb.Fatal(err)
	}
	part := func(v object) string {
		text, _ := json.Marshal(v)
		return base64.RawURLEncoding.EncodeToString(text)
	}
	now := r.clock.Now().Unix()
	signed := part(object{"alg": "RS256", "kid": d.ID}) + "." + part(object{"iss": d.Email, "aud": "https://oauth2.googleapis.com/token", "iat": now, "exp": now + 60})
	digest := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(nil, parsed.(*rsa.PrivateKey), crypto.SHA256, digest[:])
	if err != nil {
		r.tb.Fatal(err)
	}
	form := url.Values{"grant_type": {"urn:ietf:params:oauth:grant-type:jwt-bearer"}, "assertion": {signed + "." + base64.RawURLEncoding.EncodeToString(signature)}}
	g := r.call(google, http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, "POST", googleTokenHost+"/token", form.Encode())
	return g.text("access_token"), g
}

func (r *rig) googleAccountAt(ref Ref) string {
	return googleIAMHost + "/v1/projects/" + r.w.ID("docs-bot") + "/serviceAccounts/" + googleMail(r.w.accountByID(r.w.ID(ref)))
}

func TestATokenOutlivesItsKeyAndNotItsAccount(t *testing.T) {
	r := googleRig(t, Config{Leak: GoogleAccountKey})
	find(r.w.accounts, func(a *account) bool { return a.id == r.w.ID("docs-bot-sa") }).role = "owner"
	token, _ := r.exchange(r.leaked())
	administers := func() int {
		return r.call(google, http.Header{"Authorization": {"Bearer " + token}}, "GET", r.googleKeys(), "").status
	}
	if token == "" || administers() != 200 {
		t.Fatalf("a token of a living key: %d", administers())
	}
	account, key := r.googleAccountAt("docs-bot-sa"), r.googleAccountAt("docs-bot-sa")+"/keys/"+r.w.ID("leaked")
	r.cloud(200, "POST", key+":disable", "{}")
	if _, no := r.exchange(r.leaked()); no.status != 400 || no.text("error") != "invalid_grant" || administers() != 200 {
		t.Errorf("of a disabled key: %s", no.raw)
	}
	r.cloud(200, "POST", key+":enable", "{}")
	r.cloud(200, "POST", account+":disable", "{}")
	if _, no := r.exchange(r.leaked()); no.status != 400 || administers() == 200 {
		t.Errorf("of a disabled account: %d, its token %d", no.status, administers())
	}
	r.cloud(200, "POST", account+":enable", "{}")
	r.cloud(200, "DELETE", key, "")
	r.cloud(404, "GET", key, "")
	if _, no := r.exchange(r.leaked()); no.status != 400 || administers() != 200 {
		t.Errorf("of a deleted key: %d, its token %d", no.status, administers())
	}
	r.clock.pass(googleTokenLife)
	if administers() != 401 {
		t.Errorf("an hour later: %d", administers())
	}
	for _, q := range r.w.Requests() {
		if strings.HasSuffix(q.Path, "/token") && q.Mutation {
			t.Error("an exchange counts as a change")
		}
	}
}

func TestADrillsDocumentIsNoRealOne(t *testing.T) {
	r := googleRig(t, Config{Leak: GoogleAccountKey})
	public := googlePublic(r.leaked())
	if public == nil || public.N.BitLen() != 1024 || !strings.Contains(plain(r.leaked()), drillMark) {
		t.Error("it could be taken for a real one")
	}
	if again := googleRig(t, Config{Leak: GoogleAccountKey}); !again.leaked().Equal(r.leaked()) {
		t.Error("the same seed gives another one")
	}
}
