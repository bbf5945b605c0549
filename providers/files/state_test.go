//go:build !windows

package files

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// withUmask sets the umask for one test; such tests do not run in parallel.
func withUmask(t *testing.T, mask int) {
	t.Helper()
	old := syscall.Umask(mask)
	t.Cleanup(func() { syscall.Umask(old) })
}

func modeOf(t *testing.T, path string) fs.FileMode {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode()
}

func put(t *testing.T, path, text string, mode fs.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func content(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestStateIsPrivateWhateverTheUmask(t *testing.T) {
	for _, mask := range []int{0, 0o022, 0o277} {
		t.Run(fmt.Sprintf("umask %#o", mask), func(t *testing.T) {
			base := filepath.Join(t.TempDir(), "firebreak")
			withUmask(t, mask)
			dir, err := StateDir(base, "incidents", "INC-20261123-k7qd")
			if err != nil && mask == 0o277 && os.Geteuid() != 0 {
				t.Skip("a umask that locks the owner out needs root")
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := WriteState(dir, "sealed.age", []byte("x")); err != nil {
				t.Fatal(err)
			}
			for _, folder := range []string{base, filepath.Dir(dir), dir} {
				if got := modeOf(t, folder).Perm(); got != 0o700 {
					t.Errorf("folder %s has mode %o, want 700", filepath.Base(folder), got)
				}
			}
			if got := modeOf(t, filepath.Join(dir, "sealed.age")).Perm(); got != 0o600 {
				t.Errorf("file has mode %o, want 600", got)
			}
		})
	}
}

func TestStateNarrowsWhatWasLeftWide(t *testing.T) {
	base := t.TempDir()
	if err := os.Mkdir(filepath.Join(base, "sealed"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{base, filepath.Join(base, "sealed")} {
		if err := os.Chmod(dir, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	dir, err := StateDir(base, "sealed")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range []string{base, dir} {
		if got := modeOf(t, d).Perm(); got != 0o700 {
			t.Errorf("folder has mode %o, want 700", got)
		}
	}
	old := filepath.Join(dir, "a.age")
	put(t, old, "old", 0o666)
	if err := WriteState(dir, "a.age", []byte("new")); err != nil {
		t.Fatal(err)
	}
	if got := modeOf(t, old).Perm(); got != 0o600 {
		t.Errorf("a file written over one of mode 666 has mode %o, want 600", got)
	}
	put(t, old, "readable", 0o644)
	if b, err := ReadState(dir, "a.age", 100); err != nil || string(b) != "readable" {
		t.Errorf("read a file of mode 644: %q, %v", b, err)
	}
	if got := modeOf(t, old).Perm(); got != 0o600 {
		t.Errorf("a file that was read keeps mode %o, want 600", got)
	}
	put(t, old, "planted", 0o622)
	if _, err := ReadState(dir, "a.age", 100); !errors.Is(err, ErrExposed) {
		t.Errorf("read a file that others may write to: %v, want ErrExposed", err)
	}
}

func TestStateRefusesWhatIsNoPlainFileOfOurs(t *testing.T) {
	dir, err := StateDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(t.TempDir(), "outside")
	put(t, outside, "outside", 0o600)
	put(t, filepath.Join(dir, "inside"), "inside", 0o600)
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.Symlink(outside, filepath.Join(dir, "link-out")))
	must(os.Symlink("inside", filepath.Join(dir, "link-in")))
	must(syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600))
	must(os.Mkdir(filepath.Join(dir, "folder"), 0o700))
	for _, name := range []string{"link-out", "link-in", "pipe", "folder"} {
		if _, err := ReadState(dir, name, 100); !errors.Is(err, ErrNotRegular) {
			t.Errorf("read %s: %v, want ErrNotRegular", name, err)
		}
	}
	for _, name := range []string{"link-out", "link-in", "pipe"} {
		must(WriteState(dir, name, []byte("new")))
		if !modeOf(t, filepath.Join(dir, name)).IsRegular() {
			t.Errorf("%s is not a plain file after the write", name)
		}
	}
	if content(t, outside) != "outside" || content(t, filepath.Join(dir, "inside")) != "inside" {
		t.Error("a write went through a symlink")
	}
	must(os.Symlink(t.TempDir(), filepath.Join(dir, "elsewhere")))
	if _, err := StateDir(dir, "elsewhere"); err == nil {
		t.Error("a symlink was taken for a state folder")
	}
	if _, err := ReadState(dir, "none", 100); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("read a missing file: %v, want fs.ErrNotExist", err)
	}
	if _, err := ReadState(dir, "inside", 5); !errors.Is(err, ErrTooLarge) {
		t.Errorf("read six bytes with a limit of five: %v, want ErrTooLarge", err)
	}
}

func TestStateOfAnotherUserIsRefused(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("giving a file away needs root")
	}
	dir, err := StateDir(t.TempDir(), "sealed")
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "a"), "theirs", 0o600)
	if err := os.Chown(filepath.Join(dir, "a"), 12345, 12345); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadState(dir, "a", 100); !errors.Is(err, ErrForeign) {
		t.Errorf("read another user's file: %v, want ErrForeign", err)
	}
	if err := os.Chown(dir, 12345, 12345); err != nil {
		t.Fatal(err)
	}
	if _, err := StateDir(filepath.Dir(dir), "sealed"); !errors.Is(err, ErrForeign) {
		t.Errorf("open another user's folder: %v, want ErrForeign", err)
	}
}

func TestNamesFromOutsideAreNotNamesOfOurs(t *testing.T) {
	dir, err := StateDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	hostile := []string{
		"", ".", "..", "../x", "a/b", "/etc/passwd", `a\b`, ".hidden", ".firebreak-0011223344556677", "a b", "a\x00b", "a\nb",
		"\x1b[2J", "é", "a:b", "~root", "$HOME", "*", "a;rm", "\u202ea", "%2e%2e", "a|b", "CON ", "a\tb", "a'b", `a"b`, "a<b", "a?b", "a&b",
		strings.Repeat("a", 101),
	}
	for _, name := range hostile {
		err := WriteState(dir, name, nil)
		if !errors.Is(err, ErrName) {
			t.Errorf("write %q: %v, want ErrName", name, err)
		}
		if _, e := StateDir(dir, name); !errors.Is(e, ErrName) {
			t.Errorf("folder %q: %v, want ErrName", name, e)
		}
		if err != nil && strings.ContainsAny(err.Error(), "\x1b\n\u202e") {
			t.Errorf("the error repeats the name raw: %q", err)
		}
	}
	if got := names(t, dir); len(got) != 0 {
		t.Errorf("the folder holds %q", got)
	}
}

func TestRemovedStateIsGone(t *testing.T) {
	dir, err := StateDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := WriteState(dir, "a", []byte("x")); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := RemoveState(dir, "a"); err != nil {
			t.Fatal(err)
		}
	}
	if got := names(t, dir); len(got) != 0 {
		t.Errorf("the folder holds %q", got)
	}
}

