package incident

import (
	"slices"
	"strings"
	"time"

	"firebreak/providers"
)

// Gap is data that is missing or not settled, which is never shown as zero.
type Gap struct {
	What string    `json:"what"` // usage completions, cost, audit
	Why  Reason    `json:"why"`
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
}

// FetchedData is the review's material, condensed so that the report needs nothing else.
type FetchedData struct {
	From    time.Time `json:"from"`
	To      time.Time `json:"to"`
	AsOf    time.Time `json:"as_of"`
	Settled time.Time `json:"settled"` // figures before this are taken as final
	Lag     string    `json:"lag"`     // source of the lag figure
	Groups  []Group   `json:"groups"`
	Total   Amount    `json:"total"`
	Own     int64     `json:"own"` // our own probes, subtracted by exact match
	Gaps    []Gap     `json:"gaps,omitempty"`
	Hidden  []string  `json:"hidden,omitempty"` // dimensions that the vendor does not tell
	Hours   []Cell    `json:"hours,omitempty"`
	Minutes []Cell    `json:"minutes,omitempty"` // the latest of them, for a chart
	// MinutesFrom is since when use was read by the minute; zero where it was not, and in
	// journals that do not say.
	MinutesFrom time.Time `json:"minutes_from,omitzero"`
	Audit       []Admin   `json:"audit,omitempty"`
	AuditN      int       `json:"audit_n"`
	Looked      []Looked  `json:"looked,omitempty"`
	Method      string    `json:"method"`
	Currency    string    `json:"currency"`
	// Past is what use was held against; nil in journals that do not say.
	Past *Past `json:"past,omitempty"`
	// Thresholds are the figures that the review went by; empty in journals that do not say.
	Thresholds map[string]float64 `json:"thresholds,omitempty"`
	// EndedBy is the act by which the log that was read says that this very key was ended, where
	// no revocation of ours was accepted; nil where it tells of none.
	EndedBy *Admin `json:"ended_by,omitempty"`
	// Whole is the cost of what the key is a part of; nil where none was read.
	Whole *WholeCost `json:"whole,omitempty"`
}

// WholeCost is the money of what a key is a part of: others spend there too. Amounts are
// millionths of the currency, over whole UTC days.
type WholeCost struct {
	Of       string     `json:"of"` // account, project, workspace
	From     time.Time  `json:"from"`
	To       time.Time  `json:"to"`
	Micros   int64      `json:"micros"`
	Currency string     `json:"currency"`
	Usual    int64      `json:"usual"` // of the middle one of the days that cost anything
	Peak     time.Time  `json:"peak"`  // the day that cost most
	PeakCost int64      `json:"peak_cost"`
	Top      []CostItem `json:"top"` // what cost most on that day, the most first
}

// Past is the baseline of a review. Mean and High are requests an hour, or a thousand tokens where
// the total is Uncounted: what is usual, and what one hour of a hundred exceeds.
type Past struct {
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	How      string    `json:"how"`
	Doubtful bool      `json:"doubtful,omitempty"` // strangers may be in it
	Mean     float64   `json:"mean"`
	High     float64   `json:"high"`
}

// CostItem is one line of a cost.
type CostItem struct {
	Item   providers.Untrusted `json:"item"`
	Micros int64               `json:"micros"`
}

// Doubt is why the figures are less than what was used, or may be: part of the usage was not
// told, or no longer. Empty where they are whole but for what is not settled yet.
func (u FetchedData) Doubt() Reason {
	for _, g := range u.Gaps {
		part := g.What == "usage" || strings.HasPrefix(g.What, "usage ") && g.What != "usage by minute" && g.What != "usage minutes"
		if part && g.Why != WhyUnsettled && g.Why != WhyNotExposed {
			return g.Why
		}
	}
	return ""
}

// Amount is usage and money. Micros are millionths of the currency; Low and High bound them.
type Amount struct {
	Requests  int64 `json:"requests"`
	Uncounted bool  `json:"uncounted,omitempty"` // the vendor counts no requests, or not all: they say nothing
	In        int64 `json:"in"`
	Out       int64 `json:"out"`
	Micros    int64 `json:"micros"`
	Low       int64 `json:"low"`
	High      int64 `json:"high"`
}

