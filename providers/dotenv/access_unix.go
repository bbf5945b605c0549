//go:build unix

package dotenv

import "golang.org/x/sys/unix"

// canReplaceIn reports whether a file in the folder can be replaced: a rename needs the
// folder's permission, not the file's.
func canReplaceIn(dir string) bool { return unix.Access(dir, unix.W_OK|unix.X_OK) == nil }
