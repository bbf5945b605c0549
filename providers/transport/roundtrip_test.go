package transport

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"firebreak/providers"
)

// cloudRoutes name operations on the wire, as AWS does.
var cloudRoutes = []providers.Route{
	{Name: "c.who", Method: "POST", Host: vendor, Path: "/", Op: "GetCallerIdentity", Effect: providers.Read},
	{Name: "c.delete", Method: "POST", Host: vendor, Path: "/", Op: "DeleteAccessKey"},
	{Name: "c.lookup", Method: "POST", Host: vendor, Path: "/", Op: "LookupEvents", Effect: providers.Read},
	{Name: "c.get", Method: "GET", Host: vendor, Path: "/keys/{id}:get", Effect: providers.Read},
}

func cloud(t *testing.T, dryRun bool) (*bench, *atomic.Int32, *httptest.Server) {
	t.Helper()
	var calls atomic.Int32
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Content-Type", "text/xml")
		w.Header().Set("X-Amzn-Requestid", "id-1")
		w.WriteHeader(403)
		_, _ = w.Write(body)
	})
	b := newBench(t, server.URL, func(c *Config) { c.DryRun = dryRun })
	door, err := New(Config{Bases: map[string]string{vendor: server.URL}, DryRun: dryRun, LoopbackOnly: true, Clock: b.clock, Record: b.notes.record}, cloudRoutes...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(door.Close)
	b.Door = door
	return b, &calls, server
}

// A vendor library's request is what the route table says, and a mutation in every doubt.
func TestALibrarysRequestIsMatchedOrAMutation(t *testing.T) {
	form := http.Header{"Content-Type": {"application/x-www-form-urlencoded; charset=utf-8"}}
	target := func(op string) http.Header { return http.Header{"X-Amz-Target": {"Trail_20131101." + op}} }
	cases := []struct {
		name, method, path string
		header             http.Header
		body, op           string
		route              string
		effect             providers.Effect
	}{
		{"a declared read", "POST", "/", form, "Action=GetCallerIdentity&Version=1", "GetCallerIdentity", "c.who", providers.Read},
		{"one without a name in the context", "POST", "/", form, "Action=GetCallerIdentity", "", "c.who", providers.Read},
		{"one named by its header", "POST", "/", target("LookupEvents"), "{}", "LookupEvents", "c.lookup", providers.Read},
		{"a path with values", "GET", "/keys/a:get", nil, "", "", "c.get", providers.Read},
		{"a declared mutation", "POST", "/", form, "Action=DeleteAccessKey", "DeleteAccessKey", "c.delete", providers.Mutate},
		{"another name in the context", "POST", "/", form, "Action=GetCallerIdentity", "ListUsers", "undeclared", providers.Mutate},
		{"a lie in the context", "POST", "/", form, "Action=DeleteAccessKey", "GetCallerIdentity", "undeclared", providers.Mutate},
		{"two actions", "POST", "/", form, "Action=GetCallerIdentity&Action=DeleteAccessKey", "GetCallerIdentity", "undeclared", providers.Mutate},
		{"an action in query and body", "POST", "/?Action=GetCallerIdentity", form, "Action=DeleteAccessKey", "", "undeclared", providers.Mutate},
		{"header and form disagree", "POST", "/", http.Header{"Content-Type": form["Content-Type"], "X-Amz-Target": {"T.LookupEvents"}}, "Action=DeleteAccessKey", "", "undeclared", providers.Mutate},
		{"a form that cannot be read", "POST", "/", form, "Action=%zz", "", "undeclared", providers.Mutate},
		{"no action", "POST", "/", form, "", "", "undeclared", providers.Mutate},
		{"an undeclared one", "POST", "/", form, "Action=GetUser", "GetUser", "undeclared", providers.Mutate},
		{"another method", "PUT", "/", form, "Action=GetCallerIdentity", "", "undeclared", providers.Mutate},
		{"another path", "POST", "/x", form, "Action=GetCallerIdentity", "", "undeclared", providers.Mutate},
		{"an empty value in the path", "GET", "/keys/:get", nil, "", "", "undeclared", providers.Mutate},
		{"a slash in the value", "GET", "/keys/a/b:get", nil, "", "", "undeclared", providers.Mutate},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for _, dryRun := range []bool{false, true} {
				b, calls, server := cloud(t, dryRun)
				ctx := b.ctx
				if c.op != "" {
					ctx = WithOp(ctx, c.op)
				}
				r, _ := http.NewRequestWithContext(ctx, c.method, server.URL+c.path, strings.NewReader(c.body))
				r.Header = c.header.Clone()
				if r.Header == nil {
					r.Header = http.Header{}
				}
				response, err := b.RoundTrip(r)
				if dryRun && c.effect == providers.Mutate {
					if !providers.IsWithheld(err) || calls.Load() != 0 || len(b.notes.withheld) != 1 || b.notes.withheld[0].Route != c.route {
						t.Errorf("in a dry run: %v, %d calls, %+v", err, calls.Load(), b.notes.withheld)
					}
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				body, _ := io.ReadAll(response.Body)
				if response.StatusCode != 403 || string(body) != c.body || response.Header.Get("X-Amzn-Requestid") != "id-1" {
					t.Errorf("answer %d %q", response.StatusCode, body)
				}
				sent := b.notes.sent()
				if len(sent) != 1 || sent[0].Route != c.route || sent[0].Effect != c.effect || sent[0].RequestID != "id-1" {
					t.Errorf("recorded %+v", sent)
				}
				if want := map[providers.Effect]int{providers.Mutate: 1}[c.effect]; len(b.notes.intents) != want {
					t.Errorf("%d intents, want %d", len(b.notes.intents), want)
				}
			}
		})
	}
}

