package providers

import (
	"bytes"
	"crypto/rand"
	"io"
	"math/big"
)

// Behind takes a secret that is an address apart, such as that of a webhook: into the compound of
// the id and the value that stand behind the mark, with a slash between them and nothing after. It
// is empty where the secret holds no such end.
func (s Secret) Behind(mark string) Secret {
	var apart Secret
	s.Expose(func(b []byte) {
		at := bytes.LastIndex(b, []byte(mark))
		if at < 0 {
			return
		}
		id, value, two := bytes.Cut(b[at+len(mark):], []byte("/"))
		if two && len(id) > 0 && len(value) > 0 && !bytes.ContainsAny(value, "/?#") {
			apart = Compound(NewSecret(id), NewSecret(value))
		}
	})
	return apart
}

// MadeUpLike makes up a value of the form of another: up to the end of the last keep it is the
// same, behind that each letter and digit is one of its sort, between the first and the last of the
// sort that the other holds there, and all else stays. It panics where the source ends, which the
// system's never does.
func MadeUpLike(from io.Reader, like Secret, keep string) Secret {
	var made Secret
	like.Expose(func(b []byte) {
		body := b[max(0, bytes.LastIndex(b, []byte(keep)))+len(keep):]
		if keep == "" {
			body = b
		}
		for _, sort := range []string{"09", "AZ", "az"} {
			redraw(from, body, sort[0], sort[1])
		}
		made = NewSecret(b) // the buffer is lent to us alone
	})
	return made
}

// redraw puts others in place of the characters from first to last.
func redraw(from io.Reader, body []byte, first, last byte) {
	least, most := last, first
	for _, c := range body {
		if c >= first && c <= last {
			least, most = min(least, c), max(most, c)
		}
	}
	for i, c := range body {
		if c < first || c > last {
			continue
		}
		n, err := rand.Int(from, big.NewInt(int64(most-least)+1))
		if err != nil {
			panic("no randomness from the system")
		}
		body[i] = least + byte(n.Int64())
	}
}
