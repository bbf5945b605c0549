package runbook

import (
	"encoding/json"
	"fmt"
	"slices"

	"firebreak/providers/files"
	"firebreak/runbook/incident"
)

// notedFile stands in an incident's folder, beside the journal.
const (
	notedFile = "report.json"
	notedMost = 1 << 20
)

// NoteReport remembers a report that was written without the journal's lock, so that nothing
// can be appended. Who takes the incident up next journals it.
func NoteReport(folder string, r incident.ReportData) error {
	data, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("note the report: %w", err)
	}
	return files.WriteState(folder, notedFile, data)
}

// WithNoted adds the noted report of an incident's folder to its state, unless it is journalled
// already. A note that is missing or cannot be read adds nothing.
func WithNoted(s incident.State, folder string) incident.State {
	if r, ok := noted(s, folder); ok {
		s.Reports = append(slices.Clip(s.Reports), r)
	}
	return s
}

func noted(s incident.State, folder string) (incident.ReportData, bool) {
	var r incident.ReportData
	data, err := files.ReadState(folder, notedFile, notedMost)
	if err != nil || json.Unmarshal(data, &r) != nil || r.Path == "" {
		return incident.ReportData{}, false
	}
	known := slices.ContainsFunc(s.Reports, func(o incident.ReportData) bool { return o.Path == r.Path && o.SHA256 == r.SHA256 })
	return r, !known
}

// takeNoted journals a report that was written while nobody held the incident.
func (e *Engine) takeNoted() error {
	if e.cfg.StatePath == "" {
		return nil
	}
	r, ok := noted(e.State(), e.cfg.StatePath)
	if !ok {
		return nil
	}
	return e.append(incident.Event{Type: incident.ReportWritten, Step: incident.StepReport}, r)
}
