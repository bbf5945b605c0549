package words

import "firebreak/runbook/incident"

// OfKey heads what is said of one key of several: its kind and its ending.
func (l Lang) OfKey(k incident.Key) string {
	return l.Kind(k.Identity.Kind) + " " + l.Ending(k.Identity.Last4) + ":"
}
