package gitstore_test

import (
	"bytes"
	"compress/zlib"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"firebreak/runbook/exposure/gitstore"
)

// maker makes object stores byte by byte, in shapes that git itself would seldom make, and
// knows what is in them.
type maker struct {
	tb      testing.TB
	rng     *rand.Rand
	gitDir  string
	size    int // bytes of an id
	objects map[string]shown
	ids     []string // in order of making
}

// newMaker makes an empty repository that git accepts too.
func newMaker(tb testing.TB, seed uint64, size int) *maker {
	tb.Helper()
	m := &maker{tb: tb, rng: rand.New(rand.NewPCG(seed, 2)), gitDir: tb.TempDir(), size: size, objects: map[string]shown{}}
	config := "[core]\n\tbare = true\n\trepositoryFormatVersion = 1\n[extensions]\n\tobjectFormat = sha1\n"
	if size == 32 {
		config = "[core]\n\tbare = true\n\trepositoryFormatVersion = 1\n[extensions]\n\tobjectFormat = sha256\n"
	}
	m.put("config", []byte(config))
	m.put("HEAD", []byte("ref: refs/heads/main\n"))
	for _, dir := range []string{"refs", "objects/pack"} {
		must(tb, os.MkdirAll(filepath.Join(m.gitDir, dir), 0o700))
	}
	return m
}

func (m *maker) put(name string, data []byte) {
	m.tb.Helper()
	path := filepath.Join(m.gitDir, filepath.FromSlash(name))
	must(m.tb, os.MkdirAll(filepath.Dir(path), 0o700))
	must(m.tb, os.WriteFile(path, data, 0o600))
}

func (m *maker) hash() hash.Hash {
	if m.size == 32 {
		return sha256.New()
	}
	return sha1.New()
}

var words = map[gitstore.Kind]string{gitstore.Commit: "commit", gitstore.Tree: "tree", gitstore.Blob: "blob", gitstore.Tag: "tag"}

// made is an object with its id.
type made struct {
	id string // hexadecimal
	shown
}

// note names a text and remembers it.
func (m *maker) note(kind gitstore.Kind, text string) made {
	h := m.hash()
	fmt.Fprintf(h, "%s %d\x00%s", words[kind], len(text), text)
	id := hex.EncodeToString(h.Sum(nil))
	if _, known := m.objects[id]; !known {
		m.ids = append(m.ids, id)
	}
	m.objects[id] = shown{kind, text}
	return made{id, shown{kind, text}}
}

// any picks an object that was made before, and makes a blob where there is none.
func (m *maker) any() made {
	if len(m.ids) == 0 {
		return m.blob()
	}
	id := m.ids[m.rng.IntN(len(m.ids))]
	return made{id, m.objects[id]}
}

func (m *maker) random(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(m.rng.UintN(256))
	}
	return string(b)
}

func (m *maker) lines(n int) string {
	var b bytes.Buffer
	end := []string{"\n", "\r\n"}[m.rng.IntN(2)]
	for range n {
		fmt.Fprintf(&b, "%x some words of a line %d%s", m.rng.UintN(50), m.rng.IntN(20), end)
	}
	return b.String()
}

func (m *maker) blob() made {
	switch m.rng.IntN(12) {
	case 0:
		return m.note(gitstore.Blob, "")
	case 1, 2:
		return m.note(gitstore.Blob, m.random(m.rng.IntN(70_000)))
	case 3:
		return m.note(gitstore.Blob, string(bytes.Repeat([]byte(m.random(1+m.rng.IntN(9))), m.rng.IntN(30_000))))
	}
	return m.note(gitstore.Blob, m.lines(m.rng.IntN(60)))
}

