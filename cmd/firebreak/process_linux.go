package main

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// harden closes the process to others of the same user before the first secret is read: no
// core file, no ptrace, no reading of its memory and environment through /proc. It also keeps
// a reader that went away from ending the program in the middle of a step. Whatever could
// not be had is in the error; the rest holds all the same.
func harden() error {
	survivePipes()
	err := forbidCores()
	if denied := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); denied != nil {
		err = errors.Join(err, fmt.Errorf("close the process to others: %w", denied))
	}
	return err
}
