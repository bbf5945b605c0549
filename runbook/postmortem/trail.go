package postmortem

import (
	"fmt"
	"slices"

	"firebreak/runbook/incident"
)

// trail is the list of events that this report may cite: those of the credential and of the
// incident itself. It remembers which were cited, for the evidence table.
type trail struct {
	events []incident.Event
	cited  map[int]bool
}

func newTrail(events []incident.Event, cred string) *trail {
	t := &trail{cited: map[int]bool{}}
	for i, e := range events {
		if e.Seq == 0 {
			e.Seq = i + 1
		}
		if e.Cred == "" || e.Cred == cred {
			t.events = append(t.events, e)
		}
	}
	return t
}

// cite names events as evidence: "E17, E18". Sequence number 0 stands for none.
func (t *trail) cite(seqs ...int) text {
	var parts []text
	for _, n := range seqs {
		if n == 0 {
			continue
		}
		t.cited[n] = true
		parts = append(parts, own(fmt.Sprintf("E%d", n)))
	}
	return join(", ", parts...)
}

// latest is the newest event of a type, 0 if none.
func (t *trail) latest(types ...incident.Type) int {
	for _, e := range slices.Backward(t.events) {
		if slices.Contains(types, e.Type) {
			return e.Seq
		}
	}
	return 0
}

// step is the newest event of a type at a step.
func (t *trail) step(step incident.Step, types ...incident.Type) int {
	for _, e := range slices.Backward(t.events) {
		if e.Step == step && slices.Contains(types, e.Type) {
			return e.Seq
		}
	}
	return 0
}

// op is the event of a type that belongs to a mutation.
func (t *trail) op(id string, types ...incident.Type) int {
	for _, e := range slices.Backward(t.events) {
		if e.Op == id && slices.Contains(types, e.Type) {
			return e.Seq
		}
	}
	return 0
}

// find is the newest event of a type whose payload fits.
func find[T any](t *trail, typ incident.Type, fits func(T) bool) (incident.Event, bool) {
	for _, e := range slices.Backward(t.events) {
		if e.Type != typ {
			continue
		}
		var data T
		if e.Decode(&data) == nil && fits(data) {
			return e, true
		}
	}
	return incident.Event{}, false
}

func (t *trail) answer(q incident.Question, about string) int {
	e, _ := find(t, incident.Answered, func(a incident.AnswerData) bool { return a.Question == q && a.About == about })
	return e.Seq
}

func (t *trail) verdict(group string) (incident.Event, bool) {
	return find(t, incident.UsageVerdict, func(v incident.VerdictData) bool { return v.Group == group })
}

func (t *trail) related(id string) int {
	e, _ := find(t, incident.Related, func(r incident.RelatedData) bool { return r.ID == id })
	return e.Seq
}

// hit is the event that told of a copy: of a search, or of a report.
func (t *trail) hit(id string) int {
	e, ok := find(t, incident.ExposureHit, func(h incident.HitData) bool { return CopyID(h) == id })
	if !ok {
		e, _ = find(t, incident.Reported, func(r incident.ReportedData) bool { return CopyID(r.HitData) == id })
	}
	return e.Seq
}