func TestReadersNeverSeeHalfAFile(t *testing.T) {
	dir, err := StateDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	texts := [][]byte{bytes.Repeat([]byte("a"), 50_000), bytes.Repeat([]byte("b"), 70_000)}
	if err := WriteState(dir, "head", texts[0]); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				b, err := ReadState(dir, "head", 1<<20)
				if err != nil || !bytes.Equal(b, texts[0]) && !bytes.Equal(b, texts[1]) {
					t.Errorf("read %d bytes, %v", len(b), err)
					return
				}
			}
		})
	}
	for i := range 200 {
		if err := WriteState(dir, "head", texts[i%2]); err != nil {
			t.Error(err)
			break
		}
	}
	close(done)
	readers.Wait()
}

func TestANameSwappedForASymlinkIsNeverFollowed(t *testing.T) {
	dir, err := StateDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	decoy, name := filepath.Join(dir, "decoy"), filepath.Join(dir, "name")
	put(t, decoy, "decoy", 0o600)
	put(t, name, "ours", 0o600)
	done := make(chan struct{})
	var swapper sync.WaitGroup
	swapper.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
			}
			_ = os.Symlink("decoy", name+".link")
			_ = os.Rename(name+".link", name)
			_ = os.WriteFile(name+".file", []byte("ours"), 0o600)
			_ = os.Rename(name+".file", name)
		}
	})
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for range 5_000 {
		file, _, err := openRegular(root, "name")
		if err != nil {
			continue
		}
		if b, err := readUpTo(file, 100); err == nil && string(b) == "decoy" {
			t.Error("a symlink was followed")
			break
		}
		_ = file.Close()
	}
	close(done)
	swapper.Wait()
}

func TestLeftoversOfACrashAreRemovedAndRunningWritersKept(t *testing.T) {
	dir, err := StateDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	crashed := filepath.Join(dir, draftPrefix+"0123456789abcdef")
	stranger := filepath.Join(dir, draftPrefix+"notes")
	put(t, crashed, "half a secret", 0o600)
	put(t, stranger, "not a draft", 0o600)
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	running, err := newDraft(root, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if err := WriteState(dir, "a", []byte("x")); err != nil {
		t.Fatal(err)
	}
	got := strings.Join(names(t, dir), " ")
	want := strings.Join([]string{running.name, filepath.Base(stranger), "a"}, " ")
	if running.name > filepath.Base(stranger) {
		want = strings.Join([]string{filepath.Base(stranger), running.name, "a"}, " ")
	}
	if got != want {
		t.Errorf("the folder holds %s, want %s", got, want)
	}
	running.drop()
	if len(names(t, dir)) != 2 {
		t.Error("a dropped draft is still there")
	}
}

func TestManyWritersDoNotSweepEachOther(t *testing.T) {
	dir, err := StateDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var writers sync.WaitGroup
	for w := range 8 {
		writers.Go(func() {
			for i := range 40 {
				name := fmt.Sprintf("w%d", w)
				text := fmt.Sprintf("%d-%d", w, i)
				if err := WriteState(dir, name, []byte(text)); err != nil {
					t.Error(err)
					return
				}
				if b, err := ReadState(dir, name, 100); err != nil || string(b) != text {
					t.Errorf("read back %q, %v, want %q", b, err, text)
					return
				}
			}
		})
	}
	writers.Wait()
	if got := names(t, dir); len(got) != 8 {
		t.Errorf("the folder holds %q", got)
	}
}
