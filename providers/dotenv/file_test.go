package dotenv

import (
	"context"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"firebreak/providers"
	"firebreak/providers/files"
)

func TestFilesThatAreNotWritten(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links and modes of this test are those of unix")
	}
	for name, tc := range map[string]struct {
		spoil func(t *testing.T, path string)
		why   providers.Reason
	}{
		"a second hard link": {func(t *testing.T, path string) {
			must(t, os.Link(path, path+".second"))
			must(t, os.Rename(path+".second", filepath.Join(filepath.Dir(path), "second")))
		}, HardLink},
		"a symlink to another folder": {func(t *testing.T, path string) {
			target := filepath.Join(t.TempDir(), "real")
			must(t, os.Rename(path, target))
			must(t, os.Symlink(target, path))
		}, LinkLeaves},
		"a file without write permission": {func(t *testing.T, path string) { must(t, os.Chmod(path, 0o400)) }, ReadOnly},
		"an index that cannot be read": {func(t *testing.T, path string) {
			must(t, os.Mkdir(filepath.Join(filepath.Dir(path), ".git"), 0o700))
			write(t, filepath.Join(filepath.Dir(path), ".git", "index"), "DIRCgarbage")
		}, TrackedUnsure},
	} {
		t.Run(name, func(t *testing.T) {
			path, s := folder(t, "A="+leaked+"\n")
			tc.spoil(t, path)
			wantRefusal(t, s.Check(context.Background()), tc.why)
			places := find(t, s, leaked)
			if len(places) == 0 || places[0].Off != tc.why {
				t.Fatalf("places %+v, want off for %s", places, tc.why)
			}
			places[0].Off = ""
			wantRefusal(t, s.Write(live(), places[0], secret(leaked), secret(fresh)), tc.why)
		})
	}
}

func TestASymlinkWithinItsFolderIsWrittenThrough(t *testing.T) {
	path, s := folder(t, "A="+leaked+"\n")
	target := filepath.Join(filepath.Dir(path), "config")
	must(t, os.Rename(path, target))
	must(t, os.Symlink("config", path))
	places := find(t, s, leaked)
	if len(places) != 1 || places[0].Off != "" {
		t.Fatalf("places %+v", places)
	}
	must(t, s.Write(live(), places[0], secret(leaked), secret(fresh)))
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&os.ModeSymlink == 0 || read(t, target) != "A="+fresh+"\n" {
		t.Errorf("link %v, target %q", info.Mode(), read(t, target))
	}
}

func TestAWideModeIsWarnedOf(t *testing.T) {
	path, s := folder(t, "A="+leaked+"\n")
	if p := find(t, s, leaked)[0]; !p.Warning.IsEmpty() {
		t.Errorf("warning %v at mode 0600", p.Warning)
	}
	must(t, os.Chmod(path, 0o644))
	if p := find(t, s, leaked)[0]; !p.Warning.Is("mode 0644") || p.Off != "" {
		t.Errorf("warning %v, off %q", p.Warning, p.Off)
	}
}

func TestAMissingFileIsAnError(t *testing.T) {
	s := New(files.New(files.Config{}), filepath.Join(t.TempDir(), ".env"))
	if err := s.Check(context.Background()); !errors.Is(err, fs.ErrNotExist) || refusal(err) != Missing {
		t.Errorf("error %v, want not exist", err)
	}
	if err := New(files.New(files.Config{}), t.TempDir()).Check(context.Background()); refusal(err) != Unreadable {
		t.Errorf("a folder: %v", err)
	}
}

func refusal(err error) providers.Reason {
	var r *providers.Refusal
	if errors.As(err, &r) {
		return r.Why
	}
	return ""
}

func TestAnImmutableFileIsFoundBeforeAnythingIsWritten(t *testing.T) {
	path, s := folder(t, "A="+leaked+"\n")
	if out, err := exec.Command("chattr", "+i", path).CombinedOutput(); err != nil {
		t.Skipf("this file system, or this user, makes nothing immutable: %s", out)
	}
	t.Cleanup(func() { must(t, exec.Command("chattr", "-i", path).Run()) })
	if err := s.Check(t.Context()); refusal(err) != ReadOnly {
		t.Errorf("check says %v", err)
	}
}

func git(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@b", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@b"}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

