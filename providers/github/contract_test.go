package github

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"firebreak/providers"
)

// documents loads the vendor's own descriptions from beside the module, or skips the test: that
// of its public site, and that of the plan which has an audit log.
func documents(t *testing.T) (docs []*openapi3.T) {
	t.Helper()
	for _, name := range []string{"api.github.com.trimmed.json", "ghec.audit-log.trimmed.json"} {
		file := filepath.Join("..", "..", "..", "shared", "specs", "github", name)
		if _, err := os.Stat(file); err != nil {
			t.Skip("the vendor's API description is not beside this module; the contract is not checked here")
		}
		doc, err := openapi3.NewLoader().LoadFromFile(file)
		if err != nil {
			t.Fatalf("load the description: %v", err)
		}
		docs = append(docs, doc)
	}
	return docs
}

// operation finds the one of a path as routes write it.
func operation(docs []*openapi3.T, method, path string) *openapi3.Operation {
	for _, doc := range docs {
		if item := doc.Paths.Value(path); item != nil && item.GetOperation(method) != nil {
			return item.GetOperation(method)
		}
	}
	return nil
}

func query(op *openapi3.Operation) map[string]*openapi3.Schema {
	known := map[string]*openapi3.Schema{}
	for _, p := range op.Parameters {
		if p.Value.In == "query" {
			known[p.Value.Name] = p.Value.Schema.Value
		}
	}
	return known
}

func TestContractEveryRouteStandsInTheVendorsDescription(t *testing.T) {
	docs := documents(t)
	standsIn(t, docs, routes(false))
}

// The vendor's description that we have leaves deploy keys out: theirs is derived from its page.
func TestContractDerivedEveryRouteOfDeployKeysStandsInWhatTheVendorsPageSays(t *testing.T) {
	standsIn(t, []*openapi3.T{derived(t)}, routes(true))
}

