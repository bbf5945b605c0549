package identify

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// What stands around a value: the name before it, hosts and words on its line and above it.

// clue is something around a value that names an issuer, or one of its kinds.
type clue struct {
	vendor *vendor
	kind   *kind // nil: any of the issuer's
	why    Because
	level  int // 0 is the strongest
	far    int // characters away
}

// Levels of clues.
const (
	levelHint = iota
	levelOwnName
	levelNameWord
	levelPair
	levelLineHost
	levelLineWord
	levelNearHost
	levelNearWord
)

const (
	mostLine   = 400 // characters of a line that are looked at on either side
	mostAbove  = 600 // characters above the line
	nearSecret = 48  // characters between a word such as "key" and a value without a name
)

// around is what a value stands in.
type around struct {
	name   string // before it, clean
	secret bool   // the name, the scheme or the words before say that it is one
	harm   bool   // the name says that it is none
	line   []byte // up to the value
	after  []byte // the rest of the line
	above  []byte // the lines before
}

// look reads what stands around [from, to).
func (s *scan) look(from, to int) around {
	start := max(0, from-mostLine)
	if at := bytes.LastIndexByte(s.text[start:from], '\n'); at >= 0 {
		start += at + 1
	}
	end := min(len(s.text), to+mostLine)
	if at := bytes.IndexByte(s.text[to:end], '\n'); at >= 0 {
		end = to + at
	}
	a := around{line: s.text[start:from], after: s.text[to:end], above: s.text[max(0, start-mostAbove):start]}
	a.name = nameBefore(a.line)
	if a.name == "" {
		a.name = cmp.Or(a.headed(), s.noted(a))
	}
	if stands := strings.ToLower(a.name); stands == "value" || stands == "val" || stands == "default" {
		a.name = a.titled()
	}
	words := split(a.name)
	switch {
	case digestLine(a.line):
		a.harm = true
	case len(s.t.named[canonical(a.name)]) > 0:
		a.secret = true // its own name, whatever that ends with
	case len(words) > 0:
		a.harm = harmless(words) || len(words) == 1 && s.indexes(a.line)
		a.secret = !a.harm && (slices.ContainsFunc(words, secretish) || s.spoken(a))
	case a.scheme():
		a.secret = !s.indexes(a.line)
	default:
		a.secret = s.spoken(a)
	}
	if !a.secret && !a.harm && s.announced(a) {
		a.secret = true
	}
	if !a.secret && !a.harm && (len(words) > 0 && a.scheme() || len(words) == 0 && s.called(a)) {
		a.secret = true
	}
	return a
}

// headed is the name of a value on a line of its own, or first in a list: that which the line above
// ends with, as YAML has it.
func (a around) headed() string {
	if own := bytes.TrimLeft(a.line, " \t"); len(own) > 0 && string(own) != "- " && string(own) != "\"" {
		return ""
	}
	above := bytes.TrimRight(a.above, " \t\r\n")
	if line := bytes.LastIndexByte(above, '\n'); line >= 0 {
		above = above[line+1:]
	}
	if head := bytes.TrimRight(above, "|>+- "); len(head) > 0 && head[len(head)-1] == ':' {
		return nameBefore(head)
	}
	return ""
}

// announced reports whether the last line with anything on it above a value that begins its own ends
// with a variable or header of an issuer, as a heading or a question does.
func (s *scan) announced(a around) bool {
	const most = 24 // characters before the value, such as who says it
	if len(a.line) > most {
		return false
	}
	above := bytes.TrimRight(a.above, " \t\r\n*`?:.\"'|>-")
	n := 0
	for n < len(above) && n < maxName && nameLetter(above[len(above)-1-n]) {
		n++
	}
	return n > 0 && len(s.t.named[canonical(string(above[len(above)-n:]))]) > 0
}

