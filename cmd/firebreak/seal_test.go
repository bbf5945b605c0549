package main_test

import (
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
