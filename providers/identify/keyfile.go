package identify

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"slices"
)

// What stands between the frames of a key file.

// leastBody is less than the characters of the shortest keys' bodies, which are 64.
const leastBody = 48

// bodyVerdict judges what stands between the frames of a key file: a key, an example, or a key with
// something left out.
func bodyVerdict(b []byte) Verdict {
	body, dotted := pemBody(b)
	defer clear(body)
	filled := zerosOnce(body)
	defer clear(filled)
	switch {
	case begun(body) && (dotted || len(body) < leastBody) && !invented(filled):
		return IsTruncated
	case len(filled) < leastBody || invented(filled):
		return IsPlaceholder
	case lacking(b):
		return IsTruncated
	}
	return IsMatch
}

// lacking reports whether a key file's body says that it is longer than it is, by a tenth or more, as
// where lines of it were left out: a sequence in DER by its length, OpenSSH's by the lengths of its
// fields (PROTOCOL.key of its source).
func lacking(b []byte) bool {
	raw := decodeLines(b)
	defer clear(raw)
	size := 0
	switch {
	case len(raw) > 4 && raw[0] == 0x30 && raw[1] == 0x82:
		size = 4 + int(raw[2])<<8 + int(raw[3])
	case len(raw) > 4 && raw[0] == 0x30 && raw[1] == 0x81:
		size = 3 + int(raw[2])
	case len(raw) > 4 && raw[0] == 0x30 && raw[1] < 0x80:
		size = 2 + int(raw[1])
	case hasPrefix(raw, opensshMagic):
		size = opensshSize(raw)
	}
	return size*9 > len(raw)*10
}

const opensshMagic = "openssh-key-v1\x00"

// opensshSize is the size of a key in OpenSSH's format by the lengths of its fields, up to the first
// of which more is said than stands there: the names of a cipher and of a derivation with what it
// takes, the number of keys, a public key and the private one.
func opensshSize(raw []byte) int {
	at := len(opensshMagic)
	for field := range 6 {
		if at+4 > len(raw) {
			return at + 4
		}
		const keys = 3 // the field that is a number
		n := int(binary.BigEndian.Uint32(raw[at:]))
		if at += 4; field == keys {
			continue
		}
		if n > mostPEM && !padded(raw) {
			return 0 // filled with anything behind the head
		}
		if at += min(n, mostPEM); at > len(raw) {
			return at
		}
	}
	return at
}

// padded reports whether a key in OpenSSH's format ends as such do that are not encrypted: with a
// comment, which may be empty, and behind it 1, 2, 3 and so on up to the size of a block.
func padded(raw []byte) bool {
	const comment = 6 // characters
	end := len(raw)
	if n := int(raw[end-1]); n < 16 && n <= end {
		for i, c := range raw[end-n:] {
			if int(c) != i+1 {
				return false
			}
		}
		if n > 2 {
			return true
		}
		end -= n
	}
	empty := []byte{0, 0, 0, 0} // its length
	return end > comment && (bytes.HasSuffix(raw[:end], empty) || printable(raw[end-comment:end]))
}

// decodeLines decodes the base64 of a key file, whose line ends may be written out; nil where it is none.
func decodeLines(b []byte) []byte {
	if at := bytes.Index(b, []byte("\n\n")); at >= 0 && bytes.IndexByte(b[:at], ':') >= 0 {
		b = b[at:] // headers
	}
	text := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] == '\\':
			i++
		case base64Letters[b[i]]:
			text = append(text, b[i])
		}
	}
	defer clear(text)
	raw, err := base64.RawStdEncoding.DecodeString(string(text[:len(text)/4*4]))
	if err != nil {
		return nil
	}
	return raw
}

// begun reports whether a body begins as those of keys do, with the head of a sequence in DER, or with
// OpenSSH's mark.
func begun(body []byte) bool {
	return len(body) >= 3 && body[0] == 'M' && body[1] >= 'A' && body[1] <= 'P' && !words(body) || hasPrefix(body, "b3BlbnNz")
}

