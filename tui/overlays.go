package tui

import (
	"slices"
	"strings"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// newHelp lists every key of a screen, with the reason where one is off.
func newHelp(of screen) *reader {
	return &reader{phase: of.Phase(),
		title: func(v *view) (string, string) { return v.lang.HelpTitle(), "" },
		rows: func(v *view) []row {
			var rows []row
			if !isField(of.Input()) {
				rows = append(rows, fact(v.lang.ArrowKeys(), "", v.lang.Verb(words.VerbMove), 9))
			}
			own := of.Keys(v)
			_, more := v.body(of, v.w-1, v.roomOf()) // of the screen below, not of this list
			all := append(slices.Clone(own), slices.DeleteFunc(v.global(of, more), func(b bind) bool {
				return slices.ContainsFunc(own, func(o bind) bool { return o.key == b.key }) || isField(of.Input()) && !inField(b.key, of.Input())
			})...)
			for _, b := range all {
				r := fact(string(b.key), "", b.label(v.lang), 5)
				if b.off != "" {
					r = fact(string(b.key), "", v.lang.Off(b.label(v.lang), b.off), 5).inked(dimInk)
				}
				rows = append(rows, r)
			}
			rows = append(rows, blank())
			for _, line := range v.lang.HelpNotes() {
				rows = append(rows, text(line))
			}
			return rows
		}}
}

// newSteps lists all steps with their state.
func newSteps(p words.Phase) *reader {
	return &reader{phase: p,
		title: func(v *view) (string, string) { return v.lang.StepsTitle(), "" },
		rows: func(v *view) []row {
			var rows []row
			for _, step := range v.key().Listed() {
				st := v.standing(step)
				i := plainInk
				switch st {
				case incident.StatusDone:
					i = okInk
				case incident.StatusFailed, incident.StatusUnknown, incident.StatusWithheld:
					i = warnInk
				case incident.StatusSkipped, incident.StatusManual:
					i = dimInk
				}
				said := v.lang.StepState(st, v.key().Marks[step], v.vendor())
				if left := v.key().UndecidedIn(step); left > 0 && st == incident.StatusDone {
					said, i = v.lang.Undecided(left), warnInk
				}
				rows = append(rows, fact(v.lang.Step(step), "", said, 5).inked(i))
			}
			return rows
		}}
}

// newSent lists what earlier runs sent, as far as the journal tells, and the requests of this
// one, the newest last and in view.
func newSent(p words.Phase) *reader {
	return &reader{phase: p, last: true,
		title: func(v *view) (string, string) {
			if len(v.earlier) > 0 { // this run's are counted above their list
				return v.lang.SentTitle(), ""
			}
			return v.lang.SentTitle(), v.lang.Requests(int64(v.sentAll))
		},
		rows: func(v *view) []row {
			rows := sentBefore(v)
			if len(v.sent) == 0 && len(rows) == 0 {
				return []row{text(v.lang.Sent(0, 0))}
			}
			for _, e := range v.sent {
				i := plainInk
				if e.Effect == providers.Mutate {
					i = boldInk
				}
				at, sent, _ := strings.Cut(v.lang.Exchange(e), "  ")
				rows = append(rows, row{kind: rowFact, label: at, text: sent, flow: flowPath, ink: i})
			}
			return rows
		}}
}

// sentBefore are the rows of earlier runs, and the heading of this one below them.
func sentBefore(v *view) []row {
	if len(v.earlier) == 0 {
		return nil
	}
	rows := []row{text(v.lang.SentEarlier(len(v.earlier), len(v.earlier))).inked(boldInk)}
	for _, e := range v.earlier {
		i := plainInk
		if e.Type == incident.Intended {
			i = boldInk
		}
		at, what := v.lang.SentBefore(e, v.now)
		rows = append(rows, fact(at, "", what, 5).inked(i))
	}
	return append(rows, blank(), text(v.lang.SentNow(v.sentAll)).inked(boldInk))
}

// endless is the height of a terminal that has room for all that a body says.
const endless = 1 << 12

// newAllFacts shows the whole body of a screen, of which a part had no room.
func newAllFacts(of screen) *reader {
	return &reader{phase: of.Phase(),
		title: of.Title,
		rows: func(v *view) []row {
			whole := *v
			whole.h = endless
			rows := of.Body(&whole)
			for i := range rows {
				rows[i].selected, rows[i].opened = false, true
			}
			return rows
		}}
}
