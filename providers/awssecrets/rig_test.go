package awssecrets_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/awssecrets"
	"firebreak/providers/simulator"
	"firebreak/providers/transport"
)

const (
	region = "eu-west-1"
	leaked = "DRILL-leaked-value-of-a-key"
	fresh  = "DRILL-fresh-value-of-a-key"
)

func value(text string) providers.Secret { return providers.NewSecret([]byte(text)) }

// ledger lets everything through and keeps what it was told.
type ledger struct{ seen []providers.Statement }

func (l *ledger) Intent(_ context.Context, s providers.Statement) error {
	l.seen = append(l.seen, s)
	return nil
}
func (l *ledger) Withheld(context.Context, providers.Statement) {}

// said is one call as it went over the wire.
type said struct {
	op, region      string
	request, answer []byte
	status          int
}

// rig is the simulated account, with something between that listens and can get in the way.
type rig struct {
	t      *testing.T
	world  *simulator.World
	admin  providers.Secret
	base   string
	ledger ledger

	mu     sync.Mutex // of what follows: a handler may still run when its caller has gone on
	said   []*said
	before func(op string, w http.ResponseWriter) bool // answers in the vendor's place
}

// meet lets something answer in the vendor's place; nil: nothing.
func (r *rig) meet(before func(op string, w http.ResponseWriter) bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.before = before
}

// hear writes a call down before it is answered, and gives what may get in its way.
func (r *rig) hear(one *said) func(op string, w http.ResponseWriter) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.said = append(r.said, one)
	return r.before
}

// heard gives what was said since the last time.
func (r *rig) heard() []*said {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := r.said
	r.said = nil
	return list
}

func newRig(t *testing.T) *rig {
	t.Helper()
	world, err := simulator.New(simulator.Config{Seed: 3, Leak: "aws/access-key-id"})
	if err != nil {
		t.Fatal(err)
	}
	server, err := world.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, world: world, admin: server.Admins["aws"]}
	vendor, err := url.Parse(server.Bases["aws"])
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(p *httputil.ProxyRequest) {
		p.SetURL(vendor)
		p.Out.Host = p.In.Host // it is signed
	}, ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) }}
	between := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		q.Body = io.NopCloser(bytes.NewReader(body))
		op := q.Header.Get("X-Amz-Target")
		if form, err := url.ParseQuery(string(body)); op == "" && err == nil {
			op = form.Get("Action")
		}
		one := &said{op: strings.TrimPrefix(op, "secretsmanager."), region: strings.Split(q.URL.Path, ".")[1], request: body}
		rec := httptest.NewRecorder()
		if before := r.hear(one); before == nil || !before(one.op, rec) {
			proxy.ServeHTTP(rec, q)
		}
		r.mu.Lock()
		one.status, one.answer = rec.Code, rec.Body.Bytes()
		r.mu.Unlock()
		w.Header().Set("Content-Type", rec.Header().Get("Content-Type"))
		w.WriteHeader(rec.Code)
		_, _ = w.Write(rec.Body.Bytes())
	}))
	t.Cleanup(func() { between.Close(); _ = server.Close(); _ = world.Close() })
	r.base = between.URL
	return r
}

// hand is a clock whose sleeps take no time.
type hand struct{ providers.WallClock }

func (hand) Sleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

func (r *rig) open(name string) *awssecrets.Store { return r.openAt(region, name) }

// openAt is open with another Region as the environment's.
func (r *rig) openAt(home, name string) *awssecrets.Store {
	r.t.Helper()
	bases := map[string]string{}
	for host := range awssecrets.Bases() {
		bases[host] = r.base + "/" + host
	}
	door, err := transport.New(transport.Config{Provider: "aws", Bases: bases, LoopbackOnly: true, NoAmbient: true, Clock: hand{}, Shape: shape}, awssecrets.Routes()...)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(door.Close)
	return awssecrets.New(door, awssecrets.Credentials{
		Ask:      func(context.Context) (providers.Secret, error) { return r.admin, nil },
		Exchange: func(_ context.Context, s providers.Secret) (providers.Secret, error) { return s, nil },
	}, home, name)
}

func (r *rig) ctx() context.Context { return providers.WithLedger(r.t.Context(), &r.ledger) }

func (r *rig) find(s *awssecrets.Store, text string) []providers.Place {
	r.t.Helper()
	places, err := s.Find(r.t.Context(), value(text))
	if err != nil {
		r.t.Fatal(err)
	}
	return places
}

// one finds the only place that can be written.
func (r *rig) one(s *awssecrets.Store, text string) providers.Place {
	r.t.Helper()
	var at []providers.Place
	for _, p := range r.find(s, text) {
		if p.Off == "" {
			at = append(at, p)
		}
	}
	if len(at) != 1 {
		r.t.Fatalf("places %+v, want one that can be written", at)
	}
	return at[0]
}

func (r *rig) keep(s simulator.Stored, values ...string) {
	if s.Region == "" {
		s.Region = region
	}
	r.world.Keep(s, values...)
}

func (r *rig) stands(name, label string) string {
	text, _ := r.world.Labelled(region, name, label)
	return text
}

// puts counts the versions that were stored since the last time.
func (r *rig) puts() (n int) {
	for _, s := range r.heard() {
		if s.op == "PutSecretValue" {
			n++
		}
	}
	return n
}

// shape knows the errors of services that speak JSON, as the adapter of AWS does.
func shape(status int, body []byte) (string, providers.Untrusted, bool) {
	var answer struct {
		Type    string              `json:"__type"`
		Message providers.Untrusted `json:"Message"`
	}
	ok := status >= 400 && json.Unmarshal(body, &answer) == nil && answer.Type != ""
	return answer.Type, answer.Message, ok
}
