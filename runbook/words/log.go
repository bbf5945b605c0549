package words

import (
	"fmt"
	"strconv"
	"strings"

	"firebreak/runbook/incident"
)

// LogLine is one event of the journal for people: time, what happened, and who said so where
// it was not us. Text from outside is shown harmless and short.
func (l Lang) LogLine(e incident.Event) string {
	line := l.Time(e.At) + "  " + l.logText(e)
	switch e.By {
	case incident.Script:
		line += pick(l, " (by the script)", " (oleh skrip)")
	case incident.Provider:
		line += pick(l, " (by the provider)", " (oleh penyedia)")
	}
	return line
}

// logText is what an event says, without its time.
func (l Lang) logText(e incident.Event) string {
	switch e.Type {
	case incident.Opened, incident.Resumed, incident.Closed, incident.Answered, incident.Noted, incident.ReportWritten, incident.Checkpointed:
		return l.logIncident(e)
	case incident.StepStarted, incident.StepDone, incident.StepFailed, incident.StepSkipped, incident.StepManual:
		return l.logStep(e)
	case incident.Intended, incident.Concluded, incident.Uncertain:
		return l.logOp(e)
	case incident.StoreFound, incident.Parked, incident.Created, incident.Written, incident.Verified, incident.UseSeen, incident.Retired, incident.Related:
		return l.logRotation(e)
	case incident.RecordRead:
		return read(l, e, func(d incident.ReadData) string { return l.KeyStatus(d.Status) })
	case incident.Validated, incident.Probed, incident.StateSeen, incident.LookDue:
		return l.logProof(e)
	}
	return l.logFound(e)
}

// read decodes a payload; what cannot be read is said, never guessed.
func read[T any](l Lang, e incident.Event, say func(T) string) string {
	var data T
	if err := e.Decode(&data); err != nil {
		return clean(string(e.Type), 30) + pick(l, ": payload not readable", ": isinya tidak terbaca")
	}
	return say(data)
}

func (l Lang) logIncident(e incident.Event) string {
	switch e.Type {
	case incident.Opened:
		return read(l, e, func(d incident.OpenedData) string {
			text := l.Mode(d.Mode) + pick(l, ": opened by ", ": dibuka oleh ") + d.Who.Line(30) + pick(l, " on ", " di ") + d.Where.Line(40)
			if d.Scenario != "" {
				text += pick(l, ", scenario ", ", skenario ") + clean(d.Scenario, 12)
			}
			if d.Replace != "" {
				text += pick(l, ", to bring a new value to stores", ", untuk menulis nilai baru ke penyimpanan")
			}
			return text + l.bases(d.Bases)
		})
	case incident.Resumed:
		return read(l, e, func(d incident.ResumedData) string {
			text := pick(l, "resumed by ", "dilanjutkan oleh ") + d.Who.Line(30) + pick(l, " on ", " di ") + d.Where.Line(40)
			if d.Torn != "" {
				text += pick(l, ", unfinished last line set aside in ", ", baris terakhir yang terpotong disimpan di ") + clean(d.Torn, 60)
			}
			return text // it is gone on with at the hosts that it was opened at, or not at all
		})
	case incident.Closed:
		return read(l, e, func(d incident.ClosedData) string {
			text := pick(l, "closed: ", "ditutup: ") + l.ClosedFor(d.Reason)
			if d.Outcome == "" { // it was never about a revocation
				return text
			}
			return text + ", " + l.Outcome(d.Outcome)
		})
	case incident.Answered:
		return read(l, e, func(d incident.AnswerData) string {
			prompt, _ := l.Question(d.Question)
			if d.Passed {
				return prompt + pick(l, " passed over", " dilewati")
			}
			if d.Value.IsEmpty() && d.Time.IsZero() {
				return prompt + " " + l.Unknown()
			}
			answer := d.Value.Line(60)
			if !d.Time.IsZero() {
				answer = strings.TrimSpace(answer + " " + l.Time(d.Time))
			}
			return prompt + " " + answer
		})
	case incident.Noted:
		return read(l, e, func(d incident.NoteData) string { return pick(l, "note: ", "catatan: ") + quoted(d.Text, 120) })
	case incident.ReportWritten:
		return read(l, e, func(d incident.ReportData) string {
			text := pick(l, "report written: ", "laporan ditulis: ") + clean(d.Path, 200)
			if n := len(d.Warnings); n > 0 {
				text += ", " + l.of(int64(n), nWarning)
			}
			return text
		})
	}
	return pick(l, "journal signed", "jurnal ditandatangani")
}

