package incident

import (
	"maps"
	"slices"
	"time"

	"firebreak/providers"
)

// State is everything that the events of one incident add up to. A copy is a snapshot: Apply
// replaces what it changes and never writes into what an earlier copy can see.
type State struct {
	Opening   OpenedData
	OpenedAt  time.Time
	Holder    ResumedData // who works on it: from the last incident.opened or resumed
	HeldAt    time.Time
	Resumes   int
	Seq       int
	Head      string // hash of the last event
	Last      time.Time
	Keys      map[string]Key
	Order     []string // cred ids, in the order of their appearance
	Answers   []AnswerData
	Passed    []Question // asked, and passed over
	Notes     []NoteAt
	Reports   []ReportData // by path, the newest last
	ReportAt  time.Time
	Unwritten *FailData // why the report could not be written when that was last tried
	Ops       int       // intents so far: names the next op
	Closing   *ClosedData
	ClosedAt  time.Time
	Damaged   int // events whose payload could not be read
}

// NoteAt is a note with its place.
type NoteAt struct {
	At   time.Time
	Step Step
	Text providers.Untrusted
}

// Key is the state of one credential of the incident.
type Key struct {
	Cred         string
	Identity     IdentifiedData
	IdentifiedAt time.Time
	First        *ValidatedData // the first probe; what it said is never overwritten
	Latest       *Verdict       // the newest answer about the key, whoever asked
	LastAlive    time.Time      // newest accepted probe of ours
	LastRefused  time.Time      // newest refused one
	Read         *ReadData      // the newest read of its record
	Located      *LocatedData
	LocatedAt    time.Time
	Forecast     *ForecastData
	Decided      *DecidedData
	DecidedAt    time.Time
	Marks        map[Step]Mark
	Ops          []Op
	Proof        Proof
	Kept         []NoteData // limits that stay for good, with the reason
	Looks        []Look
	Usage        *FetchedData
	UsageAt      time.Time
	Verdicts     map[string]GroupVerdict
	VerdictBy    map[string]By
	Successor    Successor
	Use          *UseData // of the old key and the new one, once the new one stands everywhere
	UseAt        time.Time
	Retire       *RetireData // the old key may die whatever its use
	Related      []RelatedRow
	Unlisted     []string
	Hits         []HitData
	Reported     []ReportedData
	Traced       *TracedData
	TracedAt     time.Time
}

// Mark is what was said of a step.
type Mark struct {
	Started time.Time
	Done    time.Time
	Failed  *FailData
	FailAt  time.Time
	Tries   int
	Skipped bool
	Manual  bool
	At      time.Time // of Skipped or Manual
	Note    providers.Untrusted
}

// Op is one mutation: its intent, and its outcome once known.
type Op struct {
	ID      string
	Step    Step
	At      time.Time
	Intent  IntentData
	Unknown *FailData // sent, and no usable answer
	Outcome *OutcomeData
	DoneAt  time.Time
}

// Open reports whether nothing is known of the op's end.
func (o Op) Open() bool { return o.Outcome == nil }

// Applied reports whether the op took place.
func (o Op) Applied() bool { return o.Outcome != nil && o.Outcome.Result == Applied }

// Throttled reports whether the vendor refused the op for the moment only: too many requests.
func (o Op) Throttled() bool {
	return o.Outcome != nil && o.Outcome.Result == RefusedRes && o.Outcome.Fail != nil && (o.Outcome.Fail.Status == 429 || o.Outcome.Fail.Throttled)
}

// Declined reports whether the vendor does not do what was asked, whoever asks: no right is missing, and
// the same request would be refused again.
func (o Op) Declined() bool {
	if o.Outcome == nil || o.Outcome.Result != RefusedRes || o.Outcome.Fail == nil || o.Throttled() {
		return false
	}
	return slices.Contains([]int{400, 409, 422}, o.Outcome.Fail.Status)
}

// OfLimit reports whether the op sets or lifts a limit. Such an op goes by a record, whatever the
// key's value turns out to be.
func (o Op) OfLimit() bool { return o.Intent.Act == ActContain || o.Intent.Act == ActLift }

// Look is a later look at the dead key.
type Look struct {
	Due  time.Time
	Done time.Time
}

// Successor is the replacement on its way.
type Successor struct {
	Op      string
	Record  *Record
	Parked  *ParkedData
	Scopes  *ScopesData  // of the old key, and on offer for the new one; nil: the vendor takes none
	Planned int          // places that the newest plan has; fewer of them: its record was cut off
	Places  []PlaceState // where the old key stands, with what became of it
	Holders []Place      // where it stands too, but is not written: comments, encoded forms, neighbours
	Probe   *Verdict     // of the new key
	ProbeAt time.Time
}

// PlaceState is one place of the rotation plan.
type PlaceState struct {
	Place
	Written  time.Time
	Verified time.Time
	Holds    bool
	Undo     string // sealed file: what the newest write replaced; empty: the old value alone
}

// Joined lists the other places of the plan that a write at one changes in the same go: of the same
// entry, in the version that was found, and not written yet.
func (n Successor) Joined(p Place) (with []Place) {
	for _, o := range n.Places {
		if p.Entry != "" && o.Entry == p.Entry && o.Version == p.Version && (o.Store != p.Store || o.Detail != p.Detail) && o.Written.IsZero() {
			with = append(with, o.Place)
		}
	}
	return with
}

