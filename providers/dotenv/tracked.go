package dotenv

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// tracking is what the index of the repositories above a file says of it.
type tracking byte

const (
	notTracked tracking = iota
	inIndex
	cannotTell
)

// trackedByGit looks for repositories in the folder of a resolved path and all above it, and
// reads their indexes without running git: a repository's own configuration may name programs
// that git would start. A repository that keeps its work tree elsewhere is not seen.
func trackedByGit(path string) tracking {
	state := notTracked
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		switch trackedIn(dir, path) {
		case inIndex:
			return inIndex
		case cannotTell:
			state = cannotTell
		}
		if filepath.Dir(dir) == dir {
			return state
		}
	}
}

func trackedIn(worktree, path string) tracking {
	gitDir, err := gitDirOf(worktree)
	if err != nil {
		return cannotTell
	}
	rel, err := filepath.Rel(worktree, path)
	if gitDir == "" || err != nil {
		return notTracked
	}
	index := filepath.Join(gitDir, "index")
	data, err := readRegular(index)
	if errors.Is(err, fs.ErrNotExist) {
		return notTracked // nothing was ever added
	}
	if err != nil {
		return cannotTell
	}
	found, shared, ok := searchIndex(data, filepath.ToSlash(rel))
	if ok && !found && shared != "" {
		if data, err = readRegular(filepath.Join(gitDir, "sharedindex."+shared)); err != nil {
			return cannotTell
		}
		found, _, ok = searchIndex(data, filepath.ToSlash(rel))
	}
	switch {
	case !ok:
		return cannotTell
	case found:
		return inIndex
	}
	return notTracked
}

// gitDirOf returns the repository folder of a work tree, "" where it is none.
func gitDirOf(worktree string) (string, error) {
	dotGit := filepath.Join(worktree, ".git")
	info, err := os.Stat(dotGit)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil || info.IsDir() {
		return dotGit, err
	}
	data, err := readRegular(dotGit)
	if err != nil {
		return "", err
	}
	const mark = "gitdir:"
	text := strings.TrimSpace(string(data))
	if !strings.HasPrefix(text, mark) {
		return "", errors.New("not a link to a repository")
	}
	dir := strings.TrimSpace(text[len(mark):])
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(worktree, dir)
	}
	return dir, nil
}

// maxIndex is room for some two million entries.
const maxIndex = 256 << 20

// readRegular reads a file of a repository, and never waits on a pipe or a device.
func readRegular(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxIndex {
		return nil, errors.New("not a regular file of sensible size")
	}
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxIndex))
}
