package exposure

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"firebreak/providers"
	"firebreak/runbook/exposure/gitstore"
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
	text, err := gitstore.SmallFile(file)
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

// store is a repository on disk: where its things are, and its objects.
type store struct {
	*gitstore.Store
	git    string // folder of the work tree's own HEAD
	common string // folder of refs and objects
	hash   int    // bytes of an object id
}

// openStore resolves a repository folder and opens its objects. allow says which folders it may
// borrow some from. The caller closes it.
func openStore(gitDir string, allow func(string) bool, l gitstore.Limits) (*store, error) {
	s := &store{git: gitDir, common: gitDir, hash: 20}
	if text, err := gitstore.SmallFile(filepath.Join(gitDir, "commondir")); err == nil {
		dir, ok := resolveFrom(gitDir, strings.TrimSpace(string(text)))
		if !ok {
			return nil, fs.ErrNotExist
		}
		s.common = dir
	}
	if text, err := gitstore.SmallFile(filepath.Join(s.common, "config")); err == nil && wantsSHA256(text) {
		s.hash = 32
	}
	var err error
	s.Store, err = gitstore.Open(filepath.Join(s.common, "objects"), gitstore.Options{IDSize: s.hash, Allow: allow, Limits: l})
	return s, err
}

// lacks says why objects that are referred to may not be here, as far as the repository tells.
func (s *store) lacks() Why {
	if text, err := gitstore.SmallFile(filepath.Join(s.common, "config")); err == nil && bytes.Contains(bytes.ToLower(text), []byte("partialclonefilter")) {
		return Partial
	}
	if info, err := os.Lstat(filepath.Join(s.common, "shallow")); err == nil && info.Size() > 0 {
		return Shallow
	}
	return NotHere
}

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

// repository searches a repository once, however many ways lead to it. Only the context's
// error is returned; everything else is a reason of the place.
func (s *search) repository(ctx context.Context, gitDir string, repo providers.Untrusted) error {
	st, err := openStore(gitDir, s.inside, s.limits.store)
	if err != nil {
		s.refuse(whyStore(err))
		return nil
	}
	defer st.Close()
	if s.repos[st.common] {
		return nil
	}
	s.repos[st.common] = true
	s.at.Repos++
	r := &repository{search: s, store: st, name: repo, found: map[int32]holder{}, absent: map[gitstore.ID]bool{}}
	return r.run(ctx)
}

func whyStore(err error) Why {
	switch {
	case errors.Is(err, gitstore.ErrSpecial):
		return Special
	case errors.Is(err, fs.ErrNotExist):
		return NotFound
	}
	return Unreadable
}
