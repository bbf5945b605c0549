package openai

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"firebreak/providers"
)

// bracketed are the array parameters that the document names bare and the vendor's own client
// sends as name[]; nothing else may differ from the document.
var bracketed = []string{"api_key_ids[]", "project_ids[]", "group_by[]"}

// document loads the vendor's description from beside the module, or skips the test.
func document(t *testing.T) *openapi3.T {
	t.Helper()
	dir, err := os.Getwd()
	for err == nil {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("no go.mod above this package")
		}
		dir = up
	}
	file := filepath.Join(dir, "..", "shared", "specs", "openai", "admin.merged.yaml")
	if _, err := os.Stat(file); err != nil {
		t.Skip("the vendor's OpenAPI document is not beside this module; the contract is not checked here")
	}
	doc, err := openapi3.NewLoader().LoadFromFile(file)
	if err != nil {
		t.Fatalf("load the document: %v", err)
	}
	return doc
}

// operation finds the document's operation for a path, by template or with values filled in.
func operation(doc *openapi3.T, method, path string) (*openapi3.PathItem, *openapi3.Operation) {
	want := strings.Split(path, "/")
	for template, item := range doc.Paths.Map() {
		have := strings.Split(template, "/")
		if slices.EqualFunc(have, want, func(h, w string) bool { return h == w || strings.HasPrefix(h, "{") && w != "" }) {
			return item, item.GetOperation(method)
		}
	}
	return nil, nil
}

// parameter finds the schema of a query parameter as the adapter spells it. array says that
// the name may be repeated.
func parameter(item *openapi3.PathItem, op *openapi3.Operation, name string) (schema *openapi3.Schema, array bool) {
	bare := name
	if slices.Contains(bracketed, name) {
		bare = strings.TrimSuffix(name, "[]")
	}
	object, field, deep := strings.Cut(strings.TrimSuffix(name, "]"), "[")
	for _, list := range []openapi3.Parameters{op.Parameters, item.Parameters} {
		for _, p := range list {
			if p.Value.In != openapi3.ParameterInQuery {
				continue
			}
			s := p.Value.Schema.Value
			switch {
			case p.Value.Name == bare && s.Type.Is("array"):
				return s.Items.Value, true
			case p.Value.Name == bare:
				return s, false
			case deep && p.Value.Name == object && s.Type.Is("object") && s.Properties[field] != nil:
				return s.Properties[field].Value, false
			}
		}
	}
	return nil, false
}

func TestContractEveryRouteStandsInTheDocument(t *testing.T) {
	doc := document(t)
	names := map[string]bool{}
	for _, r := range Routes() {
		item := doc.Paths.Value(r.Path)
		if item == nil || item.GetOperation(r.Method) == nil {
			t.Errorf("%s: %s %s is not in the document", r.Name, r.Method, r.Path)
			continue
		}
		for _, name := range r.Query {
			if schema, _ := parameter(item, item.GetOperation(r.Method), name); schema == nil {
				t.Errorf("%s: parameter %s is not in the document", r.Name, name)
			}
		}
		if (r.Method == "GET") != (r.Effect != providers.Mutate) {
			t.Errorf("%s: %s is declared as %s", r.Name, r.Method, r.Effect)
		}
		if names[r.Name] {
			t.Errorf("%s stands twice", r.Name)
		}
		names[r.Name] = true
	}
	for _, r := range Routes() {
		if r.Undo != "" && (!names[r.Undo] || r.Effect != providers.Mutate) {
			t.Errorf("%s: undo %s is no route, or there is nothing to undo", r.Name, r.Undo)
		}
	}
	for _, pass := range auditPasses {
		known := doc.Components.Schemas["AuditLogEventType"].Value.Enum
		for _, e := range pass.kinds {
			if !slices.Contains(known, any(e.name)) || strings.HasPrefix(e.name, "tenant.") != pass.tenant {
				t.Errorf("event %s is not in the document, or in the wrong pass", e.name)
			}
		}
	}
}

func TestContractEveryCallIsAsTheDocumentSays(t *testing.T) {
	doc := document(t)
	r := newRig(t)
	everyCall(t, r)
	for _, route := range Routes() {
		if !r.routes[route.Name] {
			t.Errorf("no call uses %s", route.Name)
		}
	}
	for _, s := range r.vendor.all() {
		for _, fault := range breaches(doc, s) {
			t.Errorf("%s %s: %s", s.method, s.path, fault)
		}
	}
}

