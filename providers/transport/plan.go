package transport

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
)

// Reasons why a call is refused before anything is sent. They are faults of an adapter, or an
// identifier from outside that has no place in a path.
var (
	ErrRoute = errors.New("the call names no route of the table")
	ErrPath  = errors.New("a part of the path is missing or not clean")
	ErrQuery = errors.New("the route declares no such parameter")
	ErrPlace = errors.New("the host needs a region, and the call has none that is clean")
)

// Param is one query parameter. Order and repetition are kept.
type Param struct{ Name, Value string }

// Call is what an adapter asks for.
type Call struct {
	Route    string            // name in the table
	Region   string            // fills {region} in the route's host
	Path     map[string]string // values of the template's {names}; each segment must pass providers.CleanID
	Query    []Param           // names must be declared by the route
	Header   map[string]string // beside the route's: none that carries a credential or is the door's own
	Body     any               // see Object; nil: no body
	Auth     Auth
	Also     Auth          // a second credential, such as the value that is looked up; not in the path
	Timeout  time.Duration // of one attempt up to the last byte of the answer; 0: 15 s
	MaxBytes int64         // of the answer's decoded body; 0: 8 MiB
}

// Statement says what a call would do, made from the same parts as the request. It asks nobody
// and sends nothing.
func (d *Door) Statement(c Call) (providers.Statement, error) {
	j, err := d.plan(c)
	if err != nil {
		return providers.Statement{}, err
	}
	return j.statement, nil
}

// job is one call made ready: everything is checked but nothing is sent.
type job struct {
	route     providers.Route
	base      base
	shown     string // path as recorded: ids filled in, a credential in it as "[secret]"
	statement providers.Statement
	timeout   time.Duration
	maxBytes  int64
	secrets   []providers.Secret
	follow    bool // a redirect within the base may be followed
	// build makes the request, anew for each attempt; target, if not nil, is where a redirect led.
	build func(ctx context.Context, target *url.URL) (*http.Request, error)
}

// plan turns a call into a job, or says with a *providers.CallError what is wrong with it.
func (d *Door) plan(c Call) (*job, error) {
	route, ok := d.routes[c.Route]
	if !ok {
		return nil, localError(providers.Route{Name: "undeclared"}, "", ErrRoute)
	}
	at, placed := d.bases[route.Host].in(c.Region)
	j := &job{route: route, base: at, timeout: c.Timeout, maxBytes: c.MaxBytes}
	j.limits()
	refuse := func(err error) (*job, error) { return nil, localError(route, route.Host, err) }
	if !placed {
		return refuse(ErrPlace)
	}
	if err := cmp.Or(checkHeader(c.Header), c.Auth.check(), c.Also.checkBeside(c.Auth)); err != nil {
		return refuse(err)
	}
	for _, p := range c.Query {
		if !slices.Contains(route.Query, p.Name) {
			return refuse(ErrQuery)
		}
	}
	path, err := fill(route.Path, c.Path, c.Auth, func(providers.Secret) string { return secretShown })
	if err != nil {
		return refuse(err)
	}
	j.shown = j.base.path + path
	if j.statement, err = j.state(c.Body); err != nil {
		return refuse(err)
	}
	if len(c.Header) > 0 {
		both := maps.Clone(c.Header)
		maps.Copy(both, j.statement.Header)
		j.statement.Header = both
	}
	j.statement.Op = providers.CleanID(route.Op)
	// What cannot be sent must show before the ledger is asked.
	trial, err := wire(route, c.Body)
	clear(trial)
	if err != nil {
		return refuse(err)
	}
	j.secrets = append(secretsIn(c.Body), c.Auth.secret, c.Also.secret)
	j.follow = route.Effect == providers.Read && route.Method == http.MethodGet &&
		c.Body == nil && !c.Auth.inURL() && !c.Also.inURL()
	j.build = func(ctx context.Context, target *url.URL) (*http.Request, error) {
		return j.request(ctx, c, target, d.cfg.Clock.Now())
	}
	return j, nil
}

func (j *job) limits() {
	if j.timeout <= 0 {
		j.timeout = callTimeout
	}
	if j.maxBytes <= 0 {
		j.maxBytes = maxBody
	}
}

// state makes the statement; the body may be nil.
func (j *job) state(body any) (providers.Statement, error) {
	s := providers.Statement{
		Door: "http", Route: j.route.Name, Method: j.route.Method,
		URL:    j.base.scheme + "://" + j.base.host + j.shown,
		Header: maps.Clone(j.route.Header), Effect: j.route.Effect, Reversible: j.route.Undo != "", Undo: j.route.Undo,
		Notices: slices.Clone(j.route.Notices), Quota: j.route.Quota,
	}
	if body == nil {
		return s, nil
	}
	shown, err := encodeShown(body)
	s.Body = shown
	return s, err
}

// request builds what goes on the wire for one attempt, which is made at a time.
func (j *job) request(ctx context.Context, c Call, target *url.URL, at time.Time) (*http.Request, error) {
	header := http.Header{"User-Agent": {"firebreak"}, "Accept": {"application/json"}}
	if j.route.XML {
		header.Set("Accept", "text/xml")
	}
	for _, given := range []map[string]string{c.Header, j.route.Header} {
		for name, value := range given {
			header.Set(name, value)
		}
	}
	if target == nil {
		path, err := fill(j.route.Path, c.Path, c.Auth, reveal)
		if err != nil {
			return nil, err
		}
		plain, err := url.PathUnescape(path)
		if err != nil {
			return nil, ErrPath
		}
		target = &url.URL{
			Scheme: j.base.scheme, Host: j.base.host,
			Path: j.base.path + plain, RawPath: j.base.path + path, RawQuery: encodeQuery(c.Query),
		}
	}
	c.Auth.dress(header, target)
	c.Also.dress(header, target)
	var body []byte
	if c.Body != nil {
		var err error
		if body, err = wire(j.route, c.Body); err != nil {
			return nil, err
		}
		header.Set("Content-Type", cmp.Or(j.route.BodyType, "application/json"))
	}
	r := newRequest(ctx, j.route.Method, target, header, body)
	if c.Auth.seat == inSignature {
		if err := c.Auth.sign(r, body, at); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// newRequest makes a request that the standard library cannot replay: GET and its like get an
// empty body that must be read to be known as empty, for only those without one are replayed
// when a kept connection dies. Nothing of it shows on the wire.
func newRequest(ctx context.Context, method string, target *url.URL, header http.Header, body []byte) *http.Request {
	r := (&http.Request{
		Method: method, URL: target, Host: target.Host, Header: header,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}).WithContext(ctx)
	switch {
	case len(body) > 0:
		r.Body, r.ContentLength = newParcel(body), int64(len(body))
	case method == http.MethodPost || method == http.MethodPut || method == http.MethodPatch:
		r.Body = http.NoBody
	default:
		r.Body = newParcel(nil)
	}
	return r
}

func encodeQuery(params []Param) string {
	parts := make([]string, len(params))
	for i, p := range params {
		parts[i] = url.QueryEscape(p.Name) + "=" + url.QueryEscape(p.Value)
	}
	return strings.Join(parts, "&")
}
