package tui

import (
	"slices"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// What the question about the death of a key shows.

// probeLog are the events of the watch, each once and in order, whoever brought them.
type probeLog struct{ events []incident.Event }

func (l *probeLog) take(events []incident.Event) {
	for _, e := range events {
		if e.Type == incident.Probed && e.Step == incident.StepProve {
			l.events = append(l.events, e)
		}
	}
	slices.SortStableFunc(l.events, func(a, b incident.Event) int { return a.Seq - b.Seq })
	l.events = slices.CompactFunc(l.events, func(a, b incident.Event) bool { return a.Seq == b.Seq })
}

// toldProbe is one probe worth a row: an accepted one, a change, or the newest of a made-up key.
type toldProbe struct {
	incident.ProbeData
	turned bool // the first refusal of an unbroken run
}

// told picks what deserves a row: accepted probes and changes. The last control comes apart.
func (l *probeLog) told(cred string) (rows []toldProbe, control *incident.Verdict) {
	last := providers.Life("")
	for _, e := range l.events {
		var d incident.ProbeData
		if e.Cred != cred || e.Decode(&d) != nil {
			continue
		}
		if d.Control {
			control = &d.Verdict
			continue
		}
		accepted := d.Life == providers.Alive || d.Life == providers.AliveLimited
		if accepted || d.Life != last {
			rows = append(rows, toldProbe{d, d.Life == providers.Dead})
		}
		last = d.Life
	}
	return rows, control
}

// mostProbes bounds the rows of accepted probes; a key that lives on gives one every few seconds.
const mostProbes = 6

// Title implements screen.
func (s *proof) Title(v *view) (string, string) {
	return v.lang.StepQuestion(incident.StepProve), v.lang.ProofHead(v.key())
}

// Body implements screen.
func (s *proof) Body(v *view) []row {
	k := v.key()
	p := k.Proof
	stands, back, hand, until := v.lang.ProofLabels()
	told, control := s.log.told(k.Cred)
	rows := s.probes(v, told)
	if (p.Run > 0 || s.runs(v)) && !p.Proven() && !k.AliveAgain() {
		rows = append(rows, fact(stands, "", v.lang.WatchSoFar(p, v.now), 9).kept())
	}
	if !p.SetBack.IsZero() {
		rows = append(rows, fact(back, "", v.lang.Clock(p.SetBack)+"  "+v.lang.Why(incident.WhySetBack, v.vendor()), 7).inked(warnInk))
	}
	if control != nil {
		rows = append(rows, fact(hand, "", v.lang.ControlProbe(*control), 5))
	}
	if said := v.lang.ShownAtExpiry(k.Identity.Kind); said != "" && !p.Proven() {
		rows = append(rows, fact(until, "", said, 8).kept())
	}
	if p.Run > 0 && !p.Proven() && p.Window >= longWindow {
		rows = append(rows, fact(until, "", v.lang.UntilProven(), 6))
	}
	rows = append(rows, s.end(v)...)
	return append(append(rows, blank()), s.options(v).rows(s.cursor)...)
}

// probes are the newest of what was told.
func (s *proof) probes(v *view, told []toldProbe) []row {
	var rows []row
	for _, one := range told[max(0, len(told)-mostProbes):] {
		r := fact(v.lang.Clock(one.At), v.lang.Life(one.Life), v.lang.Verdict(one.Verdict, v.vendor()), 4)
		switch {
		case one.turned:
			r.text += "; " + v.lang.WindowBegins()
		case one.Life != providers.Dead:
			r.ink = warnInk
		}
		rows = append(rows, r)
	}
	return rows
}

// end is the proof, or what kept it from coming.
func (s *proof) end(v *view) []row {
	k := v.key()
	switch {
	case k.Proof.Proven():
		rows := []row{must("○ " + v.lang.OutcomeSentence(k)).inked(okInk)}
		if due := v.lang.Due(k.DueLooks()); due != "" {
			rows = append(rows, text(due))
		}
		return rows
	case k.AliveAgain():
		return []row{must("● " + v.lang.OutcomeSentence(k)).inked(dangerInk)}
	case s.runs(v):
		return nil
	}
	if f := k.Marks[incident.StepProve].Failed; f != nil {
		return v.three(v.lang.Trouble(incident.StepProve, *f, v.vendor()), v.lang.Answered(f.Fail))
	}
	rows := []row{must(v.lang.WatchStands()).inked(warnInk)}
	if m := k.Marks[incident.StepProve]; m.Skipped {
		rows = []row{must(v.lang.StepStatus(incident.StatusSkipped) + ": " + m.Note.Line(60)).kept()}
	}
	if why := v.off(runbook.Prove, ""); why != "" {
		rows = append(rows, text(why))
	}
	if k.Read != nil && k.Unprovable() {
		rows = append(rows, text(v.lang.RecordSaid(*k.Read)).kept())
	}
	return rows
}

// Status implements screen.
func (s *proof) Status(v *view) lower { return v.status() }

// Keys implements screen.
func (s *proof) Keys(v *view) []bind {
	verb := v.lang.Verb(words.VerbChoose)
	if v.key().Proof.Proven() {
		verb = v.lang.Verb(words.VerbGoOn)
	}
	list := []bind{{key: keyEnter, verb: verb}}
	if s.runs(v) || v.key().Proof.Proven() {
		return list
	}
	if _, ok := v.stepAction(runbook.LeaveOut, incident.StepProve); ok {
		list = append(list, bind{key: keyLeftOut})
	}
	return append(list, bind{key: keyAgain, off: v.off(runbook.Prove, "")})
}

// Input implements screen.
func (s *proof) Input() inputMode { return list }
