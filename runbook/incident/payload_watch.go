package incident

import (
	"time"

	"firebreak/providers"
)

// ProveData starts a run of the watch.
type ProveData struct {
	Run       int             `json:"run"`
	Window    time.Duration   `json:"window"`
	Offsets   []time.Duration `json:"offsets"`
	Poll      time.Duration   `json:"poll,omitempty"` // between probes until the first refusal
	Deadline  time.Time       `json:"deadline"`
	Source    string          `json:"source"`
	Shortened bool            `json:"shortened,omitempty"`
	Why       Reason          `json:"why,omitempty"` // of a run that starts again
}

// ProbeData is one probe of the watch or of a later look.
type ProbeData struct {
	Run     int  `json:"run"`
	Control bool `json:"control,omitempty"`
	Verdict
	Again time.Time `json:"again,omitzero"` // when the watch asks again, after an answer that tells nothing
}

// ReadData is what a fresh read of the key's record told.
type ReadData struct {
	Status providers.KeyStatus `json:"status"`
	At     time.Time           `json:"at"`
}

// StateData shows a change of the key's state.
type StateData struct {
	State        Condition `json:"state"`
	Since        time.Time `json:"since"`
	VerifiedDead time.Time `json:"verified_dead,omitzero"`
	ProvenAt     time.Time `json:"proven_at,omitzero"`
	Outcome      Outcome   `json:"outcome,omitempty"`
}

// LookData says when the dead key is looked at again.
type LookData struct {
	At time.Time `json:"at"`
}
