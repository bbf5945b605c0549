package transport

import (
	"errors"
	"maps"
	"net/http"
	"strings"
	"testing"

	"firebreak/providers"
)

func TestConstantHeadersCarryNoCredentialAndBendNothing(t *testing.T) {
	cases := map[string]struct {
		header map[string]string
		want   error
	}{
		"a version":                 {map[string]string{"anthropic-version": "2023-06-01"}, nil},
		"a form of the answer":      {map[string]string{"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}, nil},
		"an authorization":          {map[string]string{"authorization": "Bearer x"}, errHeaderAuth},
		"a cookie":                  {map[string]string{"Cookie": "a=b"}, errHeaderAuth},
		"a key":                     {map[string]string{"x-api-key": "x"}, errHeaderAuth},
		"a token":                   {map[string]string{"X-Vault-Token": "x"}, errHeaderAuth},
		"credentials of a proxy":    {map[string]string{"Proxy-Authorization": "x"}, errHeaderAuth},
		"a proxy's connection":      {map[string]string{"proxy-connection": "close"}, errHeaderOwn},
		"another host":              {map[string]string{"host": "elsewhere.example"}, errHeaderOwn},
		"a length":                  {map[string]string{"Content-Length": "0"}, errHeaderOwn},
		"a framing":                 {map[string]string{"transfer-encoding": "chunked"}, errHeaderOwn},
		"a type of the body":        {map[string]string{"content-type": "text/plain"}, errHeaderOwn},
		"a line end in a value":     {map[string]string{"X-Version": "1\r\nX-Other: 2"}, errHeaderValue},
		"a bare line feed":          {map[string]string{"X-Version": "1\n"}, errHeaderValue},
		"a bare carriage return":    {map[string]string{"X-Version": "1\r2"}, errHeaderValue},
		"an empty value":            {map[string]string{"X-Version": ""}, errHeaderValue},
		"a blank around the value":  {map[string]string{"X-Version": " 1"}, errHeaderValue},
		"a value beyond ASCII":      {map[string]string{"X-Version": "é"}, errHeaderValue},
		"a line end in a name":      {map[string]string{"X-A\r\nX-B": "1"}, errHeaderName},
		"a colon in a name":         {map[string]string{"X-A:": "1"}, errHeaderName},
		"an empty name":             {map[string]string{"": "1"}, errHeaderName},
		"one name in two spellings": {map[string]string{"X-Version": "1", "x-version": "1"}, errHeaderName},
	}
	for name, c := range cases {
		_, err := New(Config{Bases: map[string]string{vendor: "https://" + vendor}},
			providers.Route{Name: "a", Method: "GET", Host: vendor, Path: "/a", Header: c.header})
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), "elsewhere") {
			t.Errorf("%s: the value is quoted: %v", name, err)
		}
	}
}

// versioned routes want a constant header with every call.
var versioned = []providers.Route{
	{Name: "h.list", Method: "GET", Host: vendor, Path: "/keys", Effect: providers.Read,
		Header: map[string]string{"vendor-version": "2023-06-01", "Accept": "application/vnd.v+json"}},
	{Name: "h.plain", Method: "GET", Host: vendor, Path: "/models", Effect: providers.Read},
}

// The headers go with every attempt, behind a redirect too, and stand in the statement; a route
// that declares none sends none.
func TestConstantHeadersAreSentWithEveryAttemptAndStated(t *testing.T) {
	var seen []http.Header
	b := newBench(t, serving(t, func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.Header)
		w.Header().Set("Content-Type", jsonType)
		switch len(seen) {
		case 1:
			w.WriteHeader(503)
		case 2:
			w.Header().Set("Location", "/v1/elsewhere")
			w.WriteHeader(307)
		}
		_, _ = w.Write([]byte("{}"))
	}).URL, nil, versioned...)
	said, err := b.Statement(Call{Route: "h.list"})
	if err != nil || !maps.Equal(said.Header, versioned[0].Header) {
		t.Errorf("stated %v, %v", said.Header, err)
	}
	said.Header["vendor-version"] = "changed by a reader"
	if _, err := b.Do(b.ctx, Call{Route: "h.list", Auth: Bearer(testKey())}); err != nil {
		t.Fatal(err)
	}
	if len(seen) != 3 {
		t.Fatalf("%d requests", len(seen))
	}
	for i, h := range seen {
		if h.Get("Vendor-Version") != "2023-06-01" || len(h.Values("Accept")) != 1 || h.Get("Accept") != "application/vnd.v+json" || h.Get("Authorization") == "" {
			t.Errorf("attempt %d bore %v", i+1, h.Values("Vendor-Version"))
		}
	}
	if _, err := b.Do(b.ctx, Call{Route: "h.plain"}); err != nil || seen[3].Get("Vendor-Version") != "" || seen[3].Get("Accept") != "application/json" {
		t.Errorf("a route without headers sent %v, %v", seen[3], err)
	}
}