func TestAFileThatGitTracksIsRefused(t *testing.T) {
	type step = func(t *testing.T, repo string)
	run := func(args ...string) step { return func(t *testing.T, repo string) { git(t, repo, args...) } }
	add := run("add", "-f", "app/.env")
	for name, tc := range map[string]struct {
		steps []step
		want  providers.Reason
	}{
		"an empty repository":    {nil, ""},
		"another file is added":  {[]step{run("add", "other")}, ""},
		"added":                  {[]step{add}, Tracked},
		"added and committed":    {[]step{add, run("commit", "-qm", "x")}, Tracked},
		"removed from the index": {[]step{add, run("rm", "-q", "--cached", "app/.env")}, ""},
		"index version 4":        {[]step{run("update-index", "--index-version", "4"), run("add", "-A", "-f")}, Tracked},
		"intent to add":          {[]step{run("add", "-f", "-N", "app/.env")}, Tracked},
		"split index":            {[]step{add, run("update-index", "--split-index")}, Tracked},
		"split index, not in it": {[]step{run("add", "other"), run("update-index", "--split-index"), run("add", "more")}, ""},
		"split index, replaced": {[]step{add, run("update-index", "--split-index"), func(t *testing.T, repo string) {
			write(t, filepath.Join(repo, "app", ".env"), "A="+leaked+"\nB=1\n")
		}, add}, Tracked},
	} {
		t.Run(name, func(t *testing.T) {
			repo := t.TempDir()
			git(t, repo, "init", "-q")
			must(t, os.Mkdir(filepath.Join(repo, "app"), 0o700))
			for _, f := range []string{"other", "more", "app/.env", "app/zz"} {
				write(t, filepath.Join(repo, f), "A="+leaked+"\n")
			}
			for _, step := range tc.steps {
				step(t, repo)
			}
			s := New(files.New(files.Config{}), filepath.Join(repo, "app", ".env"))
			err := s.Check(context.Background())
			if tc.want == "" {
				must(t, err)
				return
			}
			wantRefusal(t, err, tc.want)
			s.WriteTracked = true
			must(t, s.Check(context.Background()))
			p := find(t, s, leaked)[0]
			if p.Off != "" || !p.Warning.Is("tracked") {
				t.Errorf("place %+v, want it allowed with a warning", p)
			}
		})
	}
}

func TestAWorktreeHasAnIndexOfItsOwn(t *testing.T) {
	repo := t.TempDir()
	git(t, repo, "init", "-q")
	write(t, filepath.Join(repo, ".env"), "A="+leaked+"\n")
	git(t, repo, "add", "-f", ".env")
	git(t, repo, "commit", "-qm", "x")
	tree := filepath.Join(t.TempDir(), "wt")
	git(t, repo, "worktree", "add", "-q", tree)
	s := New(files.New(files.Config{}), filepath.Join(tree, ".env"))
	wantRefusal(t, s.Check(context.Background()), Tracked)
	git(t, tree, "rm", "-q", "--cached", ".env")
	must(t, s.Check(context.Background()))
}

// oddIndex is an index by hand, for formats that git here does not write.
func oddIndex(hash int, mode uint32, name string) []byte {
	b := append([]byte("DIRC"), 0, 0, 0, 3, 0, 0, 0, 1)
	entry := make([]byte, indexStat+hash+2)
	binary.BigEndian.PutUint32(entry[24:], mode)
	binary.BigEndian.PutUint16(entry[indexStat+hash:], uint16(len(name)))
	entry = append(entry, name...)
	entry = append(entry, make([]byte, 8-len(entry)%8)...)
	b = append(b, entry...)
	return append(b, make([]byte, hash)...)
}

func TestIndexesThatGitWritesElsewhere(t *testing.T) {
	for name, tc := range map[string]struct {
		index []byte
		found bool
	}{
		"SHA-256 object names":   {oddIndex(32, 0o100644, "app/.env"), true},
		"a folder folded away":   {oddIndex(20, 0o040000, "app/"), true},
		"another folder":         {oddIndex(20, 0o040000, "apple/"), false},
		"the same in other case": {oddIndex(20, 0o100644, "App/.ENV"), true},
		"a longer name":          {oddIndex(20, 0o100644, "app/.env.x"), false},
	} {
		t.Run(name, func(t *testing.T) {
			found, _, ok := searchIndex(tc.index, "app/.env")
			if !ok || found != tc.found {
				t.Errorf("found %v, ok %v; want %v", found, ok, tc.found)
			}
		})
	}
}

// FuzzIndex: any bytes are answered without a panic.
func FuzzIndex(f *testing.F) {
	f.Add(oddIndex(20, 0o100644, "app/.env"))
	f.Add(oddIndex(32, 0o040000, "app/"))
	f.Add([]byte("DIRC\x00\x00\x00\x04\x00\x00\x00\x01"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if found, _, ok := searchIndex(data, "app/.env"); found && !ok {
			t.Fatal("found in an index that was not understood")
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
