package simulator

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
)

const (
	alnum   = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	base64u = alnum + "-_"

	lowerHex = "0123456789abcdef"
)

// stream gives random numbers that depend on the seed and the label alone. Every use has its
// own label, so that adding one changes no other.
func stream(seed int64, label string, n int) *rand.Rand {
	return rand.New(rand.NewChaCha8(sha256.Sum256(fmt.Appendf(nil, "firebreak world\x00%d\x00%s\x00%d", seed, label, n))))
}

// letters fills b with characters of the alphabet.
func letters(r *rand.Rand, b []byte, alphabet string) {
	for i := range b {
		b[i] = alphabet[r.IntN(len(alphabet))]
	}
}

// makeID makes the identifier of the n-th thing under a label, e.g. "proj_" and 24 characters.
func makeID(seed int64, prefix, label string, n, length int) string {
	b := make([]byte, length)
	letters(stream(seed, label, n), b, alnum)
	return prefix + string(b)
}

// mix is a small fast hash for the traffic, where a call per minute and row is too dear for a
// stream (the finaliser of splitmix64).
func mix(a, b uint64) uint64 {
	z := a + 0x9E3779B97F4A7C15*(b+1)
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// unit maps a hash to [0,1).
func unit(h uint64) float64 { return float64(h>>11) / (1 << 53) }
