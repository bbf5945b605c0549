package identify

import (
	"bytes"

	"firebreak/providers"
)

const (
	// LeastEnding is how many characters of its ending a masked key must show.
	LeastEnding = 3 // with fewer characters, strangers' keys fit too
	mostEnding  = 4 // no more of a key is kept
)

// Masked returns the one masked key of a text in which no whole one stands, such as the line of
// an alert. ok is false where there is none, or several different ones.
func Masked(text []byte) (f Finding, ok bool) {
	r := readable(text)
	defer r.wipe()
	for i := 0; i < len(r.text); i++ {
		one, fits := r.maskedAt(i)
		if !fits {
			continue
		}
		if ok && (one.Ending != f.Ending || one.Credential.Kind != f.Credential.Kind) {
			return Finding{}, false
		}
		if !ok {
			one.Line = 1 + bytes.Count(r.text[:i], []byte{'\n'})
			f, ok = one, true
		}
	}
	return f, ok
}

// maskedAt reads a masked key that begins at i: a known prefix, perhaps some letters, a mask,
// and an ending.
func (p plain) maskedAt(i int) (Finding, bool) {
	rows := starts[p.text[i]]
	if i > 0 && urlSafe[p.text[i-1]] {
		return Finding{}, false
	}
	for _, row := range rows {
		if row.form == nil || !hasPrefix(p.text[i:], row.prefix) {
			continue
		}
		behind := p.text[i+len(row.prefix):]
		behind = behind[row.form.run(behind):]
		mask := maskLength(behind)
		end := mask
		for end < len(behind) && urlSafe[behind[end]] {
			end++
		}
		if mask == 0 || end-mask < LeastEnding {
			return Finding{}, false
		}
		ending := behind[max(mask, end-mostEnding):end]
		return Finding{Credential: providers.Credential{Kind: row.form.kind}, Confidence: Low, Why: WhyMasked,
			Ending: string(ending), Name: nameBefore(p.text[:i])}, true
	}
	return Finding{}, false
}

// maskLength measures stars, bullets and dots that stand for what is hidden.
func maskLength(b []byte) int {
	if hidden(b) == 0 {
		return 0
	}
	n := 0
	for n < len(b) {
		step := 0
		for _, mark := range []string{"*", ".", "…", "•"} {
			if hasPrefix(b[n:], mark) {
				step = len(mark)
			}
		}
		if step == 0 {
			break
		}
		n += step
	}
	return n
}
