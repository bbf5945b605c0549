package journal

import (
	"errors"
	"fmt"
	"sync"
)

var (
	// ErrDead says that an earlier write or fsync failed: nothing more can be recorded by
	// this process, so nothing may be changed anywhere either.
	ErrDead = errors.New("journal is dead")
	// ErrLocked says that another process works on this incident.
	ErrLocked = errors.New("incident is in use by another process")
	// ErrTooLong says that the record, or the journal with it, would pass its limit.
	// Nothing was written and the journal lives on.
	ErrTooLong = errors.New("too long to be journalled")
)

// maxJournal bounds the whole file: what is written must be readable again in one piece.
// Ten thousand events of the usual size are 8 MiB.
const maxJournal = 256 << 20

// Journal is the one writer of an incident's events. It is safe for concurrent use.
type Journal struct {
	mu   sync.Mutex
	disk disk
	log  file
	tops file // the head's file
	top  slot
	end  int64
	dead error
	// reserved: this process made the ballast durable.
	reserved bool
}

// Append adds one JSON object as the next event and returns its line, without newline. When
// it returns nil the event is on disk. ErrObject and ErrTooLong leave all as it was; any
// other error is ErrDead with its cause, now and from then on, whether or not the event
// reached the disk: the next Open tells.
func (j *Journal) Append(object []byte) ([]byte, error) {
	inner, err := normalise(object)
	if err != nil {
		return nil, err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.dead != nil {
		return nil, j.dead
	}
	next := j.top
	next.Count++
	line, hash := compose(next.Count, inner, j.top.Hash)
	next.Hash = hash
	if len(line) >= MaxRecord || j.end+int64(len(line)) >= maxJournal {
		return nil, fmt.Errorf("event %d: %w", next.Count, ErrTooLong)
	}
	if err := j.commit(line, next); err != nil {
		j.dead = fmt.Errorf("%w: event %d: %w", ErrDead, next.Count, err)
		return nil, j.dead
	}
	return line, nil
}

// commit makes the line and then the head durable.
func (j *Journal) commit(line []byte, next slot) error {
	whole := append(line[:len(line):len(line)], '\n')
	if err := j.write(whole); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if err := j.log.Sync(); err != nil {
		return fmt.Errorf("fsync: %w", err)
	}
	j.end += int64(len(whole))
	if err := j.writeHead(next); err != nil {
		return err
	}
	j.top = next
	return nil
}

// write puts b at the end. On a full disk it takes the half-written line back, gives the
// ballast up and tries once more.
func (j *Journal) write(b []byte) error {
	_, err := j.log.WriteAt(b, j.end)
	if err == nil {
		return nil
	}
	if err := errors.Join(err, j.log.Truncate(j.end)); !noRoom(err) || !j.freeBallast() {
		return err
	}
	if _, err := j.log.WriteAt(b, j.end); err != nil {
		return errors.Join(err, j.log.Truncate(j.end))
	}
	return nil
}

// writeHead replaces the older slot. Where the file system wants room even for that, the
// ballast goes.
func (j *Journal) writeHead(next slot) error {
	block := next.encode()
	_, err := j.tops.WriteAt(block, next.at())
	if noRoom(err) && j.freeBallast() {
		_, err = j.tops.WriteAt(block, next.at())
	}
	if err != nil {
		return fmt.Errorf("write head: %w", err)
	}
	if err := j.tops.Sync(); err != nil {
		return fmt.Errorf("fsync head: %w", err)
	}
	return nil
}

// Head is the state after the last acknowledged event.
func (j *Journal) Head() Head {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.top.head()
}

// Dead returns why nothing more can be recorded, or nil.
func (j *Journal) Dead() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.dead
}

// Close lets the lock go. Appends after it fail with ErrDead.
func (j *Journal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.log == nil {
		return nil
	}
	err := errors.Join(j.tops.Close(), j.log.Close(), j.disk.close())
	j.log = nil
	if j.dead == nil {
		j.dead = fmt.Errorf("%w: closed", ErrDead)
	}
	return err
}
