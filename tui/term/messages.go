package term

import "time"

// Seen tells what the read held whose keys follow. It comes before them, from the same
// goroutine, so nothing stands between.
type Seen struct {
	// Single: the read held one key and no byte besides, and had not been waiting while the
	// program was busy with the read before. Lone: single, and nothing had come for at least
	// 100 ms. Only a lone Enter may confirm what cannot be undone.
	Single, Lone bool
	// Idle is how long the terminal is known to have been still before this read; 0 where input
	// came in while the program was busy with the read before.
	Idle time.Duration
	At   time.Time // when the read ended
	Keys int       // keys in the read, each letter of a bunch counted
}

// Pasted is one bracketed paste as a whole. Its bytes reach the decoder in no form. Line ends
// are newlines. Whoever takes it wipes Text; one that nobody wants is wiped with Wipe.
type Pasted struct {
	Text []byte
	// Truncated: something is missing, either what went beyond 1 MiB or, since the end mark
	// never came, perhaps the end.
	Truncated bool
}

// Wipe clears the text.
func (p Pasted) Wipe() { clear(p.Text) }

// String and GoString keep the text out of every print.
func (Pasted) String() string   { return "[paste]" }
func (Pasted) GoString() string { return "[paste]" }

// Background is the terminal's answer to the question for its background. Many never answer.
type Background struct{ Dark bool }

// HungUp says that the terminal is gone: the window was closed, the line was cut. It comes once,
// and a second later the process ends whether the program has left or not.
type HungUp struct{}

// Signaled says that a signal asks the program to leave. Code is the exit code that goes with
// it. The program may wait for a request in flight; the second signal ends the process at once.
type Signaled struct{ Code int }

// Resumed says that the program is back in front of the person, after ctrl+z or another program
// that had the terminal. Err is what that program, or stopping, failed with.
type Resumed struct{ Err error }
