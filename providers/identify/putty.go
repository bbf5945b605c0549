package identify

import (
	"bytes"
	"strconv"
)

const (
	mostPuttyLines = 200 // of a key of 16384 bits there are 150
	mostPuttyLine  = 96  // characters, with what a mail puts before each
)

// putty takes a key file of PuTTY's: fields of a line each, of which Private-Lines says how many lines
// of base64 follow, and Private-MAC ends it (appendix C of PuTTY's manual).
func (s *scan) putty(at int) {
	text := s.text[at:min(len(s.text), at+mostPEM)]
	private, ok := fieldOf(text, "Private-Lines: ")
	lines, err := strconv.Atoi(private)
	if !ok || err != nil || lines < 1 || lines > mostPuttyLines {
		return
	}
	_, body, _ := bytes.Cut(text, []byte("Private-Lines: "))
	body = body[min(len(body), lineEnd(body, 0)):]
	end := bytes.Index(body[:min(len(body), (lines+1)*mostPuttyLine)], []byte("Private-MAC: "))
	h := hit{from: at, to: at + len(text) - len(body), kind: s.t.kindNamed("private-key/putty"), verdict: IsTruncated, confidence: None, why: BecauseCut, rank: rankCut}
	if end >= 0 && bytes.Count(body[:end], []byte{'\n'}) == lines {
		mac := end + len("Private-MAC: ")
		for mac < len(body) && alphanumeric[body[mac]] {
			mac++
		}
		h.to += mac
		h.verdict, h.confidence, h.why, h.rank, h.lines, h.decoded = IsMatch, High, BecauseStructure, rankWhole, true, puttyTells(text)
		if filled, _ := pemBody(body[:end]); invented(filled) {
			h.verdict, h.confidence, h.why, h.decoded = IsPlaceholder, None, BecauseExample, nil
		}
	}
	s.hits = append(s.hits, h)
}

// puttyTells: what the head of a key file of PuTTY's says in clear.
func puttyTells(text []byte) map[string]string {
	out := map[string]string{}
	for _, name := range []string{"Encryption", "Comment"} {
		value, _ := fieldOf(text, name+": ")
		put(out, map[string]string{"Encryption": "encryption", "Comment": "comment"}[name], value)
	}
	return out
}

// fieldOf is what stands behind a name, up to the line's end.
func fieldOf(text []byte, name string) (value string, ok bool) {
	_, rest, ok := bytes.Cut(text, []byte(name))
	line, _, _ := bytes.Cut(rest, []byte{'\n'})
	return string(bytes.TrimSpace(line)), ok
}
