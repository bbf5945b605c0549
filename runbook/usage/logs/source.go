package logs

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Source is one text to read.
type Source struct {
	Name string
	Size int64 // as it is stored; 0 is not known
	open func() (io.ReadCloser, error)
}

// Text is a source that is read once from r.
func Text(name string, r io.Reader) Source {
	return Source{Name: name, open: func() (io.ReadCloser, error) { return io.NopCloser(r), nil }}
}

func file(path string, size int64) Source {
	return Source{Name: path, Size: size, open: func() (io.ReadCloser, error) { return os.Open(path) }}
}

// ErrNothing is a path that names no file.
var ErrNothing = errors.New("no such file")

// endings are those of files in a folder that are read.
var endings = []string{".json", ".jsonl", ".ndjson", ".csv", ".log"}

// digests is the folder of CloudTrail's own checksums, which stands beside that of its logs.
const digests = "CloudTrail-Digest"

// Find lists the files that paths name, in the order of the paths: a file, a folder with all that
// lies below it, or a pattern with * and ?. The error says which path, and answers to ErrNothing
// where there is none.
func Find(paths []string) ([]Source, error) {
	var all []Source
	for _, path := range paths {
		names := []string{path}
		if _, err := os.Lstat(path); err != nil && strings.ContainsAny(path, "*?[") {
			if names, err = filepath.Glob(path); err != nil {
				return nil, fmt.Errorf("pattern %q: %w", path, err)
			}
		}
		if len(names) == 0 {
			return nil, fmt.Errorf("%q: %w", path, ErrNothing)
		}
		for _, name := range names {
			found, err := below(name)
			if err != nil {
				return nil, err
			}
			all = append(all, found...)
		}
	}
	return all, nil
}

// below lists what a name stands for, in the order of names.
func below(name string) ([]Source, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%q: %w", name, ErrNothing)
	case err != nil:
		return nil, fmt.Errorf("look at %q: %w", name, err)
	case !info.IsDir():
		return []Source{file(name, info.Size())}, nil
	}
	var all []Source
	err = filepath.WalkDir(name, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == digests || hidden(entry.Name()) && path != name):
			return filepath.SkipDir
		case !entry.Type().IsRegular() || hidden(entry.Name()) || !known(entry.Name()):
			return nil
		}
		info, err := entry.Info()
		if err == nil {
			all = append(all, file(path, info.Size()))
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look into %q: %w", name, err)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%q: %w", name, ErrNothing)
	}
	return all, nil
}

func hidden(name string) bool { return strings.HasPrefix(name, ".") && name != "." && name != ".." }

func known(name string) bool {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	return slices.ContainsFunc(endings, func(end string) bool { return strings.HasSuffix(name, end) })
}
