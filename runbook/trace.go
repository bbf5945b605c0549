package runbook

import (
	"context"

	"firebreak/providers"
	"firebreak/runbook/exposure"
	"firebreak/runbook/incident"
)

// trace searches the named folders and git histories for the key. What was not read is part
// of the result; with no place named it says so and searches nothing.
func (e *Engine) trace(ctx context.Context, a Action, in Input) error {
	if err := e.note(a.Cred, a.Step, incident.StepStarted, nil); err != nil {
		return err
	}
	done := incident.TracedData{Places: in.Places}
	if len(in.Places) == 0 {
		done.Places = []string{}
		return e.note(a.Cred, a.Step, incident.StepDone, done)
	}
	c, have := e.credential(a.Cred)
	if !have {
		return e.fail(a.Cred, a.Step, incident.FailData{Reason: incident.WhyNeedsKey})
	}
	found, err := exposure.Search(ctx, e.cfg.Files, e.cfg.Clock, in.Places, c.Secret)
	if err != nil {
		return e.failWith(a.Cred, a.Step, err)
	}
	for _, h := range found.Hits {
		if err := e.note(a.Cred, a.Step, incident.ExposureHit, toHit(h)); err != nil {
			return err
		}
	}
	cover := found.Coverage
	done.Hits, done.Files, done.Objects, done.Commits, done.Refs = len(found.Hits), cover.Files, cover.Objects, cover.Commits, cover.Refs
	done.Bytes, done.Missing, done.Refused, done.Complete = cover.Bytes, cover.Missing, cover.Refused, found.Complete
	return e.note(a.Cred, a.Step, incident.StepDone, done)
}

func toHit(h exposure.Hit) incident.HitData {
	return incident.HitData{Kind: string(h.Kind), Where: providers.FromOutside(h.Where), Repo: h.Repo, Path: h.Path, Line: h.Line, Object: h.Object, Commit: h.Commit,
		AuthorDate: h.AuthorDate, CommitDate: h.CommitDate, Refs: h.Refs, Encoding: h.Encoding, AtHead: h.AtHead, Reachable: h.Reachable,
		Pushed: h.Pushed, PushedAt: h.PushedAt}
}
