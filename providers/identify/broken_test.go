package identify

import (
	"encoding/json"
	"hash/crc32"
	"strings"
	"testing"
)

func quotedJSON(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}

// behind puts a margin before each line of a text.
func behind(margin, text string) string {
	return margin + strings.ReplaceAll(text, "\n", "\n"+margin) + "\n"
}

func TestAKeyFileIsCutOutWithoutWhatItsLinesStandBehind(t *testing.T) {
	pem := newMaker(31).pem("EC PRIVATE KEY")
	known(t, map[string]wrapped{
		"in a mail":               {"Kim wrote:\n" + behind("> ", pem), pem, "private-key/ec"},
		"in a mail that answers":  {behind("> > ", pem), pem, "private-key/ec"},
		"in YAML":                 {"tls:\n  key: |\n" + behind("    ", pem), pem, "private-key/ec"},
		"in JSON":                 {quotedJSON(map[string]string{"key": pem}), pem, "private-key/ec"},
		"in JSON in a log's JSON": {quotedJSON(map[string]string{"msg": "failed: " + quotedJSON(map[string]string{"key": pem})}), pem, "private-key/ec"},
	})
}

func TestAServiceAccountIsKnownWhereItsFileIsQuoted(t *testing.T) {
	m := newMaker(32)
	file := "{\n  \"type\": \"service_account\",\n  \"project_id\": \"shop\",\n  \"private_key\": " + quotedJSON(m.pem("PRIVATE KEY")+"\n") + ",\n  \"client_email\": \"ci@shop.example.org\"\n}"
	known(t, map[string]wrapped{
		"in a mail":        {behind("> ", file), file, "google/service-account-key"},
		"in JSON in JSON":  {quotedJSON(map[string]string{"msg": "env: " + quotedJSON(map[string]string{"GOOGLE": file})}), file, "google/service-account-key"},
		"below its margin": {"stringData:\n  key.json: |\n" + behind("    ", file), file, "google/service-account-key"},
	})
	flat := "GOOGLE=\"" + strings.ReplaceAll(file, "\n", `\n`) + "\"\n"
	if list := read(t, flat, Options{}); len(list) != 1 || list[0].Kind != "google/service-account-key" || list[0].Decoded["client_email"] != "ci@shop.example.org" {
		t.Errorf("with its line ends written out: %+v", list)
	}
}

func TestStringsThatCodeJoinsAreOneValue(t *testing.T) {
	m := newMaker(33)
	half := func(v string) string { return "key = \"" + v[:len(v)/2] + "\" +\n    \"" + v[len(v)/2:] + "\"\n" }
	stripe := "sk_live_51" + m.letters(digits62, 97)
	token := m.jwt(map[string]any{"iss": "kubernetes/serviceaccount", "sub": "system:serviceaccount:shop:" + m.letters("abcdef", 40)})
	twitch := m.kind(t, "twitch/client-secret")
	known(t, map[string]wrapped{
		"a form whose halves are known too": {half(stripe), stripe, "stripe/secret-key-live"},
		"a structure":                       {half(token), token, "kubernetes/service-account-token"},
		"a value of which a name speaks":    {"twitch_client_secret_" + half(twitch), twitch, "twitch/client-secret"},
	})
}

func TestAnAddressEndsBeforeWhatFollowsIt(t *testing.T) {
	m := newMaker(34)
	uri := m.uri("rediss", "cache.example.org:6380")
	several := m.uri("mongodb", "a.example.org:27017,b.example.org:27017/shop")
	inner := "https://shop.blob.core.windows.net/b?sv=2024-11-04&sp=rl&se=2027-01-01T00:00:00Z&" + "sig=" + m.letters(digits62, 43) + "%3D"
	known(t, map[string]wrapped{
		"in a table":                  {"name,value,owner\nREDIS_URL," + uri + ",kim\n", uri, "redis/connection-uri"},
		"in a sentence":               {"we lost " + uri + "!", uri, "redis/connection-uri"},
		"of several hosts":            {"MONGODB_URI=" + several + "\n", several, "mongodb/connection-uri"},
		"as a user without password":  {"Authorization: Basic " + base(uri+":"), uri, "redis/connection-uri"},
		"in the field of another one": {"_authToken=" + inner + "\n", inner, "azure/sas-token"},
	})
}

