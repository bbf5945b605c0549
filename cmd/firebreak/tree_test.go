package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const module = "firebreak"

// source is one Go file of the module, whatever system it is built for.
type source struct {
	path string // slash-separated, from the module's root: "providers/secret.go"
	room string // the package's folder, which is also its import path below the module
	test bool
	ast  *ast.File
	fset *token.FileSet
}

func (s source) imports() []string {
	var all []string
	for _, spec := range s.ast.Imports {
		name, _ := strconv.Unquote(spec.Path.Value)
		all = append(all, name)
	}
	return all
}

func (s source) at(node ast.Node) string {
	return s.path + ":" + strconv.Itoa(s.fset.Position(node.Pos()).Line)
}

// moduleRoot is the folder that holds go.mod, seen from this package.
var moduleRoot = filepath.Join("..", "..")

var parseModule = sync.OnceValues(func() ([]source, error) {
	var all []source
	fset := token.NewFileSet()
	err := eachFile(func(name string, data []byte) error {
		if path.Ext(name) != ".go" || strings.HasPrefix(name, ".") {
			return nil // what lies in dot-folders is no part of this module
		}
		file, err := parser.ParseFile(fset, name, data, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		all = append(all, source{name, path.Dir(name), strings.HasSuffix(name, "_test.go"), file, fset})
		return nil
	})
	return all, err
})

// eachFile visits every regular file of the source tree, without git's own folder.
func eachFile(visit func(name string, data []byte) error) error {
	return filepath.WalkDir(moduleRoot, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == ".git":
			return filepath.SkipDir
		case !entry.Type().IsRegular():
			return nil
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		below, err := filepath.Rel(moduleRoot, name)
		if err != nil {
			return err
		}
		return visit(filepath.ToSlash(below), data)
	})
}

// sources gives the whole module, and fails where it would be looking at the wrong folder.
func sources(t *testing.T) []source {
	t.Helper()
	all, err := parseModule()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 20 {
		t.Fatalf("%d Go files: this is not the module's root", len(all))
	}
	return all
}

// program gives what is shipped: everything but the tests.
func program(t *testing.T) []source {
	t.Helper()
	var shipped []source
	for _, s := range sources(t) {
		if !s.test {
			shipped = append(shipped, s)
		}
	}
	return shipped
}
