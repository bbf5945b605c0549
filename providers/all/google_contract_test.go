package all_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/simulator"
	"firebreak/providers/transport"
)

// discovery is one of Google's own descriptions of its APIs, as far as it is checked.
type discovery struct {
	RootURL    string                    `json:"rootUrl"`
	Parameters map[string]any            `json:"parameters"`
	Resources  map[string]discoveredPart `json:"resources"`
	Schemas    map[string]discoveredType `json:"schemas"`
}

type discoveredPart struct {
	Methods   map[string]discoveredMethod `json:"methods"`
	Resources map[string]discoveredPart   `json:"resources"`
}

type discoveredMethod struct {
	Verb       string         `json:"httpMethod"`
	Path       string         `json:"path"`
	FlatPath   string         `json:"flatPath"`
	Parameters map[string]any `json:"parameters"`
	Request    discoveredType `json:"request"`
	Response   discoveredType `json:"response"`
}

type discoveredType struct {
	Ref        string                    `json:"$ref"`
	Type       string                    `json:"type"`
	Format     string                    `json:"format"`
	Enum       []string                  `json:"enum"`
	Properties map[string]discoveredType `json:"properties"`
	More       *discoveredType           `json:"additionalProperties"`
	Items      *discoveredType           `json:"items"`
}

// discoveries loads the descriptions of Google's hosts, or skips the test.
func discoveries(t *testing.T) map[string]discovery {
	t.Helper()
	found := map[string]discovery{}
	for _, name := range []string{"apikeys", "iam", "monitoring", "logging"} {
		file := filepath.Join("..", "..", "..", "shared", "specs", "google", name+"-api.json")
		text, err := os.ReadFile(file)
		if err != nil {
			t.Skip("the vendor's API descriptions are not beside this module; the contract is not checked here")
		}
		var d discovery
		if err := json.Unmarshal(text, &d); err != nil {
			t.Fatal(err)
		}
		found[strings.Trim(strings.TrimPrefix(d.RootURL, "https://"), "/")] = d
	}
	return found
}

// method finds what the description says of a request.
func (d discovery) method(verb, path string) (discoveredMethod, bool) {
	var look func(map[string]discoveredPart) (discoveredMethod, bool)
	look = func(parts map[string]discoveredPart) (discoveredMethod, bool) {
		for _, part := range parts {
			for _, m := range part.Methods {
				if m.Verb == verb && alike(strings.TrimPrefix(path, "/"), cmp.Or(m.FlatPath, m.Path)) {
					return m, true
				}
			}
			if m, ok := look(part.Resources); ok {
				return m, true
			}
		}
		return discoveredMethod{}, false
	}
	return look(d.Resources)
}

// alike compares a path with a template, segment by segment; a name may be followed by a verb.
func alike(path, template string) bool {
	have, want := strings.Split(path, "/"), strings.Split(template, "/")
	if len(have) != len(want) {
		return false
	}
	for i, w := range want {
		_, verb, named := strings.Cut(strings.TrimPrefix(w, "{"), "}")
		id, has, _ := strings.Cut(have[i], ":")
		if !named && w != have[i] || named && (id == "" || has != strings.TrimPrefix(verb, ":")) {
			return false
		}
	}
	return true
}

// breaches says where a value departs from its type: a field that is not declared, another JSON
// type, a word that is not listed.
func (d discovery) breaches(s discoveredType, v any, at string) (wrong []string) {
	if s.Ref != "" {
		s = d.Schemas[s.Ref]
	}
	kind := map[string]string{"integer": "float64", "number": "float64", "string": "string", "boolean": "bool", "array": "[]interface {}", "object": "map[string]interface {}", "any": fmt.Sprintf("%T", v)}[s.Type]
	if fmt.Sprintf("%T", v) != kind {
		return []string{fmt.Sprintf("%s: %T is no %s", at, v, s.Type)}
	}
	switch v := v.(type) {
	case string:
		if len(s.Enum) > 0 && !strings.Contains(" "+strings.Join(s.Enum, " ")+" ", " "+v+" ") {
			wrong = append(wrong, at+": "+v+" is not listed")
		}
	case []any:
		for i, item := range v {
			wrong = append(wrong, d.breaches(*s.Items, item, fmt.Sprintf("%s[%d]", at, i))...)
		}
	case map[string]any:
		for name, item := range v {
			p, declared := s.Properties[name]
			switch {
			case declared:
				wrong = append(wrong, d.breaches(p, item, at+"."+name)...)
			case s.More == nil:
				wrong = append(wrong, at+"."+name+" is not declared")
			case s.More.Type != "any":
				wrong = append(wrong, d.breaches(*s.More, item, at+"."+name)...)
			}
		}
	}
	return wrong
}

// passage is one request on its way, with its answer.
type passage struct {
	verb, host, path string
	query            url.Values
	asked, told      []byte
	status           int
}

// recorded stands between the adapter and the simulator and keeps what passes.
func recorded(t *testing.T, server string) (at string, seen func() []passage) {
	t.Helper()
	target, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var all []passage
	proxy := httputil.NewSingleHostReverseProxy(target)
	front := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		asked, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(asked))
		kept := httptest.NewRecorder()
		proxy.ServeHTTP(kept, r)
		host, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		mu.Lock()
		all = append(all, passage{r.Method, host, "/" + path, r.URL.Query(), asked, kept.Body.Bytes(), kept.Code})
		mu.Unlock()
		for name, values := range kept.Header() {
			rw.Header()[name] = values
		}
		rw.WriteHeader(kept.Code)
		_, _ = rw.Write(kept.Body.Bytes())
	}))
	t.Cleanup(front.Close)
	return front.URL, func() []passage { mu.Lock(); defer mu.Unlock(); return all }
}

