package main

import (
	"slices"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
	"firebreak/tui/plain"
)

// What a report adds to an incident that is open already.

// takeReport records the places of the report that the incident does not know yet, and says so.
func (s *session) takeReport(cred string) error {
	if s.told == nil {
		return nil
	}
	added, err := s.engine.TakeReport(cred, s.told)
	if err == nil && s.note != nil {
		s.note(s.lang.ReportTaken(added, len(s.told.Places)))
	}
	s.lockUp(s.told)
	return err
}

// lockUp says of a report that holds the key itself that it is one more place of it.
func (s *session) lockUp(t *incident.Told) {
	if t != nil && t.Clear && s.note != nil {
		s.note(s.lang.ReportHoldsKey())
	}
}

// keyFor reads the incident's key from stdin, where that was asked for. Of a report that names the
// key and does not show it, told is what it tells.
func (a *app) keyFor(stdin bool, look eye, of incident.State, l words.Lang) (key *plain.Found, told *incident.Told, err error) {
	if !stdin {
		return nil, nil, nil
	}
	text, err := a.readStdin(l)
	if err != nil {
		return nil, nil, err
	}
	defer clear(text)
	if found, _ := look.takeIn(text); len(found) == 1 && names(found[0], of) {
		return nil, found[0].Told.Told, nil
	}
	one, err := look.one(slices.Clone(text), []string{runbook.ApproveDecoy}, l) // only the incident's own is taken in
	if err != nil {
		return nil, nil, err
	}
	return &one, nil, nil
}

// names reports whether a finding without a value is of the incident's key, as far as it shows: of
// its vendor, and not of another ending.
func names(f plain.Found, of incident.State) bool {
	k, known := of.First()
	if !known || !f.Told.Masked || f.Told.Told == nil || f.Told.Kind.Provider() != k.Identity.Kind.Provider() {
		return false
	}
	return f.Told.Unseen() || runbook.Knows(of, f.Credential, f.Told.Last4) > runbook.Stranger
}
