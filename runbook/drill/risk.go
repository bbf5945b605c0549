package drill

import (
	"slices"
	"strings"
	"time"

	"firebreak/providers/simulator"
	"firebreak/runbook/incident"
)

// is reports whether a row of the incident is about the risk. keyID is the id of its key, "" where
// no vendor of the world issued it.
func (r Risk) is(row incident.RelatedRow, keyID string) bool {
	if keyID != "" && row.ID == keyID {
		return true
	}
	if r.Row != "" && (row.ID == r.Row || strings.HasSuffix(row.ID, "/"+r.Row)) {
		return true
	}
	if row.Record == nil {
		return false
	}
	name := row.Record.Name
	return r.Kind != "" && row.Record.Kind == r.Kind || name.Is(r.Name) || r.Row != "" && (name.Is(r.Row) || name.HasAffixes(r.Row+" ", ""))
}

// ended reports whether a decision puts an end to the credential.
func ended(d incident.Decision) bool { return d == incident.RotatedD || d == incident.RevokedD }

// riskOf finds what a row is about. keys are the world's, as they are now.
func (s Story) riskOf(row incident.RelatedRow, keys []simulator.KeyState) (Risk, bool) {
	for _, r := range s.Risks {
		k, _ := keyOf(keys, r.Ref)
		if r.is(row, k.ID) {
			return r, true
		}
	}
	return Risk{}, false
}

func keyOf(keys []simulator.KeyState, ref simulator.Ref) (simulator.KeyState, bool) {
	i := slices.IndexFunc(keys, func(k simulator.KeyState) bool { return ref != "" && k.Ref == ref })
	if i < 0 {
		return simulator.KeyState{}, false
	}
	return keys[i], true
}

// exists reports whether the credential came to be: the attacker makes nothing with a dead key.
func (j judge) exists(r Risk) bool {
	if k, known := j.keyState(r.Ref); r.Ref != "" {
		return known && !k.Created.After(j.Truth.Now)
	}
	if !r.Made {
		return true
	}
	dead, gone := j.gone()
	at := j.Story.at(r.At)
	return at.Before(j.Truth.Now) && (!gone || at.Before(dead))
}

// settled reports whether somebody decided to end the credential, at a time when that helped.
func (j judge) settled(r Risk) bool {
	dead, gone := j.gone()
	return j.endedAt(r, func(at time.Time) bool { return !r.Read || gone && !at.Before(dead) })
}

// tooSoon reports whether it was ended, and only while the new value could be read, too.
func (j judge) tooSoon(r Risk) bool {
	return !j.settled(r) && j.endedAt(r, func(time.Time) bool { return true })
}

// endedAt reports whether somebody decided to end the credential at such a time.
func (j judge) endedAt(r Risk, such func(time.Time) bool) bool {
	k, _ := j.keyState(r.Ref)
	return slices.ContainsFunc(j.key.Related, func(row incident.RelatedRow) bool {
		at, over := j.over(row)
		return r.is(row, k.ID) && over && such(at)
	})
}

// over reports whether a row came to its end, and when: by a decision, or by steps of its own.
func (j judge) over(row incident.RelatedRow) (time.Time, bool) {
	if row.Chain != "" && !ended(row.Decision) {
		at := j.State.Keys[row.Chain].Accepted()
		return at, !at.IsZero()
	}
	return row.DecidedAt, ended(row.Decision)
}

// lives reports whether a credential that the attacker has still works.
func (j judge) lives(r Risk) bool {
	if !r.Held || !j.exists(r) {
		return false
	}
	if k, known := j.keyState(r.Ref); known {
		return works(k)
	}
	return !j.settled(r)
}

// works reports whether a key is served.
func works(k simulator.KeyState) bool {
	return k.State != simulator.Dead && k.State != simulator.Expired && k.State != simulator.Stopped && k.State != simulator.Paused
}

// reacts follows the decisions about other credentials: whoever decides to end one has it ended at
// its vendor, by a colleague who has the rights for it, within the minutes of the act. What the
// attacker can read again is not ended by that.
func (g *Stage) reacts(e incident.Event) {
	var d incident.RelatedData
	k, ok := g.seen.First()
	if !ok || e.Type != incident.Related || e.Decode(&d) != nil || !ended(d.Decision) {
		return
	}
	if i := slices.IndexFunc(k.Related, func(r incident.RelatedRow) bool { return r.ID == d.ID }); i >= 0 {
		g.follow(k.Related[i])
	}
}

// owes follows the decisions that a crash cut off from what they lead to.
func (g *Stage) owes() {
	k, _ := g.seen.First()
	for _, row := range k.Related {
		if ended(row.Decision) {
			g.follow(row)
		}
	}
	g.again = nil // what was said before the crash
}

// follow has one credential ended that was decided on.
func (g *Stage) follow(row incident.RelatedRow) {
	keys, err := g.Outside.Keys()
	if err != nil {
		return
	}
	risk, known := g.Story.riskOf(row, keys)
	if !known {
		return
	}
	leaked, _ := keyOf(keys, g.Story.Leaked)
	if risk.Read && (leaked.RefusedFrom.IsZero() || row.DecidedAt.Before(leaked.RefusedFrom)) {
		g.again = append(g.again, risk.Name)
		return
	}
	if key, there := keyOf(keys, risk.Ref); there && works(key) && key.RevokedAt.IsZero() {
		_ = g.Outside.End(key.ID) // a world that cannot be written says so at the next request
	}
}

// textAgain is said of a secret that was replaced while the leaked key could read the new value, and
// textTooSoon afterwards.
var (
	textTooSoon = text{"%s was replaced while the leaked key still worked: the new value was read, too.", "%s diganti saat kunci bocor masih berfungsi: nilai barunya ikut terbaca."}
	textAgain   = text{"%s was replaced while the leaked key still works: the new value is read, too. Decide again once it is dead.",
		"%s diganti saat kunci bocor masih berfungsi: nilai barunya ikut terbaca. Putuskan lagi setelah kunci itu mati."}
)

// happened reports whether an act of the attacker's took place: with the leaked key, which still
// worked at that moment.
func (j judge) happened(at time.Time) bool {
	dead, gone := j.gone()
	return !at.After(j.Truth.Now) && (!gone || at.Before(dead))
}
