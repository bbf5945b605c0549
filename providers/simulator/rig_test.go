package simulator

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"firebreak/providers"
)

// pageTime is a Tuesday afternoon, so that office traffic is high.
var pageTime = time.Date(2026, 11, 24, 14, 30, 0, 0, time.UTC)

// handClock is moved by the test alone.
type handClock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *handClock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

func (c *handClock) Sleep(ctx context.Context, d time.Duration) error { c.pass(d); return ctx.Err() }
func (c *handClock) Go(f func())                                      { go f() }
func (c *handClock) Gate() providers.Gate                             { return providers.WallClock{}.Gate() }

// rig is a world with a hand clock, called without a network.
type rig struct {
	tb    testing.TB
	w     *World
	clock *handClock
}

func newRig(tb testing.TB, c Config) *rig {
	tb.Helper()
	clock := &handClock{t: pageTime}
	c.Clock = clock
	w, err := New(c)
	if err != nil {
		tb.Fatalf("new world: %v", err)
	}
	tb.Cleanup(func() { _ = w.Close() })
	return &rig{tb: tb, w: w, clock: clock}
}

// reply2 is an answer, decoded where it is JSON.
type got struct {
	status int
	header http.Header
	raw    []byte
	json   map[string]any
}

func (g got) code() string {
	e, _ := g.json["error"].(map[string]any)
	code, _ := e["code"].(string)
	return code
}

func (g got) data() []map[string]any {
	list, _ := g.json["data"].([]any)
	var out []map[string]any
	for _, v := range list {
		out = append(out, v.(map[string]any))
	}
	return out
}

func (g got) text(name string) string {
	s, _ := g.json[name].(string)
	return s
}

// with calls OpenAI with a credential; the empty secret sends none.
func (r *rig) with(s providers.Secret, method, path, body string) got {
	header := http.Header{}
	if !s.IsEmpty() {
		header.Set("Authorization", "Bearer "+plain(s))
	}
	return r.call(openai, header, method, path, body)
}

// claude calls Anthropic with a credential.
func (r *rig) claude(s providers.Secret, method, path, body string) got {
	return r.call(anthropic, http.Header{"X-Api-Key": {plain(s)}, "Anthropic-Version": {"2023-06-01"}}, method, path, body)
}

func (r *rig) call(of *vendor, header http.Header, method, path, body string) got {
	req := httptest.NewRequest(method, of.prefix+path, strings.NewReader(body))
	req.Header = header
	rec := httptest.NewRecorder()
	r.w.serve(of, rec, req)
	return decoded(rec.Code, rec.Header(), rec.Body.Bytes())
}

func decoded(status int, header http.Header, raw []byte) got {
	g := got{status: status, header: header, raw: raw}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	_ = d.Decode(&g.json) // not every answer is JSON
	return g
}

func (r *rig) secret(ref Ref) providers.Secret {
	r.tb.Helper()
	s, ok := r.w.Secret(ref)
	if !ok {
		r.tb.Fatalf("no key %q in this world", ref)
	}
	return s
}

func (r *rig) leaked() providers.Secret { return r.secret("leaked") }

func (r *rig) admin(method, path, body string) got {
	r.tb.Helper()
	return r.with(r.secret(adminRef), method, path, body)
}

// want calls as admin and fails unless the status fits.
func (r *rig) want(status int, method, path, body string) got {
	r.tb.Helper()
	g := r.admin(method, path, body)
	if g.status != status {
		r.tb.Fatalf("%s %s: status %d, want %d: %s", method, path, g.status, status, g.raw)
	}
	return g
}

// inProject is the path of a project, by its reference.
func (r *rig) inProject(ref Ref) string { return "/organization/projects/" + r.w.ID(ref) }

// keyPath is the path of a scenario's key.
func (r *rig) keyPath(project, ref Ref) string {
	return r.inProject(project) + "/api_keys/" + r.w.ID(ref)
}

// probe asks GET /models and returns the status.
func (r *rig) probe(s providers.Secret) int { return r.with(s, "GET", "/models", "").status }

// fault puts a fault in force.
func (r *rig) fault(f Fault) {
	r.tb.Helper()
	if err := r.w.AddFault(f); err != nil {
		r.tb.Fatalf("fault %s: %v", f.Do, err)
	}
}
