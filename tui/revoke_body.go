package tui

import (
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// What the question before a kill shows.

// nameOfKey bounds the name of a key that dies with its owner.
const nameOfKey = 40

// Title implements screen.
func (s *revoke) Title(v *view) (string, string) {
	return v.lang.KillTitle(string(s.name), v.sit.ComesBack(v.key()))
}

// Body implements screen.
func (s *revoke) Body(v *view) []row {
	if s.failed != nil {
		said := incident.Explain(s.failed)
		rows := append(s.kills(v), v.three(v.lang.Trouble(incident.StepRevoke, said, v.vendor()), v.lang.Answered(said.Fail))...)
		return append(append(rows, blank()), s.unmade(v).rows(s.cursor)...)
	}
	if s.crowded(v) {
		return append(s.tooSmall(v), s.statement(v)...)
	}
	said, i := s.hint(v)
	return append(s.facts(v), s.asked(v, said, i)...)
}

// kills are what dies, or what comes back.
func (s *revoke) kills(v *view) []row {
	k := v.key()
	if s.name == runbook.Restore {
		return v.parts(v.lang.RestoreParts(k))
	}
	rows := v.parts(v.lang.KillParts(k, runbook.Figures(k, 0, v.way(k))))
	if v.small() && rows[0].kind == rowFact { // what is sent names the record too
		rows[0].keep = false
	}
	return append(rows, s.dying(v)...)
}

// facts are what stands above the phrase.
func (s *revoke) facts(v *view) []row {
	rows := append(s.kills(v), s.statement(v)...)
	if v.state.Opening.Mode == incident.DryRun {
		said := text(v.lang.ModeSentence(incident.DryRun)).inked(warnInk)
		said.keep = !v.small() // the first line says it too
		rows = append(rows, said)
	}
	if took, runs := v.waited(runbook.Forecast); runs {
		rows = append(rows, must(v.lang.SavingFirst(took, saveLimit)))
	}
	return rows
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
			switch r.keep = r.flow == flowPath; {
			case !r.keep: // that it is final stands in the title too
				r.weight = 3
			case v.small(): // from the margin, for room
				r = row{text: r.label + " " + r.text, flow: flowPath, keep: true}
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
		rows = append(rows, marked("  ", v.lang.Name(one.Name, nameOfKey)+", "+clean(one.ID, 2*nameOfKey)))
	}
	return rows
}

// asked is the phrase and the field, and how far it fits; once it is sent, only that.
func (s *revoke) asked(v *view, said string, i ink) []row {
	if s.sending != 0 {
		return []row{blank(), must(v.lang.KillSent()).inked(warnInk)}
	}
	rows := []row{blank(), fact(v.lang.TypeLabel(), "", s.field.want, 9).kept()}
	if alike := v.lang.Lookalikes(v.key().Identity.Last4); alike != "" {
		rows = append(rows, fact("", "", alike, 6))
	}
	rows = append(rows, v.typed("", s.field.String()))
	switch {
	case said == "":
	case v.small(): // from the margin, for room
		rows = append(rows, must(said).inked(i))
	default:
		rows = append(rows, fact("", "", said, 9).inked(i).kept())
	}
	return rows
}

// hint is how far the phrase fits, "" while it is not wrong.
func (s *revoke) hint(v *view) (string, ink) {
	if s.field.fits() {
		return s.fitting(v), accentInk
	}
	if _, _, wrong := s.field.wrong(); wrong {
		return v.lang.PhraseHint(s.field.String(), s.field.want), warnInk
	}
	return "", plainInk
}

func (s *revoke) fitting(v *view) string { return v.lang.PhraseFits(string(s.name)) }

// Status implements screen.
func (s *revoke) Status(v *view) lower { return v.status() }

// Keys implements screen.
func (s *revoke) Keys(v *view) []bind {
	stop := bind{key: keyEsc, verb: v.lang.VerbStop()}
	if s.failed != nil {
		return []bind{{key: keyEnter}, {key: keyAgain}, stop}
	}
	if s.sending != 0 {
		off := v.lang.AlreadySent()
		return []bind{{key: keyEnter, verb: v.lang.VerbAwaits(), off: off}, {key: keyEsc, off: off}}
	}
	if s.crowded(v) {
		return []bind{{key: keyEnter, verb: v.lang.VerbNeedsRoom(), off: v.lang.TooSmall()}, {key: keyTab}, stop}
	}
	verb := v.lang.VerbRevokeOnceFits()
	switch s.name {
	case runbook.RevokeOwner:
		verb = v.lang.VerbDeleteOnceFits()
	case runbook.Restore:
		verb = v.lang.VerbRestoreOnceFits()
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
