package runbook

import (
	"context"
	"slices"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// readReach asks the key itself what it gives access to, where its vendor tells that: once it is
// ended nobody can. What it holds is returned for withinReach. The error is of the context alone.
func (e *Engine) readReach(ctx context.Context, cred string, data *incident.ForecastData) ([]providers.RelatedKey, error) {
	r, ok := capability[providers.Reacher](e, cred)
	c, have := e.credential(cred)
	if !ok || !have {
		return nil, nil
	}
	reach, err := r.Reach(ctx, c)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		data.Partial = append(data.Partial, incident.Gap{What: "reach", Why: incident.Explain(err).Reason})
		return nil, nil
	}
	data.Reach = &incident.Reach{Scopes: reach.Scopes, Things: reach.Things, Holds: len(reach.Holds), Unread: reach.Unread}
	return reach.Holds, nil
}

// withinReach lists the credentials that the key gave access to: rows that a person decides on. One
// that is listed already stays as it is.
func (e *Engine) withinReach(cred string, held []providers.RelatedKey) error {
	for _, one := range held {
		record := toRecord(one.Record)
		known := func(r incident.RelatedRow) bool { return r.ID == record.ID }
		if slices.ContainsFunc(e.State().Keys[cred].Related, known) {
			continue
		}
		row := incident.RelatedData{ID: record.ID, Record: &record, Relation: one.Relation, Found: "key"}
		if err := e.note(cred, incident.StepRelated, incident.Related, row); err != nil {
			return err
		}
	}
	return nil
}
