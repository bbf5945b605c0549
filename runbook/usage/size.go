package usage

import "firebreak/runbook/incident"

// callSize is how many tokens stand for one request where the vendor counts none: our
// assumption, about what chat requests take. Both are held against each other in this unit only
// where a key has use of both kinds.
const callSize = 1000

// size is how much a cell holds: callSize for each of its requests, or its tokens where requests
// are not counted or only in part. It stays as plausible as a count, so that sums cannot run over.
func (c *cell) size() int64 {
	n := min(c.requests, plausible/callSize) * callSize
	if c.uncounted {
		n = max(n, c.tokens())
	}
	return n
}

// unit is what sizes are told in beside the cell.
func (c *cell) unit() incident.Counted {
	if c.uncounted {
		return incident.InTokens
	}
	return incident.InRequests
}

// told is a size in the cell's own unit.
func (c *cell) told(size int64) float64 {
	if c.uncounted {
		return float64(size)
	}
	return inRequests(size)
}

func inRequests(size int64) float64 { return float64(size) / callSize }
