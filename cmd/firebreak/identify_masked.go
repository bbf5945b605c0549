package main

import (
	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/identify"
	"firebreak/runbook/words"
)

// because says why a text was read as it was; of a masked key that its record can be found.
func because(l words.Lang, r identify.Reading) string {
	if byEnding(r) {
		return l.MaskedFound()
	}
	return l.Reading(string(r.Why))
}

// byEnding reports whether a masked key shows enough for its record to be looked up, and its maker
// offers that.
func byEnding(r identify.Reading) bool {
	issuer, known := all.IssuerOf(r.Kind.Provider())
	if r.Verdict != identify.IsMasked || len(r.Ending) < identify.LeastEnding || !known {
		return false
	}
	adapter := issuer.New(nil, providers.WallClock{}, nil)
	_, looks := adapter.(providers.MaskLocator)
	m, tells := adapter.(providers.Matrix)
	return looks && tells && m.Way(r.Kind, providers.CanLocate) == providers.Auto
}
