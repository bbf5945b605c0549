package anthropic

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"firebreak/providers"
)

// document loads the description of the vendor's API from beside the module, or skips the test.
// The vendor publishes none: this one was written by hand from its reference pages.
func document(t *testing.T) *openapi3.T {
	t.Helper()
	file := filepath.Join("..", "..", "..", "shared", "specs", "anthropic", "admin.derived.yaml")
	if _, err := os.Stat(file); err != nil {
		t.Skip("the derived description of the vendor's API is not beside this module; the contract is not checked here")
	}
	doc, err := openapi3.NewLoader().LoadFromFile(file)
	if err != nil {
		t.Fatalf("load the description: %v", err)
	}
	return doc
}

// parameters are those of an operation and its path, by place and name.
func parameters(item *openapi3.PathItem, op *openapi3.Operation, in string) map[string]*openapi3.Parameter {
	all := map[string]*openapi3.Parameter{}
	for _, p := range append(slices.Clone(item.Parameters), op.Parameters...) {
		if p.Value.In == in {
			all[p.Value.Name] = p.Value
		}
	}
	return all
}

func TestContractByOurReadingEveryRouteStandsInTheDescription(t *testing.T) {
	doc := document(t)
	names := map[string]providers.Route{}
	for _, r := range Routes() {
		item := doc.Paths.Value("/v1" + r.Path)
		if r.Path == pathWorkspaces { // our description leaves it out
			continue
		}
		if item == nil || item.GetOperation(r.Method) == nil {
			t.Errorf("%s: %s %s is not in the description", r.Name, r.Method, r.Path)
			continue
		}
		op := item.GetOperation(r.Method)
		for _, name := range r.Query {
			if parameters(item, op, "query")[name] == nil {
				t.Errorf("%s: parameter %s is not in the description", r.Name, name)
			}
		}
		for name, p := range parameters(item, op, "header") {
			if p.Schema.Value.VisitJSON(r.Header[name]) != nil || len(r.Header) != 1 {
				t.Errorf("%s: header %s is %q", r.Name, name, r.Header[name])
			}
		}
		for _, name := range r.Reads {
			if op.Responses.Status(200).Value.Headers[name] == nil {
				t.Errorf("%s: header %s is in no answer", r.Name, name)
			}
		}
		if (r.Method == "GET") != (r.Effect != providers.Mutate) {
			t.Errorf("%s: %s is declared as %s", r.Name, r.Method, r.Effect)
		}
		names[r.Name] = r
	}
	for _, r := range names {
		if r.Undo != "" && (names[r.Undo].Name == "" || r.Effect != providers.Mutate) {
			t.Errorf("%s: undo %s is no route, or there is nothing to undo", r.Name, r.Undo)
		}
	}
}

func TestContractByOurReadingEveryCallIsAsTheDescriptionSays(t *testing.T) {
	doc := document(t)
	r := newRig(t)
	everyCall(t, r)
	used := map[string]bool{}
	for _, s := range r.requests {
		used[s.method+" "+strings.Replace(s.path, "apikey_1", "{api_key_id}", 1)] = true
		if s.path == pathWorkspaces {
			continue
		}
		for _, wrong := range breaches(doc, s) {
			t.Errorf("%s %s: %s", s.method, s.path, wrong)
		}
	}
	for _, route := range Routes() {
		if !used[route.Method+" "+route.Path] {
			t.Errorf("no call uses %s", route.Name)
		}
	}
}

