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

// asksForAll reports whether a function asks the environment for all cases, or one of others that do.
func asksForAll(f *ast.FuncDecl, others []string) (found bool) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			name, ok := n.Fun.(*ast.Ident)
			found = found || ok && slices.Contains(others, name.Name)
		case *ast.BasicLit:
			found = found || n.Value == `"FIREBREAK_TEST_WHOLE"`
		}
		return !found
	})
	return found
}

// sampling lists the tests that are content with a part of their cases, by themselves or by a
// function of their package.
func sampling(t *testing.T) (tests []string) {
	t.Helper()
	of := map[string][]*ast.FuncDecl{} // by room
	for _, s := range sources(t) {
		for _, d := range s.ast.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && s.test && s.path != "cmd/firebreak/sampled_test.go" {
				of[s.room] = append(of[s.room], f)
			}
		}
	}
	for room, functions := range of {
		var choosers []string
		for _, f := range functions {
			if !strings.HasPrefix(f.Name.Name, "Test") && asksForAll(f, nil) {
				choosers = append(choosers, f.Name.Name)
			}
		}
		for _, f := range functions {
			switch test := strings.HasPrefix(f.Name.Name, "Test"); {
			case !asksForAll(f, choosers):
			case test:
				tests = append(tests, f.Name.Name)
			case !slices.Contains(choosers, f.Name.Name):
				t.Errorf("%s: %s samples for a test: let the test choose", room, f.Name.Name)
			}
		}
	}
	return tests
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
	named := sampling(t)
	for _, name := range named {
		if !whole.MatchString(name) {
			t.Errorf("%s takes a sample, and no check of the project takes all", name)
		}
	}
	for _, prefix := range strings.Split(strings.Trim(list, "^()"), "|") {
		if !slices.ContainsFunc(named, func(name string) bool { return strings.HasPrefix(name, prefix) }) {
			t.Errorf("no test that samples is called %s…", prefix)
		}
	}
}