// object makes one of any kind. Its text need not make sense to git, which does not look.
func (m *maker) object() made {
	switch m.rng.IntN(6) {
	case 0:
		id, _ := hex.DecodeString(m.any().id)
		return m.note(gitstore.Tree, "100644 na me\xff\x00"+string(id))
	case 1:
		return m.note(gitstore.Commit, "tree "+m.any().id+"\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\n"+m.lines(3))
	case 2:
		return m.note(gitstore.Tag, "object "+m.any().id+"\ntype blob\ntag x\n\n"+m.lines(2))
	}
	return m.blob()
}

// delta makes a random difference to a base, and its result.
func (m *maker) delta(base string) (delta, result string) {
	var ops, out bytes.Buffer
	for range m.rng.IntN(8) {
		if len(base) > 0 && m.rng.IntN(3) > 0 {
			from := m.rng.IntN(len(base))
			n := 1 + m.rng.IntN(len(base)-from)
			n = min(n, 1<<24-1)
			ops.Write(copyOf(from, n))
			out.WriteString(base[from : from+n])
			continue
		}
		text := m.lines(2)
		text = text[:min(len(text), 1+m.rng.IntN(127))]
		ops.WriteByte(byte(len(text)))
		ops.WriteString(text)
		out.WriteString(text)
	}
	for ops.Len() < 2 { // git takes no difference of less than four bytes
		ops.WriteString("\x01x")
		out.WriteString("x")
	}
	return sizes(len(base), out.Len()) + ops.String(), out.String()
}

// copyOf writes the operation that copies a stretch of the base.
func copyOf(from, n int) []byte {
	op := []byte{0x80}
	for i := range 4 {
		if c := byte(from >> (8 * i)); c != 0 {
			op[0] |= 1 << i
			op = append(op, c)
		}
	}
	if n == 0x10000 {
		return op
	}
	for i := range 3 {
		if c := byte(n >> (8 * i)); c != 0 {
			op[0] |= 0x10 << i
			op = append(op, c)
		}
	}
	return op
}

func (m *maker) compress(text string) []byte {
	var b bytes.Buffer
	w, err := zlib.NewWriterLevel(&b, m.rng.IntN(10))
	must(m.tb, err)
	_, err = w.Write([]byte(text))
	must(m.tb, err)
	must(m.tb, w.Close())
	return b.Bytes()
}

// loose writes an object as a file of its own, below a folder of objects.
func (m *maker) loose(folder string, o made) string {
	name := folder + "/" + o.id[:2] + "/" + o.id[2:]
	m.put(name, m.compress(fmt.Sprintf("%s %d\x00%s", words[o.kind], len(o.text), o.text)))
	return name
}

// packed is one entry of a pack that is made.
type packed struct {
	made
	place int
	end   int
}

// packMaker writes a pack.
type packMaker struct {
	*maker
	data    bytes.Buffer
	entries []packed
	far     bool // places are written in the index's table of far ones
}

func (m *maker) pack() *packMaker {
	p := &packMaker{maker: m, far: m.rng.IntN(4) == 0}
	p.data.WriteString("PACK\x00\x00\x00\x02....")
	return p
}

func (p *packMaker) head(kind, size int) {
	c := byte(kind<<4 | size&15)
	for size >>= 4; size > 0; size >>= 7 {
		p.data.WriteByte(c | 0x80)
		c = byte(size & 0x7F)
	}
	p.data.WriteByte(c)
}

// add notes an entry that was written from place on, or takes it back: no pack has an object twice.
func (p *packMaker) add(o made, place int) made {
	if slices.ContainsFunc(p.entries, func(e packed) bool { return e.id == o.id }) {
		p.data.Truncate(place)
		return o
	}
	p.entries = append(p.entries, packed{o, place, p.data.Len()})
	return o
}

// whole adds an object as it is.
func (p *packMaker) whole(o made) made {
	place := p.data.Len()
	p.head(int(o.kind), len(o.text))
	p.data.Write(p.compress(o.text))
	return p.add(o, place)
}

// on adds an object that differs from one of this pack, which it names by its distance.
func (p *packMaker) on(base packed) made {
	delta, result := p.delta(base.text)
	return p.rawOnPlace(base, delta, p.note(base.kind, result))
}

