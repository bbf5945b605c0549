package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
)

// claudeRig is the built-in world at Anthropic with everything in sight at once.
func claudeRig(t *testing.T) *rig {
	t.Helper()
	s := claudeBuiltin(AnthropicKey)
	s.Lags = Lags{Usage: -1, Cost: -1, Audit: -1}
	return newRig(t, Config{Seed: 5, Leak: AnthropicKey, Scenario: s})
}

// ask calls Anthropic as its admin and fails unless the status fits.
func (r *rig) ask(status int, method, path, body string) got {
	r.tb.Helper()
	g := r.claude(r.secret(anthropic.admin), method, path, body)
	if g.status != status {
		r.tb.Fatalf("%s %s: status %d, want %d: %s", method, path, g.status, status, g.raw)
	}
	return g
}

func (r *rig) claudeKey(ref Ref) string { return "/organizations/api_keys/" + r.w.ID(ref) }

func TestAnthropicTellsItsKeysFromStrangers(t *testing.T) {
	r := claudeRig(t)
	never, _ := mint(999, AnthropicKey, 1)
	for name, c := range map[string]struct {
		secret providers.Secret
		path   string
		status int
	}{
		"a live key reads the models":              {r.leaked(), "/models", 200},
		"a key that never was is refused":          {never, "/models", 401},
		"an admin key may not call models":         {r.secret(anthropic.admin), "/models", 403},
		"a key may not administer":                 {r.leaked(), "/organizations/api_keys", 403},
		"another vendor's admin key is a stranger": {r.secret(openai.admin), "/organizations/me", 401},
		"an admin key knows its organisation":      {r.secret(anthropic.admin), "/organizations/me", 200},
		"an unknown path is not found":             {r.secret(anthropic.admin), "/organizations/nowhere", 404},
	} {
		if g := r.claude(c.secret, "GET", c.path, ""); g.status != c.status {
			t.Errorf("%s: %d %s", name, g.status, g.raw)
		}
	}
	if g := r.call(anthropic, http.Header{"X-Api-Key": {plain(r.leaked())}}, "GET", "/models", ""); g.status != 400 {
		t.Errorf("without a version: %d", g.status)
	}
	if g := r.claude(r.leaked(), "GET", "/models", ""); g.header.Get("anthropic-workspace-id") != r.w.ID("docs-bot") {
		t.Errorf("the workspace is %q", g.header.Get("anthropic-workspace-id"))
	}
	if r.probe(r.leaked()) != 401 {
		t.Error("OpenAI takes a key of Anthropic")
	}
}

func TestAnInactiveKeyRefusesAndComesBackAndAnArchivedOneDoesNot(t *testing.T) {
	r := claudeRig(t)
	works := func() bool { return r.claude(r.leaked(), "GET", "/models", "").status == 200 }
	set := func(status int, to string) {
		t.Helper()
		g := r.ask(status, "POST", r.claudeKey("leaked"), `{"status":"`+to+`"}`)
		if status == 200 && g.text("status") != to {
			t.Errorf("set to %s, told %s", to, g.text("status"))
		}
	}
	state := func() State { s, _ := r.w.KeyState("leaked"); return s.State }
	set(200, "inactive")
	r.clock.pass(2 * time.Minute)
	if works() || state() != Paused || r.w.Burn(r.clock.Now()).PerMinute != 0 {
		t.Errorf("an inactive key works, or is %s", state())
	}
	set(200, "active")
	r.clock.pass(2 * time.Minute)
	if !works() || state() != Live || r.w.Burn(r.clock.Now()).PerMinute == 0 {
		t.Errorf("an active key refuses, or is %s", state())
	}
	set(200, "archived")
	if works() || state() != Dead || r.ask(200, "GET", r.claudeKey("leaked"), "").text("status") != "archived" {
		t.Errorf("an archived key works, is %s, or lost its record", state())
	}
	set(400, "active")
	r.ask(400, "POST", r.claudeKey("docs-bot-ci"), `{"status":"deleted"}`)
	r.ask(404, "POST", "/organizations/api_keys/apikey_none", `{"status":"archived"}`)
}

