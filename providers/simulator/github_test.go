package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"firebreak/providers"
)

// hub calls GitHub with a token; the empty one sends none.
func (r *rig) hub(s providers.Secret, method, path, body string) got {
	header := http.Header{}
	if !s.IsEmpty() {
		header.Set("Authorization", "Bearer "+plain(s))
	}
	return r.call(github, header, method, path, body)
}

func hubBody(values ...string) string {
	text, _ := json.Marshal(map[string]any{"credentials": values}) // strings always encode
	return string(text)
}

func TestGitHubTellsItsTokensFromStrangers(t *testing.T) {
	for kind, path := range map[providers.Kind]string{GitHubClassic: "/user", GitHubFineGrained: "/user", GitHubOAuth: "/user", GitHubAppUser: "/user",
		GitHubInstallation: "/installation/repositories", GitHubStateless: "/installation/repositories"} {
		r := newRig(t, Config{Seed: 5, Leak: kind})
		never, _ := mint(999, kind, 1)
		other := map[string]string{"/user": "/installation/repositories", "/installation/repositories": "/user"}[path]
		for name, c := range map[string]struct {
			secret providers.Secret
			path   string
			status int
		}{"a live one": {r.leaked(), path, 200}, "where it may not": {r.leaked(), other, 403}, "one that never was": {never, path, 401}, "none": {providers.Secret{}, path, 401}} {
			if g := r.hub(c.secret, "GET", c.path, ""); g.status != c.status {
				t.Errorf("%s, %s: %d %s", kind, name, g.status, g.raw)
			}
		}
	}
	r := newRig(t, Config{Seed: 5, Leak: GitHubRefresh})
	if g := r.hub(r.leaked(), "GET", "/user", ""); g.status != 401 {
		t.Errorf("a refresh token opens something: %d", g.status)
	}
}

func TestGitHubTakesATokenFromAnyoneAndKillsItLater(t *testing.T) {
	r := newRig(t, Config{Seed: 5, Leak: GitHubClassic, Tail: 40 * time.Second})
	body := hubBody(plain(r.leaked()))
	if g := r.hub(r.secret(github.admin), "POST", hubRevokePath, body); g.status != 403 {
		t.Errorf("with a credential: %d", g.status)
	}
	for name, text := range map[string]string{"no list": `{}`, "an empty one": hubBody(), "no JSON": `{`, "too many": hubBody(make([]string, hubMostAtOnce+1)...)} {
		if g := r.hub(providers.Secret{}, "POST", hubRevokePath, text); g.status != 422 {
			t.Errorf("%s: %d", name, g.status)
		}
	}
	if g := r.hub(r.leaked(), "GET", "/user", ""); g.status != 200 {
		t.Fatalf("what was refused killed it: %d", g.status)
	}
	for range 2 {
		if g := r.hub(providers.Secret{}, "POST", hubRevokePath, body); g.status != 202 {
			t.Fatalf("%d %s", g.status, g.raw)
		}
	}
	if g := r.hub(r.leaked(), "GET", "/user", ""); g.status != 200 {
		t.Errorf("dead at once: %d", g.status)
	}
	r.clock.pass(41 * time.Second)
	if g := r.hub(r.leaked(), "GET", "/user", ""); g.status != 401 || !strings.Contains(string(g.raw), "Bad credentials") {
		t.Errorf("after its time: %d", g.status)
	}
	if g := r.hub(r.secret(github.admin), "GET", "/user", ""); g.status != 200 {
		t.Errorf("another token died with it: %d", g.status)
	}
}

func TestGitHubCountsTheRevocationsOfAnAddress(t *testing.T) {
	r := newRig(t, Config{Seed: 5, Leak: GitHubClassic})
	body := hubBody("ghp_" + "unknown")
	for range hubMostAnHour {
		if g := r.hub(providers.Secret{}, "POST", hubRevokePath, body); g.status != 202 {
			t.Fatalf("%d", g.status)
		}
	}
	if g := r.hub(providers.Secret{}, "POST", hubRevokePath, body); g.status != 403 || g.header.Get("Retry-After") == "" {
		t.Errorf("one too many: %d", g.status)
	}
	r.clock.pass(time.Hour)
	if g := r.hub(providers.Secret{}, "POST", hubRevokePath, body); g.status != 202 {
		t.Errorf("an hour later: %d", g.status)
	}
}

