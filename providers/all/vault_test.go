package all_test

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"firebreak/providers"
	"firebreak/providers/vault"
)

// vaultServer is a real Vault that the tests may change at will.
type vaultServer struct{ addr, token string }

// realVault is the server of FIREBREAK_TEST_VAULT_ADDR, which the checks of the project start.
func realVault(t *testing.T) vaultServer {
	t.Helper()
	v := vaultServer{os.Getenv("FIREBREAK_TEST_VAULT_ADDR"), os.Getenv("FIREBREAK_TEST_VAULT_TOKEN")}
	if v.addr == "" {
		t.Skip("no Vault here: FIREBREAK_TEST_VAULT_ADDR and FIREBREAK_TEST_VAULT_TOKEN name one")
	}
	return v
}

// call asks the server as its root and decodes the answer's data.
func (v vaultServer) call(t *testing.T, method, path string, body any) map[string]any {
	t.Helper()
	data, status := v.try(t, method, path, body)
	if status/100 != 2 {
		t.Fatalf("%s %s: %d", method, path, status)
	}
	return data
}

func (v vaultServer) try(t *testing.T, method, path string, body any) (map[string]any, int) {
	t.Helper()
	text, err := json.Marshal(body)
	must(t, err)
	request, err := http.NewRequestWithContext(t.Context(), method, v.addr+"/v1/"+path, bytes.NewReader(text))
	must(t, err)
	request.Header.Set("X-Vault-Token", v.token)
	if method == http.MethodPatch {
		request.Header.Set("Content-Type", "application/merge-patch+json")
	}
	answer, err := http.DefaultClient.Do(request)
	must(t, err)
	defer func() { _ = answer.Body.Close() }()
	var said struct{ Data, Auth map[string]any }
	_ = json.NewDecoder(answer.Body).Decode(&said) // some answers have no body
	if said.Auth != nil {
		return said.Auth, answer.StatusCode
	}
	return said.Data, answer.StatusCode
}

// engine mounts a KV engine of a version under a name of its own and waits until it takes writes.
func (v vaultServer) engine(t *testing.T, version string) string {
	t.Helper()
	var salt [6]byte
	_, _ = rand.Read(salt[:])
	mount := "team/fb-" + hex.EncodeToString(salt[:])
	v.call(t, "POST", "sys/mounts/"+mount, map[string]any{"type": "kv", "options": map[string]string{"version": version}})
	for deadline := time.Now().Add(20 * time.Second); ; {
		if _, status := v.try(t, "POST", entryPath(mount, version, "first"), entryBody(version, map[string]any{"x": "y"})); status/100 == 2 {
			return mount
		}
		if time.Now().After(deadline) {
			t.Fatal("the engine takes no writes")
		}
	}
}

func entryPath(mount, version, path string) string {
	if version == "2" {
		return mount + "/data/" + path
	}
	return mount + "/" + path
}

func entryBody(version string, fields map[string]any) any {
	if version == "2" {
		return map[string]any{"data": fields}
	}
	return fields
}

func TestVaultIsAStore(t *testing.T) {
	v := realVault(t)
	for _, version := range []string{"1", "2"} {
		t.Run("KV version "+version, func(t *testing.T) { suite(t, v.bench(t, version)) })
	}
}

func (v vaultServer) bench(t *testing.T, version string) bench {
	mount, seeded, w := v.engine(t, version), 0, newWire(t, v.addr)
	path := func(name string) string {
		path, _, _ := strings.Cut(strings.TrimPrefix(name, "vault:"+mount+"/"), "#")
		return entryPath(mount, version, path)
	}
	fields := func(t *testing.T, name string) map[string]any {
		data := v.call(t, "GET", path(name), nil)
		if version == "2" {
			data, _ = data["data"].(map[string]any)
		}
		return data
	}
	return bench{
		guarded: version == "2",
		wire:    w,
		env:     map[string]string{"VAULT_ADDR": w.URL, "VAULT_TOKEN": v.token},
		seed: func(t *testing.T, value string) string {
			seeded++
			name := fmt.Sprintf("vault:%s/apps/seed%d#KEY", mount, seeded)
			v.call(t, "POST", path(name), entryBody(version, map[string]any{"KEY": value, "OTHER": "x", "N": 7}))
			return name
		},
		many: func(t *testing.T, value string) string {
			for i := range 1000 {
				one := fmt.Sprintf("value%d", i)
				if i == 617 {
					one = value
				}
				v.call(t, "POST", entryPath(mount, version, fmt.Sprintf("many/folder%d/entry%d", i%10, i)), entryBody(version, map[string]any{"KEY": one}))
			}
			return "vault:" + mount + "/many/"
		},
		stands: func(t *testing.T, name, value string) bool { return fields(t, name)["KEY"] == value },
		meddle: func(t *testing.T, name string) {
			now := fields(t, name)
			now["OTHER"] = "someone else"
			v.call(t, "POST", path(name), entryBody(version, now))
		},
		deny:    func(t *testing.T, _ string, env map[string]string) { env["VAULT_TOKEN"] = v.reader(t, mount) },
		carries: utf8.ValidString,
	}
}

