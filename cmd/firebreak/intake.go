package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"

	"firebreak/providers/identify"
	"firebreak/providers/intake"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// maxIntake bounds a text that holds a key: a report of a scanner is one too.
const maxIntake = intake.MaxText

// readStdin reads the text that holds the key. An empty one is an error with its own words. A
// signal ends it with context.Canceled: whoever writes there may never end.
func (a *app) readStdin(l words.Lang) ([]byte, error) {
	text, err := a.readAll(func() (io.ReadCloser, error) { return io.NopCloser(a.in), nil })
	switch {
	case errors.Is(err, context.Canceled):
		return nil, err
	case err != nil:
		return nil, errors.New("stdin cannot be read")
	case len(bytes.TrimSpace(text)) == 0:
		return nil, refuse(l.EmptyInput())
	}
	return text, tooLong(text, l)
}

// readGiven reads the text that a new incident begins with: the file that was named, else stdin.
func (a *app) readGiven(f *workFlags, l words.Lang) ([]byte, error) {
	if f.finding == "" {
		return a.readStdin(l)
	}
	text, err := a.readAll(func() (io.ReadCloser, error) { return os.Open(f.finding) })
	switch {
	case errors.Is(err, context.Canceled):
		return nil, err
	case err != nil:
		return nil, refuse(l.FindingUnread(f.finding, errors.Is(err, fs.ErrNotExist)))
	case len(bytes.TrimSpace(text)) == 0:
		return nil, refuse(l.FindingEmpty())
	}
	return text, tooLong(text, l)
}

func tooLong(text []byte, l words.Lang) error {
	if len(text) <= maxIntake {
		return nil
	}
	clear(text)
	return refuse(l.NoKeyInReport(incident.NoKey{Trouble: "too-large"}))
}

// readAll opens and reads to the end, or one byte beyond what is taken. Even the opening may wait
// for a writer: a signal ends it with context.Canceled.
func (a *app) readAll(open func() (io.ReadCloser, error)) ([]byte, error) {
	type read struct {
		text []byte
		err  error
	}
	done := make(chan read, 1)
	go func() {
		var got read
		var in io.ReadCloser
		if in, got.err = open(); got.err == nil {
			got.text, got.err = io.ReadAll(io.LimitReader(in, maxIntake+1))
			_ = in.Close() // it was read from
		}
		done <- got
	}()
	select {
	case <-a.stop:
		return nil, context.Canceled
	case got := <-done:
		return got.text, got.err
	}
}

// all finds the keys that an incident can begin on without a person, examples only where using them
// was approved. left counts those of the same text that are left alone: examples, and keys of which
// nothing is shown. None is refused with the reason, a key whose value a report does not show with
// what is needed; no text is shown but where a report says a key stands.
func (e eye) all(text []byte, approve []string, l words.Lang) (keys []runbook.Found, left int, err error) {
	defer clear(text)
	found, shape := e.takeIn(text)
	if len(found) == 0 {
		return nil, 0, refuse(l.NothingTaken(shape.Look, shape.Vendor, shape.Report))
	}
	bait := func(f runbook.Found) bool { return f.Told.Decoy() && !contains(approve, runbook.ApproveDecoy) }
	for _, f := range found {
		if !f.Told.Unseen() && !bait(f) {
			keys = append(keys, f)
		}
	}
	switch f := found[0]; {
	case len(keys) > 0:
		return keys, len(found) - len(keys) + shape.More, nil
	case f.Told.Unseen():
		return nil, 0, refuse(l.UnseenNeedsKey(f.Told.Kind.Provider()))
	default:
		return nil, 0, refuse(append(l.NotRecognised(string(identify.LooksPlaceholder), f.Told.Kind.Provider()), l.BaitUnapproved()))
	}
}

// sayTaken says of several keys of one text that each is worked, and where they stood.
func (a *app) sayTaken(keys []runbook.Found, left int, l words.Lang) {
	if len(keys) < 2 {
		return
	}
	list := make([]incident.IdentifiedData, 0, len(keys))
	for _, f := range keys {
		list = append(list, f.Told)
	}
	a.say(l.SeveralKeys(list))
	if left > 0 {
		a.note(l.Others(left))
	}
}
