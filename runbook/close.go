package runbook

import (
	"context"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// answer records what a person said to one of the questions, an empty text is "unknown"; or that
// it was passed over.
func (e *Engine) answer(_ context.Context, _ Action, in Input) error {
	return e.append(incident.Event{Type: incident.Answered, Step: incident.StepReport}, answerOf(in, e.cfg.Clock.Now()))
}

// judge records whose a group of the review is.
func (e *Engine) judge(_ context.Context, a Action, in Input) error {
	return e.note(a.Cred, a.Step, incident.UsageVerdict, incident.VerdictData{Group: a.About, Verdict: in.Verdict})
}

// doneByHand records that a person did a step. For the kill that is a claim, which only the
// watch proves.
func (e *Engine) doneByHand(_ context.Context, a Action, in Input) error {
	return e.note(a.Cred, a.Step, incident.StepManual, incident.NoteData{Text: providers.FromOutside(in.Text)})
}

// leaveOut records that a step is not done, and why.
func (e *Engine) leaveOut(_ context.Context, a Action, in Input) error {
	return e.note(a.Cred, a.Step, incident.StepSkipped, incident.NoteData{Text: providers.FromOutside(in.Text)})
}

// leaveKey leaves out all that is left to do about a key, each step with the same reason. It stays a key
// of the incident: a step can be taken up again.
func (e *Engine) leaveKey(ctx context.Context, a Action, in Input) error {
	for _, step := range openByHand(e.State().Keys[a.Cred]) {
		if err := e.leaveOut(ctx, Action{Cred: a.Cred, Step: step}, in); err != nil {
			return err
		}
	}
	return nil
}

// close looks at the dead key a last time where it is in memory, signs the head and ends the
// incident. A key that came back after its proof keeps it open until it is proven dead anew. A
// report that was written before is written anew, for it does not know of the end. With steps open
// it wants the reason as its text.
func (e *Engine) close(ctx context.Context, a Action, in Input) error {
	reason := in.Text
	switch {
	case reason == "" && e.State().NeedsReason():
		return ErrNeedsReason
	case reason == "":
		reason = "done"
	}
	for _, cred := range e.State().Order {
		k := e.State().Keys[cred]
		back := !k.Proof.Revived.IsZero()
		if _, have := e.credential(cred); have && (k.Proof.Proven() || back) {
			if err := e.look(ctx, Action{Name: Look, Cred: cred, Step: incident.StepLook}, in); err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err // given up: it stays open
			}
		}
		if err := e.leaveProof(ctx, cred, in.Text); err != nil {
			return err
		}
		switch k := e.State().Keys[cred]; {
		case k.AliveAgain():
			return e.fail(cred, incident.StepClose, incident.FailData{Reason: incident.WhyAccepted})
		case back && !k.Proof.Proven():
			return e.fail(cred, incident.StepClose, incident.FailData{Reason: incident.WhyOneRefusal})
		}
	}
	first, _ := e.State().First()
	if err := e.checkpoint(); err != nil {
		return err
	}
	if err := e.append(incident.Event{Type: incident.Closed, Step: incident.StepClose},
		incident.ClosedData{Reason: reason, Outcome: first.Outcome()}); err != nil {
		return err
	}
	return e.rewrite(context.WithoutCancel(ctx))
}
