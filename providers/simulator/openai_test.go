package simulator

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
)

func TestWhoMayCallWhat(t *testing.T) {
	r := newRig(t, Config{Seed: 2})
	never, _ := mint(999, ServiceAccountKey, 1)
	for name, c := range map[string]struct {
		secret providers.Secret
		path   string
		status int
		code   string
	}{
		"a live key reads the models":                      {r.leaked(), "/models", 200, ""},
		"an admin key is refused on the models":            {r.secret(adminRef), "/models", 403, "missing_scope"},
		"a key that never was is invalid":                  {never, "/models", 401, "invalid_api_key"},
		"F022 a service key cannot read usage, yet lives":  {r.leaked(), "/organization/usage/completions?start_time=1", 401, ""},
		"no key at all is not an invalid key":              {providers.Secret{}, "/models", 401, ""},
		"an unknown key is invalid for administration too": {never, "/organization/projects", 401, "invalid_api_key"},
		"an admin key administers":                         {r.secret(adminRef), "/organization/projects", 200, ""},
		"an unknown path is not found":                     {r.secret(adminRef), "/nowhere", 404, ""},
	} {
		g := r.with(c.secret, "GET", c.path, "")
		if g.status != c.status || g.code() != c.code {
			t.Errorf("%s: %d %q, want %d %q", name, g.status, g.code(), c.status, c.code)
		}
	}
	refused := string(r.with(never, "GET", "/models", "").raw)
	if strings.Contains(refused, plain(never)) || !strings.Contains(refused, "sk-svcacct-") || !strings.Contains(refused, never.Last4()) {
		t.Errorf("the refusal does not echo the masked key: %s", refused)
	}
	live := r.with(r.leaked(), "GET", "/models", "")
	for _, name := range []string{"x-request-id", "x-ratelimit-limit-requests", "x-ratelimit-remaining-requests", "openai-organization"} {
		if live.header.Get(name) == "" {
			t.Errorf("the header %s is missing", name)
		}
	}
	if g := r.with(r.leaked(), "PATCH", "/models", ""); g.status != 405 {
		t.Errorf("PATCH answers %d", g.status)
	}
}

func TestARevokedKeyWorksOnForTheTailAndItsRecordIsGoneAtOnce(t *testing.T) {
	for name, c := range map[string]struct {
		leak providers.Kind
		path func(*rig) string
	}{
		"service account key": {ServiceAccountKey, func(r *rig) string { return r.keyPath("docs-bot", "leaked") }},
		"project key":         {ProjectKey, func(r *rig) string { return r.keyPath("docs-bot", "leaked") }},
		"legacy user key":     {LegacyUserKey, func(r *rig) string { return r.keyPath("default", "leaked") }},
		"admin key":           {AdminKey, func(r *rig) string { return "/organization/admin_api_keys/" + r.w.ID("leaked") }},
	} {
		r := newRig(t, Config{Seed: 2, Leak: c.leak, Tail: 10 * time.Second})
		probe := "/models"
		if c.leak == AdminKey {
			probe = "/organization/admin_api_keys?limit=1"
		}
		status := func() int { return r.with(r.leaked(), "GET", probe, "").status }
		if status() != 200 {
			t.Fatalf("%s: dead from the start", name)
		}
		r.want(200, "DELETE", c.path(r), "")
		r.want(404, "GET", c.path(r), "")
		r.want(404, "DELETE", c.path(r), "")
		r.clock.pass(9 * time.Second)
		if state, _ := r.w.KeyState("leaked"); status() != 200 || state.State != Dying {
			t.Errorf("%s: within the tail it is %s and answers %d", name, state.State, status())
		}
		r.clock.pass(time.Second)
		if state, _ := r.w.KeyState("leaked"); status() != 401 || state.State != Dead {
			t.Errorf("%s: after the tail it is %s and answers %d", name, state.State, status())
		}
	}
}

func TestTheListLeavesKeysOutUnlessAllAreAskedFor(t *testing.T) {
	r := newRig(t, Config{Seed: 2})
	has := func(query string) bool {
		g := r.want(200, "GET", r.inProject("docs-bot")+"/api_keys?limit=100"+query, "")
		return strings.Contains(string(g.raw), r.w.ID("leaked"))
	}
	if has("") || !has("&owner_project_access=any") {
		t.Error("the trap of owner_project_access does not work")
	}
	r.want(400, "GET", r.inProject("docs-bot")+"/api_keys?owner_project_access=all", "")
}

