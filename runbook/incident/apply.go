package incident

import (
	"maps"
	"slices"
	"time"

	"firebreak/providers"
)

// Fold adds up events from nothing.
func Fold(events []Event) State {
	var s State
	for _, e := range events {
		s.Apply(e)
	}
	return s
}

// Apply adds one event. It never fails: an unknown type is passed over, and a payload that
// cannot be read is counted.
func (s *State) Apply(e Event) {
	s.Seq, s.Head = max(s.Seq, e.Seq), e.Hash
	if e.At.After(s.Last) {
		s.Last = e.At
	}
	var bad error
	if e.Cred == "" {
		bad = s.applyIncident(e)
	} else {
		k, known := s.Keys[e.Cred]
		if !known {
			k.Cred = e.Cred
			s.Order = append(s.Order, e.Cred)
		}
		k = k.clone()
		bad = k.apply(e)
		k.veil()
		s.Keys = maps.Clone(s.Keys)
		if s.Keys == nil {
			s.Keys = map[string]Key{}
		}
		s.Keys[e.Cred] = k
		if e.Type == Identified || e.Type == Located || e.Type == Related {
			s.link()
		}
		if e.Type == Intended {
			s.Ops++
		}
		if e.Type == Answered || e.Type == Noted || e.Type == ReportWritten {
			bad = s.applyIncident(e)
		}
	}
	if bad != nil {
		s.Damaged++
	}
}

func (s *State) applyIncident(e Event) error {
	switch e.Type {
	case Opened:
		s.OpenedAt = e.At
		err := e.Decode(&s.Opening)
		s.Holder = ResumedData{Who: s.Opening.Who, Where: s.Opening.Where, PID: s.Opening.PID, Tool: s.Opening.Tool, Bases: s.Opening.Bases, Stores: s.Opening.Stores}
		s.HeldAt = e.At
		return err
	case Resumed:
		s.Resumes++
		s.HeldAt = e.At
		s.Holder = ResumedData{}
		if s.Opening.Replace != "" {
			s.Closing = nil // taken up again, to go back
		}
		return e.Decode(&s.Holder)
	case Answered:
		return decodeInto(e, func(a AnswerData) {
			if a.Passed {
				s.Passed = append(slices.Clone(s.Passed), a.Question)
				return
			}
			s.Answers = append(s.Answers, a)
		})
	case Noted:
		return decodeInto(e, func(n NoteData) { s.Notes = append(s.Notes, NoteAt{At: e.At, Step: e.Step, Text: n.Text}) })
	case StepFailed:
		return decodeInto(e, func(f FailData) {
			if e.Step == StepReport {
				s.Unwritten = &f
			}
		})
	case ReportWritten:
		s.Unwritten = nil
		return decodeInto(e, func(r ReportData) {
			earlier := slices.Clone(s.Reports)
			same := func(o ReportData) bool { return o.Path == r.Path } // written anew
			s.Reports, s.ReportAt = append(slices.DeleteFunc(earlier, same), r), e.At
		})
	case Closed:
		return decodeInto(e, func(c ClosedData) { s.Closing, s.ClosedAt = &c, e.At })
	}
	return nil
}

func decodeInto[T any](e Event, use func(T)) error {
	var data T
	if err := e.Decode(&data); err != nil {
		return err
	}
	use(data)
	return nil
}

// anew is what stays of a key that turns out to have another value. What was learned from a part
// says nothing of the whole, but the limits that we set by a record stand.
func (k Key) anew() Key {
	left := Key{Cred: k.Cred, Kept: k.Kept, Reported: k.Reported}
	for _, o := range k.Ops {
		if o.OfLimit() {
			left.Ops = append(left.Ops, o)
		}
	}
	return left
}