func derived(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromFile(filepath.Join("testdata", "deploy-keys.derived.json"))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// routes are those of deploy keys, or all others.
func routes(deploy bool) []providers.Route {
	return slices.DeleteFunc(Routes(), func(r providers.Route) bool { return strings.Contains(r.Path, "/keys") != deploy })
}

func standsIn(t *testing.T, docs []*openapi3.T, routes []providers.Route) {
	t.Helper()
	for _, r := range routes {
		op := operation(docs, r.Method, r.Path)
		if op == nil {
			t.Errorf("%s: %s %s is not in the description", r.Name, r.Method, r.Path)
			continue
		}
		for _, name := range r.Query {
			if query(op)[name] == nil {
				t.Errorf("%s: parameter %s is not in the description", r.Name, name)
			}
		}
		if (r.Method == "GET") != (r.Effect != providers.Mutate) {
			t.Errorf("%s: %s is declared as %s", r.Name, r.Method, r.Effect)
		}
		for _, status := range r.Empty {
			if op.Responses.Status(status) == nil {
				t.Errorf("%s: no answer has the status %d", r.Name, status)
			}
		}
	}
}

func TestContractEveryCallIsAsTheVendorsDescriptionSays(t *testing.T) {
	docs := append(documents(t), derived(t))
	r := newRig(t)
	everyCall(t, r)
	used := map[string]bool{}
	for _, s := range r.requests {
		i := slices.IndexFunc(Routes(), func(route providers.Route) bool { return route.Method == s.method && fits(route.Path, s.path) })
		if i < 0 {
			t.Errorf("%s %s is no route", s.method, s.path)
			continue
		}
		route := Routes()[i]
		used[route.Method+" "+route.Path] = true
		for _, wrong := range breaches(operation(docs, route.Method, route.Path), s) {
			t.Errorf("%s %s: %s", s.method, s.path, wrong)
		}
	}
	for _, route := range Routes() {
		if !used[route.Method+" "+route.Path] {
			t.Errorf("no call uses %s", route.Name)
		}
	}
}

func fits(template, path string) bool {
	want, have := strings.Split(template, "/"), strings.Split(path, "/")
	return len(want) == len(have) && !slices.ContainsFunc(want, func(part string) bool {
		i := slices.Index(want, part)
		return !strings.HasPrefix(part, "{") && have[i] != part
	})
}

// breaches lists where a request departs from the description.
func breaches(op *openapi3.Operation, s seen) (wrong []string) {
	if op == nil {
		return []string{"no such operation"}
	}
	for name, values := range s.query {
		schema := query(op)[name]
		switch {
		case schema == nil:
			wrong = append(wrong, "unknown parameter "+name)
		case len(values) != 1:
			wrong = append(wrong, name+" is sent more than once")
		case len(schema.Enum) > 0 && !slices.Contains(schema.Enum, any(values[0])):
			wrong = append(wrong, name+"="+values[0]+" is not one that it takes")
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
		wrong = append(wrong, "body: "+err.Error())
	}
	return wrong
}

// everyCall makes each call that the adapter can make.
func everyCall(t *testing.T, r *rig) {
	t.Helper()
	r.on("GET /user", 200, person("tomek"))
	r.on("GET /user/repos", 200, []object{repo("billing")})
	r.on("GET /installation/repositories", 200, object{"total_count": 1, "repositories": []object{repo("billing")}})
	r.on("GET /repos/northwind/billing/actions/secrets", 200, secretsOf("A"))
	r.on("GET /orgs/northwind/actions/secrets", 200, secretsOf("B"))
	r.on("GET /repos/northwind/billing", 200, object{"name": "billing"})
	r.on("GET /orgs/northwind/audit-log", 200, []object{})
	r.on("POST /credentials/revoke", 202, object{})
	r.on("DELETE /installation/token", 204, nil)
	check := func(what string, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, kind := range r.Kinds() {
		c := made(kind, "c")
		if kind != Refresh && forms[kind] != nil {
			_, err := r.Validate(r.ctx, c)
			check("validate", err)
			_, err = r.Reach(r.ctx, c)
			check("reach", err)
		}
		if !r.EndsByValue(kind) {
			continue
		}
		_, err := r.RevokeValue(r.ctx, c)
		check("revoke", err)
	}
	r.Configure(func(string) string { return "Iv1.0123456789abcdef" })
	r.header["X-OAuth-Client-Id"] = "Iv1.0123456789abcdef"
	r.on("DELETE /applications/Iv1.0123456789abcdef/token", 204, nil)
	_, err := r.RevokeValue(r.ctx, made(OAuth, "c"))
	check("revoke by its app", err)
	_, err = drain(r.Audit(r.ctx, record(made(Classic, "c")), today, today))
	check("audit", err)
	_, err = r.Controls(r.ctx, record(made(Classic, "c")))
	check("controls", err)
	_, err = r.CheckAdmin(r.ctx)
	check("check admin", err)
	r.on("GET /repos/northwind/billing/keys", 200, []object{deploy(5, "AAAA")})
	r.on("DELETE /repos/northwind/billing/keys/5", 204, nil)
	_, err = r.Revoke(r.ctx, providers.KeyRecord{Kind: DeployKey, ID: "northwind/billing/keys/" + printOf("AAAA")})
	check("remove a deploy key", err)
	r.on("GET /orgs/northwind/credential-authorizations", 200, []object{access(12, "tomek", "QQQQaB3d")})
	r.on("DELETE /orgs/northwind/credential-authorizations/12", 204, nil)
	list, _, err := r.Related(r.ctx, record(made(Classic, "c")))
	check("related", err)
	for _, one := range list {
		_, err = r.Revoke(r.ctx, one.Record)
		check("withdraw", err)
	}
}

// What must not pass is planted.
func TestContractTheCheckItselfFindsBreaches(t *testing.T) {
	docs := documents(t)
	for name, s := range map[string]seen{
		"an unknown path":      {method: "GET", path: "/tokens"},
		"an unknown method":    {method: "PUT", path: "/user"},
		"an unknown parameter": {method: "GET", path: "/user/repos", query: map[string][]string{"size": {"1"}}},
		"a value not listed":   {method: "GET", path: "/user/repos", query: map[string][]string{"sort": {"size"}}},
		"sent twice":           {method: "GET", path: "/user/repos", query: map[string][]string{"page": {"1", "2"}}},
		"an unknown field":     {method: "POST", path: "/credentials/revoke", body: object{"credentials": []any{"x"}, "reason": "x"}},
		"an empty list":        {method: "POST", path: "/credentials/revoke", body: object{"credentials": []any{}}},
		"no body":              {method: "POST", path: "/credentials/revoke"},
		"a body too many":      {method: "DELETE", path: "/installation/token", body: object{"x": 1}},
	} {
		if len(breaches(operation(docs, s.method, s.path), s)) == 0 {
			t.Errorf("%s passed", name)
		}
	}
}
