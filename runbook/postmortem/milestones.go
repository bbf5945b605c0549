package postmortem

import (
	"slices"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// Milestones are the times that the metrics are made of.
type Milestones struct {
	ExposureStart   Moment // the first moment at which a stranger could read the secret
	FirstAbuse      Moment // the first request that is not ours
	Detected        Moment // the first signal in a system of ours
	Acknowledged    Moment // a person began to act
	RevokeRequested Moment // the provider accepted the revocation
	FoundGone       Moment // the revocation found that somebody else had ended the key
	VerifiedDead    Moment // the first refusal of the run that proves death
	ProvenAt        Moment // the last one of that run
	LastAccepted    Moment // the last accepted request of anybody after the revocation
	Rotated         Moment // the last required consumer has the new credential
	ExposureRemoved Moment // the last known copy is removed
	Closed          Moment

	ended        Moment // VerifiedDead, or the bounds of an end that somebody else made
	exposureFrom source // what ExposureStart rests on
}

// source says what a derived time rests on.
type source string

const (
	fromPush    source = "push"
	fromAnswer  source = "answer"
	fromCreated source = "created"
	fromNothing source = ""
)

// Times computes the milestones of one credential.
func Times(s incident.State, cred string) Milestones {
	k := s.Keys[cred]
	m := Milestones{Acknowledged: unknownMoment(notRecorded), Closed: unknownMoment(stillOpen), Detected: Moment{Why: silent(s, incident.AskDetected)}}
	if !s.OpenedAt.IsZero() {
		m.Acknowledged = measured(s.OpenedAt)
	}
	if !s.ClosedAt.IsZero() {
		m.Closed = measured(s.ClosedAt)
	}
	if a, ok := s.Answer(incident.AskDetected, ""); ok {
		m.Detected = unknownMoment(notTimed)
		if !a.Time.IsZero() {
			m.Detected = measured(a.Time)
		}
	}
	m.ExposureStart, m.exposureFrom = exposureStart(s, k)
	m.FirstAbuse = firstAbuse(k, m.ExposureStart)
	m.RevokeRequested = revokeRequested(k)
	m.VerifiedDead, m.ProvenAt = death(k)
	m.ended = m.VerifiedDead
	if at := k.GoneAt(); !at.IsZero() {
		m.FoundGone, m.ended = measured(at), endedBefore(k, m.VerifiedDead)
	}
	m.LastAccepted = lastAccepted(k, m)
	m.Rotated = rotated(k)
	m.ExposureRemoved = exposureRemoved(s, k)
	return m
}

// exposureStart takes the earliest of what is known: a recorded push, or what a person told.
// Failing both, the key cannot have been out before it was created.
func exposureStart(s incident.State, k incident.Key) (Moment, source) {
	var at time.Time
	from := fromNothing
	for _, h := range k.Hits {
		if !h.PushedAt.IsZero() && (at.IsZero() || h.PushedAt.Before(at)) {
			at, from = h.PushedAt, fromPush
		}
	}
	told, answered := s.Answer(incident.AskExposedSince, "")
	if !told.Time.IsZero() && (at.IsZero() || told.Time.Before(at)) {
		at, from = told.Time, fromAnswer
	}
	if from != fromNothing {
		return measured(at), from
	}
	if r := snapshot(k); r != nil && !r.Created.IsZero() && r.Created.Before(s.OpenedAt) {
		return between(r.Created, s.OpenedAt), fromCreated
	}
	if answered && !told.Value.IsEmpty() {
		return unknownMoment(notTimed), fromNothing
	}
	return Moment{Why: silent(s, incident.AskExposedSince)}, fromNothing
}

// snapshot is the record as saved before anything was deleted, else as located.
func snapshot(k incident.Key) *incident.Record {
	if k.Forecast != nil && k.Forecast.Record.ID != "" {
		return &k.Forecast.Record
	}
	return k.Record()
}

// firstAbuse is bounded by the bucket in which the earliest foreign group begins, and by what
// is undecided before it.
func firstAbuse(k incident.Key, exposure Moment) Moment {
	if k.Usage == nil {
		return Moment{Why: undone(k, incident.StepReview)}
	}
	var foreign, open time.Time // the earliest of each
	earliest := func(t *time.Time, at time.Time) {
		if t.IsZero() || at.Before(*t) {
			*t = at
		}
	}
	for _, g := range k.Usage.Groups {
		switch k.Verdicts[g.ID] {
		case incident.NotOurs:
			earliest(&foreign, g.From)
		case incident.Ours:
		default:
			earliest(&open, g.From)
		}
	}
	switch {
	case foreign.IsZero() && !open.IsZero():
		return Moment{Why: unsaid(k)}
	case foreign.IsZero() && k.Usage.Doubt() != "":
		return Moment{Why: Absence{Code: notLooked, Reason: k.Usage.Doubt()}}
	case foreign.IsZero():
		return unknownMoment(noForeignUse)
	}
	// what is undecided may have begun earlier, but not before the key could be out
	from := foreign
	if !open.IsZero() && open.Before(from) {
		from = open
		if exposure.Known() && from.Before(exposure.From) {
			from = earlierOf(exposure.From, foreign)
		}
	}
	return between(from, foreign.Add(bucketWidth(*k.Usage, foreign)))
}

func earlierOf(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// fineCell is the width of the fine chart's cells, each of which holds two buckets.
const fineCell = 2 * time.Minute

// bucketWidth is the width of the bucket that starts at t: a minute where the review read
// minutes at that time, else an hour.
func bucketWidth(u incident.FetchedData, t time.Time) time.Duration {
	if !t.Truncate(time.Hour).Equal(t) {
		return time.Minute
	}
	if !u.MinutesFrom.IsZero() && !t.Before(u.MinutesFrom) && !unsettledMinutes(u, t) {
		return time.Minute
	}
	for _, c := range u.Minutes {
		if c.At.Equal(t.Truncate(fineCell)) {
			return time.Minute
		}
	}
	return time.Hour
}

// unsettledMinutes reports whether the minutes of the hour at t disagree with the hour, which
// then stood for them.
func unsettledMinutes(u incident.FetchedData, t time.Time) bool {
	return slices.ContainsFunc(u.Gaps, func(g incident.Gap) bool {
		return g.What == "usage minutes" && !t.Before(g.From) && t.Before(g.To)
	})
}

func revokeRequested(k incident.Key) Moment {
	if !k.GoneAt().IsZero() {
		return unknownMoment(goneBefore)
	}
	if at := k.Accepted(); !at.IsZero() {
		return measured(at)
	}
	switch k.Outcome() {
	case incident.UnknownOutcome:
		return unknownMoment(sentUnknown)
	case incident.WithheldOutcome:
		return unknownMoment(withheldDry)
	case incident.AlreadyDead:
		return unknownMoment(deadBefore)
	case incident.NotAccepted:
		return unknownMoment(notAccepted)
	}
	if f := k.Marks[incident.StepRevoke].Failed; f != nil {
		return Moment{Why: undone(k, incident.StepRevoke)}
	}
	return unknownMoment(notRevoked)
}

// death gives the first and the last refusal of the run that proves it. A key that was
// accepted again afterwards has neither: the report must not say dead.
func death(k incident.Key) (verified, proven Moment) {
	refusedAtFirst := k.First != nil && k.First.Life == providers.Dead
	if k.Proof.Proven() && !refusedAtFirst {
		return measured(k.Proof.VerifiedDead), measured(k.Proof.ProvenAt)
	}
	why := notProven
	switch k.Outcome() {
	case incident.RevivedOutcome:
		why = aliveAgain
	case incident.AlreadyDead:
		why = deadBefore
	case incident.NotAccepted:
		why = notAccepted
	case incident.WithheldOutcome:
		why = withheldDry
	}
	return unknownMoment(why), unknownMoment(why)
}

// endedBefore bounds the end of a key that somebody else ended: after our last accepted probe and
// not after the first refusal. Unknown where one of them is missing.
func endedBefore(k incident.Key, verified Moment) Moment {
	if !verified.Known() || k.LastAlive.IsZero() || k.LastAlive.After(verified.To) {
		return unknownMoment(goneBefore)
	}
	return between(k.LastAlive, verified.To)
}

// lastAccepted is bounded by our own last accepted probe after the revocation and the death;
// requests of others are not told one by one.
func lastAccepted(k incident.Key, m Milestones) Moment {
	accepted := m.RevokeRequested
	if accepted.Known() && m.VerifiedDead.Known() && k.LastAlive.After(accepted.From) {
		return between(k.LastAlive, m.VerifiedDead.From)
	}
	switch {
	case !accepted.Known():
		return Moment{Why: accepted.Why}
	case !m.VerifiedDead.Known():
		return Moment{Why: m.VerifiedDead.Why}
	}
	return unknownMoment(notReported)
}

// rotated is when the last place of the plan was read back and the new key had answered.
func rotated(k incident.Key) Moment {
	n := k.Successor
	if n.Done() {
		last := n.ProbeAt
		for _, p := range n.Places {
			if p.Verified.After(last) {
				last = p.Verified
			}
		}
		return measured(last)
	}
	m := k.Marks[incident.StepRotate]
	if m.Manual && n.Probe != nil && isAlive(n.Probe.Life) {
		return measured(m.At)
	}
	if op, tried := k.LastOp(incident.ActCreate); tried && op.Outcome != nil && op.Outcome.Result == incident.Withheld {
		return unknownMoment(keptOld)
	}
	return Moment{Why: undone(k, incident.StepRotate)}
}

// exposureRemoved needs a time for every copy that was found or reported, or for the one that was told of.
func exposureRemoved(s incident.State, k incident.Key) Moment {
	copies := k.Copies()
	if k.Traced == nil && len(copies) == 0 {
		return Moment{Why: undone(k, incident.StepInvestigate)}
	}
	if len(copies) == 0 {
		if a, ok := s.Answer(incident.AskRemoved, ""); ok && !a.Time.IsZero() {
			return measured(a.Time)
		}
		return Moment{Why: silent(s, incident.AskRemoved)}
	}
	var last time.Time
	for _, h := range copies {
		a, ok := s.Answer(incident.AskRemoved, CopyID(h))
		if !ok || a.Time.IsZero() {
			return unknownMoment(copiesLeft)
		}
		if a.Time.After(last) {
			last = a.Time
		}
	}
	return measured(last)
}
