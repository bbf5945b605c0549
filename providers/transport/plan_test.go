package transport

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"firebreak/providers"
)

func TestStatementAndRequestAreMadeOfTheSameParts(t *testing.T) {
	var got *http.Request
	var body []byte
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		got = r
		body, _ = io.ReadAll(r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte("{}"))
	})
	b := newBench(t, server.URL, nil)
	key := testKey()
	c := Call{
		Route: "v.limit", Path: map[string]string{"key_id": "key_1:a@b"}, Auth: Bearer(key),
		Body: Object{"z": 1, "a": []any{true, nil, "é\"\n<"}, "value": key, "scopes": []string{"x"}, "n": 1.5, "big": int64(1) << 53},
	}
	said, err := b.Statement(c)
	if err != nil {
		t.Fatal(err)
	}
	if len(b.notes.intents) != 0 || got != nil {
		t.Fatal("asking for the statement did something")
	}
	if _, err := b.Do(b.ctx, c); err != nil {
		t.Fatal(err)
	}
	want := `{"a":[true,null,"é\"\u000a<"],"big":9007199254740992,"n":1.5,"scopes":["x"],"value":"[secret]","z":1}`
	if string(said.Body) != want {
		t.Errorf("statement body %s, want %s", said.Body, want)
	}
	var plain string
	key.Expose(func(k []byte) { plain = string(k) })
	if string(body) != strings.Replace(want, "[secret]", plain, 1) {
		t.Errorf("wire body %s", body)
	}
	if said.URL != server.URL+got.URL.EscapedPath() || got.URL.RawQuery != "" || said.Method != got.Method {
		t.Errorf("statement says %s %s, the server saw %s %s", said.Method, said.URL, got.Method, got.URL)
	}
	if !said.Reversible || said.Undo != "v.unlimit" || said.Effect != providers.Mutate || said.Door != "http" {
		t.Errorf("statement %+v", said)
	}
	if got.Header.Get("Authorization") != "Bearer "+plain || got.Header.Get("Content-Type") != "application/json" {
		t.Error("the request's headers are not as asked for")
	}
	if one := b.notes.intents[0]; one.URL != said.URL || !bytes.Equal(one.Body, said.Body) {
		t.Errorf("the ledger was told %+v", one)
	}
}

