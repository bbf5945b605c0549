package transport

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"firebreak/providers"
)

const vendor = "api.vendor.example"

// routes is a table with one route of each kind.
var routes = []providers.Route{
	{Name: "v.list", Method: "GET", Host: vendor, Path: "/projects/{project_id}/keys", Effect: providers.Read, Query: []string{"limit", "ids[]"}, Reads: []string{"X-Note"}},
	{Name: "v.search", Method: "POST", Host: vendor, Path: "/search", Effect: providers.Read},
	{Name: "v.probe", Method: "GET", Host: vendor, Path: "/models", Effect: providers.Probe, Reads: []string{"X-Note"}},
	{Name: "v.delete", Method: "DELETE", Host: vendor, Path: "/keys/{key_id}"},
	{Name: "v.limit", Method: "POST", Host: vendor, Path: "/keys/{key_id}:limit", Undo: "v.unlimit", Reads: []string{"X-Note"}},
	{Name: "v.exchange", Method: "POST", Host: vendor, Path: "/token", Effect: providers.Read, BodyType: formType, Reads: []string{"X-Note"}},
	{Name: "v.inpath", Method: "GET", Host: vendor, Path: "/bot{token}/me", Effect: providers.Probe, Reads: []string{"X-Note"}},
}

var (
	listCall   = Call{Route: "v.list", Path: map[string]string{"project_id": "proj_1"}}
	probeCall  = Call{Route: "v.probe"}
	deleteCall = Call{Route: "v.delete", Path: map[string]string{"key_id": "key_1"}}
)

// testKey is long enough to be looked for and matches no detector.
func testKey() providers.Secret {
	return providers.NewSecret([]byte("DRILL-" + strings.Repeat("q7Xz", 8) + "-end9"))
}

// handClock stands still but for the sleeps asked of it.
type handClock struct {
	providers.WallClock
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
}

func newClock() *handClock { return &handClock{now: time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)} }

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.slept = append(c.slept, d)
	c.now = c.now.Add(d)
	return ctx.Err()
}

func (c *handClock) sleeps() []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.slept
}

// notebook is ledger and recorder in one.
type notebook struct {
	mu        sync.Mutex
	intents   []providers.Statement
	withheld  []providers.Statement
	exchanges []providers.Exchange
	refuse    error
	onIntent  func()
}

func (n *notebook) Intent(_ context.Context, s providers.Statement) error {
	if n.onIntent != nil {
		n.onIntent()
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.intents = append(n.intents, s)
	return n.refuse
}

func (n *notebook) Withheld(_ context.Context, s providers.Statement) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.withheld = append(n.withheld, s)
}

func (n *notebook) record(x providers.Exchange) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.exchanges = append(n.exchanges, x)
}

func (n *notebook) sent() []providers.Exchange {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.exchanges
}

// bench is a door before a server, with everything it says noted.
type bench struct {
	*Door
	notes *notebook
	clock *handClock
	ctx   context.Context // with the ledger
}

// newBench opens a door with the given table, or with the usual one.
func newBench(t *testing.T, server string, change func(*Config), table ...providers.Route) *bench {
	t.Helper()
	if len(table) == 0 {
		table = routes
	}
	b := &bench{notes: &notebook{}, clock: newClock()}
	c := Config{
		Provider: "vendor", Bases: map[string]string{vendor: server + "/v1"}, LoopbackOnly: true, NoAmbient: true,
		Clock: b.clock, Record: b.notes.record, Jitter: func() float64 { return 0.5 }, Shape: vendorShape,
	}
	if change != nil {
		change(&c)
	}
	door, err := New(c, table...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(door.Close)
	b.Door, b.ctx = door, providers.WithLedger(t.Context(), b.notes)
	return b
}

// vendorShape knows {"error":{"code","message"}}.
func vendorShape(_ int, body []byte) (string, providers.Untrusted, bool) {
	var e struct {
		Error *struct {
			Code    string
			Message providers.Untrusted
		}
	}
	if json.Unmarshal(body, &e) != nil || e.Error == nil {
		return "", providers.Untrusted{}, false
	}
	return e.Error.Code, e.Error.Message, true
}

// answering serves one fixed answer to everything.
func answering(t *testing.T, status int, contentType, body string, header ...string) *httptest.Server {
	t.Helper()
	return serving(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	})
}

func serving(t *testing.T, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

// rawServer hands each connection to serve, with its number from 1, and gives its base URL.
func rawServer(t *testing.T, serve func(n int, c net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var open sync.WaitGroup
	open.Go(func() {
		for n := 1; ; n++ {
			c, err := l.Accept()
			if err != nil {
				return
			}
			open.Go(func() {
				defer c.Close()
				serve(n, c)
			})
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		open.Wait()
	})
	return "http://" + l.Addr().String()
}

// failure gets the door's error out of an error.
func failure(t *testing.T, err error) *providers.CallError {
	t.Helper()
	e, ok := err.(*providers.CallError)
	if !ok {
		t.Fatalf("error is %T (%v), want *providers.CallError", err, err)
	}
	return e
}
