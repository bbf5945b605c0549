package journal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
)

// memDisk is a folder in memory that forgets, after a power cut, what was not fsynced.
type memDisk struct {
	names   map[string]*memNode // as processes see them
	durable map[string]*memNode // as after a power cut
	ops     []string            // every change asked for, in order
	failAt  int                 // number of the op that fails; 0: none
	failing error               // what it fails with; errPower cuts the power there
	room    int64               // bytes the disk holds; negative: no limit
}

// memNode is a file's content as processes see it, and as after a power cut. The bytes are
// shared between copies and never changed in place.
type memNode struct{ live, kept []byte }

type memFile struct {
	disk *memDisk
	node *memNode
	name string
}

var errPower = errors.New("power cut")

func newMemDisk() *memDisk {
	return &memDisk{names: map[string]*memNode{}, durable: map[string]*memNode{}, room: -1}
}

// op records a change and says whether it is the one to fail. A power cut unwinds the test's
// call by panic, as no code runs after it.
func (d *memDisk) op(what string) error {
	d.ops = append(d.ops, what)
	if len(d.ops) != d.failAt {
		return nil
	}
	if errors.Is(d.failing, errPower) {
		panic(errPower)
	}
	return d.failing
}

// untilPowerCut runs do and reports whether the power was cut in it.
func untilPowerCut(do func()) (cut bool) {
	defer func() {
		if r := recover(); r != nil {
			if r != any(errPower) {
				panic(r)
			}
			cut = true
		}
	}()
	do()
	return false
}

// killed, as a share, is no power cut at all: the process died, and what it had not fsynced
// is seen by the next one and can still be lost.
const killed = 1

// afterPowerCut is a copy of the disk at the next start. Of the bytes that were not fsynced
// it keeps the given share: 0 none, in between a torn part, killed as they are.
func (d *memDisk) afterPowerCut(share float64) *memDisk {
	after := newMemDisk()
	copies := map[*memNode]*memNode{}
	clone := func(node *memNode) *memNode {
		if copies[node] == nil {
			copies[node] = node.after(share)
		}
		return copies[node]
	}
	for name, node := range d.durable {
		after.durable[name] = clone(node)
	}
	names := d.durable
	if share == killed {
		names = d.names
	}
	for name, node := range names {
		after.names[name] = clone(node)
	}
	return after
}

func (n *memNode) after(share float64) *memNode {
	switch share {
	case 0:
		return &memNode{live: n.kept, kept: n.kept}
	case killed:
		return &memNode{live: n.live, kept: n.kept}
	}
	torn := tear(n, share)
	return &memNode{live: torn, kept: torn}
}

func tear(node *memNode, share float64) []byte {
	same := 0
	for same < min(len(node.live), len(node.kept)) && node.live[same] == node.kept[same] {
		same++
	}
	upTo := same + int(share*float64(len(node.live)-same))
	torn := slices.Clone(node.live[:upTo])
	if upTo < len(node.live) && len(node.kept) > upTo {
		torn = append(torn, node.kept[upTo:]...)
	}
	return torn
}

func (d *memDisk) used() (n int64) {
	for _, node := range d.names {
		n += int64(len(node.live))
	}
	return n
}

func (d *memDisk) open(name string, _ bool) (file, error) {
	node, ok := d.names[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return &memFile{disk: d, node: node, name: name}, nil
}

func (d *memDisk) create(name string) (file, error) {
	if err := d.op("create " + name); err != nil {
		return nil, err
	}
	if _, ok := d.names[name]; ok {
		return nil, fs.ErrExist
	}
	node := &memNode{}
	d.names[name] = node
	return &memFile{disk: d, node: node, name: name}, nil
}

func (d *memDisk) remove(name string) error {
	if err := d.op("remove " + name); err != nil {
		return err
	}
	if _, ok := d.names[name]; !ok {
		return fs.ErrNotExist
	}
	delete(d.names, name)
	return nil
}

func (d *memDisk) sync() error {
	if err := d.op("sync folder"); err != nil {
		return err
	}
	d.durable = maps.Clone(d.names)
	return nil
}

func (d *memDisk) close() error { return nil }

func (f *memFile) ReadAt(b []byte, at int64) (int, error) {
	if at >= int64(len(f.node.live)) {
		return 0, io.EOF
	}
	n := copy(b, f.node.live[at:])
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}

func (f *memFile) WriteAt(b []byte, at int64) (int, error) {
	err := f.disk.op("write " + f.name)
	if err != nil {
		b = b[:len(b)/2] // a failed write leaves something behind
	}
	grows := at + int64(len(b)) - int64(len(f.node.live))
	if free := f.disk.room - f.disk.used(); f.disk.room >= 0 && grows > free {
		err = syscall.ENOSPC
		b = b[:int64(len(b))-(grows-free)]
	}
	fresh := make([]byte, max(int64(len(f.node.live)), at+int64(len(b))))
	copy(fresh, f.node.live)
	f.node.live = fresh
	return copy(fresh[at:], b), err
}

func (f *memFile) Truncate(n int64) error {
	if err := f.disk.op("truncate " + f.name); err != nil {
		return err
	}
	f.node.live = f.node.live[:n]
	return nil
}

// Sync that fails drops what was dirty from the durable state for good, as Linux does: a
// second try would report success over lost bytes.
func (f *memFile) Sync() error {
	if err := f.disk.op("sync " + f.name); err != nil {
		return err
	}
	f.node.kept = f.node.live
	return nil
}

func (f *memFile) Close() error         { return nil }
func (f *memFile) size() (int64, error) { return int64(len(f.node.live)), nil }
func (f *memFile) lock() error          { return nil }

// put replaces a file's content, durably.
func (d *memDisk) put(name string, content []byte) {
	node := &memNode{live: content, kept: content}
	d.names[name], d.durable[name] = node, node
}

func (d *memDisk) content(name string) []byte {
	if node, ok := d.names[name]; ok {
		return node.live
	}
	return nil
}

// event is a plausible object number n.
func event(n int) []byte {
	return fmt.Appendf(nil, `{"at":"2026-11-23T03:12:%02dZ","type":"note","cred":"c1","by":"us","data":{"n":%d}}`, n%60, n)
}

// written makes a closed journal of n events in memory.
func written(t testing.TB, n int) *memDisk {
	t.Helper()
	d := newMemDisk()
	j, err := create(d, "INC-20261123-k7qd", "live")
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if _, err := j.Append(event(i + 1)); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	d.ops = nil
	return d
}

// lines splits a journal's bytes into lines with their newlines.
func lines(all []byte) [][]byte { return slices.Collect(bytes.Lines(all)) }

// dump writes the files into a real folder.
func dump(d *memDisk, dir string) error {
	for name, node := range d.names {
		if err := os.WriteFile(filepath.Join(dir, name), node.live, 0o600); err != nil {
			return err
		}
	}
	return nil
}
