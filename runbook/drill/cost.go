package drill

import (
	"time"

	"firebreak/runbook"
)

// costs is what an action takes on a drill's clock, the same in every mode. Reading a screen,
// judging and answering are free; probes of the watch cost nothing, for they run beside.
var costs = map[runbook.Name]time.Duration{
	runbook.Validate:    time.Minute,
	runbook.Forecast:    2 * time.Minute, // reads usage
	runbook.Contain:     time.Minute,
	runbook.Lift:        time.Minute,
	runbook.Revoke:      time.Minute,
	runbook.RevokeOwner: time.Minute,
	runbook.Restore:     time.Minute,
	runbook.Look:        30 * time.Second,
	runbook.Replace:     2 * time.Minute,
	runbook.Receive:     2 * time.Minute,
	runbook.WriteStore:  4 * time.Minute,
	runbook.RollBack:    4 * time.Minute,
	runbook.VerifyNew:   time.Minute,
	runbook.ListRelated: 3 * time.Minute,
	runbook.DecideOn:    time.Minute,
	runbook.Review:      4 * time.Minute, // reads usage, and the audit log
	runbook.Trace:       3 * time.Minute,
	runbook.Report:      time.Minute,
	runbook.DoneByHand:  time.Minute,
}

// Cost is what an action takes before its first call.
func Cost(a runbook.Action) time.Duration { return costs[a.Name] }
