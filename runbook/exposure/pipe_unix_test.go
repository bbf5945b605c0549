//go:build unix

package exposure

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"firebreak/providers"
)

func TestPipesAndUnreadableFilesAreCountedAndNeverWaitedFor(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "ordinary", leaked)
	must(t, unix.Mkfifo(filepath.Join(dir, "pipe"), 0o600))
	repo := newRepo(t, filepath.Join(dir, "repo"))
	repo.commit("a.txt", leaked)
	must(t, unix.Mkfifo(filepath.Join(repo.dir, ".git", "objects", "pack", "pack-x.idx"), 0o600))
	must(t, os.Remove(filepath.Join(repo.dir, ".git", "HEAD")))
	must(t, unix.Mkfifo(filepath.Join(repo.dir, ".git", "HEAD"), 0o600))
	done := make(chan Result, 1)
	go func() {
		r, _ := Search(context.Background(), door(), providers.WallClock{}, Quest{Key: key, Places: []string{dir}})
		done <- r
	}()
	select {
	case r := <-done:
		if r.Complete || r.Places[0].Reasons[Special] != 3 || len(hits(r, InFile)) != 2 {
			t.Errorf("reasons %v, hits %+v", r.Places[0].Reasons, r.Hits)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("hangs on a pipe")
	}
}

func TestAFileWithoutPermission(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
	}
	dir := t.TempDir()
	put(t, dir, "closed", leaked)
	must(t, os.Chmod(filepath.Join(dir, "closed"), 0))
	if r := searchIn(t, dir); r.Complete || r.Places[0].Reasons[Unreadable] != 1 {
		t.Errorf("reasons %v", r.Places[0].Reasons)
	}
}

func TestAFileThatDoesNotSayItsSizeIsRead(t *testing.T) {
	const cmdline = "/proc/self/cmdline"
	if _, err := os.Stat(cmdline); err != nil {
		t.Skip("no proc file system on this root")
	}
	if r := searchIn(t, cmdline); r.Coverage.Bytes == 0 || !r.Complete {
		t.Errorf("%+v", r)
	}
}