// everyCall makes each call that the adapter can make.
func everyCall(t *testing.T, r *rig) {
	t.Helper()
	r.on("GET /models", 200, object{"data": []object{}})
	r.on("GET /organizations/me", 200, object{"type": "organization", "id": "1b4e28ba", "name": "n"})
	r.handle("GET /organizations/api_keys", func(s seen) (int, any) {
		p := page(keyObject("apikey_1", "active"), keyObject("apikey_2", "active"))
		if s.query.Get("after_id") == "" && s.query.Get("limit") != "1" {
			p["has_more"], p["last_id"] = true, "apikey_2"
		}
		return 200, p
	})
	r.on("GET "+keyCall, 200, keyObject("apikey_1", "active"))
	r.handle("POST "+keyCall, func(s seen) (int, any) { return 200, keyObject("apikey_1", fmt.Sprint(s.body["status"])) })
	reports := func(s seen) (int, any) {
		p := series()
		if s.query.Get("page") == "" {
			p["has_more"], p["next_page"] = true, "page_2"
		}
		return 200, p
	}
	r.handle(usageCall, reports)
	r.handle(costCall, reports)
	r.on(auditCall, 200, page())
	check := func(what string, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, c := range []providers.Credential{leaked(), {Kind: AdminKey, Secret: made(AdminKey, "d")}} {
		_, err := r.Validate(r.ctx, c)
		check("validate", err)
	}
	_, err := r.Locate(r.ctx, leaked())
	check("locate", err)
	offered, err := r.Containments(r.ctx, record())
	check("containments", err)
	_, err = r.Contain(r.ctx, record(), offered[0])
	check("contain", err)
	r.on("GET "+keyCall, 200, keyObject("apikey_1", "inactive"))
	_, err = r.Lift(r.ctx, record(), offered[0])
	check("lift", err)
	_, err = r.Revoke(r.ctx, record())
	check("revoke", err)
	for width := range widths {
		q := providers.UsageQuery{Record: record(), From: today.Add(-2 * width), To: today, Width: width}
		_, err = drain(r.Usage(r.ctx, q))
		check("usage", err)
		_, err = drain(r.Costs(r.ctx, q))
		check("costs", err)
	}
	r.handle(usageCall, func(s seen) (int, any) { return 200, series() })
	r.handle(costCall, func(s seen) (int, any) { return 200, series([]object{}) })
	_, err = drain(r.Costs(r.ctx, twoDays()))
	check("costs", err)
	_, _ = drain(r.Audit(r.ctx, record(), today.Add(-day), today)) // an empty log is a gap
	_, err = r.CheckAdmin(r.ctx)
	check("check admin", err)
}

// breaches lists where a request departs from the description.
func breaches(doc *openapi3.T, s seen) []string {
	item := doc.Paths.Value("/v1" + strings.Replace(s.path, "apikey_1", "{api_key_id}", 1))
	if item == nil || item.GetOperation(s.method) == nil {
		return []string{"no such operation"}
	}
	op := item.GetOperation(s.method)
	known := parameters(item, op, "query")
	var wrong []string
	for name, values := range s.query {
		p := known[name]
		if p == nil {
			wrong = append(wrong, "unknown parameter "+name)
			continue
		}
		schema := p.Schema.Value
		if schema.Type.Is("array") {
			schema = schema.Items.Value
		} else if len(values) > 1 {
			wrong = append(wrong, name+" is sent more than once")
		}
		for _, value := range values {
			var v any = value
			if n, err := strconv.Atoi(value); err == nil && schema.Type.Is("integer") {
				v = float64(n)
			}
			if err := schema.VisitJSON(v, openapi3.EnableFormatValidation()); err != nil {
				wrong = append(wrong, fmt.Sprintf("%s=%s: %v", name, value, err))
			}
		}
	}
	for name, p := range known {
		if p.Required && !s.query.Has(name) {
			wrong = append(wrong, "required parameter "+name+" is missing")
		}
	}
	if op.RequestBody == nil {
		if s.body != nil {
			wrong = append(wrong, "a body where none is declared")
		}
		return wrong
	}
	schema := op.RequestBody.Value.Content["application/json"].Schema.Value
	for name := range s.body {
		if schema.Properties[name] == nil {
			wrong = append(wrong, "body field "+name+" is not declared")
		}
	}
	if err := schema.VisitJSON(s.body); err != nil {
		wrong = append(wrong, fmt.Sprintf("body: %v", err))
	}
	return wrong
}

// What must not pass is planted.
func TestContractTheCheckItselfFindsBreaches(t *testing.T) {
	doc := document(t)
	for name, s := range map[string]seen{
		"an unknown path":      {method: "GET", path: "/organizations/keys"},
		"an unknown method":    {method: "PUT", path: "/models"},
		"an unknown parameter": {method: "GET", path: "/models", query: map[string][]string{"size": {"1"}}},
		"a wrong type":         {method: "GET", path: "/models", query: map[string][]string{"limit": {"many"}}},
		"too many":             {method: "GET", path: "/models", query: map[string][]string{"limit": {"1001"}}},
		"a value not listed":   {method: "GET", path: "/organizations/cost_report", query: map[string][]string{"starting_at": {"2026-11-23T00:00:00Z"}, "group_by[]": {"api_key_id"}}},
		"a missing parameter":  {method: "GET", path: "/organizations/cost_report"},
		"an unknown field":     {method: "POST", path: keyCall, body: object{"scopes": "x"}},
		"a state of no key":    {method: "POST", path: keyCall, body: object{"status": "deleted"}},
	} {
		if len(breaches(doc, s)) == 0 {
			t.Errorf("%s passed", name)
		}
	}
}