func TestACallOutsideTheTableIsRefusedHere(t *testing.T) {
	key := testKey()
	cases := map[string]struct {
		call Call
		want error
	}{
		"no such route":              {Call{Route: "v.none"}, ErrRoute},
		"a missing path value":       {Call{Route: "v.list"}, ErrPath},
		"a path value too many":      {Call{Route: "v.probe", Path: map[string]string{"x": "y"}}, ErrPath},
		"a slash in a path value":    {Call{Route: "v.delete", Path: map[string]string{"key_id": "a/b"}}, ErrPath},
		"a climbing path value":      {Call{Route: "v.delete", Path: map[string]string{"key_id": ".."}}, ErrPath},
		"a dot as path value":        {Call{Route: "v.delete", Path: map[string]string{"key_id": "."}}, ErrPath},
		"an escape in a path value":  {Call{Route: "v.delete", Path: map[string]string{"key_id": "%2e%2e"}}, ErrPath},
		"a query in a path value":    {Call{Route: "v.delete", Path: map[string]string{"key_id": "a?b"}}, ErrPath},
		"a newline in a path value":  {Call{Route: "v.delete", Path: map[string]string{"key_id": "a\r\nX: y"}}, ErrPath},
		"an undeclared parameter":    {Call{Route: "v.probe", Query: []Param{{"limit", "1"}}}, ErrQuery},
		"a body of an unknown type":  {Call{Route: "v.search", Body: struct{ A int }{1}}, errBody},
		"a body with no number":      {Call{Route: "v.search", Body: Object{"n": math.NaN()}}, errBody},
		"a body of broken text":      {Call{Route: "v.search", Body: "\xff"}, errBody},
		"a secret of broken text":    {Call{Route: "v.search", Body: providers.NewSecret([]byte("\xff\xfe DRILL"))}, errBody},
		"an empty credential":        {Call{Route: "v.probe", Auth: Bearer(providers.Secret{})}, ErrCredential},
		"a credential with newlines": {Call{Route: "v.probe", Auth: Bearer(providers.NewSecret([]byte("DRILL\r\nX: y")))}, ErrCredential},
		"a header of a credential":   {Call{Route: "v.probe", Header: map[string]string{"X-Api-Key": "DRILL"}}, errHeaderAuth},
		"two credentials, one seat":  {Call{Route: "v.probe", Auth: Bearer(key), Also: Bearer(key)}, ErrSeat},
		"a second one in the path":   {Call{Route: "v.inpath", Auth: Bearer(key), Also: InPath("token", key)}, ErrSeat},
		"an empty second credential": {Call{Route: "v.probe", Also: InQuery("key", providers.Secret{})}, ErrCredential},
		"a form that is no object":   {Call{Route: "v.exchange", Body: "x"}, errBody},
		"a form with a list":         {Call{Route: "v.exchange", Body: Object{"a": []string{"x"}}}, errBody},
		"a path credential unplaced": {Call{Route: "v.probe", Auth: InPath("token", key)}, ErrPath},
	}
	server := serving(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
	b := newBench(t, server.URL, nil)
	for name, c := range cases {
		_, err := b.Do(b.ctx, c.call)
		e := failure(t, err)
		if !errors.Is(err, c.want) || e.Fate != providers.NotSent || e.Cause != providers.CauseLocal {
			t.Errorf("%s: %v with fate %s, want %v", name, err, e.Fate, c.want)
		}
		if strings.Contains(err.Error(), "DRILL") {
			t.Errorf("%s is quoted: %v", name, err)
		}
	}
	deep := any("x")
	for range maxDepth + 1 {
		deep = []any{deep}
	}
	if _, err := encodeWire(deep); err == nil {
		t.Error("a bottomless body was encoded")
	}
}

func TestAFormIsSentAsOneAndStatedWithoutItsSecrets(t *testing.T) {
	var sent, kind string
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		sent, kind = string(body), r.Header.Get("Content-Type")
		w.WriteHeader(http.StatusNoContent)
	})
	b := newBench(t, server.URL, nil)
	odd := providers.NewSecret([]byte("DRILL a+b/c=d&é"))
	c := Call{Route: "v.exchange", Body: Object{"grant_type": "urn:x:y z", "n": 3, "yes": true, "assertion": odd}}
	if _, err := b.Do(b.ctx, c); err != nil || kind != formType {
		t.Fatalf("%s: %v", kind, err)
	}
	got, err := url.ParseQuery(sent)
	want := url.Values{"grant_type": {"urn:x:y z"}, "n": {"3"}, "yes": {"true"}, "assertion": {"DRILL a+b/c=d&é"}}
	if err != nil || !reflect.DeepEqual(got, want) || sent != want.Encode() {
		t.Errorf("sent %v, %v", got, err)
	}
	if s, err := b.Statement(c); err != nil || string(s.Body) != `{"assertion":"[secret]","grant_type":"urn:x:y z","n":3,"yes":true}` {
		t.Errorf("stated %s, %v", s.Body, err)
	}
}

// A value that is looked up goes beside the credential that may look it up.
func TestTwoCredentialsOfACallEachHaveTheirSeat(t *testing.T) {
	var query, header, followed string
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/next" {
			followed = r.URL.RawQuery
		}
		query, header = r.URL.RawQuery, r.Header.Get("Authorization")
		if r.Header.Get("X-Goog-User-Project") != "p1" {
			t.Error("the call's own header is not there")
		}
		w.Header().Set("Location", "/v1/next")
		w.WriteHeader(http.StatusFound)
	})
	b := newBench(t, server.URL, nil)
	c := listCall
	c.Header = map[string]string{"X-Goog-User-Project": "p1"}
	if s, err := b.Statement(c); err != nil || s.Header["X-Goog-User-Project"] != "p1" {
		t.Errorf("stated %+v, %v", s.Header, err)
	}
	c.Query, c.Auth, c.Also = []Param{{"limit", "1"}}, Bearer(testKey()), InQuery("value", providers.NewSecret([]byte("DRILL&x=1")))
	if _, err := b.Do(b.ctx, c); err == nil || followed != "" {
		t.Errorf("followed to %q, %v", followed, err)
	}
	if query != "limit=1&value=DRILL%26x%3D1" || !strings.HasPrefix(header, "Bearer DRILL-") {
		t.Errorf("query %s, header %.12s", query, header)
	}
}

