package runbook

import (
	"context"
	"slices"

	"firebreak/providers"
	"firebreak/runbook/exposure"
	"firebreak/runbook/incident"
)

// related lists what else is at risk: what the provider knows of, and what its log says that the
// key made, which outlives the key. What could not be listed is named. It can be done again.
func (e *Engine) related(ctx context.Context, a Action, _ Input) error {
	if err := e.note(a.Cred, a.Step, incident.StepStarted, nil); err != nil {
		return err
	}
	listed, unlisted, err := e.toldRelated(ctx, a.Cred)
	if err != nil {
		return e.failWith(a.Cred, a.Step, err)
	}
	for _, one := range listed {
		record := toRecord(one.Record)
		if n := e.State().Keys[a.Cred].Successor.Record; n != nil && n.ID == record.ID || e.listedFor(a.Cred, record.ID) {
			continue // our own replacement, or on the list of another key of the incident
		}
		if err := e.note(a.Cred, a.Step, incident.Related, incident.RelatedData{ID: record.ID, Record: &record, Relation: one.Relation, Found: foundByVendor}); err != nil {
			return err
		}
	}
	if err := e.unlisted(a.Cred, unlisted...); err != nil {
		return err
	}
	if err := e.minted(ctx, a.Cred); err != nil {
		return err
	}
	if err := e.sameStore(ctx, a.Cred); err != nil {
		return err
	}
	return e.note(a.Cred, a.Step, incident.StepDone, nil)
}

// toldRelated is what the vendor tells by the record, and what it does not: besides that, what the key
// itself could not list of its reach, whose rows stand there already.
func (e *Engine) toldRelated(ctx context.Context, cred string) (list []providers.RelatedKey, unlisted []string, err error) {
	k := e.State().Keys[cred]
	r, tells := capability[providers.Relater](e, cred)
	if tells {
		if list, unlisted, err = r.Related(ctx, fromRecord(*k.Record())); err != nil {
			return nil, nil, err
		}
	}
	switch f := k.Forecast; {
	case f != nil && f.Reach != nil:
		unlisted = append(unlisted, f.Reach.Unread...)
	case !tells:
		unlisted = append(unlisted, "provider")
	}
	return list, unlisted, nil
}

// unlisted names what could not be listed.
func (e *Engine) unlisted(cred string, list ...string) error {
	for _, what := range list {
		if err := e.note(cred, incident.StepRelated, incident.Related, incident.RelatedData{Unlisted: what}); err != nil {
			return err
		}
	}
	return nil
}

// unlistedMinted stands for the keys that the leaked one made.
const unlistedMinted = "keys made with it"

// minted lists the keys and accounts that the log says the key made. Where the log is not to be
// had whole, or names a maker that nobody here knows, the key may have made more.
func (e *Engine) minted(ctx context.Context, cred string) error {
	k := e.State().Keys[cred]
	reader, ok := capability[providers.AuditReader](e, cred)
	if !ok {
		return e.unlisted(cred, unlistedMinted)
	}
	now := e.cfg.Clock.Now()
	entries, err := gather(reader.Audit(ctx, fromRecord(*k.Record()), e.auditFrom(k, now), now))
	if ctx.Err() != nil {
		return ctx.Err()
	}
	doubt := err != nil
	for _, entry := range entries {
		switch {
		case !entry.Made || ownMaking(k, entry.Target):
		case entry.ActorID == "" || entry.ActorID != k.Record().ID:
			doubt = doubt || entry.ByKey && !listed(k, entry.ActorID)
		default:
			if err := e.note(cred, incident.StepRelated, incident.Related, mintedRow(entry)); err != nil {
				return err
			}
		}
	}
	if doubt {
		return e.unlisted(cred, unlistedMinted)
	}
	return nil
}

// unlistedStores stands for what the named stores hold beside the key.
const unlistedStores = "what its stores hold beside it"

// sameStore lists the other credentials of the files and entries that the plan found the key in.
// No provider was asked about them: they go by fingerprint.
func (e *Engine) sameStore(ctx context.Context, cred string) error {
	places := e.State().Keys[cred].Successor.Places
	unread := len(places) == 0 && len(e.stores()) > 0 // named, and not searched yet
	for _, p := range places {
		store, err := e.cfg.Store(p.Store)
		companion, ok := store.(providers.Companion)
		var list []providers.Beside
		if err == nil && ok {
			list, err = companion.Beside(ctx, fromPlace(p.Place))
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		unread = unread || err != nil || !ok
		for _, b := range list {
			if err := e.beside(cred, b); err != nil {
				return err
			}
		}
	}
	if unread {
		return e.unlisted(cred, unlistedStores)
	}
	return nil
}

// beside lists the credentials in a value that stands beside the key.
func (e *Engine) beside(cred string, b providers.Beside) error {
	for _, f := range exposure.Recognise(b.Name, b.Value) {
		if err := e.listBeside(cred, f, providers.SameStore, "store"); err != nil {
			return err
		}
	}
	return nil
}

// ownMaking reports whether the log tells of our own replacement, or of its owner.
func ownMaking(k incident.Key, target string) bool {
	r := k.Successor.Record
	return r != nil && target != "" && (target == r.ID || target == r.OwnerID)
}

// listed reports whether an id is that of a related credential: what that one made is its own affair.
func listed(k incident.Key, id string) bool {
	return slices.ContainsFunc(k.Related, func(r incident.RelatedRow) bool { return r.ID == id })
}

// listedFor reports whether a credential is a row of another key of the incident: it is decided on once.
func (e *Engine) listedFor(cred, id string) bool {
	s := e.State()
	return slices.ContainsFunc(s.Order, func(other string) bool { return other != cred && listed(s.Keys[other], id) })
}

// mintedRow is what was made, by the id that the log gives it; an act whose object the log does
// not name goes by the id of the act.
func mintedRow(entry providers.AuditEntry) incident.RelatedData {
	id := entry.Target
	if id == "" {
		id = entry.ID
	}
	record := toRecord(providers.KeyRecord{Kind: entry.Kind, ID: id, Name: providers.FromOutside(entry.Type), Parent: entry.Parent,
		Owner: entry.Owner, Created: entry.At, Expires: entry.Expires})
	return incident.RelatedData{ID: id, Record: &record, Relation: providers.MintedByIt, Found: foundInLog}
}

// decideOn records what became of a related credential.
func (e *Engine) decideOn(_ context.Context, a Action, in Input) error {
	return e.note(a.Cred, a.Step, incident.Related, incident.RelatedData{ID: a.About, Decision: in.Decision,
		Reason: providers.FromOutside(in.Text), Approver: providers.FromOutside(in.Approver)})
}
