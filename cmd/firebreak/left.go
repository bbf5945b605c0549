package main

import (
	"slices"

	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// leftStep is a step that a run without a person leaves open, for programs.
type leftStep struct {
	Step    incident.Step   `json:"step"`
	Why     incident.Reason `json:"why,omitempty"`
	Missing []string        `json:"missing,omitempty"` // approvals
	Says    string          `json:"says,omitempty"`
}

// forPersons are the reasons that no further run without a person does away with.
var forPersons = []incident.Reason{incident.WhyAmbiguous, incident.WhyRefusedAt, incident.WhyEndingOnly, incident.WhyNotOffered,
	incident.WhyByHand, incident.WhyDeclined, incident.WhyGoneAlive, incident.WhyUserKey, incident.WhyScopes, incident.WhyNotHeld}

// explain adds to a summary what each step that is left waits for and the command to go on with,
// and gives the same in lines. A step that failed beside the chain is left too. flags are those that
// this run was given, see keptFlags. A limit that the order begins with and nobody approved is said
// also where nothing is left open for it.
func (s *session) explain(sum *summary, ch choices, flags []string) []string {
	state, sit := s.engine.State(), s.engine.Situation()
	k, known := state.First()
	for _, step := range state.FailedBeside(k.Cred) {
		if !slices.Contains(sum.OpenSteps, step) {
			sum.OpenSteps = append(sum.OpenSteps, step)
		}
	}
	passed, possible := runbook.Unlimited(state, sit, ch.strategy, ch.approve)
	if possible && state.Opening.Mode != incident.DryRun {
		sum.OpenSteps = append(sum.OpenSteps, incident.StepContain)
	}
	if !known || len(sum.OpenSteps) == 0 && !passed {
		return nil
	}
	steps := slices.Clone(sum.OpenSteps)
	if passed && !slices.Contains(steps, incident.StepContain) {
		steps = append(steps, incident.StepContain)
	}
	left := runbook.Left(state, sit, ch.approve, steps)
	said := s.sayLeft(sum, left, k, ch)
	if len(sum.OpenSteps) == 0 {
		return said
	}
	if sum.Exit == exitDone {
		sum.Exit = exitOpen
	}
	if passed && !possible { // no approval brings it back
		left = left[:len(left)-1]
	}
	person := "firebreak resume " + state.Opening.ID
	said = append([]string{ch.lang.LeftOpen(sum.OpenSteps)}, said...)
	if sum.Next = goOnCommand(person, flags, k, ch.approve, left, sum.Exit != exitOpen); sum.Next != "" {
		return append(said, ch.lang.GoOnBy(sum.Next, false), ch.lang.GoOnBy(person, true))
	}
	sum.Next = person
	return append(said, ch.lang.GoOnBy(person, true))
}

// sayLeft adds what keeps each step to a summary, and gives the same in lines.
func (s *session) sayLeft(sum *summary, left []incident.LeftStep, k incident.Key, ch choices) (said []string) {
	for _, one := range left {
		says := ch.lang.Left(one, s.engine.Vendor(k.Cred).Title)
		if says != "" {
			said = append(said, says)
		}
		sum.Left = append(sum.Left, leftStep{one.Step, one.Fail.Reason, one.Missing, says})
	}
	return said
}
