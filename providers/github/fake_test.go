package github

import (
	"context"
	"encoding/json"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

type object = map[string]any

// seen is a request as the fake vendor got it.
type seen struct {
	method, path string
	query        url.Values
	header       http.Header
	body         object
}

// rig is an adapter before a fake vendor that answers as it is told.
type rig struct {
	*Adapter
	ctx      context.Context
	mu       sync.Mutex
	handlers map[string]func(seen) (int, any)
	header   map[string]string // on every answer
	requests []seen
	admin    providers.Secret
}

var today = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// still is a clock that does not move.
type still struct{ providers.WallClock }

func (still) Now() time.Time { return today }

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{handlers: map[string]func(seen) (int, any){}, header: map[string]string{}, ctx: providers.WithLedger(t.Context(), allow{}), admin: made(Classic, "b").Secret}
	server := httptest.NewServer(http.HandlerFunc(r.serve))
	t.Cleanup(server.Close)
	door, err := transport.New(transport.Config{
		Provider: "github", Bases: map[string]string{Host: server.URL}, LoopbackOnly: true, NoAmbient: true, Clock: still{}, Shape: Shape,
	}, Routes()...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(door.Close)
	r.Adapter = New(door, still{}, func(context.Context) (providers.Secret, error) { return r.admin, nil })
	return r
}

func (r *rig) serve(w http.ResponseWriter, req *http.Request) {
	s := seen{method: req.Method, path: req.URL.Path, query: req.URL.Query(), header: req.Header}
	if raw, _ := io.ReadAll(req.Body); len(raw) > 0 {
		_ = json.Unmarshal(raw, &s.body) // a body that is no object stays nil, and tests see that
	}
	r.mu.Lock()
	r.requests = append(r.requests, s)
	handle := r.handlers[s.method+" "+s.path]
	r.mu.Unlock()
	status, body := 404, any(fault("Not Found"))
	if handle != nil {
		status, body = handle(s)
	}
	for name, value := range r.header {
		w.Header().Set(name, value)
	}
	if status == http.StatusNoContent || body == nil {
		w.WriteHeader(status)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// on fixes the answer to one method and path.
func (r *rig) on(call string, status int, body any) {
	r.handle(call, func(seen) (int, any) { return status, body })
}

func (r *rig) handle(call string, h func(seen) (int, any)) { r.handlers[call] = h }

type allow struct{}

func (allow) Intent(context.Context, providers.Statement) error { return nil }
func (allow) Withheld(context.Context, providers.Statement)     {}

// made is a token of the kind whose body is DRILL and one letter with digits, over and over.
func made(kind providers.Kind, letter string) providers.Credential {
	var value strings.Builder
	for _, p := range forms[kind] {
		body := "DRILL" + strings.Repeat(letter+"0123456789abcdefghijk", p.body)
		value.WriteString(p.lead + body[:p.body])
	}
	return providers.Credential{Kind: kind, Secret: providers.NewSecret([]byte(value.String()))}
}

func fault(message string) object {
	return object{"message": message, "documentation_url": "https://docs.github.com/rest", "status": "404"}
}

func person(login string) object {
	return object{"login": login, "id": 7, "type": "User", "email": login + "@northwind.example"}
}

func repo(name string, more ...any) object {
	o := object{"name": name, "private": true, "archived": false, "owner": object{"login": "northwind", "id": 9, "type": "Organization"}, "permissions": object{"push": true}}
	for i := 0; i < len(more); i += 2 {
		o[more[i].(string)] = more[i+1]
	}
	return o
}

func secretsOf(names ...string) object {
	list := []object{}
	for _, name := range names {
		list = append(list, object{"name": name, "created_at": "2026-08-01T10:00:00Z", "updated_at": "2026-08-01T10:00:00Z"})
	}
	return object{"total_count": len(list), "secrets": list}
}

// record is the one that Locate makes of a token.
func record(c providers.Credential) providers.KeyRecord {
	return holder{ID: 7, Login: "tomek"}.record(c, c.Secret.Digest())
}

func drain[T any](pages iter.Seq2[[]T, error]) (all []T, last error) {
	for page, err := range pages {
		all = append(all, page...)
		last = err
	}
	return all, last
}
