package awssecrets_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"firebreak/providers/awssecrets"
	"firebreak/providers/simulator"
)

// model is the part of the vendor's service model that is held to here.
type model struct {
	Operations map[string]struct {
		Input  struct{ Shape string } `json:"input"`
		Output struct{ Shape string } `json:"output"`
		Errors []struct{ Shape string }
	} `json:"operations"`
	Shapes map[string]form `json:"shapes"`
}

type form struct {
	Type     string   `json:"type"`
	Required []string `json:"required"`
	Enum     []string `json:"enum"`
	Min, Max float64
	Members  map[string]struct{ Shape string } `json:"members"`
	Member   struct{ Shape string }            `json:"member"`
	Key      struct{ Shape string }            `json:"key"`
	Value    struct{ Shape string }            `json:"value"`
}

// fits tells what of a value is not as its form says, "" for nothing.
func (m model) fits(name string, v any) string {
	f := m.Shapes[name]
	between := func(n int) bool { return float64(n) >= f.Min && (f.Max == 0 || float64(n) <= f.Max) }
	switch f.Type {
	case "structure":
		object, ok := v.(map[string]any)
		if !ok {
			return name + " is no object"
		}
		for _, needed := range f.Required {
			if _, there := object[needed]; !there {
				return name + " lacks " + needed
			}
		}
		for field, inner := range object {
			member, known := f.Members[field]
			if !known {
				return name + " has no " + field
			}
			if why := m.fits(member.Shape, inner); why != "" {
				return why
			}
		}
	case "list":
		list, ok := v.([]any)
		if !ok || !between(len(list)) {
			return name + " is no list of that length"
		}
		for _, inner := range list {
			if why := m.fits(f.Member.Shape, inner); why != "" {
				return why
			}
		}
	case "map":
		object, ok := v.(map[string]any)
		if !ok {
			return name + " is no map"
		}
		for key, inner := range object {
			if why := m.fits(f.Key.Shape, key) + m.fits(f.Value.Shape, inner); why != "" {
				return why
			}
		}
	case "string", "blob":
		text, ok := v.(string)
		if !ok || !between(len(text)) || f.Enum != nil && !slices.Contains(f.Enum, text) {
			return name + " is no such text"
		}
	case "boolean":
		if _, ok := v.(bool); !ok {
			return name + " is no truth value"
		}
	case "integer", "long", "timestamp":
		n, ok := v.(float64)
		if !ok || f.Type == "integer" && !between(int(n)) {
			return name + " is no such number"
		}
	default:
		return name + " is of the unknown type " + f.Type
	}
	return ""
}

// TestEveryRequestAndAnswerKeepsTheServiceModel uses each call that the store can make.
func TestEveryRequestAndAnswerKeepsTheServiceModel(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "specs", "aws", "secretsmanager.service-2.json"))
	if err != nil {
		t.Skip("the vendor's service model is not beside this module; the contract is not checked here")
	}
	var m model
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	r := newRig(t)
	r.keep(simulator.Stored{Name: "x/app"}, "first", leaked)
	r.keep(simulator.Stored{Name: "x/bin", Binary: true}, "\xff"+leaked)
	r.keep(simulator.Stored{Name: "x/off", Service: "rds", Rotates: true}, leaked)
	r.keep(simulator.Stored{Name: "x/gone", Deleted: true, Primary: region}, leaked)
	r.keep(simulator.Stored{Name: "x/locked", Locked: true}, leaked)
	r.keep(simulator.Stored{Name: "x/lacking", Lacks: []string{"PutSecretValue"}}, leaked)
	s := r.open("*:x/")
	for _, p := range r.find(s, leaked) {
		if p.Off != "" {
			continue
		}
		if err := s.Write(r.ctx(), p, value(leaked), value(fresh)); err != nil {
			t.Fatal(err)
		}
		if err := s.RestoreKept(r.ctx(), r.one(r.open("x/app"), fresh), p.Kept, value(fresh), value(leaked)); err != nil {
			t.Fatal(err)
		}
	}
	_ = r.open("nowhere").Check(t.Context()) // it is not there
	used := map[string]bool{}
	for _, one := range r.heard() {
		op, known := m.Operations[one.op]
		if used[one.op] = true; !known {
			continue // the list of Regions
		}
		var request, answer map[string]any
		if json.Unmarshal(one.request, &request) != nil || json.Unmarshal(one.answer, &answer) != nil {
			t.Errorf("%s is no JSON", one.op)
		}
		if why := m.fits(op.Input.Shape, request); why != "" {
			t.Errorf("a request for %s: %s", one.op, why)
		}
		if one.status == 200 {
			if why := m.fits(op.Output.Shape, answer); why != "" {
				t.Errorf("an answer to %s: %s", one.op, why)
			}
		} else if code, _ := answer["__type"].(string); !slices.ContainsFunc(op.Errors, func(e struct{ Shape string }) bool { return e.Shape == code }) {
			t.Errorf("%s is refused with %s, which it never is", one.op, code)
		}
	}
	for _, route := range awssecrets.Routes() {
		if route.Host == awssecrets.Host && !used[route.Op] {
			t.Errorf("%s was not used", route.Op)
		}
	}
}
