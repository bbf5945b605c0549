package providers

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"unicode/utf8"
)

// redacted is what every printer of a Secret shows: neither length nor prefix.
const redacted = "[secret]"

// Secret holds one credential value. It keeps the bytes in a closure, since fmt and
// other reflecting printers read unexported fields but cannot look into a function.
// The zero value is the empty secret. Secrets are immutable and safe for concurrent use.
type Secret struct{ do func(func([]byte)) }

// NewSecret copies b; the caller still owns, and should wipe, its own buffer.
func NewSecret(b []byte) Secret {
	kept := slices.Clone(b)
	return Secret{do: func(use func([]byte)) {
		lent := slices.Clone(kept)
		defer clear(lent)
		use(lent)
	}}
}

// Expose lends the value to use in a buffer that is cleared when use returns.
// It is the only way in; a test lists the packages that may call it.
func (s Secret) Expose(use func([]byte)) {
	if s.do == nil {
		use(nil)
		return
	}
	s.do(use)
}

// IsEmpty reports whether there is no value at all.
func (s Secret) IsEmpty() bool {
	empty := true
	s.Expose(func(b []byte) { empty = len(b) == 0 })
	return empty
}

// Equal compares two secrets in time that depends on their lengths only.
func (s Secret) Equal(other Secret) bool {
	same := false
	s.Expose(func(a []byte) {
		other.Expose(func(b []byte) { same = subtle.ConstantTimeCompare(a, b) == 1 })
	})
	return same
}

// HasAffixes reports whether the value starts with prefix and ends with suffix, without
// the two overlapping. It answers how well a vendor's masked value fits.
func (s Secret) HasAffixes(prefix, suffix string) bool {
	fits := false
	s.Expose(func(b []byte) {
		b = named(b)
		fits = len(b) >= len(prefix)+len(suffix) &&
			string(b[:len(prefix)]) == prefix && string(b[len(b)-len(suffix):]) == suffix
	})
	return fits
}

// Last4 returns the last four characters for display, or "" for values shorter than 16
// characters, of which four would tell too much, and for those with other than ASCII letters,
// digits, '-' and '_' there.
func (s Secret) Last4() string {
	tail := ""
	s.Expose(func(b []byte) {
		b = named(b)
		if utf8.RuneCount(b) < 16 {
			return
		}
		for _, c := range b[len(b)-4:] {
			if !(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-' || c == '_') {
				return
			}
		}
		tail = string(b[len(b)-4:])
	})
	return tail
}

// Fingerprint identifies the value without telling it: "sha256:" and 12 hex digits where the
// value carries at least 128 bits by its character statistics, else "hmac:" and 12 hex digits
// keyed with the incident's salt, so that a weak value cannot be found by trying.
func (s Secret) Fingerprint(salt []byte) string {
	out := ""
	s.Expose(func(b []byte) { out = fingerprint(b, salt) })
	return out
}

// strongBits is how much a value must carry for its hash to tell nothing of it.
const strongBits = 128

func fingerprint(b, salt []byte) string {
	if entropyBits(b) >= strongBits {
		sum := sha256.Sum256(b)
		return "sha256:" + hex.EncodeToString(sum[:6])
	}
	mac := hmac.New(sha256.New, salt)
	mac.Write(b)
	return "hmac:" + hex.EncodeToString(mac.Sum(nil)[:6])
}

// Digest is the standard base64 of the value's SHA-256, by which a vendor's log may name it; "" for
// a value that could be found by trying, as in Fingerprint.
func (s Secret) Digest() string {
	out := ""
	s.Expose(func(b []byte) {
		if entropyBits(b) >= strongBits {
			sum := sha256.Sum256(b)
			out = base64.StdEncoding.EncodeToString(sum[:])
		}
	})
	return out
}

// leastPart is the shortest beginning that Continues believes.
const leastPart = 16

// Continues reports whether the value is longer than one with the fingerprint, and begins with
// it: a key that was cut off when it was copied first.
func (s Secret) Continues(print string, salt []byte) bool {
	found := false
	s.Expose(func(b []byte) {
		for n := leastPart; n < len(b) && !found; n++ {
			found = fingerprint(b[:n], salt) == print
		}
	})
	return found
}

func entropyBits(b []byte) float64 {
	if len(b) == 0 {
		return 0
	}
	var count [256]float64
	for _, c := range b {
		count[c]++
	}
	bits := 0.0
	for _, n := range count {
		if n > 0 {
			bits -= n * math.Log2(n/float64(len(b)))
		}
	}
	return bits
}

// String and its siblings give the same fixed redaction to every printer.
func (Secret) String() string               { return redacted }
func (Secret) GoString() string             { return redacted }
func (Secret) Format(f fmt.State, _ rune)   { _, _ = f.Write([]byte(redacted)) }
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }
func (Secret) GobEncode() ([]byte, error)   { return []byte(redacted), nil }
func (Secret) LogValue() slog.Value         { return slog.StringValue(redacted) }

// UnmarshalJSON takes a JSON string, so that answers are decoded straight into secrets. The
// error never quotes the input. Text without escapes, which credentials are, passes through
// no intermediate string.
func (s *Secret) UnmarshalJSON(b []byte) error {
	if plain, ok := unescaped(b); ok {
		*s = NewSecret(plain)
		return nil
	}
	var text string
	if err := json.Unmarshal(b, &text); err != nil {
		return errors.New("decode secret: not a JSON string")
	}
	*s = NewSecret([]byte(text))
	return nil
}

// UnmarshalText takes a text, so that XML answers are decoded straight into secrets too.
func (s *Secret) UnmarshalText(b []byte) error {
	*s = NewSecret(b)
	return nil
}

// unescaped returns what stands between the quotes of a JSON string that needs no decoding.
func unescaped(b []byte) ([]byte, bool) {
	if len(b) < 2 || b[0] != '"' || b[len(b)-1] != '"' {
		return nil, false
	}
	inner := b[1 : len(b)-1]
	for _, c := range inner {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			return nil, false
		}
	}
	return inner, true
}