// apply adds an event of one credential. Its parts are grouped by what they change.
func (k *Key) apply(e Event) error {
	switch e.Type {
	case StepStarted, StepDone, StepFailed, StepSkipped, StepManual:
		return k.applyMark(e)
	case Intended, Concluded, Uncertain:
		return k.applyOp(e)
	case Identified:
		return decodeInto(e, func(d IdentifiedData) {
			if known := k.Identity; known.Masked || known.Fingerprint != "" && known.Fingerprint != d.Fingerprint {
				*k = k.anew()
			}
			k.Identity, k.IdentifiedAt = d, e.At
			if d.Record != nil {
				k.Located, k.LocatedAt = &LocatedData{Strength: providers.Exact, Candidates: []Record{*d.Record}}, e.At
			}
		})
	case Validated, Probed, LookDue:
		return k.applyProbe(e)
	case RecordRead:
		return decodeInto(e, k.read)
	case Located:
		return decodeInto(e, func(l LocatedData) { k.Located, k.LocatedAt = &l, e.At })
	case ForecastSaved:
		return decodeInto(e, func(f ForecastData) { k.Forecast = &f })
	case Decided:
		return decodeInto(e, func(d DecidedData) { k.Decided, k.DecidedAt = &d, e.At })
	case UsageFetched:
		return decodeInto(e, func(u FetchedData) { k.Usage, k.UsageAt = &u, e.At })
	case UsageVerdict:
		return decodeInto(e, func(v VerdictData) {
			if k.Verdicts == nil {
				k.Verdicts, k.VerdictBy = map[string]GroupVerdict{}, map[string]By{}
			}
			k.Verdicts[v.Group], k.VerdictBy[v.Group] = v.Verdict, e.By
		})
	case UseSeen:
		return decodeInto(e, func(u UseData) { k.Use, k.UseAt = &u, e.At })
	case Retired:
		return decodeInto(e, func(r RetireData) { k.Retire = &r })
	case StoreFound, Parked, Created, Written, Verified:
		return k.applySuccessor(e)
	case Related:
		return decodeInto(e, func(r RelatedData) { k.applyRelated(r, e.At) })
	case Reported:
		return decodeInto(e, func(r ReportedData) { k.Reported = append(slices.Clip(k.Reported), r) })
	case ExposureHit:
		return decodeInto(e, func(h HitData) { k.Hits = append(k.Hits, h) })
	}
	return nil
}

func (k *Key) applyMark(e Event) error {
	if k.Marks == nil {
		k.Marks = map[Step]Mark{}
	}
	m := k.Marks[e.Step]
	var err error
	switch e.Type {
	case StepStarted:
		m.Started, m.Failed, m.Skipped, m.Manual = e.At, nil, false, false
		if e.Step == StepProve {
			err = decodeInto(e, func(p ProveData) { k.Proof.begin(p, e.At) })
		}
		switch e.Step { // a search starts over
		case StepInvestigate:
			k.Hits = nil
		case StepRelated:
			k.Unlisted = nil // the rows stay, with what was decided
		}
		if e.Step == StepRotate && k.Successor.Parked == nil { // a plan starts over
			k.Successor.Places, k.Successor.Holders, k.Successor.Planned, k.Successor.Scopes = nil, nil, 0, nil
			if len(e.Data) > 0 { // none before plans counted their places
				err = decodeInto(e, func(p PlanData) { k.Successor.Planned, k.Successor.Scopes = p.Places, p.Scopes })
			}
		}
	case StepDone:
		m.Done, m.Failed = e.At, nil
		if e.Step == StepInvestigate {
			err = decodeInto(e, func(t TracedData) { k.Traced, k.TracedAt = &t, e.At })
		}
	case StepFailed:
		m.Tries++
		m.FailAt = e.At
		err = decodeInto(e, func(f FailData) { m.Failed = &f })
	case StepSkipped, StepManual:
		if e.Step == StepLift { // one limit is kept; others may stand
			return decodeInto(e, func(n NoteData) { k.Kept = append(k.Kept, n) })
		}
		m.Skipped, m.Manual, m.At = e.Type == StepSkipped, e.Type == StepManual, e.At
		err = decodeInto(e, func(n NoteData) { m.Note = n.Text })
	}
	k.Marks[e.Step] = m
	return err
}

func (k *Key) applyOp(e Event) error {
	if e.Type == Intended {
		return decodeInto(e, func(i IntentData) {
			k.Ops = append(k.Ops, Op{ID: e.Op, Step: e.Step, At: e.At, Intent: i})
		})
	}
	for i := range k.Ops {
		o := &k.Ops[i]
		if o.ID != e.Op || o.Outcome != nil {
			continue
		}
		if e.Type == Uncertain {
			return decodeInto(e, func(f FailData) { o.Unknown = &f })
		}
		o.DoneAt = e.At
		return decodeInto(e, func(d OutcomeData) {
			o.Outcome = &d
			switch {
			case o.Applied() && o.Intent.Act == ActRestore:
				k.restored()
			case o.Applied() && o.Intent.Place != nil:
				k.Successor.changed(o.Intent, e.At)
			}
		})
	}
	return nil
}

