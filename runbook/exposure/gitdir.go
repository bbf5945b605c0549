package exposure

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"firebreak/providers"
	"firebreak/providers/files"
)

// isGitDir knows a repository's own folder by the three things that git asks for.
func isGitDir(dir string) bool {
	for _, name := range []string{"objects", "refs"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || !info.IsDir() {
			return false
		}
	}
	_, err := os.Lstat(filepath.Join(dir, "HEAD"))
	return err == nil
}

// pointedDir reads a file .git: "gitdir: PATH".
func pointedDir(file string) (string, bool) {
	text, err := smallFile(file)
	dir, ok := strings.CutPrefix(strings.TrimSpace(string(text)), "gitdir:")
	if err != nil || !ok {
		return "", false
	}
	return resolveFrom(filepath.Dir(file), strings.TrimSpace(dir))
}

func resolveFrom(base, path string) (string, bool) {
	if !filepath.IsAbs(path) {
		path = filepath.Join(base, path)
	}
	path, err := filepath.EvalSymlinks(path)
	return path, err == nil
}

// maxSmall bounds the files of a repository that are read whole.
const maxSmall = 64 << 10

// smallFile reads a short regular file and never waits on a pipe.
func smallFile(path string) ([]byte, error) {
	f, err := openPlain(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // read only
	return io.ReadAll(io.LimitReader(f, maxSmall))
}

func openPlain(path string) (*os.File, error) {
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(err, fs.ErrInvalid)
	}
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		_ = f.Close() // not what it was a moment ago
		return nil, errors.Join(err, fs.ErrInvalid)
	}
	return f, nil
}

// store is a repository on disk: where its things are, and the empty folder of our own through
// which git is asked for its objects.
type store struct {
	own     string // our GIT_DIR, to be removed
	git     string // folder of the work tree's own HEAD
	common  string // folder of refs and objects
	objects string // as given to git
	hash    int    // bytes of an object id
}

var errUnsound = errors.New("object store holds what is no object")

// openStore resolves a repository folder and makes ours. The caller removes it with close.
// alternates says that objects are borrowed from elsewhere, which is not followed.
func openStore(gitDir string) (s *store, alternates bool, err error) {
	s = &store{git: gitDir, common: gitDir, hash: 20}
	if text, err := smallFile(filepath.Join(gitDir, "commondir")); err == nil {
		dir, ok := resolveFrom(gitDir, strings.TrimSpace(string(text)))
		if !ok {
			return nil, false, fs.ErrNotExist
		}
		s.common = dir
	}
	if text, err := smallFile(filepath.Join(s.common, "config")); err == nil && wantsSHA256(text) {
		s.hash = 32
	}
	s.objects = filepath.Join(s.common, "objects")
	if err := sound(s.objects); err != nil {
		return nil, false, err
	}
	if s.own, err = os.MkdirTemp("", "firebreak-git-"); err != nil {
		return nil, false, err
	}
	if _, err := os.Lstat(filepath.Join(s.objects, "info", "alternates")); err == nil {
		alternates = true
	}
	if err := s.furnish(alternates); err != nil {
		s.close()
		return nil, false, err
	}
	return s, alternates, nil
}

func (s *store) close() { _ = os.RemoveAll(s.own) } // holds nothing but our four small files

// wantsSHA256 reads the one setting that decides how objects are named.
func wantsSHA256(config []byte) bool {
	for line := range bytes.Lines(bytes.ToLower(config)) {
		name, value, ok := bytes.Cut(line, []byte{'='})
		if ok && string(bytes.TrimSpace(name)) == "objectformat" && string(bytes.TrimSpace(value)) == "sha256" {
			return true
		}
	}
	return false
}

// sound looks through an object store before git opens it: only plain files, in folders that
// are really there. Git would wait for a pipe for ever.
func sound(objects string) error {
	if info, err := os.Lstat(objects); err != nil || !info.IsDir() {
		return errors.Join(err, errUnsound)
	}
	return filepath.WalkDir(objects, func(_ string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !e.IsDir() && !e.Type().IsRegular() {
			return errUnsound
		}
		return nil
	})
}

// furnish writes our own repository folder. Where theirs borrows objects, git is given their
// folders one by one, without the file that names the lender.
func (s *store) furnish(alternates bool) error {
	config := "[core]\n\tbare = true\n\tbigFileThreshold = 16m\n"
	if s.hash == 32 {
		config += "\trepositoryFormatVersion = 1\n[extensions]\n\tobjectFormat = sha256\n"
	}
	err := errors.Join(
		os.WriteFile(filepath.Join(s.own, "HEAD"), []byte("ref: refs/heads/none\n"), 0o600),
		os.WriteFile(filepath.Join(s.own, "config"), []byte(config), 0o600),
		os.Mkdir(filepath.Join(s.own, "refs"), 0o700),
		os.Mkdir(filepath.Join(s.own, "objects"), 0o700),
	)
	if err != nil || !alternates {
		return err
	}
	entries, err := os.ReadDir(s.objects)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.IsDir() && e.Name() != "info" {
			if err := os.Symlink(filepath.Join(s.objects, e.Name()), filepath.Join(s.own, "objects", e.Name())); err != nil {
				return err
			}
		}
	}
	s.objects = filepath.Join(s.own, "objects")
	return nil
}

// environment is all that git gets: our folders, no configuration but ours, no network.
func (s *store) environment() []string {
	env := []string{
		"GIT_DIR=" + s.own, "GIT_OBJECT_DIRECTORY=" + s.objects, "HOME=" + s.own, "XDG_CONFIG_HOME=" + s.own,
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_SYSTEM=" + os.DevNull, "GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_ATTR_NOSYSTEM=1",
		"GIT_NO_LAZY_FETCH=1", "GIT_NO_REPLACE_OBJECTS=1", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_ALLOW_PROTOCOL=none", "LC_ALL=C",
	}
	for _, name := range []string{"PATH", "SystemRoot", "TMPDIR"} { // of which the second is Windows' need
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, fmt.Sprintf("%s=%s", name, value))
		}
	}
	return env
}

// repository searches a repository once, however many ways lead to it. Only the context's
// error is returned; everything else is a reason of the place.
func (s *search) repository(ctx context.Context, gitDir string, repo providers.Untrusted) error {
	if !s.hasGit(ctx) {
		s.refuse(NoGit)
		return ctx.Err()
	}
	st, alternates, err := openStore(gitDir)
	if err != nil {
		s.refuse(whyStore(err))
		return nil
	}
	defer st.close()
	if s.repos[st.common] {
		return nil
	}
	s.repos[st.common] = true
	s.at.Repos++
	if alternates {
		s.refuse(Alternates)
	}
	r := &repository{search: s, store: st, name: repo}
	return r.run(ctx)
}

// hasGit asks once whether git can be started here.
func (s *search) hasGit(ctx context.Context) bool {
	if !s.gitAsked {
		_, err := s.door.Run(ctx, files.Command{Name: "git", Args: []string{"version"}, Dir: os.TempDir(),
			Env: []string{"GIT_CONFIG_NOSYSTEM=1"}, Effect: providers.Read})
		s.gitAsked, s.git = ctx.Err() == nil, err == nil
	}
	return s.git
}

func whyStore(err error) Why {
	switch {
	case errors.Is(err, errUnsound):
		return Special
	case errors.Is(err, fs.ErrNotExist):
		return NotFound
	}
	return Unreadable
}
