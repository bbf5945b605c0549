package main_test

import (
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// samplers are the functions of tests that choose a part of the cases.
var samplers = []string{"sampleOf", "stride"}

// samples reports whether a function is content with a part of its cases, by itself or by a sampler.
func samples(f *ast.FuncDecl) (found bool) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			name, ok := n.Fun.(*ast.Ident)
			found = found || ok && slices.Contains(samplers, name.Name)
		case *ast.BasicLit:
			found = found || n.Value == `"FIREBREAK_TEST_WHOLE"`
		}
		return !found
	})
	return found
}

func TestWhatIsSampledHereIsTakenWholeByTheChecks(t *testing.T) {
	checks, err := os.ReadFile(filepath.Join(moduleRoot, ".ci", "run"))
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(checks), "sampled='")
	list, _, _ = strings.Cut(list, "'")
	whole, err := regexp.Compile(list)
	if err != nil || list == "" {
		t.Fatalf("no list of them in the checks: %v", err)
	}
	var named []string
	for _, s := range sources(t) {
		if !s.test || s.path == "cmd/firebreak/sampled_test.go" {
			continue
		}
		for _, d := range s.ast.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || !samples(f) || slices.Contains(samplers, f.Name.Name) {
				continue
			}
			named = append(named, f.Name.Name)
			if !whole.MatchString(f.Name.Name) {
				t.Errorf("%s: %s is no test that the checks take whole", s.at(f), f.Name.Name)
			}
		}
	}
	for _, prefix := range strings.Split(strings.Trim(list, "^()"), "|") {
		if !slices.ContainsFunc(named, func(name string) bool { return strings.HasPrefix(name, prefix) }) {
			t.Errorf("no test that samples is called %s…", prefix)
		}
	}
}
