package keyring

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
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

func TestANewIdentityFileIsPrivateAndNeverOverwritesAnother(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "new", "identity.txt")
	recipient, err := NewIdentityFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	value := providers.NewSecret([]byte("a-DRILL-value-of-some-length"))
	sealer := New(Config{State: dir, Conf: dir, Backend: Memory(), SealTo: recipient})
	if err := sealer.SetAdmin(t.Context(), "openai", value); err != nil {
		t.Fatal(err)
	}
	if back, err := ringOf(dir, path).Admin(t.Context(), "openai"); err != nil || !back.Equal(value) {
		t.Errorf("what was sealed to it does not open: %v", err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewIdentityFile(path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over another: %v", err)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the former one was changed: %v", err)
	}
}

func ringOf(dir, identity string) *Ring {
	return New(Config{State: dir, Conf: dir, Backend: Memory(), Unseal: identity})
}