func TestWhatOnlyLooksLikeContextIsNone(t *testing.T) {
	m := newMaker(35)
	hex := m.letters("0123456789abcdef", 32)
	for name, text := range map[string]string{
		"a digest of BSD's tools":      "MD5 (mistral-token.bin) = " + hex + "\n",
		"a header of any issuer":       "fetch('https://api.example.org', { headers: { 'x-api-key': '" + m.letters(digits62, 25) + "' } })",
		"a key of a table":             "heroku primary key: 0f3c5d1e-7a9b-4c2d-8e6f-1a2b3c4d5e6f",
		"a key of a table, in words":   "partition key " + hex + " of the table mistral_events",
		"a store of keys":              "Mistral key-value store " + hex,
		"the id of a request":          "[heroku] GET /api/keys 200 (req 0f3c5d1e-7a9b-4c2d-8e6f-1a2b3c4d5e6f)",
		"the id of a delivery":         "Heroku webhook delivery 0f3c5d1e-7a9b-4c2d-8e6f-1a2b3c4d5e6f",
		"words that were not imported": "we came back from together with the key " + m.letters("0123456789abcdef", 64) + "\n",
		"a name without a word of secrets, where any value would do": "HEYGEN_AVATAR=" + m.letters(digits62, 40) + "\n",
	} {
		for _, r := range read(t, text, Options{}) {
			if r.Claims() {
				t.Errorf("%s: %s (%s)", name, r.Kind, r.Why)
			}
		}
	}
}

func TestALibraryThatIsImportedNamesItsIssuer(t *testing.T) {
	m := newMaker(36)
	v := m.kind(t, "together/legacy-api-key")
	known(t, map[string]wrapped{
		"in Python":     {"from together import Together\n\nclient = Together(api_key=\"" + v + "\")\n", v, "together/legacy-api-key"},
		"in JavaScript": {"const Client = require('together')\nnew Client({ apiKey: '" + v + "' })\n", v, "together/legacy-api-key"},
	})
}

func TestTheStopOfASentenceIsNoPartOfAValue(t *testing.T) {
	m := newMaker(37)
	v := "00D" + m.letters(digits62, 12) + "!" + m.letters(digits62, 96)
	known(t, map[string]wrapped{
		"at the end":      {"I think this leaked: " + v + ".", v, "salesforce/access-token"},
		"before the next": {"I think this leaked: " + v + ". Sorry", v, "salesforce/access-token"},
	})
}

func TestARunnersTokenHoldsItsDigitsWhereItHasAPayload(t *testing.T) {
	m := newMaker(38)
	payload := m.letters(digits62, 40)
	head := "glrt-t1_" + payload + ".01." + inBase(uint32(len(payload)), digits36, 2)
	whole := head + inBase(crc32.ChecksumIEEE([]byte(head)), digits36, 7)
	known(t, map[string]wrapped{
		"with a payload": {"token: " + whole, whole, "gitlab/runner-authentication-token"},
		"without one":    {"token: glrt-" + payload[:20], "glrt-" + payload[:20], "gitlab/runner-authentication-token"},
	})
	if list := read(t, "token: "+head+"0a1b2c3", Options{}); len(list) != 1 || list[0].Verdict != IsWrongCheck {
		t.Errorf("with wrong digits: %+v", list)
	}
}

func TestAKeyFileOfPuTTYsIsOneKey(t *testing.T) {
	file := newMaker(39).putty()
	known(t, map[string]wrapped{
		"alone":     {file + "\n", file, "private-key/putty"},
		"in a mail": {"Kim wrote:\n" + behind("> ", file), file, "private-key/putty"},
		"in JSON":   {quotedJSON(map[string]string{"ppk": file}), file, "private-key/putty"},
	})
	lines := strings.SplitAfter(file, "\n")
	for name, text := range map[string]string{
		"a line is missing": strings.Join(append(lines[:9:9], lines[10:]...), ""),
		"its end is":        strings.Join(lines[:9], ""),
	} {
		if list := read(t, text, Options{}); len(list) != 1 || list[0].Kind != "private-key/putty" || list[0].Verdict != IsTruncated {
			t.Errorf("%s: %+v", name, list)
		}
	}
	if list := read(t, "keys: PuTTY-User-Key-File-2 is the older format\n", Options{}); len(list) != 1 || list[0].Kind != "" {
		t.Errorf("a text that speaks of them: %+v", list)
	}
}

