package google

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"

	"firebreak/providers"
)

func TestTheAdminCredentialIsFoundWhereTheVendorsToolsKeepIt(t *testing.T) {
	login := filepath.Join("home", ".config", "gcloud", loginFile)
	for name, c := range map[string]struct {
		env   map[string]string
		files map[string]string
		value string
		from  string
		none  bool
	}{
		"nowhere":                       {none: true},
		"a token":                       {env: map[string]string{varToken: "DRILL-t", varFile: "f"}, files: map[string]string{"f": "DRILL-f"}, value: "DRILL-t", from: varToken},
		"a file that is named":          {env: map[string]string{varFile: "f", "HOME": "home"}, files: map[string]string{"f": "DRILL-f", login: "DRILL-l"}, value: "DRILL-f", from: "f"},
		"a file that is named, no file": {env: map[string]string{varFile: "f", "HOME": "home"}, files: map[string]string{login: "DRILL-l"}, from: "f"},
		"gcloud's login":                {env: map[string]string{"HOME": "home"}, files: map[string]string{login: "DRILL-l"}, value: "DRILL-l", from: login},
		"gcloud's login elsewhere": {env: map[string]string{"HOME": "home", varConfig: "other"}, files: map[string]string{login: "DRILL-l", filepath.Join("other", loginFile): "DRILL-o"},
			value: "DRILL-o", from: filepath.Join("other", loginFile)},
		"another folder is all that counts": {env: map[string]string{"HOME": "home", varConfig: "other"}, files: map[string]string{login: "DRILL-l"}, none: true},
	} {
		read := func(path string) ([]byte, error) {
			if text, there := c.files[path]; there {
				return []byte(text), nil
			}
			return nil, fs.ErrNotExist
		}
		value, from, err := Ambient(func(name string) string { return c.env[name] }, read)
		if from != c.from || c.value != "" && (err != nil || !value.Equal(providers.NewSecret([]byte(c.value)))) || c.value == "" && err == nil || errors.Is(err, providers.ErrNoAdmin) != c.none {
			t.Errorf("%s: from %q, %v", name, from, err)
		}
	}
	if _, _, err := Ambient(func(string) string { return "x" }, nil); err != nil {
		t.Errorf("by the variable alone: %v", err)
	}
}