// RelatedRow is a credential at risk, with what was decided.
type RelatedRow struct {
	RelatedData
	FoundAt   time.Time
	DecidedAt time.Time
	Chain     string // the incident's own credential that this is; empty: none
}

// InFlight returns the op whose request was sent in this run and is not answered yet.
func (s State) InFlight() (Op, bool) {
	for _, cred := range s.Order {
		for _, o := range s.Keys[cred].Ops {
			if o.Open() && o.Unknown == nil && !o.At.Before(s.HeldAt) {
				return o, true
			}
		}
	}
	return Op{}, false
}

// LastOp returns the newest op of all keys.
func (s State) LastOp() (last Op, sent bool) {
	for _, cred := range s.Order {
		for _, o := range s.Keys[cred].Ops {
			if !sent || o.At.After(last.At) {
				last, sent = o, true
			}
		}
	}
	return last, sent
}

// First returns the incident's first credential; ok is false before one was identified.
func (s State) First() (Key, bool) {
	if len(s.Order) == 0 {
		return Key{}, false
	}
	return s.Keys[s.Order[0]], true
}

// Cut reports whether the run that opened the incident ended before it had recorded every key of its
// text.
func (s State) Cut() bool {
	k, known := s.First()
	return !known || len(s.Order) < k.Identity.Together
}

// Answer returns the newest answer to a question about a thing ("" for the incident itself).
func (s State) Answer(q Question, about string) (AnswerData, bool) {
	for _, a := range slices.Backward(s.Answers) {
		if a.Question == q && a.About == about {
			return a, true
		}
	}
	return AnswerData{}, false
}

// Record returns the one certain record of the key: the only candidate, or the one that a
// person kept; nil where none or several fit.
func (k Key) Record() *Record {
	if k.Located == nil {
		return nil
	}
	for i, r := range k.Located.Candidates {
		if len(k.Located.Candidates) == 1 || r.ID == k.Located.Chosen {
			return &k.Located.Candidates[i]
		}
	}
	return nil
}

// Likely reports whether the record fits by its shown characters alone, and no person has chosen it:
// it may be another key's.
func (d LocatedData) Likely() bool {
	return d.Strength == providers.MaskOnly && d.Chosen == ""
}

// Ended reports whether the key's value would not work any more in a service: it was refused, or its
// revocation accepted.
func (k Key) Ended() bool {
	told, _ := k.Told()
	return !k.Accepted().IsZero() || k.Proof.Proven() || told == providers.Dead
}

// Stopped is why a step stopped; nil where it did not, was begun again since, or went on: with an
// op that is known to have taken place, or with a place that a person wrote.
func (k Key) Stopped(step Step) *FailData {
	m := k.Marks[step]
	if m.Failed == nil || m.FailAt.Before(m.Started) {
		return nil
	}
	done := func(o Op) bool { return o.Step == step && o.Applied() && o.DoneAt.After(m.FailAt) }
	wrote := func(p PlaceState) bool { return p.Written.After(m.FailAt) }
	if slices.ContainsFunc(k.Ops, done) || step == StepRotate && slices.ContainsFunc(k.Successor.Places, wrote) {
		return nil
	}
	return m.Failed
}

// OpenOp returns the oldest op whose end is unknown.
func (k Key) OpenOp() (Op, bool) {
	for _, o := range k.Ops {
		if o.Open() {
			return o, true
		}
	}
	return Op{}, false
}

// LastOp returns the newest op of an act.
func (k Key) LastOp(act Act) (Op, bool) {
	for _, o := range slices.Backward(k.Ops) {
		if o.Intent.Act == act {
			return o, true
		}
	}
	return Op{}, false
}

// Limits returns the containments that stand: set by us, at least in part, and not lifted as a
// whole since. The newest op of each is given. What limits the key alone ends with the key.
func (k Key) Limits() []Op {
	decided := map[string]bool{}
	var stand []Op
	for _, o := range slices.Backward(k.Ops) {
		if !o.Applied() || o.Intent.Limit == nil || decided[o.Intent.Limit.ID] || k.keeps(o.Intent.Limit.ID) {
			continue
		}
		switch o.Intent.Act {
		case ActLift:
			decided[o.Intent.Limit.ID] = !o.Outcome.More
		case ActContain:
			decided[o.Intent.Limit.ID] = true
			if !k.supersedes(*o.Intent.Limit) {
				stand = append(stand, o)
			}
		}
	}
	return stand
}

func (k Key) keeps(limit string) bool {
	return slices.ContainsFunc(k.Kept, func(n NoteData) bool { return n.About == limit })
}

// clone copies what Apply changes in place, so that snapshots stay as they were.
func (k Key) clone() Key {
	k.Marks = maps.Clone(k.Marks)
	k.Ops = slices.Clone(k.Ops)
	k.Looks = slices.Clone(k.Looks)
	k.Verdicts = maps.Clone(k.Verdicts)
	k.VerdictBy = maps.Clone(k.VerdictBy)
	k.Related = slices.Clone(k.Related)
	k.Successor.Places = slices.Clone(k.Successor.Places)
	k.Successor.Holders = slices.Clone(k.Successor.Holders)
	return k
}
