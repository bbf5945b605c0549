package exposure

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"firebreak/providers"
	"firebreak/runbook/exposure/unpack"
)

// often is how many files or commits pass between two reports of progress.
const often = 100

// folder searches all regular files below a folder, and the repositories among its folders.
// The error is the context's.
func (s *search) folder(ctx context.Context, dir string) error {
	c, err := s.crew(ctx, dir)
	if err != nil {
		s.refuse(Unreadable)
		return nil
	}
	defer func() { _ = c.root.Close() }() // read only
	before := len(s.result.Hits)
	err = c.run(task{folder: "."})
	slices.SortFunc(s.result.Hits[before:], byPath)
	if err != nil {
		return err
	}
	c.missPointers()
	slices.SortFunc(c.repos, func(a, b gitFolder) int { return strings.Compare(a.path, b.path) })
	for _, r := range c.repos {
		if err := s.repository(ctx, r.path, r.name); err != nil {
			return err
		}
	}
	return nil
}

func byPath(a, b Hit) int {
	const whole = 4 << 10
	return cmp.Or(strings.Compare(a.Path.Line(whole), b.Path.Line(whole)), cmp.Compare(a.Offset, b.Offset))
}

// folder searches the files of one folder, and gives those below it to whoever is free.
func (h *hand) folder(dir string) {
	root, err := h.root.OpenRoot(filepath.FromSlash(dir))
	if err != nil {
		h.refuse(Unreadable)
		return
	}
	defer func() { _ = root.Close() }() // read only
	folder, err := openFolder(root, filepath.Join(h.dir, filepath.FromSlash(dir)))
	if err != nil {
		h.refuse(Unreadable)
		return
	}
	defer func() { _ = folder.Close() }() // read only
	entries, err := folder.ReadDir(-1)
	if err != nil {
		h.refuse(Unreadable) // what could be read is searched
	}
	skip := ""
	if h.gitDir(dir, entries) {
		skip = "objects" // which are read as such
	}
	var below []task
	for _, e := range entries {
		if h.ctx.Err() != nil {
			return
		}
		name := path.Join(dir, e.Name())
		h.name(name, e)
		switch {
		case e.IsDir() && e.Name() == skip:
		case e.IsDir() && strings.Count(name, "/") > h.limits.depth:
			h.refuse(TooLarge)
		case e.IsDir():
			below = append(below, task{folder: name})
		case e.Type()&fs.ModeSymlink != 0:
			h.link(name)
		case !e.Type().IsRegular():
			h.refuse(Special)
		default:
			if e.Name() == ".git" {
				h.pointer(name)
			}
			h.file(folder, e.Name(), name)
		}
	}
	h.give(below...)
}

// name finds the key in the name of a file or folder.
func (h *hand) name(full string, e fs.DirEntry) {
	if len(e.Name()) >= shortest && h.in([]byte(e.Name())) {
		h.hit(Hit{Kind: InName, Path: h.clean(full), Count: 1})
	}
}

// shortest is the length of the shortest form of a key.
const shortest = 8

// gitDir notes a repository's own folder.
func (h *hand) gitDir(dir string, entries []fs.DirEntry) bool {
	has := func(name string) bool {
		return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == name })
	}
	full := filepath.Join(h.dir, filepath.FromSlash(dir))
	if !has("HEAD") || !has("objects") || !isGitDir(full) {
		return false
	}
	h.met(full, dir)
	return true
}

func (c *crew) met(full, dir string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.repos = append(c.repos, gitFolder{full, c.repoName(dir)})
}

// link counts a link that leads out of the place. What it leads to inside is searched anyway, and a
// link to nothing hides nothing.
func (h *hand) link(name string) {
	target, err := filepath.EvalSymlinks(filepath.Join(h.dir, filepath.FromSlash(name)))
	if err == nil && !below(h.dir, target) {
		h.refuse(LeadsOut)
	}
}