// A library's request is the route's only with the route's headers: its statement shows them.
func TestALibrarysRequestWithoutTheConstantHeadersIsNoneOfTheRoute(t *testing.T) {
	for value, route := range map[string]string{"2023-06-01": "h.list", "2020-01-01": "undeclared", "": "undeclared"} {
		b := newBench(t, answering(t, 200, jsonType, "{}").URL, nil, versioned...)
		r, _ := http.NewRequestWithContext(b.ctx, "GET", b.bases[vendor].scheme+"://"+b.bases[vendor].host+"/v1/keys", nil)
		r.Header.Set("Accept", "application/vnd.v+json")
		if value != "" {
			r.Header.Set("Vendor-Version", value)
		}
		if _, err := b.RoundTrip(r); err != nil || b.notes.sent()[0].Route != route {
			t.Errorf("with %q: %v, %v, want %s", value, b.notes.sent(), err, route)
		}
	}
}

// The rights of a token stand in headers whose names sound like credentials.
func TestAnAdapterGetsTheHeadersThatItsRouteReadsAndNoOther(t *testing.T) {
	key := testKey()
	var echoed string
	key.Expose(func(k []byte) { echoed = string(k) })
	scopes := strings.Repeat("admin:org, ", 90) + "user"
	url := answering(t, 200, jsonType, "{}",
		"X-OAuth-Scopes", scopes, "github-authentication-token-expiration", "2026-12-01 00:00:00 UTC",
		"X-Ratelimit-Remaining", "7", "X-Auth-Token", "DRILL", "Set-Cookie", "session=DRILL",
		"X-Odd", "caf\xe9", "X-Long", strings.Repeat("a", 2049), "X-Echo", "for "+echoed).URL
	b := newBench(t, url, nil, providers.Route{Name: "r", Method: "GET", Host: vendor, Path: "/user", Effect: providers.Probe,
		Reads: []string{"x-oauth-scopes", "GitHub-Authentication-Token-Expiration", "X-Odd", "X-Long", "X-Echo", "X-None"}})
	answer, err := b.Do(b.ctx, Call{Route: "r", Auth: Bearer(key)})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"X-OAuth-Scopes": scopes, "x-oauth-scopes": scopes, "github-authentication-token-expiration": "2026-12-01 00:00:00 UTC",
		"X-Ratelimit-Remaining": "", "X-Auth-Token": "", "Set-Cookie": "", "X-Odd": "", "X-Long": "", "X-Echo": "", "X-None": "",
	} {
		if got := answer.Header(name); got != want {
			t.Errorf("header %s is %q, want %q", name, got, want)
		}
	}
	if text := printed(answer); strings.Contains(text, "session=") || strings.Contains(text, echoed) {
		t.Errorf("the answer holds what was dropped: %s", text)
	}
}

func TestNoRouteReadsAHeaderThatHandsOutCredentials(t *testing.T) {
	for name, want := range map[string]error{
		"X-OAuth-Scopes": nil, "github-authentication-token-expiration": nil,
		"set-cookie": errHeaderRead, "Authorization": errHeaderRead, "WWW-Authenticate": errHeaderRead, "Location": errHeaderRead, "link": errHeaderRead,
		"": errHeaderName, "X-A\r\nX-B": errHeaderName,
	} {
		_, err := New(Config{Bases: map[string]string{vendor: "https://" + vendor}},
			providers.Route{Name: "a", Method: "GET", Host: vendor, Path: "/a", Reads: []string{name}})
		if !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", name, err, want)
		}
	}
}

// A 202 without a body is a whole answer only where the route says so; the fate of the mutation
// is unknown elsewhere, and with a body it is judged as any other.
func TestAnAnswerWithoutABodyIsWholeWhereTheRouteSaysSo(t *testing.T) {
	row := providers.Route{Name: "e.delete", Method: "DELETE", Host: vendor, Path: "/tokens"}
	accepts := row
	accepts.Empty = []int{202}
	for name, c := range map[string]struct {
		row        providers.Route
		status     int
		kind, body string
		fate       providers.Fate // empty: a success
	}{
		"202 where it is whole":         {accepts, 202, "", "", ""},
		"202 with JSON":                 {accepts, 202, jsonType, "{}", ""},
		"204 as ever":                   {accepts, 204, "", "", ""},
		"202 with a page of a proxy":    {accepts, 202, "text/html", proxyPage, providers.Unknown},
		"another status without a body": {accepts, 200, "", "", providers.Unknown},
		"202 where nothing is said":     {row, 202, "", "", providers.Unknown},
	} {
		b := newBench(t, answering(t, c.status, c.kind, c.body).URL, nil, c.row)
		answer, err := b.Do(b.ctx, Call{Route: "e.delete"})
		if c.fate == "" {
			if err != nil || answer.Status != c.status {
				t.Errorf("%s: %+v, %v", name, answer, err)
			}
			continue
		}
		if e := failure(t, err); e.Fate != c.fate {
			t.Errorf("%s: fate %s, want %s", name, e.Fate, c.fate)
		}
	}
	for _, status := range []int{0, 100, 302, 404, 500} {
		accepts.Empty = []int{202, status}
		if _, err := New(Config{Bases: map[string]string{vendor: "https://" + vendor}}, accepts); !errors.Is(err, errEmpty) {
			t.Errorf("%d was taken for a success: %v", status, err)
		}
	}
}
