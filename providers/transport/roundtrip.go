package transport

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"firebreak/providers"
)

// maxGiven bounds the body of a request that a vendor's library built; they are API calls of a
// few KiB.
const maxGiven = 8 << 20

type opKey struct{}

// WithOp returns a context that names the operation of a vendor library's next request.
func WithOp(ctx context.Context, op string) context.Context {
	return context.WithValue(ctx, opKey{}, op)
}

// RoundTrip is the second entry of the door, for vendor libraries that build and sign their
// requests themselves. The request is matched with the route table by method, host, path, the
// route's constant headers and, where the wire names an operation, by that; what matches no
// route, or another operation than the context names, is a mutation. Everything else is as in Do, except that any complete
// answer is returned as it is: the library maps errors. The error is a *providers.CallError.
func (d *Door) RoundTrip(given *http.Request) (*http.Response, error) {
	body, err := takeBody(given)
	if err != nil {
		return nil, localError(providers.Route{Name: "undeclared", Method: given.Method}, "", errBody)
	}
	j, err := d.match(given, body)
	if err != nil {
		return nil, err
	}
	v := newVeil(j.secrets)
	defer v.wipe()
	r, failed := d.perform(given.Context(), j, v)
	if failed != nil {
		return nil, failed
	}
	return &http.Response{
		Status: fmt.Sprintf("%d %s", r.status, http.StatusText(r.status)), StatusCode: r.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: r.header, Body: io.NopCloser(bytes.NewReader(r.body)),
		ContentLength: int64(len(r.body)), Request: given,
	}, nil
}

func takeBody(r *http.Request) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxGiven+1))
	_ = r.Body.Close() // read to its end or refused
	if err == nil && len(body) > maxGiven {
		err = errBody
	}
	return body, err
}

// match finds the base and the route of a request and makes it a job.
func (d *Door) match(given *http.Request, body []byte) (*job, error) {
	host, at, ok := d.baseOf(given.URL)
	if !ok {
		return nil, localError(providers.Route{Name: "undeclared", Method: given.Method}, "", providers.ErrBlocked)
	}
	path := strings.TrimPrefix(given.URL.EscapedPath(), at.path)
	route := d.routeOf(given, host, path, operation(given, body))
	j := &job{route: route, base: at, shown: at.path + path, secrets: secretsOf(given.Header)}
	j.limits()
	v := newVeil(j.secrets)
	defer v.wipe()
	var err error
	if j.statement, err = j.stateCall(given, body, v); err != nil {
		return nil, localError(route, at.host, err)
	}
	j.build = func(ctx context.Context, _ *url.URL) (*http.Request, error) {
		target, header := *given.URL, given.Header.Clone()
		return newRequest(ctx, given.Method, &target, header, bytes.Clone(body)), nil
	}
	return j, nil
}

// secretsOf collects the credentials that a library put into the header: the last word of each,
// which follows a scheme such as Bearer.
func secretsOf(h http.Header) []providers.Secret {
	var found []providers.Secret
	for name, values := range h {
		if !tellsCredential(name) {
			continue
		}
		for _, value := range values {
			found = append(found, providers.NewSecret([]byte(value[strings.LastIndexByte(value, ' ')+1:])))
		}
	}
	return found
}

// baseOf finds the base that holds a URL; of several, which New keeps apart, the one with the
// longest path.
func (d *Door) baseOf(u *url.URL) (host string, at base, found bool) {
	for name, b := range d.bases {
		if b.holds(u) && (!found || len(b.path) > len(at.path)) {
			host, at, found = name, b, true
		}
	}
	return host, at, found
}

// routeOf finds the declared route; without one the request is an undeclared mutation.
func (d *Door) routeOf(given *http.Request, host, path, op string) providers.Route {
	named, _ := given.Context().Value(opKey{}).(string)
	for _, r := range d.routes {
		if r.Method == given.Method && r.Host == host && r.Op == op && bears(given.Header, r.Header) && fits(r.Path, path) && (named == "" || named == op) {
			return r
		}
	}
	return providers.Route{Name: "undeclared", Method: given.Method, Host: host, Path: "/", Op: op}
}

// bears reports whether a request has each of the constant headers, so that a statement that
// shows them is true of it.
func bears(header http.Header, want map[string]string) bool {
	for name, value := range want {
		if !slices.Equal(header.Values(name), []string{value}) {
			return false
		}
	}
	return true
}

// operation reads what the wire names as the operation: the X-Amz-Target header or the Action
// of a form. Empty for plain REST; a request that names two is none of the declared ones.
func operation(given *http.Request, body []byte) string {
	op := ""
	if target := given.Header.Get("X-Amz-Target"); target != "" {
		op = target[strings.LastIndexByte(target, '.')+1:]
	}
	actions := given.URL.Query()["Action"]
	if strings.HasPrefix(given.Header.Get("Content-Type"), formType) {
		if form, err := url.ParseQuery(string(body)); err == nil {
			actions = append(actions, form["Action"]...)
		} else {
			return "unreadable"
		}
	}
	for _, a := range actions {
		if op != "" && op != a {
			return "ambiguous"
		}
		op = a
	}
	return op
}

// fits matches an escaped path with a template; a value spans no slash.
func fits(template, path string) bool {
	pieces, err := splitTemplate(template)
	if err != nil {
		return false
	}
	for i, p := range pieces {
		if !p.isVar {
			var ok bool
			if path, ok = strings.CutPrefix(path, p.text); !ok {
				return false
			}
			continue
		}
		end := strings.IndexByte(path, '/')
		if end < 0 {
			end = len(path)
		}
		if i+1 < len(pieces) && pieces[i+1].text != "" && pieces[i+1].text[0] != '/' {
			end = strings.Index(path, pieces[i+1].text)
		}
		if end <= 0 || strings.Contains(path[:end], "/") {
			return false
		}
		path = path[end:]
	}
	return path == ""
}