// breaches lists where a request departs from the document.
func breaches(doc *openapi3.T, s seen) []string {
	item, op := operation(doc, s.method, s.path)
	if op == nil {
		return []string{"no such operation"}
	}
	var faults []string
	for name, values := range s.query {
		schema, array := parameter(item, op, name)
		if schema == nil {
			faults = append(faults, "unknown parameter "+name)
			continue
		}
		if !array && len(values) > 1 {
			faults = append(faults, name+" is sent more than once")
		}
		for _, value := range values {
			if err := schema.VisitJSON(typed(schema, value)); err != nil {
				faults = append(faults, fmt.Sprintf("%s=%s: %v", name, value, err))
			}
		}
	}
	for _, p := range op.Parameters {
		if p.Value.In == openapi3.ParameterInQuery && p.Value.Required && !s.query.Has(p.Value.Name) {
			faults = append(faults, "required parameter "+p.Value.Name+" is missing")
		}
	}
	return append(faults, bodyBreaches(op, s.body)...)
}

// typed reads a query value as the schema's type, so that "x" for a number fails.
func typed(schema *openapi3.Schema, value string) any {
	switch {
	case schema.Type.Is("integer"):
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			return float64(n)
		}
	case schema.Type.Is("boolean"):
		if b, err := strconv.ParseBool(value); err == nil {
			return b
		}
	}
	return value
}

func bodyBreaches(op *openapi3.Operation, body object) []string {
	if op.RequestBody == nil {
		if body != nil {
			return []string{"a body where none is declared"}
		}
		return nil
	}
	schema := op.RequestBody.Value.Content["application/json"].Schema.Value
	var faults []string
	if err := schema.VisitJSON(body); err != nil {
		faults = append(faults, fmt.Sprintf("body: %v", err))
	}
	for name := range body {
		if schema.Properties[name] == nil {
			faults = append(faults, "body field "+name+" is not declared")
		}
	}
	return faults
}

