package postmortem

import (
	"fmt"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// happened turns the events that a reader needs into rows; the others stand in the journal.
func (w *writer) happened() []entry {
	var rows []entry
	failed := map[incident.Step]string{}
	for _, e := range w.trail.events {
		what := w.tell(e)
		if what == nil || repeated(failed, e, what) {
			continue
		}
		r := entry{at: happenedAt(e), seq: e.Seq, actor: byUs, what: what, source: w.own("firebreak journal", "jurnal firebreak"), confidence: isConfirmed}
		switch e.Type {
		case incident.Probed, incident.LookDue:
			r.actor = bySystem
		case incident.Noted:
			r.source, r.confidence = w.operator(), isReported
		case incident.StepManual:
			r.confidence = isReported
		}
		if e.By == incident.Provider {
			r.actor = byProvider
		}
		rows = append(rows, r)
	}
	return rows
}

// repeated reports whether a step failed once more in the way that was told already.
func repeated(failed map[incident.Step]string, e incident.Event, what text) bool {
	if e.Type != incident.StepFailed {
		return false
	}
	before := failed[e.Step]
	failed[e.Step] = what.plain()
	return before == failed[e.Step]
}

// tell says what an event means, nil where it needs no row.
func (w *writer) tell(e incident.Event) text {
	switch e.Type {
	case incident.Opened:
		return w.own("Incident opened", "Insiden dibuka")
	case incident.Resumed:
		return w.own("Work taken up again", "Pekerjaan dilanjutkan")
	case incident.Validated:
		return decoded(e, func(v incident.ValidatedData) text {
			return fill(w.say("Key tested, read-only: {}", "Kunci diuji, hanya baca: {}"), said(w.Lang.Life(v.Life)))
		})
	case incident.Located:
		return decoded(e, w.tellLocated)
	case incident.ForecastSaved:
		return w.own("Record and usage by key saved", "Catatan dan pemakaian per kunci disimpan")
	case incident.Decided:
		return decoded(e, func(d incident.DecidedData) text {
			return fill(w.say("Order decided: {}", "Urutan diputuskan: {}"), said(w.Lang.Strategy(d.Choice)))
		})
	case incident.Probed:
		return decoded(e, func(p incident.ProbeData) text { return w.tellProbe(e, p) })
	case incident.Intended, incident.Concluded, incident.Uncertain:
		return w.tellOp(e)
	case incident.StepSkipped, incident.StepManual, incident.StepFailed:
		return w.tellMark(e)
	}
	return w.tellLater(e)
}

// tellLater are the events of review, rotation, report and end.
func (w *writer) tellLater(e incident.Event) text {
	switch e.Type {
	case incident.UsageFetched:
		return w.own("Usage, cost and audit log read", "Pemakaian, biaya, dan log audit dibaca")
	case incident.Parked:
		return w.own("Replacement sealed on disk", "Kunci pengganti disegel di disk")
	case incident.Created:
		return decoded(e, func(c incident.CreatedData) text {
			return fill(w.say("Replacement created: {}", "Kunci pengganti dibuat: {}"), or(named(c.Record.ID), w.unknown(notRecorded)))
		})
	case incident.Verified:
		return decoded(e, w.tellVerified)
	case incident.Related:
		return decoded(e, w.tellRelated)
	case incident.StepDone:
		if e.Step == incident.StepInvestigate {
			if w.key.Traced == nil || !examined(*w.key.Traced) {
				return w.own("Search for copies: nothing could be examined", "Pencarian salinan: tidak ada yang dapat diperiksa")
			}
			return w.own("Search for copies ended", "Pencarian salinan selesai")
		}
	case incident.Noted:
		return decoded(e, func(n incident.NoteData) text { return fill(w.say("Note: {}", "Catatan: {}"), quote(n.Text)) })
	case incident.Closed:
		return decoded(e, func(c incident.ClosedData) text {
			return fill(w.say("Incident closed: {}", "Insiden ditutup: {}"), term(c.Reason))
		})
	}
	return nil
}

// decoded tells an event by its payload; one that cannot be read tells nothing.
func decoded[T any](e incident.Event, tell func(T) text) text {
	var data T
	if err := e.Decode(&data); err != nil {
		return nil
	}
	return tell(data)
}

func (w *writer) tellLocated(l incident.LocatedData) text {
	if len(l.Candidates) == 1 {
		return fill(w.say("Record found: {}", "Catatan ditemukan: {}"), or(named(l.Candidates[0].ID), w.unknown(notRecorded)))
	}
	return fill(w.say("Record searched, {}", "Catatan dicari, {}"), own(words.Number(w.Lang, len(l.Candidates), "candidate", "candidates", "kandidat")))
}

// tellProbe keeps the probes that mark a turn: the first refusal, the proof, and every
// acceptance after a revocation. All of them stand in the proof of death.
func (w *writer) tellProbe(e incident.Event, p incident.ProbeData) text {
	proof := w.key.Proof
	switch {
	case p.Control:
		return nil
	case p.Life == providers.Dead && p.At.Equal(proof.FirstRefused):
		return own(fmt.Sprintf(w.say("First refusal of the unbroken run (run %d)", "Penolakan pertama dari rentetan tanpa putus (putaran %d)"), p.Run))
	case p.Life == providers.Dead && p.At.Equal(proof.ProvenAt):
		return fill(w.say("Run unbroken for {}", "Rentetan tanpa putus selama {}"), own(words.Span(proof.Span())))
	case p.At.Equal(proof.Revived):
		return w.own("Key accepted again", "Kunci diterima lagi")
	case p.At.Equal(proof.SetBack):
		return w.own("Key accepted after a refusal; the run began anew", "Kunci diterima setelah ditolak; rentetan diulang")
	case e.Step == incident.StepLook:
		return fill(w.say("Later look: {}", "Pemeriksaan susulan: {}"), said(w.Lang.Life(p.Life)))
	}
	return nil
}

func (w *writer) tellOp(e incident.Event) text {
	for _, o := range w.key.Ops {
		if o.ID != e.Op {
			continue
		}
		act := said(w.act(o.Intent.Act))
		if o.Intent.Place != nil {
			act = fill("{}, {}", act, atPath(o.Intent.Place.Store))
		}
		switch made := w.key.Successor.Record; e.Type {
		case incident.Concluded:
			if o.Intent.Act == incident.ActCreate && o.Applied() && made != nil && w.key.Successor.Op == o.ID {
				return nil // the replacement's own row says it
			}
			return fill("{}: {}", act, w.result(o))
		case incident.Intended:
			if o.Open() {
				return fill(w.say("Sending announced: {}", "Pengiriman diumumkan: {}"), act)
			}
		case incident.Uncertain:
			return fill(w.say("{}: sent, no usable answer", "{}: terkirim, tanpa jawaban yang jelas"), act)
		}
	}
	return nil
}

// act names a mutation at the head of a cell.
func (w *writer) act(a incident.Act) string { return capital(w.Lang.Act(a)) }

// capital makes the first letter of an ASCII word large.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// result says how an op ended, with the provider's status.
func (w *writer) result(o incident.Op) text {
	if o.Open() {
		return w.own("outcome unknown", "hasil tidak diketahui")
	}
	status := o.Outcome.Status
	if o.Outcome.Fail != nil && status == 0 {
		status = o.Outcome.Fail.Status
	}
	word := said(w.Lang.Ended(*o.Outcome))
	if status == 0 {
		return word
	}
	ended := fill("{}, {}", word, own(fmt.Sprint(status)))
	if o.Declined() {
		return join(": ", ended, quote(o.Outcome.Fail.Message))
	}
	return ended
}

func (w *writer) tellMark(e incident.Event) text {
	step := said(w.Lang.Step(e.Step))
	switch e.Type {
	case incident.StepSkipped:
		return decoded(e, func(n incident.NoteData) text {
			return join(": ", fill(w.say("Left out: {}", "Dilewati: {}"), step), quote(n.Text))
		})
	case incident.StepManual:
		return decoded(e, func(n incident.NoteData) text {
			return join(": ", fill(w.say("Done by hand: {}", "Dikerjakan manual: {}"), step), quote(n.Text))
		})
	}
	return decoded(e, func(f incident.FailData) text {
		return fill(w.say("Not done: {}: {}", "Belum selesai: {}: {}"), step, said(w.Lang.Why(f.Reason, w.Vendor)))
	})
}

func (w *writer) tellVerified(v incident.VerifiedData) text {
	switch {
	case v.Verdict != nil:
		return fill(w.say("Replacement tested: {}", "Kunci pengganti diuji: {}"), said(w.Lang.Life(v.Verdict.Life)))
	case v.Place != nil && v.Holds:
		return fill(w.say("Read back, new key in place: {}", "Dibaca ulang, kunci baru terpasang: {}"), atPath(v.Place.Store))
	case v.Place != nil:
		return fill(w.say("Read back, new key not in place: {}", "Dibaca ulang, kunci baru belum terpasang: {}"), atPath(v.Place.Store))
	}
	return nil
}

func (w *writer) tellRelated(r incident.RelatedData) text {
	if r.Decision == incident.Undecided {
		return nil
	}
	return fill(w.say("Related credential {}: {}", "Kredensial terkait {}: {}"), named(r.ID), said(w.Lang.Decision(r.Decision)))
}

// happenedAt is the time of the answer where the payload has one, which may be a moment
// before the event was journalled.
func happenedAt(e incident.Event) time.Time {
	var told struct {
		At time.Time `json:"at"`
	}
	if e.Type == incident.Probed || e.Type == incident.Validated || e.Type == incident.Concluded {
		if e.Decode(&told) == nil && !told.At.IsZero() {
			return told.At
		}
	}
	return e.At
}
