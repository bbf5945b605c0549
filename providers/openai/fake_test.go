package openai

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// object is a JSON answer.
type object = map[string]any

// cut as a status ends the connection without an answer.
const cut = 0

// seen is a request as the fake vendor got it.
type seen struct {
	method, path string
	query        url.Values
	body         object
	bearer       string
}

// fake answers as it is told and writes down what it was asked.
type fake struct {
	*httptest.Server
	mu       sync.Mutex
	handlers map[string]func(seen) (int, any)
	header   map[string]string // on every answer
	requests []seen
}

func newFake(t *testing.T) *fake {
	f := &fake{handlers: map[string]func(seen) (int, any){}, header: map[string]string{}}
	f.Server = httptest.NewServer(http.HandlerFunc(f.serve))
	t.Cleanup(f.Close)
	return f
}

func (f *fake) serve(w http.ResponseWriter, r *http.Request) {
	s := seen{method: r.Method, path: strings.TrimPrefix(r.URL.Path, "/v1"), query: r.URL.Query()}
	s.bearer = strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if raw, _ := io.ReadAll(r.Body); len(raw) > 0 {
		_ = json.Unmarshal(raw, &s.body) // a body that is no object stays nil, and tests see that
	}
	f.mu.Lock()
	f.requests = append(f.requests, s)
	handle := f.handlers[r.Method+" "+s.path]
	header := f.header
	f.mu.Unlock()
	status, body := 404, any(fault("not_found", "No such thing."))
	if handle != nil {
		status, body = handle(s)
	}
	if status == cut {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("x-request-id", "req_1")
	for name, value := range header {
		w.Header().Set(name, value)
	}
	if page, ok := body.(string); ok {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, page)
		return
	}
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// on fixes the answer to one method and path.
func (f *fake) on(call string, status int, body any) {
	f.handle(call, func(seen) (int, any) { return status, body })
}

func (f *fake) handle(call string, h func(seen) (int, any)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.handlers[call] = h
}

// all gives every request so far.
func (f *fake) all() []seen {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.requests)
}

func (f *fake) asked(call string) []seen {
	var all []seen
	for _, s := range f.all() {
		if s.method+" "+s.path == call {
			all = append(all, s)
		}
	}
	return all
}

// fault is an error in the vendor's own form.
func fault(code, message string) object {
	e := object{"message": message, "type": "invalid_request_error", "param": nil, "code": nil}
	if code != "" {
		e["code"] = code
	}
	return object{"error": e}
}

// page is a list in the vendor's own form.
func page(more bool, items ...object) object {
	data := []object{}
	data = append(data, items...)
	p := object{"object": "list", "data": data, "has_more": more, "first_id": nil, "last_id": nil}
	if len(items) > 0 {
		p["last_id"] = items[len(items)-1]["id"]
	}
	return p
}

// handClock stands still but for the sleeps asked of it.
type handClock struct {
	providers.WallClock
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
	wake  func() // called at each sleep
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	c.slept = append(c.slept, d)
	c.now = c.now.Add(d)
	wake := c.wake
	c.mu.Unlock()
	if wake != nil {
		wake()
	}
	return ctx.Err()
}

// ledger notes every intent.
type ledger struct {
	mu      sync.Mutex
	intents []providers.Statement
}

func (l *ledger) Intent(_ context.Context, s providers.Statement) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.intents = append(l.intents, s)
	return nil
}

func (l *ledger) Withheld(context.Context, providers.Statement) {}

// rig is an adapter before a fake vendor.
type rig struct {
	*Adapter
	vendor *fake
	clock  *handClock
	ledger *ledger
	routes map[string]bool // used so far
	ctx    context.Context // with the ledger
	admin  string
}

var today = time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{vendor: newFake(t), clock: &handClock{now: today}, ledger: &ledger{}, routes: map[string]bool{}, admin: made("sk-admin-", 58, 99)}
	door, err := transport.New(transport.Config{
		Provider: "openai", Bases: map[string]string{Host: r.vendor.URL + "/v1"}, LoopbackOnly: true, NoAmbient: true,
		Record: func(x providers.Exchange) { r.routes[x.Route] = true },
		Clock:  r.clock, Shape: Shape, Jitter: func() float64 { return 0 },
	}, Routes()...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(door.Close)
	r.Adapter = New(door, r.clock, func(context.Context) (providers.Secret, error) {
		return providers.NewSecret([]byte(r.admin)), nil
	})
	r.ctx = providers.WithLedger(t.Context(), r.ledger)
	return r
}

