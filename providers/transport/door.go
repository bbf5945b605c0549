package transport

import (
	"crypto/rand"
	"crypto/x509"
	"encoding/binary"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"firebreak/providers"
)

// Tunables. Vendors publish none of them; each is our own choice with its reason.
const (
	callTimeout   = 15 * time.Second // one attempt with its body; the slowest admin list takes a few seconds
	maxBody       = 8 << 20          // decoded; a page of 1,440 usage buckets is under 2 MiB
	maxHeader     = 64 << 10         // of an answer; vendors send under 4 KiB
	maxAttempts   = 3                // of a read
	maxRedirects  = 3                // of a read, within its base
	retryBase     = 500 * time.Millisecond
	retryCap      = 8 * time.Second  // of the jittered part of a wait
	maxRetryAfter = 60 * time.Second // longer than this is told instead of waited for
	idleTimeout   = 30 * time.Second // shorter than the 60 s after which common balancers hang up
	handshakeTime = 10 * time.Second
)

// Config is what a door is made of.
type Config struct {
	// Provider names the adapter in errors of New and in the log.
	Provider string
	// Bases maps a vendor's own host, as the routes name it, to the URL that the routes' paths
	// are appended to. Each must pass CheckBase.
	Bases map[string]string
	// DryRun withholds every mutation. LoopbackOnly lets connections be made to this machine
	// only and switches proxies off. NoAmbient ignores the environment's proxies.
	DryRun, LoopbackOnly, NoAmbient bool
	// Roots are the only authorities believed; nil: those of the system.
	Roots *x509.CertPool
	// Clock gives timestamps and waits between attempts. Deadlines run on real time.
	Clock providers.Clock
	// Record is told of every attempt after it ended; nil: nobody. It may be called from
	// several goroutines.
	Record func(providers.Exchange)
	// Log gets method, host, path template, status and duration; nil: nobody.
	Log *slog.Logger
	// Shape tells whether an answer that is no success is in the vendor's own form, and its
	// code and sentence. nil: any JSON is.
	Shape func(status int, body []byte) (code string, message providers.Untrusted, ok bool)
	// Jitter gives the random part of a wait, in [0,1); nil: from the system.
	Jitter func() float64
}

// Door sends the calls of one provider. It is safe for concurrent use.
type Door struct {
	cfg    Config // with no nil Clock, Jitter and Record
	routes map[string]providers.Route
	bases  map[string]base
	warm   *http.Transport // reads: keeps connections
	fresh  *http.Transport // mutations: one connection each
	budget *budget
}

// New makes a door, or says which base or route is not sound.
func New(c Config, routes ...providers.Route) (*Door, error) {
	if c.Clock == nil {
		c.Clock = providers.WallClock{}
	}
	if c.Jitter == nil {
		c.Jitter = systemJitter
	}
	if c.Record == nil {
		c.Record = func(providers.Exchange) {}
	}
	d := &Door{cfg: c, routes: map[string]providers.Route{}, bases: map[string]base{}, budget: newBudget()}
	for host, raw := range c.Bases {
		b, err := parseBase(raw)
		if err != nil {
			return nil, fmt.Errorf("door of %s: base for %s: %w", c.Provider, host, err)
		}
		if other, taken := d.hostAt(b); taken {
			return nil, fmt.Errorf("door of %s: %s and %s have one base: which is called could not be told", c.Provider, min(host, other), max(host, other))
		}
		d.bases[host] = b
	}
	for _, r := range routes {
		if err := d.adopt(r); err != nil {
			return nil, fmt.Errorf("door of %s: route %q: %w", c.Provider, r.Name, err)
		}
	}
	d.warm, d.fresh = d.newTransport(false), d.newTransport(true)
	return d, nil
}

// hostAt finds the host that has that base already.
func (d *Door) hostAt(b base) (string, bool) {
	for host, other := range d.bases {
		if other.scheme == b.scheme && other.address() == b.address() && other.path == b.path {
			return host, true
		}
	}
	return "", false
}

// Close ends the kept connections. The door stays usable.
func (d *Door) Close() {
	d.warm.CloseIdleConnections()
	d.fresh.CloseIdleConnections()
}

func systemJitter() float64 {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	return float64(binary.LittleEndian.Uint64(b[:])>>11) / (1 << 53)
}
