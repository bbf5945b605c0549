package parkterm

import (
	"os"
	"testing"
)

var atStart string

func init() { atStart = os.Getenv(name) } // after the package's own

func TestTheNameIsParkedUntilMainRestoresIt(t *testing.T) {
	if atStart != "dumb" {
		t.Errorf("at start: %q", atStart)
	}
	defer func(p string, f bool) { parked, found = p, f; Restore() }(parked, found)
	parked, found = "xterm-256color", true
	Restore()
	if got := os.Getenv(name); got != "xterm-256color" {
		t.Errorf("after: %q", got)
	}
	parked, found = "", false
	Restore()
	if got, ok := os.LookupEnv(name); ok {
		t.Errorf("there was none, now it is %q", got)
	}
}
