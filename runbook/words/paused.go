package words

import (
	"time"

	"firebreak/runbook/incident"
)

// Paused says that a step which the vendor throttled is held back, and for how long.
func (l Lang) Paused(step incident.Step, wait time.Duration) string {
	return l.Step(step) + ": " + fill(pick(l, "too many requests for the vendor's limit; sent again in {wait}",
		"terlalu banyak permintaan bagi batas vendor; dikirim lagi dalam {wait}"), "wait", l.Short(wait))
}