func TestAnIdThatBelongsToASecretIsFoundByAPlainName(t *testing.T) {
	m := newMaker(40)
	secret, id := m.kind(t, "auth0/client-secret"), m.letters(digits62, 32)
	entra, tenant := m.kind(t, "azure/entra-client-secret"), "0f3c5d1e-7a9b-4c2d-8e6f-1a2b3c4d5e6f"
	for text, want := range map[string]string{
		"auth0:\n  client_id: " + id + "\n  client_secret: " + secret + "\n":                                      "auth0/client-id",
		"AUTH0_CLIENT_ID=" + id + "\nAUTH0_CLIENT_SECRET=" + secret + "\n":                                        "auth0/client-id",
		`{"okta": {"clientId": "0oa` + id[:17] + `", "clientSecret": "` + m.kind(t, "okta/client-secret") + `"}}`: "okta/client-id",
		"tenant_id = \"" + tenant + "\"\nclient_secret = \"" + entra + "\"\n":                                     "azure/tenant-id",
	} {
		found := false
		for _, r := range read(t, text, Options{}) {
			for _, c := range r.Companions {
				found = found || string(c.Kind) == want && c.Found && r.Claims()
			}
		}
		if !found {
			t.Errorf("%s: no %s beside it: %+v", text[:20], want, read(t, text, Options{}))
		}
	}
}

func TestAnEqualsSignMayStandInsideAValue(t *testing.T) {
	m := newMaker(41)
	v := "b_" + m.letters(digits62, 5) + "=" + m.letters(digits62, 20) + "=-" + m.letters(digits62, 16)
	known(t, map[string]wrapped{
		"in a .env": {"BEAMER_API_KEY=" + v + "\n", v, "beamer/api-key"},
		"in quotes": {"beamer_api_key: \"" + v + "\"\n", v, "beamer/api-key"},
	})
}

func TestAKeyFileWithoutSomeOfItsLinesIsCutOff(t *testing.T) {
	for name, key := range sshKeys(t) {
		lines := strings.SplitAfter(key.file(), "\n")
		if len(lines) < 6 {
			t.Fatal("a key file of less than four lines")
		}
		for what, text := range map[string]string{
			"whole":                       key.file(),
			"without lines in the middle": strings.Join(append(lines[:2:2], lines[4:]...), ""),
		} {
			want := IsTruncated
			if what == "whole" {
				want = IsMatch
			}
			if list := read(t, text, Options{}); len(list) != 1 || list[0].Verdict != want {
				t.Errorf("%s %s: %+v", name, what, list)
			}
		}
	}
}

func TestANameIsFoundWhereItDoesNotStandJustBefore(t *testing.T) {
	v := newMaker(42).kind(t, "mistral/api-key")
	texts := map[string]wrapped{}
	for _, text := range []string{"-DMISTRAL_API_KEY=VALUE", "tool --mistral-api-key=VALUE", "MISTRAL_API_KEY:\n  - VALUE\n", "MISTRAL_API_KEY: |\n  VALUE\n", "MISTRAL_API_KEY: >-\n  VALUE\n",
		"\"VALUE\", // MISTRAL_API_KEY", "VALUE  # MISTRAL_API_KEY", "please revoke VALUE (MISTRAL_API_KEY)", "VALUE <- this is MISTRAL_API_KEY", "**MISTRAL_API_KEY**\n\n    VALUE\n", "Subject: MISTRAL_API_KEY\n\nVALUE\n", "kim: MISTRAL_API_KEY?\nlee: VALUE", "aws ssm put-parameter --name /MISTRAL_API_KEY --value VALUE"} {
		texts[text] = wrapped{strings.ReplaceAll(text, "VALUE", v), v, "mistral/api-key"}
	}
	known(t, texts)
}
