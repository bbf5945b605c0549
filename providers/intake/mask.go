package intake

import (
	"bytes"

	"firebreak/providers"
)

// judge tells a value from what stands in its place. Only a value becomes a secret.
func judge(text []byte) (s providers.Secret, state SecretState, ending string) {
	switch {
	case len(bytes.TrimSpace(text)) == 0 || len(text) > maxValue:
		return providers.Secret{}, Absent, ""
	case replaced(text) || len(bytes.Trim(text, "*•.")) == 0:
		return providers.Secret{}, Masked, ""
	}
	if end := maskEnd(text); end >= 0 {
		return providers.Secret{}, Masked, visible(text[end:])
	}
	return providers.NewSecret(text), Full, ""
}

// replaced reports whether a word stands in place of the value: gitleaks writes REDACTED,
// Kingfisher [REDACTED:…] with a digest, forges [MASKED].
func replaced(text []byte) bool {
	word := bytes.Trim(bytes.TrimSpace(text), "[]<>()*")
	for _, mark := range []string{"redacted", "masked", "hidden", "removed"} {
		if len(word) >= len(mark) && bytes.EqualFold(word[:len(mark)], []byte(mark)) {
			return len(word) == len(mark) || word[len(mark)] == ':'
		}
	}
	return false
}

// maskEnd returns where the hidden part of a value ends, or -1 where nothing is hidden. Hidden
// are three stars or dots in a row, two bullets, and an ellipsis. Some senders leave the dashes
// between stars: where a third of the text is stars, the last one ends it.
func maskEnd(text []byte) int {
	end := -1
	for _, mark := range []string{"***", "...", "••", "…"} {
		if at := bytes.LastIndex(text, []byte(mark)); at >= 0 {
			end = max(end, at+len(mark))
		}
	}
	if stars := bytes.Count(text, []byte("*")); 3*stars >= len(text) {
		end = max(end, bytes.LastIndexByte(text, '*')+1)
	}
	return end
}

// visible returns the last four characters of what a mask shows of the end. Other characters
// than keys have there are not passed on.
func visible(tail []byte) string {
	tail = tail[max(0, len(tail)-4):]
	for _, c := range tail {
		if !(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-' || c == '_') {
			return ""
		}
	}
	return string(tail)
}