func TestAnInstallationTokenIsNotTakenFromOthersAndEndsItself(t *testing.T) {
	r := newRig(t, Config{Seed: 5, Leak: GitHubInstallation})
	r.hub(providers.Secret{}, "POST", hubRevokePath, hubBody(plain(r.leaked())))
	if g := r.hub(r.leaked(), "DELETE", "/installation/token", ""); g.status != 204 || len(g.raw) != 0 {
		t.Fatalf("%d %s", g.status, g.raw)
	}
	if g := r.hub(r.leaked(), "DELETE", "/installation/token", ""); g.status != 401 {
		t.Errorf("a second time: %d", g.status)
	}
}

func TestAnOAuthAppEndsItsOwnTokensAtOnceAndNoOthers(t *testing.T) {
	r := newRig(t, Config{Seed: 5, Leak: GitHubOAuth})
	app := hubApp(r.w)
	client, secret := app["GITHUB_CLIENT_ID"], app["GITHUB_CLIENT_SECRET"]
	end := func(client, secret string, token providers.Secret) int {
		req := &http.Request{Header: http.Header{}}
		req.SetBasicAuth(client, secret)
		return r.call(github, req.Header, "DELETE", "/applications/"+client+"/token", `{"access_token":"`+plain(token)+`"}`).status
	}
	if g := r.hub(r.leaked(), "GET", "/user", ""); g.header.Get("x-oauth-client-id") != client {
		t.Errorf("the token is of %q", g.header.Get("x-oauth-client-id"))
	}
	for i, c := range []struct {
		client, secret string
		token          providers.Secret
		status         int
	}{
		{client, "wrong", r.leaked(), 401}, {"Iv1.other", secret, r.leaked(), 401}, {client, secret, r.secret(github.admin), 404},
		{client, secret, providers.NewSecret(nil), 422}, {client, secret, r.leaked(), 204}, {client, secret, r.leaked(), 404},
	} {
		if status := end(c.client, c.secret, c.token); status != c.status {
			t.Errorf("%d: %d, want %d", i, status, c.status)
		}
	}
	if g := r.hub(r.leaked(), "GET", "/user", ""); g.status != 401 {
		t.Errorf("afterwards: %d", g.status)
	}
}

func TestGitHubPagesItsRepositoriesAndKeepsThemWithinReach(t *testing.T) {
	r := newRig(t, Config{Seed: 5, Leak: GitHubClassic})
	names := map[string]bool{}
	for page := 1; ; page++ {
		var list []struct{ Name string }
		g := r.hub(r.leaked(), "GET", fmt.Sprint("/user/repos?per_page=100&page=", page), "")
		if json.Unmarshal(g.raw, &list) != nil || g.status != 200 {
			t.Fatalf("%d %s", g.status, g.raw)
		}
		for _, one := range list {
			names[one.Name] = true
		}
		if len(list) < 100 {
			break
		}
	}
	if len(names) <= 100 || !names["billing"] {
		t.Errorf("%d repositories", len(names))
	}
	narrow := newRig(t, Config{Seed: 5, Leak: GitHubFineGrained})
	var list []struct{ Name string }
	if g := narrow.hub(narrow.leaked(), "GET", "/user/repos", ""); json.Unmarshal(g.raw, &list) != nil || len(list) != 1 || list[0].Name != "docs-bot" {
		t.Errorf("a fine-grained token reaches %v", list)
	}
	if g := narrow.hub(narrow.leaked(), "GET", "/repos/northwind-labs/billing/actions/secrets", ""); g.status != 404 {
		t.Errorf("and what is beyond: %d", g.status)
	}
}

