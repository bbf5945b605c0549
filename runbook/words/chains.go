package words

import (
	"strings"
	"time"

	"firebreak/runbook/incident"
)

// mostKeys is how many keys of an incident are named one by one, the most dangerous ones; the others
// are counted.
const mostKeys = 6

// eachKey says in a line of each key what it is, how it stands and what is open for it.
func (l Lang) eachKey(s incident.State, now time.Time) []string {
	list := s.ByDanger()
	var lines []string
	for _, k := range list[:min(len(list), mostKeys)] {
		lines = append(lines, l.Kind(k.Identity.Kind)+" "+l.Ending(k.Identity.Last4)+"; "+l.statusState(k, now)+"; "+l.statusOpen(s, k))
	}
	return l.more(lines, len(list)-mostKeys)
}

func (l Lang) more(list []string, n int) []string {
	if n > 0 {
		list = append(list, pick(l, "and more: ", "dan lagi: ")+l.of(int64(n), nKey))
	}
	return list
}

// keysStand says in a clause how each key of several stands.
func (l Lang) keysStand(s incident.State) string {
	list := s.ByDanger()
	var parts []string
	for _, k := range list[:min(len(list), mostKeys)] {
		parts = append(parts, l.Ending(k.Identity.Last4)+" "+l.summaryOutcome(k)+l.unsettled(k))
	}
	return strings.Join(l.more(parts, len(list)-mostKeys), "; ")
}

// keysOpen names what is open for each key of several.
func (l Lang) keysOpen(s incident.State) string {
	list := s.ByDanger()
	var parts []string
	for _, k := range list[:min(len(list), mostKeys)] {
		parts = append(parts, l.Ending(k.Identity.Last4)+" "+l.statusOpen(s, k))
	}
	return strings.Join(l.more(parts, len(list)-mostKeys), "; ")
}

// OfKey heads what is said of one key of several: its kind and its ending.
func (l Lang) OfKey(k incident.Key) string {
	return l.Kind(k.Identity.Kind) + " " + l.Ending(k.Identity.Last4) + ":"
}

// LedTo says how one credential of an incident led to another one.
func (l Lang) LedTo(b incident.Because) string {
	return l.Relation(b.Relation) + pick(l, ", of ", ", dari ") + clean(b.Cred, 12)
}
