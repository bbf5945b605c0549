package main

import (
	"maps"
	"strings"
	"testing"

	"firebreak/providers/all"
)

// The variable comes before the configuration, and one override serves all hosts of a vendor.
func TestTheBaseOfAVendorComesFromItsVariableThenTheConfiguration(t *testing.T) {
	one := all.Issuer{Name: "one", BaseEnv: "ONE_BASE", Base: map[string]string{"api.one.example": "https://api.one.example/v1"}}
	two := all.Issuer{Name: "two", BaseEnv: "TWO_BASE", Base: map[string]string{"a.two.example": "https://a.two.example", "b.two.example": "https://b.two.example"}}
	set := config{BaseURL: map[string]string{"one": "https://config.example/c", "two": "https://config.example/c"}}
	for name, c := range map[string]struct {
		issuer     all.Issuer
		variable   string
		config     config
		want       map[string]string
		overridden bool
	}{
		"nothing":                        {one, "", config{}, one.Base, false},
		"one host by variable":           {one, "http://127.0.0.1:9/v", set, map[string]string{"api.one.example": "http://127.0.0.1:9/v"}, true},
		"one host by configuration":      {one, "", set, map[string]string{"api.one.example": "https://config.example/c"}, true},
		"several hosts by variable":      {two, "http://127.0.0.1:9/v", set, map[string]string{"a.two.example": "http://127.0.0.1:9/v/a.two.example", "b.two.example": "http://127.0.0.1:9/v/b.two.example"}, true},
		"several hosts by configuration": {two, "", set, map[string]string{"a.two.example": "https://config.example/c/a.two.example", "b.two.example": "https://config.example/c/b.two.example"}, true},
	} {
		env := func(name string) string { return map[string]string{c.issuer.BaseEnv: c.variable}[name] }
		bases, overridden, err := (&app{}).bases(c.issuer, env, c.config)
		if err != nil || !maps.Equal(bases, c.want) || c.overridden != maps.Equal(overridden, c.want) || !c.overridden && len(overridden) != 0 {
			t.Errorf("%s: %v, overridden %v, %v", name, bases, overridden, err)
		}
		_, _, err = (&app{}).bases(c.issuer, func(string) string { return "http://user:DRILLpw@elsewhere.example" }, c.config)
		if err == nil || !strings.Contains(err.Error(), c.issuer.BaseEnv) || strings.Contains(err.Error(), "DRILLpw") {
			t.Errorf("%s: a bad address gives %v", name, err)
		}
	}
}

// A drill reaches each vendor at its own base and no variable gives it another.
func TestADrillsBaseIsTheVendorsOwn(t *testing.T) {
	bases := map[string]string{}
	for _, i := range all.Issuers {
		bases[i.Name] = "http://127.0.0.1:9/" + i.Name
	}
	env := baseOf(bases)
	for _, i := range all.Issuers {
		if got := env(i.BaseEnv); got != bases[i.Name] {
			t.Errorf("%s is reached at %q", i.Name, got)
		}
		if got := env(i.AdminEnv); got != "" {
			t.Errorf("%s answers %q", i.AdminEnv, got)
		}
	}
}
