package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
)

// MaxRecord is the greatest length of a line, its newline included.
const MaxRecord = 64 << 10

const (
	format   = 1
	hexLen   = 2 * sha256.Size
	openV    = `{"v":`
	openSeq  = `,"seq":`
	openPrev = `,"prev":"`
	openHash = `,"hash":"`
	// hashTail and prevTail are the lengths of the last two fields as they stand in a line.
	hashTail = len(openHash) + hexLen + len(`"}`)
	prevTail = len(openPrev) + hexLen + len(`"`)
)

// Genesis is what the first line follows.
func Genesis(id, mode string) string {
	sum := sha256.Sum256([]byte("firebreak journal v1\n" + id + "\n" + mode))
	return hex.EncodeToString(sum[:])
}

// compose frames a normalised object as line number seq after the line with hash prev.
// The line comes without its newline.
func compose(seq int, object []byte, prev string) (line []byte, hash string) {
	line = make([]byte, 0, len(object)+256)
	line = append(line, openV...)
	line = strconv.AppendInt(line, format, 10)
	line = append(line, openSeq...)
	line = strconv.AppendInt(line, int64(seq), 10)
	if inner := object[1 : len(object)-1]; len(inner) > 0 {
		line = append(line, ',')
		line = append(line, inner...)
	}
	line = append(line, openPrev...)
	line = append(line, prev...)
	line = append(line, '"')
	sum := sha256.Sum256(line)
	hash = hex.EncodeToString(sum[:])
	line = append(line, openHash...)
	line = append(line, hash...)
	return append(line, `"}`...), hash
}

// follow checks that line is event seq after the event whose hash is prev (empty: any, as
// for the first line), and returns its own hash. A fault comes back as why; newer is set for
// a sound line of a later format.
func follow(line []byte, seq int, prev []byte) (hash []byte, why Why, newer bool) {
	covered := len(line) - hashTail
	if len(line) >= MaxRecord || covered < prevTail {
		return nil, WhyHash, false
	}
	hash = line[covered+len(openHash):][:hexLen]
	sum := sha256.Sum256(line[:covered])
	var want [hexLen]byte
	hex.Encode(want[:], sum[:])
	if !bytes.Equal(hash, want[:]) || !bytes.HasPrefix(line[covered:], []byte(openHash)) || !bytes.HasSuffix(line, []byte(`"}`)) {
		return nil, WhyHash, false
	}
	back := line[covered-prevTail : covered]
	named := back[len(openPrev):][:hexLen]
	if !bytes.HasPrefix(back, []byte(openPrev)) || back[prevTail-1] != '"' || !lowerHex(named) {
		return nil, WhyFrame, false
	}
	if prev != nil && !bytes.Equal(named, prev) {
		return nil, WhyOrder, false
	}
	version, number, ok := frame(line[:covered-prevTail])
	switch {
	case !ok:
		return nil, WhyFrame, false
	case version > format:
		return nil, "", true
	case version != format || number != seq:
		return nil, WhyFrame, false
	case !plain(line) || !json.Valid(line):
		return nil, WhyText, false
	}
	return hash, "", false
}

// frame reads version and sequence number from a line's opening.
func frame(line []byte) (version, seq int, ok bool) {
	rest, found := bytes.CutPrefix(line, []byte(openV))
	if !found {
		return 0, 0, false
	}
	version, rest, ok = number(rest)
	if !ok {
		return 0, 0, false
	}
	rest, found = bytes.CutPrefix(rest, []byte(openSeq))
	if !found {
		return 0, 0, false
	}
	seq, rest, ok = number(rest)
	return version, seq, ok && (len(rest) == 0 || rest[0] == ',')
}

// number reads a positive decimal of at most nine digits without leading zeros.
func number(b []byte) (n int, rest []byte, ok bool) {
	i := 0
	for i < len(b) && i < 9 && b[i] >= '0' && b[i] <= '9' {
		n = n*10 + int(b[i]-'0')
		i++
	}
	return n, b[i:], i > 0 && b[0] != '0'
}

func lowerHex(b []byte) bool {
	for _, c := range b {
		if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f') {
			return false
		}
	}
	return len(b) == hexLen
}

func plain(b []byte) bool {
	for _, c := range b {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return true
}

// prevOf is the hash that a checked line names as its forerunner.
func prevOf(line []byte) string {
	return string(line[len(line)-hashTail-1-hexLen:][:hexLen])
}

// hashOf is the hash that a checked line ends with.
func hashOf(line []byte) string {
	return string(line[len(line)-len(`"}`)-hexLen:][:hexLen])
}