func TestPagesLeadThroughEverythingOnce(t *testing.T) {
	r := newRig(t, Config{Seed: 2})
	for path, all := range map[string]int{
		"/organization/users":                          len(r.w.users),
		"/organization/projects?include_archived=true": len(r.w.projects),
		r.inProject("docs-bot") + "/rate_limits":       len(openaiModels),
	} {
		seen, after := map[string]bool{}, ""
		for range 100 {
			sep := "?"
			if strings.Contains(path, "?") {
				sep = "&"
			}
			g := r.want(200, "GET", path+sep+"limit=2"+after, "")
			for _, d := range g.data() {
				if seen[d["id"].(string)] {
					t.Fatalf("%s: an item comes twice", path)
				}
				seen[d["id"].(string)] = true
			}
			if g.json["has_more"] == false {
				break
			}
			after = "&after=" + g.text("last_id")
		}
		if len(seen) != all {
			t.Errorf("%s: %d of %d items", path, len(seen), all)
		}
	}
	r.want(400, "GET", "/organization/users?after=nobody", "")
	r.want(400, "GET", "/organization/users?limit=101", "")
	from := fmt.Sprint(pageTime.Add(-100 * time.Hour).Unix())
	if _, pages := r.total("/organization/usage/completions", "&bucket_width=1h&limit=24", pageTime.Add(-100*time.Hour), pageTime); pages != 5 {
		t.Errorf("100 hours in pages of 24 are %d pages", pages)
	}
	r.want(400, "GET", "/organization/usage/completions?start_time="+from+"&page=nonsense", "")
	r.want(400, "GET", "/organization/usage/completions", "")
	r.want(400, "GET", "/organization/usage/vector_stores?start_time="+from+"&group_by=model", "")
	r.want(400, "GET", "/organization/usage/completions?bucket_width=1w&start_time="+from, "")
}

func TestScopesAndExpiryOfAKey(t *testing.T) {
	r := newRig(t, Config{Seed: 2, Tail: 5 * time.Second, Scenario: withoutLag(ServiceAccountKey)})
	path := r.keyPath("docs-bot", "leaked")
	burn := func() int64 { return r.w.Burn(r.clock.Now()).PerMinute }
	r.want(200, "POST", path, `{"scopes":["api.model.read"]}`)
	r.clock.pass(2 * time.Minute)
	if r.probe(r.leaked()) != 200 || burn() != 0 {
		t.Errorf("with read scope alone: probe %d, burn %d", r.probe(r.leaked()), burn())
	}
	r.want(200, "POST", path, `{"scopes":["api.model.request"]}`)
	if g := r.with(r.leaked(), "GET", "/models", ""); g.status != 403 || g.code() != "missing_scope" {
		t.Errorf("without the read scope: %d %s", g.status, g.code())
	}
	r.want(200, "POST", path, `{"scopes":[]}`)
	r.clock.pass(2 * time.Minute)
	if r.probe(r.leaked()) != 200 || burn() == 0 {
		t.Error("an empty list of scopes does not mean all of them")
	}
	r.want(200, "POST", path, `{"expires_in_seconds":60}`)
	r.clock.pass(61 * time.Second)
	if state, _ := r.w.KeyState("leaked"); r.probe(r.leaked()) != 401 || state.State != Expired {
		t.Errorf("an expired key is %s", state.State)
	}
	r.want(200, "GET", path, "")
	r.want(400, "POST", path, `{"expires_in_seconds":600}`)
}

func TestDeletingAServiceAccountKillsAllItsKeys(t *testing.T) {
	r := newRig(t, Config{Seed: 2})
	path := r.inProject("docs-bot") + "/service_accounts/" + r.w.ID("docs-bot-sa")
	r.want(200, "DELETE", path, "")
	r.want(404, "GET", path, "")
	if r.probe(r.leaked()) != 401 || r.probe(r.secret("docs-bot-ci")) != 401 {
		t.Error("a key outlived its account")
	}
	r.want(404, "GET", r.keyPath("docs-bot", "docs-bot-ci"), "")
}

func TestAReplacementWorksAtOnceAndIsShownOnce(t *testing.T) {
	r := newRig(t, Config{Seed: 2})
	p := r.inProject("docs-bot")
	g := r.want(200, "POST", p+"/service_accounts/"+r.w.ID("docs-bot-sa")+"/api_keys", `{"name":"INC-1 op-3","scopes":["api.model.read"],"expires_in_seconds":120}`)
	fresh := providers.NewSecret([]byte(g.text("value")))
	if r.probe(fresh) != 200 {
		t.Error("the new key does not work")
	}
	list := r.want(200, "GET", p+"/api_keys?owner_project_access=any&limit=100", "")
	if !strings.Contains(string(list.raw), "INC-1 op-3") || strings.Contains(string(list.raw), g.text("value")) {
		t.Error("the new key is not in the list, or its value is")
	}
	r.clock.pass(121 * time.Second)
	if r.probe(fresh) != 401 {
		t.Error("the new key outlived its expiry")
	}
	only := r.want(200, "POST", p+"/service_accounts", `{"name":"bare","create_service_account_only":true}`)
	if only.json["api_key"] != nil || only.text("role") != "none" {
		t.Error("an account alone came with a key")
	}
	r.want(400, "POST", p+"/service_accounts", `{}`)
	r.want(400, "POST", p+"/service_accounts", `{"name":"x","surprise":1}`)
	r.want(400, "POST", p+"/service_accounts", `{"name":"x","expires_in_seconds":0}`)
}

