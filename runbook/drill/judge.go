package drill

import (
	"slices"
	"time"

	"firebreak/providers"
	"firebreak/providers/simulator"
	"firebreak/runbook/incident"
	"firebreak/runbook/usage"
)

// judge holds one run against the truth.
type judge struct {
	Facts
	key    incident.Key
	leaked simulator.KeyState
}

// horizon is how long harm and outage are counted where nothing ended them.
const horizon = time.Hour

func (j judge) keyState(ref simulator.Ref) (simulator.KeyState, bool) {
	return keyOf(j.Truth.Keys, ref)
}

// gone reports whether the leaked key really stopped working, and when.
func (j judge) gone() (time.Time, bool) {
	return j.leaked.RefusedFrom, !j.leaked.RefusedFrom.IsZero()
}

// attackerLives reports whether a credential that the attacker has still works.
func (j judge) attackerLives() bool {
	return works(j.leaked) || slices.ContainsFunc(j.Story.Risks, j.lives)
}

func minutes(d time.Duration) float64 { return round2(d.Minutes()) }

// par is what somebody needs who knows the way.
func (j judge) par() time.Duration {
	if j.Story.Slow {
		return j.Story.Par + j.Truth.Tail
	}
	return j.Story.Par
}

func (j judge) containment() Part {
	in := map[string]any{"par_min": minutes(j.par())}
	if !j.key.Proof.Proven() {
		in["a_min"] = nil // never verified dead
		return part(0, maxC, in)
	}
	a := j.key.Proof.VerifiedDead.Sub(j.Story.Page)
	in["a_min"] = minutes(a)
	return part(containment(a, j.par()), maxC, in)
}

func (j judge) money() Part {
	harm, best, worst := j.harm(j.Truth.Now), j.alone(j.par()), j.alone(horizon)
	return part(money(harm, best, worst), maxM, map[string]any{"h_usd": round2(harm), "h_par_usd": round2(best), "h_60_usd": round2(worst)})
}

// harm is what the attacker spent from the page on. Where nothing stopped the spending, it goes
// on to the horizon.
func (j judge) harm(now time.Time) float64 {
	spent := float64(j.Truth.Burn.SincePage)
	if j.attackerLives() && j.burning() {
		spent += max(0, j.alone(horizon)-j.alone(now.Sub(j.Story.Page)))
	}
	return spent
}

// burning reports whether nothing holds the spending back: money went out in the last minute, or
// none would have gone out by now.
func (j judge) burning() bool {
	since := j.Truth.Now.Sub(j.Story.Page)
	return j.Truth.Burn.PerMinute > 0 || j.alone(since) <= j.alone(since-time.Minute)
}

// alone is what the attacker would have spent so long after the page if nobody did anything.
func (j judge) alone(after time.Duration) float64 {
	all := j.Truth.Alone
	if len(all) == 0 || after <= 0 {
		return 0
	}
	n := int(after / time.Minute)
	if n >= len(all)-1 {
		return float64(all[len(all)-1])
	}
	rest := float64(after%time.Minute) / float64(time.Minute)
	return float64(all[n]) + rest*float64(all[n+1]-all[n])
}

// verified counts the refusals of the key that were seen after it was told to die, up to when
// it was declared dead: by the proof, or by closing.
func (j judge) verified() Part {
	n, first, last := 0, time.Time{}, time.Time{}
	accepted, declared := j.key.Accepted(), j.Truth.Now
	if j.key.Proof.Proven() {
		declared = j.key.Proof.ProvenAt
	}
	for _, e := range j.Events {
		var p incident.ProbeData
		if e.Type != incident.Probed || e.Cred != j.key.Cred || e.Decode(&p) != nil || p.Control || p.Life != providers.Dead {
			continue
		}
		if accepted.IsZero() || p.At.Before(accepted) || p.At.After(declared) {
			continue
		}
		if n++; n == 1 {
			first = p.At
		}
		last = p.At
	}
	span := last.Sub(first)
	return part(verified(n, span, j.Truth.Tail), maxV, map[string]any{"refusals": n, "span_s": round2(span.Seconds()), "tail_s": round2(j.Truth.Tail.Seconds())})
}

// evidence weighs the items that were found and judged right. Use that never happened, because
// the key was dead by then, is no item.
func (j judge) evidence() Part {
	got, of := 0.0, 0.0
	in := map[string]any{}
	for _, item := range j.Story.Evidence {
		switch found, there := j.item(item); {
		case !there:
			in[item.ID] = "did not happen"
			continue
		case found:
			got += item.Weight
			in[item.ID] = "right"
		default:
			in[item.ID] = "missing or wrong"
		}
		of += item.Weight
	}
	in["weight"], in["weight_of"] = got, of
	return part(share(got, of, maxE), maxE, in)
}

// itemFloor is how long use must have gone on before it can be found in buckets of a minute.
const itemFloor = time.Minute

func (j judge) item(e Evidence) (found, there bool) {
	switch {
	case e.Place != "":
		return j.copyFound(e.Place, e.Pushed), true
	case e.Logged != "":
		return j.read(e.Logged), j.happened(j.Story.at(e.From))
	case e.Risk != "":
		i := slices.IndexFunc(j.Story.Risks, func(r Risk) bool { return r.Name == e.Risk })
		return j.decided(j.Story.Risks[i]), j.exists(j.Story.Risks[i])
	}
	end := j.Truth.Now
	if at, gone := j.gone(); gone {
		end = at
	}
	if e.Verdict == incident.NotOurs && !j.Story.at(e.From).Add(itemFloor).Before(end) {
		return false, false
	}
	return j.judgedRight(e), true
}

// read reports whether the review read an act of that type.
func (j judge) read(kind string) bool {
	return j.key.Usage != nil && slices.ContainsFunc(j.key.Usage.Audit, func(a incident.Admin) bool { return a.Type == kind })
}

// decided reports whether the credential was listed, and somebody said what becomes of it.
func (j judge) decided(r Risk) bool {
	k, _ := j.keyState(r.Ref)
	return slices.ContainsFunc(j.key.Related, func(row incident.RelatedRow) bool {
		return r.is(row, k.ID) && row.Decision != incident.Undecided
	})
}

func (j judge) judgedRight(e Evidence) bool {
	if j.key.Usage == nil {
		return false
	}
	right := false
	for _, g := range j.key.Usage.Groups {
		if !g.Holds(e.Endpoint, e.Model) || !j.Story.overlaps(g, e.From, e.To) {
			continue
		}
		verdict := j.key.Verdicts[g.ID]
		if e.Verdict == incident.Ours && verdict == incident.NotOurs && !standsOut(g) {
			return false
		}
		right = right || verdict == e.Verdict && (standsOut(g) || e.Verdict == incident.Ours)
	}
	return right
}

// plainSigns are reasons that make a group look like the key's own past, or say nothing.
var plainSigns = []string{usage.ReasonUsual, usage.ReasonBefore, usage.ReasonRecurring, usage.ReasonOwnProbe,
	usage.ReasonInBaseline, usage.ReasonNoHistory, usage.ReasonNoPrice, usage.ReasonKnownOurs, usage.ReasonInBatch}

// standsOut reports whether a group carries a sign of something unusual.
func standsOut(g incident.Group) bool {
	return slices.ContainsFunc(g.Reasons, func(r incident.Signal) bool { return !slices.Contains(plainSigns, r.Code) })
}
