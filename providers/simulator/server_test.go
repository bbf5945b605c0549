package simulator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
)

// overTheWire are the faults that need a real connection to be seen.
var overTheWire = map[string]bool{"cut_before": true, "cut_after": true, "cut_body": true, "reset": true, "slow": true, "late": true}

// serve starts the world of a rig on loopback.
func serve(t *testing.T, r *rig) *Server {
	t.Helper()
	s, err := r.w.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// send makes one request over the network, on a connection of its own.
func send(ctx context.Context, method, url string, s providers.Secret, body string) (got, error) {
	req, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		return got{}, err
	}
	if !s.IsEmpty() {
		req.Header.Set("Authorization", "Bearer "+plain(s))
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(req)
	if err != nil {
		return got{}, err
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	return decoded(res.StatusCode, res.Header, raw), err
}

func TestOnlyLoopbackIsServed(t *testing.T) {
	r := newRig(t, Config{Seed: 1})
	for _, listen := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:0", "example.test:0"} {
		if _, err := r.w.Start(listen); !errors.Is(err, ErrNotLoopback) {
			t.Errorf("%s: %v", listen, err)
		}
	}
	if _, err := r.w.Start("nonsense"); err == nil {
		t.Error("an address without a port is accepted")
	}
	s := serve(t, r)
	for _, url := range []string{s.ControlURL, s.Bases["openai"]} {
		if !strings.HasPrefix(url, "http://127.0.0.1:") {
			t.Errorf("serves at %s", url)
		}
	}
}

func TestTheReadyLineIsEnoughToWorkWith(t *testing.T) {
	s := serve(t, newRig(t, Config{Seed: 1, Channel: "chat"}))
	line := s.Ready()
	if bytes.Count(line, []byte("\n")) != 1 || line[len(line)-1] != '\n' {
		t.Errorf("not one line: %q", line)
	}
	var ready struct {
		Control string
		Env     map[string]string
		Leaked  []struct{ Provider, Kind, Key, Channel string }
	}
	if err := json.Unmarshal(line, &ready); err != nil {
		t.Fatal(err)
	}
	if ready.Control != s.ControlURL || len(ready.Leaked) != 1 || ready.Leaked[0].Channel != "chat" || ready.Leaked[0].Kind != string(ServiceAccountKey) || ready.Leaked[0].Provider != "openai" {
		t.Errorf("the line says %+v", ready)
	}
	base := ready.Env["FIREBREAK_OPENAI_BASE_URL"]
	for path, value := range map[string]string{"/models": ready.Leaked[0].Key, "/organization/projects": ready.Env["OPENAI_ADMIN_KEY"]} {
		g, err := send(t.Context(), "GET", base+path, providers.NewSecret([]byte(value)), "")
		if err != nil || g.status != 200 {
			t.Errorf("%s answers %d (%v)", path, g.status, err)
		}
	}
	again, err := send(t.Context(), "GET", s.ControlURL+"/_ready", providers.Secret{}, "")
	if err != nil || !bytes.Equal(again.raw, line) {
		t.Errorf("/_ready says something else (%v)", err)
	}
}

func TestTheControlURLTellsTheTruthAndTakesFaults(t *testing.T) {
	r := newRig(t, Config{Seed: 1, Tail: 3 * time.Second})
	s := serve(t, r)
	control := func(method, path, body string) got {
		t.Helper()
		g, err := send(t.Context(), method, s.ControlURL+path, providers.Secret{}, body)
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	base, admin := s.Bases["openai"], s.Admins["openai"]
	if _, err := send(t.Context(), "DELETE", base+r.keyPath("docs-bot", "leaked"), admin, ""); err != nil {
		t.Fatal(err)
	}
	var requests []map[string]any
	if err := json.Unmarshal(control("GET", "/_requests", "").raw, &requests); err != nil || len(requests) != 1 {
		t.Fatalf("requests: %v (%v)", requests, err)
	}
	for _, name := range []string{"time", "method", "path", "fingerprint", "status", "mutation"} {
		if _, there := requests[0][name]; !there || len(requests[0]) != 6 {
			t.Errorf("the request is %v", requests[0])
		}
	}
	if requests[0]["mutation"] != true || requests[0]["fingerprint"] != admin.Fingerprint(nil) {
		t.Errorf("the request is %v", requests[0])
	}
	truth := control("GET", "/_world", "")
	if !strings.Contains(string(truth.raw), `"state":"dying"`) || !strings.Contains(string(truth.raw), `"usd_attacker"`) {
		t.Errorf("the truth is %s", truth.raw)
	}
	if g := control("POST", "/_faults", `{"do":"explode"}`); g.status != 400 || !strings.Contains(string(g.raw), "cut_after") {
		t.Errorf("an unknown fault: %d %s", g.status, g.raw)
	}
	if g := control("POST", "/_faults", `{"do":"500","surprise":1}`); g.status != 400 {
		t.Errorf("an unknown field: %d", g.status)
	}
	if g := control("POST", "/_faults", `{"match":{"path":"/models"},"do":"503"}`); g.status != 200 {
		t.Errorf("a good fault: %d %s", g.status, g.raw)
	}
	if r.probe(r.leaked()) != 503 {
		t.Error("the fault does nothing")
	}
	var shown struct {
		Active []Fault
		Known  map[string]string
		Post   string
	}
	if err := json.Unmarshal(control("GET", "/_faults", "").raw, &shown); err != nil || len(shown.Active) != 1 || shown.Active[0].Do != "503" {
		t.Errorf("in force: %+v (%v)", shown.Active, err)
	}
	if len(shown.Known) != len(faultTable) || !strings.Contains(shown.Post, `POST {"match"`) {
		t.Errorf("known: %d, post: %s", len(shown.Known), shown.Post)
	}
	if g := control("DELETE", "/_faults", ""); g.status != 200 || r.probe(r.leaked()) != 200 {
		t.Error("the fault is not cleared")
	}
	if g := control("POST", "/_clock", `{"advance":"90s"}`); g.status != 409 {
		t.Errorf("a clock that cannot be set answers %d", g.status)
	}
}

func TestAWorldThatIsStartedAgainOnAPortIsFoundWhereItWas(t *testing.T) {
	r := newRig(t, Config{Seed: 1})
	var first *Server
	listen := ""
	for port := 20_000 + os.Getpid()%10_000; first == nil && port < 32_000; port += 10 { // below those that systems give out
		listen = "127.0.0.1:" + strconv.Itoa(port)
		first, _ = r.w.Start(listen)
	}
	if first == nil {
		t.Fatal("no free ports in a row")
	}
	_ = first.Close()
	again, err := r.w.Start(listen)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = again.Close() }()
	for name, base := range first.Bases {
		if base == first.ControlURL || again.Bases[name] != base {
			t.Errorf("%s was at %s and is at %s", name, base, again.Bases[name])
		}
	}
}

func TestAnAttachedClockIsDrivenFromOutside(t *testing.T) {
	clock := NewAttachedClock(&handClock{t: pageTime})
	if err := clock.Set(pageTime); err != nil {
		t.Fatal(err)
	}
	w, err := New(Config{Seed: 1, Clock: clock, Tail: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{tb: t, w: w}
	s := serve(t, r)
	post := func(body string) got {
		t.Helper()
		g, err := send(t.Context(), "POST", s.ControlURL+"/_clock", providers.Secret{}, body)
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	r.want(200, "DELETE", r.keyPath("docs-bot", "leaked"), "")
	woken := make(chan error, 1)
	go func() { woken <- clock.Sleep(t.Context(), time.Minute) }()
	if g := post(`{"advance":"59s"}`); g.status != 200 || r.probe(r.leaked()) != 200 {
		t.Errorf("within the tail: %d", g.status)
	}
	if g := post(`{"now":"` + pageTime.Add(61*time.Second).Format(time.RFC3339) + `"}`); g.status != 200 || r.probe(r.leaked()) != 401 {
		t.Errorf("after the tail: %d %s", g.status, g.raw)
	}
	for sleeps := true; sleeps; { // whoever begins to sleep behind a setting is woken by the next
		post(`{"advance":"2m"}`)
		select {
		case err := <-woken:
			if sleeps = false; err != nil {
				t.Errorf("a sleeper was not woken in order: %v", err)
			}
		case <-time.After(time.Millisecond):
		}
	}
	for _, body := range []string{`{"now":"2020-01-01T00:00:00Z"}`, `{"advance":"-1s"}`, `{"advance":"soon"}`, `{}`, `{"now":"2030-01-01T00:00:00Z","advance":"1s"}`, `[`} {
		if g := post(body); g.status != 400 {
			t.Errorf("%s: %d", body, g.status)
		}
	}
	gone, stop := context.WithCancel(t.Context())
	stop()
	if err := clock.Sleep(gone, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled sleep: %v", err)
	}
}

func TestFaultsThatBreakTheConnection(t *testing.T) {
	for do, done := range map[string]bool{"cut_before": false, "reset": false, "cut_after": true, "cut_body": true} {
		r := newRig(t, Config{Seed: 1})
		s := serve(t, r)
		r.fault(Fault{Match: Match{Method: "DELETE"}, Do: do})
		g, err := send(t.Context(), "DELETE", s.Bases["openai"]+r.keyPath("docs-bot", "leaked"), s.Admins["openai"], "")
		if err == nil {
			t.Errorf("%s: a whole answer came: %d %s", do, g.status, g.raw)
		}
		state, _ := r.w.KeyState("leaked")
		if (state.State == Dead) != done {
			t.Errorf("%s: the key is %s", do, state.State)
		}
		want := 0
		if do == "cut_body" {
			want = 200
		}
		if requests := r.w.Requests(); len(requests) != 1 || requests[0].Status != want {
			t.Errorf("%s: the log says %+v", do, requests)
		}
	}
}

// until waits for something that another goroutine does.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	for give := time.After(20 * time.Second); !ok(); {
		select {
		case <-look.C:
		case <-give:
			t.Fatalf("%s never happens", what)
		}
	}
}

func TestSlowAndLateRequestsAreDoneThoughTheirCallerLeaves(t *testing.T) {
	for do, c := range map[string]struct {
		seconds float64
		atOnce  bool
	}{"slow": {60, true}, "late": {1, false}} {
		r := newRig(t, Config{Seed: 1})
		s := serve(t, r)
		r.fault(Fault{Match: Match{Method: "DELETE"}, Do: do, Seconds: c.seconds})
		ctx, leave := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() {
			_, err := send(ctx, "DELETE", s.Bases["openai"]+r.keyPath("docs-bot", "leaked"), s.Admins["openai"], "")
			ended <- err
		}()
		done := func() bool { return len(r.w.Requests()) == 1 }
		if c.atOnce {
			until(t, "the act", done)
		} else {
			until(t, "the arrival", func() bool {
				r.w.mu.Lock()
				defer r.w.mu.Unlock()
				return r.w.faults[0].seen == 1
			})
			if done() {
				t.Errorf("%s: done at once", do)
			}
		}
		leave()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("%s: the caller got an answer (%v)", do, err)
		}
		until(t, "the act", done)
		if state, _ := r.w.KeyState("leaked"); state.State != Dead {
			t.Errorf("%s: the key is %s", do, state.State)
		}
	}
}
