//go:build unix

package term

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// keyboard is a terminal as a source.
type keyboard struct{ *os.File }

func (k keyboard) ready(wait time.Duration) (bool, error) { return readable(k.File, wait) }
func (keyboard) now() time.Time                           { return time.Now() }

// retry reports whether a read only has to be tried once more.
func retry(err error) bool { return errors.Is(err, unix.EAGAIN) || errors.Is(err, unix.EINTR) }
