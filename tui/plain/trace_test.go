package plain_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"firebreak/runbook/exposure"
	"firebreak/tui/plain"
)

// traces leads from the first question to the folders.
var traces = []said{
	{want: "What do we do first?", line: "4"},
	{want: "who decided that", line: "nobody has time"},
	{want: "What next?", line: "4"},
	{want: "Where did it leak?", line: "1"},
	{want: "Since when", line: ""},
	{want: "Who could read it there?", line: ""},
}

func TestAFolderThatIsNotThereIsNotTakenAndEachFindIsToldOnce(t *testing.T) {
	r := newRig(t)
	folder := filepath.Join(filepath.Dir(r.dir), "src")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(r.env)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 5 {
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("settings%d.py", n)), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r.change = func(c *plain.Config) {
		c.Place = func(typed string) (string, error) { return typed, exposure.Readable(typed) }
	}
	k := r.hold(slices.Concat(traces, []said{
		{want: "enter alone begins", line: folder + "x"},
		{want: "there is no such folder or file. ", line: folder},
		{want: folder, line: ""},
		{want: "settings4.py", line: "q"},
	})...)
	if k.Traced == nil || !slices.Equal(k.Traced.Places, []string{folder}) || len(k.Hits) != 5 {
		t.Fatalf("searched %+v, %d hits", k.Traced, len(k.Hits))
	}
	for n := range 5 {
		if name := fmt.Sprintf("settings%d.py", n); strings.Count(r.out.String(), name) != 1 {
			t.Errorf("%s is told %d times", name, strings.Count(r.out.String(), name))
		}
	}
}
