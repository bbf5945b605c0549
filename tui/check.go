package tui

import (
	"context"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// check asks what is done first, and reads what the answer rests on: validate and locate side
// by side, or with one hand one after the other, then the forecast. The facts fill in as answers come; an order can be chosen as soon
// as one record is certain. Where the reads end unclear, another question takes its place.
type check struct {
	in
	cursor  cursor
	placed  bool                  // the cursor stands where it begins
	tried   map[runbook.Name]bool // reads that were begun here
	asked   bool                  // for the key itself
	asking  opID                  // the vendor's schedule
	stop    time.Duration         // until a revocation bites
	again   bool                  // reads that failed before are made once more
	covered bool                  // another question stands above this one
	putting bool                  // that one puts the kill off
}

func newCheck(*view) screen {
	return &check{in: in(words.PhaseStop), tried: map[runbook.Name]bool{}}
}

// newCheckAgain makes the reads once more that failed before.
func newCheckAgain() screen {
	return &check{in: in(words.PhaseStop), tried: map[runbook.Name]bool{}, again: true}
}

// Update implements screen.
func (s *check) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		if s.putting && v.key().Decided != nil && v.key().Decided.Choice == incident.NotNow {
			return goTo(v.next()), nil
		}
		s.covered, s.putting = false, false
		return s.begin(v, m.first)
	case answerMsg:
		if stop, ok := m.value.(time.Duration); ok && m.id == s.asking {
			s.stop = stop
		}
	case changedMsg, doneMsg:
		return s.goOn(v)
	case keyMsg:
		if m.is(keyAgain) {
			s.tried, s.again = map[runbook.Name]bool{}, true
			return s.goOn(v)
		}
		return s.options(v).take(&s.cursor, m, v)
	}
	return stay(), nil
}

// begin asks for the key where it is not in memory, and starts the reads.
func (s *check) begin(v *view, first bool) (nav, tea.Cmd) {
	var schedule tea.Cmd
	if first {
		s.place(v)
		cred := v.key().Cred
		s.asking, schedule = v.ask("", func(_ context.Context, x *Session) (any, error) { return bites(cred, x), nil })
	}
	if a, ok := v.action(runbook.Locate, ""); ok && a.Off == incident.WhyNeedsKey && !s.asked && v.key().Record() == nil {
		s.asked, s.covered = true, true
		return push(newSame(s.Phase())), schedule
	}
	n, reads := s.goOn(v)
	return n, tea.Batch(schedule, reads)
}

// bites is how long the vendor takes to refuse a revoked key, by its own schedule.
func bites(cred string, x *Session) time.Duration {
	if x == nil {
		return 0
	}
	if a, ok := x.Engine.Vendor(cred).Adapter.(providers.Validator); ok {
		return a.Proof().Window
	}
	return 0
}

// goOn starts the reads that are possible now, and leads on where they ended unclear.
func (s *check) goOn(v *view) (nav, tea.Cmd) {
	if !v.mayUse() {
		return replace(newBait(v)), nil
	}
	var reads []tea.Cmd
	for _, name := range []runbook.Name{runbook.Validate, runbook.Locate, runbook.Forecast} {
		if v.session != nil && v.session.OneHand && (len(reads) > 0 || s.reads(v)) {
			break // which came first would be left to chance, and the times of a drill with it
		}
		a, ok := v.action(name, "")
		if !ok || a.Off != "" || s.tried[name] || v.runs(name) || handled(v.stepStatus(a.Step)) {
			continue
		}
		if v.failedHere(a.Step) && !s.again {
			continue
		}
		s.tried[name] = true
		_, cmd := v.do(a, runbook.Input{Approved: a.Approvals})
		reads = append(reads, cmd)
	}
	if len(reads) > 0 || s.reads(v) || s.covered {
		return stay(), tea.Batch(reads...)
	}
	return s.unclear(v), nil
}

// reads reports whether it is still open whether the key is alive, or which record it is.
func (s *check) reads(v *view) bool { return v.runs(runbook.Validate) || v.runs(runbook.Locate) }

// unclear is the question that comes before the choice, once the reads have ended.
func (s *check) unclear(v *view) nav {
	k := v.key()
	switch {
	case k.Decided != nil:
		return stay()
	case k.First != nil && k.First.Life == providers.Dead:
		return replace(newRefused(v))
	case k.Record() != nil:
		return stay()
	case k.Located != nil && len(k.Located.Candidates) > 1 && !k.Identity.Masked:
		return replace(newCandidates(v))
	case v.sit.Reaches(k):
		return stay()
	}
	return replace(newWho(v))
}

// handled reports whether a step needs nobody any more.
func handled(st incident.Status) bool {
	return st == incident.StatusDone || st == incident.StatusManual || st == incident.StatusSkipped
}

// strategies in the order in which they are offered.
var strategies = []incident.Strategy{incident.RevokeFirst, incident.ContainFirst, incident.RotateFirst, incident.NotNow}

// place puts the cursor on what is recommended, where that is known before anything is read.
// Later it moves by the person's hand only.
func (s *check) place(v *view) {
	if k := v.key(); !s.placed && k.Forecast != nil {
		suggested, _ := runbook.Suggest(k, v.sit)
		s.cursor.at = max(0, slices.Index(strategies, suggested))
	}
	s.placed = true
}
