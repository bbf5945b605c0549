package files

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"firebreak/providers"
)

// maxRead bounds a file that is read whole. Dotenv and store files are a few KiB; a file over
// this was named by mistake.
const maxRead = 8 << 20

// File is a regular file as it was read. Its bytes may hold secrets.
type File struct {
	// Path is absolute, with every symlink resolved.
	Path string
	// SymlinkTo is the target as written in the symlink that was named, empty if none was.
	SymlinkTo providers.Untrusted
	Data      []byte
	Version   string // sha256 of Data, 64 hex digits: what Replace compares
	Mode      fs.FileMode
	Links     int  // names that the file has; over 1, Replace refuses
	Outside   bool // the symlink leads out of the folder that was named; Replace refuses

	folder fs.FileInfo // of the folder, to notice that it was swapped
}

// Read reads the file at path. A symlink is followed and shown. The error answers to
// fs.ErrNotExist, ErrNotRegular (folder, pipe, device, socket) or ErrTooLarge (over 8 MiB).
// It works in every mode and never blocks on a pipe or touches a device.
func (d *Door) Read(path string) (File, error) {
	f, err := read(path)
	if err != nil {
		return File{}, fmt.Errorf("read %+q: %w", path, err)
	}
	return f, nil
}

func read(path string) (File, error) {
	named, err := filepath.Abs(path)
	if err != nil {
		return File{}, bare(err)
	}
	var f File
	if err := f.locate(named); err != nil {
		return File{}, err
	}
	root, err := os.OpenRoot(filepath.Dir(f.Path))
	if err != nil {
		return File{}, bare(err)
	}
	defer func() { _ = root.Close() }() // read only
	if f.folder, err = root.Stat("."); err != nil {
		return File{}, bare(err)
	}
	file, info, err := openRegular(root, filepath.Base(f.Path))
	if err != nil {
		return File{}, err
	}
	defer func() { _ = file.Close() }() // read only
	if f.Data, err = readUpTo(file, maxRead); err != nil {
		return File{}, err
	}
	f.Version, f.Mode, f.Links = version(f.Data), info.Mode(), linksOf(info)
	return f, nil
}

// locate resolves the name to the file behind it.
func (f *File) locate(named string) error {
	folder, err := filepath.EvalSymlinks(filepath.Dir(named))
	if err != nil {
		return bare(err)
	}
	f.Path = filepath.Join(folder, filepath.Base(named))
	seen, err := os.Lstat(f.Path)
	if err != nil {
		return bare(err)
	}
	if seen.Mode()&fs.ModeSymlink == 0 {
		return nil
	}
	target, err := os.Readlink(f.Path)
	if err != nil {
		return bare(err)
	}
	f.SymlinkTo = providers.FromOutside(target)
	if f.Path, err = filepath.EvalSymlinks(f.Path); err != nil {
		return bare(err)
	}
	f.Outside = !below(folder, f.Path)
	return nil
}

func version(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
