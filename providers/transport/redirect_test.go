package transport

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"firebreak/providers"
)

// T3: a redirect takes the credential nowhere. Five codes, every kind of target, every kind of
// call; the strangers must not hear of it.
func TestRedirectsTakeTheCredentialNowhere(t *testing.T) {
	var strangers, followed atomic.Int32
	stranger := serving(t, func(w http.ResponseWriter, _ *http.Request) {
		strangers.Add(1)
		w.Header().Set("Content-Type", jsonType)
		_, _ = w.Write([]byte("{}"))
	})
	var status int
	var target string
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", jsonType)
		switch {
		case r.URL.Path == "/v1/next":
			followed.Add(1)
			if r.Header.Get("Authorization") == "" {
				t.Error("the credential was lost on the way within the base")
			}
			_, _ = w.Write([]byte("{}"))
		case !strings.HasPrefix(r.URL.Path, "/v1/"):
			strangers.Add(1)
			_, _ = w.Write([]byte("{}"))
		default:
			w.Header()["Location"] = []string{target}
			w.WriteHeader(status)
		}
	})
	at, _ := url.Parse(server.URL)
	targets := map[string]struct {
		location string
		inside   bool
	}{
		"the same base":           {server.URL + "/v1/next", true},
		"the same base, relative": {"/v1/next", true},
		"another base path":       {server.URL + "/v2/next", false},
		"climbing out":            {"/v1/../v2/next", false},
		"another port":            {stranger.URL + "/v1/next", false},
		"another name":            {"http://localhost:" + at.Port() + "/v1/next", false},
		"another scheme":          {"https://" + at.Host + "/v1/next", false},
		"a user part":             {"http://user:pw@" + at.Host + "/v1/next", false},
		"scheme-relative":         {"//" + strings.TrimPrefix(stranger.URL, "http://") + "/v1/next", false},
		"no URL":                  {"http://%zz/", false},
		"a script":                {"javascript:alert(1)", false},
		"nothing":                 {"", false},
	}
	calls := map[string]Call{
		"read": listCall, "probe": probeCall, "mutation": deleteCall,
		"read with a body":         {Route: "v.search", Body: Object{"q": "x"}},
		"read with a key in query": {Route: "v.list", Path: listCall.Path, Auth: InQuery("key", testKey())},
	}
	for _, status = range []int{301, 302, 303, 307, 308} {
		for where, to := range targets {
			for kind, call := range calls {
				if call.Auth.seat == nowhere {
					call.Auth = Bearer(testKey())
				}
				target = to.location
				followed.Store(0)
				b := newBench(t, server.URL, nil)
				_, err := b.Do(b.ctx, call)
				name := fmt.Sprintf("%s, %d to %s", kind, status, where)
				if kind == "read" && to.inside {
					if err != nil || followed.Load() != 1 || len(b.notes.sent()) != 2 {
						t.Errorf("%s: %v after %d requests", name, err, len(b.notes.sent()))
					}
					continue
				}
				if e := failure(t, err); e.Cause != providers.CauseRedirect || e.Fate != providers.Refused || followed.Load() != 0 || len(b.notes.sent()) != 1 {
					t.Errorf("%s: %v, fate %s, %d requests", name, err, e.Fate, len(b.notes.sent()))
				}
			}
		}
	}
	if strangers.Load() != 0 {
		t.Errorf("strangers were called %d times", strangers.Load())
	}
}

func TestACircleOfRedirectsEnds(t *testing.T) {
	b := newBench(t, serving(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", r.URL.Path)
		w.WriteHeader(302)
	}).URL, nil)
	_, err := b.Do(b.ctx, listCall)
	if e := failure(t, err); e.Cause != providers.CauseRedirect || len(b.notes.sent()) != 1+maxRedirects {
		t.Errorf("%v after %d requests", err, len(b.notes.sent()))
	}
}
