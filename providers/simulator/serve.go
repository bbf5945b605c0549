package simulator

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
)

// route is one path of a vendor, in its own notation. Query lists the parameters that it takes.
type route struct {
	method, path string
	op           string // the operation that the request names; empty: none
	query        []string
	reads        bool // it changes nothing, whatever its method
	do           func(*call) answer
}

// call is one request on its way through.
type call struct {
	w      *World
	of     *vendor
	now    time.Time
	method string
	path   string // as it stands in the log
	raw    string // as it was asked for
	op     string
	req    *http.Request
	parts  map[string]string
	query  url.Values
	body   []byte
	shown  providers.Secret
	print  string    // fingerprint of shown, empty where nothing was shown
	until  time.Time // of a token that by minted; zero: by itself was shown
	by     *key      // whose it is; nil: a value that the vendor never made
	unfit  *answer   // the refusal of a request that is not as the vendor wants it
	hits   hits
	acts   []act
	err    error
}

// do makes a change that goes into the log together with the request.
func (c *call) do(a act) {
	if err := c.w.apply(a, c.now, c.by); err != nil && c.err == nil {
		c.err = err
	}
	c.acts = append(c.acts, a)
}

// serve answers one request as the vendor would.
func (w *World) serve(of *vendor, rw http.ResponseWriter, req *http.Request) {
	text, tooMuch := body(req)
	c := &call{w: w, of: of, req: req, method: req.Method, path: logged(req.URL.EscapedPath()), raw: req.URL.EscapedPath(), query: req.URL.Query(), body: text}
	if of.op != nil {
		c.op = of.op(req, text)
	}
	if of.unfit != nil {
		c.unfit = of.unfit(req)
	}
	if value := of.shown(req); value != "" {
		c.shown = providers.NewSecret([]byte(value))
		c.print = c.shown.Fingerprint(w.salt)
	}
	w.mu.Lock()
	c.hits = w.meet(of, c.method, c.path, later(w.now(), w.latest))
	w.mu.Unlock()
	if f := c.hits.of("late"); f != nil {
		_ = wait(context.WithoutCancel(req.Context()), seconds(f.Seconds, 5)) // cannot be cancelled
	}
	w.mu.Lock()
	r := w.answer(c, tooMuch)
	w.mu.Unlock()
	r.send(rw, req)
}

// answer decides, writes the log, and only then returns what to send.
func (w *World) answer(c *call, tooMuch error) reply {
	if w.log.dead != nil {
		return encode(c.of.sorry(503, "server"))
	}
	c.now = later(w.now(), w.latest)
	if c.print != "" {
		c.by = w.holder(c.of, c.shown, c.print)
		if c.by != nil {
			c.print = c.by.print // of the whole, where but its name was shown
		}
	}
	if c.by == nil && c.of.signed != nil {
		c.by, c.until = c.of.signed(c)
	}
	e := entry{At: c.now, Type: entryRequest, Provider: c.of.name, Method: c.method, Path: c.path, Op: c.op, Print: c.print, Mutation: c.of.mutates(c.method, c.op) && !c.reads(), Faults: c.hits.numbers()}
	if c.by != nil {
		e.By, e.Refused = c.by.id, !c.by.works(c.now)
	}
	r := instead(c.hits, c.of.sorry)
	if r == nil {
		a := c.dispatch(tooMuch)
		if c.err != nil {
			a = c.of.sorry(500, "server")
		}
		e.Used = a.used && !c.hits.has("stale_last_used")
		done := after(c.hits, encode(a), c.of.sorry)
		r = &done
	}
	e.Acts, e.Request = c.acts, makeID(w.seed, c.of.ids.request, "request", w.log.n, 32)
	if e.Status = r.status; r.cut == cutOff || r.cut == cutReset {
		e.Status = 0
	}
	if err := w.log.append(&e); err != nil {
		return encode(c.of.sorry(503, "server"))
	}
	// A live request has made its acts already, so nothing can be refused here.
	_ = w.fold(e, false)
	if r.header == nil {
		r.header = map[string]string{}
	}
	for name, value := range c.of.header(e.Request) {
		r.header[name] = value
	}
	return *r
}

// reads reports whether a request changes nothing, by its method or by what its path is for.
func (c *call) reads() bool {
	if c.method == http.MethodGet || c.method == http.MethodHead {
		return true
	}
	below := strings.TrimPrefix(c.raw, c.of.prefix)
	return slices.ContainsFunc(c.of.routes, func(r route) bool {
		_, fits := matchPath(r.path, below)
		return fits && r.method == c.method && r.reads
	})
}

// dispatch finds the handler and checks what every handler wants checked.
func (c *call) dispatch(tooMuch error) answer {
	if tooMuch != nil {
		return c.of.wrong(http.StatusRequestEntityTooLarge, "", "", "The request body is too large.")
	}
	below, ok := strings.CutPrefix(c.raw, c.of.prefix)
	elsewhere := false
	for _, r := range c.of.routes {
		parts, fits := matchPath(r.path, below)
		if !ok || !fits {
			continue
		}
		if r.method != c.method || r.op != c.op {
			elsewhere = true
			continue
		}
		c.parts = parts
		if c.unfit != nil {
			return *c.unfit
		}
		if name, ok := unknownParam(c.query, r.query); !ok {
			return c.of.wrong(400, "unknown_parameter", name, "Unknown parameter: '"+name+"'.")
		}
		return r.do(c)
	}
	if elsewhere {
		return c.of.wrong(http.StatusMethodNotAllowed, "method_not_supported", "", "Not allowed to "+c.method+" on "+c.path+".")
	}
	return c.of.wrong(http.StatusNotFound, "", "", "Invalid URL ("+c.method+" "+c.path+")")
}

// unknownParam finds a query name that the path does not take. Arrays may be written with
// brackets, as the vendor's own client does.
func unknownParam(query url.Values, known []string) (string, bool) {
	for name := range query {
		if !slices.Contains(known, strings.TrimSuffix(name, "[]")) && !slices.Contains(known, name) {
			return logged(name), false
		}
	}
	return "", true
}

// logged makes a path fit for log and messages: a part that is too long for an id of ours, or
// has characters that ids never have, could be anything, even a key; addresses are longer.
func logged(path string) string {
	const longestID = 40
	parts := strings.Split(path, "/")
	for i, p := range parts {
		if p != "" && (len(p) > longestID && !strings.Contains(p, "@") || providers.CleanID(p) == "") {
			parts[i] = "..."
		}
	}
	return strings.Join(parts, "/")
}
