package identify

import (
	"bytes"
	"encoding/base64"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"firebreak/providers"
)

func newMaker(seed uint64) maker { return maker{rand.New(rand.NewPCG(seed, 11))} }

func (m maker) kind(t testing.TB, id string) string {
	t.Helper()
	table, err := BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	return m.value(table.kindNamed(id))
}

func read(t testing.TB, text string, o Options) []Reading {
	t.Helper()
	list, err := Read([]byte(text), o)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestVerdicts(t *testing.T) {
	m := newMaker(1)
	hex := func(n int) string { return m.letters("0123456789abcdef", n) }
	pat := m.kind(t, "github/pat-classic")
	for name, c := range map[string]struct {
		text    string
		kind    string
		verdict Verdict
		why     Because
	}{
		"check digits that hold":        {pat, "github/pat-classic", IsMatch, BecauseChecked},
		"check digits that do not":      {pat[:len(pat)-1] + string(pat[len(pat)-1]^1), "github/pat-classic", IsWrongCheck, BecauseCheckDigits},
		"a form of one issuer":          {m.kind(t, "anthropic/api-key"), "anthropic/api-key", IsMatch, BecauseForm},
		"cut off":                       {pat[:24], "github/pat-classic", IsTruncated, BecauseCut},
		"masked":                        {"ghp_" + "abcd" + "************" + "wxyz", "github/pat-classic", IsMasked, BecauseHidden},
		"an example":                    {"AKIA" + "IOSFODNN7" + "EXAMPLE", "aws/access-key-id", IsPlaceholder, BecauseExample},
		"a run of one letter":           {"ghp_" + strings.Repeat("x", 36), "github/pat-classic", IsPlaceholder, BecauseExample},
		"a browser's configuration":     {"firebaseConfig = {\n apiKey: \"" + m.kind(t, "google/api-key") + "\",\n authDomain: \"x.firebaseapp.com\"}", "google/api-key", IsPublic, BecauseBeside},
		"a key of ssh to be published":  {"ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB" + m.letters(digits62+"+/", 340) + " kim@host", "", IsPublic, BecausePublished},
		"one of another kind":           {"github.com sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5" + m.letters(digits62+"+/", 60) + "==\n", "", IsPublic, BecausePublished},
		"published":                     {"pk_live_" + m.letters(digits62, 24), "stripe/publishable-key", IsPublic, BecausePublished},
		"a form that several share":     {"sk-" + hex(32), "", IsAmbiguous, BecauseShared},
		"the same with a name":          {"DEEPSEEK_API_KEY=sk-" + hex(32), "deepseek/api-key", IsMatch, BecauseName},
		"hex with a name":               {"DD_API_KEY=" + hex(32), "datadog/api-key", IsMatch, BecauseName},
		"hex with a word":               {"assemblyai_token: " + hex(32), "assemblyai/api-key", IsMatch, BecauseWord},
		"hex with a host":               {"curl https://api.deepgram.com/v1 -H 'Authorization: Token " + hex(40) + "'", "deepgram/api-key", IsMatch, BecauseHost},
		"hex that is called a secret":   {"API_KEY=" + hex(32), "", IsUnknown, BecauseNoContext},
		"hex alone":                     {hex(32), "", IsAmbiguous, BecauseShared},
		"a reference":                   {"OPENAI_API_KEY=${OPENAI_API_KEY}", "", IsNoSecret, BecauseReference},
		"nothing":                       {" \n", "", IsNoSecret, BecauseEmpty},
		"a password in an address":      {"DATABASE_URL=postgres://app:" + m.letters(digits62, 18) + "@db.internal:5432/ledger", "postgresql/connection-uri", IsMatch, BecauseStructure},
		"an everyday password":          {"postgres://user:password@localhost/db", "postgresql/connection-uri", IsPlaceholder, BecauseExample},
		"a key by another one's name":   {"STRIPE_KEY=" + pat, "github/pat-classic", IsMatch, BecauseChecked},
		"longer than it should be":      {m.kind(t, "xai/api-key") + "ab", "xai/api-key", IsMatch, BecauseLength},
		"the more telling of two forms": {"sk_live_" + hex(40), "", IsAmbiguous, BecauseShared},
		"and a name that decides":       {"PAYSTACK_SECRET_KEY=sk_live_" + hex(40), "paystack/secret-key", IsMatch, BecauseName},
		"a name in a sentence":          {"HEROKU_API_KEY is " + hex(8) + "-" + hex(4) + "-4" + hex(3) + "-a" + hex(3) + "-" + hex(12) + ", SNYK_TOKEN is set", "heroku/legacy-api-key", IsMatch, BecauseName},
		"a name behind it":              {"\u201c" + hex(32) + "\u201d is our DD_API_KEY", "datadog/api-key", IsMatch, BecauseName},
		"a word above in a list":        {"notion:\n  api_key: secret_" + m.letters(digits62, 43), "notion/legacy-integration-token", IsMatch, BecauseWord},
		"hex over two lines":            {"LINODE_TOKEN=" + hex(40) + "\n  " + hex(24), "linode/token", IsMatch, BecauseName},
		"a line that ends with it":      {"TOGETHER_API_KEY=" + hex(64) + "\nENV A=1", "together/legacy-api-key", IsMatch, BecauseName},
		"a prefix that two share":       {"sk_live_" + m.letters(digits62, 42), "stripe/secret-key-live", IsMatch, BecauseLength},
		"and the word of the other one": {"clerk:\n  api_key: sk_live_" + m.letters(digits62, 42), "clerk/secret-key", IsMatch, BecauseWord},
		"a name in code":                {"writer key = PubKeyAlgoRSASignOnlyFromTestSuite", "", IsUnknown, BecauseNoContext},
		"words behind a prefix":         {"hvs." + "mysecretlygenerateddrill", "hashicorp/vault-service-token", IsPlaceholder, BecauseExample},
		"words that begin like a key":   {"https://git.example.org/security/secret-scanning/12", "", IsUnknown, BecauseNoContext},
		"an id of the vendor's":         {"org-" + m.letters(digits62, 24), "openai/organisation-id", IsNoSecret, BecauseIdentifier},
		"a password's hash":             {"$2b$12$" + m.letters(digits62, 53), "", IsNoSecret, BecauseDigest},
		"a key without its mark":        {"sk-proj-" + m.letters(digits62, 156), "openai/project-key", IsMatch, BecauseUnmarked},
		"a key cut before its mark":     {"sk-proj-" + m.letters(digits62, 60), "openai/project-key", IsTruncated, BecauseCut},
		"letters that touch it":         {"key" + made("sk-", 20, 14), "openai/legacy-user-key", IsMatch, BecauseGlued},
		"an address in a form":          {"u=mysql://app:" + m.letters(digits62, 18) + "@10.0.0.1:3306/x&b=2", "mysql/connection-uri", IsMatch, BecauseStructure},
		"an id of something":            {"CLOUDFLARE_ZONE_ID=" + hex(32), "", IsUnknown, BecauseNoContext},
	} {
		list := read(t, c.text, Options{})
		if r := list[0]; len(list) != 1 || string(r.Kind) != c.kind || r.Verdict != c.verdict || r.Why != c.why {
			t.Errorf("%s: %+v", name, list)
		}
	}
}

func TestAHintOfAScannerDecides(t *testing.T) {
	value := newMaker(2).letters("0123456789abcdef", 32)
	if r := read(t, "secret: "+value, Options{Hint: "assemblyai"})[0]; r.Kind != "assemblyai/api-key" || r.Why != BecauseHint {
		t.Errorf("%+v", r)
	}
}

func TestSpansCutOutTheValueAlsoWhereItIsBroken(t *testing.T) {
	m := newMaker(3)
	key, token := m.kind(t, "azure/storage-account-key"), m.kind(t, "slack/bot-token")
	for name, c := range map[string]struct{ text, place, value string }{
		"plain":            {"KEY=" + key + "\n", key, key},
		"percent signs":    {"x=" + strings.NewReplacer("+", "%2B", "/", "%2F", "=", "%3D").Replace(key) + "&y=1", strings.NewReplacer("+", "%2B", "/", "%2F", "=", "%3D").Replace(key), key},
		"slashes of JSON":  {`{"k":"` + strings.ReplaceAll(key, "/", `\/`) + `"}`, strings.ReplaceAll(key, "/", `\/`), key},
		"two lines":        {"token:\n  " + token[:30] + "\n  " + token[30:] + "\nnext: 1", token[:30] + "\n  " + token[30:], token},
		"strings in code":  {"t := \"" + token[:30] + "\" +\n\t\"" + token[30:] + "\"", token[:30] + "\" +\n\t\"" + token[30:], token},
		"base64":           {"data: " + base64.StdEncoding.EncodeToString([]byte(token)) + "\n", base64.StdEncoding.EncodeToString([]byte(token)), token},
		"a colour inside":  {token[:20] + "\x1b[1m" + token[20:], token[:20] + "\x1b[1m" + token[20:], token},
		"smart quotes":     {"\u201c" + token + "\u201d", token, token},
		"a no-break space": {"key:\u00a0" + token + "\u00a0!", token, token},
	} {
		list := read(t, c.text, Options{})
		i := slices.IndexFunc(list, func(r Reading) bool { return r.Claims() })
		if i < 0 {
			t.Errorf("%s: %+v", name, list)
			continue
		}
		if got := c.text[list[i].Span[0]:list[i].Span[1]]; got != c.place || !list[i].Secret.Equal(secret(c.value)) {
			t.Errorf("%s: cut %q, want %q", name, got, c.place)
		}
	}
}

func TestEverySecretOfAPasteIsFound(t *testing.T) {
	m := newMaker(4)
	ids := []string{"aws/access-key-id", "github/fine-grained-pat", "anthropic/api-key", "openai/project-key", "stripe/secret-key-live", "slack/bot-token", "sendgrid/api-key"}
	var text strings.Builder
	for i, id := range ids {
		if id == "github/fine-grained-pat" {
			id = "github/oauth-token"
			ids[i] = id
		}
		text.WriteString("K" + string(rune('A'+i)) + "=" + m.kind(t, id) + "\n")
	}
	pair := m.letters(digits62, 40)
	text.WriteString("and the other half: " + pair + "\n")
	list := read(t, strings.Replace(text.String(), "KA=", "# "+pair[:0]+"\nKA=", 1), Options{})
	for _, id := range ids {
		if !slices.ContainsFunc(list, func(r Reading) bool { return string(r.Kind) == id && r.Claims() }) {
			t.Errorf("%s is missing: %+v", id, list)
		}
	}
}

func TestAPairIsCompleted(t *testing.T) {
	m := newMaker(5)
	id, half := m.kind(t, "aws/access-key-id"), m.letters(digits62+"/+", 40)
	list := read(t, "credentials "+id+" / "+half+" (prod)", Options{})
	if len(list) != 2 || list[0].Kind != "aws/access-key-id" || !list[0].Companions[0].Found || list[1].Kind != "aws/secret-access-key" || list[1].Why != BecausePair {
		t.Errorf("%+v", list)
	}
	uuid := func() string { return m.kind(t, "heroku/legacy-api-key") }
	entra := "AZURE_TENANT_ID=" + uuid() + "\nAZURE_CLIENT_SECRET=" + m.kind(t, "azure/entra-client-secret") + "\n"
	for name, c := range map[string]struct {
		text string
		want []Companion
	}{
		"a tenant, no client": {entra, []Companion{{"azure/tenant-id", true}, {"azure/client-id", false}}},
		"both":                {entra + "AZURE_CLIENT_ID=" + uuid() + "\n", []Companion{{"azure/tenant-id", true}, {"azure/client-id", true}}},
		"two halves of Modal": {"MODAL_TOKEN_ID=" + m.kind(t, "modal/token-id") + "\nMODAL_TOKEN_SECRET=" + m.kind(t, "modal/token-secret"), []Companion{{"modal/token-id", true}}},
	} {
		list := read(t, c.text, Options{})
		at := slices.IndexFunc(list, func(r Reading) bool { return r.Claims() && slices.Equal(r.Companions, c.want) })
		if at < 0 {
			t.Errorf("%s: %+v", name, list)
		}
	}
	hex := m.letters("0123456789abcdef", 40)
	list = read(t, "id "+m.kind(t, "google/gcs-hmac-access-id")+"\nthe SPARKPOST_API_KEY is \u201c"+hex+"\u201d.", Options{})
	if at := slices.IndexFunc(list, func(r Reading) bool { return r.Secret.Equal(secret(hex)) }); list[at].Kind != "sparkpost/api-key" {
		t.Errorf("taken for the half of another: %+v", list)
	}
	list = read(t, "credentials "+id+" / "+half+" (prod)", Options{})
	if account := list[0].Decoded["account"]; len(account) != 12 {
		t.Errorf("account %q", account)
	}
}

func TestAJSONWebTokenSaysWhoseItIs(t *testing.T) {
	part := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	token := func(claims string) string {
		return part(`{"alg":"HS256","typ":"JWT"}`) + "." + part(claims) + "." + newMaker(6).letters(digits62, 43)
	}
	for claims, want := range map[string]struct {
		kind    string
		verdict Verdict
	}{
		`{"iss":"supabase","ref":"abcdefghij","role":"service_role","exp":1999999999}`: {"supabase/service-role-jwt", IsMatch},
		`{"iss":"supabase","role":"anon"}`:                                             {"supabase/anon-jwt", IsPublic},
		`{"sub":"system:serviceaccount:prod:api","iss":"https://oidc.example.org"}`:    {"kubernetes/service-account-token", IsMatch},
		`{"iss":"https://login.example.org","sub":"1234"}`:                             {"", IsUnknown},
	} {
		r := read(t, "token "+token(claims), Options{})[0]
		if string(r.Kind) != want.kind || r.Verdict != want.verdict || want.kind == "supabase/service-role-jwt" && r.Decoded["role"] != "service_role" {
			t.Errorf("%s: %+v", claims, r)
		}
	}
}

func TestKindsOfAUser(t *testing.T) {
	files := fstest.MapFS{"own.toml": {Data: []byte("[acme]\nhosts = [\"acme.example\"]\nkinds = [{id = \"api-key\", form = 'acme_[a-z0-9]{24}', source = \"docs\"}]\n")}}
	table, err := NewTable(files)
	if err != nil {
		t.Fatal(err)
	}
	value := "acme_" + newMaker(7).letters("abcdefghijklmnopqrstuvwxyz0123456789", 24)
	if r := read(t, value, Options{Table: table})[0]; r.Kind != "acme/api-key" || !r.Claims() {
		t.Errorf("%+v", r)
	}
	for name, text := range map[string]string{
		"a pattern that is none":  "[acme]\nkinds = [{id = \"k\", form = 'acme_[a-z'}]\n",
		"a value of four letters": "[acme]\nkinds = [{id = \"k\", form = '[a-z]{4}'}]\n",
		"a check nobody knows":    "[acme]\nkinds = [{id = \"k\", form = 'acme_[a-z]{20}', check = \"crc99\"}]\n",
		"a field nobody knows":    "[acme]\nkinds = [{id = \"k\", shape = 'acme_[a-z]{20}'}]\n",
		"a kind that stands":      "[github]\nkinds = [{id = \"pat-classic\", form = 'acme_[a-z]{20}'}]\n",
		"no TOML":                 "acme",
		"a form of too many ways": "[acme]\nkinds = [{id = \"k\", form = 'acme_[a-z]{0,999}[a-z]{0,999}x'}]\n",
		"an ender nobody knows":   "[acme]\nkinds = [{id = \"k\", form = 'acme_[a-z]{20}', ends = \"anybody\"}]\n",
		"endless alternatives":    "[acme]\nkinds = [{id = \"k\", form = '(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)xxxxxxxx'}]\n",
	} {
		if _, err := NewTable(fstest.MapFS{"own.toml": {Data: []byte(text)}}); err == nil || !strings.Contains(err.Error(), "own.toml") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheBreadthOfTheTable(t *testing.T) {
	table, err := BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	if len(table.kinds) < 320 || len(table.vendors) < 180 {
		t.Errorf("%d kinds of %d issuers", len(table.kinds), len(table.vendors))
	}
	for _, k := range table.kinds {
		for _, id := range k.Needs {
			if table.byID[providers.Kind(id)] == nil {
				t.Errorf("%s needs %s, which no kind is", k.name, id)
			}
		}
		if k.Source != "docs" && k.Source != "scanners" && k.Source != "github" {
			t.Errorf("%s: no source", k.name)
		}
	}
}

// What a person is told to try in the first minute: an entry here needs the maker's documentation to
// say that the value alone ends itself, and not just where it holds a right.
func TestOnlyTheseKindsAreSaidToBeEndedByWhoeverHoldsThem(t *testing.T) {
	want := strings.Fields("digitalocean/oauth-token discord/webhook-url dropbox/access-token elevenlabs/api-key elevenlabs/legacy-api-key github/fine-grained-pat " +
		"github/oauth-token github/pat-classic github/refresh-token github/server-to-server-token github/stateless-installation-token github/user-to-server-token " +
		"gitlab/pat gitlab/pat-routable gitlab/runner-authentication-token google/oauth-access-token google/oauth-refresh-token hashicorp/vault-legacy-token " +
		"hashicorp/vault-service-token huggingface/user-access-token linear/oauth-token slack/bot-token slack/config-access-token slack/user-token twilio/auth-token " +
		"vercel/legacy-token vercel/personal-access-token")
	table, err := BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	known := map[string]int{}
	for _, k := range table.kinds {
		known[k.Ends]++
		if k.Ends == "self" {
			got = append(got, string(k.name))
		}
		if k.Ends != "" && k.open() {
			t.Errorf("%s is no secret, and nobody revokes it", k.name)
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("ended by whoever holds them: %q", got)
	}
	if known["admin"] < 40 || known["guided"] < 25 {
		t.Errorf("%v", known)
	}
}

func TestHostileTextsAreReadInTime(t *testing.T) {
	const most = 20 * time.Second // tenfold what it takes; the square of the size would take hours
	size := 32 << 10
	if os.Getenv("FIREBREAK_TEST_WHOLE") != "" {
		size = 256 << 10
	}
	table, err := BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	units := []string{"sk-", "AKIA", "eyJ", "eyJhbGciOiJIUzI1NiJ9.eyJ", "://", "postgres" + "://a:bcde@", "-----BEGIN RSA PRIVATE KEY-----", "sig=", "?sig=" + "&sv=&se=", "service_account", "{\"type\":\"service_account\",",
		"\\u00", "%2", "%41", "&#65;", "a\n", "aaaaaaaaaaaaaaaaaaaa\n", "{", "tskey-api-CNTRL-", "key: a1b2c3d4e5f6a7b8 ", "API_KEY=a1b2c3d4e5f6a7b8c9d0\n", "notion: api_key: ", ".", "-", "=", "AAAA", "figd_", "ghp_***", "ghp_...",
		"\x1b]8;;", "a\"+\n\"", "name: X\nvalue: a1b2c3d4e5f6a7b8c9d0e1\n",
		"PuTTY-User-Key-File-3: x\nPrivate-Lines: 9\n", "sk-proj-****abcd ", `\\\\n`, "\u00a0“", "\"ab=cd=efgh"}
	for i, k := range table.kinds { // the marks of some kinds, another few at each change of the table
		if i%43 == 0 && len(k.specs) > 0 && k.specs[0].prefix() != "" {
			units = append(units, k.specs[0].prefix(), k.specs[0].prefix()+"aA1\n")
		}
	}
	for _, unit := range units {
		begin := time.Now()
		list, err := Read(bytes.Repeat([]byte(unit), size/len(unit)), Options{})
		if took := time.Since(begin); err != nil || len(list) == 0 || took > most {
			t.Errorf("%q: %d, %v, %s", unit, len(list), err, took)
		}
	}
}

func FuzzPattern(f *testing.F) {
	for _, seed := range []string{"sk-[a-z]{20}", "(a|b)?x{3,9}[^]", "[a-", "((((((((a|b)))))))", "a{4096}{4096}", "\\", "[a-z]{0,4096}[a-z]{0,4096}[a-z]{0,4096}"} {
		f.Add(seed, []byte("sk-abcdefghij"))
	}
	f.Fuzz(func(t *testing.T, pattern string, text []byte) {
		list, err := parsePattern(pattern[:min(len(pattern), 200)], nil)
		if err != nil {
			return
		}
		for _, seq := range list {
			least, most := seq.length()
			if n, ok := seq.match(text); ok && (n < least || n > most || n > len(text)) {
				t.Fatalf("%q takes %d of %d characters", pattern, n, len(text))
			}
		}
	})
}

func FuzzKindsOfAUser(f *testing.F) {
	f.Add([]byte("[acme]\nkinds = [{id = \"api-key\", form = 'acme_[a-z0-9]{24}', source = \"docs\"}]\n"))
	f.Add([]byte("[a]\nhosts = [\"\"]\nwords = [\"\"]\nkinds = [{id = \"k\", form = ['xxxxxxxx', 'y{8}'], loose = '[a]{8,9}', needs = [\"b/c\"], names = [\"\"]}]\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		table, err := NewTable(fstest.MapFS{"own.toml": {Data: file}})
		if err != nil {
			return
		}
		if _, err := Read([]byte("API_KEY=acme_0123456789abcdefghij\nxxxxxxxx yyyyyyyy"), Options{Table: table}); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzRead(f *testing.F) {
	m := newMaker(8)
	f.Add([]byte("OPENAI_API_KEY=" + project))
	f.Add([]byte("x=" + strings.ReplaceAll(m.letters(digits62+"+/", 88), "/", "%2F")))
	f.Add([]byte("a\\\n b\n> c\\u0041&#65;&amp;%41\x1b[0m\x00"))
	f.Add([]byte("{\"type\":\"service_account\"}-----BEGIN PRIVATE KEY-----\\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		before := bytes.Clone(text)
		list, err := Read(text, Options{})
		if err != nil || len(list) == 0 || !bytes.Equal(before, text) {
			t.Fatalf("%d readings, %v", len(list), err)
		}
		for _, r := range list {
			if r.Span[0] < 0 || r.Span[0] > r.Span[1] || r.Span[1] > len(text) || r.Line < 1 {
				t.Fatalf("%+v", r)
			}
			if r.Name != "" && providers.CleanID(r.Name) != r.Name {
				t.Fatalf("name %q", r.Name)
			}
		}
	})
}