func TestGitHubsLogIsSearchedByTheHashOfAToken(t *testing.T) {
	s := hubBuiltin(GitHubClassic)
	s.Lags = Lags{Audit: -1}
	r := newRig(t, Config{Seed: 5, Leak: GitHubClassic, Scenario: s})
	ask := func(who providers.Secret, phrase string) (status, n int) {
		var list []map[string]any
		g := r.call(github, http.Header{"Authorization": {"Bearer " + plain(who)}}, "GET", "/orgs/northwind-labs/audit-log?order=asc&phrase="+phrase, "")
		_ = json.Unmarshal(g.raw, &list) // a refusal is no list
		return g.status, len(list)
	}
	hash := strings.NewReplacer("+", "%2B", "/", "%2F", "=", "%3D").Replace(hubHash(r.leaked()))
	admin := r.secret(github.admin)
	for name, c := range map[string]struct {
		who       providers.Secret
		phrase    string
		status, n int
	}{
		"the leaked one":        {admin, "hashed_token:%22" + hash + "%22", 200, 3},
		"in a span without any": {admin, "hashed_token:%22" + hash + "%22+created:2026-11-01T00:00:00Z..2026-11-02T00:00:00Z", 200, 0},
		"everything":            {admin, "", 200, 4},
		"by who may not":        {r.leaked(), "", 403, 0},
		"something unknown":     {admin, "surprise:1", 400, 0},
	} {
		if status, n := ask(c.who, c.phrase); status != c.status || n != c.n {
			t.Errorf("%s: %d, %d entries", name, status, n)
		}
	}
}

func TestAWithdrawnAccessLeavesAGitHubTokenAliveAndShutOut(t *testing.T) {
	r := newRig(t, Config{Seed: 5, Leak: GitHubClassic})
	admin := r.secret(github.admin)
	list := func() (ids []int64) {
		g := r.hub(admin, "GET", "/orgs/northwind-labs/credential-authorizations?login=tomek", "")
		var all []struct {
			ID int64 `json:"credential_id"`
		}
		if err := json.Unmarshal(g.raw, &all); g.status != 200 || err != nil {
			t.Fatalf("%d %s", g.status, g.raw)
		}
		for _, one := range all {
			ids = append(ids, one.ID)
		}
		return ids
	}
	ids := list() // the oldest first: that of the laptop, and the leaked one's
	if len(ids) != 2 {
		t.Fatalf("listed %v", ids)
	}
	path := fmt.Sprintf("/orgs/northwind-labs/credential-authorizations/%d", ids[1])
	for name, c := range map[string]struct {
		who          providers.Secret
		method, path string
		status       int
	}{
		"asked by a member": {r.leaked(), "GET", "/orgs/northwind-labs/credential-authorizations", 404}, "withdrawn by one": {r.leaked(), "DELETE", path, 404},
		"of another organization": {admin, "GET", "/orgs/elsewhere/credential-authorizations", 404}, "one that is not there": {admin, "DELETE", path + "0", 404},
	} {
		if g := r.hub(c.who, c.method, c.path, ""); g.status != c.status {
			t.Errorf("%s: %d", name, g.status)
		}
	}
	if g := r.hub(admin, "DELETE", path, ""); g.status != 204 || len(list()) != 1 {
		t.Errorf("withdrawn: %d, left %v", g.status, list())
	}
	if g := r.hub(r.leaked(), "GET", "/user", ""); g.status != 200 {
		t.Errorf("the token itself: %d", g.status)
	}
	if g := r.hub(r.leaked(), "GET", "/repos/northwind-labs/billing/actions/secrets", ""); g.status != 404 {
		t.Errorf("what it reached: %d", g.status)
	}
}

// The vendor's page on deploy keys says which go with the token that made them.
func TestADeployKeyOfGitHubGoesWithAPersonsTokenAndStaysWithAnApps(t *testing.T) {
	for kind, stays := range map[providers.Kind]bool{GitHubClassic: false, GitHubFineGrained: false, GitHubOAuth: false, GitHubAppUser: true, GitHubInstallation: true} {
		r := newRig(t, Config{Seed: 5, Leak: kind})
		admin := r.secret(github.admin)
		listed := func() int {
			g := r.hub(admin, "GET", "/repos/northwind-labs/billing/keys", "")
			var all []object
			if err := json.Unmarshal(g.raw, &all); g.status != 200 || err != nil {
				t.Fatalf("%s: %d %s", kind, g.status, g.raw)
			}
			return len(all)
		}
		if n := listed(); n != 1 {
			t.Errorf("%s: %d deploy keys to begin with", kind, n)
		}
		method, path, who, body := "POST", hubRevokePath, providers.Secret{}, hubBody(plain(r.leaked()))
		if kind == GitHubInstallation {
			method, path, who, body = "DELETE", "/installation/token", r.leaked(), ""
		}
		if g := r.hub(who, method, path, body); g.status/100 != 2 {
			t.Fatalf("%s: %d", kind, g.status)
		}
		if n := listed(); (n == 1) != stays {
			t.Errorf("%s: %d deploy keys once it was revoked", kind, n)
		}
	}
}

