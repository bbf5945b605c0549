package runbook

import (
	"firebreak/providers"
	"firebreak/runbook/incident"
)

// toRecord and fromRecord move a key's record between the adapters' type and the journal's.
func toRecord(r providers.KeyRecord) incident.Record {
	return incident.Record{Kind: r.Kind, ID: r.ID, Name: r.Name, Masked: r.Masked, Parent: r.Parent, ParentName: r.ParentName,
		OwnerType: r.Owner.Type, OwnerID: r.Owner.ID, OwnerName: r.Owner.Name, OwnerMail: r.Owner.Mail,
		Created: r.Created, LastUsed: r.LastUsed, Expires: r.Expires, Deleted: r.Deleted, Status: r.Status}
}

func fromRecord(r incident.Record) providers.KeyRecord {
	return providers.KeyRecord{Kind: r.Kind, ID: r.ID, Name: r.Name, Masked: r.Masked, Parent: r.Parent, ParentName: r.ParentName,
		Owner:   providers.Owner{Type: r.OwnerType, ID: r.OwnerID, Name: r.OwnerName, Mail: r.OwnerMail},
		Created: r.Created, LastUsed: r.LastUsed, Expires: r.Expires, Deleted: r.Deleted, Status: r.Status}
}

func toVerdict(v providers.Verdict) incident.Verdict {
	return incident.Verdict{Life: v.Life, Reason: v.Reason, At: v.At, Status: v.Status, Code: v.Code,
		Message: v.Message, Org: v.Org, RequestID: v.RequestID, Call: v.Call}
}

func toLimit(c providers.Containment) incident.Limit {
	return incident.Limit{ID: c.ID, Target: c.Target, WholeOf: c.WholeOf, ExactUndo: c.ExactUndo, Refuses: c.Refuses, Before: c.Before}
}

func fromLimit(l incident.Limit) providers.Containment {
	return providers.Containment{ID: l.ID, Target: l.Target, WholeOf: l.WholeOf, ExactUndo: l.ExactUndo, Refuses: l.Refuses, Before: l.Before}
}

func toPlace(p providers.Place) incident.Place {
	return incident.Place{Store: p.Store, Detail: p.Detail, Guard: p.Guard, Version: p.Version, Kept: p.Kept, Warning: p.Warning, Entry: p.Entry, Doubt: p.Doubt, Off: p.Off}
}

func fromPlace(p incident.Place) providers.Place {
	return providers.Place{Store: p.Store, Detail: p.Detail, Guard: p.Guard, Version: p.Version, Kept: p.Kept, Warning: p.Warning, Entry: p.Entry, Doubt: p.Doubt}
}

func toControls(in []providers.Control) []incident.Control {
	out := make([]incident.Control, 0, len(in))
	for _, c := range in {
		out = append(out, incident.Control{ID: c.ID, State: c.State, Detail: c.Detail, Where: c.Where})
	}
	return out
}
