package journal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

// turnPause is how often the right to open an incident is asked for again.
const turnPause = 20 * time.Millisecond

// Held reports whether a process works on the incident whose folder dir is. It changes nothing,
// and takes the lock for no longer than the look.
func Held(dir string) (held bool, err error) {
	d, err := openFolder(dir)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	log, err := d.open(journalName, true)
	if err != nil {
		return false, fmt.Errorf("open journal: %w", err)
	}
	defer func() { err = errors.Join(err, log.Close()) }() // lets go of the lock too
	if err = log.lock(); errors.Is(err, ErrLocked) {
		return true, nil
	}
	return false, err
}

// Turn is the right to open an incident, for one process at a time: whoever looks which
// incidents there are, and then begins one, does both within its turn.
type Turn struct{ file *os.File }

// TakeTurn waits for the right, which the file at path stands for; it is made where missing,
// and holds nothing. ErrLocked: the context ended first.
func TakeTurn(ctx context.Context, path string) (*Turn, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("take a turn: %w", err)
	}
	for {
		err := lockFile(f)
		if err == nil {
			return &Turn{f}, nil
		}
		select {
		case <-ctx.Done():
		case <-time.After(turnPause):
		}
		if !errors.Is(err, ErrLocked) || ctx.Err() != nil {
			return nil, errors.Join(err, f.Close())
		}
	}
}

// Give lays the right down. A process that ends does so by itself.
func (t *Turn) Give() { _ = t.file.Close() } // nothing was written
