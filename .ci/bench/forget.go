package main

import (
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
	"golang.org/x/sys/unix"
)

// forgetful is a file system in memory that remembers what was made to last: of a file what its
// fsync saw, of a folder the names that it held at its own fsync. Nothing else outlives the power.
type forgetful struct {
	dir    string // where it is mounted
	server *fuse.Server
	root   *node

	mu      sync.Mutex
	written int64
	room    int64 // bytes that may still be written when not negative
	full    int   // writes that found no room
	broken  bool  // fsync answers EIO once, drops what it was to save, and says ok from then on
	lied    bool
}

// node is a file or a folder.
type node struct {
	fs.Inode
	of    *forgetful
	mode  uint32
	links uint32
	at    time.Time

	folder           bool
	data, saved      []byte
	entries, lasting map[string]*node
	target           string // of a symbolic link
}

// canMount says why a file system of our own cannot be mounted here.
func canMount() string {
	if os.Geteuid() != 0 {
		return "not root"
	}
	f, err := os.OpenFile("/dev/fuse", os.O_RDWR, 0)
	if err != nil {
		return err.Error()
	}
	_ = f.Close()
	return ""
}

// mount puts a new one over an empty folder.
func mount(dir string) (*forgetful, error) {
	f := &forgetful{dir: dir, room: -1}
	f.root = f.node(0o700, true)
	zero := time.Duration(0)
	server, err := fs.Mount(dir, f.root, &fs.Options{
		MountOptions: fuse.MountOptions{DirectMountStrict: true, FsName: "forgetful", Name: "forgetful"},
		EntryTimeout: &zero, AttrTimeout: &zero,
	})
	f.server = server
	return f, err
}

func (f *forgetful) node(mode uint32, folder bool) *node {
	n := &node{of: f, mode: mode, links: 1, at: time.Now(), folder: folder}
	if folder {
		n.entries = map[string]*node{}
	}
	return n
}

// unmount takes it away, whoever still has a file open.
func (f *forgetful) unmount() error {
	if err := f.server.Unmount(); err != nil {
		return unix.Unmount(f.dir, unix.MNT_DETACH)
	}
	return nil
}

// powerLoss takes it away and leaves in the folder below what outlived it. With a seed each write
// and each name that was not made to last may have come through in part.
func (f *forgetful) powerLoss(seed uint64) error {
	if err := f.unmount(); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.root.survive(f.dir, rand.New(rand.NewPCG(seed, 7)), seed != 0)
}

// everything leaves all of it in the folder below: the process is gone, the machine is not.
func (f *forgetful) everything() error {
	if err := f.unmount(); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.root.saveAll()
	return f.root.survive(f.dir, nil, false)
}

func (n *node) saveAll() {
	n.saved, n.lasting = n.data, n.entries
	for _, child := range n.entries {
		child.saveAll()
	}
}

func (n *node) survive(path string, random *rand.Rand, torn bool) error {
	switch {
	case n.target != "":
		return os.Symlink(n.target, path)
	case !n.folder:
		data := n.saved
		if torn {
			data = tear(n.saved, n.data, random)
		}
		return os.WriteFile(path, data, os.FileMode(n.mode&0o777))
	}
	if err := os.MkdirAll(path, os.FileMode(n.mode&0o777)); err != nil {
		return err
	}
	names := maps.Clone(n.lasting)
	if torn {
		for _, name := range slices.Sorted(maps.Keys(n.entries)) {
			if names[name] != n.entries[name] && random.IntN(2) == 0 {
				if names == nil {
					names = map[string]*node{}
				}
				names[name] = n.entries[name]
			}
		}
	}
	// What a drill plays on is no state of an incident: a code base and its services, made anew by
	// each drill and written by the tools of others, who sync nothing.
	if stage := n.entries["site"]; stage != nil {
		stage.saveAll()
		names = maps.Clone(names)
		if names == nil {
			names = map[string]*node{}
		}
		names["site"] = stage
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if err := names[name].survive(filepath.Join(path, name), random, torn); err != nil {
			return err
		}
	}
	return nil
}

// tear mixes what was saved with what was not: what comes before a place from one, what comes
// behind it from the other.
func tear(saved, data []byte, random *rand.Rand) []byte {
	longest := max(len(saved), len(data))
	if longest == 0 || slices.Equal(saved, data) {
		return saved
	}
	first, then := data, saved
	if random.IntN(2) == 0 {
		first, then = saved, data
	}
	// The torn place lies where the two differ: elsewhere it would be none.
	same := 0
	for same < min(len(saved), len(data)) && saved[same] == data[same] {
		same++
	}
	at := same + random.IntN(longest-same+1)
	out := slices.Clone(first[:min(at, len(first))])
	if at < len(then) {
		for len(out) < at {
			out = append(out, 0) // never written: zeros
		}
		out = append(out, then[at:]...)
	}
	return out
}

// take counts bytes that are written; ok is false when there is no room.
func (f *forgetful) take(n int) (ok bool) {
	if f.room >= 0 && f.written+int64(n) > f.room {
		f.full++
		return false
	}
	f.written += int64(n)
	return true
}
