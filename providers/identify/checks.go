package identify

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math/bits"
	"strings"
)

// check proves a value whole by the digits at its end. prefix is the literal that the value's
// pattern begins with.
type check func(value []byte, prefix int) bool

// checks are the rules that are known for check digits, by the name that a kind gives. Those of
// GitHub, GitLab, Grafana, Azure and age are published by their makers; the others were
// recomputed on samples.
var checks = map[string]check{
	"crc32-base62":        func(v []byte, p int) bool { return crcTail(v, v[p:len(v)-6], digits62) },
	"crc32-base62-lower":  func(v []byte, _ int) bool { return crcTail(v, v[:len(v)-6], digits62Lower) },
	"crc32-base62-tail":   func(v []byte, _ int) bool { return crcTail(v, v[bytes.LastIndexByte(v, '_')+1:len(v)-6], digits62) },
	"crc32-hex":           func(v []byte, p int) bool { return endsHex(v, v[p:len(v)-8], "%08x") },
	"crc32-hex-whole":     func(v []byte, _ int) bool { return endsHex(v, v[:len(v)-8], "%08x") },
	"crc32-hex-tail":      func(v []byte, p int) bool { return endsHex(v, v[p:len(v)-9], "%08x") },
	"crc32-hex-equals":    func(v []byte, _ int) bool { return endsHex(v, v[:len(v)-9], "%08X") },
	"crc32-hex-little":    crcLittle,
	"github-fine-grained": githubFineGrained,
	"gitlab-routable":     gitlabRoutable,
	"gitlab-runner":       gitlabRunner,
	"bech32":              bech32,
	"cask":                cask,
}

const (
	digits62      = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	digits62Lower = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits36      = "0123456789abcdefghijklmnopqrstuvwxyz"
)

// namedCheck finds a check; those of Azure's identifiable secrets name the seeds of the roles
// that a key can have, as "his:SEED,SEED".
func namedCheck(name string) (check, bool) {
	if seeds, his := strings.CutPrefix(name, "his:"); his {
		list := strings.Split(seeds, ",")
		return func(v []byte, _ int) bool { return identifiable(v, list) != "" }, true
	}
	c, ok := checks[name]
	return c, ok
}

// inBase writes n in a base, most significant digit first, padded with zeros.
func inBase(n uint32, alphabet string, width int) string {
	out := bytes.Repeat([]byte{alphabet[0]}, width)
	for i := width - 1; i >= 0 && n > 0; i-- {
		out[i] = alphabet[n%uint32(len(alphabet))]
		n /= uint32(len(alphabet))
	}
	return string(out)
}

func crcTail(v, over []byte, alphabet string) bool {
	return string(v[len(v)-6:]) == inBase(crc32.ChecksumIEEE(over), alphabet, 6)
}

func endsHex(v, over []byte, format string) bool {
	return string(v[len(v)-8:]) == fmt.Sprintf(format, crc32.ChecksumIEEE(over))
}

func crcLittle(v []byte, _ int) bool {
	sum := binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(v[:len(v)-9]))
	return string(v[len(v)-8:]) == fmt.Sprintf("%x", sum)
}

func githubFineGrained(v []byte, _ int) bool {
	sum := sha256.Sum256(v[:77])
	return string(v[77:85]) == base32.StdEncoding.EncodeToString(sum[:])[:8]
}

// gitlabRoutable: two digits of the payload's length, then seven of the checksum over all before.
func gitlabRoutable(v []byte, p int) bool {
	dot := bytes.IndexByte(v[p:], '.')
	if dot < 0 || len(v) < 9 {
		return false
	}
	tail := v[len(v)-9:]
	return string(tail[:2]) == inBase(uint32(dot), digits36, 2) && string(tail[2:]) == inBase(crc32.ChecksumIEEE(v[:len(v)-7]), digits36, 7)
}

// gitlabRunner: a value without a payload has no digits to check; the type stands before a payload.
func gitlabRunner(v []byte, _ int) bool {
	return bytes.IndexByte(v, '.') < 0 || gitlabRoutable(v, len("glrt-t1_"))
}

// bech32 is the checksum of BIP 173 over a human readable part and five-bit groups.
func bech32(v []byte, _ int) bool {
	const charset = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
	text := strings.ToLower(string(v))
	sep := strings.LastIndexByte(text, '1')
	if sep < 1 {
		return false
	}
	var values []byte
	for _, c := range []byte(text[:sep]) {
		values = append(values, c>>5)
	}
	values = append(values, 0)
	for _, c := range []byte(text[:sep]) {
		values = append(values, c&31)
	}
	for _, c := range []byte(text[sep+1:]) {
		at := strings.IndexByte(charset, c)
		if at < 0 {
			return false
		}
		values = append(values, byte(at))
	}
	sum := uint32(1)
	for _, x := range values {
		top := sum >> 25
		sum = (sum&0x1ffffff)<<5 ^ uint32(x)
		for i, g := range []uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			if top>>i&1 == 1 {
				sum ^= g
			}
		}
	}
	return sum == 1
}

// marvin is the 32-bit checksum of Azure's secrets, seeded by an eight-letter word.
func marvin(data []byte, seed string) uint32 {
	s := binary.BigEndian.Uint64([]byte(seed))
	low, high := uint32(s), uint32(s>>32)
	mix := func() {
		high ^= low
		low = bits.RotateLeft32(low, 20)
		low += high
		high = bits.RotateLeft32(high, 9)
		high ^= low
		low = bits.RotateLeft32(low, 27)
		low += high
		high = bits.RotateLeft32(high, 19)
	}
	for len(data) >= 4 {
		low += binary.LittleEndian.Uint32(data)
		mix()
		data = data[4:]
	}
	last := uint32(0x80)
	for i := len(data) - 1; i >= 0; i-- {
		last = last<<8 | uint32(data[i])
	}
	low += last
	mix()
	mix()
	return low ^ high
}

// identifiable returns the seed by which an Azure key of the first generation is whole; the
// seed tells the key's role.
func identifiable(v []byte, seeds []string) string {
	raw, err := decode64(string(v))
	if err != nil || len(raw) < 8 {
		return ""
	}
	defer clear(raw)
	want := binary.LittleEndian.Uint32(raw[len(raw)-4:])
	for _, s := range seeds {
		if len(s) == 8 && marvin(raw[:len(raw)-4], s) == want {
			return s
		}
	}
	return ""
}

// cask is the checksum of Azure's 84-character keys.
func cask(v []byte, _ int) bool {
	raw, err := base64.StdEncoding.DecodeString(string(v[:80]))
	if err != nil {
		return false
	}
	defer clear(raw)
	sum := binary.LittleEndian.AppendUint32(nil, marvin(raw, "Default0"))
	n := binary.BigEndian.Uint32(sum)
	var text []byte
	for ; n > 0; n /= 62 {
		text = append([]byte{digits62[n%62]}, text...)
	}
	for len(text) < 6 {
		text = append(text, '0')
	}
	return string(v[80:]) == string(text[:4])
}
