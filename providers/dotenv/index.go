package dotenv

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"strings"
)

// The index file of git: header, entries, extensions, checksum; see gitformat-index(5).
const (
	indexHeader = 12
	indexStat   = 40 // bytes of an entry before the object id
	flagLong    = 0x4000
	nameMask    = 0x0FFF
	modeTree    = 0o040000
)

// searchIndex reports whether a path, relative and with slashes, is in an index, without
// regard to case, as some file systems have none. Folders that a sparse index keeps folded
// count as holding everything below. shared names the index that this one builds upon. ok is
// false where the file is not understood to its end. Both object formats are tried, since the
// index does not tell its own.
func searchIndex(data []byte, path string) (found bool, shared string, ok bool) {
	for _, size := range []int{20, 32} {
		r := &indexReader{data: data, hash: size, path: path}
		if r.read() {
			return r.found, r.shared, true
		}
	}
	return false, "", false
}

type indexReader struct {
	data   []byte
	hash   int // bytes of an object id
	at     int
	path   string
	found  bool
	shared string
}

func (r *indexReader) read() bool {
	if len(r.data) < indexHeader+r.hash || string(r.data[:4]) != "DIRC" {
		return false
	}
	version := binary.BigEndian.Uint32(r.data[4:])
	count := binary.BigEndian.Uint32(r.data[8:])
	if version < 2 || version > 4 {
		return false
	}
	r.at = indexHeader
	var name []byte
	for range count {
		var ok bool
		if name, ok = r.entry(version, name); !ok {
			return false
		}
	}
	return r.extensions()
}

// body is everything but the checksum at the end.
func (r *indexReader) body() []byte { return r.data[:len(r.data)-r.hash] }

// entry reads one; the name is empty where a shared index has it.
func (r *indexReader) entry(version uint32, before []byte) (name []byte, ok bool) {
	body, start := r.body(), r.at
	fixed := indexStat + r.hash + 2
	if len(body)-r.at < fixed+1 {
		return nil, false
	}
	mode := binary.BigEndian.Uint32(body[start+24:])
	flags := binary.BigEndian.Uint16(body[start+fixed-2:])
	r.at += fixed
	if version >= 3 && flags&flagLong != 0 {
		r.at += 2
	}
	if version == 4 {
		name, ok = r.packedName(before)
	} else {
		name, ok = r.paddedName(start)
	}
	if n := int(flags & nameMask); !ok || n < nameMask && n != len(name) {
		return nil, false
	}
	switch mode & 0o170000 {
	case 0o100000, 0o120000, 0o160000:
		r.found = r.found || strings.EqualFold(string(name), r.path)
	case modeTree:
		r.found = r.found || len(name) > 0 && len(r.path) >= len(name) && strings.EqualFold(string(name), r.path[:len(name)])
	default:
		return nil, false
	}
	return name, true
}

// paddedName reads a name that ends in one to eight zero bytes.
func (r *indexReader) paddedName(start int) ([]byte, bool) {
	name, ok := r.untilZero()
	if !ok {
		return nil, false
	}
	r.at = start + (r.at-1-start+8)&^7
	return name, r.at <= len(r.body())
}

// packedName reads a name that shares its beginning with the one before.
func (r *indexReader) packedName(before []byte) ([]byte, bool) {
	cut, ok := r.offsetNumber()
	if !ok || cut > len(before) {
		return nil, false
	}
	rest, ok := r.untilZero()
	return append(bytes.Clone(before[:len(before)-cut]), rest...), ok
}

func (r *indexReader) untilZero() ([]byte, bool) {
	body := r.body()
	if r.at > len(body) {
		return nil, false
	}
	n := bytes.IndexByte(body[r.at:], 0)
	if n < 0 {
		return nil, false
	}
	name := body[r.at : r.at+n]
	r.at += n + 1
	return name, true
}

// offsetNumber reads git's variable width number.
func (r *indexReader) offsetNumber() (int, bool) {
	value := 0
	for body := r.body(); r.at < len(body) && value < 1<<24; {
		c := body[r.at]
		r.at++
		value += int(c & 0x7F)
		if c&0x80 == 0 {
			return value, true
		}
		value = (value + 1) << 7
	}
	return 0, false
}

// extensions walks to the checksum and notes the one that names a shared index.
func (r *indexReader) extensions() bool {
	body := r.body()
	for r.at < len(body) {
		if len(body)-r.at < 8 {
			return false
		}
		size := int(binary.BigEndian.Uint32(body[r.at+4:]))
		content := body[r.at+8:]
		if size > len(content) {
			return false
		}
		if string(body[r.at:r.at+4]) == "link" && size >= r.hash {
			r.shared = hex.EncodeToString(content[:r.hash])
		}
		r.at += 8 + size
	}
	return r.at == len(body)
}