// made builds a key at run time, with DRILL in it.
func made(prefix string, half int, seed uint64) string {
	const letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"
	rnd := rand.New(rand.NewPCG(seed, 3))
	body := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = letters[rnd.IntN(len(letters))]
		}
		return string(b)
	}
	return prefix + "DRILL" + body(half-5) + marker + body(half)
}

// leaked is the key of most tests, with its mask.
var (
	leaked     = made("sk-svcacct-", 74, 1)
	leakedMask = leaked[:11] + "**********" + leaked[len(leaked)-4:]
)

func credential(kind providers.Kind, value string) providers.Credential {
	return providers.Credential{Kind: kind, Secret: providers.NewSecret([]byte(value))}
}

// keyObject is a service account's key as the vendor lists it.
func keyObject(id, mask string, changes ...any) object {
	o := object{
		"object": "organization.project.api_key", "id": id, "name": "checkout", "redacted_value": mask,
		"created_at": 1_790_000_000, "last_used_at": 1_795_000_000, "owner_project_access": "active", "expires_at": nil,
		"owner": object{"type": "service_account", "service_account": object{
			"id": "sa_1", "name": "checkout", "created_at": 1_780_000_000, "role": "member"}},
	}
	for i := 0; i < len(changes); i += 2 {
		o[changes[i].(string)] = changes[i+1]
	}
	return o
}

func userKeyObject(id, mask, user string) object {
	return keyObject(id, mask, "owner", object{"type": "user", "user": object{
		"id": user, "email": user + "@example.org", "name": user, "created_at": 1_780_000_000, "role": "owner"}})
}

func adminKeyObject(id, mask string) object {
	return object{
		"object": "organization.admin_api_key", "id": id, "name": "ops", "redacted_value": mask, "created_at": 1_790_000_000,
		"expires_at": nil, "last_used_at": nil, "owner": object{
			"type": "user", "object": "organization.user", "id": "user_1", "name": "Kim", "created_at": 1_780_000_000, "role": "owner"},
	}
}

func projectObject(id string) object {
	return object{"object": "organization.project", "id": id, "name": "Project " + id, "created_at": 1_780_000_000, "archived_at": nil, "status": "active"}
}

// record is what Locate gives for keyObject("key_1", …).
func record() providers.KeyRecord {
	return providers.KeyRecord{
		Kind: ServiceAccountKey, ID: "key_1", Name: providers.FromOutside("checkout"), Masked: providers.FromOutside(leakedMask),
		Parent: "proj_1", ParentName: providers.FromOutside("Project proj_1"),
		Owner:   providers.Owner{Type: "service_account", ID: "sa_1", Name: providers.FromOutside("checkout")},
		Created: time.Unix(1_790_000_000, 0).UTC(), LastUsed: time.Unix(1_795_000_000, 0).UTC(),
	}
}

func adminRecord() providers.KeyRecord {
	return providers.KeyRecord{Kind: AdminKey, ID: "key_a", Owner: providers.Owner{Type: "user", ID: "user_1"}, Created: time.Unix(1_790_000_000, 0).UTC()}
}

func userRecord() providers.KeyRecord {
	r := record()
	r.Kind, r.Owner = ProjectKey, providers.Owner{Type: "user", ID: "user_1"}
	return r
}

// list of projects with the keys in each.
func (r *rig) organisation(projects map[string][]object) {
	var all []object
	for _, id := range []string{"proj_1", "proj_2", "proj_3"} {
		if keys, ok := projects[id]; ok {
			all = append(all, projectObject(id))
			r.vendor.on("GET /organization/projects/"+id+"/api_keys", 200, page(false, keys...))
		}
	}
	r.vendor.on("GET /organization/projects", 200, page(false, all...))
}

func drain[T any](t *testing.T, seq func(func([]T, error) bool)) (all []T, last error) {
	t.Helper()
	seq(func(some []T, err error) bool {
		if last != nil {
			t.Error("the stream went on after an error")
		}
		all, last = append(all, some...), err
		return true
	})
	return all, last
}

// text shows values for comparison in messages.
func text(v any) string { return fmt.Sprintf("%+v", v) }
