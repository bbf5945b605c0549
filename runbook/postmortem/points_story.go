package postmortem

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// exposureTold is point 8: a channel of the list, T0 with its method, and copies with their states.
func (x *exam) exposureTold() *Loss {
	if l := first(x.lacks("exposure/exposure", "channel", true), x.lacks("exposure/exposure", "exposure_start", false), x.lacks("exposure/exposure", "exposure_method", false)); l != nil {
		return l
	}
	channel, _ := x.field("exposure/exposure", "channel")
	if x.skips(channel.bare) {
		return nil
	}
	if !slices.ContainsFunc(incident.Channels, func(name string) bool { return strings.HasPrefix(channel.bare, name) }) {
		return x.lose(channel.line, "the channel is none of the list: %s", "saluran bukan dari daftar: %s", channel.seen)
	}
	p := x.parts["exposure/copies"]
	if len(p.rows) == 0 {
		return x.lose(p.line, "no copy is listed", "tidak ada salinan yang dicantumkan")
	}
	for _, r := range p.rows {
		state := ""
		if len(r.cells) == 7 {
			state, _, _ = strings.Cut(r.cells[4].bare, " ")
		}
		if !slices.Contains([]string{"present", "removed", "cannot-remove"}, state) {
			return &Loss{Line: r.line, Why: x.say("a copy has no state", "satu salinan tanpa keadaan"), Ask: incident.AskRemoved}
		}
	}
	return nil
}

// validationTold is point 9: how and when the key was tested, that it changed nothing, and what came.
func (x *exam) validationTold() *Loss {
	const part = "validation/validation"
	return first(x.lacks(part, "tested_at", true), x.lacks(part, "method", true), x.lacks(part, "side_effects", true), x.lacks(part, "result", true))
}

// milestonesSane is point 10: T0 to T6 told or unknown for a reason, and in a possible order.
func (x *exam) milestonesSane() *Loss {
	const part = "at-a-glance/figures"
	type ends struct {
		from, to time.Time
		known    bool
	}
	at := map[string]ends{}
	for _, key := range strings.Fields("exposure_start first_abuse detected acknowledged revoke_requested verified_dead rotated closed") {
		v, there := x.field(part, key)
		from, to, known := momentIn(v.seen)
		if !there || !known && !unknownForm.MatchString(v.seen) {
			return x.lose(v.line, "%s is neither a time nor unknown for a reason", "%s bukan waktu dan bukan unknown dengan alasan", x.label(part, key))
		}
		at[key] = ends{from, to, known}
	}
	for _, order := range [][2]string{{"exposure_start", "first_abuse"}, {"first_abuse", "verified_dead"}, {"detected", "verified_dead"},
		{"acknowledged", "revoke_requested"}, {"revoke_requested", "verified_dead"}, {"verified_dead", "closed"}} {
		a, b := at[order[0]], at[order[1]]
		if a.known && b.known && a.from.After(b.to) {
			v, _ := x.field(part, order[1])
			return x.lose(v.line, "%s is before %s", "%s lebih dulu dari %s", x.label(part, order[1]), x.label(part, order[0]))
		}
	}
	return nil
}

// metricsRecompute is point 11, a gate: every interval is what its printed ends give, to a second.
func (x *exam) metricsRecompute() *Loss {
	const part = "at-a-glance/figures"
	for _, m := range []struct{ key, from, to string }{
		{"exposure_window", "exposure_start", "verified_dead"}, {"abuse_time", "first_abuse", "verified_dead"}, {"time_to_detect", "first_abuse", "detected"},
		{"time_to_acknowledge", "detected", "acknowledged"}, {"time_to_contain", "acknowledged", "verified_dead"},
		{"revocation_tail", "revoke_requested", "last_accepted"}, {"time_to_recover", "verified_dead", "rotated"},
	} {
		printed, there := x.field(part, m.key)
		if !there {
			return x.lose(printed.line, "%s: the row is missing", "%s: barisnya tidak ada", m.key)
		}
		a, b := x.interval(m.key, m.from, m.to, printed.seen)
		if why := x.recompute(printed.seen, a, b); why != "" {
			return &Loss{Line: printed.line, Why: x.label(part, m.key) + ": " + why}
		}
	}
	return nil
}

// interval is what the ends of a metric read. Where the leak was noticed before any abuse, the
// exposure is what was detected; where nobody's last request is known, the death bounds it.
func (x *exam) interval(metric, from, to, printed string) (a, b string) {
	value := func(key string) string {
		v, _ := x.field("at-a-glance/figures", key)
		return v.seen
	}
	if from, _, known := momentIn(value("first_abuse")); metric == "time_to_detect" {
		if _, to, told := momentIn(value("detected")); !known || told && to.Before(from) {
			return value("exposure_start"), value("detected")
		}
	}
	if metric == "revocation_tail" && strings.HasPrefix(printed, "at most ") {
		to = "verified_dead"
	}
	a, b = value(from), value(to)
	if _, gone := x.field("at-a-glance/figures", "found_gone"); gone {
		a, b = x.endedByOthers(from, a), x.endedByOthers(to, b)
	}
	return a, b
}

// endedByOthers widens the death of a key that somebody else ended: it lies between our last accepted
// probe and the first refusal.
func (x *exam) endedByOthers(key, value string) string {
	alive, told := x.field("containment/proof", "last_accepted_ours")
	dead, _, known := momentIn(value)
	switch {
	case key != "verified_dead" || !known:
		return value
	case !told:
		alive, _ = x.field("validation/validation", "tested_at")
	}
	from, _, ok := momentIn(firstWord(alive.seen))
	if !ok {
		return value
	}
	return "between " + stamp(from) + " and " + stamp(dead)
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}