func TestASpendLimitStopsTheProjectUntilItIsLifted(t *testing.T) {
	r := newRig(t, Config{Seed: 2, Scenario: withoutLag(ServiceAccountKey)})
	path := r.inProject("docs-bot") + "/spend_limit"
	r.want(404, "GET", path, "")
	g := r.want(200, "POST", path, `{"threshold_amount":1,"currency":"USD","interval":"month"}`)
	if g.json["enforcement"].(map[string]any)["status"] != "enforcing" {
		t.Errorf("the limit says %s", g.raw)
	}
	r.clock.pass(3 * time.Minute)
	if g := r.with(r.leaked(), "GET", "/models", ""); g.status != 429 || g.code() != "insufficient_quota" {
		t.Errorf("over the limit: %d %s", g.status, g.code())
	}
	if b := r.w.Burn(r.clock.Now()); b.PerMinute != 0 {
		t.Errorf("the attacker still burns %d", b.PerMinute)
	}
	r.want(200, "DELETE", path, "")
	r.clock.pass(3 * time.Minute)
	if r.probe(r.leaked()) != 200 || r.w.Burn(r.clock.Now()).PerMinute == 0 {
		t.Error("lifting the limit did not undo it")
	}
	r.want(400, "POST", path, `{"threshold_amount":0,"currency":"USD","interval":"month"}`)
	r.want(400, "POST", path, `{"threshold_amount":5,"currency":"EUR","interval":"month"}`)
	r.want(404, "DELETE", path, "")
}

func TestASpendLimitBitesWhenTheMoneyPassesIt(t *testing.T) {
	r := newRig(t, Config{Seed: 2, Scenario: withoutLag(ServiceAccountKey)})
	spent := r.w.Burn(r.clock.Now())
	cents := r.w.at(pageTime).spent([]*project{r.w.projectByID(r.w.ID("docs-bot"))}, month(pageTime), pageTime)/microsPerCent + 1000
	r.want(200, "POST", r.inProject("docs-bot")+"/spend_limit", fmt.Sprintf(`{"threshold_amount":%d,"currency":"USD","interval":"month"}`, cents))
	if r.probe(r.leaked()) != 200 {
		t.Fatal("below the limit the key is refused")
	}
	r.clock.pass(20 * time.Minute)
	if r.probe(r.leaked()) != 429 {
		t.Error("above the limit the key works")
	}
	if more := r.w.Burn(r.clock.Now()).Attacker - spent.Attacker; more < 9*microsPerDollar || more > 14*microsPerDollar {
		t.Errorf("the attacker took %d micro-USD more, the limit left 10 USD", more)
	}
	r.clock.t = month(pageTime).AddDate(0, 1, 0).Add(time.Second)
	if r.probe(r.leaked()) != 200 {
		t.Error("in a new month the limit still holds")
	}
	r.clock.pass(8 * time.Hour)
	if r.probe(r.leaked()) != 429 {
		t.Error("in the new month the limit does not bite again")
	}
}

func TestALowRateLimitHoldsTheTrafficBack(t *testing.T) {
	r := newRig(t, Config{Seed: 2, Scenario: withoutLag(ServiceAccountKey)})
	r.clock.pass(12 * time.Minute)
	before := r.w.Burn(r.clock.Now()).PerMinute
	path := r.inProject("docs-bot") + "/rate_limits/rl-gpt-5"
	r.want(200, "POST", path, `{"max_requests_per_1_minute":1}`)
	r.clock.pass(5 * time.Minute)
	held := r.w.Burn(r.clock.Now()).PerMinute
	r.want(200, "POST", path, `{"max_requests_per_1_minute":15000}`)
	r.clock.pass(5 * time.Minute)
	after := r.w.Burn(r.clock.Now()).PerMinute
	if held*2 >= before || after < before/2 {
		t.Errorf("burn before %d, held %d, after %d", before, held, after)
	}
	r.want(404, "POST", r.inProject("docs-bot")+"/rate_limits/rl-none", `{"max_requests_per_1_minute":1}`)
	r.want(400, "POST", path, `{}`)
	r.want(400, "POST", path, `{"max_images_per_1_minute":1}`)
}

