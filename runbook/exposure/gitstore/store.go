package gitstore

import (
	"bytes"
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Store is all objects that a repository has: its own and those of the stores that it borrows
// from. Its methods are safe for concurrent use.
type Store struct {
	size    int
	packs   []*pack // largest first
	loose   []loose // by id; none that a pack has
	count   int
	limits  Limits
	faults  []Fault
	folders []string // of objects: its own, and those that it borrows from
}

// Limits bound what a repository can make us do.
type Limits struct {
	Object int64 // bytes of one object that is held as a whole; other blobs are read in parts
	Work   int64 // bytes of all objects that one Walk makes
	Count  int   // of objects
}

// Usual are the limits of a search.
var Usual = Limits{Object: 512 << 20, Work: 4 << 40, Count: 1<<31 - 1}

// Options say what may be opened.
type Options struct {
	IDSize int                    // bytes of an object id: 20 or 32
	Allow  func(path string) bool // whether objects may be borrowed from this folder
	Limits Limits
}

// Fault is a part of a store that was not read.
type Fault struct {
	Path string
	Err  error // ErrBorrowed, or what went wrong
}

// ErrBorrowed means that objects lie in a folder that Options.Allow refused.
var ErrBorrowed = errors.New("objects are borrowed from elsewhere")

// ErrNoIndex means that a pack was never finished: its objects cannot be told apart.
var ErrNoIndex = errors.New("pack has no index")

// maxLenders bounds how many stores are borrowed from, directly or not.
const maxLenders = 64

// Open opens the folder objects of a repository. What in it cannot be read is a fault of the
// store and no error. The caller calls Close.
func Open(objects string, o Options) (*Store, error) {
	info, err := os.Lstat(objects)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, ErrSpecial
	}
	s := &Store{size: o.IDSize, limits: o.Limits}
	s.folders = []string{objects}
	for i := 0; i < len(s.folders); i++ { // which grows by what they borrow from
		s.openPacks(filepath.Join(s.folders[i], "pack"))
		for _, next := range s.lenders(s.folders[i]) {
			switch {
			case slices.Contains(s.folders, next):
			case len(s.folders) == maxLenders || o.Allow == nil || !o.Allow(next):
				s.fault(next, ErrBorrowed)
			default:
				s.folders = append(s.folders, next)
			}
		}
	}
	slices.SortFunc(s.packs, func(a, b *pack) int {
		return cmp.Or(cmp.Compare(b.index.count, a.index.count), strings.Compare(a.name, b.name))
	})
	for _, p := range s.packs {
		p.base = uint32(s.count)
		s.count += p.index.count
	}
	if len(s.packs) > 1 {
		if err := guard(s.markAgain); err != nil {
			s.fault(objects, err)
		}
	}
	for _, folder := range s.folders {
		s.listLoose(folder)
	}
	s.sortLoose()
	return s, nil
}

// Close gives the mapped files back. Nothing that was read is valid after it.
func (s *Store) Close() {
	for _, p := range s.packs {
		p.close()
	}
	s.packs, s.loose = nil, nil
}

// Faults are the parts of the store that could not be opened.
func (s *Store) Faults() []Fault { return s.faults }

func (s *Store) fault(path string, err error) { s.faults = append(s.faults, Fault{path, err}) }

// openPacks opens the packs of a folder.
func (s *Store) openPacks(folder string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			s.fault(folder, err)
		}
		return
	}
	for _, e := range entries {
		full := filepath.Join(folder, e.Name())
		if !e.Type().IsRegular() && !e.IsDir() {
			s.fault(full, ErrSpecial)
			continue
		}
		name, isPack := strings.CutSuffix(full, ".pack")
		if !isPack {
			if strings.HasPrefix(e.Name(), "tmp_pack_") { // left over by a fetch or push that was cut off
				s.fault(full, ErrNoIndex)
			}
			continue
		}
		p, err := openPack(name, s.size)
		if err == nil && (p.index.count > numberMask || s.count+p.index.count > s.limits.Count) {
			p.close()
			err = ErrTooLarge
		}
		if err != nil {
			s.fault(full, err)
			continue
		}
		s.packs = append(s.packs, p)
	}
}

// lenders reads from which folders of objects a folder borrows.
func (s *Store) lenders(objects string) (all []string) {
	name := filepath.Join(objects, "info", "alternates")
	text, err := SmallFile(name)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			s.fault(name, err)
		}
		return nil
	}
	for line := range bytes.Lines(text) {
		path := strings.TrimSuffix(string(line), "\n")
		if path == "" || path[0] == '#' {
			continue
		}
		if !filepath.IsAbs(path) {
			path = filepath.Join(objects, path)
		}
		full, err := filepath.EvalSymlinks(path)
		if err != nil {
			s.fault(path, err)
			continue
		}
		all = append(all, full)
	}
	return all
}

// IDSize is the number of bytes of an id.
func (s *Store) IDSize() int { return s.size }

// Count is how many numbers objects have: 0 to Count-1. An object that is in several packs has
// several numbers, of which Find gives the first.
func (s *Store) Count() int { return s.count + len(s.loose) }

// ID names an object by its number.
func (s *Store) ID(number uint32) ID {
	if p, at := s.packOf(number); p != nil {
		return p.index.id(at)
	}
	return s.loose[int(number)-s.count].id
}

// Find looks an object up.
func (s *Store) Find(id ID) (number uint32, ok bool) {
	for _, p := range s.packs {
		if at, ok := p.index.find(id[:s.size]); ok {
			return p.base + uint32(at), true
		}
	}
	at, ok := slices.BinarySearchFunc(s.loose, id, func(l loose, id ID) int { return bytes.Compare(l.id[:], id[:]) })
	return uint32(s.count + at), ok
}

// packOf finds the pack of a number; nil for a loose object.
func (s *Store) packOf(number uint32) (*pack, int) {
	if int(number) >= s.count {
		return nil, 0
	}
	low, high := 0, len(s.packs)
	for high-low > 1 {
		if middle := (low + high) / 2; s.packs[middle].base <= number {
			low = middle
		} else {
			high = middle
		}
	}
	return s.packs[low], int(number - s.packs[low].base)
}
