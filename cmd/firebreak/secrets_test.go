package main_test

import (
	"go/ast"
	"path"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// openers lists the rooms that may look into a secret, and why. Forms counts like Expose: it
// gives the value away too.
var openers = map[string]string{
	"providers":               "the type itself",
	"providers/transport":     "puts credentials into requests and takes them out of what it records",
	"providers/identify":      "gives a value back where a person asks to see it (identify --reveal)",
	"providers/aws":           "makes up a session token as long as another one",
	"providers/google":        "signs in with the key in a document, and makes one up that nobody issued",
	"providers/keyring":       "seals values to disk and keeps the identity in the system's keyring",
	"providers/dotenv":        "finds and replaces a value in a file",
	"providers/vault":         "compares the fields of an entry with a value",
	"providers/awssecrets":    "finds and replaces a value in what a secret holds",
	"providers/simulator":     "answers with the keys that it makes up",
	"runbook/exposure":        "searches for the value",
	"runbook/exposure/needle": "searches for the value",
	"runbook/postmortem":      "searches the finished report for values",
}

func TestOnlyNamedRoomsOpenASecret(t *testing.T) {
	used := map[string]bool{}
	for _, s := range program(t) {
		ast.Inspect(s.ast, func(n ast.Node) bool {
			name, ok := opening(n)
			if !ok {
				return true
			}
			used[s.room] = true
			if _, allowed := openers[s.room]; !allowed {
				t.Errorf("%s: %s opens a secret", s.at(n), name)
			}
			return true
		})
	}
	if !used["providers/transport"] {
		t.Error("not even transport opens a secret: this test has gone blind")
	}
}

// opening reports a use of a method of that name, called or not, and an interface that asks
// for one, which would hide the use.
func opening(n ast.Node) (string, bool) {
	isOpener := func(name string) bool { return name == "Expose" || name == "Forms" || name == "Needles" }
	switch n := n.(type) {
	case *ast.SelectorExpr:
		return n.Sel.Name, isOpener(n.Sel.Name)
	case *ast.InterfaceType:
		for _, method := range n.Methods.List {
			if len(method.Names) == 1 && isOpener(method.Names[0].Name) {
				return "an interface with " + method.Names[0].Name, true
			}
		}
	}
	return "", false
}

// plainValues lists the fields and parameters of text type that are named like a credential
// and hold none, and why. A star stands for any names between. An entry that nothing needs
// any more fails the test.
var plainValues = map[string]string{
	"providers/github.event.KeyPrint":     "the print of a deploy key, in the audit log",
	"providers/github.*.log.token":        "the hash that stands for a token in the audit log",
	"providers/github.phrase.token":       "the same",
	"providers/github.event.entry.token":  "the same",
	"providers/simulator.*.AttributeKey":  "what a search of the event history is by",
	"providers/simulator.*.*oken":         "the mark of the next page of a list",
	"providers/simulator.*roject.*ecrets": "the names of secrets within reach",
	"runbook/drill.inputs.key*":           "the names of the figures in a score",
	"runbook/postmortem.*.key":            "the name of a field or section of the report",
	"runbook/postmortem.view.*.token":     "a word of the finished report, which is searched for values",
	"tui.rehearsal.key":                   "what a rehearsal was made for, in the manner of a map's key",
}

// A field or parameter of text type that is named like a credential would be a second way to
// hold one, past the type that cannot be printed.
func TestNoTextIsNamedLikeACredential(t *testing.T) {
	used := map[string]bool{}
	for _, s := range program(t) {
		for _, field := range namedTexts(s) {
			if entry := entryFor(field.name); entry != "" {
				used[entry] = true
				continue
			}
			t.Errorf("%s: %q is text and named like a credential", s.at(field.node), field.name)
		}
	}
	for name, reason := range plainValues {
		if !used[name] {
			t.Errorf("nothing is named %s any more (%s)", name, reason)
		}
	}
}

func entryFor(name string) string {
	for entry := range plainValues {
		if fits, err := path.Match(entry, name); fits && err == nil {
			return entry
		}
	}
	return ""
}

type namedText struct {
	name string // "providers/dotenv.parse.key"
	node ast.Node
}

// namedTexts walks the declarations of a file for fields, parameters and results of text
// type; those of function literals count as their function's own.
func namedTexts(s source) []namedText {
	var all []namedText
	for _, decl := range s.ast.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			all = append(all, textsIn(s.room+"."+funcName(decl), decl)...)
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				name := s.room
				if typed, ok := spec.(*ast.TypeSpec); ok {
					name += "." + typed.Name.Name
				}
				all = append(all, textsIn(name, spec)...)
			}
		}
	}
	return all
}

func funcName(decl *ast.FuncDecl) string {
	if decl.Recv == nil {
		return decl.Name.Name
	}
	receiver := ""
	ast.Inspect(decl.Recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && receiver == "" {
			receiver = id.Name + "."
		}
		return true
	})
	return receiver + decl.Name.Name
}

func textsIn(owner string, node ast.Node) []namedText {
	var all []namedText
	ast.Inspect(node, func(n ast.Node) bool {
		field, ok := n.(*ast.Field)
		if !ok || !isText(field.Type) {
			return true
		}
		for _, id := range field.Names {
			if namesACredential(id.Name) {
				all = append(all, namedText{owner + "." + id.Name, id})
			}
		}
		return true
	})
	return all
}

func isText(expr ast.Expr) bool {
	switch expr := expr.(type) {
	case *ast.Ident:
		return expr.Name == "string"
	case *ast.StarExpr:
		return isText(expr.X)
	case *ast.Ellipsis:
		return isText(expr.Elt)
	case *ast.MapType:
		return isText(expr.Value)
	case *ast.ArrayType:
		element, ok := expr.Elt.(*ast.Ident)
		return ok && element.Name == "byte" || isText(expr.Elt)
	}
	return false
}

// namesACredential judges the words of a name. One that ends in an attribute of a credential
// (keyID, tokenKind) names that attribute.
func namesACredential(name string) bool {
	words := wordsOf(name)
	if len(words) == 0 || slices.Contains(attributes, words[len(words)-1]) {
		return false
	}
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(credentialWords, strings.TrimSuffix(w, "s")) })
}

var (
	credentialWords = []string{"key", "token", "secret", "password", "passphrase", "credential", "apikey"}
	attributes      = []string{"id", "ids", "name", "names", "kind", "kinds", "path", "file", "dir", "url", "type", "fingerprint", "mask", "masked", "prefix", "suffix", "hint"}
)

// wordsOf splits camel case: "adminAPIKey" is admin, api, key.
func wordsOf(name string) []string {
	var words []string
	runes := []rune(name)
	start := 0
	for i := 1; i <= len(runes); i++ {
		if i < len(runes) && runes[i] != '_' && !startsWord(runes, i) {
			continue
		}
		if word := strings.Trim(string(runes[start:i]), "_"); word != "" {
			words = append(words, strings.ToLower(word))
		}
		start = i
	}
	return words
}

func startsWord(runes []rune, i int) bool {
	if !unicode.IsUpper(runes[i]) {
		return false
	}
	return !unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])
}

func TestNamesAreJudgedByTheirWords(t *testing.T) {
	for name, want := range map[string]bool{
		"key": true, "apiKey": true, "APIKey": true, "adminAPIKey": true, "api_key": true, "tokens": true, "Secret": true, "dbPassword": true, "sealedSecret": true,
		"credential": true, "keyID": false, "KeyID": false, "token_kind": false, "monkey": false, "keyring": false, "secretFingerprint": false, "text": false,
	} {
		if got := namesACredential(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
