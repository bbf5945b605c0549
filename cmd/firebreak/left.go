package main

import (
	"slices"

	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// leftStep is a step that a run without a person leaves open, for programs.
type leftStep struct {
	Cred    string          `json:"cred,omitempty"` // in the list of an incident with several credentials
	Step    incident.Step   `json:"step"`
	Why     incident.Reason `json:"why,omitempty"`
	Missing []string        `json:"missing,omitempty"` // approvals
	Says    string          `json:"says,omitempty"`
}

// forPersons are the reasons that no further run without a person does away with, and the one that
// another step's does.
var forPersons = []incident.Reason{incident.WhyAmbiguous, incident.WhyRefusedAt, incident.WhyEndingOnly, incident.WhyNotOffered,
	incident.WhyByHand, incident.WhyWrongHalf, incident.WhyDeclined, incident.WhyGoneAlive, incident.WhyUserKey, incident.WhyScopes, incident.WhyNotHeld, incident.WhyNeedsRevoke}

// explain adds to a summary what each step that is left waits for and the command to go on with,
// and gives the same in lines. flags are those that this run was given, see keptFlags.
func (s *session) explain(sum *summary, ch choices, flags []string) []string {
	state := s.engine.State()
	var said []string
	var left []incident.LeftStep
	for i := range sum.Creds {
		open, lines := s.explainOne(sum, &sum.Creds[i], state, ch)
		if len(sum.Creds) > 1 && len(lines) > 0 {
			said = append(said, ch.lang.OfKey(state.Keys[sum.Creds[i].Cred]))
		}
		said, left = append(said, lines...), append(left, open...)
	}
	if len(sum.Creds) == 0 || len(sum.OpenSteps) == 0 {
		return said
	}
	if sum.Exit == exitDone {
		sum.Exit = exitOpen
	}
	person := "firebreak resume " + state.Opening.ID
	said = append([]string{ch.lang.LeftOpen(sum.OpenSteps)}, said...)
	if !slices.ContainsFunc(left, func(one incident.LeftStep) bool { return one.Over.IsZero() }) {
		said = append(said, ch.lang.CloseWithReason(state.Opening.ID))
	}
	if sum.Next = goOnCommand(person, flags, valued(state), ch.approve, left, sum.Exit != exitOpen); sum.Next != "" {
		return append(said, ch.lang.GoOnBy(sum.Next, false), ch.lang.GoOnBy(person, true))
	}
	sum.Next = person
	return append(said, ch.lang.GoOnBy(person, true))
}

// valued reports whether the value of a key of the incident is wanted by the next run.
func valued(s incident.State) bool {
	return slices.ContainsFunc(s.ByDanger(), func(k incident.Key) bool { return !k.Identity.Masked })
}

// explainOne is explain for one credential, and gives the steps that are left open. A step that
// failed beside the chain is left too. A limit that the order begins with and nobody approved is said
// also where nothing is left open for it.
func (s *session) explainOne(sum *summary, c *credential, state incident.State, ch choices) ([]incident.LeftStep, []string) {
	sit := s.engine.Situation()
	open := func(step incident.Step) {
		if !slices.Contains(c.OpenSteps, step) {
			c.OpenSteps = append(c.OpenSteps, step)
		}
		sum.opened(step)
	}
	for _, step := range state.FailedBeside(c.Cred) {
		open(step)
	}
	passed, possible := runbook.Unlimited(state, sit, c.Cred, ch.strategy, ch.approve)
	if possible && state.Opening.Mode != incident.DryRun {
		open(incident.StepContain)
	}
	if len(c.OpenSteps) == 0 && !passed {
		return nil, nil
	}
	steps := slices.Clone(c.OpenSteps)
	if passed && !slices.Contains(steps, incident.StepContain) {
		steps = append(steps, incident.StepContain)
	}
	left := runbook.Left(state, sit, c.Cred, ch.approve, steps)
	said := s.sayLeft(c, left, ch)
	for _, one := range c.Left {
		if len(sum.Creds) > 1 {
			one.Cred = c.Cred
		}
		sum.Left = append(sum.Left, one)
	}
	if passed && !possible { // no approval brings it back
		left = left[:len(left)-1]
	}
	return left, said
}

// sayLeft adds what keeps each step to the summary of a credential, and gives the same in lines.
func (s *session) sayLeft(c *credential, left []incident.LeftStep, ch choices) (said []string) {
	for _, one := range left {
		says := ch.lang.Left(one, s.engine.Vendor(c.Cred).Title)
		if says != "" {
			said = append(said, says)
		}
		c.Left = append(c.Left, leftStep{Step: one.Step, Why: one.Fail.Reason, Missing: one.Missing, Says: says})
	}
	return said
}
