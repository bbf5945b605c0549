package identify

// mostEnding is how much of a key's ending is kept at most.
const mostEnding = 4

// hidden measures the masking that b starts with: stars, bullets, an ellipsis or three dots.
func hidden(b []byte) int {
	for _, mark := range []string{"***", "...", "…", "•", "[REDACTED", "<redacted"} {
		if hasPrefix(b, mark) {
			return len(mark)
		}
	}
	return 0
}

// masks are the signs that stand for what is hidden.
var masks = []string{"*", ".", "…", "•"}

// maskLength measures stars, bullets and dots that stand for what is hidden.
func maskLength(b []byte) int {
	if hidden(b) == 0 {
		return 0
	}
	n := 0
	for n < len(b) {
		step := 0
		for _, mark := range masks {
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
