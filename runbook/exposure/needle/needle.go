// Package needle finds one known secret in bytes, plain or encoded, at the speed of memory.
//
// A Matcher is made once for a search and shared by all who search. It sees bytes only: who
// reads them, from a file, an archive or an object of git, feeds it block by block, and keeps
// Carry bytes from one block to the next so that nothing is lost at the seam.
//
// All forms of the secret are looked for at once: every few bytes, eight of the text are looked up
// among those of the forms, and only where they are known is the text compared.
package needle

import (
	"errors"

	"firebreak/providers"
)

// ErrTooShort means that a value has no forms: it would be found in ordinary text.
var ErrTooShort = errors.New("a value this short cannot be searched for")

// Match is one place of the secret.
type Match struct {
	Encoding string // plain, json, url, shell, hex, base64, reversed, utf-16
	Split    bool   // a line break, or what joins two literals of a source text, stands inside
	Offset   int    // of the first byte, in the bytes that were scanned
	Length   int    // with what stands inside
}

// Matcher knows the forms of one secret. It is safe for concurrent use until Wipe.
type Matcher struct {
	forms   []form
	probe   *probe
	longest int
}

type form struct {
	text     []byte
	encoding string
	filler   *[256]bool // what may stand in a gap
	gaps     int        // bytes of gaps that one match may have in all
}

// New makes the matcher of a secret; ErrTooShort for one that cannot be searched for. Wipe must
// be called after the last Scan.
func New(key providers.Secret) (*Matcher, error) {
	m := &Matcher{}
	for _, one := range key.Needles() {
		f := form{one.Text, one.Encoding, &narrow, mostGaps(len(one.Text))}
		if one.Encoding == "utf-16" {
			f.filler = &wide
		}
		m.forms = append(m.forms, f)
		m.longest = max(m.longest, len(f.text)+f.gaps)
	}
	if len(m.forms) == 0 {
		return nil, ErrTooShort
	}
	m.probe = newProbe(m.forms)
	return m, nil
}

// Wipe clears every copy of the secret that the matcher holds. It finds nothing from then on.
func (m *Matcher) Wipe() {
	for _, f := range m.forms {
		clear(f.text)
	}
	m.forms = nil
	m.probe.wipe()
}

// Carry is how many bytes of the end of one block must begin the next one, so that a match over
// the seam is seen: one byte less than the longest match.
func (m *Matcher) Carry() int { return m.longest - 1 }

// Scan calls hit for the matches in b, from left to right. Where two overlap, as the UTF-16 of both
// byte orders does, only one is told. It keeps nothing of b and allocates nothing of its own. Of
// a block that begins with Carry bytes of the one before, matches that end within those were
// told already: the caller leaves them out.
//
// A match may be split, by line breaks with what stands around them and by what joins two
// literals of a source text, as long as a stretch of it that suffices for the probe is whole: 11 bytes
// of a form of up to 64, 42 of a very long one. Of a key of 20 bytes both halves suffice.
func (m *Matcher) Scan(b []byte, hit func(Match)) {
	p, done := m.probe, 0
	for at := p.next(b, 0); at >= 0; at = p.next(b, at+p.stride) {
		if at < done {
			continue
		}
		if found, ok := m.confirm(b, at, done); ok {
			hit(found)
			done = found.Offset + found.Length
		}
	}
}

// confirm compares the text around eight bytes that are known with the forms that hold them. Nothing
// before from belongs to the match.
func (m *Matcher) confirm(b []byte, at, from int) (Match, bool) {
	for e := m.probe.first(b, at); e >= 0; e = m.probe.entries[e].next {
		one := m.probe.entries[e]
		c := comparison{form: &m.forms[one.form], b: b, from: from}
		start, gaps, ok := c.left(at, int(one.offset), 0)
		if !ok {
			continue
		}
		end, gaps, ok := c.right(at+int(one.whole), int(one.offset+one.whole), gaps)
		if ok {
			return Match{Encoding: c.encoding, Split: gaps > 0, Offset: start, Length: end - start}, true
		}
	}
	return Match{}, false
}
