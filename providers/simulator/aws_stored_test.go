package simulator

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What was written into a secret is there again after the world was opened anew, and its log holds no
// value.
func TestASecretIsReplayedFromALogWithoutValues(t *testing.T) {
	path := filepath.Join(t.TempDir(), "world.jsonl")
	c := Config{Seed: 5, Leak: AWSKey, Log: path}
	w, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	const name = "prod/ci-deploy"
	s := w.storedAt(awsSecretHome, name)
	old, _ := w.Secret("leaked")
	other, _ := w.Secret("reports")
	before, _ := w.Labelled(awsSecretHome, name, awsCurrent)
	after := strings.ReplaceAll(before, plain(old.Parts()[1]), plain(other.Parts()[1]))
	put := func(id, text string) {
		t.Helper()
		a := w.keeping(s, id, awsValue{text: text}, []string{awsCurrent})
		if err := w.lever(entry{Type: entryAct, Acts: []act{a}}); err != nil {
			t.Fatal(err)
		}
	}
	put(strings.Repeat("a", 32), after)
	put(strings.Repeat("b", 32), "DRILL-of-no-form-that-was-seen")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	log, err := os.ReadFile(path)
	if err != nil || strings.Contains(string(log), plain(other.Parts()[1])) || strings.Contains(string(log), "DRILL-of-no-form") {
		t.Errorf("the log holds a value, or cannot be read: %v", err)
	}
	again, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = again.Close() }()
	if text, id := again.Labelled(awsSecretHome, name, awsPrevious); text != after || id != strings.Repeat("a", 32) {
		t.Errorf("after the replay %s holds something else", id)
	}
	if v := again.storedAt(awsSecretHome, name).labelled(awsCurrent); v == nil || !v.lost {
		t.Error("what the log could not hold is not said to be lost")
	}
}