func TestAnthropicListsEveryKeyOnceWhateverItsState(t *testing.T) {
	r := claudeRig(t)
	ids, after := []string{}, ""
	for range 100 {
		g := r.ask(200, "GET", "/organizations/api_keys?limit=5"+after, "")
		for _, k := range g.data() {
			ids = append(ids, k["id"].(string))
		}
		if g.json["has_more"] != true {
			break
		}
		after = "&after_id=" + g.text("last_id")
	}
	all := len(slices.DeleteFunc(slices.Clone(r.w.keys), func(k *key) bool { return k.kind != AnthropicKey }))
	if slices.Sort(ids); len(ids) != all || len(slices.Compact(ids)) != all {
		t.Errorf("%d listed, %d there are", len(ids), all)
	}
	states := map[string]bool{}
	for _, k := range r.ask(200, "GET", "/organizations/api_keys?limit=1000", "").data() {
		states[k["status"].(string)] = true
	}
	if !states["active"] || !states["inactive"] || !states["archived"] {
		t.Errorf("states %v", states)
	}
}

func TestAnthropicsMoneyAgreesWithItsTokens(t *testing.T) {
	r := claudeRig(t)
	query := "?limit=31&starting_at=" + r.clock.Now().Add(-9*day).Format(time.RFC3339)
	tokens, cents := map[string]float64{}, 0.0
	number := func(v any) float64 { n, _ := strconv.ParseFloat(fmt.Sprint(v), 64); return n }
	each := func(path string, see func(map[string]any)) {
		for _, bucket := range r.ask(200, "GET", path, "").data() {
			for _, result := range bucket["results"].([]any) {
				see(result.(map[string]any))
			}
		}
	}
	each("/organizations/usage_report/messages"+query+"&group_by[]=model&group_by[]=service_tier", func(u map[string]any) {
		share := 1.0
		if u["service_tier"] == "batch" {
			share = 0.5
		}
		m, _ := modelOf(u["model"].(string))
		tokens["micros"] += share * (number(u["uncached_input_tokens"])*m.price.in + number(u["cache_read_input_tokens"])*m.price.cached + number(u["output_tokens"])*m.price.out)
	})
	each("/organizations/cost_report"+query+"&group_by[]=description", func(l map[string]any) { cents += number(l["amount"]) })
	if want := tokens["micros"] / microsPerCent; cents == 0 || cents < want*0.99 || cents > want*1.01 {
		t.Errorf("billed %.2f cents, the tokens cost %.2f", cents, want)
	}
}

func TestAnthropicsLogTellsWhoDidWhatWhereItIsOn(t *testing.T) {
	r := claudeRig(t)
	r.ask(200, "POST", r.claudeKey("leaked"), `{"status":"archived"}`)
	newest := r.ask(200, "GET", "/compliance/activities?limit=1", "").data()[0]
	if newest["type"] != "platform_api_key_updated" || newest["api_key_id"] != r.w.ID("leaked") ||
		newest["actor"].(map[string]any)["admin_api_key_id"] != r.w.ID(anthropic.admin) {
		t.Errorf("the newest is %v", newest)
	}
	if n := len(r.ask(200, "GET", "/compliance/activities?created_at.gte="+r.clock.Now().Add(time.Second).Format(time.RFC3339), "").data()); n != 0 {
		t.Errorf("%d of the future", n)
	}
	if n := len(r.want(200, "GET", "/organization/audit_logs?limit=100", "").data()); n != 0 {
		t.Errorf("%d of them stand in the other vendor's log", n)
	}
	r.fault(Fault{Do: "audit_off"})
	r.ask(403, "GET", "/compliance/activities", "")
}

