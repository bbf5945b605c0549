package transport

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"testing"

	"firebreak/providers"
)

// flakyServer answers the first request of each connection and counts, then resets on, every
// later one: what a balancer does that lost its backend. The standard library sends such a
// request again by itself where it thinks that it may.
func flakyServer(t *testing.T, executions *atomic.Int32) string {
	return rawServer(t, func(_ int, c net.Conn) {
		in := bufio.NewReader(c)
		for n := 1; ; n++ {
			r, err := http.ReadRequest(in)
			if err != nil {
				return
			}
			_, _ = io.Copy(io.Discard, r.Body)
			executions.Add(1)
			if n > 1 {
				_ = c.(*net.TCPConn).SetLinger(0)
				return
			}
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
		}
	})
}

// T2: executions equal recorded attempts, on warm connections too. Even a probe that is sent
// twice unseen would later look like a stranger's call.
func TestNothingIsSentMoreOftenThanRecorded(t *testing.T) {
	t.Run("the server catches the standard library", func(t *testing.T) {
		var executions atomic.Int32
		url := flakyServer(t, &executions)
		client := &http.Client{Transport: &http.Transport{}}
		defer client.CloseIdleConnections()
		for range 2 {
			response, err := client.Get(url)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, response.Body)
			_ = response.Body.Close()
		}
		if executions.Load() != 3 {
			t.Fatalf("two calls, %d executions: this server proves nothing", executions.Load())
		}
	})
	search := Call{Route: "v.search", Body: Object{"q": "x"}}
	for name, call := range map[string]Call{
		"read GET": listCall, "read POST with a body": search, "read POST without a body": {Route: "v.search"},
		"probe": probeCall, "DELETE": deleteCall,
		"mutation with a body": {Route: "v.limit", Path: map[string]string{"key_id": "k"}, Body: Object{"a": 1}},
	} {
		t.Run(name, func(t *testing.T) {
			var executions atomic.Int32
			b := newBench(t, flakyServer(t, &executions), nil)
			for range 4 {
				_, err := b.Do(b.ctx, call)
				if name == "DELETE" || name == "mutation with a body" {
					if err != nil {
						t.Errorf("a mutation met a used connection: %v", err)
					}
				}
			}
			if sent := len(b.notes.sent()); int(executions.Load()) != sent || sent < 4 {
				t.Errorf("%d executions, %d recorded attempts", executions.Load(), sent)
			}
			if intents := len(b.notes.intents); b.routes[call.Route].Effect == providers.Mutate && intents != int(executions.Load()) {
				t.Errorf("%d executions, %d intents", executions.Load(), intents)
			}
		})
	}
}

func TestRequestsWithoutABodyCarryNone(t *testing.T) {
	for name, call := range map[string]Call{"GET": listCall, "DELETE": deleteCall, "POST": {Route: "v.search"}} {
		b := newBench(t, serving(t, func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			if len(body) != 0 || r.ContentLength != 0 || len(r.TransferEncoding) != 0 || r.Header.Get("Content-Type") != "" {
				t.Errorf("%s: length %d, encoding %q, %d bytes", name, r.ContentLength, r.TransferEncoding, len(body))
			}
			if (r.Method == "DELETE") != r.Close {
				t.Errorf("%s: close is %v", name, r.Close)
			}
			w.Header().Set("Content-Type", jsonType)
			_, _ = w.Write([]byte("{}"))
		}).URL, nil)
		if _, err := b.Do(b.ctx, call); err != nil {
			t.Error(err)
		}
	}
}
