package transport

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"firebreak/providers"
)

// T4: a door for loopback reaches nothing else; the check is on the resolved address.
func TestALoopbackDoorReachesOnlyThisMachine(t *testing.T) {
	for address, ok := range map[string]bool{
		"127.0.0.1:80": true, "127.8.8.8:80": true, "[::1]:80": true, "[::ffff:127.0.0.1]:80": true,
		"0.0.0.0:80": false, "[::]:80": false, "10.0.0.1:80": false, "192.0.2.1:443": false, "169.254.169.254:80": false,
		"[::ffff:10.0.0.1]:80": false, "[fe80::1%lo]:80": false, "localhost:80": false, "": false,
	} {
		if err := loopbackOnly("tcp", address, nil); (err == nil) != ok {
			t.Errorf("%q: %v", address, err)
		}
	}
	for _, call := range []Call{deleteCall, listCall} {
		for _, base := range []string{"https://192.0.2.1", "https://api.vendor.example"} {
			b := newBench(t, base, nil)
			_, err := b.Do(b.ctx, call)
			if e := failure(t, err); !errors.Is(err, providers.ErrBlocked) || e.Fate != providers.NotSent || len(b.notes.sent()) != 1 {
				t.Errorf("got %v after %d attempts", err, len(b.notes.sent()))
			}
		}
	}
	// An http base means loopback, whatever else its name may come to mean.
	d := newBench(t, "http://localhost:80", func(c *Config) { c.LoopbackOnly = false })
	if !d.isPlainBase("localhost:80") || d.isPlainBase("localhost:443") {
		t.Error("a plain base is not recognised when dialled")
	}
	lied := &Door{bases: map[string]base{vendor: {scheme: "http", host: "192.0.2.1"}}}
	if _, err := lied.dial(t.Context(), "tcp", "192.0.2.1:80"); !errors.Is(err, providers.ErrBlocked) {
		t.Errorf("an http base that resolves elsewhere: %v, want ErrBlocked", err)
	}
}

// T5: which requests may go through a proxy.
func TestProxiesNeverSeeACredential(t *testing.T) {
	ask := func(*http.Request) (*url.URL, error) { return url.Parse("http://proxy.example:3128") }
	for _, c := range []struct {
		config  Config
		target  string
		proxied bool
	}{
		{Config{}, "https://api.vendor.example/", true},
		{Config{}, "http://127.0.0.1/", false},
		{Config{}, "http://api.vendor.example/", false},
		{Config{NoAmbient: true}, "https://api.vendor.example/", false},
		{Config{LoopbackOnly: true}, "https://api.vendor.example/", false},
	} {
		d := &Door{cfg: c.config}
		proxied := false
		if choose := d.proxy(ask); choose != nil {
			r, _ := http.NewRequest("GET", c.target, nil)
			to, _ := choose(r)
			proxied = to != nil
		}
		if proxied != c.proxied {
			t.Errorf("%+v to %s: proxied %v", c.config, c.target, proxied)
		}
	}

	t.Run("through a real one", func(t *testing.T) {
		server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", jsonType)
			_, _ = w.Write([]byte("{}"))
		}))
		t.Cleanup(server.Close)
		heard := &heard{}
		proxy := rawServer(t, func(_ int, c net.Conn) {
			in := bufio.NewReader(io.TeeReader(c, heard))
			if r, err := http.ReadRequest(in); err != nil || r.Method != http.MethodConnect {
				return
			}
			to, err := net.Dial("tcp", server.Listener.Addr().String())
			if err != nil {
				return
			}
			defer to.Close()
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\n\r\n")
			go func() { _, _ = io.Copy(c, to) }()
			_, _ = io.Copy(to, in)
		})
		via, _ := url.Parse(proxy)
		key := testKey()
		for _, call := range []Call{deleteCall, listCall} {
			b := newBench(t, server.URL, func(c *Config) { c.LoopbackOnly, c.NoAmbient = false, false })
			b.trust(server)
			b.warm.Proxy = b.proxy(func(*http.Request) (*url.URL, error) { return via, nil })
			b.fresh.Proxy = b.warm.Proxy
			call.Auth = Bearer(key)
			if _, err := b.Do(b.ctx, call); err != nil {
				t.Error(err)
			}
			b.Close()
		}
		text := heard.String()
		if strings.Count(text, "CONNECT ") != 2 {
			t.Errorf("the proxy was not used: %.80q", text)
		}
		for _, form := range append(key.Forms(), []byte("/v1/"), []byte("Authorization")) {
			if strings.Contains(text, string(form)) {
				t.Errorf("the proxy heard %.12q…", form)
			}
		}
	})
	t.Run("one that is not there", func(t *testing.T) {
		b := newBench(t, "https://api.vendor.example", func(c *Config) { c.LoopbackOnly, c.NoAmbient = false, false })
		secret := "DRILLproxypassword"
		b.fresh.Proxy = b.proxy(func(*http.Request) (*url.URL, error) { return url.Parse("http://user:" + secret + "@127.0.0.1:1") })
		_, err := b.Do(b.ctx, deleteCall)
		if e := failure(t, err); e.Fate != providers.NotSent || e.Cause != providers.CauseDial || strings.Contains(printed(err), secret) {
			t.Errorf("got %v", err)
		}
	})
}

