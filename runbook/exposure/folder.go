package exposure

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"

	"firebreak/providers"
)

// often is how many files pass between two reports of progress.
const often = 100

// folder searches all regular files below a folder, and the repositories among its folders.
// The error is the context's.
func (s *search) folder(ctx context.Context, dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		s.refuse(Unreadable)
		return nil
	}
	defer func() { _ = root.Close() }() // read only
	w := &walk{search: s, ctx: ctx, root: root, dir: dir, skip: map[string]bool{}}
	return fs.WalkDir(root.FS(), ".", w.visit)
}

type walk struct {
	*search
	ctx  context.Context
	root *os.Root
	dir  string
	skip map[string]bool // object stores, which are read through git
}

func (w *walk) visit(name string, entry fs.DirEntry, err error) error {
	if ctxErr := w.ctx.Err(); ctxErr != nil {
		return ctxErr
	}
	switch {
	case err != nil:
		w.refuse(Unreadable)
		if entry != nil && entry.IsDir() {
			return fs.SkipDir
		}
		return nil
	case entry.IsDir():
		return w.visitDir(name)
	case entry.Type()&fs.ModeSymlink != 0:
		w.visitLink(name)
		return nil
	case !entry.Type().IsRegular():
		w.refuse(Special)
		return nil
	}
	if path.Base(name) == ".git" {
		if err := w.visitPointer(name); err != nil {
			return err
		}
	}
	return w.visitFile(name, entry)
}

func (w *walk) visitDir(name string) error {
	if w.skip[name] {
		return fs.SkipDir
	}
	full := filepath.Join(w.dir, filepath.FromSlash(name))
	if !isGitDir(full) {
		return nil
	}
	w.skip[path.Join(name, "objects")] = true
	return w.repository(w.ctx, full, w.repoName(name))
}

// visitLink counts a link that leads out of the place. What it leads to inside is visited
// anyway, and a link to nothing hides nothing.
func (w *walk) visitLink(name string) {
	target, err := filepath.EvalSymlinks(filepath.Join(w.dir, filepath.FromSlash(name)))
	if err == nil && !below(w.dir, target) {
		w.refuse(LeadsOut)
	}
}

// visitPointer follows a file .git, as worktrees and submodules have, to its repository. Only
// the place that was named may point out of itself.
func (w *walk) visitPointer(name string) error {
	full := filepath.Join(w.dir, filepath.FromSlash(name))
	gitDir, ok := pointedDir(full)
	switch {
	case !ok:
		w.refuse(Unreadable)
	case name != ".git" && !below(w.dir, gitDir):
		w.refuse(LeadsOut)
	default:
		return w.repository(w.ctx, gitDir, w.repoName(name))
	}
	return nil
}

// repoName is the folder of a repository below the place, empty for the place itself.
func (w *walk) repoName(name string) providers.Untrusted {
	if path.Base(name) == ".git" {
		name = path.Dir(name)
	}
	if name == "." {
		name = ""
	}
	return w.needles.clean(name)
}

func (w *walk) visitFile(name string, entry fs.DirEntry) error {
	seen, err := entry.Info()
	if err != nil {
		w.refuse(Changed)
		return nil
	}
	if w.at.Coverage.Files%often == 0 {
		providers.Report(w.ctx, "files", w.at.Coverage.Files, 0)
	}
	return w.file(w.ctx, w.root, filepath.FromSlash(name), seen)
}

// single searches one file that was named itself.
func (s *search) single(ctx context.Context, full string) error {
	root, err := os.OpenRoot(filepath.Dir(full))
	if err != nil {
		s.refuse(Unreadable)
		return nil
	}
	defer func() { _ = root.Close() }() // read only
	seen, err := root.Lstat(filepath.Base(full))
	if err != nil {
		s.refuse(Unreadable)
		return nil
	}
	return s.file(ctx, root, filepath.Base(full), seen)
}

// file searches one regular file. It must still be the one that was seen: between look and
// open it could have become a pipe, which is why the open does not wait.
func (s *search) file(ctx context.Context, root *os.Root, name string, seen fs.FileInfo) error {
	if seen.Size() > s.limits.file {
		s.refuse(TooLarge)
		return nil
	}
	f, err := root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		s.refuse(Unreadable)
		return nil
	}
	defer func() { _ = f.Close() }() // read only
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || !os.SameFile(info, seen) {
		s.refuse(Changed)
		return nil
	}
	found, read, err := s.needles.scan(ctx, io.LimitReader(f, s.limits.file+1))
	s.at.Coverage.Bytes += read
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		s.refuse(Unreadable)
		return nil
	case read > s.limits.file:
		s.refuse(TooLarge)
	}
	s.at.Coverage.Files++
	shown := s.needles.clean(filepath.ToSlash(name))
	s.foundInFile(f, shown, name, found)
	return nil
}

func (s *search) foundInFile(f *os.File, shown providers.Untrusted, name string, found []occurrence) {
	mark, err := headOf(f, markSize)
	if err != nil {
		s.refuse(Unreadable)
		return
	}
	if isPacked(mark) {
		s.at.Reasons[Packed]++
	}
	if s.needles.in([]byte(filepath.Base(name))) {
		s.hit(Hit{Kind: InName, Path: shown, Count: 1})
	}
	for _, o := range found {
		s.hit(Hit{Kind: InFile, Path: shown, Offset: o.offset, Line: o.line, Count: o.count, Encoding: o.encoding})
	}
	if len(found) == 0 {
		return
	}
	head, err := headOf(f, s.limits.near)
	defer clear(head)
	if err != nil {
		s.refuse(Unreadable)
		return
	}
	s.neighbours(shown, head)
}

func headOf(f *os.File, most int64) ([]byte, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(f, most))
}

// markSize is the length of the longest mark of an archive.
const markSize = 7

// packedMarks are the first bytes of the usual archives and compressed files.
var packedMarks = [][]byte{
	{0x1F, 0x8B}, {'P', 'K', 3, 4}, {0xFD, '7', 'z', 'X', 'Z', 0}, {'B', 'Z', 'h'},
	{0x28, 0xB5, 0x2F, 0xFD}, {'7', 'z', 0xBC, 0xAF, 0x27, 0x1C}, []byte("Rar!\x1A\x07"),
}

func isPacked(head []byte) bool {
	for _, mark := range packedMarks {
		if bytes.HasPrefix(head, mark) {
			return true
		}
	}
	return false
}

// below reports whether a resolved path lies in a resolved folder.
func below(dir, target string) bool {
	rel, err := filepath.Rel(dir, target)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}
