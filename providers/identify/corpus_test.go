package identify

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The corpora are texts in which no credential of a vendor stands: what is claimed in them is
// wrong. The most that is let through is written beside each.

// TestSourcesHoldNextToNoCredential reads sources of Go's own library, which are full of keys,
// tokens, digests and names in capitals.
func TestSourcesHoldNextToNoCredential(t *testing.T) {
	const most = 4 // of over 800 files: words such as "writer" beside a name in code
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
	if files < 800 || claimed > most {
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
			if r.Claims() {
				t.Errorf("%s, line %d: %s (%s)", name, r.Line, r.Kind, r.Why)
			}
		}
	}
}
