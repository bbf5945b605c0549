package runbook_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/providers/dotenv"
	"firebreak/providers/files"
)

// A key of two parts is written in two places of one file, each with its own part, and each of the
// writes changes the version that the other one compares.
func TestEachPartOfAKeyReplacesItsOwnAndGoesBackThere(t *testing.T) {
	t.Parallel()
	part := func(name string) providers.Secret {
		return providers.NewSecret([]byte(strings.Repeat("DRILL"+name, 4)))
	}
	path := filepath.Join(t.TempDir(), ".env")
	file := func(id, secret string) string {
		return "ID='" + strings.Repeat("DRILL"+id, 4) + "'\nother=1\nSECRET=" + strings.Repeat("DRILL"+secret, 4) + "\n"
	}
	before := file("oldID", "oldSecret")
	if err := os.WriteFile(path, []byte(before), 0o600); err != nil {
		t.Fatal(err)
	}
	format, _ := dotenv.FormatOf("dotenv")
	b := bringTo(t, []string{"dotenv:" + path}, func(string) (providers.Store, error) {
		return dotenv.Open(files.New(files.Config{}), format, path), nil
	})
	b.old, b.value = providers.Compound(part("oldID"), part("oldSecret")), providers.Compound(part("newID"), part("newSecret"))
	e, cred := b.open(nil)
	if done, err := e.Replace(t.Context(), cred); err != nil || len(done) != 2 || done[0].Part == done[1].Part {
		t.Fatalf("%+v: %v", done, err)
	}
	if text, _ := os.ReadFile(path); string(text) != file("newID", "newSecret") {
		t.Errorf("written %q", text)
	}
	if back, err := e.PutAllBack(t.Context(), cred); err != nil || len(back) != 2 {
		t.Fatalf("%+v: %v", back, err)
	}
	if text, _ := os.ReadFile(path); string(text) != before {
		t.Errorf("put back %q", text)
	}
}
