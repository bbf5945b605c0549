package main

import (
	"slices"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// credential is the summary of one credential of an incident.
type credential struct {
	Cred      string             `json:"cred"`
	Kind      providers.Kind     `json:"kind"`
	Last4     string             `json:"last4"`
	Because   *incident.Because  `json:"because,omitempty"` // the credential that led to it
	Condition incident.Condition `json:"condition"`
	Outcome   incident.Outcome   `json:"outcome"`
	Sent      bool               `json:"sent"` // a revocation was
	OpenSteps []incident.Step    `json:"open_steps"`
	Due       []time.Time        `json:"due"`
	Heard     *heard             `json:"heard,omitempty"` // the newest answer about it, of whichever run
	Undecided undecided          `json:"undecided"`
	Left      []leftStep         `json:"left,omitempty"` // as in summary
}

func credentialOf(s incident.State, k incident.Key, approved []string) credential {
	out := credential{Cred: k.Cred, Kind: k.Identity.Kind, Last4: k.Identity.Last4, Because: k.Identity.Because, Outcome: k.Outcome(), Sent: k.Sent(),
		OpenSteps: append([]incident.Step{}, openSteps(s, k, approved)...), Due: []time.Time{}}
	out.Condition, _ = k.Condition()
	if s.Closing == nil { // nobody makes them any more
		out.Due = append(out.Due, k.DueLooks()...)
	}
	if v := k.Latest; v != nil {
		out.Heard = &heard{v.At, v.Life}
	}
	out.Undecided.Related, out.Undecided.Usage = k.Undecided()
	return out
}

// add takes a credential into the summary of its incident.
func (out *summary) add(c credential) {
	out.Creds = append(out.Creds, c)
	out.Due = append(out.Due, c.Due...)
	slices.SortStableFunc(out.Due, time.Time.Compare)
	out.Undecided.Related += c.Undecided.Related
	out.Undecided.Usage += c.Undecided.Usage
	out.opened(c.OpenSteps...)
}

// opened adds steps that are open for one credential at least.
func (out *summary) opened(steps ...incident.Step) {
	for _, step := range steps {
		if !slices.Contains(out.OpenSteps, step) {
			out.OpenSteps = append(out.OpenSteps, step)
		}
	}
}

// openSteps are those that still need somebody. A dry run is finished when every approved step
// was shown.
func openSteps(s incident.State, k incident.Key, approved []string) []incident.Step {
	open := s.OpenSteps(k.Cred)
	toShow := map[incident.Step]string{incident.StepRevoke: runbook.ApproveRevoke, incident.StepProve: runbook.ApproveRevoke, incident.StepRotate: runbook.ApproveRotate}
	return slices.DeleteFunc(s.Undone(k.Cred), func(step incident.Step) bool {
		return !slices.Contains(open, step) && !slices.Contains(approved, toShow[step])
	})
}
