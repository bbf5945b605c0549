package runbook

import (
	"context"
	"slices"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/usage"
)

// auditFrom is since when administrative acts are read: a while before the exposure, where that is
// known and not long ago.
func (e *Engine) auditFrom(k incident.Key, now time.Time) time.Time {
	from := now.Add(-reviewSpan)
	if exposed, _ := e.exposedSince(k); !exposed.IsZero() && exposed.Add(-auditLead).After(from) {
		from = exposed.Add(-auditLead)
	}
	return from
}

// readAudit looks for what an intruder may have left. What cannot be read is said per kind.
func (e *Engine) readAudit(ctx context.Context, k incident.Key, in usage.Input, data *incident.FetchedData) {
	reader, ok := capability[providers.AuditReader](e, k.Cred)
	var entries []providers.AuditEntry
	var traces []providers.Trace
	why := incident.WhyNotOffered
	if ok {
		var err error
		traces = reader.Traces()
		if entries, err = gather(reader.Audit(ctx, fromRecord(*k.Record()), e.auditFrom(k, in.AsOf), in.AsOf)); err != nil {
			data.Gaps = append(data.Gaps, gapsFor("audit", err)...)
			ok = len(entries) > 0
			why = data.Gaps[len(data.Gaps)-1].Why
		}
	}
	entries = once(entries)
	data.AuditN, data.EndedBy = len(entries), endedBy(k, entries)
	for _, kind := range traces {
		look := incident.Looked{For: string(kind)}
		if !ok {
			look.Why = why
		}
		for _, entry := range entries {
			if entry.Left != kind {
				continue
			}
			if len(data.Audit) < auditKept {
				look.Found = append(look.Found, entry.ID)
				data.Audit = append(data.Audit, incident.Admin{ID: entry.ID, At: entry.At, Type: entry.Type, Actor: entry.Actor, Target: entry.Target})
			}
		}
		data.Looked = append(data.Looked, look)
	}
	slices.SortStableFunc(data.Audit, func(a, b incident.Admin) int { return a.At.Compare(b.At) })
}

// endedBy is the newest act by which somebody else ended the key; nil where a revocation of ours
// was accepted, or a person says to have done it, and where no act is told.
func endedBy(k incident.Key, entries []providers.AuditEntry) *incident.Admin {
	if !k.Accepted().IsZero() && k.GoneAt().IsZero() {
		return nil
	}
	var newest *incident.Admin
	for _, e := range entries {
		if !e.Ended || e.Target == "" || e.Target != k.Record().ID || newest != nil && !e.At.After(newest.At) {
			continue
		}
		newest = &incident.Admin{ID: e.ID, At: e.At, Type: e.Type, Actor: e.Actor, Target: e.Target}
		if newest.Actor.IsEmpty() {
			newest.Actor = providers.FromOutside(e.ActorID)
		}
	}
	return newest
}

// once drops acts that were told before: pages and passes over a log may overlap. An act without
// an id is kept.
func once(entries []providers.AuditEntry) []providers.AuditEntry {
	told := map[string]bool{}
	return slices.DeleteFunc(entries, func(e providers.AuditEntry) bool {
		before := e.ID != "" && told[e.ID]
		told[e.ID] = true
		return before
	})
}
