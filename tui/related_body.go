package tui

import (
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// What the list of what the same leak reaches shows.

const (
	relationColumn = 16
	decisionColumn = 13
	mostRelated    = 7 // shown at once; the others are counted
)

// Title implements screen.
func (s *related) Title(v *view) (string, string) {
	right := ""
	if n := undecided(v); n > 0 {
		right = v.lang.Undecided(n)
	}
	return v.lang.StepQuestion(incident.StepRelated), right
}

// Body implements screen.
func (s *related) Body(v *view) []row {
	k := v.key()
	switch f := k.Marks[incident.StepRelated].Failed; {
	case v.runs(runbook.ListRelated):
		return []row{text(v.lang.ListingRelated())}
	case f != nil:
		return append(append(v.three(v.lang.Trouble(incident.StepRelated, *f, v.vendor()), v.lang.Answered(f.Fail)), blank()), s.end(v))
	case undecided(v) < 0:
		return []row{must(v.off(runbook.ListRelated, "")).inked(warnInk), blank(), s.end(v)}
	}
	var rows []row
	if len(k.Related) == 0 {
		rows = append(rows, must(v.lang.NoRelated()), blank())
	}
	at := s.cursor.on(len(k.Related) + 1)
	rows = append(rows, s.listed(v, at)...)
	rows = append(rows, s.end(v), blank())
	if at < len(k.Related) {
		for _, r := range v.parts(v.lang.RelatedParts(k.Related[at])) {
			r.keep = false
			rows = append(rows, r)
		}
	}
	for _, what := range k.Unlisted {
		label, said := v.lang.CouldNotList(what)
		rows = append(rows, fact(label, "", said, 8).inked(warnInk))
	}
	return rows
}

// end is the way on below the list.
func (s *related) end(v *view) row {
	rows := v.key().Related
	return choice(v.lang.OtherSteps(), "", s.cursor.on(len(rows)+1) >= len(rows), "")
}

// listed are the credentials around one of them, a line each.
func (s *related) listed(v *view, at int) []row {
	list := v.key().Related
	var rows []row
	most, wide := mostRelated, 0
	if v.h >= endless {
		most = len(list)
	}
	from := max(0, min(at-most/2, len(list)-most))
	to := min(from+most, len(list))
	for _, r := range list {
		wide = max(wide, width(v.lang.RelatedName(r)))
	}
	if from > 0 {
		rows = append(rows, others("↑", from, v))
	}
	for i, r := range list[from:to] {
		mark := "  "
		if r.Decision != incident.Undecided {
			mark = "✓ "
		}
		rows = append(rows, table(i+from == at, cell{text: v.lang.RelatedName(r), least: wide}, cell{text: v.lang.Relation(r.Relation), width: relationColumn, spare: true},
			cell{text: mark + v.lang.Decision(r.Decision), width: decisionColumn + len("  ")}))
	}
	if rest := len(list) - to; rest > 0 {
		rows = append(rows, others("↓", rest, v))
	}
	return rows
}

// Status, Keys and Input implement screen.
func (s *related) Status(v *view) lower { return v.status() }

func (s *related) Keys(v *view) []bind {
	verb := v.lang.Verb(words.VerbGoOn)
	if rows := v.key().Related; s.cursor.on(len(rows)+1) < len(rows) {
		verb = v.lang.Verb(words.VerbChoose)
	}
	again := bind{key: keyAgain, off: v.off(runbook.ListRelated, "")}
	if v.runs(runbook.ListRelated) {
		again.off = v.lang.StillReading()
	}
	return []bind{{key: keyEnter, verb: verb}, again}
}

func (s *related) Input() inputMode { return list }
