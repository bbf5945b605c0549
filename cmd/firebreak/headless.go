package main

import (
	"context"
	"errors"
	"slices"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/journal"
	"firebreak/runbook/words"
)

// summary is the last line of a headless run. A run that was killed has none.
type summary struct {
	Type      string           `json:"type"`
	ID        string           `json:"id"`
	Mode      incident.Mode    `json:"mode"`
	Outcome   incident.Outcome `json:"outcome"`
	Report    string           `json:"report"`
	OpenSteps []incident.Step  `json:"open_steps"`
	Due       []time.Time      `json:"due"`
	Heard     *heard           `json:"heard,omitempty"` // the newest answer about the key, of whichever run
	Exit      int              `json:"exit"`
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
	k, ok := s.First()
	if !ok {
		out.OpenSteps = append(out.OpenSteps, incident.StepIdentify)
	} else {
		out.Outcome = k.Outcome()
		out.OpenSteps = append(out.OpenSteps, openSteps(s, k, approved)...)
		if s.Closing == nil { // nobody makes them any more
			out.Due = append(out.Due, k.DueLooks()...)
		}
		if v := k.Latest; v != nil {
			out.Heard = &heard{v.At, v.Life}
		}
		out.Undecided.Related, out.Undecided.Usage = k.Undecided()
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

// openSteps are those that still need somebody. A dry run is finished when every approved step
// was shown.
func openSteps(s incident.State, k incident.Key, approved []string) []incident.Step {
	open := s.OpenSteps(k.Cred)
	toShow := map[incident.Step]string{incident.StepRevoke: runbook.ApproveRevoke, incident.StepProve: runbook.ApproveRevoke, incident.StepRotate: runbook.ApproveRotate}
	return slices.DeleteFunc(s.Undone(k.Cred), func(step incident.Step) bool {
		return !slices.Contains(open, step) && !slices.Contains(approved, toShow[step])
	})
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
