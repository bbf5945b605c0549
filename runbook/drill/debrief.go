package drill

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/providers/simulator"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// Account is what is said after a drill: both lanes, what an earlier move would have saved,
// what was missed, then the score with the figures of each formula. Answers are those to
// Questions, in their order; the last one says what the player would do first next time. Where
// it is missing or empty, one thing is suggested.
func Account(f Facts, sheet Sheet, answers []providers.Untrusted, l words.Lang) words.Debriefing {
	k, _ := f.State.First()
	j := judge{Facts: f, key: k}
	j.leaked, _ = j.keyState(f.Story.Leaked)
	d := words.Debriefing{Moves: j.moves(l), Saved: j.saved(l), Missed: j.missed(l), Next: j.next(l)}
	j.sheet(&d, sheet, l)
	for i, question := range Questions(l) {
		if i < len(answers) && !answers[i].IsEmpty() {
			d.Said = append(d.Said, words.Labelled{Label: strings.TrimSpace(question), Text: answers[i].Line(answerRoom)})
		}
	}
	if last := len(Questions(l)) - 1; last < len(answers) && !answers[last].IsEmpty() {
		d.Next = answers[last].Line(answerRoom)
	}
	return d
}

// answerRoom bounds an answer to one of the questions, in terminal cells.
const answerRoom = 2 * words.Width

// entry is one row of a lane.
type entry struct {
	at    time.Time
	yours bool
	text  string
}

// moves sets the player's moves beside the attacker's, with when these could have been seen.
func (j judge) moves(l words.Lang) []words.Move {
	rows := append(j.yours(l), j.theirs(l)...)
	slices.SortStableFunc(rows, func(a, b entry) int { return cmp.Compare(a.at.Unix(), b.at.Unix()) })
	var list []words.Move
	for _, r := range rows {
		list = append(list, words.Move{At: j.Story.clock(l, r.at), Ours: r.yours, Text: r.text})
	}
	return list
}

// yours lists the moves that mark the way.
func (j judge) yours(l words.Lang) []entry {
	var rows []entry
	add := func(at time.Time, what string) { rows = append(rows, entry{at, true, what}) }
	add(j.Story.Page, text{"called by the alert", "dipanggil peringatan"}.in(l))
	seen := map[incident.Type]bool{}
	for _, e := range j.Events {
		if e.Type == incident.Written {
			what := j.moving(e).in(l)
			rows = slices.DeleteFunc(rows, func(r entry) bool { return r.text == what }) // of several parts the last counts
			add(e.At, what)
			continue
		}
		what, known := moves[e.Type]
		if !known || seen[e.Type] {
			continue
		}
		seen[e.Type] = true
		add(e.At, what.in(l))
	}
	for _, cred := range j.State.Order {
		k, which := j.State.Keys[cred], ""
		if r := k.Record(); cred != j.key.Cred && r != nil {
			which = ": " + relatedName(r.ID, r)
		}
		for _, op := range k.Ops {
			if op.Intent.Act != incident.ActCreate && op.Intent.Act != incident.ActWrite {
				add(op.At, l.Act(op.Intent.Act)+which)
			}
		}
	}
	if j.key.Proof.Proven() {
		add(j.key.Proof.VerifiedDead, text{"first refusal", "penolakan pertama"}.in(l))
		add(j.key.Proof.ProvenAt, text{"proven dead", "terbukti mati"}.in(l))
	}
	for _, e := range j.Truth.Events {
		if said, known := serviceSaid[e.What]; known && j.consumes(e.On) {
			add(e.At, fmt.Sprintf(said.in(l), e.On))
		}
	}
	if j.key.Traced != nil {
		add(j.key.TracedAt, text{"search the code", "menelusuri kode"}.in(l))
	}
	return rows
}