// recompute says how a printed interval differs from its ends, "" for not at all.
func (x *exam) recompute(printed, a, b string) string {
	if unknownForm.MatchString(printed) || printed == "none found" {
		return ""
	}
	aFrom, aTo, known := momentIn(a)
	bFrom, bTo, alsoKnown := momentIn(b)
	if !known || !alsoKnown {
		return x.say("%q, though one of its ends is not known", "%q, padahal salah satu ujungnya tidak diketahui", printed)
	}
	low, high := bFrom.Sub(aTo), bTo.Sub(aFrom)
	got := spansIn(printed)
	if len(got) == 0 {
		return x.say("%q holds no duration", "%q tidak memuat lamanya", printed)
	}
	off := func(x, y time.Duration) bool { return (x - y).Abs() > time.Second }
	if lowest := got[0]; off(lowest, low) && off(lowest, max(low, 0)) && len(got) > 1 || off(got[len(got)-1], high) {
		return x.say("%q, recomputed %v to %v", "%q, dihitung ulang %v sampai %v", printed, low, high)
	}
	return ""
}

// spansIn are the durations that a text holds, in their order.
func spansIn(s string) []time.Duration {
	var list []time.Duration
	for _, m := range spanForm.FindAllString(s, -1) {
		if d, err := time.ParseDuration(strings.ReplaceAll(m, " ", "")); err == nil {
			list = append(list, d)
		}
	}
	return list
}

// containedIsProven is point 12, a gate: contained is said only with a proof of death: refusals after
// the revocation, over the window, each an event of the journal.
func (x *exam) containedIsProven() *Loss {
	contained, there := x.field("containment/containment", "contained")
	if !there || !strings.HasPrefix(contained.seen, "yes") && !strings.HasPrefix(contained.seen, "no") {
		return x.lose(contained.line, "whether it is contained is not told", "tidak disebut apakah terkendali")
	}
	if strings.HasPrefix(contained.seen, "no") {
		return nil
	}
	accepted, _, _ := momentIn(x.front["revoke_requested"])
	var first, last time.Time
	refusals := 0
	for _, name := range x.order {
		if !strings.HasPrefix(name, "containment/") {
			continue
		}
		for _, r := range x.parts[name].rows {
			at, refused := x.refusal(r)
			if !refused || at.Before(accepted) {
				continue
			}
			if refusals++; first.IsZero() || at.Before(first) {
				first = at
			}
			if at.After(last) {
				last = at
			}
		}
	}
	window := time.Duration(0)
	if told, _ := x.field("containment/proof", "window"); len(spansIn(told.seen)) > 0 {
		window = spansIn(told.seen)[0]
	}
	if refusals < 2 || last.Sub(first)+time.Second < window {
		return x.lose(contained.line, "contained is claimed with %d refusals over %v that the journal knows, of a window of %v",
			"terkendali dinyatakan dengan %d penolakan selama %v yang dikenal jurnal, dari jendela %v", refusals, last.Sub(first), window)
	}
	return nil
}

// refusal is the time of a row of the proof that is a refused probe of the journal.
func (x *exam) refusal(r tableRow) (time.Time, bool) {
	if len(r.cells) != 7 || !stampForm.MatchString(r.cells[0].seen) {
		return time.Time{}, false
	}
	n, err := strconv.Atoi(strings.TrimPrefix(citation.FindString(r.cells[6].bare), "E"))
	e, there := x.events[n]
	if err != nil || !there || e.Type != incident.Probed {
		return time.Time{}, false
	}
	var p incident.ProbeData
	if e.Decode(&p) != nil || p.Control || p.Life != providers.Dead || stamp(p.At) != r.cells[0].seen {
		return time.Time{}, false
	}
	return p.At, true
}

// windowCovers is point 14: the review reaches from seven days before T0 to T5, or says why not.
func (x *exam) windowCovers() *Loss {
	const part = "usage-review/review"
	if l := x.lacks(part, "window", true); l != nil {
		return l
	}
	if x.skipped(part, "window") {
		return nil
	}
	cover, _ := x.field(part, "window_cover")
	window, _ := x.field(part, "window")
	exposure, _, known := momentIn(x.front["exposure_start"])
	dead, _, isDead := momentIn(x.front["verified_dead"])
	if l := x.lacks(part, "window_cover", true); l != nil {
		return l
	}
	ends := stampInside.FindAllString(window.seen, 2)
	switch {
	case !known:
		return &Loss{Line: cover.line, Why: x.label(part, "window_cover") + ": " + cover.seen, Ask: incident.AskExposedSince}
	case len(ends) != 2:
		return x.lose(window.line, "the window has no two ends: %s", "jendela tanpa dua ujung: %s", window.seen)
	case strings.HasPrefix(cover.seen, "no: "):
		return nil // a shorter one, said so
	}
	from, _, _ := momentIn(ends[0])
	to, _, _ := momentIn(ends[1])
	if from.After(exposure.Add(-reviewBefore)) || isDead && to.Before(dead) {
		return x.lose(window.line, "the window is shorter than from seven days before T0 to T5, and nothing says so",
			"jendela lebih pendek dari tujuh hari sebelum T0 sampai T5, dan itu tidak disebut")
	}
	return nil
}
