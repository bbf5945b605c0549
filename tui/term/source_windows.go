package term

import (
	"os"
	"time"
)

// keyboard stands in for a console, which the library reads by records of its own.
type keyboard struct{ *os.File }

func (k keyboard) ready(wait time.Duration) (bool, error) { return wait > 0, nil }
func (keyboard) now() time.Time                           { return time.Now() }

func retry(error) bool { return false }