// noted is the variable or header of an issuer that is named behind a value, in a comment, in brackets or
// in a few words; not one to which another value is given there.
func (s *scan) noted(a around) string {
	const most = 5 // words
	rest := a.after[:min(len(a.after), nearSecret)]
	for range most {
		for len(rest) > 0 && !nameLetter(rest[0]) {
			rest = rest[1:]
		}
		n := 0
		for n < len(rest) && nameLetter(rest[n]) {
			n++
		}
		name := string(bytes.Trim(rest[:n], ".-"))
		if rest = bytes.TrimLeft(rest[n:], "\"' "); strings.IndexByte(name, '_') > 0 && len(s.t.named[canonical(name)]) > 0 {
			if len(rest) > 0 && (rest[0] == '=' || rest[0] == ':') {
				return ""
			}
			return name
		}
	}
	return ""
}

// digestLine reports whether a line is what stands before a digest as BSD's tools print it: MD5 (file) =
func digestLine(line []byte) bool {
	line = bytes.TrimLeft(line, " \t")
	return bytes.HasSuffix(line, []byte(") = ")) && slices.ContainsFunc([]string{"MD5", "SHA", "BLAKE", "RMD"}, func(p string) bool { return hasPrefix(line, p) })
}

// titled is the name of a value that is called no more than that: the one given just above, or
// before it on the line, as lists of variables have it.
func (a around) titled() string {
	near := append(slices.Clone(a.above[max(0, len(a.above)-200):]), a.line...)
	defer clear(near)
	low := bytes.ToLower(near)
	at := -1
	for _, mark := range []string{"name:", `name":`, "key:", `key":`, "name=", "name =", "variable "} {
		if i := bytes.LastIndex(low, []byte(mark)); i >= 0 {
			at = max(at, i+len(mark))
		}
	}
	if at < 0 {
		return "value"
	}
	text := bytes.TrimLeft(near[at:], " \t\"'")
	n := 0
	for n < len(text) && n < maxName && nameLetter(text[n]) {
		n++
	}
	return string(text[:n])
}

// schemes of authorization, and options of commands, that a value stands behind.
var openers = [][]byte{[]byte("bearer"), []byte("token"), []byte("apikey"), []byte("api-key"), []byte("basic"), []byte("bot"), []byte("key"), []byte("geniekey"), []byte("ssws"),
	[]byte("-u"), []byte("--user"), []byte("--password")}

// scheme reports whether the value stands behind the scheme of an authorization header, or as a
// password of a command or an address.
func (a around) scheme() bool {
	var room [24]byte
	tail := lowered(room[:0], trimOpening(a.line[max(0, len(a.line)-len(room)):]))
	tail = bytes.TrimSuffix(tail, []byte(" :"))
	return slices.ContainsFunc(openers, func(word []byte) bool { return bytes.HasSuffix(tail, word) }) || len(a.line) > 3 && bytes.HasSuffix(a.line, []byte("://"))
}

// lowered appends b to a buffer in lower case.
func lowered(to, b []byte) []byte {
	for _, c := range b {
		if upper(c) {
			c += 'a' - 'A'
		}
		to = append(to, c)
	}
	return to
}

// spoken reports whether prose just before the value speaks of a secret.
func (s *scan) spoken(a around) bool {
	tail := a.line[max(0, len(a.line)-nearSecret):]
	if len(bytes.TrimSpace(a.line)) == 0 { // on a line of its own, below a sentence that ends with a colon
		above := bytes.TrimRight(a.above, " \t\r\n`")
		if len(above) == 0 || above[len(above)-1] != ':' {
			return false
		}
		tail = above[max(0, len(above)-nearSecret):]
	}
	const near = 8 // words
	words, last, speaks, plain := 0, -near, false, false
	for at := 0; at < len(tail); words++ {
		word, n := s.first(tail[at:])
		at += n
		switch {
		case s.secretish(word) && string(word) != "webhook":
			last, speaks = words, !plain
		case opensNothing[string(word)], string(word) == "value" && last == words-1 && n == len("-value"):
			last, speaks = words, false
		}
		plain = indexKey[string(word)]
	}
	return speaks && words-last <= near
}

