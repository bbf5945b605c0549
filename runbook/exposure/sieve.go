package exposure

import (
	"bytes"
	"maps"
	"runtime"

	"firebreak/runbook/exposure/gitstore"
	"firebreak/runbook/exposure/unpack"
)

// workers read a repository side by side.
var workers = max(2, min(runtime.NumCPU(), 8))

// holder is an object that holds the key.
type holder struct {
	kind  gitstore.Kind
	found []occurrence
}

// sieve looks into each object that it is shown. Its lanes belong to one worker each.
type sieve struct {
	repository *repository
	lanes      []lane
	refused    map[Why]int
}

// lane is what one worker found.
type lane struct {
	found   map[int32]holder
	absent  map[gitstore.ID]bool
	known   []gitstore.ID // some of those that are here
	lines   int           // in the parts of a blob that were shown
	commits int
	packed  []int32 // blobs to look inside
	broken  int
	cut     int // objects that hold the key and are only counted
	named   bool
}

// maxFound bounds the objects of one repository that are told apart.
const maxFound = 1 << 16

// knownIDs is how many ids a lane remembers: trees mostly name what those before them named.
const knownIDs = 1 << 14

func newSieve(r *repository, lanes int) *sieve {
	s := &sieve{repository: r, refused: map[Why]int{}}
	for range lanes {
		s.lanes = append(s.lanes, lane{found: map[int32]holder{}, absent: map[gitstore.ID]bool{}, known: make([]gitstore.ID, knownIDs)})
	}
	return s
}

// Visit implements gitstore.Visitor.
func (s *sieve) Visit(worker int, o gitstore.Object, p gitstore.Part) {
	l := &s.lanes[worker]
	switch o.Kind {
	case gitstore.Blob:
		s.blob(l, o, p)
	case gitstore.Tree:
		s.tree(l, p.Text)
	default:
		s.header(l, o, p.Text)
	}
}

// Refuse implements gitstore.Visitor.
func (s *sieve) Refuse(_ gitstore.Object, err error) { s.refused[whyFault(err)]++ }

func (s *sieve) blob(l *lane, o gitstore.Object, p gitstore.Part) {
	if p.Offset == 0 {
		l.lines = 1
		if unpack.Packed(p.Text) {
			l.packed = append(l.packed, int32(o.Number))
		}
	}
	s.look(l, o, p.Text, stretch{p.Seen, p.Offset, l.lines})
	if !p.Last {
		l.lines += bytes.Count(p.Text[:len(p.Text)-min(len(p.Text), s.repository.needles.Carry())], []byte{'\n'})
	}
}

func (s *sieve) look(l *lane, o gitstore.Object, text []byte, at stretch) {
	before := l.found[int32(o.Number)].found
	found := s.repository.needles.look(text, at, before)
	switch {
	case len(found) == 0:
	case before == nil && len(l.found) >= maxFound/workers:
		l.cut++
	default:
		l.found[int32(o.Number)] = holder{o.Kind, found}
	}
}

func (s *sieve) tree(l *lane, text []byte) {
	ok := parseTree(text, s.repository.store.hash, func(e entry) {
		if e.kind != 's' {
			s.refer(l, e.id)
		}
	})
	if !ok {
		l.broken++
	}
	l.named = l.named || s.repository.needles.in(text)
}

func (s *sieve) header(l *lane, o gitstore.Object, text []byte) {
	s.look(l, o, text, stretch{line: 1})
	h, ok := parseHeader(text, o.Kind, s.repository.store.hash)
	if !ok {
		l.broken++
		return
	}
	if o.Kind == gitstore.Tag {
		s.refer(l, h.target)
		return
	}
	l.commits++
	s.refer(l, h.tree)
	for _, p := range h.parents {
		s.refer(l, p)
	}
}

// refer notes an object that is named by another one, if it is not here.
func (s *sieve) refer(l *lane, id gitstore.ID) {
	known := &l.known[(int(id[0])|int(id[1])<<8)%knownIDs]
	if *known == id {
		return
	}
	if s.repository.find(id) < 0 {
		l.absent[id] = true
		return
	}
	*known = id
}

// drain gives the repository what the lanes found.
func (s *sieve) drain(r *repository) {
	for _, l := range s.lanes {
		maps.Copy(r.found, l.found)
		maps.Copy(r.absent, l.absent)
		r.named = r.named || l.named
		r.at.Coverage.Commits += l.commits
		s.refused[BadObject] += l.broken
		r.packed = append(r.packed, l.packed...)
		if l.cut > 0 {
			r.at.Reasons[TooMany] += l.cut
		}
	}
	for why, n := range s.refused {
		if n > 0 {
			r.at.Coverage.Refused += n
			r.at.Reasons[why] += n
		}
	}
}
