package words

import (
	"firebreak/providers"
	"firebreak/runbook/incident"
)

// What is said of a limit of ours that stands.

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