// breaches says where a passage departs from the description of its host.
func (p passage) breaches(d discovery) (wrong []string) {
	m, ok := d.method(p.verb, p.path)
	if !ok {
		return []string{"no such method"}
	}
	for name := range p.query {
		if m.Parameters[name] == nil && d.Parameters[name] == nil {
			wrong = append(wrong, "parameter "+name+" is not declared")
		}
	}
	for _, part := range []struct {
		name string
		text []byte
		as   discoveredType
	}{{"body", p.asked, m.Request}, {"answer", p.told, m.Response}} {
		if len(part.text) == 0 || part.name == "answer" && p.status != 200 {
			continue
		}
		var v any
		if err := json.Unmarshal(part.text, &v); err != nil || part.as.Ref == "" {
			wrong = append(wrong, fmt.Sprintf("%s where none is declared, or no JSON: %v", part.name, err))
			continue
		}
		wrong = append(wrong, d.breaches(part.as, v, part.name)...)
	}
	return wrong
}

// everyGoogleCall makes each call that the adapter can make.
func everyGoogleCall(l *leak) {
	record := l.record()
	l.everyRead(record)
	check := func(what string, err error) {
		l.t.Helper()
		if err != nil {
			l.t.Errorf("%s: %v", what, err)
		}
	}
	ctx := l.acting()
	if issuer := as[providers.Issuer](l); l.key.Kind != "google/service-account-key" {
		_, _, err := issuer.Create(ctx, providers.NewKey{Like: record, Name: "firebreak-drill"})
		check("create", err)
	}
	if c, ok := l.adapter.(providers.Container); ok {
		offered, err := c.Containments(ctx, record)
		check("containments", err)
		for _, one := range offered {
			if one.Off == "" {
				l.limitAndLift(c, record, one)
			}
		}
	}
	_, err := as[providers.Revoker](l).Revoke(ctx, record)
	check("revoke", err)
	if r, ok := l.adapter.(providers.Restorer); ok && r.Restorable(l.key.Kind) > 0 {
		_, err = r.Restore(ctx, record)
		check("restore", err)
	}
}

func TestContractEveryCallOfGoogleAndItsAnswerIsAsTheVendorDescribesIt(t *testing.T) {
	docs := discoveries(t)
	issuer, _ := all.IssuerOf("google")
	used := map[string]bool{}
	for _, kind := range simulator.Leaks() {
		if kind.Provider() != issuer.Name {
			continue
		}
		l := newLeak(t, kind)
		at, seen := recorded(t, l.base)
		clock := &quick{now: l.world.Truth().Now}
		door, err := transport.New(transport.Config{Provider: issuer.Name, Bases: issuer.Bases(at), LoopbackOnly: true, NoAmbient: true, Clock: clock, Shape: issuer.Shape}, issuer.Routes...)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(door.Close)
		l.adapter = issuer.New(door, clock, func(context.Context) (providers.Secret, error) { return l.admin, nil })
		everyGoogleCall(l)
		for _, p := range seen() {
			for _, r := range issuer.Routes {
				if r.Method == p.verb && r.Host == p.host && alike(p.path, r.Path) {
					used[r.Name] = true
				}
			}
			if doc, described := docs[p.host]; described {
				for _, wrong := range p.breaches(doc) {
					t.Errorf("%s %s%s: %s", p.verb, p.host, p.path, wrong)
				}
			}
		}
	}
	for _, r := range issuer.Routes {
		if !used[r.Name] {
			t.Errorf("no call uses %s", r.Name)
		}
	}
}

// What must not pass is planted.
func TestContractTheCheckOfGooglesCallsFindsBreaches(t *testing.T) {
	d := discoveries(t)["apikeys.googleapis.com"]
	const keys = "/v2/projects/1/locations/global/keys"
	ok := passage{verb: "GET", path: keys + "/k", status: 200, told: []byte(`{"name":"n","createTime":"2026-01-01T00:00:00Z"}`)}
	if wrong := ok.breaches(d); len(wrong) > 0 {
		t.Errorf("a good one fails: %v", wrong)
	}
	for name, p := range map[string]passage{
		"an unknown path":      {verb: "GET", path: "/v2/keys"},
		"an unknown verb":      {verb: "POST", path: keys + "/k:destroy"},
		"an unknown method":    {verb: "PUT", path: keys + "/k"},
		"an unknown parameter": {verb: "GET", path: keys, query: url.Values{"filter": {"x"}}},
		"an unknown field":     {verb: "POST", path: keys, asked: []byte(`{"title":"x"}`)},
		"a field deep within":  {verb: "POST", path: keys, asked: []byte(`{"restrictions":{"apiTargets":[{"api":"x"}]}}`)},
		"a wrong type":         {verb: "POST", path: keys, asked: []byte(`{"displayName":1}`)},
		"an unknown answer":    {verb: "GET", path: keys + "/k", status: 200, told: []byte(`{"value":"x"}`)},
	} {
		if len(p.breaches(d)) == 0 {
			t.Errorf("%s passed", name)
		}
	}
}
