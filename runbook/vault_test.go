package runbook_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
	"firebreak/providers/vault"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// vaultServer is a real Vault with a KV engine of version 2 for one test.
type vaultServer struct {
	addr, token, mount string
	entries            int
}

// realVault mounts an engine at the server that the checks of the project start.
func realVault(t *testing.T) *vaultServer {
	t.Helper()
	v := &vaultServer{addr: os.Getenv("FIREBREAK_TEST_VAULT_ADDR"), token: os.Getenv("FIREBREAK_TEST_VAULT_TOKEN")}
	if v.addr == "" {
		t.Skip("no Vault here: FIREBREAK_TEST_VAULT_ADDR and FIREBREAK_TEST_VAULT_TOKEN name one")
	}
	var salt [6]byte
	_, _ = rand.Read(salt[:])
	v.mount = "fb-runbook-" + hex.EncodeToString(salt[:])
	v.ask(t, "POST", "sys/mounts/"+v.mount, map[string]any{"type": "kv", "options": map[string]string{"version": "2"}}, nil)
	for deadline := time.Now().Add(20 * time.Second); v.ask(t, "POST", v.mount+"/data/first", map[string]any{"data": map[string]any{"x": "y"}}, nil) != http.StatusOK; {
		if time.Now().After(deadline) {
			t.Fatal("the engine takes no writes")
		}
	}
	return v
}

func (v *vaultServer) ask(t *testing.T, method, path string, body, into any) int {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(context.Background(), method, v.addr+"/v1/"+path, bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Vault-Token", v.token)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if into != nil {
		err = json.NewDecoder(answer.Body).Decode(into)
	}
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode
}

func (v *vaultServer) open(t *testing.T, path string) providers.Store {
	t.Helper()
	door, err := transport.New(transport.Config{Provider: "vault", Bases: map[string]string{vault.Host: v.addr + "/v1"}, Shape: vault.Shape, LoopbackOnly: true, NoAmbient: true}, vault.Routes()...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(door.Close)
	return vault.New(door, func(context.Context) (providers.Secret, error) { return providers.NewSecret([]byte(v.token)), nil }, path)
}

// entry makes one that holds a value in the given fields, and returns its path.
func (v *vaultServer) entry(t *testing.T, s providers.Secret, fields ...string) string {
	t.Helper()
	v.entries++
	path, data := fmt.Sprintf("app%d", v.entries), map[string]any{"OTHER": "x"}
	s.Expose(func(b []byte) {
		for _, name := range fields {
			data[name] = string(b)
		}
	})
	if status := v.ask(t, "POST", v.mount+"/data/"+path, map[string]any{"data": data}, nil); status != http.StatusOK {
		t.Fatalf("seed %s: %d", path, status)
	}
	return v.mount + "/" + path
}

// fields reads an entry past the store.
func (v *vaultServer) fields(t *testing.T, path string) map[string]string {
	t.Helper()
	var said struct {
		Data struct{ Data map[string]string }
	}
	v.ask(t, "GET", strings.Replace(path, "/", "/data/", 1), nil, &said)
	return said.Data.Data
}

func same(text string, s providers.Secret) bool { return s.Equal(providers.NewSecret([]byte(text))) }

// TestTwoFieldsOfOneEntryAreWrittenAndRolledBack: each write makes a version that the other one
// did not plan with.
func TestTwoFieldsOfOneEntryAreWrittenAndRolledBack(t *testing.T) {
	t.Parallel()
	v := realVault(t)
	r := newRig(t, small)
	r.vault = v
	path := v.entry(t, r.leaked(), "A", "B")
	r.stores = []string{"vault:" + path}
	k := r.rotated()
	if now := v.fields(t, path); !k.Successor.Done() || now["A"] != now["B"] || same(now["A"], r.leaked()) || now["OTHER"] != "x" {
		t.Fatalf("both fields alike: %v; %+v", now["A"] == now["B"], k.Successor)
	}
	for range 2 {
		k = r.does(runbook.RollBack)
	}
	if now := v.fields(t, path); !same(now["A"], r.leaked()) || !same(now["B"], r.leaked()) || k.Successor.Done() {
		t.Errorf("marks %+v, places %+v", k.Marks[incident.StepRotate], k.Successor.Places)
	}
}
