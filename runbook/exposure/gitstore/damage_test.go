package gitstore_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"firebreak/runbook/exposure/gitstore"
)

// expect compares a walk with what was made, but for those that are refused.
func expect(t *testing.T, m *maker, w *witness, refused map[string]error) {
	t.Helper()
	for id, o := range m.objects {
		if _, want := refused[id]; want {
			continue
		}
		if w.objects[id] != o {
			t.Errorf("object %s is not shown as it is: %v", id, w.refused[id])
		}
	}
	for id, want := range refused {
		if !errors.Is(w.refused[id], want) {
			t.Errorf("object %s: %v, want %v", id, w.refused[id], want)
		}
	}
	if len(w.refused) != len(refused) || len(w.objects)+len(refused) != len(m.objects) {
		t.Errorf("%d shown, %d refused of %d; want %d refused: %v", len(w.objects), len(w.refused), len(m.objects), len(refused), w.refused)
	}
}

// spoil turns over bits in the middle of an entry's compressed bytes.
func spoil(e packed) func([]byte) {
	return func(data []byte) { data[(e.place+e.end)/2] ^= 0xFF }
}

func TestADamagedObjectTakesOnlyThoseAlongThatBuildOnIt(t *testing.T) {
	m := newMaker(t, 1, 20)
	p := m.pack()
	p.whole(m.note(gitstore.Blob, m.lines(30)))
	p.whole(m.note(gitstore.Blob, m.lines(40)))
	first := p.entries[1]
	p.on(first)
	p.on(p.entries[2])
	p.on(p.entries[0])
	p.write("objects", spoil(first))
	s := openStore(t, m.gitDir, 20)
	want := map[string]error{first.id: gitstore.ErrDamaged, p.entries[2].id: gitstore.ErrDamaged, p.entries[3].id: gitstore.ErrDamaged}
	expect(t, m, walk(t, s, 2), want)
	number, _ := s.Find(parse(t, first.id))
	if _, _, err := s.Reader().Read(number, 1<<20); !errors.Is(err, gitstore.ErrDamaged) {
		t.Errorf("read alone: %v", err)
	}
}

func parse(t *testing.T, id string) gitstore.ID {
	t.Helper()
	out, ok := gitstore.ParseID([]byte(id), len(id)/2)
	if !ok {
		t.Fatalf("no id: %s", id)
	}
	return out
}

