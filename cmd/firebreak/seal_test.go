package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestASealingIdentityIsNeitherUsedNorShown(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	identity := "AGE-SECRET-" + "KEY-1" + strings.Repeat("DRILL", 11)
	for _, args := range [][]string{
		{"auth", "list", "--seal-to", identity}, {"doctor", "--seal-to", strings.ToLower(identity)},
		{"respond", "--headless", "--seal-to", identity, "-"},
	} {
		r := h.run("", args...)
		if r.code != 2 || !strings.Contains(r.err, "public part") || strings.Contains(strings.ToUpper(r.out+r.err), identity) {
			t.Errorf("%v: exit %d, stdout %q, stderr %q", args[:2], r.code, r.out, r.err)
		}
	}
	h.vars["FIREBREAK_SEAL_TO"], h.vars["FIREBREAK_UNSEAL"] = identity, "/"+identity
	for _, command := range []string{"respond", "resume", "close", "doctor", "drill"} {
		if r := h.run("", command, "--help"); r.code != 0 || strings.Contains(r.out+r.err, identity) {
			t.Errorf("the help of %s shows what a variable holds", command)
		}
	}
}

func TestAnIdentityIsMadeForSealingWithoutAKeyring(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	h.vars["FIREBREAK_OPENAI_BASE_URL"] = nobody
	delete(h.vars, "FIREBREAK_SEAL_TO")
	delete(h.vars, "FIREBREAK_UNSEAL")
	file := filepath.Join(h.dir, "keys", "firebreak-identity.txt")
	made := h.run("", "auth", "identity", file)
	recipient := strings.TrimSuffix(made.out, "\n")
	if made.code != 0 || !strings.HasPrefix(recipient, "age1") || strings.ContainsAny(recipient, " \n") || !strings.Contains(made.err, "--unseal") {
		t.Fatalf("exit %d, stdout %q, stderr %q", made.code, made.out, made.err)
	}
	again := h.run("", "auth", "identity", file)
	if again.code != 2 || again.out != "" || !strings.Contains(again.err, "exists") {
		t.Errorf("over the former one: exit %d, stdout %q, stderr %q", again.code, again.out, again.err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "AGE-") && strings.Contains(made.out+made.err+again.err, strings.TrimSpace(line)) {
			t.Error("the identity was shown")
		}
	}
	if got := h.run(adminKey("aaaa"), "auth", "set", "openai", "--seal-to", recipient, "--unseal", file); got.code != 0 {
		t.Fatalf("exit %d: %s", got.code, got.err)
	}
	if got := h.run(adminKey("bbbb"), "auth", "set", "openai", "--unseal", file); !strings.Contains(got.err, "ending in aaaa") {
		t.Errorf("what was sealed to it does not open: %s", got.err)
	}
}
