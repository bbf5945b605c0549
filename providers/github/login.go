package github

import (
	"bytes"
	"path/filepath"
	"runtime"

	"firebreak/providers"
)

// hostsOf is how gh names the vendor's own host in its file of logins.
const hostsOf = "github.com"

// varTokens are the variables that gh goes by, in its order.
var varTokens = []string{"GH_TOKEN", "GITHUB_TOKEN"}

// Ambient finds the token that gh would use: of its variables, else of the file of its logins, and
// tells where. providers.ErrNoAdmin: neither holds one. A token in the system's keyring is not looked
// for: gh alone opens it, and no program is run here. read gives a file of the user's; nil: only the
// variables count.
func Ambient(env func(string) string, read func(path string) ([]byte, error)) (token providers.Secret, from string, err error) {
	for _, name := range varTokens {
		if text := env(name); text != "" {
			return providers.NewSecret([]byte(text)), name, nil
		}
	}
	path := hostsFile(env)
	if path == "" || read == nil {
		return providers.Secret{}, "", providers.ErrNoAdmin
	}
	text, err := read(path)
	defer clear(text)
	if err == nil {
		if value := loginIn(text); len(value) > 0 {
			return providers.NewSecret(value), path, nil
		}
	}
	return providers.Secret{}, "", providers.ErrNoAdmin // none, or one that is not ours to read: there are other places
}

// hostsFile is where gh looks for its logins.
func hostsFile(env func(string) string) string {
	in := func(folder string, below ...string) string {
		if folder == "" {
			return ""
		}
		return filepath.Join(append([]string{folder}, below...)...)
	}
	candidates := []string{in(env("GH_CONFIG_DIR"), "hosts.yml"), in(env("XDG_CONFIG_HOME"), "gh", "hosts.yml"), in(env("HOME"), ".config", "gh", "hosts.yml")}
	if runtime.GOOS == "windows" {
		candidates = []string{candidates[0], candidates[1], in(env("AppData"), "GitHub CLI", "hosts.yml")}
	}
	for _, path := range candidates {
		if path != "" {
			return path // gh itself goes by the first that is set
		}
	}
	return ""
}

// loginIn finds the first token below the vendor's host. The file is gh's own: mappings, one line
// each, set in by spaces.
func loginIn(text []byte) []byte {
	inside := false
	for line := range bytes.Lines(text) {
		line = bytes.TrimRight(line, "\r\n ")
		bare := bytes.TrimLeft(line, " ")
		switch {
		case len(bare) == 0 || bare[0] == '#':
		case len(bare) == len(line):
			inside = bytes.Equal(bare, []byte(hostsOf+":"))
		case inside:
			if value, found := bytes.CutPrefix(bare, []byte("oauth_token:")); found {
				return bytes.Trim(bytes.TrimSpace(value), `"'`)
			}
		}
	}
	return nil
}
