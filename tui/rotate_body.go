package tui

import (
	"strconv"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// What a rotation shows, and where its answers lead.

const (
	verbColumn = 8
	howColumn  = 10

	// wholeWidth and wholeHeight are those of a terminal that holds a plan and what is asked of it.
	wholeWidth, wholeHeight = 80, 24
)

// options are the ways on at the stage at hand. While a place waits, or the check, there is only
// what removes an obstacle: y writes, r tries again, enter leaves it for later.
func (s *rotate) options(v *view) options {
	plan := func() (nav, tea.Cmd) { return s.plan(v) }
	name := optionOf(v.lang.NameAStore(), "", func() (nav, tea.Cmd) { return s.name(v) })
	later := optionOf(v.lang.Later(), "", goes(placeNext))
	switch s.stage(v) {
	case stageAsk:
		if len(v.sit.Stores) == 0 {
			return options{name, later}
		}
		return options{optionOf(v.lang.Action(string(runbook.Plan), ""), "", plan), name, later}
	case stageFailed:
		return append(s.sealed(v), optionOf(v.lang.TryAgain(), "", plan), name, later)
	case stagePlan:
		return append(s.making(v), name, s.related(v), later)
	case stageWrite, stageVerify:
		return s.sealed(v)
	case stageOver:
		return append(s.after(v), optionOf(v.lang.OtherSteps(), "", goes(placeNext)))
	}
	return nil
}

// making are the ways to a new key.
func (s *rotate) making(v *view) options {
	receive := optionOf(v.lang.Action(string(runbook.Receive), ""), v.off(runbook.Receive, ""), func() (nav, tea.Cmd) { return push(newReceive(v)), nil })
	if v.off(runbook.Replace, "") != "" {
		return options{receive}
	}
	create := func(every bool) func() (nav, tea.Cmd) {
		return func() (nav, tea.Cmd) { return push(newNarrow(s, every, v)), nil }
	}
	return options{optionOf(v.lang.OneByOne(), "", create(false)), optionOf(v.lang.DoAll(), "", create(true)), receive}
}

// sealed offers a passphrase where there is no working place for the new key's value, or where
// that place does not open. Once it is in force, what stopped goes on.
func (s *rotate) sealed(v *view) options {
	f := s.failed(v)
	if v.session == nil || v.session.Passphrase == nil || f == nil {
		return nil
	}
	opened := func() { s.opened = true }
	if f.Reason == incident.WhyNoParking || f.Reason == incident.WhyNotKept {
		return options{optionOf(v.lang.UnderPassphrase(), "", func() (nav, tea.Cmd) { return push(newSeal(false, opened)), nil })}
	}
	return v.openingSealed(opened)
}

func (s *rotate) related(v *view) option {
	return optionOf(v.lang.AlsoRelated(undecided(v)), "", v.opens(placeRelated))
}

// after is what comes once the new key stands: the old one where it still lives, then what else
// is at risk.
func (s *rotate) after(v *view) options {
	if !handled(v.stepStatus(incident.StepRevoke)) {
		return append(s.retiring(v), s.related(v))
	}
	return options{s.related(v)}
}

// Title implements screen.
func (s *rotate) Title(v *view) (string, string) {
	switch s.stage(v) {
	case stageAsk:
		return v.lang.StepQuestion(incident.StepRotate), ""
	case stageFailed:
		return v.lang.PlanFailed(), ""
	case stageVerify:
		if s.failed(v) != nil {
			return v.lang.NotReadBack(), ""
		}
	case stageOver:
		if st := v.stepStatus(incident.StepRotate); st != incident.StatusDone {
			return v.lang.RotationEnded(st), ""
		}
		if v.key().Successor.Done() {
			return v.lang.InPlace(), ""
		}
	}
	if v.key().Successor.Parked == nil {
		return v.lang.PlanHead()
	}
	return v.lang.Rotating(v.key())
}

// Body implements screen.
func (s *rotate) Body(v *view) []row {
	at := s.stage(v)
	var rows []row
	switch {
	case at == stageAsk:
		rows = append(rows, must(v.lang.RotateIntro(v.sit.Stores)[0]))
		for _, p := range v.lang.StoreParts(v.sit.Stores) {
			r := must(p.Text)
			if p.Path {
				r = address(p.Label, p.Text)
			}
			rows = append(rows, r)
		}
	case at == stageBusy && v.runs(runbook.Plan):
		rows = append(rows, text(v.lang.Planning()))
	case len(v.key().Successor.Places) > 0 && !s.brief(v, at):
		rows = s.lines(v)
	}
	if f := s.failed(v); f != nil && at != stageAsk && at != stageBusy && at != stageOver && !v.mutates() {
		if len(rows) > 0 {
			rows = append(rows, blank())
		}
		rows = append(rows, v.three(v.lang.Trouble(incident.StepRotate, *f, v.vendor()), v.lang.Answered(f.Fail))...)
	}
	switch at {
	case stagePlan:
		if a, _ := v.action(runbook.Replace, ""); a.Off == incident.WhyNotOffered {
			rows = append(rows, must(v.lang.Why(incident.WhyUserKey, v.vendor())).inked(warnInk))
		} else if a.Off != "" {
			rows = append(rows, must(v.lang.Why(a.Off, v.vendor())).inked(warnInk))
		}
	case stageWrite:
		rows = append(append(rows, blank()), s.place(v)...)
	case stageOver:
		if v.key().Successor.Done() {
			if v.session == nil || v.session.Exercise == nil { // a drill sees what runs on the key, and starts it again
				rows = append(rows, must(v.lang.RestartReaders()[1])) // the first is the title
			}
			rows = append(rows, s.use(v)...)
		}
	}
	return append(append(rows, blank()), s.options(v).rows(s.cursor)...)
}

// brief leaves the plan out where what is asked needs its room.
func (s *rotate) brief(v *view, at rotateStage) bool {
	switch at {
	case stageWrite:
		p, _ := s.waiting(v)
		return v.small() || (len(p.Spots()) > 1 || len(s.sealed(v)) > 0) && v.h < wholeHeight
	case stageOver:
		return v.key().Retiring() && v.h < wholeHeight
	}
	return false
}

// lines is the plan, a line each, with what became of it.
func (s *rotate) lines(v *view) []row {
	var rows []row
	k := v.key()
	byHand := v.off(runbook.Replace, "") != ""
	if made := k.Successor.Parked; made != nil {
		byHand = made.ByHand
	}
	waits, busy := s.waits(v), v.mutates() || v.runs(runbook.VerifyNew)
	for i, p := range v.lang.PlanRows(k, byHand) {
		if p.Aside {
			r := fact(p.Verb, "", p.Text, 3)
			r.keep = s.stage(v) != stageWrite && v.w >= wholeWidth && v.h >= wholeHeight // wrapped, not cut
			rows = append(rows, r)
			continue
		}
		mark, how, color, said := strconv.Itoa(i+1), p.How, plainInk, p.Text
		if p.Short != "" && v.w < wholeWidth {
			said, p.Whole = p.Short, p.Text
		}
		switch {
		case p.Done && p.At.IsZero():
			mark = "✓"
		case p.Done:
			mark, how = "✓", v.lang.Clock(p.At)
		case i == waits && busy:
			mark = "…"
		case i == waits && s.failed(v) != nil:
			mark, color = "!", warnInk
		case i == waits && s.stage(v) != stageOver:
			mark, color = "→", boldInk // no cursor: enter does not write
		}
		rows = append(rows, table(false, cell{text: mark, width: 2, ink: color}, cell{text: p.Verb, width: verbColumn}, cell{text: said, whole: p.Whole},
			cell{text: how, width: howColumn, ink: dimInk}))
	}
	return rows
}

// waits is the line of the plan that comes next, -1 before the new key is made.
func (s *rotate) waits(v *view) int {
	const before = 2 // create and keep
	n := v.key().Successor
	if n.Parked == nil {
		return -1
	}
	for i, p := range n.Places {
		if p.Written.IsZero() {
			return before + i
		}
	}
	return before + len(n.Places)
}

// place is what y would write, and how that is protected.
func (s *rotate) place(v *view) []row {
	p, ok := s.waiting(v)
	if !ok {
		return nil
	}
	rows := v.parts(v.lang.WriteParts(p.Place, v.key().Successor.Joined(p.Place)))
	for i := range rows {
		rows[i].keep = true // what y does is in view
	}
	if v.off(runbook.WriteStore, runbook.PlaceID(p.Place)) != "" {
		rows = append(rows, must(v.off(runbook.WriteStore, runbook.PlaceID(p.Place))).inked(warnInk))
	}
	if v.state.Opening.Mode == incident.DryRun {
		rows = append(rows, must(v.lang.ModeSentence(incident.DryRun)).inked(warnInk))
	}
	return rows
}

// Keys implements screen.
func (s *rotate) Keys(v *view) []bind {
	hand := []bind{{key: keyByHand, off: v.offStep(runbook.DoneByHand, incident.StepRotate)},
		{key: keyLeftOut, off: v.offStep(runbook.LeaveOut, incident.StepRotate)}}
	list := binds(v.lang.Verb(words.VerbChoose))
	at := s.stage(v)
	if (at == stageWrite || at == stageVerify) && len(s.options(v)) == 0 {
		list[0].verb = v.lang.VerbLater()
	}
	switch at {
	case stageBusy:
		list[0].verb, list[0].off = v.lang.Verb(words.VerbGoOn), v.lang.StillReading()
	case stageWrite:
		list = append(list, bind{key: keyYes, verb: v.lang.VerbWriteKey()}, bind{key: keyUndo, verb: v.lang.VerbPutBack(), off: v.putsBack()})
	case stageVerify:
		list = append(list, bind{key: keyAgain}, bind{key: keyUndo, verb: v.lang.VerbPutBack(), off: v.putsBack()})
	case stageOver:
		if v.putsBack() == "" {
			list = append(list, bind{key: keyUndo, verb: v.lang.VerbPutBack()})
		}
		return list
	case stageAsk:
	default:
		list = append(list, bind{key: keyAgain}, bind{key: keyUndo, off: v.lang.NothingToTakeBack()})
	}
	if v.more { // before what is rarely done
		list = append(list, bind{key: keyTab})
	}
	return append(list, hand...)
}

// Input implements screen.
func (s *rotate) Input() inputMode { return list }