func TestALibraryCannotLeaveTheBases(t *testing.T) {
	stranger := serving(t, func(http.ResponseWriter, *http.Request) { t.Error("a stranger was called") })
	b, _, server := cloud(t, false)
	for _, to := range []string{stranger.URL + "/", strings.Replace(server.URL, "http:", "https:", 1), strings.Replace(server.URL, "127.0.0.1", "localhost", 1), strings.Replace(server.URL, "//", "//user:DRILLpw@", 1)} {
		r, err := http.NewRequestWithContext(b.ctx, "GET", to, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = b.RoundTrip(r)
		if e := failure(t, err); !errors.Is(err, providers.ErrBlocked) || e.Fate != providers.NotSent || strings.Contains(printed(err), "DRILLpw") {
			t.Errorf("%s: %v", to, err)
		}
	}
	big, _ := http.NewRequestWithContext(b.ctx, "POST", server.URL+"/", io.LimitReader(zeros{}, maxGiven+1))
	if _, err := b.RoundTrip(big); failure(t, err).Fate != providers.NotSent {
		t.Errorf("a body over the limit: %v", err)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

func TestALibrarysCredentialIsInNothingThatTheDoorSays(t *testing.T) {
	key := testKey()
	var plain []byte
	key.Expose(func(k []byte) { plain = bytes.Clone(k) })
	b := newBench(t, serving(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Request-Id", strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
		w.Header().Set("Content-Type", jsonType)
		_, _ = w.Write([]byte("{}"))
	}).URL, nil)
	r, _ := http.NewRequestWithContext(context.Background(), "GET", b.bases[vendor].scheme+"://"+b.bases[vendor].host+"/v1/models", nil)
	r.Header.Set("Authorization", "Bearer "+string(plain))
	if _, err := b.RoundTrip(r); err != nil {
		t.Fatal(err)
	}
	if sent := b.notes.sent(); len(sent) != 1 || sent[0].RequestID != "" || strings.Contains(printed(sent), string(plain)) {
		t.Errorf("recorded %+v", sent)
	}
}

// A base may lie below another: a library's request is that of the nearest, every time.
func TestALibrarysRequestIsOfTheNearestBase(t *testing.T) {
	const inner = "inner.vendor.example"
	server := answering(t, 200, jsonType, "{}").URL
	row := func(name, host string) providers.Route {
		return providers.Route{Name: name, Method: "GET", Host: host, Path: "/who", Effect: providers.Read}
	}
	for range 20 { // a choice by chance would show
		b := newBench(t, server, func(c *Config) { c.Bases = map[string]string{vendor: server + "/x", inner: server + "/x/y"} }, row("n.outer", vendor), row("n.inner", inner))
		r, _ := http.NewRequestWithContext(b.ctx, "GET", server+"/x/y/who", nil)
		if _, err := b.RoundTrip(r); err != nil || b.notes.sent()[0].Route != "n.inner" {
			t.Fatalf("recorded %+v, %v", b.notes.sent(), err)
		}
	}
}
