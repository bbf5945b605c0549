package anthropic

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
}

var today = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// still is a clock that does not move.
type still struct{ providers.WallClock }

func (still) Now() time.Time { return today.Add(12 * time.Hour) }

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{handlers: map[string]func(seen) (int, any){}, header: map[string]string{}, ctx: providers.WithLedger(t.Context(), allow{})}
	server := httptest.NewServer(http.HandlerFunc(r.serve))
	t.Cleanup(server.Close)
	door, err := transport.New(transport.Config{
		Provider: "anthropic", Bases: map[string]string{Host: server.URL + "/v1"}, LoopbackOnly: true, NoAmbient: true, Clock: still{}, Shape: Shape,
	}, Routes()...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(door.Close)
	admin := made(AdminKey, "b")
	r.Adapter = New(door, still{}, func(context.Context) (providers.Secret, error) { return admin, nil })
	return r
}

func (r *rig) serve(w http.ResponseWriter, req *http.Request) {
	s := seen{method: req.Method, path: strings.TrimPrefix(req.URL.Path, "/v1"), query: req.URL.Query(), header: req.Header}
	if raw, _ := io.ReadAll(req.Body); len(raw) > 0 {
		_ = json.Unmarshal(raw, &s.body) // a body that is no object stays nil, and tests see that
	}
	r.mu.Lock()
	r.requests = append(r.requests, s)
	handle := r.handlers[s.method+" "+s.path]
	r.mu.Unlock()
	status, body := 404, any(fault("not_found_error"))
	if handle != nil {
		status, body = handle(s)
	}
	w.Header().Set("Content-Type", "application/json")
	for name, value := range r.header {
		w.Header().Set(name, value)
	}
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// on fixes the answer to one method and path.
func (r *rig) on(call string, status int, body any) {
	r.handle(call, func(seen) (int, any) { return status, body })
}

func (r *rig) handle(call string, h func(seen) (int, any)) { r.handlers[call] = h }

func (r *rig) asked(call string) (all []seen) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range r.requests {
		if s.method+" "+s.path == call {
			all = append(all, s)
		}
	}
	return all
}

type allow struct{}

func (allow) Intent(context.Context, providers.Statement) error { return nil }
func (allow) Withheld(context.Context, providers.Statement)     {}

// made is a value of the kind whose body is DRILL and one letter, over and over.
func made(kind providers.Kind, letter string) providers.Secret {
	return providers.NewSecret([]byte(prefixes[kind] + "DRILL" + strings.Repeat(letter, bodyLength-len("DRILL")) + tail))
}

func leaked() providers.Credential {
	return providers.Credential{Kind: APIKey, Secret: made(APIKey, "c")}
}

// hint is what the vendor shows of a key.
func hint(s providers.Secret) (text string) {
	s.Expose(func(b []byte) { text = string(b[:len(prefixes[APIKey])+3]) + "..." + string(b[len(b)-4:]) })
	return text
}

func fault(kind string) object {
	return object{"type": "error", "error": object{"type": kind, "message": "m"}, "request_id": "req_1"}
}

func page(items ...object) object {
	data := append([]object{}, items...)
	return object{"data": data, "has_more": false, "first_id": nil, "last_id": nil}
}

// keyObject is a key in the older form; more sets or replaces fields.
func keyObject(id, status string, more ...any) object {
	o := object{
		"id": id, "type": "api_key", "name": "docs-bot", "status": status, "partial_key_hint": hint(leaked().Secret), "expires_at": nil,
		"created_at": "2026-08-01T10:00:00Z", "workspace_id": "wrkspc_1", "created_by": object{"id": "user_1", "type": "user"},
	}
	for i := 0; i < len(more); i += 2 {
		o[more[i].(string)] = more[i+1]
	}
	return o
}

const keyCall = "/organizations/api_keys/apikey_1"

func record() providers.KeyRecord {
	return providers.KeyRecord{Kind: APIKey, ID: "apikey_1", Parent: "wrkspc_1", Owner: providers.Owner{Type: "user", ID: "user_1"}, Created: today.Add(-200 * day)}
}

func drain[T any](pages iter.Seq2[[]T, error]) (all []T, last error) {
	for page, err := range pages {
		all = append(all, page...)
		last = err
	}
	return all, last
}

// series is a report whose days, the newest last, hold the given results.
func series(days ...[]object) object {
	data := []object{}
	for i, results := range days {
		at := today.AddDate(0, 0, i+1-len(days))
		data = append(data, object{"starting_at": at.Format(time.RFC3339), "ending_at": at.Add(day).Format(time.RFC3339), "results": append([]object{}, results...)})
	}
	return object{"data": data, "has_more": false, "next_page": nil}
}

func used(key any, model string, fresh, read, out int64) object {
	return object{"api_key_id": key, "workspace_id": "wrkspc_1", "model": model, "service_tier": "standard", "uncached_input_tokens": fresh, "cache_read_input_tokens": read,
		"cache_creation": object{"ephemeral_1h_input_tokens": 0, "ephemeral_5m_input_tokens": 0}, "output_tokens": out}
}