func TestAnArchivedProjectIsClosed(t *testing.T) {
	r := newRig(t, Config{Seed: 2})
	r.want(200, "POST", r.inProject("docs-bot")+"/archive", "")
	if g := r.with(r.leaked(), "GET", "/models", ""); g.status != 401 || g.code() == "invalid_api_key" {
		t.Errorf("a key of an archived project: %d %s", g.status, g.code())
	}
	r.want(400, "GET", r.inProject("docs-bot")+"/service_accounts", "")
	if strings.Contains(string(r.want(200, "GET", "/organization/projects?limit=100", "").raw), r.w.ID("docs-bot")) {
		t.Error("an archived project is listed unasked")
	}
	r.clock.pass(2 * time.Minute)
	if r.w.Burn(r.clock.Now()).PerMinute != 0 {
		t.Error("the attacker burns on")
	}
}

func TestTooManyCallsAreHeldBack(t *testing.T) {
	r := newRig(t, Config{Seed: 2})
	k := r.w.keyByID(r.w.ID("leaked"))
	r.probe(r.leaked())
	k.calls = callsPerMinute
	g := r.with(r.leaked(), "GET", "/models", "")
	if g.status != 429 || g.code() != "rate_limit_exceeded" || g.header.Get("retry-after") != "60" {
		t.Errorf("over the limit: %d %s, retry after %q", g.status, g.code(), g.header.Get("retry-after"))
	}
	r.clock.pass(time.Minute)
	if r.probe(r.leaked()) != 200 {
		t.Error("a minute later it is still held back")
	}
}

func TestTheAuditLogTellsWhoDidWhat(t *testing.T) {
	s := withoutLag(AdminKey)
	r := newRig(t, Config{Seed: 2, Leak: AdminKey, Scenario: s})
	r.want(200, "DELETE", r.keyPath("docs-bot", "docs-bot-ci"), "")
	log := func(query string) []map[string]any {
		return r.want(200, "GET", "/organization/audit_logs?limit=100"+query, "").data()
	}
	if newest := log("")[0]; newest["type"] != "api_key.deleted" || newest["api_key.deleted"].(map[string]any)["id"] != r.w.ID("docs-bot-ci") {
		t.Errorf("the newest entry is %v", newest)
	}
	since := fmt.Sprint(pageTime.Add(-time.Hour).Unix())
	if n := len(log("&actor_ids[]=" + r.w.ID("leaked") + "&effective_at[gte]=" + since)); n != 2 {
		t.Errorf("%d acts of the leaked admin key, want 2", n)
	}
	if n := len(log("&event_types[]=api_key.deleted&resource_ids[]=" + r.w.ID("docs-bot-ci"))); n != 1 {
		t.Errorf("%d deletions of the key, want 1", n)
	}
	if n := len(log("&effective_at[lt]=" + fmt.Sprint(pageTime.Add(-100*day).Unix()))); n != 0 {
		t.Errorf("%d entries from before the log", n)
	}
	if n := len(log("&tenant_only=true")); n == 0 {
		t.Error("admin keys leave no trace")
	}
	off := s
	off.AuditOff = true
	quiet := newRig(t, Config{Seed: 2, Leak: AdminKey, Scenario: off})
	if n := len(quiet.want(200, "GET", "/organization/audit_logs", "").data()); n != 0 {
		t.Errorf("an audit log that was never switched on holds %d entries", n)
	}
}

func TestHostileNamesComeThroughUnchanged(t *testing.T) {
	r := newRig(t, Config{Seed: 2})
	seen := 0
	for _, k := range r.w.keys {
		for _, name := range hostileNames {
			if k.name == name {
				seen++
			}
		}
	}
	if seen < 3 {
		t.Errorf("only %d keys have a hostile name", seen)
	}
}

func TestEarlierSpendCountsInCostsAndLimits(t *testing.T) {
	s := Scenario{ID: "spent", NoBackground: true, Users: []User{{Ref: "u", Name: "U", Role: "owner", Added: -10 * day}},
		Projects:    []Project{{Ref: "p", Name: "P", Created: -90 * day, Spent: 40 * microsPerDollar}},
		Keys:        []Key{{Ref: "k", Kind: ProjectKey, Project: "p", Owner: "u", Created: -5 * day}},
		SpendLimits: []SpendLimit{{Project: "p", Cents: 3999}}}
	r := newRig(t, Config{Seed: 1, Scenario: s})
	sum, _ := r.total("/organization/costs", "&limit=31&group_by[]=line_item", month(pageTime), pageTime)
	if sum["micros"] != 40*microsPerDollar {
		t.Errorf("costs say %d", sum["micros"])
	}
	if r.probe(r.secret("k")) != 429 {
		t.Error("40.00 USD are not above 39.99")
	}
	s.ID, s.SpendLimits = "spent, more allowed", []SpendLimit{{Cents: 4001}}
	if r := newRig(t, Config{Seed: 1, Scenario: s}); r.probe(r.secret("k")) != 200 {
		t.Error("40.00 USD are above 40.01")
	}
}
