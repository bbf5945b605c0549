package github

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"firebreak/providers"
)

func TestALoginOfGhIsReadFromItsFile(t *testing.T) {
	token := "gh" + "o_" + strings.Repeat("DRILL0", 6)
	for name, c := range map[string]struct {
		text  string
		found bool
	}{
		"one account":        {"github.com:\n    user: tomek\n    oauth_token: " + token + "\n    git_protocol: https\n", true},
		"several accounts":   {"github.com:\n    users:\n        tomek:\n            oauth_token: \"" + token + "\"\n    user: tomek\n", true},
		"with Windows' ends": {"github.com:\r\n    oauth_token: " + token + "\r\n", true},
		"behind another":     {"ghe.example.org:\n    oauth_token: other\ngithub.com:\n    oauth_token: " + token + "\n", true},
		"of another host":    {"ghe.example.org:\n    oauth_token: " + token + "\n", false},
		"in the keyring":     {"github.com:\n    user: tomek\n    users:\n        tomek:\n", false},
		"a remark":           {"# github.com:\n#    oauth_token: " + token + "\n", false},
		"nothing":            {"", false},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "hosts.yml"), []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		env := func(name string) string { return map[string]string{"GH_CONFIG_DIR": dir}[name] }
		got, path, err := Ambient(env, os.ReadFile)
		if (err == nil) != c.found || c.found != got.HasAffixes(token, "") || (path != "") != c.found {
			t.Errorf("%s: found %v at %q, %v", name, !got.IsEmpty(), path, err)
		}
		if _, path, err := Ambient(env, nil); !errors.Is(err, providers.ErrNoAdmin) {
			t.Errorf("%s: found at %q where only the variable counts, %v", name, path, err)
		}
	}
	if _, path, err := Ambient(func(string) string { return "" }, os.ReadFile); !errors.Is(err, providers.ErrNoAdmin) {
		t.Errorf("without any folder: %q, %v", path, err)
	}
}

func TestTheFileOfGhIsLookedForWhereGhDoes(t *testing.T) {
	for name, c := range map[string]struct {
		env  map[string]string
		want string
	}{
		"its own variable": {map[string]string{"GH_CONFIG_DIR": "/a", "XDG_CONFIG_HOME": "/b", "HOME": "/c"}, "/a/hosts.yml"},
		"the user's":       {map[string]string{"XDG_CONFIG_HOME": "/b", "HOME": "/c"}, "/b/gh/hosts.yml"},
	} {
		if got := hostsFile(func(name string) string { return c.env[name] }); filepath.ToSlash(got) != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestTheVariablesOfGhComeBeforeItsFileInItsOrder(t *testing.T) {
	for name, c := range map[string]struct {
		env  map[string]string
		from string
	}{
		"both":        {map[string]string{"GH_TOKEN": "DRILL-one", "GITHUB_TOKEN": "DRILL-two"}, "GH_TOKEN"},
		"the other's": {map[string]string{"GITHUB_TOKEN": "DRILL-two"}, "GITHUB_TOKEN"},
	} {
		got, from, err := Ambient(func(name string) string { return c.env[name] }, nil)
		if err != nil || from != c.from || !got.HasAffixes(c.env[c.from], "") {
			t.Errorf("%s: from %q, %v", name, from, err)
		}
	}
}