func TestQueriesKeepOrderAndRepetition(t *testing.T) {
	var query string
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		query = r.URL.RawQuery
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte("{}"))
	})
	b := newBench(t, server.URL, nil)
	c := listCall
	c.Query = []Param{{"ids[]", "b&c"}, {"limit", "100"}, {"ids[]", "a#=é"}}
	if _, err := b.Do(b.ctx, c); err != nil {
		t.Fatal(err)
	}
	if want := "ids%5B%5D=b%26c&limit=100&ids%5B%5D=a%23%3D%C3%A9"; query != want {
		t.Errorf("query %s, want %s", query, want)
	}
	for _, x := range b.notes.sent() {
		if x.Path != "/v1/projects/proj_1/keys" || x.Route != "v.list" {
			t.Errorf("recorded %+v", x)
		}
	}
}

func TestCredentialsSitWhereTheyAreAskedToAndNowhereElse(t *testing.T) {
	// F017: a call without a credential carries none, whatever the environment offers.
	t.Setenv("GH_TOKEN", "DRILL-ambient")
	t.Setenv("OPENAI_API_KEY", "DRILL-ambient")
	var seen *http.Request
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		seen = r
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "x"})
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte("{}"))
	})
	b := newBench(t, server.URL, nil)
	key := testKey()
	var plain string
	key.Expose(func(k []byte) { plain = string(k) })
	inPath := Call{Route: "v.inpath"}
	cases := map[string]struct {
		call Call
		auth Auth
		find func() string
		want string
	}{
		"bearer": {probeCall, Bearer(key), func() string { return seen.Header.Get("Authorization") }, "Bearer " + plain},
		"header": {probeCall, Header("x-api-key", key), func() string { return seen.Header.Get("X-Api-Key") }, plain},
		"basic":  {probeCall, Basic("user", key), func() string { u, p, _ := seen.BasicAuth(); return u + ":" + p }, "user:" + plain},
		"query":  {probeCall, InQuery("key", key), func() string { return seen.URL.Query().Get("key") }, plain},
		"path":   {inPath, InPath("token", key), func() string { return seen.URL.Path }, "/v1/bot" + plain + "/me"},
		"none":   {probeCall, Auth{}, func() string { return seen.Header.Get("Authorization") + seen.Header.Get("Cookie") + seen.URL.RawQuery }, ""},
	}
	for name, c := range cases {
		c.call.Auth = c.auth
		if _, err := b.Do(b.ctx, c.call); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := c.find(); got != c.want {
			t.Errorf("%s: the server got %q", name, got)
		}
		var all bytes.Buffer
		_ = seen.Write(&all)
		if n := strings.Count(all.String(), plain); name != "none" && name != "basic" && n != 1 || name == "none" && n != 0 {
			t.Errorf("%s: the credential stands %d times in the request", name, n)
		}
		if strings.Contains(all.String(), "DRILL-ambient") {
			t.Errorf("%s: an ambient credential was sent", name)
		}
	}
}

func FuzzBodiesAreTheJSONThatTheyMean(f *testing.F) {
	f.Add("plain")
	f.Add("quote\" back\\ \x00\x1f\x7f <&> é \u2028")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := encodeWire(Object{text: providers.NewSecret([]byte(text)), "t": text})
		var back map[string]string
		if err != nil {
			if json.Valid([]byte(`"`+text+`"`)) && strings.ToValidUTF8(text, "?") == text {
				t.Fatalf("%q was refused", text)
			}
			return
		}
		if err := json.Unmarshal(got, &back); err != nil || back["t"] != text || text != "t" && back[text] != text {
			t.Fatalf("%q became %s", text, got)
		}
	})
}
