package journal

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
)

// ballastSize is room for one record of the greatest length, or for the outcome, the state
// and the checkpoint that follow an ordinary mutation many times over.
const ballastSize = 2 * MaxRecord

// Reserve sees to it that room is set aside for recording what a mutation did. It is to be
// called before each mutation: an error means that none may be sent. Once the ballast was
// needed, Reserve fails until the disk has room again. Its bytes are random, since some file
// systems give no room to zeros.
func (j *Journal) Reserve() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.dead != nil {
		return j.dead
	}
	f, err := j.disk.open(ballastName, true)
	if errors.Is(err, fs.ErrNotExist) {
		f, err = j.disk.create(ballastName)
	}
	if err != nil {
		return fmt.Errorf("set room aside: %w", err)
	}
	err = errors.Join(j.fill(f), f.Close())
	if err == nil && !j.reserved {
		err = j.disk.sync()
	}
	if err != nil {
		_ = j.freeBallast() // what is left of it must not pass for room
		return fmt.Errorf("set room aside: %w", err)
	}
	j.reserved = true
	return nil
}

// fill makes the ballast whole and durable. One that a former process left is only synced.
func (j *Journal) fill(f file) error {
	n, err := f.size()
	if err != nil {
		return err
	}
	if n != ballastSize {
		j.reserved = false
		bytes := make([]byte, ballastSize)
		_, _ = rand.Read(bytes) // never fails
		if _, err := f.WriteAt(bytes, 0); err != nil {
			return err
		}
	}
	if j.reserved {
		return nil
	}
	return f.Sync()
}

// Release gives the room back: for an incident that is closed.
func (j *Journal) Release() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.dead != nil {
		return j.dead
	}
	if err := j.disk.remove(ballastName); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("give room back: %w", err)
	}
	return nil
}

// freeBallast reports whether there was room to give up. The folder is not synced: should
// the ballast come back after a power cut, it is ballast again.
func (j *Journal) freeBallast() bool {
	j.reserved = false
	return j.disk.remove(ballastName) == nil
}
