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

// openaiPrefix is the version part of the base URL.
const openaiPrefix = "/v1"

// openaiRoute is one path of the vendor. Query lists the parameters that it takes.
type openaiRoute struct {
	method, path string
	query        []string
	do           func(*call) answer
}

// openaiRoutes is every path that is served, in the vendor's own notation.
var openaiRoutes = slices.Concat(modelRoutes, adminKeyRoutes, projectRoutes, projectKeyRoutes, accountRoutes, limitRoutes, usageRoutes, auditRoutes, userRoutes)

// call is one request on its way through.
type call struct {
	w      *World
	now    time.Time
	method string
	path   string // as it stands in the log
	parts  map[string]string
	query  url.Values
	body   []byte
	shown  providers.Secret
	print  string // fingerprint of shown, empty where nothing was shown
	by     *key   // whose it is; nil: a value that this world never made
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

// ServeOpenAI answers one request as api.openai.com would.
func (w *World) ServeOpenAI(rw http.ResponseWriter, req *http.Request) {
	text, tooMuch := body(req)
	c := &call{w: w, method: req.Method, path: logged(req.URL.EscapedPath()), query: req.URL.Query(), body: text}
	if scheme, value, ok := strings.Cut(req.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") && value != "" {
		c.shown = providers.NewSecret([]byte(value))
		c.print = c.shown.Fingerprint(w.salt)
	}
	w.mu.Lock()
	c.hits = w.meet(c.method, c.path, later(w.now(), w.latest))
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
		return encode(openaiSorry(503, "server"))
	}
	c.now = later(w.now(), w.latest)
	if c.print != "" {
		c.by = w.holder(c.shown, c.print)
	}
	e := entry{At: c.now, Type: entryRequest, Method: c.method, Path: c.path, Print: c.print, Mutation: c.method != http.MethodGet && c.method != http.MethodHead, Faults: c.hits.numbers()}
	if c.by != nil {
		e.By, e.Refused = c.by.id, !c.by.works(c.now)
	}
	r := instead(c.hits, openaiSorry)
	if r == nil {
		a := c.route(tooMuch)
		if c.err != nil {
			a = openaiSorry(500, "server")
		}
		e.Used = a.used && !c.hits.has("stale_last_used")
		done := after(c.hits, encode(a), openaiSorry)
		r = &done
	}
	e.Acts, e.Request = c.acts, makeID(w.seed, "req_", "request", w.log.n, 32)
	if e.Status = r.status; r.cut == cutOff || r.cut == cutReset {
		e.Status = 0
	}
	if err := w.log.append(&e); err != nil {
		return encode(openaiSorry(503, "server"))
	}
	// A live request has made its acts already, so nothing can be refused here.
	_ = w.fold(e, false)
	if r.header == nil {
		r.header = map[string]string{}
	}
	r.header["x-request-id"] = e.Request
	r.header["openai-version"] = "2020-10-01"
	return *r
}

// route finds the handler and checks what every handler wants checked.
func (c *call) route(tooMuch error) answer {
	if tooMuch != nil {
		return failure(http.StatusRequestEntityTooLarge, "", "", "The request body is too large.")
	}
	below, ok := strings.CutPrefix(c.path, openaiPrefix)
	elsewhere := false
	for _, r := range openaiRoutes {
		parts, fits := matchPath(r.path, below)
		if !ok || !fits {
			continue
		}
		if r.method != c.method {
			elsewhere = true
			continue
		}
		c.parts = parts
		if name, ok := unknownParam(c.query, r.query); !ok {
			return failure(400, "unknown_parameter", name, "Unknown parameter: '"+name+"'.")
		}
		return r.do(c)
	}
	if elsewhere {
		return failure(http.StatusMethodNotAllowed, "method_not_supported", "", "Not allowed to "+c.method+" on "+c.path+".")
	}
	return failure(http.StatusNotFound, "", "", "Invalid URL ("+c.method+" "+c.path+")")
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
// has characters that ids never have, could be anything, even a key.
func logged(path string) string {
	const longestID = 40
	parts := strings.Split(path, "/")
	for i, p := range parts {
		if p != "" && (len(p) > longestID || providers.CleanID(p) == "") {
			parts[i] = "..."
		}
	}
	return strings.Join(parts, "/")
}