func (k *Key) applySuccessor(e Event) error {
	n := &k.Successor
	switch e.Type {
	case StoreFound:
		return decodeInto(e, n.found)
	case Parked:
		n.Op = e.Op
		return decodeInto(e, func(p ParkedData) { n.Parked = &p })
	case Created:
		n.Op = e.Op
		return decodeInto(e, func(c CreatedData) { n.Record = &c.Record })
	case Written:
		return decodeInto(e, func(p Place) {
			if i := n.index(p); i >= 0 {
				n.Places[i].Written = e.At
			}
		})
	default: // Verified
		return decodeInto(e, func(v VerifiedData) {
			if v.Verdict != nil {
				n.Probe, n.ProbeAt = v.Verdict, e.At
			}
			if v.Place == nil {
				return
			}
			if i := n.index(*v.Place); i >= 0 {
				n.Places[i].Verified, n.Places[i].Holds = e.At, v.Holds
			}
		})
	}
}

func (n *Successor) found(p Place) {
	same := func(o Place) bool { return o.Store == p.Store && o.Detail == p.Detail }
	if p.Off != "" {
		n.Holders = append(slices.DeleteFunc(n.Holders, same), p)
		return
	}
	if i := n.index(p); i >= 0 {
		n.Places[i].Place = p
		return
	}
	n.Places = append(n.Places, PlaceState{Place: p})
}

func (k *Key) applyRelated(r RelatedData, at time.Time) {
	if r.Unlisted != "" {
		k.Unlisted = append(k.Unlisted, r.Unlisted)
		return
	}
	for i, row := range k.Related {
		if row.ID == r.ID {
			k.Related[i] = row.with(r, at)
			return
		}
	}
	k.Related = append(k.Related, RelatedRow{RelatedData: r, FoundAt: at})
}

// with adds what is told of a row again: a decision, a fuller record, or that the leaked key made
// it, which counts more than any other relation and opens a decision to keep it again.
func (row RelatedRow) with(r RelatedData, at time.Time) RelatedRow {
	if r.Decision != Undecided {
		row.Decision, row.Reason, row.Approver, row.DecidedAt = r.Decision, r.Reason, r.Approver, at
		return row
	}
	switch made := row.Relation == providers.MintedByIt; {
	case r.Relation == providers.MintedByIt && !made:
		row.Relation, row.Found = r.Relation, r.Found
		if row.Decision == KeptD {
			row.Decision, row.Reason, row.Approver, row.DecidedAt = Undecided, providers.Untrusted{}, providers.Untrusted{}, time.Time{}
		}
	case made && r.Relation != providers.MintedByIt && r.Record != nil:
		row.Record = r.Record // the vendor tells more of it than its log
	}
	return row
}

func (k *Key) applyProbe(e Event) error {
	switch e.Type {
	case LookDue:
		return decodeInto(e, func(l LookData) { k.Looks = append(k.Looks, Look{Due: l.At}) })
	case Validated:
		return decodeInto(e, func(v ValidatedData) {
			ours := v.Life == providers.Dead && k.refusedByUs() // which says nothing of the key before us
			if !ours && (k.First == nil || undecided(k.First.Life)) {
				k.First = &v
			}
			k.heard(v.Verdict)
			if v.Control != nil {
				k.Proof.control(*v.Control)
			}
		})
	}
	return decodeInto(e, func(p ProbeData) {
		if p.Control {
			k.Proof.control(p.Verdict)
			return
		}
		k.heard(p.Verdict)
		k.Proof.Heard.Again = p.Again
		if e.Step == StepLook {
			for i := range k.Looks {
				if k.Looks[i].Done.IsZero() && !k.Looks[i].Due.After(p.At) && !undecided(p.Life) {
					k.Looks[i].Done = p.At
				}
			}
		}
		k.Proof.probe(p.Verdict)
	})
}

func undecided(l providers.Life) bool {
	return l == providers.Unclear || l == providers.Throttled
}

// heard keeps the newest answer about the key.
func (k *Key) heard(v Verdict) {
	k.Latest = &v
	k.Proof.Heard.take(v)
	if v.Life == providers.Dead {
		k.LastRefused = v.At
	}
	if v.Life == providers.Alive || v.Life == providers.AliveLimited {
		k.LastAlive = v.At
		if !k.Proof.ProvenAt.IsZero() && v.At.After(k.Proof.ProvenAt) {
			k.Proof.Revived = v.At
		}
	}
}