// indexKey are words that stand before a key that opens nothing.
var indexKey = map[string]bool{"primary": true, "partition": true, "sort": true, "foreign": true, "public": true, "publishable": true, "object": true, "cache": true,
	"row": true, "hash": true, "range": true, "lookup": true, "composite": true, "idempotency": true, "routing": true, "shard": true, "registry": true}

// indexes reports whether a line ends with such a key: its last word but one is one of those.
func (s *scan) indexes(line []byte) bool {
	tail := line[max(0, len(line)-nearSecret):]
	before, last := false, false
	for at := 0; at < len(tail); {
		word, n := s.first(tail[at:])
		if len(word) > 0 {
			before, last = last, indexKey[string(word)]
		}
		at += n
	}
	return before
}

// called reports whether the sentence goes on by saying that the value is a secret: "… is our
// Datadog key".
func (s *scan) called(a around) bool {
	rest := a.after[:min(len(a.after), nearSecret)]
	word, n := s.first(rest)
	switch string(word) {
	case "is", "was", "as", "are":
	default:
		return false
	}
	for at := n; at < len(rest); at += n {
		if word, n = s.first(rest[at:]); s.secretish(word) {
			return true
		}
		if opensNothing[string(word)] || string(word) == "not" || string(word) == "no" {
			return false
		}
	}
	return false
}

// clues lists what around the value names issuers, the strongest first.
func (s *scan) clues(a around, from, to int) []clue {
	var list []clue
	if s.hint != nil {
		list = append(list, clue{vendor: s.hint, why: BecauseHint, level: levelHint})
	}
	if a.name != "" && !a.harm {
		for _, k := range s.t.named[canonical(a.name)] {
			list = append(list, clue{vendor: k.vendor, kind: k, why: BecauseName, level: levelOwnName})
		}
		words := split(a.name)
		speaks := slices.ContainsFunc(words, func(w string) bool { return secretish(w) || w == "api" })
		s.t.eachWord(words, func(v *vendor, at int) {
			if v.everyday[words[at]] && !speaks {
				return
			}
			list = append(list, clue{vendor: v, why: BecauseWord, level: levelNameWord, far: at})
		})
	}
	list = append(list, s.pairs(a, from, to)...)
	if !a.secret {
		return list
	}
	for _, c := range s.prose(a.line, nil, levelLineHost, levelLineWord, true) {
		if c.kind != nil && c.far <= nearSecret {
			c.level = levelNameWord // as good as the name before it
		}
		list = append(list, c)
	}
	list = append(list, s.prose(a.after, nil, levelLineHost, levelLineWord, false)...)
	return append(list, s.prose(a.above, a.line, levelNearHost, levelNearWord, true)...)
}

// pairs are the kinds whose other half stands near.
func (s *scan) pairs(a around, from, to int) []clue {
	const near = 240
	var list []clue
	if a.harm {
		return nil
	}
	first, _ := slices.BinarySearchFunc(s.half, from-near, func(h hit, at int) int { return h.from - at })
	for _, h := range s.half[first:] {
		if h.from > to+near {
			break
		}
		if h.to > from && h.from < to {
			continue
		}
		far := max(from-h.to, h.from-to)
		for _, id := range h.kind.Needs {
			if k := s.t.kindNamed(id); k != nil {
				list = append(list, clue{vendor: k.vendor, kind: k, why: BecausePair, level: levelPair, far: far})
			}
		}
		if a.secret || h.to+1 == from && s.text[h.to] == ':' { // user:password
			for _, k := range s.t.halves[h.kind.name] {
				list = append(list, clue{vendor: k.vendor, kind: k, why: BecausePair, level: levelPair, far: far})
			}
		}
	}
	return list
}

// eachWord calls f with the issuers that the words name, alone or two of them together, and the
// place of the word.
func (t *Table) eachWord(words []string, f func(v *vendor, at int)) {
	for i, w := range words {
		if i+1 < len(words) {
			if v := t.words[w+words[i+1]]; v != nil {
				f(v, i)
			}
		}
		if v := t.words[w]; v != nil {
			f(v, i)
		}
	}
}
