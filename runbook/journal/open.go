package journal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"
)

// ErrEmpty says that a journal was about to be created and holds nothing: no event of it was
// ever acknowledged.
var ErrEmpty = errors.New("journal holds nothing")

// Opened is what a journal held.
type Opened struct {
	ID, Mode string
	Head     Head
	Records  [][]byte // one line each, without newline
	// TornTo names the file, within the folder, that took a torn tail; empty: none.
	TornTo string
	// Unfinished counts the bytes after the last whole record that Read passed over.
	Unfinished int
}

// Create begins the journal of incident id in dir, which is made where missing, and holds its
// lock. The id is 1 to 64 letters, digits and hyphens, the mode a lower-case word. Where a
// journal exists already the error is fs.ErrExist.
func Create(dir, id, mode string) (*Journal, error) {
	if !idForm.MatchString(id) || !modeForm.MatchString(mode) {
		return nil, errors.New("create journal: id or mode not in their form")
	}
	if err := makeFolder(dir); err != nil {
		return nil, err
	}
	d, err := openFolder(dir)
	if err != nil {
		return nil, err
	}
	if err := d.narrow(); err != nil {
		return nil, errors.Join(fmt.Errorf("create journal: %w", err), d.close())
	}
	return create(d, id, mode)
}

// create writes the journal first, then its head: who finds one without the other, and the
// journal empty, knows that nothing had begun.
func create(d disk, id, mode string) (_ *Journal, err error) {
	j := &Journal{disk: d, top: slot{V: format, ID: id, Mode: mode, Hash: Genesis(id, mode)}}
	defer j.closeOn(&err)
	if j.log, err = d.create(journalName); err != nil {
		return nil, fmt.Errorf("create journal: %w", err)
	}
	if err = j.log.lock(); err != nil {
		return nil, err
	}
	if err = j.log.Sync(); err != nil {
		return nil, fmt.Errorf("create journal: %w", err)
	}
	if j.tops, err = d.create(headName); err != nil {
		return nil, fmt.Errorf("create journal head: %w", err)
	}
	// Both slots take their room now, so that a full disk cannot fail a head later.
	if _, err = j.tops.WriteAt(bytes.Repeat([]byte{' '}, headSize), 0); err != nil {
		return nil, fmt.Errorf("create journal head: %w", err)
	}
	if err = j.writeHead(j.top); err != nil {
		return nil, err
	}
	if err = d.sync(); err != nil {
		return nil, fmt.Errorf("create journal: %w", err)
	}
	return j, nil
}

// Open takes the lock (else ErrLocked), checks everything, sets a torn tail aside, brings the
// head up to date and is ready to append. On *Damage, ErrNewer and ErrEmpty nothing was
// changed, and Opened holds the records that could be read.
func Open(dir string) (*Journal, Opened, error) {
	d, err := openFolder(dir)
	if err != nil {
		return nil, Opened{}, err
	}
	return open(d, time.Now().UTC())
}

func open(d disk, now time.Time) (_ *Journal, got Opened, err error) {
	j := &Journal{disk: d}
	defer j.closeOn(&err)
	if j.log, err = d.open(journalName, true); err != nil {
		return nil, got, fmt.Errorf("open journal: %w", err)
	}
	if err = j.log.lock(); err != nil {
		return nil, got, err
	}
	found, err := load(d, j.log)
	got = found.Opened
	if err == nil {
		err = found.exact()
	}
	if err != nil {
		return nil, got, err
	}
	if j.tops, err = d.open(headName, true); err != nil {
		return nil, got, fmt.Errorf("open journal head: %w", err)
	}
	j.top, j.end = found.top, found.good
	if got.TornTo, err = j.setAside(found.tail, now); err != nil {
		return nil, got, err
	}
	got.Unfinished = 0
	if err = j.catchUp(got.Head); err != nil {
		return nil, got, err
	}
	return j, got, nil
}

// catchUp makes durable what was found, as its writer may have been killed before an fsync,
// and then brings the head up to date: it must not lead after a power cut.
func (j *Journal) catchUp(found Head) error {
	for _, sync := range []func() error{j.log.Sync, j.tops.Sync, j.disk.sync} {
		if err := sync(); err != nil {
			return fmt.Errorf("fsync journal: %w", err)
		}
	}
	if j.top.head() == found {
		return nil
	}
	j.top.Count, j.top.Hash = found.Count, found.Hash
	return j.writeHead(j.top)
}

// Read returns what the journal holds without taking its lock or changing anything, while
// another process may be appending; an unfinished last line is passed over. On *Damage the
// records before it are returned as well.
func Read(dir string) (Opened, error) {
	d, err := openFolder(dir)
	if err != nil {
		return Opened{}, err
	}
	defer func() { _ = d.close() }() // only read
	return readSettled(d)
}

// readSettled looks again where damage or an unfinished line shows: a writer may have moved
// between the head and the journal, as at creation or when it sets a torn tail aside, or be in
// the midst of a line.
func readSettled(d disk) (Opened, error) {
	got, err := read(d)
	if damage := (*Damage)(nil); errors.As(err, &damage) || got.Unfinished > 0 {
		got, err = read(d)
	}
	return got, err
}

func read(d disk) (Opened, error) {
	log, err := d.open(journalName, false)
	if err != nil {
		return Opened{}, fmt.Errorf("open journal: %w", err)
	}
	defer func() { _ = log.Close() }() // only read
	found, err := load(d, log)
	return found.Opened, err
}

// setAside moves a torn tail to a file of its own and cuts the journal, both durably.
func (j *Journal) setAside(tail []byte, now time.Time) (name string, err error) {
	if len(tail) == 0 {
		return "", nil
	}
	stamp := tornPrefix + now.Format("20060102T150405Z")
	name = stamp
	f, err := j.disk.create(name)
	for n := 2; errors.Is(err, fs.ErrExist); n++ {
		name = fmt.Sprintf("%s-%d", stamp, n)
		f, err = j.disk.create(name)
	}
	if err != nil {
		return "", fmt.Errorf("set torn tail aside: %w", err)
	}
	if _, err = f.WriteAt(tail, 0); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = j.disk.sync()
	}
	if err == nil {
		err = j.log.Truncate(j.end)
	}
	if err == nil {
		err = j.log.Sync()
	}
	if err != nil {
		return "", fmt.Errorf("set torn tail aside: %w", err)
	}
	return name, nil
}

// closeOn releases what was opened when the constructor fails.
func (j *Journal) closeOn(err *error) {
	if *err == nil {
		return
	}
	for _, f := range []file{j.tops, j.log} {
		if f != nil {
			_ = f.Close() // the constructor's error is the one that counts
		}
	}
	_ = j.disk.close()
}

// readAll reads the whole journal as it is now.
func readAll(log file) ([]byte, error) {
	n, err := log.size()
	if err != nil {
		return nil, fmt.Errorf("read journal: %w", err)
	}
	if n > maxJournal {
		return nil, fmt.Errorf("read journal: %w", ErrTooLong)
	}
	all := make([]byte, n)
	got, err := log.ReadAt(all, 0)
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("read journal: %w", err)
	}
	return all[:got], nil
}
