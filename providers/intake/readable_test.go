package intake

import (
	"bytes"
	"testing"
)

func TestTheCopyOfAReportIsWipedAndTheReportIsNot(t *testing.T) {
	for _, given := range []string{"\xff\xfea\x00b\x00", "a\x1b[1;32mb\x1b[0m", "2026-11-03T09:12:44Z ab", "\x1b[0m2026-11-03T09:12:44.5Z ab", "\xff\xfea\x00\x1b\x00[\x00m\x00b\x00"} {
		text := []byte(given)
		clean, wipe := readable(text)
		if string(clean) != "ab" {
			t.Errorf("%q reads as %q", given, clean)
		}
		wipe()
		if !bytes.Equal(clean, make([]byte, len(clean))) || string(text) != given {
			t.Errorf("%q: the copy holds %q, the text %q", given, clean, text)
		}
	}
}
