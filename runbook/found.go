package runbook

import (
	"firebreak/providers"
	"firebreak/providers/identify"
	"firebreak/runbook/incident"
)

// Found is one credential of a text, and what may be said of it.
type Found struct {
	Credential providers.Credential
	Told       incident.IdentifiedData
}

// Finding is what an engine takes in of it.
func (f Found) Finding() identify.Finding {
	out := identify.Finding{Credential: f.Credential, Confidence: identify.Confidence(f.Told.Confidence), Why: identify.Why(f.Told.Why), Line: f.Told.Line, Name: f.Told.Name}
	if f.Told.Masked {
		out.Ending = f.Told.Last4
	}
	return out
}

// Shape says what an unrecognised text resembles, in the codes that words knows, and whether
// anything in it may be a key all the same.
type Shape struct {
	Look, Vendor string
	MayBeKey     bool
	Report       *incident.NoKey // it is a report that gave no key; nil: it is none
	More         int             // keys of a report that are left out of the list
}
