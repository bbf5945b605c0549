package usage

import (
	"encoding/json"
	"math"
	"strconv"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// Analysis is what the table, the screen and the JSON show: one struct for all.
type Analysis struct {
	AsOf   time.Time `json:"as_of"`
	KeyID  string    `json:"key,omitempty"`
	Groups []Finding `json:"groups"` // the most suspicious first
	// FirstForeign is the earliest use in a group that is not ours. Where the source tells counts
	// of intervals only it lies between FirstForeign and FirstForeignEnd.
	FirstForeign    *time.Time  `json:"first_foreign"`
	FirstForeignEnd *time.Time  `json:"first_foreign_end,omitempty"`
	Cost            CostRange   `json:"cost"` // of what is not ours
	Totals          Totals      `json:"totals"`
	Excess          *Excess     `json:"excess,omitempty"`
	Persistence     Persistence `json:"persistence"`
	NotExposed      []Dimension `json:"not_exposed"`
	Input           Intake      `json:"input"`
	Baseline        Past        `json:"baseline"`
	Thresholds      []Threshold `json:"thresholds,omitempty"` // those that were changed
}

// Finding is one line of the review: use of one client at one place, or of one model where the
// source tells no client and no place, in one stretch of time.
type Finding struct {
	ID         string                  `json:"id"`
	Verdict    incident.GroupVerdict   `json:"verdict"` // a person's, else what is suggested
	Suggested  incident.GroupVerdict   `json:"suggested"`
	Level      Level                   `json:"level"`
	First      time.Time               `json:"first"`
	Last       time.Time               `json:"last"` // the last call, or the end of the last interval
	Requests   int64                   `json:"requests"`
	Uncounted  bool                    `json:"uncounted,omitempty"`
	Tokens     int64                   `json:"tokens"`
	In         int64                   `json:"tokens_in"`
	Out        int64                   `json:"tokens_out"`
	Cost       USD                     `json:"cost_usd"`
	Priced     bool                    `json:"priced"` // all of it has a price
	Dimensions map[Dimension][]Outside `json:"dimensions"`
	Reasons    []Why                   `json:"reasons"`
	RuleOut    string                  `json:"rule_out,omitempty"` // benign explanations, the likeliest first
}

// Outside is text of a log in a list of values.
type Outside = providers.Untrusted

// Why is one typed reason.
type Why struct {
	Detector string  `json:"detector"` // V1 to X1; "" for a reason that speaks for us
	Code     string  `json:"code"`
	Strength string  `json:"strength,omitempty"` // strong, notable, soft
	Observed float64 `json:"observed"`
	Expected float64 `json:"expected"`
	Score    float64 `json:"score"`
	Value    Outside `json:"value,omitzero"` // what was new, or done
	Sentence string  `json:"sentence"`
}

// Level is how far a group stands out.
type Level string

const (
	Clear   Level = "clear"
	Look    Level = "look"
	Suspect Level = "suspect"
)

// Dimension names what a source may tell about a call.
type Dimension string

const (
	DimAddress  Dimension = "address"
	DimCountry  Dimension = "country"
	DimASN      Dimension = "asn"
	DimNetwork  Dimension = "network" // /24 or /48
	DimAgent    Dimension = "agent"
	DimClient   Dimension = "client"
	DimModel    Dimension = "model"
	DimEndpoint Dimension = "endpoint"
	DimRegion   Dimension = "region"
	DimError    Dimension = "error"
	DimActor    Dimension = "actor"
	DimTokens   Dimension = "tokens"
	DimCost     Dimension = "cost"
	DimRequests Dimension = "requests"
	DimActs     Dimension = "acts" // the log of administrative acts
)

// USD is money in millionths of a dollar; in JSON it is a number of dollars.
type USD int64

// MarshalJSON writes dollars with up to six decimals, without rounding.
func (u USD) MarshalJSON() ([]byte, error) {
	return strconv.AppendFloat(nil, float64(u)/1e6, 'f', -1, 64), nil
}

// UnmarshalJSON reads dollars.
func (u *USD) UnmarshalJSON(b []byte) error {
	v, err := strconv.ParseFloat(string(b), 64)
	if err != nil {
		return err
	}
	*u = USD(math.Round(v * 1e6))
	return nil
}

// CostRange is money with its interval.
type CostRange struct {
	USD    USD  `json:"usd"`
	Low    USD  `json:"low"`
	High   USD  `json:"high"`
	Priced bool `json:"priced"` // all of the use has a price; else the money is the least
	Untold bool `json:"-"`      // none of it has
}

// MarshalJSON writes null for money of which nothing was told: a zero would say that it was free.
func (c CostRange) MarshalJSON() ([]byte, error) {
	type plain CostRange
	if c.Untold {
		return json.Marshal(struct {
			USD    *USD `json:"usd"`
			Low    *USD `json:"low"`
			High   *USD `json:"high"`
			Priced bool `json:"priced"`
		}{})
	}
	return json.Marshal(plain(c))
}

// Sum is use added up.
type Sum struct {
	Requests int64 `json:"requests"`
	Tokens   int64 `json:"tokens"`
	Cost     USD   `json:"cost_usd"`
}

// Totals add up to All.
type Totals struct {
	Ours         Sum `json:"ours"`
	NotOurs      Sum `json:"not_ours"`
	Undetermined Sum `json:"undetermined"`
	All          Sum `json:"all"`
}

// Excess is what was used since the exposure above the key's normal use.
type Excess struct {
	Since    time.Time `json:"since"`
	Requests Range     `json:"requests"`
	Tokens   Range     `json:"tokens"`
	Cost     Range     `json:"cost_usd"`
	// Measurable is false where the interval holds zero: at most High could hide then.
	Measurable bool   `json:"measurable"`
	Sentence   string `json:"sentence"`
}

// Range is a figure between two bounds.
type Range struct {
	Mid  float64 `json:"mid"`
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// Persistence is what an intruder may have left behind.
type Persistence struct {
	Found     []Left       `json:"found"`
	LookedFor []LookedKind `json:"looked_for"`
}

// Left is one act that leaves something behind.
type Left struct {
	At       time.Time       `json:"at"`
	Kind     providers.Trace `json:"kind"`
	ID       Outside         `json:"id,omitzero"`
	Action   Outside         `json:"action"`
	Actor    Outside         `json:"actor,omitzero"`
	Target   Outside         `json:"target,omitzero"`
	Sentence string          `json:"sentence"`
}

// LookedKind is one kind of thing that was looked for.
type LookedKind struct {
	Kind     providers.Trace `json:"kind"`
	Found    int             `json:"found"`
	Why      incident.Reason `json:"why,omitempty"` // why it could not be looked for
	Sentence string          `json:"sentence"`
}

// Past is the baseline that was used.
type Past struct {
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	How      string    `json:"how"`
	Requests int64     `json:"requests"`
	Hours    int       `json:"hours"`
	Mean     float64   `json:"mean"` // requests an hour
	Size     float64   `json:"size"` // of the negative binomial
	// Contaminated: the exposure is not known or older than the log, so foreign use may be in it.
	Contaminated bool   `json:"contaminated"`
	Sentence     string `json:"sentence"`
}

// Intake is what was read, for the reader to fill.
type Intake struct {
	Records    int64  `json:"records"` // that were looked at
	Bytes      int64  `json:"bytes"`
	Selected   int64  `json:"selected"` // of the key in question
	Duplicates int64  `json:"duplicates"`
	Ahead      int64  `json:"ahead"` // whose time had not come when they were read: some clock is wrong
	SkippedN   int64  `json:"skipped_count"`
	Skipped    []Skip `json:"skipped"` // the first of them
}

// Skip is one record that could not be used.
type Skip struct {
	File     Outside `json:"file,omitzero"`
	Position string  `json:"position"` // line, record or byte
	Reason   string  `json:"reason"`
}

// Skip notes a record that could not be used; of many the first are kept and all are counted.
func (i *Intake) Skip(file, position, reason string) {
	i.SkippedN++
	if len(i.Skipped) < skipsKept {
		i.Skipped = append(i.Skipped, Skip{File: providers.FromOutside(file), Position: position, Reason: reason})
	}
}

// skipsKept bounds the list of skipped records; ours.
const skipsKept = 100
