package term

import "strings"

// What is written to the terminal by this package itself. All are modes and questions; text is
// the renderer's.
const (
	// askBackground asks for the background colour. A terminal that does not know the question
	// stays silent.
	askBackground = "\x1b]11;?\x1b\\"
	// leaveScreen goes back to the normal screen and to the cursor that was saved on entering.
	// Sent twice it goes to the same place again.
	leaveScreen = "\x1b[?1049l"
)

// calm switches off every mode that this program, or one like it that was killed, may have left
// on: synchronised output, attributes, hidden cursor, keypad and cursor key modes, mouse, focus
// and paste marks.
var calm = strings.Join([]string{
	"\x1b[?2026l", "\x1b[0m", "\x1b[?25h", "\x1b>", "\x1b[?1l",
	"\x1b[?1000l", "\x1b[?1002l", "\x1b[?1003l", "\x1b[?1006l", "\x1b[?1004l", "\x1b[?2004l",
}, "")

// hasText reports whether anything printable stands between the sequences of a write: a frame
// has, the switching of modes has not.
func hasText(b []byte) bool {
	for i := 0; i < len(b); i++ {
		if b[i] != escape {
			if b[i] > ' ' {
				return true
			}
			continue
		}
		if i++; i < len(b) && b[i] == '[' {
			for i++; i < len(b) && (b[i] < '@' || b[i] > '~'); i++ {
			}
		}
	}
	return false
}
