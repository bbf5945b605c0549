package files

import (
	"errors"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

func TestReplaceKeepsExtendedAttributes(t *testing.T) {
	path := filepath.Join(t.TempDir(), ".env")
	put(t, path, "A=old\n", 0o600)
	err := unix.Setxattr(path, "user.owner", []byte("team\x00payments"), 0)
	if errors.Is(err, unix.ENOTSUP) {
		t.Skip("this file system has no extended attributes")
	}
	if err != nil {
		t.Fatal(err)
	}
	d, ledger := New(Config{}), &book{}
	if err := d.Replace(ledger.context(), readFile(t, d, path), []byte("A=new\n")); err != nil {
		t.Fatal(err)
	}
	value := make([]byte, 100)
	n, err := unix.Getxattr(path, "user.owner", value)
	if err != nil || string(value[:n]) != "team\x00payments" {
		t.Errorf("the attribute is %q, %v", value[:max(n, 0)], err)
	}
}
