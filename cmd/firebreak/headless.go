package main

import (
	"context"
	"errors"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/journal"
	"firebreak/runbook/words"
)

// summary is the last line of a headless run. A run that was killed has none. Outcome and Heard are
// those of the first credential; what is open or undecided is that of all of them.
type summary struct {
	Type      string           `json:"type"`
	ID        string           `json:"id"`
	Mode      incident.Mode    `json:"mode"`
	Outcome   incident.Outcome `json:"outcome"`
	Sent      bool             `json:"sent"` // a revocation was: without it some outcomes are those of the search for the record
	Report    string           `json:"report"`
	OpenSteps []incident.Step  `json:"open_steps"`
	Due       []time.Time      `json:"due"`
	Heard     *heard           `json:"heard,omitempty"` // the newest answer about the first key, of whichever run
	Exit      int              `json:"exit"`
	Creds     []credential     `json:"credentials,omitempty"` // in the order in which they came
	Undecided undecided        `json:"undecided"`
	Left      []leftStep       `json:"left,omitempty"` // the open steps, and a limit that was passed over, with what keeps each
	Next      string           `json:"next,omitempty"` // the command that goes on
	Score     any              `json:"score,omitempty"`
	Held      *holder          `json:"held,omitempty"` // by whom, where nothing was done for that
}

// heard is what a vendor last said of the key, for programs.
type heard struct {
	At   time.Time      `json:"at"`
	Life providers.Life `json:"life"`
}

// holder is who works on an incident, for programs.
type holder struct {
	Who   providers.Untrusted `json:"who"`
	Where providers.Untrusted `json:"where"`
	PID   int                 `json:"pid"`
	Since time.Time           `json:"since"`
}

// heldSummary is the summary of a run that did nothing, as somebody works on the incident.
func heldSummary(s incident.State, approved []string) summary {
	sum := conclude(s, journal.ErrLocked, 0, approved)
	sum.Held = &holder{s.Holder.Who, s.Holder.Where, s.Holder.PID, s.HeldAt}
	return sum
}

// undecided counts what only a person can decide, and what therefore is no open step.
type undecided struct {
	Related int `json:"related"`
	Usage   int `json:"usage"`
}

// drive works the incident without a person and returns the exit code.
func (s *session) drive(ctx context.Context, clock interface{ Run(func()) }, chooser runbook.Chooser) error {
	var err error
	work := func() { err = runbook.Drive(ctx, s.engine, chooser) }
	if clock != nil {
		clock.Run(work)
	} else {
		work()
	}
	return err
}

// paused tells on stderr for how long a run without a person holds an action back.
func (a *app) paused(l words.Lang) func(string, incident.Step, providers.Progress) {
	return func(_ string, step incident.Step, p providers.Progress) {
		if p.What == runbook.PauseProgress {
			a.note(l.Paused(step, time.Duration(p.Total)*time.Second))
		}
	}
}

// conclude makes the summary and the exit code of a run that ended with err.
func conclude(s incident.State, err error, signal int, approved []string) summary {
	out := summary{Type: "summary", ID: s.Opening.ID, Mode: s.Opening.Mode, Outcome: incident.NotTried, OpenSteps: []incident.Step{}, Due: []time.Time{}}
	for _, cred := range s.Order {
		out.add(credentialOf(s, s.Keys[cred], approved))
	}
	if first, ok := s.First(); ok {
		out.Outcome, out.Sent, out.Heard = first.Outcome(), first.Sent(), out.Creds[0].Heard
	} else {
		out.OpenSteps = append(out.OpenSteps, incident.StepIdentify)
	}
	if len(s.Reports) > 0 {
		out.Report = s.Reports[len(s.Reports)-1].Path
	}
	switch {
	case signal != 0:
		out.Exit = signal
	case err != nil && !errors.Is(err, context.Canceled):
		out.Exit = exitError
	case len(out.OpenSteps) > 0:
		out.Exit = exitOpen
	}
	return out
}

// sayFailed tells on stderr why a run could not go on.
func (a *app) sayFailed(err error, l words.Lang) {
	if err == nil || errors.Is(err, context.Canceled) {
		return
	}
	said := []string{"firebreak: " + err.Error()}
	if errors.Is(err, runbook.ErrJournal) {
		if plain := a.stateWords(err, true, l); plain != nil {
			said = plain
		}
	}
	a.say(said)
}
