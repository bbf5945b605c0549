package transport

import (
	"strings"
	"testing"

	"firebreak/providers"
)

func TestABaseIsHTTPSOrLoopbackAndNothingElse(t *testing.T) {
	cases := []struct {
		raw  string
		want error
	}{
		{"https://api.openai.com/v1", nil},
		{"https://proxy.example:8443/openai/v1/", nil},
		{"https://[2001:db8::1]/v1", nil},
		{"http://127.0.0.1:8080/v1", nil},
		{"http://127.9.9.9", nil},
		{"http://[::1]:8080", nil},
		{"http://localhost:8080/BASE/HOST", nil},
		{"http://api.openai.com/v1", errBaseScheme},
		{"http://127.0.0.1.evil.example/", errBaseScheme},
		{"http://localhost.evil.example/", errBaseScheme},
		{"http://2130706433/", errBaseScheme},
		{"http://0.0.0.0/", errBaseScheme},
		{"http://[::]/", errBaseScheme},
		{"http://10.0.0.1/", errBaseScheme},
		{"ftp://127.0.0.1/", errBaseScheme},
		{"file:///etc/passwd", errBaseSyntax},
		{"//api.openai.com/v1", errBaseScheme},
		{"api.openai.com/v1", errBaseSyntax},
		{"localhost:8080", errBaseSyntax},
		{"", errBaseSyntax},
		{"https://", errBaseSyntax},
		{"https://%zz/", errBaseSyntax},
		{"https://a b/", errBaseSyntax},
		{"https://[fe80::1%25eth0]/", errBaseSyntax},
		{"https://user@api.openai.com/v1", errBaseUser},
		{"https://user:DRILLpw@api.openai.com/v1", errBaseUser},
		{"https://api.openai.com/v1?key=DRILLpw", errBaseQuery},
		{"https://api.openai.com/v1?", errBaseQuery},
		{"https://api.openai.com/v1#DRILLpw", errBaseQuery},
		{"https://api.openai.com/v1#", errBaseQuery},
		{"https://api.openai.com/../v1", errBasePath},
		{"https://api.openai.com/v1/%2e%2e/", errBasePath},
		{"https://api.openai.com//v1", errBasePath},
	}
	for _, c := range cases {
		err := CheckBase(c.raw)
		if err != c.want {
			t.Errorf("%q: %v, want %v", c.raw, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), "DRILL") {
			t.Errorf("%q is quoted by %v", c.raw, err)
		}
	}
}

func TestADoorRefusesAnUnsoundTable(t *testing.T) {
	ok := providers.Route{Name: "a", Method: "GET", Host: vendor, Path: "/a/{id}"}
	cases := map[string]func(*providers.Route){
		"no name":           func(r *providers.Route) { r.Name = "" },
		"lower-case method": func(r *providers.Route) { r.Method = "get" },
		"a host of no base": func(r *providers.Route) { r.Host = "other.example" },
		"no leading slash":  func(r *providers.Route) { r.Path = "a" },
		"a query":           func(r *providers.Route) { r.Path = "/a?b=c" },
		"climbing":          func(r *providers.Route) { r.Path = "/a/../b" },
		"an open brace":     func(r *providers.Route) { r.Path = "/a/{id" },
		"a closing brace":   func(r *providers.Route) { r.Path = "/a/id}" },
		"an empty name":     func(r *providers.Route) { r.Path = "/a/{}" },
		"a name with slash": func(r *providers.Route) { r.Path = "/a/{b/c}" },
		"a nested name":     func(r *providers.Route) { r.Path = "/a/{b{c}}" },
	}
	bases := map[string]string{vendor: "https://api.vendor.example/v1"}
	for name, spoil := range cases {
		r := ok
		spoil(&r)
		if _, err := New(Config{Bases: bases}, r); err == nil {
			t.Errorf("a route with %s was accepted", name)
		}
	}
	if _, err := New(Config{Bases: bases}, ok, ok); err == nil {
		t.Error("a route was accepted twice")
	}
	if _, err := New(Config{Bases: map[string]string{vendor: "http://api.vendor.example"}}, ok); err == nil {
		t.Error("a plain http base was accepted")
	}
	if _, err := New(Config{Bases: bases}, ok); err != nil {
		t.Error(err)
	}
}

// Of two hosts at one base a library's request would be either's, and a credential with it.
func TestADoorRefusesTwoHostsAtOneBase(t *testing.T) {
	const other = "other.vendor.example"
	for name, c := range map[string]struct {
		one, two string
		refused  bool
	}{
		"the same":             {"https://proxy.example/x", "https://proxy.example/x", true},
		"spelled otherwise":    {"https://proxy.example/x", "https://PROXY.example:443/x/", true},
		"another path":         {"https://proxy.example/x", "https://proxy.example/y", false},
		"one below the other":  {"https://proxy.example/x", "https://proxy.example/x/y", false},
		"another port":         {"https://proxy.example/x", "https://proxy.example:8443/x", false},
		"another scheme, port": {"http://127.0.0.1:9/x", "https://127.0.0.1:9/x", false},
	} {
		_, err := New(Config{Provider: "v", Bases: map[string]string{vendor: c.one, other: c.two}})
		if (err != nil) != c.refused {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && (!strings.Contains(err.Error(), vendor+" and "+other) || strings.Contains(err.Error(), "proxy")) {
			t.Errorf("%s: the error reads %v", name, err)
		}
	}
}
