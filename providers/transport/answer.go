package transport

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"firebreak/providers"
)

// requestIDHeaders are where vendors give the id of a request, in order of preference.
var requestIDHeaders = []string{"X-Request-Id", "Request-Id", "X-Amzn-Requestid", "X-Github-Request-Id"}

// longestWait caps what a Retry-After is believed to mean.
const longestWait = 24 * time.Hour

// Answer is a success in the vendor's own form.
type Answer struct {
	Status    int
	RequestID string // clean, or empty
	At        time.Time

	header http.Header   // those that the route reads, without lines that hold a secret of the call
	body   func() []byte // an answer may hold a new key: what is behind a function does not print
	fail   providers.CallError
}

// Header returns a header of the answer that the route reads. It is empty where there is none,
// where the route does not read it, where it repeats a secret of the call, and where it is not
// plain ASCII or over 2,048 characters: half a list of scopes would be another list.
func (a Answer) Header(name string) string { return a.header.Get(name) }

// text is the body; the zero answer has none.
func (a Answer) text() []byte {
	if a.body == nil {
		return nil
	}
	return a.body()
}

// Decode reads the JSON body into v. An answer of another form is a *providers.CallError with
// cause shape, and for a mutation with fate unknown.
func (a Answer) Decode(v any) error {
	if json.Unmarshal(a.text(), v) != nil {
		wrong := a.fail // the decoder's own words quote the answer
		return &wrong
	}
	return nil
}

// DecodeXML reads the XML body into v, as Decode does with one of JSON.
func (a Answer) DecodeXML(v any) error {
	if xml.Unmarshal(a.text(), v) != nil {
		wrong := a.fail
		return &wrong
	}
	return nil
}

// reply is an answer as it came in, complete and within its limits.
type reply struct {
	status int
	header http.Header
	body   []byte
	at     time.Time
	id     string
}

// isWhole reports whether the body is a whole document of the form that the route's answers have.
func (r reply) isWhole(route providers.Route) bool {
	if !route.XML {
		return r.isJSON()
	}
	kind, _, err := mime.ParseMediaType(r.header.Get("Content-Type"))
	return err == nil && (kind == "text/xml" || kind == "application/xml") && isXML(r.body)
}

// isXML reports whether the text is one well-formed element, with nothing of weight around it.
func isXML(text []byte) bool {
	var any struct{}
	d := xml.NewDecoder(bytes.NewReader(text))
	if d.Decode(&any) != nil {
		return false
	}
	for {
		switch t, err := d.Token(); rest := t.(type) {
		case nil:
			return err == io.EOF
		case xml.CharData:
			if len(bytes.TrimSpace(rest)) > 0 {
				return false
			}
		case xml.Comment:
		default:
			return false
		}
	}
}

func (r reply) isJSON() bool {
	kind, _, err := mime.ParseMediaType(r.header.Get("Content-Type"))
	return err == nil && (kind == "application/json" || strings.HasPrefix(kind, "application/x-amz-json-") || strings.HasSuffix(kind, "+json")) && json.Valid(r.body)
}

// isBareSuccess: 204 and 205 have no body to judge, nor have the statuses that the route knows
// to come without one.
func (r reply) isBareSuccess(route providers.Route) bool {
	return len(r.body) == 0 &&
		(r.status == http.StatusNoContent || r.status == http.StatusResetContent || slices.Contains(route.Empty, r.status))
}

// retryAfter is how long the vendor asks to wait; 0 where it does not.
func (r reply) retryAfter(now time.Time) time.Duration {
	text := r.header.Get("Retry-After")
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil {
		return min(max(0, time.Duration(min(seconds, int64(longestWait/time.Second)))*time.Second), longestWait)
	}
	until, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	// Their date against their clock, where they tell it.
	if theirs, err := http.ParseTime(r.header.Get("Date")); err == nil {
		now = theirs
	}
	return min(max(0, until.Sub(now)), longestWait)
}

// readHeaders keeps the headers that a route reads, where they hold no secret of the call and
// nothing that could drive a terminal. Of several lines the first counts.
func readHeaders(h http.Header, reads []string, v veil) http.Header {
	const longest = 2048 // every scope that GitHub has, spelled out, is under 1,024
	out := http.Header{}
	for _, name := range reads {
		if value := h.Get(name); len(value) <= longest && isPlainValue(value) && !v.covers(value) {
			out.Set(name, value)
		}
	}
	return out
}

// tellsCredential reports whether a header of that canonical name may carry a credential.
func tellsCredential(name string) bool {
	switch name {
	case "Location", "Content-Location", "Link", "Refresh", "Referer":
		return true // they quote URLs
	}
	return soundsSecret(strings.ToLower(name))
}

// soundsSecret reports whether a lower-case name has a word that credentials go by.
func soundsSecret(name string) bool {
	for _, word := range []string{"auth", "cookie", "token", "secret", "key", "credential", "session", "pass", "signature", "assertion"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}
