package runbook

import (
	"slices"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// Name is what an action does.
type Name string

const (
	Validate    Name = "validate"
	Locate      Name = "locate"
	Keep        Name = "keep"          // one of several candidates
	Forecast    Name = "forecast"      //
	Decide      Name = "decide"        //
	Contain     Name = "contain"       //
	Lift        Name = "lift"          //
	KeepLimit   Name = "keep-limit"    // for good, with a reason
	Revoke      Name = "revoke"        //
	RevokeOwner Name = "revoke-owner"  // kills all keys of the owner
	Restore     Name = "restore"       // take a revocation back
	Settle      Name = "settle"        // read how an op with unknown end went
	Prove       Name = "prove"         // watch the key die
	ReadRecord  Name = "read-record"   // the record of a key that no probe tells of
	Look        Name = "look"          // a later look at the dead key
	Plan        Name = "plan"          // where does the key stand, could a replacement be made and kept
	Replace     Name = "replace"       // create and park
	Receive     Name = "receive"       // a replacement that a person made in the console
	WriteStore  Name = "write"         // one place
	WroteByHand Name = "wrote-by-hand" // one place, which the check then reads back
	RollBack    Name = "roll-back"     // the old value back into one place, while the old key lives
	VerifyNew   Name = "verify"        // read back, and probe the new key
	WatchUse    Name = "watch-use"     // until the old key is not used any more
	RetireNow   Name = "retire-now"    // the old key may die while it is used, with a reason
	ListRelated Name = "related"       //
	DecideOn    Name = "decide-on"     // one related credential
	Open        Name = "open"          // one related credential, as one of the incident's own
	OpenWith    Name = "open-with"     // the same, with its value at hand
	Review      Name = "review"        //
	Judge       Name = "judge"         // one group of the review
	Trace       Name = "trace"         //
	Answer      Name = "answer"        //
	Report      Name = "report"        //
	Close       Name = "close"         //
	DoneByHand  Name = "done-by-hand"  // a step that a person did
	LeaveOut    Name = "leave-out"     // a step, with the reason
	LeaveKey    Name = "leave-key"     // all that is left to do about one of several keys, with the reason
)

// takesTurn reports whether an action changes something: one at a time, and whether it is
// possible is looked at when its turn has come.
func (n Name) takesTurn() bool {
	switch n {
	case Contain, Lift, Revoke, RevokeOwner, Restore, Settle, Replace, WriteStore, RollBack:
		return true
	}
	return false
}

// Approval names, as --approve takes them.
const (
	ApproveContain   = "contain"
	ApproveRevoke    = "revoke"
	ApproveRotate    = "rotate"
	ApproveRelated   = "related"
	ApproveAmbiguous = "probe-ambiguous"
	ApproveDecoy     = "probe-decoy"
	ApproveMask      = "mask-match"
	ApproveOwner     = "delete-owner"
	ApproveTracked   = "write-tracked"
	ApproveOwned     = "write-owned"
	ApproveUsed      = "revoke-used"
	ApproveRestore   = "restore"
)

// Approvals lists the names that --approve knows, without "all".
var Approvals = []string{ApproveContain, ApproveRevoke, ApproveRotate, ApproveRelated, ApproveAmbiguous,
	ApproveDecoy, ApproveMask, ApproveOwner, ApproveTracked, ApproveOwned, ApproveUsed, ApproveRestore}

// Action is one thing that can be done now, or that is off for the reason given.
type Action struct {
	Name       Name
	Step       incident.Step
	Cred       string
	About      string // candidate, limit, place, row or group that it concerns
	Approvals  []string
	Mutates    bool
	Final      bool // cannot be taken back: behind a typed phrase
	Background bool // goes on beside other actions
	Off        incident.Reason
}

// Situation is what the state does not hold: what is in memory, what runs, the time.
type Situation struct {
	Now     time.Time
	Mode    incident.Mode
	Have    map[string]bool // cred: the leaked key is in memory
	Running map[string]bool // cred/step of background work
	Stores  []string
	Quiet   func(incident.Key) time.Duration // see QuietOf; nil: Quiet for every key
	Able    func(incident.Key, providers.Capability) providers.Way
	// Restorable is for how long after its end a key can be brought back; nil: no key can.
	Restorable func(incident.Key) time.Duration
	Beside     map[string]bool           // rows of related credentials whose value this run has read
	ByRecord   func(providers.Kind) bool // keys of the kind are ended or limited by their record; nil: none is
	ByValue    func(incident.Key) bool   // the vendor ends the key by its value, not by a record
	TellsUse   func(incident.Key) bool   // the vendor tells when the key was last used; nil: of every key
}

// Reaches reports whether a revocation of the key would have something to go by: its record, or
// the value where the vendor ends keys so.
func (s Situation) Reaches(k incident.Key) bool {
	return k.Record() != nil || s.ByValue != nil && s.ByValue(k) && s.Have[k.Cred]
}

// QuietOf is for how long an old key must be unused before it is retired.
func (s Situation) QuietOf(k incident.Key) time.Duration {
	if s.Quiet == nil {
		return Quiet
	}
	return s.Quiet(k)
}

// Runs reports whether background work of a step goes on.
func (s Situation) Runs(cred string, step incident.Step) bool {
	return s.Running[running(cred, step)]
}

// Actions lists what can be done now, and what is off and why. It is pure.
func Actions(s incident.State, sit Situation) []Action {
	var list []Action
	if s.Closing != nil {
		return nil
	}
	for _, cred := range s.Order {
		k := s.Keys[cred]
		l := lister{k: k, sit: sit, unheard: s.Unheard(cred)}
		for _, op := range slices.Backward(k.Ops) { // newest first: an orphan's deletion before its creation
			if op.Open() {
				l.add(Action{Name: Settle, Step: op.Step, About: op.ID}, l.needProbe(op))
			}
		}
		l.check()
		l.stop()
		l.rotate()
		l.understand()
		if l.byHand(); len(s.Order) > 1 && len(openByHand(k)) > 0 {
			l.add(Action{Name: LeaveKey, Step: incident.StepIdentify})
		}
		list = append(list, l.list...)
	}
	return append(list, Action{Name: Answer, Step: incident.StepReport}, Action{Name: Report, Step: incident.StepReport},
		Action{Name: Close, Step: incident.StepClose})
}

// Phrase is what a person types to let a final action go: the verb and the last four
// characters, or the vendor's title where none are shown.
func Phrase(a Action, k incident.Key, vendorTitle string) string {
	verb := "revoke"
	switch a.Name {
	case RevokeOwner:
		verb = "delete owner"
	case Restore:
		verb = "restore"
	}
	name := k.Identity.Last4
	if name == "" {
		name = vendorTitle
	}
	return verb + " " + name
}

// PhraseFits compares what was typed with the phrase; letter case is forgiven.
func PhraseFits(typed, phrase string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(typed), " "), phrase)
}
