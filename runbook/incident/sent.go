package incident

import "slices"

// telling are the events that stand for requests: each one that changes something, with how it
// ended, and each reading that was kept.
var telling = []Type{Intended, Concluded, Uncertain, Validated, Probed, RecordRead, Located, ForecastSaved, UsageFetched, Verified, UseSeen}

// Earlier lists what the runs before the newest one sent, as far as the journal tells: every
// request that changes something, and what was read. The newest run begins with its resumption.
func Earlier(events []Event) []Event {
	var earlier, seen []Event
	for _, e := range events {
		switch {
		case e.Type == Resumed:
			earlier = append(earlier, seen...)
			seen = nil
		case slices.Contains(telling, e.Type):
			seen = append(seen, e)
		}
	}
	return earlier
}
