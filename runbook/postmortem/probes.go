package postmortem

import (
	"fmt"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// probe is one row of the proof: one answer, or several equal ones in a row.
type probe struct {
	first, last incident.ProbeData
	seq, end    int
	n           int
}

// probeTables list the watch probe by probe: the unbroken run in the open, and what came
// before and after it. Equal answers before the run are drawn together.
func (w *writer) probeTables() []*table {
	var run, other []probe
	for _, p := range w.single() {
		if w.inRun(p.first) {
			run = append(run, p)
			continue
		}
		other = merged(other, p)
	}
	var tables []*table
	if len(run) > 0 {
		tables = append(tables, w.probeTable("probes", run))
	}
	if len(other) > 0 {
		tables = append(tables, w.probeTable("probes_outside_run", other))
		t := tables[len(tables)-1]
		t.title, t.folded = w.say("Probes outside the unbroken run", "Uji di luar rentetan tanpa putus"), true
	}
	return tables
}

// single lists every probe by itself.
func (w *writer) single() []probe {
	var list []probe
	for _, e := range w.trail.events {
		var d incident.ProbeData
		if e.Type == incident.Probed && e.Decode(&d) == nil {
			list = append(list, probe{first: d, last: d, seq: e.Seq, end: e.Seq, n: 1})
		}
	}
	return list
}

// probes lists them all, equal ones in a row drawn together.
func (w *writer) probes() []probe {
	var list []probe
	for _, p := range w.single() {
		list = merged(list, p)
	}
	return list
}

// inRun reports whether a probe belongs to the newest unbroken run, its controls included.
func (w *writer) inRun(d incident.ProbeData) bool {
	p := w.key.Proof
	if p.Refusals == 0 || d.Run != p.Run || d.At.Before(p.FirstRefused) {
		return false
	}
	if d.Control {
		return !d.At.After(p.LastRefused) || d.At.Equal(p.ControlAt)
	}
	return !d.At.After(p.LastRefused)
}

// merged adds a probe, drawing it together with the one before where the answer is the same.
func merged(list []probe, p probe) []probe {
	if n := len(list); n > 0 {
		before := &list[n-1]
		d := before.last
		if d.Run == p.first.Run && d.Control == p.first.Control && d.Life == p.first.Life && d.Status == p.first.Status && d.Code == p.first.Code {
			before.last, before.end = p.first, p.seq
			before.n++
			return list
		}
	}
	return append(list, p)
}

func (w *writer) probeTable(key string, probes []probe) *table {
	t := &table{key: key, class: auto, cols: []column{
		{"utc", "UTC"}, {"run", w.say("Run", "Putaran")}, {"probe", w.say("Probe", "Uji")}, {"answer", w.say("Answer", "Jawaban")},
		{"http", "HTTP"}, {"request_id", w.say("Request id", "Id permintaan")}, {"evidence", w.say("Evidence", "Bukti")},
	}}
	for _, p := range probes {
		d := p.first
		what := w.own("leaked key", "kunci bocor")
		if d.Control {
			what = w.own("made-up key", "kunci karangan")
		}
		when, answer := own(stamp(d.At)), said(w.Lang.Life(d.Life))
		if p.n > 1 {
			when = fill(w.say("{} to {}", "{} s.d. {}"), when, own(stamp(p.last.At)))
			answer = fill("{} × {}", own(w.Lang.Count(int64(p.n))), answer)
		}
		status := w.own("none", "tidak ada")
		if d.Status != 0 {
			status = own(fmt.Sprint(d.Status))
		}
		id := or(named(d.RequestID), w.own("none", "tidak ada"))
		t.add(when, own(fmt.Sprint(d.Run)), what, answer, join(" ", status, term(d.Code)), id, w.trail.cite(p.ends()...))
	}
	t.title = w.say("Probe by probe", "Uji demi uji")
	return t
}

func (p probe) ends() []int {
	if p.seq == p.end {
		return []int{p.seq}
	}
	return []int{p.seq, p.end}
}

// isAlive reports an answer that accepts the key.
func isAlive(l providers.Life) bool { return l == providers.Alive || l == providers.AliveLimited }