// theirs lists what the attacker did, from the ground truth, and when each could be seen: figures
// come late, and some acts leave none.
func (j judge) theirs(l words.Lang) []entry {
	var rows []entry
	for _, t := range j.Story.theirs() {
		at := j.Story.at(t.From)
		if tokens := t.In + t.Out; tokens > 0 && j.served(t.Key, at) {
			what := fmt.Sprintf(textUses.in(l), t.Model, l.Tokens(tokens))
			rows = append(rows, entry{at, false, what + "; " + fmt.Sprintf(textShown.in(l), l.ShortClock(at.Add(j.lag())))})
		}
	}
	for _, a := range j.Story.Acts {
		at, took := j.actAt(a)
		shown := textNowhere.in(l)
		if !a.Hidden {
			shown = fmt.Sprintf(textShown.in(l), l.ShortClock(at.Add(a.Lag)))
		}
		if took {
			rows = append(rows, entry{at, false, a.What.in(l) + "; " + shown})
		}
	}
	if dead, gone := j.gone(); gone {
		rows = append(rows, entry{dead, false, textDies.in(l)})
	}
	n, last := 0, time.Time{}
	for _, e := range j.Truth.Events {
		if e.Actor == string(simulator.Attacker) && strings.HasPrefix(e.What, "refused") {
			n++
			last = e.At
		}
	}
	if n > 0 {
		rows = append(rows, entry{last, false, fmt.Sprintf(textRefusals.in(l), words.Number(l, n, "time", "times", "kali"), l.ShortClock(last))})
	}
	return rows
}

// actAt is when an act took place, if it did.
func (j judge) actAt(a Act) (at time.Time, took bool) {
	at = j.Story.at(a.At)
	switch {
	case a.Makes != "":
		k, known := j.keyState(a.Makes)
		return k.Created, known && !k.Created.After(j.Truth.Now)
	case a.With != "":
		return at, j.served(a.With, at)
	}
	return at, j.happened(at)
}

// served reports whether a key worked at a moment that is past.
func (j judge) served(ref simulator.Ref, at time.Time) bool {
	k, known := j.keyState(ref)
	return known && !at.After(j.Truth.Now) && !at.Before(k.Created) && (k.RefusedFrom.IsZero() || at.Before(k.RefusedFrom))
}

// firstSign is when something of the attacker's could first be seen.
func (j judge) firstSign() (first time.Time, any bool) {
	see := func(at time.Time) {
		if !any || at.Before(first) {
			first, any = at, true
		}
	}
	for _, t := range j.Story.theirs() {
		if t.In+t.Out > 0 && t.Key == j.Story.Leaked {
			see(j.Story.at(t.From).Add(j.lag()))
		}
	}
	for _, a := range j.Story.Acts {
		if !a.Hidden {
			see(j.Story.at(a.At).Add(a.Lag))
		}
	}
	return first, any
}

// lag is how late usage shows.
func (j judge) lag() time.Duration {
	if d := j.Story.World.Lags.Usage; d > 0 {
		return d
	}
	return usageLag
}

// usageLag is the simulator's default.
const usageLag = 5 * time.Minute

// saved tells what earlier moves would have been worth, by running the traffic again.
func (j judge) saved(l words.Lang) []string {
	money := func(u float64) string { return l.Money(int64(u*usd), currency) }
	var lines []string
	say := func(format text, args ...any) { lines = append(lines, fmt.Sprintf(format.in(l), args...)) }
	if at, any := j.firstSign(); any && j.Truth.Burn.Attacker > 0 {
		say(textSign, j.Story.clock(l, at), money(float64(j.Truth.Burn.Attacker)))
	}
	if j.key.Proof.Proven() {
		say(textAtPar, l.Short(j.par()), money(j.alone(j.par())), l.Short(j.key.Proof.VerifiedDead.Sub(j.Story.Page)), money(j.harm(j.Truth.Now)))
	}
	say(textAlone, money(j.alone(horizon)))
	j.outages(func(format text, args ...any) { say(format, args...) }, l)
	for _, r := range j.Story.Risks {
		if j.tooSoon(r) {
			say(textTooSoon, r.Name)
		}
		if j.lives(r) {
			say(textLives, r.Name)
		}
	}
	if works(j.leaked) {
		say(textStillLives)
	}
	return lines
}

// missed names the evidence that was not found or not judged right.
func (j judge) missed(l words.Lang) []words.Labelled {
	var list []words.Labelled
	for _, e := range j.Story.Evidence {
		if found, there := j.item(e); there && !found {
			list = append(list, words.Labelled{Label: e.ID, Text: e.What.in(l)})
		}
	}
	return list
}
