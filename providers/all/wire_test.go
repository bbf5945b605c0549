package all_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"testing"
)

// wire stands between a store and its server, and fails on demand.
type wire struct {
	*httptest.Server
	mu     sync.Mutex
	hangs  func() // called once a request hangs; nil: none does
	cuts   bool
	writes int // while cutting
}

func newWire(t *testing.T, server string) *wire {
	t.Helper()
	target, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	w := &wire{}
	w.Server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		hangs, cut := w.hangs, w.cuts && isWrite(r)
		if cut {
			w.writes++
		}
		w.mu.Unlock()
		switch {
		case hangs != nil:
			_, _ = io.Copy(io.Discard, r.Body) // else a caller that leaves is not noticed
			hangs()
			<-r.Context().Done()
		case cut:
			proxy.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		default:
			proxy.ServeHTTP(rw, r)
		}
	}))
	t.Cleanup(w.Close)
	return w
}

func isWrite(r *http.Request) bool {
	if r.Header.Get("X-Amz-Target") != "" {
		return isAWSWrite(r)
	}
	return r.Method == http.MethodPatch || r.Method == http.MethodPost && r.URL.Path != "/v1/sys/capabilities-self"
}

func (w *wire) hang(then func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.hangs = then
}

func (w *wire) cutWrites() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cuts, w.writes = true, 0
}

// heal ends all faults and tells how many writes were cut.
func (w *wire) heal() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.hangs, w.cuts = nil, false
	return w.writes
}
