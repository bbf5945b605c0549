package simulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"strconv"
	"time"

	"firebreak/providers"
)

// ErrNotLoopback means that somebody else could have reached the simulator.
var ErrNotLoopback = errors.New("the simulator listens on loopback only")

// Leaked is a key that the scenario leaks.
type Leaked struct {
	Provider string
	Kind     providers.Kind
	Key      providers.Secret
	Channel  string
}

// Server is a running world. Env is what a client in another process needs; it holds admin
// keys in clear, so it goes into Ready and nowhere else. In process use Bases and Admins.
type Server struct {
	ControlURL string
	Bases      map[string]string           // provider -> base URL
	Admins     map[string]providers.Secret // provider -> admin credential
	Env        map[string]string
	Leaked     []Leaked

	open []io.Closer // servers, each behind its listener, in the order of their closing
}

const (
	headerWait = 10 * time.Second
	maxHeader  = 64 << 10
)

// Start serves the control URL on the given address, and each provider on a loopback port of its own:
// on the ports that follow the given one, so that a world which is started again is found where it
// was; on free ones where that is 0. ErrNotLoopback: the address could be reached from elsewhere.
func (w *World) Start(listen string) (*Server, error) {
	control, err := loopback(listen)
	if err != nil {
		return nil, err
	}
	s := &Server{ControlURL: "http://" + control.Addr().String(), Bases: map[string]string{}, Admins: map[string]providers.Secret{}, Env: map[string]string{}}
	for i, v := range vendors {
		l, err := loopback(portBehind(listen, control, i+1))
		if err != nil {
			_, _ = control.Close(), s.Close() // the first error matters
			return nil, err
		}
		base := "http://" + l.Addr().String() + v.prefix
		s.Bases[v.name], s.Env[v.baseEnv] = base, base
		if v.adminKind != "" {
			admin, _ := w.Secret(v.admin) // every world has one
			s.Admins[v.name] = admin
			maps.Copy(s.Env, v.env(admin))
		}
		if v.also != nil {
			maps.Copy(s.Env, v.also(w))
		}
		s.serve(l, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { w.serve(v, rw, r) }))
	}
	s.Leaked = w.leaks()
	s.serve(control, w.control(s))
	return s, nil
}

// portBehind is the address of the nth port behind the one that was asked for, any free one where none was.
func portBehind(asked string, control net.Listener, n int) string {
	_, text, _ := net.SplitHostPort(asked) // it was listened on
	port := 0
	if at, ok := control.Addr().(*net.TCPAddr); ok && text != "0" && text != "" {
		port = at.Port + n
	}
	return net.JoinHostPort(host(control), strconv.Itoa(port))
}

func host(l net.Listener) string {
	name, _, _ := net.SplitHostPort(l.Addr().String()) // an address of ours is whole
	return name
}

// loopback opens a listener and makes sure where it listens, whatever the name was.
func loopback(listen string) (net.Listener, error) {
	name, _, err := net.SplitHostPort(listen)
	if err != nil {
		return nil, fmt.Errorf("listen address: want HOST:PORT on loopback: %w", err)
	}
	if ip := net.ParseIP(name); name != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, ErrNotLoopback
	}
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return nil, fmt.Errorf("listen on loopback: %w", err)
	}
	if at, ok := l.Addr().(*net.TCPAddr); !ok || !at.IP.IsLoopback() {
		_ = l.Close() // refused all the same
		return nil, ErrNotLoopback
	}
	return l, nil
}

func (s *Server) serve(l net.Listener, h http.Handler) {
	server := &http.Server{Handler: h, ReadHeaderTimeout: headerWait, MaxHeaderBytes: maxHeader, ErrorLog: log.New(io.Discard, "", 0)}
	s.open = append(s.open, l, server)
	// Serve ends with an error when Close is called; there is nobody to tell.
	go func() { _ = server.Serve(l) }()
}

// Close stops all listeners and cuts what is open. The world lives on.
func (s *Server) Close() error {
	var errs []error
	for _, c := range s.open { // the listener too: a server that has not begun yet would leave it open for a while
		if err := c.Close(); !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// leaks lists the leaked keys.
func (w *World) leaks() []Leaked {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []Leaked
	for _, k := range w.keys {
		if k.leaked {
			out = append(out, Leaked{k.kind.Provider(), k.kind, k.secret, k.channel})
		}
	}
	return out
}

// Ready is the one line of JSON that tells another program how to work against this world.
// Keys stand in it in clear: here alone.
func (s *Server) Ready() []byte {
	type leaked struct {
		Provider string         `json:"provider"`
		Kind     providers.Kind `json:"kind"`
		Value    string         `json:"key"`
		Channel  string         `json:"channel"`
	}
	line := struct {
		Control string            `json:"control"`
		Env     map[string]string `json:"env"`
		Leaked  []leaked          `json:"leaked"`
	}{Control: s.ControlURL, Env: s.Env, Leaked: []leaked{}}
	for _, l := range s.Leaked {
		line.Leaked = append(line.Leaked, leaked{l.Provider, l.Kind, vendorOf(l.Kind).text(l.Key), l.Channel})
	}
	text, _ := json.Marshal(line) // strings alone always encode
	return append(text, '\n')
}
