package catalog

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestEveryEntryIsSound(t *testing.T) {
	seen := map[string]bool{}
	for i := range Vendors {
		v := &Vendors[i]
		if err := v.Check(); err != nil {
			t.Errorf("%s: %v", v.Name, err)
		}
		if seen[v.Name] {
			t.Errorf("%s stands twice", v.Name)
		}
		seen[v.Name] = true
	}
}

// sound is an entry with nothing wrong, whose key sits at the end of an address.
func sound() *Vendor {
	return &Vendor{
		Name: "acme", Title: "Acme", Env: "FIREBREAK_ACME_BASE_URL", Base: map[string]string{"api.acme.example": "https://api.acme.example/v1"},
		Key: Seat{In: Path}, Error: Fields{Code: []string{"error.revoked", "error.code"}, Message: []string{"error.message"}},
		Answers: []Answer{{Status: 401, Code: "revoked", Says: Dead}, {Status: 404, Code: "bad_key", Says: Dead}, {Status: 403, Code: "slow", Says: RateLimited}, {Status: 403, Says: Forbidden}, {Status: 402, Code: "no_money", Says: OutOfQuota}},
		Probe:   Call{Method: "GET", Host: "api.acme.example", Path: "/hooks/{id}/{key}", Status: 200, Shows: "hook.id", Tells: map[Fact]string{ID: "hook.id", Created: "hook.at", Org: "hook.team"}},
		End:     Call{Method: "DELETE", Host: "api.acme.example", Path: "/hooks/{id}/{key}", Status: 204},
		Kinds:   []Kind{{ID: "hook", Address: "/hooks/", Ends: Claim{Confirmed: true, Source: "https://docs.acme.example"}, Revoke: "https://acme.example/hooks"}},
		Sources: []string{"made up"},
	}
}

func TestAFaultIsNamedByItsField(t *testing.T) {
	if err := sound().Check(); err != nil {
		t.Fatalf("the sound one: %v", err)
	}
	for field, harm := range map[string]func(*Vendor){
		"Name":            func(v *Vendor) { v.Name = "A me" },
		"Title":           func(v *Vendor) { v.Title = "" },
		"Env":             func(v *Vendor) { v.Env = "ACME_URL" },
		"Base":            func(v *Vendor) { v.Base = map[string]string{"api.acme.example": "http://api.acme.example"} },
		"Key.In":          func(v *Vendor) { v.Key.In = "cookie" },
		"Key.Name":        func(v *Vendor) { v.Key.Name = "X-Key" },
		"Error":           func(v *Vendor) { v.Error = Fields{} },
		"Answers":         func(v *Vendor) { v.Answers = v.Answers[2:] },
		"Answers[1].Says": func(v *Vendor) { v.Answers[1].Says = "gone" },
		// A status alone would take a gateway's refusal for a death.
		"Answers[0].Code":     func(v *Vendor) { v.Answers[0].Code = "" },
		"Answers[1].Code":     func(v *Vendor) { v.Error.Code = nil },
		"Answers[0].Sentence": func(v *Vendor) { v.Error.Message, v.Answers[0].Sentence = nil, "Gone." },
		"Answers[2].Status":   func(v *Vendor) { v.Answers[2].Status = 200 },
		"Probe.Method":        func(v *Vendor) { v.Probe.Method = "POST" },
		"Probe.Host":          func(v *Vendor) { v.Probe.Host = "elsewhere.example" },
		"Probe.Shows":         func(v *Vendor) { v.Probe.Shows = "" },
		"Probe.Tells":         func(v *Vendor) { v.Probe.Tells = map[Fact]string{"colour": "hook.colour"} },
		"Record.Method":       func(v *Vendor) { v.Record = v.Probe; v.Record.Method = "DELETE" },
		"End.Path":            func(v *Vendor) { v.End.Path = "/hooks/{id}" },
		"End.Status":          func(v *Vendor) { v.End.Status = 404 },
		"Kinds":               func(v *Vendor) { v.Kinds = nil },
		"Kinds[0].ID":         func(v *Vendor) { v.Kinds[0].ID = "a hook" },
		"Kinds[0].Address":    func(v *Vendor) { v.Kinds[0].Address = "" },
		"Kinds[0].Lead":       func(v *Vendor) { v.Kinds[0].Lead = "acme_" },
		"Kinds[0].Ends":       func(v *Vendor) { v.End = Call{} },
		// What is confirmed says by whom.
		"Kinds[0].Ends.Source": func(v *Vendor) { v.Kinds[0].Ends.Source = "scanners" },
		"Kinds[0].Revoke":      func(v *Vendor) { v.Kinds[0].Ends, v.Kinds[0].Revoke = Claim{}, "" },
		"Usage":                func(v *Vendor) { v.Usage = "acme.example" },
		"Controls[0].ID":       func(v *Vendor) { v.Controls = []Control{{"", "https://acme.example"}} },
		"Sources":              func(v *Vendor) { v.Sources = nil },
	} {
		v := sound()
		harm(v)
		err := v.Check()
		if err == nil || !slices.ContainsFunc(strings.Split(err.Error(), "\n"), func(line string) bool { return strings.HasPrefix(line, field+": ") }) {
			t.Errorf("%s is harmed, and the check says %v", field, err)
		}
	}
}

// The matrix of a vendor is what its entry is sure of.
func TestAClaimThatIsNotConfirmedEndsNoKey(t *testing.T) {
	for _, v := range Vendors {
		a := New(&v, nil, nil)
		for _, k := range v.Kinds {
			if id := v.kindID(k); a.EndsByValue(id) != k.Ends.Confirmed || (a.Way(id, "revoke") == "auto") != k.Ends.Confirmed {
				t.Errorf("%s is ended by its value: %v, %s", id, a.EndsByValue(id), a.Way(id, "revoke"))
			}
			for do, page := range map[string]string{"revoke": k.Revoke, "create": k.Create} {
				if g, ok := a.Guide(do, v.kindID(k)); ok != (page != "") || g.URL != page {
					t.Errorf("%s: the page to %s is %q", k.ID, do, g.URL)
				}
			}
		}
	}
	v := sound()
	v.Kinds[0].Ends.Confirmed = false
	a := New(v, nil, nil)
	_, err := a.RevokeValue(t.Context(), hook)
	if err == nil || a.EndsByValue("acme/hook") || a.Way("acme/hook", "revoke") != "guided" || slices.Contains(slices.Collect(maps.Keys(sayings)), "") {
		t.Errorf("an unconfirmed call is made: %v", err)
	}
}
