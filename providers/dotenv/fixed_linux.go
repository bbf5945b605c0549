package dotenv

import "golang.org/x/sys/unix"

// fixed reports whether a file or folder can be neither changed nor replaced, whoever asks: it
// is immutable or append-only, or a mount of its own, which no rename can take the place of.
func fixed(path string) bool {
	var is unix.Statx_t
	if unix.Statx(unix.AT_FDCWD, path, unix.AT_SYMLINK_NOFOLLOW, 0, &is) != nil {
		return false // an old kernel; the write itself then tells
	}
	const held = unix.STATX_ATTR_IMMUTABLE | unix.STATX_ATTR_APPEND
	mount := is.Attributes&unix.STATX_ATTR_MOUNT_ROOT != 0 && is.Mode&unix.S_IFMT == unix.S_IFREG
	return is.Attributes&held != 0 || mount
}