func TestADamagedObjectIsShownFromAnotherCopy(t *testing.T) {
	for name, second := range map[string]func(m *maker, o made){
		"a loose one": func(m *maker, o made) { m.loose("objects", o) },
		"one in another pack": func(m *maker, o made) {
			p := m.pack()
			p.whole(o)
			p.write("objects", nil)
		},
		"a loose one that is borrowed": func(m *maker, o made) {
			m.loose("lender", o)
			m.put("objects/info/alternates", []byte("../lender\n"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMaker(t, 2, 20)
			p := m.pack()
			o := p.whole(m.note(gitstore.Blob, m.lines(40)))
			p.on(p.entries[0])
			p.on(p.entries[1])
			p.on(p.entries[0])
			p.write("objects", spoil(p.entries[0]))
			second(m, o)
			s := openStore(t, m.gitDir, 20)
			expect(t, m, walk(t, s, 2), nil)
			number, _ := s.Find(parse(t, o.id))
			if _, text, err := s.Reader().Read(number, 1<<20); err != nil || string(text) != o.text {
				t.Errorf("read alone: %v", err)
			}
		})
	}
}

func TestObjectsThatBuildOnEachOtherInARing(t *testing.T) {
	m := newMaker(t, 3, 20)
	a, b := m.note(gitstore.Blob, "a"+m.lines(3)), m.note(gitstore.Blob, "b"+m.lines(3))
	p := m.pack()
	p.whole(m.note(gitstore.Blob, m.lines(5)))
	p.rawOnID(b.id, "\x01\x01\x01x", a)
	p.rawOnID(a.id, "\x01\x01\x01x", b)
	self := m.note(gitstore.Blob, "self")
	p.rawOnID(self.id, "\x04\x04\x04self", self)
	hanging := p.on(p.entries[1])
	p.write("objects", nil)
	s := openStore(t, m.gitDir, 20)
	want := map[string]error{}
	for _, o := range []made{a, b, self, hanging} {
		want[o.id] = gitstore.ErrDamaged
	}
	expect(t, m, walk(t, s, 2), want)
	for id := range want {
		number, _ := s.Find(parse(t, id))
		if _, _, err := s.Reader().Read(number, 1<<20); !errors.Is(err, gitstore.ErrDamaged) {
			t.Errorf("read alone: %v", err)
		}
	}
}

func TestAPackThatBuildsOnObjectsElsewhere(t *testing.T) {
	m := newMaker(t, 4, 32)
	inPack, inFile, nowhere := m.note(gitstore.Blob, m.lines(30)), m.note(gitstore.Tree, m.lines(20)), m.note(gitstore.Blob, m.lines(10))
	other := m.pack()
	other.whole(m.blob())
	other.whole(m.blob())
	other.whole(inPack)
	other.write("objects", nil)
	m.loose("objects", inFile)
	p := m.pack()
	p.onID(inPack)
	p.on(p.entries[0])
	p.onID(inFile)
	gone := p.onID(nowhere)
	p.write("objects", nil)
	delete(m.objects, nowhere.id)
	expect(t, m, walk(t, openStore(t, m.gitDir, 32), 2), map[string]error{gone.id: gitstore.ErrNoBase})
}

func TestBrokenLooseObjects(t *testing.T) {
	for name, data := range map[string]func(m *maker) []byte{
		"nothing":               func(*maker) []byte { return nil },
		"no compressed text":    func(*maker) []byte { return []byte("garbage") },
		"no head":               func(m *maker) []byte { return m.compress(strings.Repeat("x", 100)) },
		"an unknown kind":       func(m *maker) []byte { return m.compress("blub 3\x00abc") },
		"no size":               func(m *maker) []byte { return m.compress("blob\x00abc") },
		"a size below zero":     func(m *maker) []byte { return m.compress("blob -3\x00abc") },
		"a size of no number":   func(m *maker) []byte { return m.compress("blob 99999999999999999999\x00abc") },
		"less than its size":    func(m *maker) []byte { return m.compress("blob 4\x00abc") },
		"more than its size":    func(m *maker) []byte { return m.compress("blob 2\x00abc") },
		"a wrong checksum":      func(m *maker) []byte { z := m.compress("blob 3\x00abc"); z[len(z)-1] ^= 1; return z },
		"a size of many bytes":  func(m *maker) []byte { return m.compress("blob 9223372036854775807\x00abc") },
		"an end too early":      func(m *maker) []byte { return m.compress("blob 900\x00" + m.lines(90))[:60] },
		"a large one cut short": func(m *maker) []byte { return m.compress("blob 9000000\x00" + m.lines(90)) },
	} {
		t.Run(name, func(t *testing.T) {
			m := newMaker(t, 5, 20)
			m.loose("objects", m.blob())
			bad := m.note(gitstore.Blob, "bad")
			m.put("objects/"+bad.id[:2]+"/"+bad.id[2:], data(m))
			w := walk(t, openStore(t, m.gitDir, 20), 2)
			if len(w.objects) != 1 || len(w.refused) != 1 || w.refused[bad.id] == nil {
				t.Errorf("%d shown, refused %v", len(w.objects), w.refused)
			}
		})
	}
}

func TestAPackThatIsNotSoundIsAFault(t *testing.T) {
	for name, spoil := range map[string]func(pack, idx []byte) ([]byte, []byte){
		"no index":                       func(pack, _ []byte) ([]byte, []byte) { return pack, nil },
		"an empty index":                 func(pack, _ []byte) ([]byte, []byte) { return pack, []byte{} },
		"an index cut short":             func(pack, idx []byte) ([]byte, []byte) { return pack, idx[:1100] },
		"an index of another pack":       func(pack, idx []byte) ([]byte, []byte) { idx[len(idx)-21] ^= 1; return pack, idx },
		"an index of another version":    func(pack, idx []byte) ([]byte, []byte) { idx[7] = 3; return pack, idx },
		"an index whose counts fall":     func(pack, idx []byte) ([]byte, []byte) { idx[8] = 0xFF; return pack, idx },
		"an index that claims millions":  func(pack, idx []byte) ([]byte, []byte) { idx[8+255*4] = 0x7F; return pack, idx },
		"an empty pack":                  func(_, idx []byte) ([]byte, []byte) { return []byte{}, idx },
		"a pack of another version":      func(pack, idx []byte) ([]byte, []byte) { pack[7] = 9; return pack, idx },
		"a pack that counts otherwise":   func(pack, idx []byte) ([]byte, []byte) { pack[11]++; return pack, idx },
		"a pack cut short":               func(pack, idx []byte) ([]byte, []byte) { return pack[:len(pack)-30], idx },
		"a pack that is something else":  func(_, idx []byte) ([]byte, []byte) { return bytes.Repeat([]byte("x"), 500), idx },
		"a pack that holds nothing else": func(pack, idx []byte) ([]byte, []byte) { return pack[:12], idx },
	} {
		t.Run(name, func(t *testing.T) {
			m := newMaker(t, 6, 20)
			p := m.pack()
			for range 5 {
				p.whole(m.blob())
			}
			base := filepath.Join(m.gitDir, p.write("objects", nil))
			pack, err := os.ReadFile(base + ".pack")
			must(t, err)
			idx, err := os.ReadFile(base + ".idx")
			must(t, err)
			pack, idx = spoil(pack, idx)
			must(t, os.WriteFile(base+".pack", pack, 0o600))
			must(t, os.WriteFile(base+".idx", idx, 0o600))
			if idx == nil {
				must(t, os.Remove(base+".idx"))
			}
			loose := m.note(gitstore.Blob, "still here")
			m.loose("objects", loose)
			s := openStore(t, m.gitDir, 20)
			if w := walk(t, s, 2); len(s.Faults()) != 1 || len(w.objects) != 1 {
				t.Errorf("faults %v, %d objects", s.Faults(), len(w.objects))
			}
		})
	}
}

// Places that an index names and that hold no object are refused one by one.
func TestPlacesThatHoldNoObject(t *testing.T) {
	for name, place := range map[string]uint32{"in the head": 3, "behind the end": 1 << 30, "a far one that is not there": 1<<31 | 77, "within another object": 14} {
		t.Run(name, func(t *testing.T) {
			m := newMaker(t, 7, 20)
			p := m.pack()
			p.far = false
			for range 4 {
				p.whole(m.note(gitstore.Blob, m.random(50)))
			}
			base := filepath.Join(m.gitDir, p.write("objects", nil))
			idx, err := os.ReadFile(base + ".idx")
			must(t, err)
			at := 8 + 1024 + 4*20 + 4*4
			binary.BigEndian.PutUint32(idx[at:], place)
			must(t, os.WriteFile(base+".idx", idx, 0o600))
			sorted := slices.Sorted(slices.Values(m.ids))
			w := walk(t, openStore(t, m.gitDir, 20), 2)
			if len(w.refused) != 1 || w.refused[sorted[0]] == nil || len(w.objects) != 3 {
				t.Errorf("%d shown, refused %v", len(w.objects), w.refused)
			}
		})
	}
}

// Somebody may cut a pack short while it is read: that is a fault of the memory it is mapped to.
func TestAPackThatIsCutShortWhileItIsRead(t *testing.T) {
	m := newMaker(t, 14, 20)
	p := m.pack()
	for range 50 {
		p.whole(m.note(gitstore.Blob, m.random(3000)))
	}
	name := p.write("objects", nil)
	s := openStore(t, m.gitDir, 20)
	must(t, os.Truncate(filepath.Join(m.gitDir, name+".pack"), 4096))
	w := walk(t, s, 2)
	if len(w.objects) > 1 || len(w.refused) == 0 {
		t.Errorf("%d shown, %d refused", len(w.objects), len(w.refused))
	}
	number, _ := s.Find(parse(t, m.ids[40]))
	if _, _, err := s.Reader().Read(number, 1<<20); !errors.Is(err, gitstore.ErrDamaged) {
		t.Errorf("read alone: %v", err)
	}
}