// pointer follows a file .git, as worktrees and submodules have, to its repository. Only the place
// that was named may point out of itself.
func (h *hand) pointer(name string) {
	gitDir, ok := pointedDir(filepath.Join(h.dir, filepath.FromSlash(name)))
	switch {
	case !ok:
		h.refuse(Unreadable)
	case name != ".git" && !below(h.dir, gitDir):
		h.refuse(LeadsOut)
	default:
		h.met(gitDir, name)
	}
}

// repoName is the folder of a repository below the place, empty for the place itself.
func (c *crew) repoName(name string) providers.Untrusted {
	if path.Base(name) == ".git" {
		name = path.Dir(name)
	}
	if name == "." {
		name = ""
	}
	return c.needles.clean(name)
}

// single searches one file that was named itself. The error is the context's.
func (s *search) single(ctx context.Context, full string) error {
	c, err := s.crew(ctx, filepath.Dir(full))
	if err != nil {
		s.refuse(Unreadable)
		return nil
	}
	defer func() { _ = c.root.Close() }() // read only
	folder, err := openFolder(c.root, c.dir)
	if err != nil {
		s.refuse(Unreadable)
		return nil
	}
	defer func() { _ = folder.Close() }() // read only
	name := filepath.Base(full)
	if c.needles.in([]byte(name)) {
		s.hit(Hit{Kind: InName, Path: c.needles.clean(name), Count: 1})
	}
	h := &hand{crew: c, desk: s.needles.desk()}
	defer h.wipe()
	h.file(folder, name, name)
	if err := c.run(c.tasks...); err != nil {
		return err
	}
	c.missPointers()
	return nil
}

// file searches one regular file of an open folder, whose full name is given too.
func (h *hand) file(folder *os.File, name, full string) {
	f, err := openPlainIn(folder, name)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrInvalid):
		h.refuse(Changed) // since it was listed
		return
	case err != nil:
		h.refuse(Unreadable)
		return
	case f.size > h.limits.file:
		h.refuse(TooLarge)
	case f.size > 2*part:
		large := &largeFile{plainFile: f, path: full}
		h.give(large.parts()...)
		return // it is closed behind the last part
	default:
		h.whole(f, full)
	}
	_ = f.Close() // only read
}

// whole searches a file alone. It may have grown since its size was asked for: what was added meanwhile
// is not searched.
func (h *hand) whole(f plainFile, full string) {
	s := seen{from: f, size: f.size, path: full}
	if s.size == 0 {
		s.size = chunk // files of the kernel do not say their size
	}
	n, err := f.ReadAt(h.buffer[:min(s.size, chunk)], 0)
	if errors.Is(err, io.EOF) {
		s.size, err = int64(n), nil // or it shrank
	} else if f.size == 0 {
		s.size = h.limits.file
	}
	if s.head = h.head[:copy(h.head[:], h.buffer[:n])]; err == nil && s.size <= chunk {
		s.tail = slices.Clone(h.buffer[max(0, n-unpack.TailSize):n])
		s.found = h.look(h.buffer[:n], stretch{line: 1}, nil)
	} else if err == nil {
		err = h.longer(f, &s)
	}
	h.meter.Bytes.Add(s.size)
	switch {
	case h.ctx.Err() != nil:
	case err != nil:
		h.refuse(Unreadable)
	default:
		h.tell(s)
	}
}

// longer searches a file that is read in several chunks.
func (h *hand) longer(f plainFile, s *seen) (err error) {
	var end int64
	if s.found, end, err = h.part(h.ctx, f, 0, s.size); err != nil {
		return err
	}
	s.size = min(s.size, end)
	if err := h.number(h.ctx, f, s.found); err != nil {
		return err
	}
	return s.ends()
}

// ends reads the end of a file.
func (s *seen) ends() error {
	s.tail = make([]byte, min(s.size, unpack.TailSize))
	n, err := s.from.ReadAt(s.tail, s.size-int64(len(s.tail)))
	s.tail = s.tail[:n]
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// below reports whether a resolved path lies in a resolved folder.
func below(dir, target string) bool {
	rel, err := filepath.Rel(dir, target)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}
