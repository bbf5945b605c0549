package incident

import (
	"time"

	"firebreak/providers"
)

// HitData is one place where the key stands.
type HitData struct {
	Kind       string                `json:"kind"`
	Where      providers.Untrusted   `json:"where"`         // the searched place
	Repo       providers.Untrusted   `json:"repo,omitzero"` // the repository below it
	Path       providers.Untrusted   `json:"path,omitzero"`
	Line       int                   `json:"line,omitempty"`
	Object     string                `json:"object,omitempty"`
	Commit     string                `json:"commit,omitempty"`
	AuthorDate time.Time             `json:"author_date,omitzero"`
	CommitDate time.Time             `json:"commit_date,omitzero"`
	Refs       []providers.Untrusted `json:"refs,omitempty"`
	Encoding   string                `json:"encoding,omitempty"`
	AtHead     bool                  `json:"at_head,omitempty"`
	Reachable  bool                  `json:"reachable,omitempty"`
	Pushed     bool                  `json:"pushed,omitempty"`
	PushedAt   time.Time             `json:"pushed_at,omitzero"`
}

// TracedData ends a search: what was read and what was not. It is the step.done of investigate.
type TracedData struct {
	Places   []string `json:"places"`
	Hits     int      `json:"hits"`
	Files    int      `json:"files"`
	Objects  int      `json:"objects"`
	Commits  int      `json:"commits"`
	Refs     int      `json:"refs"`
	Bytes    int64    `json:"bytes"`
	Missing  int      `json:"missing"`
	Refused  int      `json:"refused"`
	Complete bool     `json:"complete"`
}