// bases says which addresses stand in for the vendor's own; they change what an answer is worth.
func (l Lang) bases(all map[string]string) string {
	if len(all) == 0 {
		return ""
	}
	return "; " + strings.Join(l.Elsewhere(all), ", ")
}

// Elsewhere says of each host whose address was overridden where it is asked instead, a line each.
func (l Lang) Elsewhere(all map[string]string) []string {
	var lines []string
	for _, host := range sortedKeys(all) {
		lines = append(lines, clean(host, 40)+pick(l, " is at ", " ada di ")+clean(all[host], 80))
	}
	return lines
}

func (l Lang) logStep(e incident.Event) string {
	name := l.Step(e.Step)
	note := func(word string) string {
		return read(l, e, func(d incident.NoteData) string {
			if d.Text.IsEmpty() {
				return name + ": " + word
			}
			return name + ": " + word + ", " + quoted(d.Text, 80)
		})
	}
	switch e.Type {
	case incident.StepStarted:
		if e.Step == incident.StepProve {
			return read(l, e, l.logRun)
		}
		return name + ": " + pick(l, "started", "dimulai")
	case incident.StepDone:
		if e.Step == incident.StepInvestigate {
			return read(l, e, func(d incident.TracedData) string { return name + ": " + l.Traced(d) })
		}
		return name + ": " + pick(l, "done", "selesai")
	case incident.StepSkipped:
		return note(statuses[incident.StatusSkipped].in(l))
	case incident.StepManual:
		return note(statuses[incident.StatusManual].in(l))
	}
	return read(l, e, func(d incident.FailData) string {
		text := name + ": " + pick(l, "stopped; ", "terhenti; ") + lower(l.Trouble(e.Step, d, l.Vendor(""))[0])
		if said := l.Answered(d.Fail); said != "" {
			text += " " + said
		}
		if d.Detail != "" && d.Reason == incident.WhyInternal {
			text += " (" + clean(d.Detail, 120) + ")"
		}
		return text
	})
}

func (l Lang) logRun(d incident.ProveData) string {
	text := l.Step(incident.StepProve) + ": " + pick(l, "watch ", "pantauan ") + l.Count(int64(d.Run)) +
		pick(l, ", window ", ", jendela ") + l.Short(d.Window) + pick(l, ", until ", ", sampai ") + l.Clock(d.Deadline)
	if d.Shortened {
		text += pick(l, ", shortened", ", dipersingkat")
	}
	if d.Why != "" {
		text += "; " + lower(l.Why(d.Why, l.Vendor("")))
	}
	return text
}

func (l Lang) requestNumber(op string) string {
	return pick(l, "request ", "permintaan ") + clean(op, 30) + ": "
}

func (l Lang) logOp(e incident.Event) string {
	op := l.requestNumber(e.Op)
	switch e.Type {
	case incident.Intended:
		return read(l, e, func(d incident.IntentData) string {
			text := op + pick(l, "about to ", "akan ") + l.Act(d.Act) + ", " + l.StatementLine(d.Statement)
			if len(d.Scopes) > 0 {
				text += pick(l, ", scopes ", ", scope ") + scopeList(d.Scopes)
			}
			return text
		})
	case incident.Uncertain:
		return read(l, e, func(d incident.FailData) string {
			text := op + pick(l, "sent, outcome unknown", "terkirim, hasil tidak diketahui")
			if said := l.Answered(d.Fail); said != "" {
				text += ", " + said
			}
			return text
		})
	}
	return read(l, e, func(d incident.OutcomeData) string {
		text := op + l.Ended(d)
		if d.Status != 0 {
			text += ", " + strconv.Itoa(d.Status)
		}
		if how := l.Settled(d.Settled); how != "" {
			text += ", " + how
		}
		if said := l.Answered(d.Fail); said != "" && d.Status == 0 {
			text += ", " + said
		}
		return text
	})
}

// SameAgain counts the events that say the same as the line above.
func (l Lang) SameAgain(n int) string {
	return fmt.Sprintf(pick(l, "    and %s more like it", "    dan %s lagi yang sama"), l.Count(int64(n)))
}