// One world holds keys of both vendors, and each fault can be one vendor's alone.
func TestOneWorldServesBothVendors(t *testing.T) {
	s, theirs := builtin(ServiceAccountKey), claudeBuiltin(AnthropicKey)
	for _, p := range theirs.Projects {
		p.Ref = "claude-" + p.Ref
		s.Projects = append(s.Projects, p)
	}
	for _, k := range theirs.Keys {
		k.Ref, k.Project = "claude-"+k.Ref, "claude-"+k.Project
		s.Keys = append(s.Keys, k)
	}
	s.ID = "both"
	r := newRig(t, Config{Seed: 7, Scenario: s})
	if l := r.w.leaks(); len(l) != 2 || l[0].Provider == l[1].Provider {
		t.Errorf("leaked %d", len(l))
	}
	if r.probe(r.leaked()) != 200 || r.claude(r.secret("claude-leaked"), "GET", "/models", "").status != 200 {
		t.Error("one of them does not answer")
	}
	alone := newRig(t, Config{Seed: 7})
	for _, ref := range []Ref{"leaked", "docs-bot-ci", "docs-bot", openai.admin} {
		if ref != openai.admin && alone.w.ID(ref) != r.w.ID(ref) {
			t.Errorf("%s is another where two vendors are", ref)
		}
	}
	r.fault(Fault{Match: Match{Provider: "openai"}, Do: "503"})
	if r.probe(r.leaked()) != 503 || r.claude(r.secret("claude-leaked"), "GET", "/models", "").status != 200 {
		t.Error("the trouble of one is the other's")
	}
	if err := r.w.AddFault(Fault{Match: Match{Provider: "nobody"}, Do: "503"}); err == nil {
		t.Error("a fault of nobody")
	}
}

func TestAWorldOfAnthropicGoesOnWhereItStopped(t *testing.T) {
	config := Config{Seed: 5, Leak: AnthropicKey, Log: t.TempDir() + "/world.jsonl"}
	r := newRig(t, config)
	r.ask(200, "POST", r.claudeKey("leaked"), `{"status":"inactive"}`)
	r.ask(200, "POST", r.claudeKey("docs-bot-ci"), `{"status":"archived"}`)
	before := fmt.Sprint(r.w.Truth())
	_ = r.w.Close()
	again := newRig(t, config)
	if after := fmt.Sprint(again.w.Truth()); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
}

// The description is our reading of the vendor's reference pages: it publishes none.
func TestByOurReadingEveryRouteAndAnswerKeepsTheDescription(t *testing.T) {
	c := loadContract(t, "anthropic/admin.derived.yaml", "/v1")
	r := claudeRig(t)
	since := "starting_at=" + r.clock.Now().Add(-2*day).Format(time.RFC3339)
	seen := map[string]bool{}
	see := func(s providers.Secret, method, path, body string) {
		t.Helper()
		g := r.claude(s, method, path, body)
		bare, _, _ := strings.Cut(path, "?")
		if _, template := c.operation(method, bare); g.status == 200 {
			seen[method+" "+template] = true
		}
		for _, wrong := range c.violations(method, bare, g) {
			if !strings.HasSuffix(bare, "/models") || g.status != 200 { // the description leaves a model open
				t.Errorf("%s %s (%d): %s", method, path, g.status, wrong)
			}
		}
	}
	admin := r.secret(anthropic.admin)
	see(r.leaked(), "GET", "/models?limit=1", "")
	for _, path := range []string{
		"/organizations/me", "/organizations/api_keys?limit=1000", "/organizations/api_keys?limit=0", r.claudeKey("leaked"), r.claudeKey("nothing") + "x",
		"/organizations/usage_report/messages?bucket_width=1h&group_by[]=api_key_id&group_by[]=model&" + since, "/organizations/usage_report/messages",
		"/organizations/cost_report?group_by[]=description&group_by[]=workspace_id&" + since, "/organizations/cost_report?" + since, "/compliance/activities",
	} {
		see(admin, "GET", path, "")
	}
	see(admin, "POST", r.claudeKey("leaked"), `{"status":"inactive"}`)
	see(admin, "POST", r.claudeKey("leaked"), `{`)
	see(r.leaked(), "GET", "/models", "")
	for _, do := range []string{"429", "400_throttle", "500", "503", "no_right"} {
		r.fault(Fault{Do: do})
		see(admin, "GET", "/organizations/api_keys", "")
		if err := r.w.ClearFaults(); err != nil {
			t.Fatal(err)
		}
	}
	for _, route := range anthropic.routes {
		if route.path == claudeSpaces {
			continue
		}
		item := c.doc.Paths.Value("/v1" + route.path)
		if item == nil || item.GetOperation(route.method) == nil || !seen[route.method+" "+route.path] {
			t.Errorf("%s %s is not in the description, or was never answered with success", route.method, route.path)
			continue
		}
		for _, q := range route.query {
			if item.GetOperation(route.method).Parameters.GetByInAndName("query", q) == nil {
				t.Errorf("%s %s takes %s, which is not in the description", route.method, route.path, q)
			}
		}
	}
}
