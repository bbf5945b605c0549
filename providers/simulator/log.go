package simulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// entry is one line of the world log. Type says which fields count.
type entry struct {
	V    int       `json:"v"`
	N    int       `json:"n"`
	At   time.Time `json:"at"`
	Type string    `json:"type"`

	// genesis
	Seed     int64         `json:"seed,omitempty"`
	Page     time.Time     `json:"page,omitzero"`
	Scenario string        `json:"scenario,omitempty"` // digest
	Leak     string        `json:"leak,omitempty"`
	Channel  string        `json:"channel,omitempty"`
	Tail     time.Duration `json:"tail_ns,omitempty"`

	// request
	Provider string `json:"provider,omitempty"` // empty in logs from when there was but the first
	Method   string `json:"method,omitempty"`
	Path     string `json:"path,omitempty"`
	Op       string `json:"operation,omitempty"`
	Print    string `json:"fingerprint,omitempty"` // of the credential shown
	By       string `json:"by,omitempty"`          // id of the key that it belongs to
	Status   int    `json:"status,omitempty"`      // 0: no answer was sent
	Mutation bool   `json:"mutation,omitempty"`
	Request  string `json:"request_id,omitempty"`
	Used     bool   `json:"used,omitempty"`    // moved last use
	Refused  bool   `json:"refused,omitempty"` // a dead key was shown
	Acts     []act  `json:"acts,omitempty"`
	Faults   []int  `json:"faults,omitempty"` // that acted on it

	// fault
	Fault *Fault `json:"fault,omitempty"`
}

const (
	entryGenesis = "genesis"
	entryRequest = "request"
	entryFault   = "fault"
	entryClear   = "clear"
	entryAct     = "act" // by the drill, not by a request
)

const logVersion = 1

// maxLog bounds what is read back; a long drill writes a few MiB.
const maxLog = 256 << 20

// ErrOtherWorld means that a log belongs to another seed, scenario, leak or tail.
var ErrOtherWorld = errors.New("the world log belongs to another world")

// errBroken answers for a world whose log could not be written: nothing works any more.
var errBroken = errors.New("the world log could not be written")

// logFile is the world log on disk; its zero value keeps nothing.
type logFile struct {
	file *os.File
	n    int
	dead error
}

// openLog opens or makes the log and returns what it holds. An unfinished last line is cut
// off: its request was never answered.
func openLog(path string) (*logFile, []entry, error) {
	if path == "" {
		return &logFile{}, nil, nil
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("open world log: %w", err)
	}
	l := &logFile{file: file}
	entries, good, err := readLog(file)
	if err == nil {
		err = l.settle(path, good)
	}
	if err != nil {
		_ = file.Close() // the first error matters
		return nil, nil, err
	}
	l.n = len(entries)
	return l, entries, nil
}

// settle cuts the torn end, puts the write position there, and makes the file itself durable.
func (l *logFile) settle(path string, good int64) error {
	if err := l.file.Truncate(good); err != nil {
		return fmt.Errorf("cut torn end of world log: %w", err)
	}
	if _, err := l.file.Seek(good, io.SeekStart); err != nil {
		return fmt.Errorf("seek world log: %w", err)
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("open folder of world log: %w", err)
	}
	_ = dir.Sync() // some systems cannot sync folders; the lines themselves are synced
	return dir.Close()
}

// readLog returns the whole entries and where they end.
func readLog(r io.Reader) ([]entry, int64, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxLog+1))
	if err != nil {
		return nil, 0, fmt.Errorf("read world log: %w", err)
	}
	if len(text) > maxLog {
		return nil, 0, fmt.Errorf("read world log: more than %d bytes", maxLog)
	}
	var entries []entry
	good := int64(0)
	for {
		line, rest, whole := bytes.Cut(text, []byte("\n"))
		if !whole {
			return entries, good, nil
		}
		var e entry
		if err := json.Unmarshal(line, &e); err != nil {
			return nil, 0, fmt.Errorf("read world log, line %d: %w", len(entries)+1, err)
		}
		if e.V != logVersion || e.N != len(entries) {
			return nil, 0, fmt.Errorf("read world log, line %d: version %d, number %d", len(entries)+1, e.V, e.N)
		}
		entries = append(entries, e)
		good += int64(len(line)) + 1
		text = rest
	}
}

// append writes the entry and returns once it is durable. After a failure the log is dead.
func (l *logFile) append(e *entry) error {
	if l.dead != nil {
		return l.dead
	}
	e.V, e.N = logVersion, l.n
	line, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("encode world log entry: %w", err)
	}
	if l.file != nil {
		if _, err = l.file.Write(append(line, '\n')); err == nil {
			err = l.file.Sync()
		}
		if err != nil {
			l.dead = fmt.Errorf("%w: %w", errBroken, err)
			return l.dead
		}
	}
	l.n++
	return nil
}

func (l *logFile) close() error {
	if l.file == nil {
		return nil
	}
	return l.file.Close()
}

// Latest returns the time of the last entry of a world log, where a resumed clock must start.
// A missing or empty log gives the zero time.
func Latest(path string) (time.Time, error) {
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("open world log: %w", err)
	}
	defer func() { _ = file.Close() }() // only read
	entries, _, err := readLog(file)
	if err != nil || len(entries) == 0 {
		return time.Time{}, err
	}
	return entries[len(entries)-1].At, nil
}
