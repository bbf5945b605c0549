package runbook

import (
	"context"
	"strings"

	"firebreak/providers"
	"firebreak/providers/identify"
	"firebreak/runbook/exposure"
	"firebreak/runbook/incident"
)

// trace searches the named folders and git histories for the key. What was not read is part
// of the result; with no place named the step is left out, with that as the reason.
func (e *Engine) trace(ctx context.Context, a Action, in Input) error {
	if err := e.note(a.Cred, a.Step, incident.StepStarted, nil); err != nil {
		return err
	}
	if len(in.Places) == 0 {
		return e.note(a.Cred, a.Step, incident.StepSkipped, incident.NoteData{Text: providers.FromOutside("no folder was named")})
	}
	c, have := e.credential(a.Cred)
	if !have {
		return e.fail(a.Cred, a.Step, incident.FailData{Reason: incident.WhyNeedsKey})
	}
	found, err := exposure.Search(ctx, e.cfg.Files, e.cfg.Clock, exposure.Quest{Key: c.Secret, Places: in.Places})
	if err != nil {
		return e.failWith(a.Cred, a.Step, err)
	}
	for _, h := range found.Hits {
		if err := e.note(a.Cred, a.Step, incident.ExposureHit, HitData(h)); err != nil {
			return err
		}
	}
	if err := e.sameFile(a.Cred, found.Neighbours); err != nil {
		return err
	}
	return e.note(a.Cred, a.Step, incident.StepDone, TracedData(in.Places, found))
}

// sameFile lists the other credentials of the files that hold the key: whoever read the one
// could read the other. They are named by fingerprint, as no provider was asked about them.
func (e *Engine) sameFile(cred string, list []exposure.Neighbour) error {
	for _, n := range list {
		if err := e.listBeside(cred, n.Finding, providers.SameFile, "search"); err != nil {
			return err
		}
	}
	return nil
}

// listBeside lists a credential that stands where the key does, unless it is the key itself or our
// replacement of it.
func (e *Engine) listBeside(cred string, f identify.Finding, why providers.Relation, found string) error {
	c := f.Credential
	id := e.Fingerprint(c.Secret)
	if id == e.State().Keys[cred].Identity.Fingerprint || e.isSuccessor(cred, id) {
		return nil
	}
	e.keepBeside(id, f)
	record := incident.Record{Kind: c.Kind, ID: id, Name: providers.FromOutside(strings.TrimSpace(f.Name + " …" + c.Secret.Last4()))}
	return e.note(cred, incident.StepRelated, incident.Related, incident.RelatedData{ID: id, Record: &record, Relation: why, Found: found})
}

// isSuccessor reports whether a fingerprint is that of our own replacement.
func (e *Engine) isSuccessor(cred, fingerprint string) bool {
	parked := e.State().Keys[cred].Successor.Parked
	return parked != nil && parked.Fingerprint == fingerprint
}

// TracedData is the result of a search as it is kept and shown: how much was read, and whether that
// was all.
func TracedData(places []string, r exposure.Result) incident.TracedData {
	c := r.Coverage
	return incident.TracedData{Places: places, Hits: len(r.Hits), Files: c.Files, Objects: c.Objects, Commits: c.Commits, Refs: c.Refs,
		Bytes: c.Bytes, Missing: c.Missing, Refused: c.Refused, Complete: r.Complete}
}

// HitData is a place of the key as it is kept and shown.
func HitData(h exposure.Hit) incident.HitData {
	return incident.HitData{Kind: string(h.Kind), Where: providers.FromOutside(h.Where), Repo: h.Repo, Path: h.Path, Line: h.Line, Object: h.Object, Commit: h.Commit,
		AuthorDate: h.AuthorDate, CommitDate: h.CommitDate, Refs: h.Refs, Encoding: h.Encoding, AtHead: h.AtHead, Reachable: h.Reachable,
		Pushed: h.Pushed, PushedAt: h.PushedAt}
}
