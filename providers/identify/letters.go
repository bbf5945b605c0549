package identify

import (
	"bytes"
	"slices"
)

// alphabet is the set of characters that a body may hold.
type alphabet [256]bool

func letters(extra string) *alphabet {
	var a alphabet
	for c := range 256 {
		a[c] = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
	}
	for _, c := range []byte(extra) {
		a[c] = true
	}
	return &a
}

// few is an alphabet in little room.
type few [4]uint64

func (f *few) has(c byte) bool { return f[c>>6]>>(c&63)&1 == 1 }

// add adds all that values of a form may hold.
func (a *alphabet) add(seq sequence) {
	for _, atom := range seq {
		for i := range len(atom.literal) {
			a[atom.literal[i]] = true
		}
		if atom.set != nil {
			for c, in := range atom.set {
				a[c] = a[c] || in
			}
		}
	}
}

var (
	alphanumeric = letters("")
	urlSafe      = letters("_-")
	tokenLike    = letters("_-.")
)

func hasPrefix(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && string(b[:len(prefix)]) == prefix
}

// escaped reports whether the letters that before ends in belong to an escape of the text
// around the value: \n, \u0022, %22 and a colour sequence written out.
func escaped(before []byte) bool {
	tail := before[max(0, len(before)-12):]
	if !slices.ContainsFunc(tail, func(c byte) bool { return c == '\\' || c == '%' || c == '[' }) {
		return false
	}
	for _, e := range []struct {
		mark string
		most int // characters behind the mark
	}{{`\u`, 4}, {`\x`, 2}, {`%`, 2}, {`\`, 1}} {
		if at := bytes.LastIndex(tail, []byte(e.mark)); at >= 0 && len(tail)-at-len(e.mark) == e.most {
			return true
		}
	}
	if at := bytes.LastIndexByte(tail, '['); at > 0 && tail[len(tail)-1] == 'm' {
		return bytes.HasSuffix(tail[:at], []byte(`1b`)) || bytes.HasSuffix(tail[:at], []byte(`1B`)) || bytes.HasSuffix(tail[:at], []byte(`033`))
	}
	return false
}
