package files

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"strings"
)

// draftPrefix starts the name of every unfinished file, so that what a crash leaves is known.
const draftPrefix = ".firebreak-"

// draftTries bounds the names tried for a draft; a second is needed only when a sweep of
// another process came between making the file and locking it.
const draftTries = 5

// draft is a file being written next to the one it will become. It stays locked as long as it
// has the draft's name: an unlocked one is a leftover of a crash.
type draft struct {
	root *os.Root
	name string
	file *os.File // nil once closed
	done bool     // the draft's name is gone
}

// newDraft makes an empty file with exactly this mode, readable by us alone until fill.
func newDraft(root *os.Root, mode fs.FileMode) (*draft, error) {
	for range draftTries {
		var salt [8]byte
		_, _ = rand.Read(salt[:]) // never fails
		name := draftPrefix + hex.EncodeToString(salt[:])
		file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL|openFlags, stateFileMode)
		if err != nil {
			return nil, bare(err)
		}
		d := &draft{root: root, name: name, file: file}
		held, err := lockDraft(file)
		if lacksLocks(err) {
			held, err = true, nil // such folders are not swept: a sweep leaves what it cannot lock
		}
		if err == nil && !held {
			d.drop()
			continue
		}
		if err == nil && modesMatter {
			err = file.Chmod(mode)
		}
		if err != nil {
			d.drop()
			return nil, bare(err)
		}
		return d, nil
	}
	return nil, errors.New("drafts vanish as soon as they are made")
}

// fill writes the content and makes it durable.
func (d *draft) fill(data []byte) error {
	if _, err := d.file.Write(data); err != nil {
		return bare(err)
	}
	return bare(d.file.Sync())
}

// replace gives the draft its final name in place of whatever has it.
func (d *draft) replace(name string) error {
	if closeBeforeRename {
		if err := d.close(); err != nil {
			return err
		}
	}
	if err := d.root.Rename(d.name, name); err != nil {
		return bare(err)
	}
	d.done = true
	return errors.Join(syncFolder(d.root), d.close())
}

// publish gives the draft its final name if nothing has it; else the error is fs.ErrExist.
func (d *draft) publish(name string) error {
	switch err := d.root.Link(d.name, name); {
	case errors.Is(err, fs.ErrExist):
		return fs.ErrExist
	case err != nil:
		return d.reserve(name) // some file systems know no hard links
	}
	err := d.root.Remove(d.name)
	d.done = err == nil
	return errors.Join(bare(err), syncFolder(d.root), d.close())
}

// reserve takes the name with an empty file, then puts the draft in its place. A crash between
// the two leaves the empty file.
func (d *draft) reserve(name string) error {
	file, err := d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL|openFlags, stateFileMode)
	if err != nil {
		return bare(err)
	}
	err = bare(file.Close())
	if err == nil {
		err = d.replace(name)
	}
	if !d.done {
		_ = d.root.Remove(name) // the first error is the one to tell
	}
	return err
}

func (d *draft) close() error {
	if d.file == nil {
		return nil
	}
	err := d.file.Close()
	d.file = nil
	return bare(err)
}

// drop removes what is left of the draft. After replace or publish there is nothing left.
func (d *draft) drop() {
	_ = d.close() // an error here is of a file that is thrown away
	if !d.done {
		_ = d.root.Remove(d.name) // the next sweep finds it
		d.done = true
	}
}

// sweep removes the drafts that a crash left in a folder. Drafts that a running process still
// writes are locked and stay.
func sweep(root *os.Root) error {
	folder, err := root.Open(".")
	if err != nil {
		return bare(err)
	}
	names, err := folder.Readdirnames(-1)
	if err = errors.Join(bare(err), bare(folder.Close())); err != nil {
		return err
	}
	for _, name := range names {
		if isDraft(name) {
			sweepOne(root, name)
		}
	}
	return nil
}

// sweepOne leaves whatever it cannot lock or remove: it is in use, or not ours.
func sweepOne(root *os.Root, name string) {
	file, info, err := openRegular(root, name)
	if err != nil {
		return
	}
	defer func() { _ = file.Close() }() // read only
	if !ownedByUs(info) {
		return
	}
	if held, err := lockDraft(file); err != nil || !held {
		return
	}
	if removeWhileOpen {
		_ = root.Remove(name) // stays for the next sweep
		return
	}
	_ = file.Close()
	_ = root.Remove(name) // fails where another process has it open
}

func isDraft(name string) bool {
	salt, ok := strings.CutPrefix(name, draftPrefix)
	if !ok || len(salt) != 16 {
		return false
	}
	_, err := hex.DecodeString(salt)
	return err == nil
}
