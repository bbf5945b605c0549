package plain

import (
	"time"

	"firebreak/runbook/incident"
)

// Back greets somebody who comes back to an incident: what is done, what is unknown, what is
// open. torn is where an unfinished last line was set aside, "" for none.
func (t *Talk) Back(s incident.State, now time.Time, torn string) {
	t.say(t.l.Returned(s, now), t.l.ModeSentence(s.Opening.Mode))
	if torn != "" {
		t.say(t.l.JournalTorn(torn)...)
	}
	for _, k := range s.ByDanger() {
		if len(s.Order) > 1 {
			t.say(t.l.OfKey(k))
		}
		t.stood(s, k)
	}
}

// stood says how a key stood when the work on it ended.
func (t *Talk) stood(s incident.State, k incident.Key) {
	t.say(t.l.OutcomeSentence(k))
	t.say(t.l.DoneLine(k.Finished()), t.l.OpenLine(s, k))
	if kept := k.NotSent(); len(kept) > 0 {
		label, said := t.l.KeptBack(kept)
		t.say(label + ": " + said)
	}
	for _, op := range k.Ops {
		if op.Open() {
			t.say(t.l.Unsettled(op)...)
		}
	}
}