func TestEveryAnswerOfGitHubKeepsTheVendorsDescription(t *testing.T) {
	site, plan := loadContract(t, "github/api.github.com.trimmed.json", ""), loadContract(t, "github/ghec.audit-log.trimmed.json", "")
	people, app := newRig(t, Config{Seed: 5, Leak: GitHubClassic}), newRig(t, Config{Seed: 5, Leak: GitHubInstallation})
	for _, c := range []struct {
		r            *rig
		c            contract
		who          providers.Secret
		method, path string
		body         string
		status       int
	}{
		{people, site, people.leaked(), "GET", "/user", "", 200},
		{people, site, people.secret(github.admin), "GET", "/user/repos?per_page=2", "", 200},
		{people, site, people.leaked(), "GET", "/repos/northwind-labs/billing/actions/secrets", "", 200},
		{people, site, people.secret(github.admin), "GET", "/orgs/northwind-labs/actions/secrets", "", 200},
		{people, site, people.secret(github.admin), "GET", "/repos/northwind-labs/billing", "", 200},
		{people, plan, people.secret(github.admin), "GET", "/orgs/northwind-labs/audit-log", "", 200},
		{people, plan, people.secret(github.admin), "GET", "/orgs/northwind-labs/credential-authorizations?login=tomek", "", 200},
		{people, site, providers.Secret{}, "POST", hubRevokePath, hubBody("x"), 202},
		{people, site, providers.Secret{}, "POST", hubRevokePath, hubBody(), 422},
		{people, site, providers.Secret{}, "GET", "/user", "", 401},
		{people, site, people.leaked(), "GET", "/installation/repositories", "", 403},
		{app, site, app.leaked(), "GET", "/installation/repositories", "", 200},
		{app, site, app.leaked(), "GET", "/user", "", 403},
	} {
		g := c.r.hub(c.who, c.method, c.path, c.body)
		bare, _, _ := strings.Cut(c.path, "?")
		if g.status != c.status {
			t.Errorf("%s %s: %d, want %d", c.method, c.path, g.status, c.status)
		}
		for _, wrong := range c.c.violationsOf(c.method, bare, g) {
			t.Errorf("%s %s (%d): %s", c.method, c.path, g.status, wrong)
		}
	}
}

func TestEveryAnswerOfGitHubOnDeployKeysKeepsTheDerivedDescription(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromFile(filepath.Join("..", "github", "testdata", "deploy-keys.derived.json"))
	if err != nil {
		t.Fatal(err)
	}
	r, path := newRig(t, Config{Seed: 5, Leak: GitHubAppUser}), "/repos/northwind-labs/billing/keys"
	g := r.hub(r.secret(github.admin), "GET", path, "")
	var all []struct {
		ID int64 `json:"id"`
	}
	if err := json.Unmarshal(g.raw, &all); g.status != 200 || err != nil || len(all) != 1 {
		t.Fatalf("%d %s", g.status, g.raw)
	}
	for _, wrong := range (contract{doc, ""}).violationsOf("GET", path, g) {
		t.Error(wrong)
	}
	one := fmt.Sprintf("%s/%d", path, all[0].ID)
	if op, _ := (contract{doc, ""}).operation("DELETE", one); op == nil || op.Responses.Status(204) == nil {
		t.Error("the removal is not described")
	}
	if g := r.hub(r.leaked(), "DELETE", one, ""); g.status != 404 {
		t.Errorf("removed by a member: %d", g.status)
	}
	for _, want := range []int{204, 404} {
		if g := r.hub(r.secret(github.admin), "DELETE", one, ""); g.status != want {
			t.Errorf("removed: %d, want %d", g.status, want)
		}
	}
}

// violationsOf is violations for an answer that may be a list.
func (c contract) violationsOf(method, path string, g got) []string {
	op, _ := c.operation(method, path)
	if op == nil || op.Responses.Status(g.status) == nil {
		return []string{"no such operation or status"}
	}
	media := op.Responses.Status(g.status).Value.Content.Get("application/json")
	if media == nil || g.header.Get("x-github-request-id") == "" {
		return []string{"the description has no JSON answer here, or the request id is missing"}
	}
	var v any
	d := json.NewDecoder(strings.NewReader(string(g.raw)))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return []string{err.Error()}
	}
	return check(media.Schema.Value, v, "$")
}
