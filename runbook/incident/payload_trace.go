package incident

import (
	"slices"
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
	Author     providers.Untrusted   `json:"author,omitzero"` // of a reported place: who put it there
	URL        providers.Untrusted   `json:"url,omitzero"`    // of a reported place: its page
}

// KindReported is the Kind of a place that somebody else named; Where names the sender then.
const KindReported = "reported"

// Claim is what the sender of a report says of a key. It proves neither life nor death.
type Claim string

const (
	ClaimActive   Claim = "active"
	ClaimInactive Claim = "inactive"
	ClaimUnknown  Claim = "unknown"
)

// ReportedData is one place of the key as a scanner or an alert names it. No text of it holds a
// credential.
type ReportedData struct {
	HitData
	Rule    providers.Untrusted `json:"rule,omitzero"`
	Claim   Claim               `json:"claim"`
	ClaimAt time.Time           `json:"claim_at,omitzero"`
	Left    int                 `json:"left,omitempty"` // further places that the report names, not journalled
}

// Told is all that a report says of one key: its places, the first of them at least.
type Told struct {
	Places []ReportedData
	Clear  bool // the report holds the value itself
}

// MostPlaces is how many places of a report are kept of one key.
const MostPlaces = 20

// NoKey is a report of which no key could be taken, for saying what was read.
type NoKey struct {
	Sender   string   // as in ReportedData.Where, "" where none was recognised
	Findings int      // that were read
	Foreign  []string // slugs of the vendors, not worked on here, that findings name
	Trouble  string   // why the reading stopped: too-large, too-deep, too-many or tangled; "" it did not
}

// Copies are the places of the key that are known: those that the search found, and of those that
// were reported the ones that it did not meet.
func (k Key) Copies() []HitData {
	list := slices.Clone(k.Hits)
	for _, r := range k.Reported {
		same := func(h HitData) bool {
			return !r.Path.IsEmpty() && h.Path == r.Path && h.Line == r.Line && (h.Commit == r.Commit || h.Commit == "" || r.Commit == "")
		}
		if !slices.ContainsFunc(k.Hits, same) {
			list = append(list, r.HitData)
		}
	}
	return list
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