func (p *packMaker) rawOnPlace(base packed, delta string, o made) made {
	place := p.data.Len()
	p.head(6, len(delta))
	p.data.Write(back(place - base.place))
	p.data.Write(p.compress(delta))
	return p.add(o, place)
}

// rawOn adds the result of operations on a base.
func (p *packMaker) rawOn(base packed, ops []byte, result string) {
	p.rawOnPlace(base, sizes(len(base.text), len(result))+string(ops), p.note(base.kind, result))
}

// claim adds an object that is said to be of a size. Its text is never made.
func (p *packMaker) claim(base packed, ops []byte, from, size int) {
	p.rawOnPlace(base, sizes(from, size)+string(ops), p.note(base.kind, fmt.Sprint("a claim of ", size)))
}

func sizes(base, result int) string {
	return string(binary.AppendUvarint(binary.AppendUvarint(nil, uint64(base)), uint64(result)))
}

// back writes a distance.
func back(n int) []byte {
	out := []byte{byte(n & 0x7F)}
	for n >>= 7; n > 0; n >>= 7 {
		n--
		out = append([]byte{byte(n&0x7F) | 0x80}, out...)
	}
	return out
}

// onID adds an object that differs from any other, which it names by its id.
func (p *packMaker) onID(base made) made {
	delta, result := p.delta(base.text)
	return p.rawOnID(base.id, delta, p.note(base.kind, result))
}

func (p *packMaker) rawOnID(base, delta string, o made) made {
	place := p.data.Len()
	id, err := hex.DecodeString(base)
	must(p.tb, err)
	p.head(7, len(delta))
	p.data.Write(id)
	p.data.Write(p.compress(delta))
	return p.add(o, place)
}

// write ends the pack and makes its index. It returns the name without an ending. spoil may
// change the pack's bytes after their checksums were taken.
func (p *packMaker) write(folder string, spoil func(data []byte)) string {
	p.tb.Helper()
	data := p.data.Bytes()
	binary.BigEndian.PutUint32(data[8:], uint32(len(p.entries)))
	sums := map[int]uint32{}
	for _, e := range p.entries {
		sums[e.place] = crc32.ChecksumIEEE(data[e.place:e.end])
	}
	if spoil != nil {
		spoil(data)
	}
	h := p.hash()
	h.Write(data)
	sum := h.Sum(nil)
	name := folder + "/pack/pack-" + hex.EncodeToString(sum)
	p.put(name+".pack", slices.Concat(data, sum))
	p.put(name+".idx", p.index(sums, sum))
	return name
}

func (p *packMaker) index(sums map[int]uint32, pack []byte) []byte {
	entries := slices.Clone(p.entries)
	slices.SortFunc(entries, func(a, b packed) int { return bytes.Compare([]byte(a.id), []byte(b.id)) })
	out := []byte("\xfftOc\x00\x00\x00\x02")
	for first := range 256 {
		n := 0
		for _, e := range entries {
			if id, _ := hex.DecodeString(e.id[:2]); int(id[0]) <= first {
				n++
			}
		}
		out = binary.BigEndian.AppendUint32(out, uint32(n))
	}
	for _, e := range entries {
		id, _ := hex.DecodeString(e.id)
		out = append(out, id...)
	}
	for _, e := range entries {
		out = binary.BigEndian.AppendUint32(out, sums[e.place])
	}
	var far []byte
	for i, e := range entries {
		place := uint32(e.place)
		if p.far && i > 0 { // git wants one near place
			place = 1<<31 | uint32(i-1)
			far = binary.BigEndian.AppendUint64(far, uint64(e.place))
		}
		out = binary.BigEndian.AppendUint32(out, place)
	}
	out = slices.Concat(out, far, pack)
	h := p.hash()
	h.Write(out)
	return append(out, h.Sum(nil)...)
}
