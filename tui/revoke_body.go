package tui

import (
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// What the question before a kill shows.

// nameOfKey bounds the name of a key that dies with its owner.
const nameOfKey = 40

// Title implements screen.
func (s *revoke) Title(v *view) (string, string) { return v.lang.KillTitle(string(s.name)) }

// Body implements screen.
func (s *revoke) Body(v *view) []row {
	k := v.key()
	rows := v.parts(v.lang.KillParts(k, runbook.Figures(k, 0)))
	rows = append(rows, s.dying(v)...)
	if s.failed != nil {
		said := incident.Explain(s.failed)
		rows = append(rows, v.three(v.lang.Trouble(incident.StepRevoke, said, v.vendor()), v.lang.Answered(said.Fail))...)
		return append(append(rows, blank()), s.unmade(v).rows(s.cursor)...)
	}
	rows = append(rows, s.statement(v)...)
	if v.state.Opening.Mode == incident.DryRun {
		rows = append(rows, must(v.lang.ModeSentence(incident.DryRun)).inked(warnInk))
	}
	if took, runs := v.waited(runbook.Forecast); runs {
		rows = append(rows, must(v.lang.SavingFirst(took, saveLimit)))
	}
	return append(rows, s.asked(v)...)
}

// statement is what would be sent.
func (s *revoke) statement(v *view) []row {
	a, _ := v.action(s.name, "")
	list, ok := v.rehearsed(a, runbook.Input{})
	if !ok {
		return []row{text(v.lang.ReadingStatement()).inked(dimInk)}
	}
	var rows []row
	for _, one := range list {
		for _, r := range v.parts(v.lang.StatementParts(one)) {
			if r.flow != flowPath { // that it is final stands in the title too
				r.keep, r.weight = false, 3
			}
			if r.ink == warnInk { // it cannot be undone
				r.ink = dangerInk
			}
			rows = append(rows, r)
		}
	}
	return rows
}

// dying lists everything that dies with the owner.
func (s *revoke) dying(v *view) []row {
	if s.name != runbook.RevokeOwner || !s.knows {
		return nil
	}
	rows := []row{must(v.lang.AlsoDies(len(s.dies))).inked(warnInk)}
	for _, one := range s.dies {
		rows = append(rows, must("  "+v.lang.Name(one.Name, nameOfKey)+", "+clean(one.ID, 2*nameOfKey)))
	}
	return rows
}

// asked is the phrase and the field, and how far it fits.
func (s *revoke) asked(v *view) []row {
	rows := []row{blank(), fact(v.lang.TypeLabel(), "", s.field.want, 9).kept()}
	if alike := v.lang.Lookalikes(v.key().Identity.Last4); alike != "" {
		rows = append(rows, fact("", "", alike, 6))
	}
	rows = append(rows, field("", s.field.String()))
	switch _, _, wrong := s.field.wrong(); {
	case s.field.fits():
		rows = append(rows, fact("", "", v.lang.PhraseFits(s.name == runbook.RevokeOwner), 9).inked(accentInk).kept())
	case wrong:
		rows = append(rows, fact("", "", v.lang.PhraseHint(s.field.String(), s.field.want), 9).inked(warnInk).kept())
	}
	return rows
}

// Status implements screen.
func (s *revoke) Status(v *view) lower { return v.status() }

// Keys implements screen.
func (s *revoke) Keys(v *view) []bind {
	stop := bind{key: keyEsc, verb: v.lang.VerbStop()}
	if s.failed != nil {
		return []bind{{key: keyEnter}, {key: keyAgain}, stop}
	}
	verb := v.lang.VerbRevokeOnceFits()
	if s.name == runbook.RevokeOwner {
		verb = v.lang.VerbDeleteOnceFits()
	}
	return []bind{{key: keyEnter, verb: verb}, {key: keyClear}, stop}
}

// Input implements screen.
func (s *revoke) Input() inputMode {
	if s.failed != nil {
		return list
	}
	return phrase
}
