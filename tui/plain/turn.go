package plain

import (
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// place is a group of questions.
type place string

const (
	placeCheck   place = "check"
	placeBait    place = "bait"
	placeRefused place = "refused"
	placeWhich   place = "which"
	placeWho     place = "who"
	placeDecide  place = "decide"
	placeContain place = "contain"
	placeRevoke  place = "revoke"
	placeHub     place = "hub"
	placeProof   place = "proof"
	placeRotate  place = "rotate"
	placeRelated place = "related"
	placeReview  place = "review"
	placeTrace   place = "trace"
	placeReport  place = "report"
	placeClose   place = "close"
	placeKeys    place = "keys"
	placeLeave   place = "leave"
)

// next asks at the present place. ok is false where the place changed and is to be asked anew.
func (t *Talk) next() (choice runbook.Choice, ok bool) {
	if t.state.Closing != nil || len(t.state.Order) == 0 {
		return runbook.Choice{}, true
	}
	switch chosen := t.cred.Load() != nil; {
	case t.at == placeLeave:
		return t.leave()
	case t.at == placeKeys, !chosen && len(t.state.Order) > 1:
		return t.keys()
	case !chosen: // it stays the one at hand where others are opened
		cred := t.state.Order[0]
		t.cred.Store(&cred)
	}
	if choice, ok := t.first(); ok {
		return choice, true
	}
	t.urge()
	return map[place]turn{
		placeCheck: t.check, placeBait: t.bait, placeRefused: t.refused, placeWhich: t.which, placeWho: t.who, placeDecide: t.decide,
		placeContain: t.contain, placeRevoke: t.revoke, placeHub: t.hub, placeProof: t.proof, placeRotate: t.rotate,
		placeRelated: t.related, placeReview: t.review, placeTrace: t.trace, placeReport: t.report, placeClose: t.closing,
	}[t.at]()
}

// first is what comes before any question: an op of unknown end is read, and a key that was
// revoked is watched, both by themselves.
func (t *Talk) first() (runbook.Choice, bool) {
	k := t.key()
	if op, open := k.OpenOp(); open {
		return t.settle(op)
	}
	if c, ok := t.lookDue(k); ok {
		return c, ok
	}
	if c, ok := t.askAnew(k); ok {
		return c, ok
	}
	a, ok := t.find(runbook.Prove, "")
	watched := t.memo.watched || k.Accepted().IsZero() || k.AliveAgain()
	if !ok || watched && !k.WatchDue() || !t.mayUse() {
		return runbook.Choice{}, false
	}
	if a.Off == incident.WhyNeedsKey && !t.memo.noKey && t.withKey() {
		a, _ = t.find(runbook.Prove, "")
	}
	if a.Off != "" || t.over {
		return runbook.Choice{}, t.over
	}
	t.memo.watched = true
	t.say(t.l.WatchGoesOn())
	return act(a, runbook.Input{Approved: using})
}

// lookDue makes a later look whose time has come, and looks at a key that was alive again when
// it was last heard of: once for each.
func (t *Talk) lookDue(k incident.Key) (runbook.Choice, bool) {
	a, ok := t.find(runbook.Look, "")
	if !ok || !t.mayUse() {
		return runbook.Choice{}, false
	}
	due := int64(0) // of a key that was alive again, or was not asked about in this run
	if at := k.LookDue(t.sit.Now); !at.IsZero() {
		due = at.Unix()
	}
	if t.memo.looked[due] || a.Off == incident.WhyNeedsKey && (t.memo.noKey || !t.withKey()) {
		return runbook.Choice{}, t.over
	}
	if a, _ = t.find(runbook.Look, ""); a.Off != "" {
		return runbook.Choice{}, false
	}
	t.memo.looked[due] = true
	return act(a, runbook.Input{Approved: using})
}

// askAnew asks about a key at hand that an earlier run left, once: what that run saw may be over.
func (t *Talk) askAnew(k incident.Key) (runbook.Choice, bool) {
	a, ok := t.find(runbook.Validate, "")
	if !ok || a.Off != "" || t.memo.tried[runbook.Validate] || !runbook.AskAnew(t.state, k.Cred) || !t.mayUse() {
		return runbook.Choice{}, false
	}
	t.memo.tried[runbook.Validate] = true
	return act(a, runbook.Input{Approved: using})
}

// turn is one question or group of questions: an action, or none yet.
type turn = func() (runbook.Choice, bool)

// act is the choice of an action.
func act(a runbook.Action, in runbook.Input) (runbook.Choice, bool) {
	return runbook.Choice{Action: &a, Input: in}, true
}

// again has the questions go on at a place.
func (t *Talk) again(p place) (runbook.Choice, bool) {
	t.at = p
	return runbook.Choice{}, false
}

// goes is again as a turn.
func (t *Talk) goes(p place) turn {
	return func() (runbook.Choice, bool) { return t.again(p) }
}

// key is the credential that is worked on.
func (t *Talk) key() incident.Key {
	return t.worked(t.state)
}

// worked is the credential that is worked on in a state: the one that was chosen, else the first.
func (t *Talk) worked(s incident.State) incident.Key {
	if cred := t.cred.Load(); cred != nil {
		return s.Keys[*cred]
	}
	k, _ := s.First()
	return k
}

// vendor is its provider's title.
func (t *Talk) vendor() string { return t.l.Vendor(t.key().Identity.Kind.Provider()) }

// find returns the offered action of that name on the key, or on the incident.
func (t *Talk) find(name runbook.Name, about string) (runbook.Action, bool) {
	for _, a := range t.actions {
		if a.Name == name && (a.Cred == t.key().Cred || a.Cred == "") && (about == "" || a.About == about) {
			return a, true
		}
	}
	return runbook.Action{}, false
}

// step returns the offered action of that name on a step.
func (t *Talk) step(name runbook.Name, step incident.Step) (runbook.Action, bool) {
	for _, a := range t.actions {
		if a.Name == name && a.Step == step && a.Cred == t.key().Cred {
			return a, true
		}
	}
	return runbook.Action{}, false
}

// try returns the choice of an action that is possible now; else it says why not and ok is
// false.
func (t *Talk) try(name runbook.Name, about string, in runbook.Input) (runbook.Choice, bool) {
	a, ok := t.find(name, about)
	switch {
	case !ok:
		return runbook.Choice{}, false
	case a.Off != "":
		t.say(t.l.Off(t.l.Action(string(name), ""), t.l.Why(a.Off, t.vendor())))
		return runbook.Choice{}, false
	}
	t.memo.tried[name] = true
	return act(a, in)
}
