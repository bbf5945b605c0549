package keyring

import (
	"context"
	"os"
	"testing"

	"firebreak/providers"
)

func TestAnIdentityFileIsMadeOnceAndOpensWhatWasSealedToIt(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	path, err := IdentityFile(dir, "identity")
	if err != nil {
		t.Fatal(err)
	}
	again, err := IdentityFile(dir, "identity")
	if err != nil || again != path {
		t.Fatalf("made again: %q, %v", again, err)
	}
	value := providers.NewSecret([]byte("a-DRILL-value-of-some-length"))
	file, err := ringOf(dir, path).Parking(dir).Put(context.Background(), "op1", value)
	if err != nil {
		t.Fatal(err)
	}
	back, err := ringOf(dir, path).Parking(dir).Get(context.Background(), file)
	if err != nil || !back.Equal(value) {
		t.Errorf("another ring of the same file: %v", err)
	}
}

func ringOf(dir, identity string) *Ring {
	return New(Config{State: dir, Conf: dir, Backend: Memory(), Unseal: identity})
}
