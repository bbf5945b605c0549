package postmortem

import (
	"strconv"
	"strings"

	"firebreak/runbook/incident"
)

// Figures are the milestones and the nine metrics of one credential's incident.
type Figures struct {
	Milestones
	ExposureWindow Span // from exposure to verified dead
	AbuseTime      Span // from the first foreign request to verified dead
	Detect         Span // from the first foreign request to detection
	Acknowledge    Span // from detection to acknowledgement; negative where we began before
	Contain        Span // from acknowledgement to verified dead
	Tail           Span // from the accepted revocation to the last accepted request
	Recover        Span // from verified dead to rotated
	Money          Money
	Outage         Figure // minutes

	DetectOfExposure bool // Detect is measured from the exposure, since no abuse came before
	ContainAtMost    bool // Contain is the upper bound: somebody else ended the key before
	TailAtMost       bool // Tail is the upper bound up to verified dead
}

// Metrics computes everything that is arithmetic. Every interval is taken between the whole
// seconds of the milestones, so that a reader can check it.
func Metrics(s incident.State, cred string) Figures {
	m := Times(s, cred)
	f := Figures{Milestones: m, Money: cost(s.Keys[cred], m)}
	f.ExposureWindow = until(m.ExposureStart, m.ended, false)
	f.AbuseTime = until(m.FirstAbuse, m.ended, false)
	if m.FirstAbuse.Why.Code == noForeignUse {
		f.AbuseTime.Why = m.FirstAbuse.Why
	}
	f.Detect, f.DetectOfExposure = detection(m)
	f.Acknowledge = until(m.Detected, m.Acknowledged, true)
	f.Contain = until(m.Acknowledged, m.ended, false)
	f.Recover = until(m.ended, m.Rotated, false)
	if f.Recover.Why.Code == contradiction {
		f.Recover.Why.Code = rotatedBefore
	}
	f.Tail = until(m.RevokeRequested, m.LastAccepted, false)
	if !f.Tail.Known {
		f.Tail = until(m.RevokeRequested, m.VerifiedDead, false)
		f.TailAtMost = f.Tail.Known
	}
	if m.FoundGone.Known() {
		f.endedElsewhere(m)
	}
	f.Outage = outage(s)
	return f
}

// endedElsewhere says of the spans that have no end of ours why: nothing was revoked by us, and
// what contained the key came before.
func (f *Figures) endedElsewhere(m Milestones) {
	f.Tail.Why = m.RevokeRequested.Why
	f.ContainAtMost = f.Contain.Known
	if !f.Contain.Known && m.VerifiedDead.Known() {
		f.Contain.Why = m.RevokeRequested.Why
	}
}

// detection counts from the first abuse. Where there was none, or where the leak was noticed
// before it, the exposure is what was detected.
func detection(m Milestones) (s Span, ofExposure bool) {
	none := m.FirstAbuse.Why.Code == noForeignUse
	earlier := m.FirstAbuse.Known() && m.Detected.Known() && m.Detected.To.Before(m.FirstAbuse.From)
	if none || earlier {
		return until(m.ExposureStart, m.Detected, false), true
	}
	return until(m.FirstAbuse, m.Detected, false), false
}

// outage adds up the minutes that people told, one answer per consumer or one for all.
func outage(s incident.State) Figure {
	told := answers(s, incident.AskOutage)
	if len(told) == 0 {
		return unknownFigure(silent(s, incident.AskOutage))
	}
	minutes := int64(0)
	for _, a := range told {
		first, _, _ := strings.Cut(a.Value.Line(lineWidth), " ")
		n, err := strconv.Atoi(first)
		if err != nil || n < 0 {
			return unknownFigure(Absence{Code: notCounted})
		}
		minutes += int64(n)
	}
	return exactly(minutes)
}

// answers lists the newest answer for each thing that a question was asked about, in the
// order in which they were first answered. Empty answers mean unknown and are passed over.
func answers(s incident.State, q incident.Question) []incident.AnswerData {
	var list []incident.AnswerData
	seen := map[string]bool{}
	for _, a := range s.Answers {
		if a.Question != q || seen[a.About] {
			continue
		}
		seen[a.About] = true
		if newest, _ := s.Answer(q, a.About); !newest.Value.IsEmpty() {
			list = append(list, newest)
		}
	}
	return list
}
