// Package needle finds one known secret in bytes, plain or encoded, at the speed of memory.
//
// A Matcher is made once for a search and shared by all who search. It sees bytes only: who
// reads them, from a file, an archive or an object of git, feeds it block by block, and keeps
// Carry bytes from one block to the next so that nothing is lost at the seam.
package needle

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/url"
	"slices"

	"firebreak/providers"
)

// ErrTooShort means that a value has no forms: it would be found in ordinary text.
var ErrTooShort = errors.New("a value this short cannot be searched for")

// Match is one place of the secret.
type Match struct {
	Encoding string // plain, json, url, hex, base64, reversed, utf-16
	Split    bool   // a line break, or what joins two literals of a source text, stands inside
	Offset   int    // of the first byte, in the bytes that were scanned
	Length   int    // with what stands inside
}

// Matcher knows the forms of one secret. It is safe for concurrent use until Wipe.
type Matcher struct {
	forms   []form
	longest int
}

type form struct {
	text     []byte
	encoding string
}

// New makes the matcher of a secret; ErrTooShort for one that cannot be searched for. Wipe must
// be called after the last Scan.
func New(key providers.Secret) (*Matcher, error) {
	m := &Matcher{}
	key.Expose(func(plain []byte) {
		for _, text := range key.Forms() {
			m.forms = append(m.forms, form{text, encodingOf(text, plain)})
			m.longest = max(m.longest, len(text))
		}
	})
	if len(m.forms) == 0 {
		return nil, ErrTooShort
	}
	return m, nil
}

// Wipe clears every copy of the secret that the matcher holds. It finds nothing from then on.
func (m *Matcher) Wipe() {
	for _, f := range m.forms {
		clear(f.text)
	}
	m.forms = nil
}

// Carry is how many bytes of the end of one block must begin the next one, so that a match over
// the seam is seen: one byte less than the longest match.
func (m *Matcher) Carry() int { return m.longest - 1 }

// Scan calls hit for every match in b, in no order. It keeps nothing of b and allocates
// nothing of its own. Of a block that begins with Carry bytes of the one before, matches that
// end within them were told already: the caller leaves those out.
func (m *Matcher) Scan(b []byte, hit func(Match)) {
	for _, f := range m.forms {
		for at := 0; ; {
			i := bytes.Index(b[at:], f.text)
			if i < 0 {
				break
			}
			hit(Match{Encoding: f.encoding, Offset: at + i, Length: len(f.text)})
			at += i + len(f.text)
		}
	}
}

// encodingOf names the form, which Forms does not.
func encodingOf(form, plain []byte) string {
	back := slices.Clone(plain)
	defer clear(back)
	slices.Reverse(back)
	quoted, _ := json.Marshal(string(plain)) // a string always encodes
	defer clear(quoted)
	switch {
	case bytes.Equal(form, plain):
		return "plain"
	case len(form) == 2*len(plain) && bytes.IndexByte(form, 0) >= 0:
		return "utf-16"
	case bytes.Equal(form, back):
		return "reversed"
	case string(bytes.ToLower(form)) == hex.EncodeToString(plain):
		return "hex"
	case string(form) == url.QueryEscape(string(plain)):
		return "url"
	case bytes.Equal(form, quoted[1:len(quoted)-1]):
		return "json"
	}
	return "base64"
}
