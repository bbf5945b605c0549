package files

import (
	"errors"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// maxAttributes bounds the names and each value; the kernel's own limit is 64 KiB.
const maxAttributes = 64 << 10

// keepAttributes copies the extended attributes, access lists among them, of the named file.
// What the kernel keeps to itself (labels that need privilege) is left to its own defaults.
func keepAttributes(root *os.Root, name string, to *os.File) error {
	from, _, err := openRegular(root, name)
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }() // read only
	list := make([]byte, maxAttributes)
	n, err := unix.Flistxattr(int(from.Fd()), list)
	if errors.Is(err, unix.ENOTSUP) {
		return nil
	}
	if err != nil {
		return err
	}
	value := make([]byte, maxAttributes)
	for key := range strings.SplitSeq(strings.TrimSuffix(string(list[:n]), "\x00"), "\x00") {
		if key == "" || strings.HasPrefix(key, "security.") || strings.HasPrefix(key, "trusted.") {
			continue
		}
		size, err := unix.Fgetxattr(int(from.Fd()), key, value)
		if err != nil {
			return err
		}
		if err := unix.Fsetxattr(int(to.Fd()), key, value[:size], 0); err != nil {
			return err
		}
	}
	return nil
}
