package main

import (
	"bytes"
	"log/slog"
	"sync"

	"firebreak/providers/files"
)

// traces keeps what the screens log, such as where a panic came from, until the terminal is
// given back: nothing may write on it meanwhile. No value of the program's data enters it.
type traces struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// traceFile is where the traces of the last run that had any are kept, in the state folder.
const traceFile = "trace.log"

// mostTraced bounds the traces of one run.
const mostTraced = 256 << 10

func (t *traces) logger() *slog.Logger { return slog.New(slog.NewJSONHandler(t, nil)) }

// Write implements io.Writer. What goes beyond the bound is dropped.
func (t *traces) Write(line []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.text.Len()+len(line) <= mostTraced {
		t.text.Write(line)
	}
	return len(line), nil
}

// save writes the traces into the state folder and returns the path, "" where there are none
// or they could not be kept.
func (t *traces) save(state string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.text.Len() == 0 {
		return ""
	}
	dir, err := files.StateDir(state)
	if err == nil {
		err = files.WriteState(dir, traceFile, t.text.Bytes())
	}
	if err != nil {
		return ""
	}
	return dir + "/" + traceFile
}
