package keyring

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"firebreak/providers"
)

func TestWhatIsWrongWithSealingIsTold(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) (path, recipient string) {
		path = filepath.Join(dir, name)
		recipient, err := NewIdentityFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return path, recipient
	}
	own, to := file("own")
	_, otherTo := file("other")
	exposed, exposedTo := file("exposed")
	if err := os.Chmod(exposed, 0o640); err != nil {
		t.Fatal(err)
	}
	text := filepath.Join(dir, "text")
	if err := os.WriteFile(text, []byte("no identity\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	locked := filepath.Join(dir, "locked")
	if err := os.WriteFile(locked, []byte(ageHeader+"-> scrypt"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		config Config
		want   Sealing
	}{
		"nothing given":             {Config{}, ""},
		"a recipient":               {Config{SealTo: to}, ""},
		"two recipients":            {Config{SealTo: to + ", " + otherTo}, ""},
		"no recipient":              {Config{SealTo: "age1nonsense"}, NotRecipient},
		"an identity":               {Config{Unseal: own}, ""},
		"both of a pair":            {Config{SealTo: to, Unseal: own}, ""},
		"one of several recipients": {Config{SealTo: otherTo + " " + to, Unseal: own}, ""},
		"a stranger's recipient":    {Config{SealTo: otherTo, Unseal: own}, Unrelated},
		"no file":                   {Config{Unseal: filepath.Join(dir, "nope")}, IdentityMissing},
		"a folder":                  {Config{Unseal: dir}, IdentityUnreadable},
		"another text":              {Config{Unseal: text}, NotIdentity},
		"under a passphrase":        {Config{Unseal: locked}, IdentityLocked},
	} {
		c.config.State, c.config.Conf, c.config.Backend = dir, dir, Memory()
		if got := New(c.config).Sealing(); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	asks := func(string) (providers.Secret, error) { return providers.Secret{}, ErrNoItem }
	if got := New(Config{State: dir, Conf: dir, Backend: Memory(), Unseal: locked, Passphrase: asks}).Sealing(); got != "" {
		t.Errorf("under a passphrase that is asked for: %q", got)
	}
	if got := New(Config{State: dir, Conf: dir, Backend: Memory(), SealTo: exposedTo, Unseal: exposed}).Sealing(); got != IdentityExposed && runtime.GOOS != "windows" {
		t.Errorf("a file that others can read: %q", got)
	}
}
