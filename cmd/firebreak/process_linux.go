package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// harden closes the process to others of the same user before the first secret is read: no
// core file, no ptrace, no reading of its memory and environment through /proc. It also keeps
// a reader that went away from ending the program in the middle of a step. Whatever could
// not be had is in the error; the rest holds all the same.
func harden() error {
	survivePipes()
	giveBack()
	err := forbidCores()
	if denied := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); denied != nil {
		err = errors.Join(err, fmt.Errorf("close the process to others: %w", denied))
	}
	return err
}

// giveBack lets go of the pages of the program's file that its start alone touched, most of what it
// is made of: the kernel maps sixteen around each. What is needed is mapped again from its cache.
// It is done before the process is closed, which closes its map to itself. Where it cannot be read,
// they stay.
func giveBack() {
	file, err := os.Executable()
	maps, unread := os.ReadFile("/proc/self/maps")
	if err != nil || unread != nil {
		return
	}
	for line := range strings.Lines(string(maps)) {
		var from, to uintptr
		var may string
		if _, err := fmt.Sscanf(line, "%x-%x %s", &from, &to, &may); err == nil && may[:2] == "r-" && strings.HasSuffix(strings.TrimSpace(line), file) {
			_, _, _ = unix.Syscall(unix.SYS_MADVISE, from, to-from, unix.MADV_DONTNEED)
		}
	}
}
