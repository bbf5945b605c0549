package words

import (
	"strings"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// What is said of limits: what those that a vendor offers would stop, and which of ours stands.

// reachOf is what the limits of a vendor that can be undone stop, in full and on one narrow line;
// {name} is what the key belongs to.
type reachOf struct{ full, short both }

var limitReaches = map[string]reachOf{
	"openai": {
		both{"can be undone; stops the whole project {name}, ours too", "bisa dibatalkan; seluruh proyek {name} ikut terhenti"},
		both{"can be undone; stops project {name}", "bisa dibatalkan; proyek {name} berhenti"},
	},
	"anthropic": {
		both{"can be undone; stops this key and all of ours that uses it", "bisa dibatalkan; kunci ini dan semua pemakainya terhenti"},
		both{"can be undone; stops this key", "bisa dibatalkan; kunci ini berhenti"},
	},
}

// anyReach stands in for a vendor without a row.
var anyReach = reachOf{
	both{"a limit that can be undone; it stops what uses the key as well", "batas yang bisa dibatalkan; pemakai kunci ikut terhenti"},
	both{"can be undone; stops our users too", "bisa dibatalkan; pemakai kita terhenti"},
}

// limitsStop says what containing first stops.
func (l Lang) limitsStop(f Figures, short bool) string {
	reach, ok := limitReaches[f.Kind.Provider()]
	if !ok {
		reach = anyReach
	}
	text := reach.full
	if short {
		text = reach.short
	}
	name := ""
	if !f.Consumer.IsEmpty() {
		name = " " + f.Consumer.Line(24)
	}
	return strings.Replace(text.in(l), " {name}", name, 1)
}

// limitFact says which limit stands, since when, what it stops, and what the key answered since,
// where a probe can show it. A name from outside is rendered by the caller.
func (l Lang) limitFact(k incident.Key, op incident.Op, target string) string {
	limit := *op.Intent.Limit
	text := l.Containment(limit.ID, providers.Untrusted{})
	if target != "" {
		text += ": " + target
	}
	text += pick(l, ", since ", ", sejak ") + l.Time(op.DoneAt) + "; " + l.reach(limit.WholeOf)
	if said := l.limitShown(k, op); said != "" {
		text += "; " + said
	}
	return text
}

// limitShown says what a probe showed of a limit since it was set; "" once something else ended the key.
func (l Lang) limitShown(k incident.Key, op incident.Op) string {
	told, at := k.Told()
	switch {
	case !k.Accepted().IsZero():
		return ""
	case !op.Intent.Limit.Refuses:
		return pick(l, "a probe cannot show it", "pengujian tidak bisa menunjukkannya")
	case !at.After(op.At):
		return pick(l, "the key was not asked about since", "kunci belum diuji sejak itu")
	case told == providers.Dead:
		return pick(l, "the key is refused, asked ", "kunci ditolak, diuji ") + l.Time(at)
	}
	return pick(l, "the key is still accepted, asked ", "kunci masih diterima, diuji ") + l.Time(at)
}

// limitFacts are the limits of ours that stand, for a line of text.
func (l Lang) limitFacts(k incident.Key, render func(providers.Untrusted) string) []string {
	var said []string
	for _, op := range k.Limits() {
		said = append(said, l.limitFact(k, op, render(op.Intent.Limit.Target)))
	}
	return said
}
