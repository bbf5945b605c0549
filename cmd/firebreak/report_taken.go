package main

import (
	"slices"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// What a report adds to an incident that is open already.

// takeReports records the places that reports tell of keys and that the incident does not know yet,
// and says so. creds names the key of each.
func (s *session) takeReports(creds []string, keys []runbook.Found) error {
	added, told := 0, 0
	for i, key := range keys {
		if key.Told.Told == nil {
			continue
		}
		n, err := s.engine.TakeReport(creds[i], key.Told.Told)
		if err != nil {
			return err
		}
		added, told = added+n, told+len(key.Told.Told.Places)
	}
	if told > 0 && s.note != nil {
		s.note(s.lang.ReportTaken(added, told))
	}
	s.lockUp(keys)
	return nil
}

// lockUp says of a report that holds a key itself that it is one more place of it.
func (s *session) lockUp(keys []runbook.Found) {
	holds := func(f runbook.Found) bool { return f.Told.Told != nil && f.Told.Told.Clear }
	if s.note != nil && slices.ContainsFunc(keys, holds) {
		s.note(s.lang.ReportHoldsKey())
	}
}

// keysFor reads keys of an incident from stdin, where that was asked for. Of a report that names
// them and does not show them, what it tells is given.
func (a *app) keysFor(stdin bool, look eye, of incident.State, l words.Lang) ([]runbook.Found, error) {
	if !stdin {
		return nil, nil
	}
	text, err := a.readStdin(l)
	if err != nil {
		return nil, err
	}
	defer clear(text)
	named := func(f runbook.Found) bool { _, is := names(f, of); return is }
	if found, _ := look.takeIn(text); len(found) > 0 && !slices.ContainsFunc(found, func(f runbook.Found) bool { return !named(f) }) {
		return found, nil
	}
	keys, _, err := look.all(slices.Clone(text), []string{runbook.ApproveDecoy}, l) // only the incident's own are taken in
	return keys, err
}

// names gives the incident's key that a finding without a value is of, as far as it shows: of its
// vendor, and not of another ending.
func names(f runbook.Found, of incident.State) (cred string, is bool) {
	if !f.Told.Masked || f.Told.Told == nil {
		return "", false
	}
	if k, like := runbook.KnownAs(of, f.Credential, f.Told.Last4); like > runbook.Stranger {
		return k.Cred, true
	}
	for _, k := range of.ByDanger() {
		if f.Told.Unseen() && f.Told.Kind.Provider() == k.Identity.Kind.Provider() {
			return k.Cred, true
		}
	}
	return "", false
}
