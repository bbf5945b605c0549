package gitstore_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// odd makes a store of a random shape below folder: loose objects, and packs whose objects are
// whole or build on each other in any way, some of them in several places at once.
func odd(m *maker, folder string) {
	for range m.rng.IntN(6) {
		m.loose(folder, m.object())
	}
	for range m.rng.IntN(4) {
		p := m.pack()
		p.whole(m.object())
		for range m.rng.IntN(40) {
			grow(p)
		}
		p.write(folder, nil)
	}
}

// grow adds an object to a pack.
func grow(p *packMaker) {
	base := p.entries[p.rng.IntN(len(p.entries))]
	if p.rng.IntN(2) == 0 {
		base = p.entries[len(p.entries)-1] // long chains
	}
	if len(base.text) > 1<<20 {
		base = p.entries[0]
	}
	switch p.rng.IntN(7) {
	case 0:
		p.whole(p.object())
	case 1:
		p.whole(p.any())
	case 2:
		p.onID(base.made)
	case 3:
		later := p.object()
		p.onID(later)
		p.whole(later)
	default:
		p.on(base)
	}
}

// oddSeeds is how many odd stores are made; many more under FIREBREAK_TEST_WHOLE=1.
func oddSeeds() uint64 {
	if os.Getenv("FIREBREAK_TEST_WHOLE") == "1" {
		return 400
	}
	return 12
}

func TestOddStoresAreShownAsGitShowsThem(t *testing.T) {
	for seed := range oddSeeds() {
		size := []int{20, 32}[seed%2]
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			m := newMaker(t, seed, size)
			odd(m, "objects")
			if seed%3 == 0 {
				m.loose("lender", m.blob())
				odd(m, "lender")
				m.put("objects/info/alternates", []byte("# borrowed\n../lender\n"))
			}
			s := openStore(t, m.gitDir, size)
			if len(s.Faults()) > 0 {
				t.Fatalf("faults %v", s.Faults())
			}
			want := told(t, m.gitDir)
			for _, workers := range []int{1, 3} {
				compare(t, walk(t, s, workers), want)
			}
			for id := range want {
				if m.objects[id] != want[id] {
					t.Errorf("git shows %s otherwise than it was made", id)
				}
			}
			if testing.Verbose() {
				packs, _ := filepath.Glob(filepath.Join(m.gitDir, "*/pack/*.pack"))
				t.Logf("%d objects, %d packs", len(want), len(packs))
			}
		})
	}
}