// heard collects what several connections said.
type heard struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (h *heard) Write(b []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.buf.Write(b)
}

func (h *heard) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.buf.String()
}

// trust makes the door accept a test server's certificate.
func (d *Door) trust(server *httptest.Server) {
	pool := x509.NewCertPool()
	pool.AddCert(server.Certificate())
	d.warm.TLSClientConfig.RootCAs = pool
	d.fresh.TLSClientConfig.RootCAs = pool
}

// T5: the other side must be who it should be; else nothing is sent.
func TestTheOtherSideMustProveWhoItIs(t *testing.T) {
	quiet := log.New(io.Discard, "", 0)
	start := func(version uint16) *httptest.Server {
		s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.ProtoMajor != 1 { // HTTP/2 has retries and a debug log of its own
				t.Errorf("spoken to in %s", r.Proto)
			}
			w.Header().Set("Content-Type", jsonType)
			_, _ = w.Write([]byte("{}"))
		}))
		s.TLS = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: version}
		s.Config.ErrorLog, s.EnableHTTP2 = quiet, true
		s.StartTLS()
		t.Cleanup(s.Close)
		return s
	}
	good, old := start(tls.VersionTLS13), start(tls.VersionTLS11)
	plain := serving(t, func(http.ResponseWriter, *http.Request) { t.Error("a request arrived in the clear") })
	plain.Config.ErrorLog = quiet
	for name, c := range map[string]struct {
		url   string
		trust *httptest.Server
		cause providers.Cause // empty: it works
	}{
		"a trusted server":       {good.URL, good, ""},
		"an unknown certificate": {good.URL, nil, providers.CauseTLS},
		"another name":           {strings.Replace(good.URL, "127.0.0.1", "localhost", 1), good, providers.CauseTLS},
		"TLS 1.1":                {old.URL, old, providers.CauseTLS},
		"no TLS at all":          {strings.Replace(plain.URL, "http:", "https:", 1), nil, providers.CauseTLS},
		"a cut handshake":        {strings.Replace(rawServer(t, func(_ int, c net.Conn) { _, _ = c.Read(make([]byte, 100)) }), "http:", "https:", 1), nil, providers.CauseDial},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, c.url, nil)
			if c.trust != nil {
				b.trust(c.trust)
			}
			_, err := b.Do(b.ctx, deleteCall)
			if c.cause == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if e := failure(t, err); e.Cause != c.cause || e.Fate != providers.NotSent {
				t.Errorf("got %s %s, want %s", e.Fate, e.Cause, c.cause)
			}
		})
	}
}
