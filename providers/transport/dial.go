package transport

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"sync/atomic"
	"syscall"
	"time"

	"firebreak/providers"
)

// newTransport makes the standard library's transport with everything that acts behind our
// back switched off: HTTP/2 and its own retries, and for mutations the reuse of connections.
func (d *Door) newTransport(fresh bool) *http.Transport {
	http1 := new(http.Protocols)
	http1.SetHTTP1(true)
	return &http.Transport{
		Proxy:                  d.proxy(http.ProxyFromEnvironment),
		DialContext:            d.dial,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: d.cfg.Roots},
		TLSHandshakeTimeout:    handshakeTime,
		DisableKeepAlives:      fresh,
		MaxIdleConnsPerHost:    4, // a watch, a listing and two to spare
		IdleConnTimeout:        idleTimeout,
		MaxResponseHeaderBytes: maxHeader,
		Protocols:              http1,
	}
}

// proxy narrows what the environment asks for: nothing in a drill, and never for plain http,
// where the proxy would read the credential.
func (d *Door) proxy(ask func(*http.Request) (*url.URL, error)) func(*http.Request) (*url.URL, error) {
	if d.cfg.NoAmbient || d.cfg.LoopbackOnly {
		return nil
	}
	return func(r *http.Request) (*url.URL, error) {
		if r.URL.Scheme != "https" {
			return nil, nil
		}
		return ask(r)
	}
}

// dial connects. Where only loopback is allowed, no name but localhost is looked up, for the
// question alone would leave this machine, and every resolved address is checked before the
// connection is tried, so that no hosts file can lead elsewhere either.
func (d *Door) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil || d.cfg.LoopbackOnly && !isLoopbackName(host) {
		return nil, providers.ErrBlocked
	}
	dialer := net.Dialer{Timeout: handshakeTime, KeepAlive: 15 * time.Second}
	if d.cfg.LoopbackOnly || d.isPlainBase(address) {
		dialer.Control = loopbackOnly
	}
	conn, err := dialer.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &meter{Conn: conn}, nil
}

// isPlainBase reports whether the address is that of an http base, which is loopback by rule.
func (d *Door) isPlainBase(address string) bool {
	for _, b := range d.bases {
		if b.scheme == "http" && b.address() == address {
			return true
		}
	}
	return false
}

func loopbackOnly(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !at.Addr().Unmap().IsLoopback() {
		return providers.ErrBlocked
	}
	return nil
}

// meter counts what came in, which tells a header over the limit from a lost connection: the
// standard library has no typed error for it.
type meter struct {
	net.Conn
	received atomic.Int64
}

func (m *meter) Read(b []byte) (int, error) {
	n, err := m.Conn.Read(b)
	m.received.Add(int64(n))
	return n, err
}

// meterOf finds the meter below a connection.
func meterOf(conn net.Conn) *meter {
	if secured, ok := conn.(*tls.Conn); ok {
		conn = secured.NetConn()
	}
	m, _ := conn.(*meter)
	return m
}