// everyCall makes each call that the adapter can make, in each of its variants.
func everyCall(t *testing.T, r *rig) {
	t.Helper()
	r.idle()
	ours := keyObject("key_1", leakedMask, "expires_at", today.Add(30*day).Unix())
	r.organisation(map[string][]object{"proj_1": {ours, userKeyObject("key_2", "x", "user_1")}, "proj_2": {}})
	spend := r.limitable(0, rateObject("rl_1", 500, 30_000, "max_images_per_1_minute", int64(5), "max_audio_megabytes_per_1_minute", int64(5),
		"max_requests_per_1_day", int64(5), "batch_1_day_max_input_tokens", int64(5)))
	r.using("proj_1", map[string]object{"key_1": ours}, "key_1")
	r.vendor.on("POST "+keyPath, 200, ours)
	r.vendor.on("DELETE "+keyPath, 200, gone("organization.project.api_key.deleted", "key_1"))
	r.vendor.on("GET "+accountPath, 200, object{"object": "organization.project.service_account", "id": "sa_1"})
	r.vendor.on("DELETE "+accountPath, 200, gone("organization.project.service_account.deleted", "sa_1"))
	r.vendor.on("POST "+issuePath, 200, object{"object": "organization.project.service_account.api_key", "id": "key_n", "name": "n", "created_at": 1, "value": made("sk-svcacct-", 74, 7)})
	admin := made("sk-admin-", 58, 5)
	adminKey := adminKeyObject("key_a", "sk-admin-****"+admin[len(admin)-4:])
	r.vendor.handle("GET /organization/admin_api_keys", func(s seen) (int, any) {
		return 200, page(s.query.Get("after") == "" && s.query.Get("limit") != "1", adminKey)
	})
	r.vendor.on("GET "+adminPath, 200, adminKey)
	r.vendor.on("DELETE "+adminPath, 200, gone("organization.admin_api_key.deleted", "key_a"))
	created := adminKeyObject("key_n", "x")
	created["value"] = made("sk-admin-", 58, 6)
	r.vendor.on("POST /organization/admin_api_keys", 200, created)
	r.vendor.handle(auditLog, func(s seen) (int, any) {
		id := "a_" + s.query.Get("tenant_only") + s.query.Get("after")
		return 200, page(s.query.Get("after") == "" && s.query.Get("limit") != "1", act(id, "api_key.created"))
	})
	r.vendor.handle(completions, func(s seen) (int, any) {
		if s.query.Get("page") == "" {
			return 200, series("page_2")
		}
		return 200, series("")
	})

	check := func(what string, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, c := range []providers.Credential{credential(ServiceAccountKey, leaked), credential(AdminKey, admin)} {
		_, err := r.Validate(r.ctx, c)
		check("validate", err)
		_, err = r.Locate(r.ctx, c)
		if c.Kind != AdminKey { // the fake's list of admin keys circles after its second page
			check("locate", err)
		}
	}
	for _, limit := range []string{LimitSpend, LimitRate, LimitScopes, LimitExpiry} {
		for range 2 { // a spend limit once where there was none, and once where there was
			c := r.offered(t, limit)
			_, err := r.Contain(r.ctx, record(), c)
			check("contain "+limit, err)
			_, _ = r.Contained(r.ctx, record(), c) // scopes cannot be read
			_, err = r.Lift(r.ctx, record(), c)
			if limit != LimitScopes {
				check("lift "+limit, err)
			}
			if *spend == 0 {
				*spend = 5000
			}
		}
	}
	for _, width := range []time.Duration{time.Minute, time.Hour, day} {
		q := providers.UsageQuery{Record: record(), From: today.Add(-2 * width), To: today, Width: width}
		_, err := drain(t, r.Usage(r.ctx, q))
		check("usage", err)
		_, err = drain(t, r.Costs(r.ctx, q))
		check("costs", err)
	}
	_, _ = drain(t, r.Audit(r.ctx, record(), today.Add(-day), today))
	_, err := r.CheckAdmin(r.ctx)
	check("check admin", err)
	for _, k := range []providers.KeyRecord{record(), userRecord(), adminRecord()} {
		_, _ = r.Controls(r.ctx, k) // the fake's audit log circles after its second page
		_, _, _ = r.Related(r.ctx, k)
		_, _ = r.Created(r.ctx, providers.NewKey{Like: k, Name: "n"})
		if can, _ := r.CanIssue(k); can {
			_, _, err = r.Create(r.ctx, providers.NewKey{Like: k, Name: "n", Expires: day})
			check("create", err)
		}
		_, err = r.Present(r.ctx, k)
		check("present", err)
		_, err = r.Revoke(r.ctx, k)
		check("revoke", err)
	}
	_, _, err = r.Create(r.ctx, providers.NewKey{Like: record(), Name: "n", Scopes: []string{"api.model.request"}})
	check("create with scopes", err)
	_, err = r.OwnerPresent(r.ctx, record())
	check("owner present", err)
	_, err = r.OwnersKeys(r.ctx, record())
	check("owner's keys", err)
	_, err = r.RevokeOwner(r.ctx, record())
	check("revoke owner", err)
}

// TestContractTheCheckItselfFindsBreaches plants what must not pass.
func TestContractTheCheckItselfFindsBreaches(t *testing.T) {
	doc := document(t)
	for name, s := range map[string]seen{
		"an unknown path":      {method: "GET", path: "/organization/keys"},
		"an unknown method":    {method: "PUT", path: "/models"},
		"an unknown parameter": {method: "GET", path: "/organization/projects", query: map[string][]string{"size": {"1"}}},
		"a bare array bracket": {method: "GET", path: "/organization/projects", query: map[string][]string{"limit[]": {"1"}}},
		"a wrong type":         {method: "GET", path: "/organization/projects", query: map[string][]string{"limit": {"many"}}},
		"a value not listed":   {method: "GET", path: "/organization/costs", query: map[string][]string{"start_time": {"1"}, "group_by[]": {"moon"}}},
		"a missing parameter":  {method: "GET", path: "/organization/costs"},
		"a missing field":      {method: "POST", path: "/organization/admin_api_keys", body: object{}},
		"an unknown field":     {method: "POST", path: "/organization/admin_api_keys", body: object{"name": "n", "scopes": []any{}}},
		"a field too small":    {method: "POST", path: spendPath, body: object{"threshold_amount": 0.0, "currency": "USD", "interval": "month"}},
	} {
		if found := breaches(doc, s); len(found) == 0 {
			raw, _ := json.Marshal(s.body) // plain maps always encode
			t.Errorf("%s passed: %v %s", name, s.query, raw)
		}
	}
}
