//go:build unix

package journal

import "golang.org/x/sys/unix"

func setUmask(mask int) int      { return unix.Umask(mask) }
func makePipe(path string) error { return unix.Mkfifo(path, 0o600) }
