package simulator

import (
	"encoding/hex"
	"time"

	"firebreak/providers"
)

// form is how a kind's values look: lead, body, marker, and what stands behind it.
type form struct {
	lead         string
	body, behind int
	alphabet     string
	marker       string
	shows        int              // characters of the beginning in the mask that the vendor shows
	document     bool             // the value is a document that the vendor makes
	tail         [2]time.Duration // bounds of a drawn revocation tail; zero: the usual ones
}

// drillMark stands in every value of ours, so that whoever finds one knows what it is.
const drillMark = "DRILL"

// markIn is the mark in an alphabet: where its letters do not belong to it, their bytes in hex.
func markIn(alphabet string) string {
	if alphabet == lowerHex {
		return hex.EncodeToString([]byte(drillMark))
	}
	return drillMark
}

// mint makes the value of the n-th key of a world, and the mask under which the vendor shows
// it: its beginning, dots, the last four characters.
func mint(seed int64, kind providers.Kind, n int) (providers.Secret, string) {
	f := vendorOf(kind).forms[kind]
	value := make([]byte, 0, len(f.lead)+f.body+len(f.marker)+f.behind)
	value = append(value, f.lead...)
	part := make([]byte, max(f.body, f.behind))
	r := stream(seed, "value "+string(kind), n)
	body := part[:f.body]
	letters(r, body, f.alphabet)
	if f.behind > 0 {
		copy(body[f.body-len(drillMark):], drillMark)
		value = append(append(value, body...), f.marker...)
		body = part[:f.behind]
		letters(r, body, f.alphabet)
	} else {
		copy(body[f.body/2:], markIn(f.alphabet)) // its end is in the mask, and tells one key from another
	}
	// A dash or underscore at the end would be lost in a shell or a mask.
	if f.alphabet != lowerHex {
		letters(r, body[len(body)-4:], alnum)
	}
	value = append(value, body...)
	if f.behind == 0 {
		value = append(value, f.marker...)
	}
	mask := string(value[:f.shows]) + "..." + string(value[len(value)-4:])
	secret := providers.NewSecret(value)
	clear(value)
	clear(part)
	return secret, mask
}