// reader makes a token that may read and list an engine, and nothing else.
func (v vaultServer) reader(t *testing.T, mount string) string {
	t.Helper()
	return v.limited(t, mount, `"read", "list"`)
}

func (v vaultServer) limited(t *testing.T, mount, may string) string {
	t.Helper()
	name := strings.ReplaceAll(mount, "/", "-") + "-" + strings.NewReplacer(`"`, "", ", ", "-").Replace(may)
	v.call(t, "PUT", "sys/policies/acl/"+name, map[string]any{"policy": `path "` + mount + `/*" { capabilities = [` + may + `] }`})
	made := v.call(t, "POST", "auth/token/create", map[string]any{"policies": []string{name}, "ttl": "1h"})
	token, _ := made["client_token"].(string)
	return token
}

// open opens a store of the server as root, or with another token.
func (v vaultServer) open(t *testing.T, name, token string, owned bool) *run {
	t.Helper()
	if token == "" {
		token = v.token
	}
	b := bench{env: map[string]string{"VAULT_ADDR": v.addr, "VAULT_TOKEN": token}}
	r := b.open(t, name, false)
	if s, ok := r.store.(*vault.Store); ok {
		s.WriteOwned = owned
	}
	return r
}

func TestAnEntryIsWrittenWholeWhereTheTokenMayNotPatch(t *testing.T) {
	v := realVault(t)
	mount := v.engine(t, "2")
	put := func(name string, fields map[string]any) {
		v.call(t, "POST", entryPath(mount, "2", name), entryBody("2", fields))
	}
	token := v.limited(t, mount, `"read", "list", "update"`)
	put("plain", map[string]any{"KEY": leaked, "TEXT": "ü \"", "NUMBER": 12, "YES": true, "NOTHING": nil})
	r := v.open(t, "vault:"+mount+"/plain#KEY", token, false)
	must(t, r.write(r.one(leaked), leaked, fresh))
	now, _ := v.call(t, "GET", entryPath(mount, "2", "plain"), nil)["data"].(map[string]any)
	if fmt.Sprint(now) != fmt.Sprint(map[string]any{"KEY": fresh, "TEXT": "ü \"", "NUMBER": 12.0, "YES": true, "NOTHING": nil}) {
		t.Error("other fields changed")
	}
	put("deep", map[string]any{"KEY": leaked, "FRACTION": 0.10})
	deep := v.open(t, "vault:"+mount+"/deep#KEY", token, false)
	wantRefusal(t, deep.write(deep.one(leaked), leaked, fresh), vault.Structured)
	if len(deep.book.seen) != 0 {
		t.Error("something was announced")
	}
	r.quiet(leaked, fresh)
}

func TestF011AnEntryOfAnotherControllerIsAskedAboutFirst(t *testing.T) {
	v := realVault(t)
	mount := v.engine(t, "2")
	v.call(t, "POST", entryPath(mount, "2", "app"), entryBody("2", map[string]any{"KEY": leaked}))
	v.call(t, "POST", mount+"/metadata/app", map[string]any{"custom_metadata": map[string]string{"managed-by": "external-secrets"}})
	name := "vault:" + mount + "/app#KEY"
	r := v.open(t, name, "", false)
	wantRefusal(t, r.store.Check(t.Context()), vault.Owned)
	places := r.find(leaked)
	if len(places) != 1 || places[0].Off != vault.Owned || places[0].Guard != providers.OtherOwner || !places[0].Warning.Is("external-secrets") {
		t.Fatalf("places %+v, want one that another controller owns", places)
	}
	places[0].Off = "" // a caller that does not look
	wantRefusal(t, r.write(places[0], leaked, fresh), vault.Owned)
	approved := v.open(t, name, "", true)
	must(t, approved.write(approved.one(leaked), leaked, fresh))
}

