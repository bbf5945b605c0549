package identify

import (
	"bytes"
	"slices"
	"strings"
)

// What the words and hosts around a value name.

// prose finds hosts and words of issuers in a stretch of text; before tells that the value
// follows it, and then is what follows the text. Everyday words count only beside a word that
// speaks of a secret.
func (s *scan) prose(text, then []byte, host, word int, before bool) []clue {
	var list []clue
	far := func(at int) int {
		if before {
			return len(text) - at
		}
		return at
	}
	for i := 0; i < len(text); {
		if !alphanumeric[text[i]] {
			i++
			continue
		}
		j := i
		for j < len(text) && (alphanumeric[text[j]] || text[j] == '-' || text[j] == '_' || text[j] == '.') {
			j++
		}
		p := s.piece(text[i:j])
		if p.host != nil {
			list = append(list, clue{vendor: p.host, why: BecauseHost, level: host, far: far(i)})
		}
		for _, k := range p.named {
			list = append(list, clue{vendor: k.vendor, kind: k, why: BecauseName, level: word, far: far(i)})
		}
		next := s.next(text[min(j+1, len(text)):min(len(text), j+24)])
		if len(next) == 0 && len(text)-j < 24 {
			next = s.next(then) // of the line below, as in nested lists
		}
		beside := imported(text[:i], text[j:]) || heads(text[j:]) || string(next) == "api" || len(next) > 0 && s.secretish(next)
		for _, v := range p.words {
			if !v.everyday || beside {
				list = append(list, clue{vendor: v.vendor, why: BecauseWord, level: word, far: far(i)})
			}
		}
		if len(next) > 0 && p.last != "" {
			s.buf = append(append(s.buf[:0], p.last...), next...)
			if v := s.t.words[string(s.buf)]; v != nil {
				list = append(list, clue{vendor: v, why: BecauseWord, level: word, far: far(i)})
			}
		}
		i = j
	}
	return list
}

// piece is what a run of letters in prose names.
type piece struct {
	host  *vendor
	named []*kind
	words []wordOf
	last  string // of its words
}

// wordOf is a word that names an issuer.
type wordOf struct {
	vendor   *vendor
	everyday bool // and no word of a secret follows it there
}

// mostPieces bounds what is remembered of a text's words.
const mostPieces = 1 << 12

// piece looks a run up, once for all of its places.
func (s *scan) piece(b []byte) piece {
	if p, known := s.pieces[string(b)]; known {
		return p
	}
	if s.pieces == nil || len(s.pieces) >= mostPieces {
		s.pieces = map[string]piece{}
	}
	text := string(b)
	words := split(text)
	p := piece{named: s.t.named[canonical(text)]}
	if strings.IndexByte(text, '.') >= 0 {
		p.host = s.t.host(text)
	}
	s.t.eachWord(words, func(v *vendor, at int) {
		everyday := v.everyday[words[at]] && !slices.ContainsFunc(words[at+1:], func(w string) bool { return secretish(w) || w == "api" })
		p.words = append(p.words, wordOf{v, everyday})
	})
	if len(words) > 0 {
		p.last = words[len(words)-1]
	}
	s.pieces[text] = p
	return p
}

// next is the first word of b, in lower case; it is lent until the next call.
func (s *scan) next(b []byte) []byte {
	word, _ := s.first(b)
	return word
}

// first is the first word of b, in lower case and lent until the next call, and where it ends: at a
// sign, or where a capital begins another.
func (s *scan) first(b []byte) (word []byte, end int) {
	i := 0
	for i < len(b) && !alphanumeric[b[i]] {
		i++
	}
	j := i
	for j < len(b) && alphanumeric[b[j]] && !(j > i && upper(b[j]) && (lower(b[j-1]) || j+1 < len(b) && lower(b[j+1]))) {
		j++
	}
	s.word = lowered(s.word[:0], b[i:j])
	return s.word, j
}

// secretish is the function of that name, remembered for a word.
func (s *scan) secretish(word []byte) bool {
	if len(word) > maxName || bytes.ContainsAny(word, "0123456789") {
		return false
	}
	is, known := s.secrets[string(word)]
	if !known {
		if s.secrets == nil || len(s.secrets) >= mostPieces {
			s.secrets = map[string]bool{}
		}
		is = secretish(string(word))
		s.secrets[string(word)] = is
	}
	return is
}

// imported reports whether code imports what stands between before and rest: its library is used there.
func imported(before, rest []byte) bool {
	quoted := bytes.TrimRight(before, "\"'")
	if len(quoted) < len(before) {
		return bytes.HasSuffix(quoted, []byte("require(")) || bytes.HasSuffix(quoted, []byte(" from ")) || bytes.HasSuffix(quoted, []byte("import "))
	}
	before, isFrom := bytes.CutSuffix(before, []byte("from "))
	return isFrom && hasPrefix(rest, " import ") && (len(before) == 0 || before[len(before)-1] == '\n')
}

// heads reports whether what stands before rest is the name of a list, as in YAML and JSON: nothing
// but a colon and an opening bracket follows on its line.
func heads(rest []byte) bool {
	line, _, whole := bytes.Cut(rest[:min(len(rest), 8)], []byte{'\n'})
	switch string(bytes.Trim(line, " \t\r\"'")) {
	case ":", ": {", ":{", "\": {", "\":{":
		return whole
	}
	return false
}

// host finds the issuer of a host by the longest domain that is listed.
func (t *Table) host(name string) *vendor {
	name = strings.ToLower(strings.Trim(name, "."))
	for {
		if v := t.hosts[name]; v != nil {
			return v
		}
		_, rest, ok := strings.Cut(name, ".")
		if !ok {
			return nil
		}
		name = rest
	}
}
