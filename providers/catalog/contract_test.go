package catalog

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// described lists the vendors whose own description of their API lies beside the module, with the
// prefix that its paths lack, and the calls that it says nothing of.
var described = map[string]struct {
	file, prefix string
	silent       []string
}{
	"vercel":       {"vercel/vercel-2025-10-27.trimmed.json", "", nil},
	"discord":      {"discord/discord.trimmed.json", "", nil},
	"digitalocean": {"digitalocean/digitalocean.trimmed.json", "", []string{"End"}}, // documented on a page, in words
}

func TestContractEveryCallStandsInTheVendorsDescription(t *testing.T) {
	for i := range Vendors {
		v := &Vendors[i]
		t.Run(v.Name, func(t *testing.T) {
			d, ok := described[v.Name]
			if !ok {
				t.Skipf("%s publishes no description", v.Name)
			}
			file := filepath.Join("..", "..", "..", "shared", "specs", filepath.FromSlash(d.file))
			if _, err := os.Stat(file); err != nil {
				t.Skip("the vendor's API description is not beside this module; the contract is not checked here")
			}
			doc, err := openapi3.NewLoader().LoadFromFile(file)
			if err != nil {
				t.Fatalf("load the description: %v", err)
			}
			for field, call := range map[string]Call{"Probe": v.Probe, "Record": v.Record, "End": v.End} {
				if call.isSet() && !slices.Contains(d.silent, field) {
					holds(t, doc, d.prefix, field, call)
				}
			}
		})
	}
}

// holds that the call is described, that its status is that of a success, and that each field read
// of the answer is declared.
func holds(t *testing.T, doc *openapi3.T, prefix, field string, call Call) {
	t.Helper()
	op := operation(doc, call.Method, strings.TrimPrefix(call.Path, prefix))
	if op == nil {
		t.Errorf("%s: %s %s is not described", field, call.Method, call.Path)
		return
	}
	answer := op.Responses.Status(call.Status)
	if answer == nil {
		t.Errorf("%s: no answer has the status %d", field, call.Status)
		return
	}
	paths := []string{call.Shows}
	for _, path := range call.Tells {
		paths = append(paths, path)
	}
	media := answer.Value.Content.Get("application/json")
	for _, path := range paths {
		if path != "" && (media == nil || !declares(media.Schema.Value, strings.Split(path, "."))) {
			t.Errorf("%s: the answer has no %s", field, path)
		}
	}
}

// operation finds what a path is described as; its parts in braces may be named otherwise there, and
// may stand for a word.
func operation(doc *openapi3.T, method, path string) *openapi3.Operation {
	have := strings.Split(path, "/")
	for template, item := range doc.Paths.Map() {
		want := strings.Split(template, "/")
		fits := len(want) == len(have)
		for i := 0; fits && i < len(want); i++ {
			fits = want[i] == have[i] || strings.HasPrefix(want[i], "{")
		}
		if fits && item.GetOperation(method) != nil {
			return item.GetOperation(method)
		}
	}
	return nil
}

func declares(s *openapi3.Schema, path []string) bool {
	if len(path) == 0 {
		return true
	}
	for _, one := range slices.Concat(s.AllOf, s.OneOf, s.AnyOf) {
		if declares(one.Value, path) {
			return true
		}
	}
	next := s.Properties[path[0]]
	return next != nil && declares(next.Value, path[1:])
}
