package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/keyring"
)

// A token that gh keeps is for the vendor's own host, and stands behind the vendor's variable.
func TestATokenInTheFileOfAToolIsForItsOwnHostOnly(t *testing.T) {
	kept, set := "gh"+"o_"+strings.Repeat("DRILL0", 6), "gh"+"p_"+strings.Repeat("DRILL1", 6)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "hosts.yml"), []byte("github.com:\n    oauth_token: "+kept+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	issuer, ok := all.IssuerOf("github")
	if !ok {
		t.Fatal("no such issuer")
	}
	ring := keyring.New(keyring.Config{State: t.TempDir(), Conf: t.TempDir(), Backend: keyring.Memory(), Clock: providers.WallClock{}})
	t.Cleanup(ring.Close)
	for name, c := range map[string]struct {
		env    map[string]string
		config config
		want   string
	}{
		"kept alone":          {map[string]string{"GH_CONFIG_DIR": dir}, config{}, kept},
		"a variable is first": {map[string]string{"GH_CONFIG_DIR": dir, "GH_TOKEN": set}, config{}, set},
		"at another address":  {map[string]string{"GH_CONFIG_DIR": dir, "FIREBREAK_GITHUB_BASE_URL": "http://127.0.0.1:9"}, config{}, ""},
		"at one configured":   {map[string]string{"GH_CONFIG_DIR": dir}, config{BaseURL: map[string]string{"github": "https://ghe.example.org/api/v3"}}, ""},
		"nothing":             {nil, config{}, ""},
	} {
		value, from, err := adminAtHand(context.Background(), issuer, func(name string) string { return c.env[name] }, c.config, ring)
		switch {
		case c.want == "":
			if !errors.Is(err, providers.ErrNoAdmin) {
				t.Errorf("%s: from %q, %v", name, from, err)
			}
		case err != nil || !value.HasAffixes(c.want, "") || from == "":
			t.Errorf("%s: from %q, %v", name, from, err)
		}
	}
}
