package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rivo/uniseg"
)

// constants returns the string constants of a named type, or of a name prefix where the
// constants are untyped, from the Go files of a folder.
func constants(t *testing.T, dir, typeName, prefix string) []string {
	t.Helper()
	var values []string
	for _, file := range sources(t, dir) {
		for _, d := range file.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST {
				continue
			}
			for _, s := range g.Specs {
				v := s.(*ast.ValueSpec)
				if !isNamed(v, typeName, prefix) {
					continue
				}
				for _, e := range v.Values {
					if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
						values = append(values, unquote(t, lit))
					}
				}
			}
		}
	}
	if len(values) == 0 {
		t.Fatalf("no constants of %q %q in %s", typeName, prefix, dir)
	}
	return values
}

func isNamed(v *ast.ValueSpec, typeName, prefix string) bool {
	name := ""
	switch e := v.Type.(type) {
	case *ast.Ident:
		name = e.Name
	case *ast.SelectorExpr:
		name = e.Sel.Name
	}
	return name == typeName && strings.HasPrefix(v.Names[0].Name, prefix)
}

func sources(t *testing.T, dir string) []*ast.File {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatalf("parse %s: %v", path, err)
		}
		files = append(files, file)
	}
	return files
}

func unquote(t *testing.T, lit *ast.BasicLit) string {
	t.Helper()
	text, err := strconv.Unquote(lit.Value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// literals calls see for every string literal of this package's own sentences.
func literals(t *testing.T, see func(string)) {
	t.Helper()
	for _, file := range sources(t, ".") {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ImportSpec:
				return false
			case *ast.BasicLit:
				if n.Kind == token.STRING {
					see(unquote(t, n))
				}
			}
			return true
		})
	}
}

// blame holds the words that a report's language check rejects.
var blame = regexp.MustCompile(`(?i)\b(human error|operator error|careless|negligent|reckless|stupid|should have known|failed to|fault|blame|forgot|kelalaian|ceroboh|lalai|salah si|keteledoran|seharusnya dia|root cause|be more careful|raise awareness)\b`)

func TestFixedSentencesKeepTheHouseRules(t *testing.T) {
	columns := regexp.MustCompile(`^(\d|looked in|call|dicari di|hubungi|\s+$|  )`) // numbered steps and labelled lists are set in columns
	seen := 0
	literals(t, func(text string) {
		seen++
		if w := uniseg.StringWidth(text); w > Width {
			t.Errorf("%d columns: %q", w, text)
		}
		if strings.Contains(text, "!") {
			t.Errorf("an exclamation mark: %q", text)
		}
		if strings.Contains(strings.TrimSpace(text), "  ") && !columns.MatchString(text) {
			t.Errorf("a double space: %q", text)
		}
		if found := blame.FindString(text); found != "" {
			t.Errorf("%q blames: %q", text, found)
		}
		for _, r := range text {
			if r > 126 {
				t.Errorf("%q needs a glyph: %q", text, r)
			}
		}
	})
	if seen < 1000 {
		t.Errorf("only %d literals seen", seen)
	}
}

var (
	holes  = regexp.MustCompile(`\{\w+\}`)
	verbs  = regexp.MustCompile(`%[sdvq]`)
	letter = regexp.MustCompile(`[a-zA-Z]{3}`)
)

// pairs calls see for every English and Indonesian sentence that stand side by side.
func pairs(t *testing.T, see func(english, indonesian string)) {
	t.Helper()
	take := func(elements []ast.Expr) {
		var texts []string
		for _, e := range elements {
			if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				texts = append(texts, unquote(t, lit))
			}
		}
		if len(texts) == 2 && len(elements) == 2 {
			see(texts[0], texts[1])
		}
	}
	for _, file := range sources(t, ".") {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if f, ok := n.Fun.(*ast.Ident); ok && f.Name == "pick" && len(n.Args) == 3 {
					take(n.Args[1:])
				}
			case *ast.CompositeLit:
				take(n.Elts)
			}
			return true
		})
	}
}

func TestBothLanguagesSayTheSame(t *testing.T) {
	// Words that both languages share.
	shared := []string{"by ", "commit", "ms", " (", "; ", ", ", "server", "Server"}
	seen := 0
	pairs(t, func(english, indonesian string) {
		seen++
		if (english == "") != (indonesian == "") {
			t.Errorf("one language is empty: %q, %q", english, indonesian)
		}
		if english == indonesian && letter.MatchString(english) && !slices.Contains(shared, english) {
			t.Errorf("not translated: %q", english)
		}
		if a, b := sorted(holes, english), sorted(holes, indonesian); !slices.Equal(a, b) {
			t.Errorf("other places: %q, %q", english, indonesian)
		}
		if a, b := verbs.FindAllString(english, -1), verbs.FindAllString(indonesian, -1); !slices.Equal(a, b) {
			t.Errorf("other figures: %q, %q", english, indonesian)
		}
		if edge(english) != edge(indonesian) {
			t.Errorf("other edges: %q, %q", english, indonesian)
		}
	})
	if seen < 500 {
		t.Errorf("only %d pairs seen", seen)
	}
}

func sorted(re *regexp.Regexp, text string) []string {
	found := slices.Compact(slices.Sorted(slices.Values(re.FindAllString(text, -1))))
	return found
}

// edge describes what matters where fragments are put together: outer spaces and the last mark.
func edge(text string) string {
	if text == "" {
		return ""
	}
	out := ""
	if text[0] == ' ' {
		out += "<"
	}
	switch last := text[len(text)-1]; last {
	case ' ', '.', '?', ':', ',':
		out += string(last)
	}
	return out
}
