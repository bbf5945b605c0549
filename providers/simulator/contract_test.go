package simulator

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"firebreak/providers"

	"github.com/getkin/kin-openapi/openapi3"
)

// contract is a description of a vendor's API, and what its paths begin with beyond the base.
type contract struct {
	doc    *openapi3.T
	prefix string
}

// openaiContract is the vendor's own description.
func openaiContract(t *testing.T) contract { return loadContract(t, "openai/admin.merged.yaml", "") }

// loadContract finds a description beside the module, or skips the test.
func loadContract(t *testing.T, name, prefix string) contract {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if filepath.Dir(dir) == dir {
			t.Fatal("no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
	file := filepath.Join(dir, "..", "shared", "specs", filepath.FromSlash(name))
	if _, err := os.Stat(file); err != nil {
		t.Skip("the vendor's API description is not on this machine, so answers cannot be held against it")
	}
	doc, err := openapi3.NewLoader().LoadFromFile(file)
	if err != nil {
		t.Fatalf("load contract: %v", err)
	}
	return contract{doc, prefix}
}

// operation finds what the description says of a request.
func (c contract) operation(method, path string) (*openapi3.Operation, string) {
	for template, item := range c.doc.Paths.Map() {
		if _, fits := matchPath(template, c.prefix+path); fits && item.GetOperation(method) != nil {
			return item.GetOperation(method), strings.TrimPrefix(template, c.prefix)
		}
	}
	return nil, ""
}

// violations says what is wrong with an answer.
func (c contract) violations(method, path string, g got) []string {
	op, _ := c.operation(method, path)
	if op == nil {
		return []string{"no such operation"}
	}
	response := op.Responses.Status(g.status)
	if response == nil {
		if g.status < 400 {
			return []string{fmt.Sprintf("status %d is not declared", g.status)}
		}
		response = op.Responses.Default()
	}
	media := response.Value.Content.Get("application/json")
	if media == nil {
		return []string{"the description has no JSON answer here"}
	}
	if g.header.Get("content-type") != "application/json" || g.header.Get("x-request-id")+g.header.Get("request-id") == "" {
		return []string{"content type or request id is missing"}
	}
	return check(media.Schema.Value, g.json, "$")
}

// check holds a value against a schema: type, enumeration, required fields, and no field that
// is not declared. (The library's own validation lets unknown fields pass.)
func check(s *openapi3.Schema, v any, at string) []string {
	if len(s.AllOf) > 0 && (s.Type == nil || s.Type.Includes("object")) {
		s = merged(s)
	}
	if choice := slices.Concat(s.AnyOf, s.OneOf); len(choice) > 0 {
		var all []string
		for _, one := range choice {
			wrong := check(one.Value, v, at)
			if len(wrong) == 0 {
				return nil
			}
			all = append(all, wrong[0])
		}
		return []string{at + ": fits none of: " + strings.Join(all, "; ")}
	}
	like := func(one any) bool { return fmt.Sprint(one) == fmt.Sprint(v) } // numbers are read in two ways
	if len(s.Enum) > 0 && !slices.ContainsFunc(s.Enum, like) {
		return []string{fmt.Sprintf("%s: %v is not one of %v", at, v, s.Enum)}
	}
	if !typed(s, v) {
		return []string{fmt.Sprintf("%s: %T is not %v", at, v, s.Type)}
	}
	var wrong []string
	switch v := v.(type) {
	case map[string]any:
		wrong = checkObject(s, v, at)
	case []any:
		for i, item := range v {
			wrong = append(wrong, check(s.Items.Value, item, fmt.Sprintf("%s[%d]", at, i))...)
		}
	}
	return wrong
}

func checkObject(s *openapi3.Schema, v map[string]any, at string) []string {
	var wrong []string
	for _, name := range s.Required {
		if _, there := v[name]; !there {
			wrong = append(wrong, at+"."+name+" is missing")
		}
	}
	for name, item := range v {
		if p := s.Properties[name]; p != nil {
			wrong = append(wrong, check(p.Value, item, at+"."+name)...)
		} else {
			wrong = append(wrong, at+"."+name+" is not declared")
		}
	}
	return wrong
}

// merged puts the parts of an allOf together.
func merged(s *openapi3.Schema) *openapi3.Schema {
	all := *openapi3.NewObjectSchema()
	for _, part := range s.AllOf {
		for name, p := range part.Value.Properties {
			all.Properties[name] = p
		}
		all.Required = append(all.Required, part.Value.Required...)
	}
	return &all
}

func typed(s *openapi3.Schema, v any) bool {
	if s.Type == nil {
		return true
	}
	name := ""
	switch v := v.(type) {
	case nil:
		name = "null"
	case bool:
		name = "boolean"
	case string:
		name = "string"
	case map[string]any:
		name = "object"
	case []any:
		name = "array"
	case interface{ Int64() (int64, error) }:
		if _, err := v.Int64(); err == nil && s.Type.Includes("integer") {
			name = "integer"
		} else {
			name = "number"
		}
	}
	return s.Type.Includes(name) || name == "null" && s.Nullable
}

// The checker itself must be able to say no.
func TestTheContractCheckRefusesWhatIsNotDeclared(t *testing.T) {
	s := openapi3.NewObjectSchema().WithProperty("id", openapi3.NewStringSchema()).WithRequired([]string{"id"})
	for name, v := range map[string]map[string]any{
		"an undeclared field": {"id": "x", "more": true},
		"a missing field":     {},
		"a wrong type":        {"id": true},
	} {
		if len(check(s, v, "$")) == 0 {
			t.Errorf("%s passes", name)
		}
	}
	if wrong := check(s, map[string]any{"id": "x"}, "$"); len(wrong) > 0 {
		t.Errorf("a good value fails: %v", wrong)
	}
}

func TestEveryRouteAndParameterIsTheVendors(t *testing.T) {
	c := openaiContract(t)
	for _, r := range openai.routes {
		item := c.doc.Paths.Value(r.path)
		if item == nil || item.GetOperation(r.method) == nil {
			t.Errorf("%s %s is not in the description", r.method, r.path)
			continue
		}
		declared := map[string]bool{}
		for _, p := range item.GetOperation(r.method).Parameters {
			declared[strings.TrimSuffix(p.Value.Name, "[]")] = true
		}
		for _, q := range r.query {
			name, _, _ := strings.Cut(q, "[")
			if !declared[name] {
				t.Errorf("%s %s takes %s, which is not in the description", r.method, r.path, q)
			}
		}
	}
}

// walk calls everything there is and hands each answer to see. All paths are below the base.
func walk(r *rig, see func(method, path string, g got)) {
	do := func(method, path, body string) got {
		r.tb.Helper()
		g := r.admin(method, path, body)
		bare, _, _ := strings.Cut(path, "?")
		see(method, bare, g)
		return g
	}
	p, since := r.inProject("docs-bot"), fmt.Sprint(r.clock.Now().Add(-2*day).Unix())
	for _, path := range []string{
		"/organization/projects?include_archived=true", p, p + "/api_keys?owner_project_access=any&limit=100", r.keyPath("docs-bot", "leaked"),
		p + "/service_accounts", p + "/rate_limits", p + "/users", "/organization/users?limit=50", "/organization/users/" + r.w.ID("mara"),
		p + "/users/" + r.w.ID("mara"), "/organization/admin_api_keys?order=desc", "/organization/admin_api_keys/" + r.w.ID(adminRef),
		"/organization/audit_logs?limit=100", "/organization/audit_logs?tenant_only=true", r.inProject("default") + "/spend_limit",
		"/organization/spend_limit", p + "/spend_limit", p + "/service_accounts/" + r.w.ID("docs-bot-sa"),
		"/organization/costs?start_time=" + since + "&group_by[]=line_item&group_by[]=project_id&group_by[]=api_key_id",
		"/organization/costs?start_time=" + since,
	} {
		do("GET", path, "")
	}
	for _, f := range families {
		do("GET", "/organization/usage/"+f.name+"?bucket_width=1h&start_time="+since+"&group_by[]="+f.dims[0], "")
	}
	walkWrites(r, p, do)
}

func walkWrites(r *rig, p string, do func(method, path, body string) got) {
	limit := `{"threshold_amount":100000,"currency":"USD","interval":"month"}`
	do("POST", "/organization/spend_limit", limit)
	do("GET", "/organization/spend_limit", "")
	do("DELETE", "/organization/spend_limit", "")
	do("POST", p+"/spend_limit", limit)
	do("GET", p+"/spend_limit", "")
	do("DELETE", p+"/spend_limit", "")
	do("POST", p+"/rate_limits/rl-gpt-4o-mini", `{"max_requests_per_1_minute":5}`)
	do("POST", r.keyPath("docs-bot", "leaked"), `{"scopes":["api.model.read"],"expires_in_seconds":3600}`)
	made := do("POST", p+"/service_accounts", `{"name":"walk"}`)
	do("POST", p+"/service_accounts", `{"name":"walk","create_service_account_only":true}`)
	do("POST", p+"/service_accounts/"+made.text("id")+"/api_keys", `{"name":"second","expires_in_seconds":60}`)
	do("DELETE", r.keyPath("docs-bot", "docs-bot-ci"), "")
	do("DELETE", p+"/service_accounts/"+made.text("id"), "")
	admin := do("POST", "/organization/admin_api_keys", `{"name":"walk","expires_in_seconds":60}`)
	do("DELETE", "/organization/admin_api_keys/"+admin.text("id"), "")
	do("POST", r.inProject("default")+"/archive", "")
	do("GET", "/organization/audit_logs?limit=100", "")
	do("GET", "/organization/audit_logs?tenant_only=true", "")
	do("DELETE", r.keyPath("docs-bot", "docs-bot-ci"), "")
	do("POST", r.inProject("default")+"/service_accounts", `{"name":"late"}`)
	do("GET", p+"/api_keys?limit=0", "")
	do("GET", p+"/api_keys?surprise=1", "")
	do("POST", r.keyPath("docs-bot", "leaked"), `{}`)
	do("POST", r.keyPath("docs-bot", "leaked"), `{`)
}

func TestEveryAnswerKeepsTheVendorsDescription(t *testing.T) {
	c := openaiContract(t)
	r := newRig(t, Config{Seed: 11, Scenario: withoutLag(ServiceAccountKey)})
	seen := map[string]bool{}
	see := func(method, path string, g got) {
		t.Helper()
		_, template := c.operation(method, path)
		if g.status == 200 {
			seen[method+" "+template] = true
		}
		for _, wrong := range c.violations(method, path, g) {
			t.Errorf("%s %s (%d): %s", method, path, g.status, wrong)
		}
	}
	see("GET", "/models", r.with(r.leaked(), "GET", "/models", ""))
	walk(r, see)
	for _, route := range openai.routes {
		if !seen[route.method+" "+route.path] {
			t.Errorf("%s %s was never answered with success", route.method, route.path)
		}
	}
}

func TestEveryErrorKeepsTheVendorsDescription(t *testing.T) {
	c := openaiContract(t)
	for _, do := range []string{"429", "400_throttle", "500", "503", "500_after", "no_right", "say_no", "not_member", "ip_denied", "region", "no_quota", "no_scope"} {
		r := newRig(t, Config{Seed: 11})
		r.fault(Fault{Do: do})
		path := "/models"
		g := r.with(r.leaked(), "GET", path, "")
		if do == "no_right" {
			path = "/organization/projects"
			g = r.admin("GET", path, "")
		}
		if g.status < 400 {
			t.Errorf("fault %s answers %d", do, g.status)
		}
		for _, wrong := range c.violations("GET", path, g) {
			t.Errorf("fault %s: %s", do, wrong)
		}
	}
}

// withoutLag is the built-in world with everything in sight at once.
func withoutLag(leak providers.Kind) Scenario {
	s := builtin(leak)
	s.Lags = Lags{Usage: -1, Cost: -1, Audit: -1}
	s.Traffic = append(s.Traffic, everyFamily()...)
	return s
}

// everyFamily is a call an hour in each family, so that each has results.
func everyFamily() []Traffic {
	var rows []Traffic
	for _, f := range families {
		rows = append(rows, Traffic{Key: "docs-search", Actor: Ours, From: -5 * day, Every: 3600e9, Family: f.name, Model: "gpt-4o", In: 100, Out: 2, Micros: 50})
	}
	return rows
}
