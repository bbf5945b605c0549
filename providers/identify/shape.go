package identify

import (
	"bytes"
	"regexp"
)

func (s *search) tryForeign(i int, f *foreign) int {
	text := s.in.text
	if i > 0 && urlSafe[text[i-1]] && !escaped(text[:i]) {
		return 0
	}
	n := 0
	for i+len(f.prefix)+n < len(text) && f.letters[text[i+len(f.prefix)+n]] {
		n++
	}
	if n < f.least {
		return 0
	}
	s.note(i, Shape{Look: f.look, Vendor: f.vendor})
	return len(f.prefix) + n
}

// incomplete says what a known prefix with no whole value behind it is.
func (f *form) incomplete(behind []byte) Shape {
	n := f.run(behind)
	vendor := f.kind.Provider()
	switch {
	case hidden(behind[n:]) > 0:
		return Shape{Look: LooksMasked, Vendor: vendor}
	case n > 0 && meaningless(behind[:n], f.marker):
		return Shape{Look: LooksPlaceholder, Vendor: vendor}
	case f.bare == 0 && n >= 20: // "sk-" and a long run without the marker is anybody's
		return Shape{Look: LooksShared}
	case f.bare > 0 && n >= 4:
		return Shape{Look: LooksTruncated, Vendor: vendor}
	}
	return Shape{}
}

// hidden measures the masking that b starts with: stars, bullets, an ellipsis or three dots.
func hidden(b []byte) int {
	for _, mark := range []string{"***", "...", "…", "•", "[REDACTED", "<redacted"} {
		if hasPrefix(b, mark) {
			return len(mark)
		}
	}
	return 0
}

// meaningless reports whether a body was typed by a person as an example: few different
// characters, a long counting run, or a word that says so.
func meaningless(body []byte, marker string) bool {
	body = bytes.ReplaceAll(body, []byte(marker), nil)
	defer clear(body)
	var seen [256]bool
	distinct, counting, same, longest, still := 0, 1, 1, 1, 1
	for i, c := range body {
		if !seen[c] {
			seen[c] = true
			distinct++
		}
		if i > 0 && c == body[i-1]+1 {
			counting++
			longest = max(longest, counting)
		} else {
			counting = 1
		}
		if i > 0 && c == body[i-1] {
			same++
			still = max(still, same)
		} else {
			same = 1
		}
	}
	// A random body of 40 characters out of 62 shows 29 different ones on average, and never
	// ten that count up or eight that are the same.
	if distinct < 8 || longest >= 10 || still >= 8 {
		return true
	}
	upper := bytes.ToUpper(body)
	defer clear(upper)
	for _, word := range []string{"YOUR-", "YOUR_", "YOURKEY", "YOURAPI", "EXAMPLE", "PLACEHOLDER", "CHANGEME", "REPLACE-", "REPLACE_", "DEADBEEF", "NOTAREAL", "REDACTED"} {
		if bytes.Contains(upper, []byte(word)) {
			return true
		}
	}
	return false
}

var (
	referenceLike   = regexp.MustCompile(`(^|[=:\s"'])(\$\{?\w+\}?|%\w+%|\$?\{\{.*\}\}|op://\S+|vault:\S+|ssm:\S+|arn:aws:\S+|process\.env\.\w+|os\.environ\S+|ENC\[.*\])["']?\s*$`)
	placeholderLike = regexp.MustCompile(`(?i)<[a-z _-]*(key|token|secret)[a-z _-]*>|your[-_ ]?(own[-_ ]?)?(api[-_ ]?)?(key|token|secret)|change[-_ ]?me|x{8,}|placeholder`)
	maskedLike      = regexp.MustCompile(`(?i)\*{3,}|\w…\w|[\w-]\.{3}\w|•{3,}|redacted`)
	hashLike        = regexp.MustCompile(`(?i)^(sha(1|256|512)[:-]\S+|h1:\S+|\$(2[aby]|5|6|argon2\w*)\$\S+|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})$`)
)

// resemblance says what a text without any known prefix looks like.
func (p plain) resemblance() Shape {
	const most = 64 << 10 // of a text this long nothing useful could be said beyond its start
	text := p.text[:min(len(p.text), most)]
	bare := bytes.TrimSpace(text)
	switch {
	case len(bare) == 0:
		return Shape{Look: LooksEmpty}
	case hashLike.Match(bare):
		return Shape{Look: LooksHash, Line: 1}
	case referenceLike.Match(bare):
		return Shape{Look: LooksReference, Line: 1}
	case placeholderLike.Match(bare):
		return Shape{Look: LooksPlaceholder, Line: 1}
	case maskedLike.Match(bare):
		return Shape{Look: LooksMasked, Line: 1}
	}
	return Shape{Look: LooksUnknown, Line: 1}
}
