package all_test

import (
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/transport"
)

func TestOneOverrideServesEveryHostOfAVendor(t *testing.T) {
	one := all.Issuer{Base: map[string]string{"api.one.example": "https://api.one.example/v1"}}
	two := all.Issuer{Base: map[string]string{"iam.two.example": "https://iam.two.example", "sts.two.example": "https://sts.two.example/v2"}}
	for name, c := range map[string]struct {
		issuer   all.Issuer
		override string
		want     map[string]string
	}{
		"one host, none":       {one, "", one.Base},
		"one host":             {one, "https://proxy.example/x", map[string]string{"api.one.example": "https://proxy.example/x"}},
		"several hosts, none":  {two, "", two.Base},
		"several hosts":        {two, "https://proxy.example/x", map[string]string{"iam.two.example": "https://proxy.example/x/iam.two.example", "sts.two.example": "https://proxy.example/x/sts.two.example"}},
		"several behind slash": {two, "http://127.0.0.1:9/", map[string]string{"iam.two.example": "http://127.0.0.1:9/iam.two.example", "sts.two.example": "http://127.0.0.1:9/sts.two.example"}},
	} {
		if got := c.issuer.Bases(c.override); !maps.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if two.Base["sts.two.example"] != "https://sts.two.example/v2" {
		t.Error("an override changed the issuer itself")
	}
}

// Both entries of a door reach each host of a vendor below one override, and record its route.
func TestADoorBelowOneOverrideTellsTheHostsApart(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"path":"`+r.URL.Path+`"}`)
	}))
	t.Cleanup(server.Close)
	hosts := []string{"iam.two.example", "sts.two.example", "sts.two.example.org"}
	issuer := all.Issuer{Base: map[string]string{}}
	var routes []providers.Route
	for _, host := range hosts {
		issuer.Base[host] = "https://" + host
		routes = append(routes, providers.Route{Name: host, Method: "GET", Host: host, Path: "/who", Effect: providers.Read})
	}
	var sent []providers.Exchange
	bases := issuer.Bases(server.URL + "/sim")
	door, err := transport.New(transport.Config{Bases: bases, LoopbackOnly: true, NoAmbient: true,
		Record: func(x providers.Exchange) { sent = append(sent, x) }}, routes...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(door.Close)
	for range 20 { // a choice by chance would show
		for _, host := range hosts {
			sent = nil
			var said struct{ Path string }
			answer, err := door.Do(t.Context(), transport.Call{Route: host})
			if err != nil || answer.Decode(&said) != nil || said.Path != "/sim/"+host+"/who" {
				t.Fatalf("%s: called %q, %v", host, said.Path, err)
			}
			r, _ := http.NewRequestWithContext(t.Context(), "GET", bases[host]+"/who", nil)
			response, err := door.RoundTrip(r)
			if err != nil {
				t.Fatal(err)
			}
			body, _ := io.ReadAll(response.Body)
			if !strings.Contains(string(body), `"/sim/`+host+`/who"`) || len(sent) != 2 || sent[0].Route != host || sent[1].Route != host {
				t.Fatalf("%s: a library called %s, recorded %+v", host, body, sent)
			}
		}
	}
}

func TestEachIssuerCanBeOverriddenAloneAndInWhole(t *testing.T) {
	variables, hosts := map[string]string{}, map[string]string{}
	for _, i := range all.Issuers {
		if other, taken := variables[i.BaseEnv]; i.BaseEnv == "" || taken {
			t.Errorf("%s and %q share the variable %q", i.Name, other, i.BaseEnv)
		}
		variables[i.BaseEnv] = i.Name
		for host := range i.Base {
			if other, taken := hosts[host]; taken {
				t.Errorf("%s and %s share the host %s", i.Name, other, host)
			}
			hosts[host] = i.Name
		}
		for _, override := range []string{"", "http://127.0.0.1:9/x"} {
			door, err := transport.New(transport.Config{Bases: i.Bases(override)}, i.Routes...)
			if err != nil {
				t.Errorf("%s below %q: %v", i.Name, override, err)
				continue
			}
			door.Close()
		}
	}
}
