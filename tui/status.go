package tui

import (
	"slices"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// The first line of every screen: how the key is, whose it is, which mode this is.

// idleAfter is how long a person is left alone with a question while a key is alive.
const idleAfter = 3 * time.Minute

// sentFor is how long the last request stays in the lower line.
const sentFor = 5 * time.Second

// heading holds the parts of the first line. What is empty is not known.
type heading struct {
	lead         string // before the state: firebreak, or how many of several are alive
	leadInk      ink
	state, since string // with its glyph
	ink          ink
	vendor, kind string
	last4, owner string
	rate, down   string // of a drill: what is spent, or which services are down
	ident        string
	mode         incident.Mode
	tight        bool // one space between its parts
}

// glyphOf repeats a condition without words.
func glyphOf(c incident.Condition) (glyph string, i ink) {
	switch c {
	case incident.IsAlive, incident.IsLimited, incident.IsAliveAgain:
		return "●", dangerInk
	case incident.IsDead:
		return "○", okInk
	case incident.NotChecked:
		return "·", plainInk
	}
	return "!", warnInk
}

// stateOf is a key's condition in words and its time, "" for none.
func (v *view) stateOf(k incident.Key) (state, since string, i ink) {
	c, at := k.Condition()
	glyph, i := glyphOf(c)
	state = glyph + " " + v.lang.Condition(c, time.Time{})
	switch {
	case c == incident.IsDying && !v.watched(k):
		state, since = glyph+" "+v.lang.DyingUnwatched(), v.lang.ShortClock(at)
	case c == incident.IsDying && k.Proof.Refusals > 0:
		state = glyph + " " + v.lang.Dying(k.Proof.Span(), k.Proof.Window)
	case c != incident.NotChecked && !at.IsZero():
		since = v.lang.ShortClock(at)
	}
	return state, since, i
}

// watched reports whether the key is being asked: by this session, or by the process that has it.
func (v *view) watched(k incident.Key) bool {
	return v.session == nil || v.runs(runbook.Prove) || v.sit.Runs(k.Cred, incident.StepProve)
}

// nameRoom bounds a name in the first line.
const nameRoom = 20

// heading is the first line above a screen.
func (v *view) heading(s screen) heading {
	h := heading{mode: v.mode()}
	if id := v.state.Opening.ID; id != "" {
		h.ident = words.ShortID(id)
	}
	switch {
	case len(v.down) > 0:
		h.down = v.lang.DownShort(v.down)
	case v.burnRate > 0:
		h.rate = v.lang.BurnShort(v.burnRate, v.burnt)
	}
	k := v.key()
	if k.Cred == "" {
		v.elsewhere(&h, s)
		return h
	}
	h.state, h.since, h.ink = v.stateOf(k)
	h.vendor, h.kind = v.vendor(), v.lang.KindShort(k.Identity.Kind)
	h.last4 = ending(k.Identity.Last4)
	if r := k.Record(); r != nil {
		h.owner = r.Name.Line(nameRoom)
		if !r.ParentName.IsEmpty() {
			h.owner = r.ParentName.Line(nameRoom)
		}
		if !k.Located.Org.IsEmpty() {
			h.owner += " / " + k.Located.Org.Line(nameRoom)
		}
	}
	if len(v.state.Order) > 1 {
		v.several(&h, k)
	}
	return h
}

// elsewhere is the first line with no incident open. Where the screen is about one of this
// machine, that one is named, with its own mode; a key that is new here has nothing to do with it.
func (v *view) elsewhere(h *heading, s screen) {
	h.lead = "firebreak"
	one, ok := v.about(s)
	if !ok {
		return
	}
	k, _ := one.State.Worst()
	h.state, h.since, h.ink = v.stateOf(k)
	if c, at := k.Condition(); c == incident.IsDying { // whether anybody asks is not known here
		glyph, _ := glyphOf(c)
		h.state, h.since = glyph+" "+v.lang.Condition(c, time.Time{}), v.lang.ShortClock(at)
	}
	h.last4, h.ident, h.mode = ending(k.Identity.Last4), words.ShortID(one.ID), one.State.Opening.Mode
}

// about is the incident that a screen without one speaks of: the one that is taken up, else,
// where none is begun, the first unproven one.
func (v *view) about(s screen) (Listed, bool) {
	open := unproven(v.incidents)
	if back, ok := s.(*same); ok {
		i := slices.IndexFunc(open, func(one Listed) bool { return one.ID == back.id })
		if i < 0 {
			return Listed{}, false
		}
		return open[i], true
	}
	if s.Phase() != "" || len(open) == 0 {
		return Listed{}, false
	}
	return open[0], true
}

// several is the first line with more keys than one: how many are alive, then the one at hand.
func (v *view) several(h *heading, k incident.Key) {
	alive := 0
	for _, id := range v.state.Order {
		if _, i := glyphOf(condition(v.state.Keys[id])); i == dangerInk {
			alive++
		}
	}
	glyph, i := "○", okInk
	switch {
	case alive > 0:
		glyph, i = "●", dangerInk
	case condition(k) != incident.IsDead:
		glyph, i = "!", warnInk
	}
	h.lead, h.leadInk = glyph+" "+v.lang.AliveOf(alive, len(v.state.Order)), i
	h.state = v.lang.ThisKey() + " " + h.state
	h.owner, h.kind = "", ""
}

func condition(k incident.Key) incident.Condition {
	c, _ := k.Condition()
	return c
}

// mode is that of the incident, or of the one that would be opened.
func (v *view) mode() incident.Mode {
	if m := v.state.Opening.Mode; m != "" {
		return m
	}
	if v.host != nil && v.host.Mode != "" {
		return v.host.Mode
	}
	return incident.Live
}

// status says who waits for whom, from what is under way: busy where the person waits for us,
// watch where a probe goes on, else the last request, or, once the person has not moved for a
// while, that we wait for them.
func (v *view) status() lower {
	if l, ok := v.busy(); ok {
		return l
	}
	k := v.key()
	if k.Cred != "" && v.sit.Runs(k.Cred, incident.StepProve) {
		text, short := v.lang.WatchLine(k.Proof, v.now)
		return lower{watch, text, short}
	}
	still := v.at.Sub(v.seen)
	_, ink := glyphOf(condition(k))
	if k.Cred != "" && ink == dangerInk && still >= idleAfter && !v.seen.IsZero() {
		spending := k.Forecast
		if v.session != nil && v.session.OneHand {
			spending = nil
		}
		return lower{idle, v.lang.Waiting(still, spending), v.lang.Waiting(still, nil)}
	}
	if n := len(v.sent); n > 0 && v.at.Sub(v.sentAt) < sentFor {
		e := v.sent[n-1]
		return lower{sent, v.lang.Exchange(e), v.lang.ExchangeShort(e)}
	}
	return lower{idle, v.lang.Idle(), v.lang.Idle()}
}

// busy is what the person waits for: the newest operation that says something.
func (v *view) busy() (lower, bool) {
	for i := len(v.ops.list) - 1; i >= 0; i-- {
		x := v.ops.list[i]
		if x.action.Background || x.action.Name == "" && x.what == "" {
			continue
		}
		if l, ok := v.inFlight(x.action); ok {
			return l, true
		}
		took := max(0, v.at.Sub(x.began))
		what := x.what
		if x.action.Name != "" {
			what = v.lang.Step(x.action.Step)
			if p, ok := v.progress[x.action.Cred+"/"+string(x.action.Step)]; ok && !p.since.Before(x.began) {
				what = v.lang.Progress(providers.Progress{What: p.What, Done: p.Done, Total: p.Total})
			}
		}
		cancel := ""
		if !x.keep {
			cancel = v.lang.EscCancels()
		}
		return lower{busy, v.lang.BusyLine(what, took, cancel), v.lang.BusyLine(what, took, "")}, true
	}
	return lower{}, false
}

// inFlight is the one request of an action that changes something, from its intent until its end
// is known.
func (v *view) inFlight(a runbook.Action) (lower, bool) {
	op, open := v.state.Keys[a.Cred].OpenOp()
	if !a.Mutates || !open || op.Step != a.Step {
		return lower{}, false
	}
	text, short := v.lang.Awaited(op.Intent.Statement, max(0, v.now.Sub(op.At)))
	return lower{sent, text, short}, true
}
