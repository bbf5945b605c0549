package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// isReportFile reports whether an argument names a report by its file, and not an incident.
func isReportFile(arg string) bool {
	info, err := os.Stat(arg)
	return err == nil && info.Mode().IsRegular() || strings.HasSuffix(arg, ".md")
}

// checkFile scores a report by its file.
func (a *app) checkFile(path string, l words.Lang, asJSON bool) error {
	m, err := runbook.CheckReport(path, detect, l)
	if err != nil {
		return err
	}
	return a.printMarks(m, path, found{}, l, asJSON)
}

// checkIncident scores the newest report of an incident as it stands on disk, edited or not; where
// none does, the one that would be written now.
func (a *app) checkIncident(f found, l words.Lang, asJSON bool, compose func() (runbook.Set, error)) error {
	if path := runbook.LastReport(runbook.WithNoted(f.state, f.dir)); path != "" {
		m, err := runbook.CheckReport(path, detect, l)
		if err != nil {
			return err
		}
		return a.printMarks(m, path, f, l, asJSON)
	}
	set, err := compose()
	if err != nil {
		return err
	}
	m, err := runbook.CheckSet(set, detect, l)
	if err != nil {
		return err
	}
	return a.printMarks(m, "", f, l, asJSON)
}

// printMarks prints a score, and leaves with 3 where the report does not pass. An incident is
// given where its questions can still be answered.
func (a *app) printMarks(m runbook.Marks, path string, f found, l words.Lang, asJSON bool) error {
	if asJSON {
		if err := a.printMarksJSON(m, path); err != nil {
			return err
		}
	} else {
		fmt.Fprintln(a.out, l.ReportMarks(m.Score, m.Gates))
		for _, lost := range m.Lost {
			fmt.Fprintln(a.out, l.LostPoint(lost.Point, lost.Why))
			switch {
			case f.id != "" && lost.Ask != "":
				prompt, _ := l.Question(lost.Ask)
				fmt.Fprintln(a.out, "   "+l.MendByAnswer(prompt, f.id))
			case f.id != "" && lost.Step != "" && f.state.Closing == nil:
				fmt.Fprintln(a.out, "   "+l.MendByStep(lost.Step, f.id))
			}
			if path != "" && lost.Line > 0 {
				fmt.Fprintln(a.out, "   "+l.MendAt(path, lost.Line))
			}
		}
	}
	if !m.Passed() {
		return leave{exitOpen}
	}
	return nil
}

// printMarksJSON prints the score for programs; where a point is mended stands in its reason.
func (a *app) printMarksJSON(m runbook.Marks, path string) error {
	type loss struct {
		Point int               `json:"point"`
		Why   string            `json:"why"`
		Line  int               `json:"line,omitempty"`
		Ask   incident.Question `json:"ask,omitempty"`
	}
	told := struct {
		Score  int    `json:"score"`
		Gates  []int  `json:"gates"`
		Lost   []loss `json:"lost"`
		Report string `json:"report,omitempty"`
	}{m.Score, append([]int{}, m.Gates...), []loss{}, path}
	for _, l := range m.Lost {
		told.Lost = append(told.Lost, loss{l.Point, l.Why, l.Line, l.Ask})
	}
	out, err := json.Marshal(told)
	if err != nil {
		return fmt.Errorf("encode the score: %w", err)
	}
	fmt.Fprintf(a.out, "%s\n", out)
	return nil
}