func TestWhatVaultHoldsWithoutItsBeingAFieldIsNamed(t *testing.T) {
	v := realVault(t)
	mount := v.engine(t, "2")
	put := func(name string, value any) {
		v.call(t, "POST", entryPath(mount, "2", name), entryBody("2", map[string]any{"KEY": value}))
	}
	put("a/nested", map[string]any{"deep": []string{leaked}})
	put("a/longer", "https://u:"+leaked+"@host")
	put("a/encoded", base64.StdEncoding.EncodeToString([]byte(leaked)))
	put("a/gone", leaked)
	put("b/secret", leaked)
	v.call(t, "POST", mount+"/delete/a/gone", map[string]any{"versions": []int{1}})
	policy := strings.ReplaceAll(mount, "/", "-") + "-a"
	v.call(t, "PUT", "sys/policies/acl/"+policy, map[string]any{"policy": fmt.Sprintf(
		`path "%[1]s/metadata/" { capabilities = ["list"] } path "%[1]s/+/a/*" { capabilities = ["list", "read"] }`, mount)})
	made := v.call(t, "POST", "auth/token/create", map[string]any{"policies": []string{policy}})
	token, _ := made["client_token"].(string)
	r := v.open(t, "vault:"+mount+"/", token, false)
	var got []string
	for _, p := range r.find(leaked) {
		got = append(got, strings.TrimPrefix(p.Store, "vault:"+mount+"/")+" "+string(p.Off))
	}
	slices.Sort(got)
	want := []string{"a/encoded#KEY encoded", "a/longer#KEY embedded", "a/nested#KEY embedded", "b/ unreadable_entry", "first unreadable_entry"}
	if !slices.Equal(got, want) {
		t.Errorf("places %q, want %q", got, want)
	}
}

func TestEveryEngineIsSearched(t *testing.T) {
	v := realVault(t)
	var want []string
	for _, version := range []string{"1", "2"} {
		mount := v.engine(t, version)
		v.call(t, "POST", entryPath(mount, version, "x/y"), entryBody(version, map[string]any{"KEY": leaked + "every"}))
		want = append(want, "vault:"+mount+"/x/y#KEY")
	}
	r := v.open(t, "vault:/", "", false)
	var got []string
	for _, p := range r.find(leaked + "every") {
		got = append(got, p.Store)
	}
	for _, name := range want {
		if !slices.Contains(got, name) {
			t.Errorf("found %q, want %s among them", got, name)
		}
	}
}

// F051: version 1 takes a check-and-set parameter and ignores it, so the store says that its
// write is unguarded, and reading back finds what another writer did after us.
func TestF051VersionOneIsSaidToBeUnguarded(t *testing.T) {
	v := realVault(t)
	mount := v.engine(t, "1")
	v.call(t, "POST", mount+"/app", map[string]any{"KEY": leaked})
	r := v.open(t, "vault:"+mount+"/app#KEY", "", false)
	place := r.one(leaked)
	if place.Guard != providers.Unguarded {
		t.Errorf("guard %q", place.Guard)
	}
	must(t, r.write(place, leaked, fresh))
	v.call(t, "POST", mount+"/app", map[string]any{"KEY": "another writer's"})
	if r.holds(place, fresh) {
		t.Error("reading back does not see the other writer")
	}
	v.call(t, "POST", mount+"/app", map[string]any{"KEY": "another writer's"})
	wantRefusal(t, r.write(place, leaked, fresh), vault.NotHere)
}

func wantRefusal(t *testing.T, err error, why providers.Reason) {
	t.Helper()
	var r *providers.Refusal
	if !errors.As(err, &r) || r.Why != why {
		t.Errorf("error %v, want a refusal for %s", err, why)
	}
}

