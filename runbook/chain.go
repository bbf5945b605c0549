package runbook

import (
	"context"
	"errors"
	"slices"

	"firebreak/providers"
	"firebreak/providers/identify"
	"firebreak/runbook/incident"
)

// A related credential can be opened as one of the incident's own, with every step that the first one
// has. What would change it asks for its own approval: nobody named it when the incident began.

// opening lists how a related credential can be opened: by what was read of it, by the vendor's
// record, or by its value, which a person has.
func (l *lister) opening(r incident.RelatedRow) {
	if r.Chain != "" {
		return
	}
	l.add(Action{Name: Open, Step: incident.StepRelated, About: r.ID}, l.needOpenable(r))
	l.add(Action{Name: OpenWith, Step: incident.StepRelated, About: r.ID})
}

func (l *lister) needOpenable(r incident.RelatedRow) incident.Reason {
	if l.sit.Beside[r.ID] || onRecord(r) && l.sit.ByRecord != nil && l.sit.ByRecord(r.Record.Kind) {
		return ""
	}
	return incident.WhyNeedsKey
}

// onRecord reports whether what is known of a related credential is the vendor's record of it.
func onRecord(r incident.RelatedRow) bool {
	return r.Record != nil && r.Record.Kind != "" && slices.Contains([]string{foundByVendor, foundInLog}, r.Found)
}

// How a related credential was found, in its row.
const (
	foundByVendor = "provider"
	foundInLog    = "audit log"
)

// leaked reports whether a related credential is out for certain: the leaked one made it, or it stands
// in the file that leaked.
func leaked(k incident.Key, row string) bool {
	return slices.ContainsFunc(k.Related, func(r incident.RelatedRow) bool {
		return r.ID == row && (r.Relation == providers.MintedByIt || r.Relation == providers.SameFile)
	})
}

// byRecord reports whether keys of a kind are ended by their record, or limited where nothing ends
// them.
func (e *Engine) byRecord(kind providers.Kind) bool {
	k := incident.Key{Identity: incident.IdentifiedData{Kind: kind}}
	_, by := e.byValue(k)
	return !by && (e.able(k, providers.CanRevoke) == providers.Auto || e.able(k, providers.CanContain) == providers.Auto)
}

// keepBeside keeps a credential that was read beside the leaked one, for as long as the process runs,
// where its vendor is known here. An example is kept by nobody.
func (e *Engine) keepBeside(row string, f identify.Finding) {
	if _, known := e.cfg.Vendors[f.Credential.Kind.Provider()]; !known || f.Why == identify.WhyDecoy {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.nearby[row] = f
}

// open takes a related credential into the incident. One whose value is at hand must be the one of the
// row, where the row tells it, and no key of the incident already: ErrOtherKey else, before any event.
func (e *Engine) open(ctx context.Context, a Action, in Input) error {
	row := rowOf(e.State().Keys[a.Cred], a.About)
	because := &incident.Because{Cred: a.Cred, Row: row.ID, Relation: row.Relation}
	f := in.Found
	if a.Name == Open {
		e.mu.Lock()
		f = e.nearby[row.ID]
		e.mu.Unlock()
	}
	switch {
	case !f.Credential.Secret.IsEmpty():
		return e.openValue(ctx, a, f, because)
	case a.Name == OpenWith:
		return ErrOtherKey
	}
	return e.openRecord(ctx, a, *row.Record, because)
}

func rowOf(k incident.Key, id string) incident.RelatedRow {
	for _, r := range k.Related {
		if r.ID == id {
			return r
		}
	}
	return incident.RelatedRow{}
}

func (e *Engine) openValue(ctx context.Context, a Action, f identify.Finding, because *incident.Because) error {
	print := e.Fingerprint(f.Credential.Secret)
	byPrint := because.Relation == providers.SameFile || because.Relation == providers.SameStore
	if _, known := e.Whose(f.Credential); known || byPrint && print != because.Row {
		return ErrOtherKey
	}
	if err := e.alone(ctx, f.Credential); err != nil {
		return e.fail(a.Cred, a.Step, incident.FailData{Reason: incident.WhyElsewhere})
	}
	_, err := e.take(f, incident.IdentifiedData{From: "related", Because: because})
	return err
}

// openRecord opens a credential by the vendor's record, read afresh where the vendor has a call for
// that: the log tells no more than an id. One that has no record any more is decided on instead: what a
// key made may go with it.
func (e *Engine) openRecord(ctx context.Context, a Action, r incident.Record, because *incident.Because) error {
	if reader, ok := e.cfg.Vendors[r.Kind.Provider()].Adapter.(providers.RecordReader); ok {
		now, err := reader.Record(ctx, fromRecord(r))
		switch {
		case errors.Is(err, providers.ErrNotFound):
			return e.note(a.Cred, a.Step, incident.Related, incident.RelatedData{ID: a.About, Decision: incident.RevokedD,
				Reason: providers.FromOutside(e.cfg.Lang.GoneByRecord())})
		case err != nil:
			return e.failWith(a.Cred, a.Step, err)
		}
		r = toRecord(now)
	}
	_, err := e.takeData(incident.IdentifiedData{Kind: r.Kind, Prefix: identify.Prefix(r.Kind), Last4: shownEnd(r), Confidence: string(identify.High),
		Why: string(identify.WhyRecord), From: "related", Because: because, Record: &r, Masked: true})
	return err
}

// shownEnd is the ending that a record shows of its key's value, else that of its id.
func shownEnd(r incident.Record) string {
	const shown = 4
	_, end, _ := r.Masked.Mask()
	if end = providers.CleanID(end); len(end) < shown {
		end = r.ID
	}
	return end[max(0, len(end)-shown):]
}
