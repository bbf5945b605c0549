package runbook

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/providers/identify"
	"firebreak/runbook/incident"
)

// NewID names an incident: INC-20261123-k7qd. The letters leave out what looks alike.
func NewID(now time.Time, random io.Reader) (string, error) {
	const letters = "abcdefghjkmnpqrstuvwxyz23456789"
	raw := make([]byte, 4)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", fmt.Errorf("name the incident: %w", err)
	}
	var b strings.Builder
	for _, c := range raw {
		b.WriteByte(letters[int(c)%len(letters)])
	}
	return "INC-" + now.UTC().Format("20060102") + "-" + b.String(), nil
}

// ShortID is the id as screens show it: INC-k7qd.
func ShortID(id string) string {
	if i := strings.LastIndexByte(id, '-'); i > 4 {
		return id[:4] + id[i+1:]
	}
	return id
}

// NewSalt makes the key of fingerprints of weak values.
func NewSalt() string {
	raw := make([]byte, 16)
	_, _ = rand.Read(raw) // never fails, by its documentation
	return hex.EncodeToString(raw)
}

// Start records the opening of a new incident.
func (e *Engine) Start(d incident.OpenedData) error {
	return e.append(incident.Event{Type: incident.Opened}, d)
}

// Resume records who goes on, and a report that was written meanwhile.
func (e *Engine) Resume(d incident.ResumedData) error {
	if err := e.append(incident.Event{Type: incident.Resumed}, d); err != nil {
		return err
	}
	e.tidy(context.Background())
	return e.takeNoted()
}

// Identify takes a found credential into the incident and holds its value in memory, where it
// has one: a masked one is known by its ending only.
func (e *Engine) Identify(f identify.Finding, from string, others int) (cred string, err error) {
	return e.take(f, incident.IdentifiedData{From: from, Others: others})
}

// IdentifyAll takes the credentials of one text into the incident, as Identify does. Each event
// tells how many there are, so that a run that ended between two of them is known to be incomplete.
func (e *Engine) IdentifyAll(list []identify.Finding, from string, others int) (creds []string, err error) {
	data := incident.IdentifiedData{From: from, Others: others}
	if len(list) > 1 {
		data.Together = len(list)
	}
	for _, f := range list {
		cred, err := e.take(f, data)
		if err != nil {
			return creds, err
		}
		creds = append(creds, cred)
	}
	return creds, nil
}

// take records a credential, with what is told of it beside what it shows itself.
func (e *Engine) take(f identify.Finding, data incident.IdentifiedData) (cred string, err error) {
	data.Kind, data.Prefix, data.Confidence, data.Why = f.Credential.Kind, identify.Prefix(f.Credential.Kind), string(f.Confidence), string(f.Why)
	data.Name, data.Line = f.Name, f.Line
	if data.Masked = f.Credential.Secret.IsEmpty(); data.Masked {
		data.Last4 = f.Ending
	} else {
		data.Fingerprint, data.Last4 = e.Fingerprint(f.Credential.Secret), f.Credential.Secret.Last4()
	}
	if cred, err = e.takeData(data); err != nil || data.Masked {
		return cred, err
	}
	return cred, e.Hold(cred, f.Credential)
}

// takeData gives a credential its place in the incident.
func (e *Engine) takeData(data incident.IdentifiedData) (cred string, err error) {
	cred = fmt.Sprintf("c%d", len(e.State().Order)+1)
	return cred, e.note(cred, incident.StepIdentify, incident.Identified, data)
}

// TakeReport records what a report tells of a key that was taken in, and gives how many of its
// places are new; nil: nothing.
func (e *Engine) TakeReport(cred string, t *incident.Told) (added int, err error) {
	if t == nil {
		return 0, nil
	}
	for _, r := range t.Places {
		if told(e.State().Keys[cred].Reported, r) {
			continue
		}
		if err := e.note(cred, incident.StepIdentify, incident.Reported, r); err != nil {
			return added, err
		}
		added++
	}
	return added, nil
}

// told reports whether a place is known in all that is told of it, as a journal would keep it.
func told(list []incident.ReportedData, r incident.ReportedData) bool {
	text, err := json.Marshal(r)
	return err == nil && slices.ContainsFunc(list, func(other incident.ReportedData) bool {
		known, err := json.Marshal(other)
		return err == nil && bytes.Equal(known, text)
	})
}

// Note records a remark.
func (e *Engine) Note(text string) error {
	return e.append(incident.Event{Type: incident.Noted}, incident.NoteData{Text: providers.FromOutside(text)})
}
