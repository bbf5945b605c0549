package exposure

import (
	"bufio"
	"bytes"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"firebreak/runbook/exposure/gitstore"
)

// ref is a name that leads to an object.
type ref struct {
	name string // refs/heads/main, HEAD, stash@{1}
	id   gitstore.ID
}

const (
	remotes  = "refs/remotes/"
	stash    = "refs/stash"
	symbolic = "ref: "
	maxRefs  = 1 << 20
	maxLine  = 64 << 10 // bytes of one line of a log
)

// refsOf reads all references of a repository: loose and packed ones, HEAD of each work tree,
// and the log of the stash. whole is false where some may be missing. head is the commit that
// is checked out where the search started.
func (s *store) refsOf() (all []ref, head gitstore.ID, whole bool) {
	r := &refReader{store: s, at: map[string]gitstore.ID{}, whole: true}
	r.packed()
	r.loose(s.common, "refs")
	if s.git != s.common {
		r.loose(s.git, "refs")
	}
	if _, err := os.Lstat(filepath.Join(s.common, "reftable")); err == nil {
		r.whole = false
	}
	head, _ = r.head(filepath.Join(s.git, "HEAD"))
	r.all = append(r.all, ref{"HEAD", head})
	r.worktrees()
	r.stashes()
	for name, id := range r.at {
		r.all = append(r.all, ref{name, id})
	}
	return r.all, head, r.whole
}

type refReader struct {
	store *store
	at    map[string]gitstore.ID
	all   []ref // those that are not in at
	whole bool
}

func (r *refReader) packed() {
	f, _, err := gitstore.OpenPlain(filepath.Join(r.store.common, "packed-refs"))
	if err != nil {
		r.whole = r.whole && missing(filepath.Join(r.store.common, "packed-refs"))
		return
	}
	defer func() { _ = f.Close() }() // read only
	lines := bufio.NewScanner(f)
	for lines.Scan() && len(r.at) < maxRefs {
		id, name, ok := bytes.Cut(lines.Bytes(), []byte{' '})
		if oid, good := gitstore.ParseID(id, r.store.hash); ok && good {
			r.at[string(name)] = oid
		}
	}
	r.whole = r.whole && lines.Err() == nil && len(r.at) < maxRefs
}

func missing(path string) bool {
	_, err := os.Lstat(path)
	return os.IsNotExist(err)
}

// loose reads the files below a folder of references. A symbolic one names another reference,
// which is listed itself.
func (r *refReader) loose(base, dir string) {
	root := filepath.Join(base, dir)
	err := filepath.WalkDir(root, func(full string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir():
			return nil
		}
		name, err := filepath.Rel(base, full)
		if err != nil {
			return err
		}
		text, err := gitstore.SmallFile(full)
		text = bytes.TrimSpace(text)
		id, ok := gitstore.ParseID(text, r.store.hash)
		switch {
		case err == nil && ok && len(r.at) < maxRefs:
			r.at[filepath.ToSlash(name)] = id
		case err != nil || !bytes.HasPrefix(text, []byte(symbolic)):
			r.whole = false
		}
		return nil
	})
	if err != nil && !os.IsNotExist(err) {
		r.whole = false
	}
}

// head resolves a HEAD file.
func (r *refReader) head(file string) (gitstore.ID, bool) {
	text, err := gitstore.SmallFile(file)
	text = bytes.TrimSpace(text)
	if name, ok := strings.CutPrefix(string(text), symbolic); ok && err == nil {
		id, known := r.at[strings.TrimSpace(name)]
		return id, known
	}
	return gitstore.ParseID(text, r.store.hash)
}

func (r *refReader) worktrees() {
	entries, err := os.ReadDir(filepath.Join(r.store.common, "worktrees"))
	if err != nil {
		r.whole = r.whole && os.IsNotExist(err)
		return
	}
	for _, e := range entries {
		if id, ok := r.head(filepath.Join(r.store.common, "worktrees", e.Name(), "HEAD")); ok {
			r.all = append(r.all, ref{path.Join("worktrees", e.Name(), "HEAD"), id})
		}
	}
}

// stashes reads the log of the stash: only the newest is a reference.
func (r *refReader) stashes() {
	log := r.store.log(stash)
	for i, e := range log {
		r.all = append(r.all, ref{"stash@{" + strconv.Itoa(len(log)-1-i) + "}", e.id})
	}
}

// logged is one line of a reference's log.
type logged struct {
	id   gitstore.ID
	when time.Time
}

// log reads the log of a reference, oldest first; none where there is none.
func (s *store) log(name string) []logged {
	if !fs.ValidPath(name) {
		return nil // a packed reference may be called anything
	}
	f, _, err := gitstore.OpenPlain(filepath.Join(s.common, "logs", filepath.FromSlash(name)))
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }() // read only
	var out []logged
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		before, _, _ := bytes.Cut(lines.Bytes(), []byte{'\t'})
		if len(before) < 4*s.hash+2 {
			continue
		}
		id, ok := gitstore.ParseID(before[2*s.hash+1:4*s.hash+1], s.hash)
		if ok {
			out = append(out, logged{id, parseSignature(before[4*s.hash+2:]).when})
		}
	}
	return out
}