// keyFile takes a key file of a kind by what stands between its frames.
func (s *scan) keyFile(from, to int, id string, body []byte, decoded map[string]string) {
	s.structure(from, to, id, BecauseStructure, decoded)
	h := &s.hits[len(s.hits)-1]
	h.lines = true
	switch h.verdict = bodyVerdict(body); h.verdict {
	case IsPlaceholder:
		h.confidence, h.why, h.decoded = None, BecauseExample, nil
	case IsTruncated:
		h.confidence, h.why = None, BecauseCut
	}
}

// flush takes what quotes or indents a key file off its lines: what stands before the last of them.
func flush(file []byte) []byte {
	last := bytes.LastIndexByte(file, '\n') + 1
	margin := file[last:]
	margin = margin[:len(margin)-len(bytes.TrimLeft(margin, " \t>+|"))]
	if len(margin) == 0 {
		return file
	}
	lines := bytes.Split(file, []byte{'\n'})
	for i, line := range lines[1:] {
		if rest, ok := bytes.CutPrefix(line, margin); ok {
			lines[i+1] = rest
		} else if len(bytes.Trim(line, " \t>+|")) == 0 {
			lines[i+1] = nil
		}
	}
	out := bytes.Join(lines, []byte{'\n'})
	clear(file)
	return out
}

// zerosOnce is a body in base64 with one A for each run of them: the numbers and lengths of a key
// file's format begin with zeros, which are no sign that somebody typed it.
func zerosOnce(body []byte) []byte {
	out := make([]byte, 0, len(body))
	for i, c := range body {
		if c != 'A' || i == 0 || body[i-1] != 'A' {
			out = append(out, c)
		}
	}
	return out
}

// pemBody is the start of the base64 of a key file; dotted reports whether signs stand there for
// what was left out.
func pemBody(b []byte) (body []byte, dotted bool) {
	b = b[:min(len(b), 400)]
	if at := bytes.Index(b, []byte("\n\n")); at >= 0 && bytes.IndexByte(b[:at], ':') >= 0 {
		b = b[at:] // headers
	}
	for i := 0; i < len(b); i++ {
		dotted = dotted || hidden(b[i:]) > 0
		if b[i] == '\\' {
			i++ // \n written out
			continue
		}
		if alphanumeric[b[i]] {
			body = append(body, b[i])
		}
	}
	return body, dotted
}

// mostTypeName bounds the name of an OpenSSH key's type; that of the longest certificates has 40 bytes.
const mostTypeName = 48

// sshPublic takes an OpenSSH key to be published, from its type's name where that stands before it:
// its base64 begins with the length of that name, and the name (RFC 4253, 6.6).
func (s *scan) sshPublic(at int) {
	if at > 0 && base64Letters[s.text[at-1]] && !escaped(s.text[:at]) {
		return
	}
	end := at
	for end < len(s.text) && base64Letters[s.text[end]] {
		end++
	}
	head, err := decode64(string(s.text[at : at+min(end-at, (4+mostTypeName)*4/3)/4*4]))
	if err != nil || len(head) < 4 || bytes.Count(head[:3], []byte{0}) != 3 || int(head[3]) > len(head)-4 {
		return
	}
	name := head[4 : 4+head[3]]
	if !slices.ContainsFunc([]string{"ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"}, func(p string) bool { return hasPrefix(name, p) }) {
		return
	}
	for padded := end; end < len(s.text) && s.text[end] == '=' && end-padded < 2; {
		end++
	}
	from := at
	if before := bytes.TrimRight(s.text[:at], " "); bytes.HasSuffix(before, name) {
		from = len(before) - len(name)
	}
	s.hits = append(s.hits, hit{from: from, to: end, verdict: IsPublic, confidence: None, why: BecausePublished, rank: rankWhole})
}
