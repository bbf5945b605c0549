package tui

import (
	"strings"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// What the screen of the report shows.

func (s *report) heading(v *view) (string, string) {
	title := v.lang.ReportTitle(len(v.state.Reports) > 0)
	if s.shown == nil || s.shown.Max == 0 { // not made yet, or no rubric was applied
		return title, ""
	}
	return title, v.lang.PointsOf(s.shown.Points, s.shown.Max)
}

// page is what is to be minded, then the text itself.
func (s *report) page(v *view) []row { return append(s.about(v), s.text...) }

// about is what is said of the report above its text.
func (s *report) about(v *view) []row {
	path, missing, scan, journal := v.lang.ReportLabels()
	var rows []row
	if s.failed != nil {
		rows = append(v.three(v.lang.Trouble(incident.StepReport, *s.failed, v.vendor()), ""), blank())
	}
	r := lastReport(v)
	if r.Path != "" {
		rows = append(rows, address(path, clean(r.Path, mostAddress)))
		for _, w := range r.Warnings {
			rows = append(rows, text(v.lang.Warning(w)).inked(warnInk))
		}
		rows = append(rows, s.remarks(v, r.Path)...)
	}
	p := s.shown
	switch {
	case p == nil && s.unmade:
		return append(rows, text(v.lang.NotComposed()).inked(warnInk))
	case p == nil && s.composing != 0:
		return append(rows, text(v.lang.Composing()).inked(dimInk))
	case p == nil:
		return rows
	}
	if r.Path == "" {
		rows = append(rows, address(path, clean(p.Path, mostAddress)))
	}
	if p.Max > 0 { // a rubric was applied
		lacks := v.lang.NothingMissing()
		if len(p.Missing) > 0 {
			lacks = clean(strings.Join(p.Missing, ", "), mostLine)
		}
		rows = append(rows, fact(missing, "", lacks, 5))
	}
	rows = append(rows, fact(scan, "", v.lang.ReportScan(p.Clean), 5), fact(journal, "", v.lang.JournalAs(p.Events, p.Head), 5))
	if !p.Clean {
		rows[len(rows)-2].ink = warnInk
	}
	return append(rows, blank())
}

func (s *report) remarks(v *view, path string) []row {
	if v.session == nil || v.session.Remark == nil {
		return nil
	}
	var rows []row
	for _, line := range v.session.Remark(path) {
		rows = append(rows, text(line).inked(warnInk))
	}
	return rows
}

// Keys implements screen.
func (s *report) Keys(v *view) []bind {
	written := len(v.state.Reports) > 0
	off := v.off(runbook.Report, "")
	list := []bind{{key: keyEnter, verb: v.lang.VerbWriteIt(), off: off}}
	if written {
		list = []bind{{key: keyEnter, verb: v.lang.Verb(words.VerbGoOn)}}
	}
	answer := bind{key: keyAnswer, off: v.lang.AllAnswered()}
	if n := incident.Count(openQuestions(v)); n > 0 {
		answer = bind{key: keyAnswer, verb: v.lang.VerbAnswerOpen(n)}
	}
	edit := bind{key: keyEdit}
	switch {
	case !written:
		edit.off = v.lang.WriteFirst()
	case v.session == nil || v.session.Edit == nil || v.host.Term == nil:
		edit.off = v.lang.NoEditor()
	}
	list = append(list, bind{key: keyTab, verb: v.lang.VerbSection()}, answer, edit)
	if written {
		list = append(list, bind{key: keyAgain, verb: v.lang.VerbWriteAgain(), off: off})
	}
	return list
}
