package identify

import (
	"io/fs"
	"reflect"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

func TestFilesOfTheUsualLayoutAreReadAsTOMLIs(t *testing.T) {
	names, err := fs.Glob(kindFiles, "kinds/*.toml")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(kindFiles, name)
		if err != nil {
			t.Fatal(err)
		}
		var want map[string]vendorEntry
		if _, err := toml.Decode(string(text), &want); err != nil {
			t.Fatal(err)
		}
		if got, ok := laidOut(string(text)); !ok {
			t.Errorf("%s has another layout, which is slow to read", name)
		} else if !reflect.DeepEqual(got, want) {
			t.Errorf("%s is read as another one", name)
		}
	}
}

func TestWhatHasNotTheUsualLayoutIsLeftToTheReaderOfAllTOML(t *testing.T) {
	const head, tail = "[a]\nkinds = [\n", "]\n"
	if _, ok := laidOut(head + "  {id = \"b\", names = [\"C\", \"D\"], bare = true},\n" + tail); !ok {
		t.Error("the usual layout is not read")
	}
	for name, text := range map[string]string{
		"empty":                     "",
		"a field before any issuer": "title = 'x'\n" + head + tail,
		"an escape":                 head + `  {id = "b\u0063"},` + "\n" + tail,
		"a comment behind a value":  "[a]\ntitle = 'x' # y\n",
		"an unknown field":          head + "  {id = 'b', colour = 'red'},\n" + tail,
		"an unknown field of its":   "[a]\ncolour = 'red'\n",
		"a field that is not so":    head + "  {id = 'b', bare = false},\n" + tail,
		"no spaces":                 head + "  {id='b'},\n" + tail,
		"a kind over two lines":     head + "  {id = 'b',\n   bare = true},\n" + tail,
		"no comma behind a kind":    head + "  {id = 'b'}\n" + tail,
		"kinds that do not end":     head + "  {id = 'b'},\n",
		"three quotation marks":     "[a]\ntitle = '''x'''\n",
		"a list that does not end":  "[a]\nwords = ['x'\n",
		"a number":                  "[a]\ntitle = 1\n",
		"a table within":            "[a.b]\n",
		"kinds as tables":           "[[a.kinds]]\nid = 'b'\n",
		"an issuer twice":           head + "  {id = 'b'},\n" + tail + head + tail,
		"a field twice":             "[a]\ntitle = 'x'\ntitle = 'y'\n",
		"a list twice":              "[a]\nwords = ['x']\nwords = ['y']\n",
		"a form twice":              head + "  {form = 'b', form = 'c'},\n" + tail,
		"a control character":       "[a]\ntitle = 'x\x01'\n",
	} {
		if list, ok := laidOut(text); ok {
			t.Errorf("%s: %s is read as %v", name, strings.ReplaceAll(text, "\n", " "), list)
		}
	}
}
