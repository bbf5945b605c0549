package vault

import (
	"context"
	"encoding/json"
	"encoding/pem"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/providers/files"
	"firebreak/providers/transport"
)

func configure(env map[string]string) (Settings, error) {
	return Configure(func(name string) string { return env[name] }, files.New(files.Config{}))
}

func TestSettingsThatAreRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		env map[string]string
		why providers.Reason
	}{
		"no address":                     {nil, NoAddress},
		"plain http elsewhere":           {map[string]string{"VAULT_ADDR": "http://vault.example:8200"}, BadAddress},
		"a user in the address":          {map[string]string{"VAULT_ADDR": "https://u@vault.example"}, BadAddress},
		"a namespace that climbs":        {map[string]string{"VAULT_ADDR": "https://vault.example", "VAULT_NAMESPACE": "a/../b"}, BadAddress},
		"no proof of the server":         {map[string]string{"VAULT_ADDR": "https://vault.example", "VAULT_SKIP_VERIFY": "true"}, SkipVerify},
		"an authority not there":         {map[string]string{"VAULT_ADDR": "https://vault.example", "VAULT_CACERT": "/nowhere.pem"}, NoAuthority},
		"an empty folder of authorities": {map[string]string{"VAULT_ADDR": "https://vault.example", "VAULT_CAPATH": t.TempDir()}, NoAuthority},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := configure(tc.env)
			var r *providers.Refusal
			if !errors.As(err, &r) || r.Why != tc.why {
				t.Errorf("error %v, want a refusal for %s", err, tc.why)
			}
		})
	}
}

func TestOpenBaosVariablesComeFirst(t *testing.T) {
	s, err := configure(map[string]string{"BAO_ADDR": "https://bao.example/", "VAULT_ADDR": "https://vault.example", "VAULT_NAMESPACE": "/team/a/"})
	if err != nil || s.Base != "https://bao.example/v1/team/a" {
		t.Errorf("base %q, %v", s.Base, err)
	}
}

func TestWhereTheTokenComesFrom(t *testing.T) {
	home := t.TempDir()
	env := map[string]string{"VAULT_ADDR": "https://vault.example", "HOME": home}
	ask := func() (providers.Secret, error) {
		s, err := configure(env)
		if err != nil {
			t.Fatal(err)
		}
		return s.Token(context.Background())
	}
	var r *providers.Refusal
	if _, err := ask(); !errors.As(err, &r) || r.Why != NoToken {
		t.Errorf("without any: %v", err)
	}
	if err := os.WriteFile(filepath.Join(home, ".vault-token"), []byte("DRILL-filed\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := ask(); err != nil || !got.Equal(providers.NewSecret([]byte("DRILL-filed"))) {
		t.Errorf("from the file: %v", err)
	}
	env["VAULT_TOKEN"] = "DRILL-set"
	if got, err := ask(); err != nil || !got.Equal(providers.NewSecret([]byte("DRILL-set"))) {
		t.Errorf("from the environment: %v", err)
	}
}

// The certificate of the server is believed through each of the three variables and through
// no other, the namespace is in every path, and the token goes to that server alone.
func TestACertificateOfOnesOwnAndANamespace(t *testing.T) {
	var seen []string
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.URL.Path)
		w.Header().Set("Content-Type", "application/json")
		if r.Header.Get("X-Vault-Token") != "DRILL-token" {
			w.WriteHeader(http.StatusForbidden)
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"data": map[string]any{"secret": map[string]any{}}})
	}))
	defer server.Close()
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	folder := t.TempDir()
	file := filepath.Join(folder, "ca.pem")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"VAULT_CACERT": file, "VAULT_CAPATH": folder, "VAULT_CACERT_BYTES": string(text), "NOTHING": ""} {
		t.Run(name, func(t *testing.T) {
			seen = nil
			s, err := configure(map[string]string{"VAULT_ADDR": server.URL, "VAULT_NAMESPACE": "team", "VAULT_TOKEN": "DRILL-token", name: value})
			if err != nil {
				t.Fatal(err)
			}
			door, err := transport.New(transport.Config{Provider: "vault", Bases: map[string]string{Host: s.Base}, Roots: s.Roots, Shape: Shape, LoopbackOnly: true}, Routes()...)
			if err != nil {
				t.Fatal(err)
			}
			err = New(door, s.Token, "/").Check(context.Background())
			if value == "" {
				if err == nil || len(seen) != 0 {
					t.Errorf("a stranger was believed: %v", err)
				}
				return
			}
			if err != nil || strings.Join(seen, " ") != "/v1/team/sys/internal/ui/mounts" {
				t.Errorf("asked %q, %v", seen, err)
			}
		})
	}
}

func TestWhatANameMeans(t *testing.T) {
	for name, want := range map[string]target{
		"secret/app#KEY":  {"secret/app", "KEY", false},
		"secret/app":      {"secret/app", "", false},
		"/secret/app/#K":  {"secret/app", "K", true},
		"secret/":         {"secret", "", true},
		"/":               {"", "", true},
		"a/b/c#with#more": {"a/b/c", "with#more", false},
	} {
		if got := parseTarget(name); got != want {
			t.Errorf("%q means %+v, want %+v", name, got, want)
		}
	}
	everything, folder := parseTarget("/"), parseTarget("a/b/")
	if !everything.covers(parseTarget("x/y#z")) || !folder.covers(parseTarget("a/b/c#d")) || folder.covers(parseTarget("a/bc#d")) {
		t.Error("a folder does not cover what lies below it and nothing else")
	}
}
