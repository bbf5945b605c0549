package google

import (
	"fmt"
	"path/filepath"

	"firebreak/providers"
)

// The variables that the vendor's own tools read.
const (
	varToken  = "GOOGLE_OAUTH_ACCESS_TOKEN"
	varFile   = "GOOGLE_APPLICATION_CREDENTIALS"
	varConfig = "CLOUDSDK_CONFIG"
)

// loginFile is what `gcloud auth application-default login` leaves.
const loginFile = "application_default_credentials.json"

// Ambient finds an admin credential where the vendor's own tools keep one: an access token in its
// variable, else the document that GOOGLE_APPLICATION_CREDENTIALS names, else the one of gcloud's
// own login. from names where. providers.ErrNoAdmin: nowhere. A document that is named and cannot
// be read is an error, with from naming it: no other is taken in its place. read gives a file of the
// user's; nil: only the variable counts. The metadata service of a machine is not asked.
func Ambient(env func(string) string, read func(path string) ([]byte, error)) (key providers.Secret, from string, err error) {
	if text := env(varToken); text != "" {
		return providers.NewSecret([]byte(text)), varToken, nil
	}
	if read == nil {
		return key, "", providers.ErrNoAdmin
	}
	if path := env(varFile); path != "" {
		text, err := read(path)
		if err != nil {
			return key, path, fmt.Errorf("read the file that %s names: %w", varFile, err)
		}
		return secretOf(text), path, nil
	}
	for _, path := range loginPaths(env) {
		if text, err := read(path); err == nil {
			return secretOf(text), path, nil
		}
	}
	return key, "", providers.ErrNoAdmin
}

// secretOf makes a secret of what was read, and clears that.
func secretOf(text []byte) providers.Secret {
	defer clear(text)
	return providers.NewSecret(text)
}

// loginPaths are where gcloud keeps its login, by system.
func loginPaths(env func(string) string) []string {
	var paths []string
	for _, at := range []struct{ variable, below string }{{varConfig, ""}, {"APPDATA", "gcloud"}, {"HOME", filepath.Join(".config", "gcloud")}} {
		if folder := env(at.variable); folder != "" {
			paths = append(paths, filepath.Join(folder, at.below, loginFile))
			if at.variable == varConfig {
				break // it stands for all others
			}
		}
	}
	return paths
}
