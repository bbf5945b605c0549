// Package parkterm hides the name of the terminal while other packages initialise. One of the
// screen libraries asks the terminal for its background at that moment and waits up to five
// seconds for the answer, in every run, whatever the command; of a dumb terminal it asks nothing.
//
// Rules: it imports only os, and its path sorts before those of the libraries, so that it is
// initialised before them. Main undoes it first thing.
package parkterm

import "os"

const name = "TERM"

var (
	parked string
	found  bool
)

func init() {
	parked, found = os.LookupEnv(name)
	_ = os.Setenv(name, "dumb") // a valid name and value
}

// Restore gives the terminal its name back. It is for main, before anything looks at it; a
// second call does nothing more.
func Restore() {
	if found {
		_ = os.Setenv(name, parked)
		return
	}
	_ = os.Unsetenv(name)
}
