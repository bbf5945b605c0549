package main

import (
	"bytes"
	"context"
	"errors"
	"io"

	"firebreak/providers/identify"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// maxIntake bounds what is read from stdin: a scanner's finding or a pasted file, no archive.
const maxIntake = 1 << 20

// readStdin reads the text that holds the key. An empty one is an error with its own words. A
// signal ends it with context.Canceled: whoever writes there may never end.
func (a *app) readStdin(l words.Lang) ([]byte, error) {
	type read struct {
		text []byte
		err  error
	}
	done := make(chan read, 1)
	go func() {
		text, err := io.ReadAll(io.LimitReader(a.in, maxIntake+1))
		done <- read{text, err}
	}()
	var text []byte
	select {
	case <-a.stop:
		return nil, context.Canceled
	case got := <-done:
		if got.err != nil {
			return nil, errors.New("stdin cannot be read")
		}
		text = got.text
	}
	if len(text) > maxIntake {
		return nil, refusal{"the text on stdin is longer than 1 MiB: pass the lines that hold the key"}
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, refuse(l.EmptyInput())
	}
	return text, nil
}

// one finds the one credential in a text, or the one masked key where no whole one stands, or the
// one example where using it was approved. None, and several, are refused with the reason; the
// text itself is never shown.
func one(text []byte, approve []string, l words.Lang) (identify.Finding, error) {
	defer clear(text)
	found, other := identify.Find(text)
	instead := identify.StandIns(text)
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) == 0 && len(instead) == 1 && (instead[0].Why != identify.WhyDecoy || contains(approve, runbook.ApproveDecoy)):
		return instead[0], nil
	case len(found) == 0:
		shape := identify.Shape{Look: identify.LooksUnknown}
		if len(other) > 0 {
			shape = other[0]
		}
		said := l.NotRecognised(string(shape.Look), shape.Vendor)
		if len(instead) == 1 {
			said = append(said, l.BaitUnapproved())
		}
		return identify.Finding{}, refuse(said)
	}
	list := make([]incident.IdentifiedData, 0, len(found))
	for _, f := range found {
		list = append(list, incident.IdentifiedData{Kind: f.Credential.Kind, Last4: f.Credential.Secret.Last4(), Line: f.Line, Name: f.Name})
	}
	return identify.Finding{}, refuse(l.SeveralKeys(list))
}
