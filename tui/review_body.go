package tui

import (
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// What the question whose use it was shows.

const (
	mostGroups    = 7 // shown at once, fewer in a low window; the others are counted
	leastGroups   = 3
	besideGroups  = 17 // lines of the frame and of what else must be said
	roomy         = 30 // lines of a terminal that holds every reason
	figureColumn  = 9
	verdictColumn = 13
	wideGroups    = 72 // terminal width from which requests have a column
	widestGroups  = 96 // and from which tokens have one
)

// Title implements screen.
func (s *review) Title(v *view) (string, string) {
	if u := v.key().Usage; u != nil {
		return v.lang.StepQuestion(incident.StepReview), v.lang.AsOf(*u)
	}
	if v.runs(runbook.Review) {
		return v.lang.StepQuestion(incident.StepReview), v.lang.StillReading()
	}
	return v.lang.UsageUnread(), ""
}

// Body implements screen.
func (s *review) Body(v *view) []row {
	u := v.key().Usage
	if u == nil {
		return s.unread(v)
	}
	rows := charts(v, *u)
	if len(rows) > 0 {
		rows = append(rows, blank())
	}
	rows = append(rows, s.table(v, *u)...)
	title := v.lang.GoOnRotate()
	if handled(v.stepStatus(incident.StepRotate)) {
		title = v.lang.OtherSteps()
	}
	left := ""
	if len(u.Groups) > 0 {
		left = v.lang.StaysOpen(s.undecided(v))
	}
	if len(u.Groups) == 0 { // what was said stands apart from the way on
		rows = append(rows, blank())
	}
	_, on := s.chosen(v)
	rows = append(rows, choice(title, left, !on, ""), blank())
	rows = append(rows, s.reasons(v)...)
	// the groups and why they are suspected come first, then what was found, and what is missing
	for _, p := range v.lang.UseParts(*u, v.vendor()) {
		r := fact(p.Label, "", p.Text, 1)
		if p.Caution {
			r = fact(p.Label, "", p.Text, 5).inked(warnInk)
		}
		rows = append(rows, r)
	}
	for _, p := range v.lang.UseTotals(*u) {
		rows = append(rows, fact(p.Label, "", p.Text, 0))
	}
	return rows
}

// unread says why there are no figures, and how they are read by hand.
func (s *review) unread(v *view) []row {
	if v.runs(runbook.Review) {
		return []row{text(v.lang.ReadingUsage())}
	}
	var rows []row
	switch f := v.key().Marks[incident.StepReview].Failed; {
	case f != nil:
		rows = v.three(v.lang.Trouble(incident.StepReview, *f, v.vendor()), v.lang.Answered(f.Fail))
	case v.off(runbook.Review, "") != "":
		rows = []row{must(v.off(runbook.Review, "")).inked(warnInk)}
	}
	rows = append(rows, blank())
	rows = append(rows, s.options(v).rows(s.cursor)...)
	if s.paged {
		rows = append(rows, blank())
		for _, r := range guideRows(v, "usage", s.page) {
			r.keep = r.flow == flowPath && !v.small()
			rows = append(rows, r)
		}
	}
	return rows
}

// table are the groups, a line each.
func (s *review) table(v *view, u incident.FetchedData) []row {
	if len(u.Groups) == 0 {
		return []row{must(v.lang.NoUse(u))}
	}
	at := s.cursor.on(len(u.Groups) + 1)
	most := min(max(v.h-besideGroups, leastGroups), mostGroups)
	if v.h >= endless {
		most = len(u.Groups)
	}
	from := max(0, min(at-most/2, len(u.Groups)-most))
	to := min(from+most, len(u.Groups))
	heads := weighed(u, v.lang.GroupColumns(u.Currency))
	span := width(heads[1])
	wide := 0
	for _, g := range u.Groups {
		span, wide = max(span, width(v.lang.UseSpan(g.From, g.To, u.AsOf))), max(wide, width(v.lang.GroupName(g, mostModel)))
	}
	rows := []row{columns(v, span, false, dimInk, heads, "")}
	rows[0].cells[0].least = wide
	if from > 0 {
		rows = append(rows, others("↑", from, v))
	}
	for i, g := range u.Groups[from:to] {
		given := v.key().Verdicts[g.ID]
		mark, i0 := "", i+from == at
		if given != "" {
			mark = "✓ "
		}
		rows = append(rows, columns(v, span, i0, plainInk, weighed(u, [6]string{v.lang.GroupName(g, mostModel), v.lang.UseSpan(g.From, g.To, u.AsOf), v.lang.CountOf(g.Amount),
			v.lang.Tokens(g.In + g.Out), v.lang.GroupFigure(g), v.lang.VerdictShort(given, g.Suggested)}), mark))
	}
	if rest := len(u.Groups) - to; rest > 0 {
		rows = append(rows, others("↓", rest, v))
	}
	return rows
}

// others stands for rows of a list above or below those in view.
func others(arrow string, n int, v *view) row {
	r := must(arrow + " " + v.lang.MoreLines(n)).inked(dimInk)
	r.rest = true
	return r
}

// mostModel bounds a group's name in a line of the table.
const mostModel = 28

// weighed puts tokens in the place of requests where the vendor does not count these.
func weighed(u incident.FetchedData, line [6]string) [6]string {
	if u.Total.Uncounted {
		line[2], line[3] = line[3], ""
	}
	return line
}

// columns is one line of the groups: name, time in its own width, requests, tokens, money, verdict
// with its mark. Names are cut before times are.
func columns(v *view, span int, selected bool, i ink, texts [6]string, mark string) row {
	cells := []cell{{text: texts[0], ink: i}, {text: texts[1], width: span, ink: i, spare: true}}
	if v.w >= wideGroups {
		cells = append(cells, cell{text: texts[2], width: figureColumn, right: true, ink: i})
	}
	if v.w >= widestGroups && texts[3] != "" {
		cells = append(cells, cell{text: texts[3], width: figureColumn, right: true, ink: i})
	}
	return table(selected, append(cells, cell{text: texts[4], width: figureColumn, right: true, ink: i},
		cell{text: pad(mark, 2) + texts[5], width: verdictColumn, ink: i})...)
}

// reasons are why the selected group is suspected, and what to rule out before.
func (s *review) reasons(v *view) []row {
	g, ok := s.chosen(v)
	if !ok || len(g.Reasons) == 0 {
		return nil
	}
	all, first := v.lang.WhySuggested(g.Reasons)
	if v.h < roomy {
		all = first // enter tells the others
	}
	rows := []row{{text: all, short: first, keep: true}}
	if name := v.lang.GroupName(g, mostModel); v.w < wideGroups && width(name) > leastColumn { // it is cut in the list
		rows = append([]row{must(name)}, rows...)
	}
	if rule := v.lang.RuleOut(g.Reasons); rule != "" {
		rows = append(rows, text(rule))
	}
	return rows
}

// Status implements screen.
func (s *review) Status(v *view) lower { return v.status() }

// Keys implements screen.
func (s *review) Keys(v *view) []bind {
	again := bind{key: keyAgain, off: v.off(runbook.Review, "")}
	if v.runs(runbook.Review) {
		again.off = v.lang.StillReading()
	}
	if v.key().Usage == nil {
		verb := v.lang.Verb(words.VerbChoose)
		off := ""
		if v.runs(runbook.Review) {
			verb, off = v.lang.Verb(words.VerbGoOn), v.lang.StillReading()
		}
		return []bind{{key: keyEnter, verb: verb, off: off}, again,
			{key: keyByHand, off: v.offStep(runbook.DoneByHand, incident.StepReview)},
			{key: keyLeftOut, off: v.offStep(runbook.LeaveOut, incident.StepReview)}}
	}
	verb, off := v.lang.Verb(words.VerbGoOn), v.lang.GroupFirst()
	if _, ok := s.chosen(v); ok {
		verb, off = v.lang.VerbDetails(), ""
	}
	return []bind{{key: keyEnter, verb: verb}, {key: keyOurs, off: off}, {key: keyNotOurs, off: off}, {key: keyUnclear, off: off}, again}
}

// Input implements screen.
func (s *review) Input() inputMode { return list }
