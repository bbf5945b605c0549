package exposure

import (
	"bytes"
	"strconv"
	"time"

	"firebreak/runbook/exposure/gitstore"
)

// signature is who and when, of a commit.
type signature struct {
	who  string
	when time.Time
}

// header is what a commit or tag says before its message.
type header struct {
	tree      gitstore.ID
	parents   []gitstore.ID
	target    gitstore.ID // of a tag
	author    signature
	committer signature
}

// parseHeader reads a commit or tag. ok is false where the ids that it must have are missing.
func parseHeader(text []byte, kind gitstore.Kind, hash int) (h header, ok bool) {
	for line := range bytes.Lines(text) {
		line = bytes.TrimSuffix(line, []byte{'\n'})
		if len(line) == 0 {
			break
		}
		name, value, _ := bytes.Cut(line, []byte{' '})
		switch string(name) {
		case "tree":
			h.tree, ok = gitstore.ParseID(value, hash)
		case "object":
			h.target, ok = gitstore.ParseID(value, hash)
		case "parent":
			if id, good := gitstore.ParseID(value, hash); good {
				h.parents = append(h.parents, id)
			}
		case "author", "tagger":
			h.author = parseSignature(value)
		case "committer":
			h.committer = parseSignature(value)
		}
	}
	if kind == gitstore.Commit {
		return h, ok && h.tree != gitstore.ID{}
	}
	return h, ok && h.target != gitstore.ID{}
}

// parseSignature reads "Name <mail> 1700000000 +0100". The zone is not kept.
func parseSignature(text []byte) signature {
	end := bytes.LastIndexByte(text, '>')
	if end < 0 {
		return signature{who: string(text)}
	}
	s := signature{who: string(text[:end+1])}
	if fields := bytes.Fields(text[end+1:]); len(fields) > 0 {
		s.when = parseSeconds(fields[0])
	}
	return s
}

// parseSeconds takes only times that a calendar can show.
func parseSeconds(text []byte) time.Time {
	const year9999 = 253402300799
	n, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil || n < 0 || n > year9999 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}

// entry is one line of a tree.
type entry struct {
	name []byte
	id   gitstore.ID
	kind byte // 'b', 't', or 's' for a submodule; noEntry behind the last one
}

const noEntry = 0

// nameByte is one byte of the name as trees are ordered by it.
func (e entry) nameByte(at int) byte {
	switch {
	case at < len(e.name):
		return e.name[at]
	case e.kind == 't':
		return '/'
	}
	return 0
}

// cutEntry reads the first entry of a tree's text and returns what follows. Behind the last one, and
// where there is none as it should be, it is noEntry and nothing follows.
func cutEntry(text []byte, hash int) (e entry, rest []byte) {
	space := bytes.IndexByte(text[:min(len(text), maxMode)], ' ')
	if space < 0 {
		return e, nil
	}
	zero := bytes.IndexByte(text[space:], 0)
	if zero < 0 || len(text) < space+zero+1+hash {
		return e, nil
	}
	e.name, e.kind = text[space+1:space+zero], 'b'
	switch string(text[:space]) {
	case "40000", "040000":
		e.kind = 't'
	case "160000":
		e.kind = 's'
	}
	rest = text[space+zero+1:]
	copy(e.id[:], rest[:hash])
	return e, rest[hash:]
}

// entryBytes is how long the first entry is, 0 where there is none.
func entryBytes(text []byte, hash int) int {
	zero := bytes.IndexByte(text, 0)
	if zero < 0 || len(text) < zero+1+hash {
		return 0
	}
	return zero + 1 + hash
}

// maxMode is longer than the mode of any entry, with the space behind it.
const maxMode = 12

// parseTree reads all entries; ok is false where the object is broken.
func parseTree(text []byte, hash int, use func(entry)) (ok bool) {
	for len(text) > 0 {
		var e entry
		if e, text = cutEntry(text, hash); e.kind == noEntry {
			return false
		}
		use(e)
	}
	return true
}
