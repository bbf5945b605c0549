package main

import (
	"bytes"

	"firebreak/providers/identify"
	"firebreak/providers/intake"
)

// What identify makes of a scanner's report: its rules name the issuers of values that do not say it
// themselves, and a report with values in it is an exposure of its own.

// reportMarks stand near the beginning of the reports that intake knows.
var reportMarks = [][]byte{[]byte(`"DetectorName"`), []byte(`"RuleID"`), []byte(`"runs"`), []byte(`"finding`), []byte(`"rule_text_id"`), []byte(`"matches"`),
	[]byte(`entities_with_incidents"`), []byte(`"secret_type"`), []byte(`"gitguardian_url"`), []byte(`"results"`)}

// mostBefore is how much may stand before the first mark: a build's log, say.
const mostBefore = 64 << 10

// mayBeReport looks for the marks in the start of a text, in UTF-16 too.
func mayBeReport(head []byte) bool {
	head = bytes.ReplaceAll(head[:min(len(head), mostBefore)], []byte{0}, nil)
	defer clear(head)
	for _, mark := range reportMarks {
		if bytes.Contains(head, mark) {
			return true
		}
	}
	return false
}

// reportedIn adds to the readings of a text what the rules of a report say of its values, and counts
// the values that it holds in clear. Where the text is no report nothing changes.
func reportedIn(text []byte, list []identify.Reading, table *identify.Table) (all []identify.Reading, inClear int) {
	if !mayBeReport(text) {
		return list, 0
	}
	report, ok, _ := intake.Read(text) // of one that is broken what came before counts
	if !ok {
		return list, 0
	}
	var cuts []identify.Cut
	for _, item := range intake.Group(report.Items) {
		if item.State == intake.Full {
			cuts = append(cuts, identify.Cut{Value: item.Secret, Issuer: intake.Hint(item)})
		}
	}
	return identify.Include(text, list, cuts, identify.Options{Table: table}), len(cuts)
}

// keeper keeps what is read through it, as long as it may be a report.
type keeper struct {
	text []byte
	off  bool
}

// Write never fails.
func (k *keeper) Write(b []byte) (int, error) {
	if k.off {
		return len(b), nil
	}
	k.text = append(k.text, b...)
	if len(k.text) > intake.MaxText || len(k.text) > mostBefore && !mayBeReport(k.text) {
		k.wipe()
	}
	return len(b), nil
}

func (k *keeper) wipe() {
	clear(k.text)
	k.text, k.off = nil, true
}
