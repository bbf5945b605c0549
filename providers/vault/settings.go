package vault

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"firebreak/providers"
	"firebreak/providers/files"
	"firebreak/providers/transport"
)

// Settings are what the tools of Vault read from the environment. OpenBao's own variables come
// first, as in OpenBao.
type Settings struct {
	Base  string         // address, API version and namespace
	Roots *x509.CertPool // nil: those of the system
	// Token gives the token for one operation, from the environment or the file that a login
	// leaves in the home folder; without one the error is a *providers.Refusal for NoToken.
	Token func(context.Context) (providers.Secret, error)
}

// variable looks a name up, as BAO_NAME and then as VAULT_NAME.
func variable(env func(string) string, name string) string {
	if value := env("BAO_" + name); value != "" {
		return value
	}
	return env("VAULT_" + name)
}

// Configure reads the settings; it opens the files of authorities that they name and contacts
// nobody. What cannot be worked with is a *providers.Refusal.
func Configure(env func(string) string, door *files.Door) (Settings, error) {
	address := strings.TrimRight(variable(env, "ADDR"), "/")
	if address == "" {
		return Settings{}, &providers.Refusal{Why: NoAddress}
	}
	if skip := strings.ToLower(variable(env, "SKIP_VERIFY")); skip != "" && skip != "0" && skip != "false" && skip != "f" {
		return Settings{}, &providers.Refusal{Why: SkipVerify}
	}
	base := address + "/v1"
	if namespace := strings.Trim(variable(env, "NAMESPACE"), "/"); namespace != "" {
		base += "/" + namespace
	}
	if err := transport.CheckBase(base); err != nil {
		return Settings{}, &providers.Refusal{Why: BadAddress}
	}
	roots, err := authorities(env, door)
	if err != nil {
		return Settings{}, err
	}
	return Settings{Base: base, Roots: roots, Token: func(context.Context) (providers.Secret, error) { return token(env, door) }}, nil
}

// authorities reads CACERT_BYTES, CACERT or the folder CAPATH, the first that is set.
func authorities(env func(string) string, door *files.Door) (*x509.CertPool, error) {
	pool := x509.NewCertPool()
	if text := variable(env, "CACERT_BYTES"); text != "" {
		return certain(pool, pool.AppendCertsFromPEM([]byte(text)))
	}
	if path := variable(env, "CACERT"); path != "" {
		f, err := door.Read(path)
		return certain(pool, err == nil && pool.AppendCertsFromPEM(f.Data))
	}
	folder := variable(env, "CAPATH")
	if folder == "" {
		return nil, nil
	}
	entries, err := os.ReadDir(folder)
	found := false
	for _, e := range entries {
		f, err := door.Read(filepath.Join(folder, e.Name()))
		found = err == nil && pool.AppendCertsFromPEM(f.Data) || found
	}
	return certain(pool, err == nil && found)
}

func certain(pool *x509.CertPool, ok bool) (*x509.CertPool, error) {
	if !ok {
		return nil, &providers.Refusal{Why: NoAuthority}
	}
	return pool, nil
}

func token(env func(string) string, door *files.Door) (providers.Secret, error) {
	if value := variable(env, "TOKEN"); value != "" {
		return providers.NewSecret([]byte(value)), nil
	}
	home := env("HOME")
	if home == "" {
		return providers.Secret{}, &providers.Refusal{Why: NoToken}
	}
	f, err := door.Read(filepath.Join(home, ".vault-token"))
	defer clear(f.Data)
	value := bytes.TrimSpace(f.Data)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(value) == 0 {
		return providers.Secret{}, &providers.Refusal{Why: NoToken}
	}
	return providers.NewSecret(value), err
}
