package google

import (
	"context"
	"encoding/json"
	"io"
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
	call   string // "GET apikeys.googleapis.com/v2/keys:lookupKey"
	query  url.Values
	header http.Header
	body   object
	form   url.Values
}

// rig is an adapter before a fake vendor that answers as it is told.
type rig struct {
	*Adapter
	ctx      context.Context
	mu       sync.Mutex
	handlers map[string]func(seen) (int, any)
	requests []seen
	secret   providers.Secret // the admin credential
	clock    *handClock
}

// handClock moves by its sleeps.
type handClock struct {
	providers.WallClock
	mu sync.Mutex
	t  time.Time
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *handClock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
	return ctx.Err()
}

var today = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{handlers: map[string]func(seen) (int, any){}, ctx: providers.WithLedger(t.Context(), allow{}), clock: &handClock{t: today},
		secret: providers.NewSecret([]byte("ya29" + ".DRILL-administrator"))}
	server := httptest.NewServer(http.HandlerFunc(r.serve))
	t.Cleanup(server.Close)
	bases := Bases()
	for host := range bases {
		bases[host] = server.URL + "/" + host
	}
	door, err := transport.New(transport.Config{Provider: "google", Bases: bases, LoopbackOnly: true, NoAmbient: true, Clock: r.clock, Shape: Shape}, Routes()...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(door.Close)
	r.Adapter = New(door, r.clock, func(context.Context) (providers.Secret, error) { return r.secret, nil })
	return r
}

func (r *rig) serve(w http.ResponseWriter, req *http.Request) {
	s := seen{call: req.Method + " " + strings.TrimPrefix(req.URL.Path, "/"), query: req.URL.Query(), header: req.Header}
	if raw, _ := io.ReadAll(req.Body); req.Header.Get("Content-Type") == "application/x-www-form-urlencoded" {
		s.form, _ = url.ParseQuery(string(raw))
	} else if len(raw) > 0 {
		_ = json.Unmarshal(raw, &s.body) // a body that is no object stays nil, and tests see that
	}
	r.mu.Lock()
	r.requests = append(r.requests, s)
	handle := r.handlers[s.call]
	r.mu.Unlock()
	status, body := 404, any(fault(404, "NOT_FOUND", "", ""))
	if handle != nil {
		status, body = handle(s)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// on fixes the answer to one call.
func (r *rig) on(call string, status int, body any) {
	r.handle(call, func(seen) (int, any) { return status, body })
}

func (r *rig) handle(call string, h func(seen) (int, any)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.handlers[call] = h
}

func (r *rig) asked(call string) (all []seen) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range r.requests {
		if s.call == call {
			all = append(all, s)
		}
	}
	return all
}

type allow struct{}

func (allow) Intent(context.Context, providers.Statement) error { return nil }
func (allow) Withheld(context.Context, providers.Statement)     {}

// fault is an error in the vendor's form, with a reason and a consumer where they are not empty.
func fault(code int, name, reason, consumer string) object {
	e := object{"code": code, "message": "m", "status": name}
	if reason != "" {
		e["details"] = []any{object{"@type": "type.googleapis.com/google.rpc.Help"},
			object{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com", "metadata": object{"consumer": consumer}}}
	}
	return object{"error": e}
}

// made is an API key whose body is DRILL and one letter, over and over.
func made(letter string) providers.Secret {
	f := forms[APIKey]
	return providers.NewSecret([]byte(f.lead + "DRILL" + strings.Repeat(letter, f.body-len("DRILL"))))
}

func leaked() providers.Credential {
	return providers.Credential{Kind: APIKey, Secret: made("c")}
}

const (
	keyName    = "projects/42/locations/global/keys/k1"
	keyCall    = HostKeys + "/v2/" + keyName
	keysCall   = HostKeys + "/v2/projects/42/locations/global/keys"
	lookupCall = "GET " + HostKeys + "/v2/keys:lookupKey"
	modelsCall = "GET " + HostGemini + "/v1beta/models"
	doingCall  = "GET " + HostKeys + "/v2/operations/o1"
)

func record() providers.KeyRecord {
	return providers.KeyRecord{Kind: APIKey, ID: "k1", Parent: "42", Created: today.Add(-2400 * time.Hour)}
}

// keyObject is a key; more sets or replaces fields.
func keyObject(more ...any) object {
	o := object{"name": keyName, "uid": "k1", "displayName": "docs-bot", "createTime": "2026-08-01T10:00:00Z", "etag": "e1"}
	for i := 0; i < len(more); i += 2 {
		o[more[i].(string)] = more[i+1]
	}
	return o
}
