package runbook

import "firebreak/runbook/incident"

// Bait reports whether a key may be one laid out to raise an alarm, and its vendor was not asked
// about it yet: the first request with it is what alerts somebody, so a person is asked before.
func Bait(k incident.Key) bool { return k.Identity.Decoy() && k.First == nil }
