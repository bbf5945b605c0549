// Package incident is what an incident is: the vocabulary of its events, and its state as a
// fold over them. It does no IO and reads no clock. Payloads are structs of this package, so
// that a journal of version 1 stays readable whatever happens to the types of providers.
package incident

import (
	"encoding/json"
	"fmt"
	"time"
)

// Type names what an event records.
type Type string

const (
	Opened        Type = "incident.opened"
	Resumed       Type = "resumed"
	StepStarted   Type = "step.started"
	StepDone      Type = "step.done"
	StepFailed    Type = "step.failed"
	StepSkipped   Type = "step.skipped"
	StepManual    Type = "step.manual"
	Identified    Type = "identified"
	Validated     Type = "validated"
	Located       Type = "located"
	ForecastSaved Type = "forecast.saved"
	Decided       Type = "decided"
	Intended      Type = "intent"
	Concluded     Type = "outcome"
	Uncertain     Type = "unknown"
	Probed        Type = "probe"
	RecordRead    Type = "record.read"
	StateSeen     Type = "state"
	UsageFetched  Type = "usage.fetched"
	UsageVerdict  Type = "usage.verdict"
	StoreFound    Type = "store.found"
	Parked        Type = "parked"
	Created       Type = "replacement.created"
	Written       Type = "written"
	Verified      Type = "verified"
	UseSeen       Type = "use.seen"
	Retired       Type = "retire"
	Related       Type = "related"
	Answered      Type = "answer"
	ExposureHit   Type = "exposure.hit"
	Reported      Type = "exposure.reported"
	ReportWritten Type = "report.written"
	LookDue       Type = "look.due"
	Noted         Type = "note"
	Checkpointed  Type = "checkpoint"
	Closed        Type = "closed"
)

// By says who an event comes from.
type By string

const (
	Us       By = "us"
	Script   By = "script"
	Provider By = "provider"
)

// Event is one record of the journal. Seq, Prev and Hash belong to the journal.
type Event struct {
	V    int             `json:"v,omitempty"`
	Seq  int             `json:"seq,omitempty"`
	At   time.Time       `json:"at"`
	Type Type            `json:"type"`
	Cred string          `json:"cred,omitempty"`
	Step Step            `json:"step,omitempty"`
	Op   string          `json:"op,omitempty"`
	By   By              `json:"by"`
	Data json.RawMessage `json:"data,omitempty"`
	Prev string          `json:"prev,omitempty"`
	Hash string          `json:"hash,omitempty"`
}

// Decode reads the payload into a struct of this package.
func (e Event) Decode(into any) error {
	if len(e.Data) == 0 {
		return nil
	}
	if err := json.Unmarshal(e.Data, into); err != nil {
		return fmt.Errorf("event %d (%s): %w", e.Seq, e.Type, err)
	}
	return nil
}

// Parse reads one line of a journal.
func Parse(line []byte) (Event, error) {
	var e Event
	if err := json.Unmarshal(line, &e); err != nil {
		return Event{}, fmt.Errorf("read event: %w", err)
	}
	return e, nil
}

// Mode says what may leave, and where to. It is fixed when an incident is opened.
type Mode string

const (
	Live   Mode = "live"
	DryRun Mode = "dry-run"
	Drill  Mode = "drill"
)

// Step is one of the twelve steps of the chain, or one of the small ones that belong to them.
type Step string

const (
	StepIdentify    Step = "identify"
	StepValidate    Step = "validate"
	StepLocate      Step = "locate"
	StepForecast    Step = "forecast"
	StepDecide      Step = "decide"
	StepRevoke      Step = "revoke"
	StepProve       Step = "prove"
	StepReview      Step = "review"
	StepRotate      Step = "rotate"
	StepInvestigate Step = "investigate"
	StepReport      Step = "report"
	StepClose       Step = "close"

	StepContain Step = "contain" // of decide: a limit that we set
	StepLift    Step = "lift"    // of contain: open until undone or kept
	StepLook    Step = "look"    // of prove: a later look at the dead key
	StepRelated Step = "related" // of rotate: credentials at risk too
)

// Steps is the chain in its usual order.
var Steps = []Step{StepIdentify, StepValidate, StepLocate, StepForecast, StepDecide, StepRevoke,
	StepProve, StepReview, StepRotate, StepInvestigate, StepReport, StepClose}

// Strategy is the order in which the key dies and its successor goes to work.
type Strategy string

const (
	RevokeFirst  Strategy = "revoke-first"
	ContainFirst Strategy = "contain-first"
	RotateFirst  Strategy = "rotate-first"
	NotNow       Strategy = "not-now"
)
