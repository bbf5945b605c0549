package identify

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The corpora are texts in which no credential of a vendor stands: what is claimed in them is
// wrong.

// TestSourcesHoldNoCredential reads sources of Go's own library, which are full of keys,
// tokens, digests and names in capitals.
func TestSourcesHoldNoCredential(t *testing.T) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	files, claimed := 0, 0
	for _, part := range []string{"crypto", "net", "encoding", "os", "text", "html", "mime"} {
		err := filepath.WalkDir(filepath.Join(strings.TrimSpace(string(out)), "src", part), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			files++
			for _, r := range read(t, string(text), Options{}) {
				if r.Claims() && r.Kind.Provider() != "private-key" { // of those there are some
					claimed++
					t.Logf("%s:%d: %s (%s)", path, r.Line, r.Kind, r.Why)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 800 || claimed > 0 {
		t.Errorf("%d claims in %d files", claimed, files)
	}
}

// TestLogsAndLocksHoldNoCredential reads made-up lines of the sort that fill files: request
// logs, lock files, histories, manifests.
func TestLogsAndLocksHoldNoCredential(t *testing.T) {
	m := newMaker(31)
	hex := func(n int) string { return m.letters("0123456789abcdef", n) }
	uuid := func() string { return hex(8) + "-" + hex(4) + "-4" + hex(3) + "-a" + hex(3) + "-" + hex(12) }
	for name, line := range map[string]func() string{
		"a request log": func() string {
			return "GET /v1/keys 200 request_id=" + uuid() + " trace=" + hex(32) + " etag=\"" + hex(40) + "\""
		},
		"ids that begin as a key does": func() string {
			return "span=4b1d" + hex(12) + " trace=4b1d" + hex(28) + " id=4b1d" + hex(4) + "-" + hex(4)
		},
		"go.sum":       func() string { return "golang.org/x/net v0.1.0/go.mod h1:" + m.letters(digits62+"+/", 43) + "=" },
		"package-lock": func() string { return `"integrity": "sha512-` + m.letters(digits62+"+/", 86) + `==",` },
		"yarn.lock": func() string {
			return `  resolved "https://registry.example.org/left/-/left-1.0.0.tgz#` + hex(40) + `"`
		},
		"a git log": func() string {
			return "commit " + hex(40) + "\nMerge: " + hex(7) + " " + hex(7) + "\n    Rotate the stripe and openai keys"
		},
		"images": func() string { return "image: registry.example.org/datadog/agent@sha256:" + hex(64) },
		"a manifest": func() string {
			return "  uid: " + uuid() + "\n  resourceVersion: \"" + m.letters("0123456789", 9) + "\"\n  name: web-" + hex(10) + "-" + m.letters("bcdfghjklmnpqrstvwxz2456789", 5)
		},
		"a style sheet": func() string {
			return ".a{background:url(data:image/png;base64,iVBORw0KGgo" + m.letters(digits62+"+/", 200) + ")}"
		},
		"a query": func() string { return "SELECT * FROM keys WHERE id = '" + uuid() + "' AND digest = '" + hex(64) + "'" },
		"a minified js": func() string {
			return "var a=" + hex(3) + ";function e(t){return n(t)." + m.letters("abcdefghijklmnopqrstuvwxyz", 12) + "(\"" + hex(20) + "\")}"
		},
		"a template": func() string {
			return "STRIPE_SECRET_KEY=sk_live_" + strings.Repeat("x", 24) + "\nDD_API_KEY=<your-datadog-api-key>\nMISTRAL_API_KEY=${MISTRAL_API_KEY}"
		},
		"an inventory": func() string {
			return "arn:aws:iam::" + m.letters("0123456789", 12) + ":role/openai-" + hex(8) + " AROA" + m.letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 17)
		},
	} {
		var text strings.Builder
		for range 400 {
			text.WriteString(line() + "\n")
		}
		for _, r := range read(t, text.String(), Options{}) {
			if r.Claims() || r.Verdict == IsTruncated {
				t.Errorf("%s, line %d: %s %s (%s)", name, r.Line, r.Kind, r.Verdict, r.Why)
			}
		}
	}
}

// TestWhatResemblesAValueInCodeIsNone reads lines of the sorts that big trees of sources were seen to
// be misread in, beside the words of issuers that English and code use otherwise.
func TestWhatResemblesAValueInCodeIsNone(t *testing.T) {
	m := newMaker(33)
	hex := func(n int) string { return m.letters("0123456789abcdef", n) }
	block := m.letters(digits62+"+/", 64) + "\n" + m.letters(digits62+"+/", 64)
	for name, text := range map[string]string{
		"a method of a writer":      "func token(w http.ResponseWriter, r *http.Request) {\n\tkey := []byte(\"" + hex(40) + "\")\n",
		"a header that is compared": "func f(w http.ResponseWriter) {\n\tif got, want := headerAuth, \"Basic " + base("user:notsosecret99") + "\"; got != want {\n",
		"options of a client":       "AuthInfo runtime.ClientAuthInfoWriter, opts ...ClientOption) (*GroupsServiceUpdateGroup2OK, error)",
		"a constant":                "// it did not take the key\nkey := make([]byte, chacha20poly1305.KeySize)\n",
		"a property":                "if (did) return false; for (const [modeStr, keyCode] of Object.entries(this.modeToKeyCode2Map)) {",
		"a type":                    "// aws access key details\n\tAwsAccessKeyDetails *Secrets20231128AwsIAMUserAccessKeyParams `json:\"x\"`",
		"one long word":             "segment: \n\tCredentialDetails    tablespaceadmincredentialdetails  `json:\"a\"`",
		"an address":                "it did expire: fixes the token [[GH-25874](https://github.com/hashicorp/vault/pull/25874)]",
		"a commit of an action":     "      uses: aws-actions/configure-aws-credentials@" + hex(40) + " # v2.2.0\n        with:\n          aws-access-key-id: x",
		"a key file's frame":        "if !strings.HasPrefix(key, \"-----BEGIN RSA PRIVATE KEY-----\") || !strings.HasSuffix(key, \"-----END RSA PRIVATE KEY-----\") {",
		"an example of a key file":  "tokenSigningKey: '-----BEGIN PRIVATE KEY-----\\nPRIVATE_KEY\\n-----END PRIVATE KEY-----'",
		"a public block":            "did publish: \"publicKey\": \"-----BEGIN PGP PUBLIC KEY BLOCK-----\\n" + strings.ReplaceAll(block, "\n", "\\n") + "\\n-----END PGP PUBLIC KEY BLOCK-----\"",
		"a database on the machine": "mongodb" + "://alice:foo:bar@127.0.0.1/x and postgres" + "://app:local@localhost:5432/app",
	} {
		for _, r := range read(t, text, Options{}) {
			if r.Claims() {
				t.Errorf("%s: %s (%s)", name, r.Kind, r.Why)
			}
		}
	}
	// What stands between the frames of two files is read all the same.
	key := m.kind(t, "github/pat-classic")
	list := read(t, "// -----BEGIN AGE ENCRYPTED FILE-----\nvar key = \""+key+"\"\ntext := `-----BEGIN AGE ENCRYPTED FILE-----\n"+block+"\n-----END AGE ENCRYPTED FILE-----`\n", Options{})
	if !slices.ContainsFunc(list, func(r Reading) bool { return r.Claims() && r.Secret.Equal(secret(key)) }) {
		t.Errorf("a key between two frames: %+v", list)
	}
}