func TestAnOlderVersionThatStillGivesTheValueIsNamed(t *testing.T) {
	v := realVault(t)
	mount := v.engine(t, "2")
	put := func(name, value string) {
		v.call(t, "POST", entryPath(mount, "2", name), entryBody("2", map[string]any{"KEY": value, "OTHER": "x"}))
	}
	for _, name := range []string{"rotated", "removed", "gone"} {
		for _, value := range []string{leaked, "between", leaked, leaked, fresh} {
			put(name, value)
		}
	}
	v.call(t, "PUT", mount+"/destroy/rotated", map[string]any{"versions": []int{3}})
	v.call(t, "POST", mount+"/delete/rotated", map[string]any{"versions": []int{4}})
	v.call(t, "PUT", mount+"/destroy/removed", map[string]any{"versions": []int{1, 3, 4}})
	v.call(t, "POST", mount+"/delete/gone", map[string]any{"versions": []int{4, 5}})
	r := v.open(t, "vault:"+mount+"/", "", false)
	var got []string
	for _, p := range r.find(leaked) {
		got = append(got, strings.TrimPrefix(p.Store, "vault:"+mount+"/")+" "+p.Detail+" "+string(p.Off))
	}
	want := []string{"gone#KEY version 3 old_version", "gone#KEY version 1 old_version", "rotated#KEY version 1 old_version"}
	if !slices.Equal(got, want) {
		t.Errorf("places %q, want %q", got, want)
	}
	data := strings.ReplaceAll(mount, "/", "-") + "-data"
	v.call(t, "PUT", "sys/policies/acl/"+data, map[string]any{"policy": fmt.Sprintf(`path "%s/data/*" { capabilities = ["read", "update"] }`, mount)})
	made := v.call(t, "POST", "auth/token/create", map[string]any{"policies": []string{data}})
	token, _ := made["client_token"].(string)
	blind := v.open(t, "vault:"+mount+"/rotated#KEY", token, false)
	if places := blind.find(leaked); len(places) != 1 || places[0].Off != vault.OlderUnread {
		t.Errorf("places %+v, want the list of versions named as unread", places)
	}
	if places := blind.find(fresh); len(places) != 2 || places[0].Off != "" || places[0].Kept != "5" {
		t.Errorf("places %+v, want the current one first", places)
	}
	r.quiet(leaked, fresh)
}

func TestAWriteIsTakenBackByTheVersionBeforeIt(t *testing.T) {
	v := realVault(t)
	for name, tc := range map[string]struct {
		between  func(t *testing.T, mount string) // after our write
		conflict bool
		other    string
	}{
		"nothing in between": {func(*testing.T, string) {}, false, "x"},
		"another field was changed": {func(t *testing.T, mount string) {
			v.call(t, "PATCH", mount+"/data/app", map[string]any{"data": map[string]any{"OTHER": "someone else's"}})
		}, false, "someone else's"},
		"the field was changed": {func(t *testing.T, mount string) {
			v.call(t, "PATCH", mount+"/data/app", map[string]any{"data": map[string]any{"KEY": "another"}})
		}, true, "x"},
		"the version was destroyed": {func(t *testing.T, mount string) {
			v.call(t, "PUT", mount+"/destroy/app", map[string]any{"versions": []int{1}})
		}, false, "x"},
	} {
		t.Run(name, func(t *testing.T) {
			mount := v.engine(t, "2")
			v.call(t, "POST", mount+"/data/app", map[string]any{"data": map[string]any{"KEY": leaked, "OTHER": "x", "DEEP": []any{0.10}}})
			r := v.open(t, "vault:"+mount+"/app#KEY", "", false)
			place := r.one(leaked)
			must(t, r.write(place, leaked, fresh))
			tc.between(t, mount)
			later := v.open(t, "vault:"+mount+"/app#KEY", "", false) // another process
			now := place
			if found := later.find(fresh); len(found) > 0 && found[0].Off == "" {
				now = found[0]
			}
			keeper, ok := later.store.(providers.Keeper)
			if !ok {
				t.Fatal("the store keeps nothing")
			}
			err := keeper.RestoreKept(later.ctx(), now, place.Kept, secret(fresh), secret(leaked))
			if errors.Is(err, providers.ErrConflict) != tc.conflict || err != nil && !tc.conflict {
				t.Errorf("error %v", err)
			}
			stands, _ := v.call(t, "GET", mount+"/data/app", nil)["data"].(map[string]any)
			if got := stands["KEY"] == leaked; got == tc.conflict || stands["OTHER"] != tc.other || fmt.Sprint(stands["DEEP"]) != "[0.1]" {
				t.Errorf("taken back %v, other field %v", got, stands["OTHER"])
			}
			later.quiet(leaked, fresh)
		})
	}
}