// Used reports whether it tells of any use.
func (a Amount) Used() bool { return a.Requests > 0 || a.Uncounted && a.In+a.Out > 0 }

// Group is one line of the review.
type Group struct {
	ID       string              `json:"id"`
	Endpoint string              `json:"endpoint"`
	Model    providers.Untrusted `json:"model"`
	From     time.Time           `json:"from"`
	To       time.Time           `json:"to"`
	Amount
	Suggested GroupVerdict `json:"suggested"`
	Reasons   []Signal     `json:"reasons,omitempty"`
	// Client and Place are whose calls the group is of, where the vendor tells calls one by one;
	// Did is what they called then, the most first, and Model is empty.
	Client providers.Untrusted `json:"client,omitzero"`
	Place  providers.Untrusted `json:"place,omitzero"`
	Did    []Calls             `json:"did,omitempty"`
}

// Calls are those of one operation or model.
type Calls struct {
	Endpoint string              `json:"endpoint"`
	Model    providers.Untrusted `json:"model"`
	Requests int64               `json:"requests"`
}

// Holds reports whether the group has use of a model at an endpoint.
func (g Group) Holds(endpoint, model string) bool {
	if len(g.Did) == 0 {
		return g.Endpoint == endpoint && g.Model.Is(model)
	}
	return slices.ContainsFunc(g.Did, func(c Calls) bool { return c.Endpoint == endpoint && c.Model.Is(model) })
}

// Signal is one typed reason with its figure.
type Signal struct {
	Code     string  `json:"code"`
	Observed float64 `json:"observed,omitempty"`
	Expected float64 `json:"expected,omitempty"`
	Unit     Counted `json:"unit,omitempty"` // of figures that are amounts of use
	// Score is how surprising it is, in the detector's own measure; Value is what was new, or what
	// was done.
	Score    float64             `json:"score,omitempty"`
	Strength Strength            `json:"strength,omitempty"`
	Value    providers.Untrusted `json:"value,omitzero"`
}

// Strength is how much a signal weighs; one without speaks for us, or says nothing.
type Strength string

const (
	Soft    Strength = "soft"
	Notable Strength = "notable"
	Strong  Strength = "strong"
)

// Cell is one column of a chart. Requests are tokens where the total is Uncounted.
type Cell struct {
	At       time.Time `json:"at"`
	Requests int64     `json:"n"`
	Micros   int64     `json:"usd,omitempty"`
}

// Admin is one administrative act that matters to the incident.
type Admin struct {
	ID     string              `json:"id"`
	At     time.Time           `json:"at"`
	Type   string              `json:"type"`
	Actor  providers.Untrusted `json:"actor,omitzero"`
	Target string              `json:"target,omitempty"`
	Ours   bool                `json:"ours,omitempty"`
}

// Looked is one kind of persistence that was looked for.
type Looked struct {
	For   string   `json:"for"`
	Found []string `json:"found,omitempty"` // audit ids
	Why   Reason   `json:"why,omitempty"`   // why it could not be looked for
}

// GroupVerdict says whose a group is.
type GroupVerdict string

const (
	Ours       GroupVerdict = "ours"
	NotOurs    GroupVerdict = "not_ours"
	CannotTell GroupVerdict = "undetermined"
)

// Judged counts the groups of a review by what was said of them.
type Judged struct {
	Ours, NotOurs, CannotTell int
	Open                      int // nobody has judged them yet
}

// Judged counts the groups of the last review; none of them without one. Verdicts on groups of
// an earlier review do not count.
func (k Key) Judged() Judged {
	var j Judged
	if k.Usage == nil {
		return j
	}
	for _, g := range k.Usage.Groups {
		switch k.Verdicts[g.ID] {
		case Ours:
			j.Ours++
		case NotOurs:
			j.NotOurs++
		case CannotTell:
			j.CannotTell++
		default:
			j.Open++
		}
	}
	return j
}

// Groups is how many there are.
func (j Judged) Groups() int { return j.Ours + j.NotOurs + j.CannotTell + j.Open }

// None reports whether there are groups and nobody has judged any.
func (j Judged) None() bool { return j.Open > 0 && j.Open == j.Groups() }

// VerdictData is a person's (or a script's) verdict on a group.
type VerdictData struct {
	Group   string       `json:"group"`
	Verdict GroupVerdict `json:"verdict"`
}
