package postmortem

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// containment lists what was done to the key, why in this order, and the proof of death.
func (w *writer) containment() section {
	s := section{id: "containment", title: w.say("Containment", "Pengendalian")}
	f := w.fields("containment")
	f.add("contained", w.say("Contained", "Terkendali"), w.contained(), derived)
	f.add("outcome", w.say("Outcome of the revocation", "Hasil pencabutan"), w.outcome(), derived)
	f.add("order", w.say("Order decided", "Urutan yang diputuskan"), w.order(), confirmed)
	f.add("order_why", w.say("Why, and who approved", "Alasan, dan siapa yang menyetujui"), w.answer(incident.AskOrder), asked)
	f.add("approver", w.say("Approver", "Penyetuju"), w.approver(), asked)
	f.add("burn_estimate", w.say("Estimated burn per minute", "Perkiraan biaya per menit"), w.burn(), derived)
	f.add("at_stake", w.say("Use at stake", "Pemakaian yang dipertaruhkan"), w.atStake(), auto)
	f.add("outage_minutes", w.say("Outage caused (minutes)", "Gangguan akibat tindakan (menit)"), w.outage(), asked)
	f.add("derived_tokens", w.say("Sessions or derived tokens", "Sesi atau token turunan"), w.minted(), derived)
	f.add("left_out", w.say("Deliberately not done", "Sengaja tidak dilakukan"), w.leftOut(), confirmed)
	s.add(f, heading(w.say("Actions", "Tindakan")), w.acts())
	if limits := w.key.Limits(); len(limits) > 0 {
		s.add(alert{kind: "WARNING", text: own(w.say("Limits that we set still stand. They are to be lifted, or kept with a reason.",
			"Batas yang kita pasang masih berlaku. Perlu dilepas, atau dipertahankan dengan alasan."))}, w.standing(limits))
	}
	s.add(heading(w.say("Proof of death", "Bukti kematian")), w.proofFields())
	for _, t := range w.probeTables() {
		s.add(t)
	}
	return s
}

// contained is said only of a key that is proven dead.
func (w *writer) contained() text {
	m := w.figures.VerifiedDead
	if m.Known() {
		return fill(w.say("yes, verified dead at {}", "yes, terverifikasi mati pada {}"), w.moment(m))
	}
	return fill(w.say("no: {}", "no: {}"), said(m.Why.words(w.Lang, w.Vendor)))
}

// outcome is the word of the journal, and what it says in the language where that is more.
func (w *writer) outcome() text {
	code, told := string(w.key.Outcome()), w.Lang.Outcome(w.key.Outcome())
	if strings.ReplaceAll(code, "-", " ") == told {
		return term(code)
	}
	return fill("{} ({})", term(code), said(told))
}

func (w *writer) order() text {
	d := w.key.Decided
	if d == nil {
		return w.because(undone(w.key, incident.StepDecide))
	}
	choice, why := said(w.Lang.Strategy(d.Choice)), said(w.Lang.WhyOrder(d.Why, w.Vendor, w.key.Forecast))
	order := fill(w.say("{}, as suggested: {}", "{}, sesuai saran: {}"), choice, why)
	if d.Choice != d.Suggested {
		order = fill(w.say("{}; suggested was {}: {}", "{}; yang disarankan {}: {}"), choice, said(w.Lang.Strategy(d.Suggested)), why)
	}
	return join(" ", order, quote(d.Note), w.trail.cite(w.trail.latest(incident.Decided)))
}

func (w *writer) burn() text {
	f := w.key.Forecast
	switch {
	case f == nil:
		return w.because(undone(w.key, incident.StepForecast))
	case f.NotReadable:
		return w.because(unread(*f))
	case f.NoPrice && f.MicrosPerMin == 0:
		return w.unknown(unpricedUse)
	}
	burn := said(w.Lang.BurnOf(*f))
	if f.MicrosPerMin == 0 && f.HighPerMin == 0 {
		return fill(w.say("{}, as read at {}", "{}, menurut pembacaan pada {}"), burn, w.at(f.AsOf, notRecorded))
	}
	from, to := f.BurnFrom, f.BurnTo
	if to.IsZero() { // a journal of before these were kept
		from, to = f.AsOf.Add(-time.Hour), f.AsOf
	}
	return fill(w.say("{}, mean of {} to {}, at the prices that the provider billed this key for each model", "{}, rata-rata {} sampai {}, menurut harga yang ditagihkan penyedia kepada kunci ini untuk tiap model"),
		burn, w.at(from, notRecorded), w.at(to, notRecorded))
}

// unread is why a forecast has no usage.
func unread(f incident.ForecastData) Absence {
	for _, g := range f.Partial {
		if strings.HasPrefix(g.What, "usage") {
			return Absence{Code: notLooked, Reason: g.Why}
		}
	}
	return Absence{Code: notReported}
}

// atStake is what breaks when the key dies, as far as its use tells.
func (w *writer) atStake() text {
	f := w.key.Forecast
	switch {
	case f == nil:
		return w.because(undone(w.key, incident.StepForecast))
	case f.NotReadable:
		return w.because(unread(*f))
	}
	return own(w.Lang.AtStake(*f))
}

// minted tells of what may outlive the key.
func (w *writer) minted() text {
	if mints := w.Lang.Mints(w.key.Identity.Kind); mints != "" {
		return own(mints)
	}
	return w.own("see the related credentials", "lihat kredensial terkait")
}

// leftOut are the steps that a person left out, with the reason given.
func (w *writer) leftOut() text {
	var list []text
	for _, step := range append(slices.Clone(incident.Steps), incident.StepRelated) {
		if m := w.key.Marks[step]; m.Skipped {
			list = append(list, join(" ", said(w.Lang.Step(step)+":"), or(quote(m.Note), w.unknown(notStated)),
				w.trail.cite(w.trail.step(step, incident.StepSkipped))))
		}
	}
	return or(join("; ", list...), w.own("nothing was left out with a reason", "tidak ada yang dilewati dengan alasan"))
}

// acts lists every mutation in order, and what was done by hand.
func (w *writer) acts() block {
	t := &table{key: "actions", class: auto, title: w.say("Actions", "Tindakan"), cols: []column{
		{"utc", "UTC"}, {"action", w.say("Action", "Tindakan")}, {"target", w.say("Target", "Sasaran")},
		{"reversible", w.say("Reversible?", "Dapat dibatalkan?")}, {"result", w.say("Result", "Hasil")},
		{"verified_by", w.say("Verified by", "Dipastikan oleh")}, {"evidence", w.say("Evidence", "Bukti")},
	}}
	for _, o := range w.key.Ops {
		back := own("no")
		if o.Intent.Statement.Reversible {
			back = own("yes")
		}
		t.add(own(stamp(o.At)), said(w.act(o.Intent.Act)), w.target(o), back, w.result(o), w.verifiedBy(o),
			w.trail.cite(w.trail.op(o.ID, incident.Intended), w.trail.op(o.ID, incident.Concluded, incident.Uncertain)))
	}
	for _, step := range incident.Steps {
		if m := w.key.Marks[step]; m.Manual {
			t.add(own(stamp(m.At)), fill(w.say("By hand: {}", "Manual: {}"), said(w.Lang.Step(step))), or(quote(m.Note), w.unknown(notStated)),
				w.unknown(notRecorded), w.own("told by a person", "menurut keterangan"), w.handProof(step), w.trail.cite(w.trail.step(step, incident.StepManual)))
		}
	}
	if len(t.rows) == 0 {
		return paragraph{key: "actions", text: w.own("No action changed anything at the provider.", "Tidak ada tindakan yang mengubah apa pun di penyedia.")}
	}
	return t
}

func (w *writer) target(o incident.Op) text {
	i := o.Intent
	switch {
	case i.Act == incident.ActCreate: // its record is that of the key that is replaced
		scopes := make([]text, 0, len(i.Scopes))
		for _, s := range i.Scopes {
			scopes = append(scopes, term(s))
		}
		return join(" ", append([]text{or(named(i.Name), w.unknown(notRecorded))}, scopes...)...)
	case i.Place != nil:
		return atPath(i.Place.Store + ", " + i.Place.Detail)
	case i.Limit != nil:
		return join(" ", term(i.Limit.ID), called(i.Limit.Target))
	case i.Record != nil:
		return join(" ", named(i.Record.ID), called(i.Record.Name))
	}
	return or(named(i.Name), atPlace(i.Statement.URL), atPath(i.Statement.Path), w.unknown(notRecorded))
}

// verifiedBy is what shows beside the answer to a request that it did what it should.
func (w *writer) verifiedBy(o incident.Op) text {
	kill := o.Intent.Act == incident.ActRevoke || o.Intent.Act == incident.ActRevokeOwner
	switch n := w.key.Successor; {
	case kill && (o.Applied() || w.key.FoundGone()) && w.figures.VerifiedDead.Known():
		return w.own("the probes below", "uji di bawah")
	case kill:
		return w.own("nothing yet", "belum ada")
	case o.Outcome != nil && o.Outcome.Settled != "":
		return fill(w.say("a later read, {}", "pembacaan susulan, {}"), said(w.Lang.Settled(o.Outcome.Settled)))
	case !o.Applied(), o.Intent.Place != nil && !readBack(n, o):
		return w.own("nothing yet", "belum ada")
	case o.Intent.Place != nil:
		return w.own("reading back", "pembacaan ulang")
	case o.Intent.Act == incident.ActCreate && n.Op == o.ID && n.Probe != nil && isAlive(n.Probe.Life):
		return w.own("a probe of the new key", "uji kunci baru")
	}
	return w.own("the provider's answer alone", "jawaban penyedia saja")
}

// readBack reports whether the place of a write was read after it.
func readBack(n incident.Successor, o incident.Op) bool {
	return slices.ContainsFunc(n.Places, func(p incident.PlaceState) bool {
		return p.Store == o.Intent.Place.Store && p.Detail == o.Intent.Place.Detail && !p.Verified.Before(o.At)
	})
}

func (w *writer) handProof(step incident.Step) text {
	if step == incident.StepRevoke && w.figures.VerifiedDead.Known() {
		return w.own("the probes below", "uji di bawah")
	}
	return w.own("nothing yet", "belum ada")
}

func (w *writer) standing(limits []incident.Op) *table {
	t := &table{key: "limits_standing", class: auto, cols: []column{
		{"limit", w.say("Limit", "Batas")}, {"since", w.say("Since", "Sejak")}, {"stops", w.say("Stops", "Menghentikan")}, {"undo", w.say("Exact undo?", "Dapat dipulihkan persis?")},
	}}
	for _, o := range limits {
		l := o.Intent.Limit
		undo := own("no")
		if l.ExactUndo {
			undo = own("yes")
		}
		t.add(term(l.ID), own(stamp(o.At)), join(" ", term(l.WholeOf), called(l.Target)), undo)
	}
	return t
}

// proofFields sum the proof up.
func (w *writer) proofFields() *fields {
	p := w.key.Proof
	f := w.fields("proof")
	f.add("negative_checks", w.say("Refusals of the unbroken run", "Penolakan dalam rentetan tanpa putus"), own(fmt.Sprint(p.Refusals)), auto)
	f.add("span", w.say("Span of the run", "Rentang waktu"), w.runSpan(), derived)
	f.add("window", w.say("Window to be filled", "Jendela yang harus terisi"), w.window(), auto)
	f.add("control", w.say("Control with a made-up key", "Kendali dengan kunci karangan"), w.controlSummary(), auto)
	f.add("run", w.say("First and last refusal", "Penolakan pertama dan terakhir"), w.runEnds(), auto)
	if !w.key.LastAlive.IsZero() {
		f.add("last_accepted_ours", w.say("Last accepted probe of ours", "Uji kita yang terakhir diterima"), own(stamp(w.key.LastAlive)), auto)
	}
	f.add("later_looks", w.say("Later looks", "Pemeriksaan susulan"), w.looks(), auto)
	return f
}

func (w *writer) runEnds() text {
	if m := w.figures.Milestones; m.VerifiedDead.Known() {
		return fill("{} / {}", w.moment(m.VerifiedDead), w.moment(m.ProvenAt))
	}
	return w.moment(w.figures.VerifiedDead)
}

func (w *writer) runSpan() text {
	p := w.key.Proof
	if p.Refusals < 2 {
		return w.unknown(notProven)
	}
	return own(words.Span(p.Span()))
}

func (w *writer) window() text {
	p := w.key.Proof
	if p.Run == 0 {
		return w.because(undone(w.key, incident.StepProve))
	}
	t := fill(w.say("{}, source: {}", "{}, sumber: {}"), own(words.Span(p.Window)), or(term(p.Source), w.unknown(notRecorded)))
	if p.Shortened {
		t = fill(w.say("{}; SHORTENED", "{}; DIPERSINGKAT"), t)
	}
	return t
}

func (w *writer) controlSummary() text {
	p := w.key.Proof
	switch {
	case p.ControlAt.IsZero():
		return w.own("not made", "tidak dilakukan")
	case p.ControlOK:
		return fill(w.say("a made-up key was refused, as it should be, at {}", "kunci karangan ditolak, sebagaimana mestinya, pada {}"), own(stamp(p.ControlAt)))
	case p.Blind:
		return w.own("a made-up key was accepted: the check proves nothing", "kunci karangan diterima: uji ini tidak membuktikan apa pun")
	}
	return w.own("no clear answer", "tidak ada jawaban jelas")
}

func (w *writer) looks() text {
	var list []text
	for _, l := range w.key.Looks {
		if l.Done.IsZero() {
			due := w.waits([2]string{"due {}", "jatuh tempo {}"}, [2]string{"never made, was due {}", "tidak dilakukan, jatuh tempo {}"})
			list = append(list, fill(due, own(stamp(l.Due))))
			continue
		}
		list = append(list, fill(w.say("done {}", "selesai {}"), own(stamp(l.Done))))
	}
	return or(join("; ", list...), w.own("none planned", "tidak ada rencana"))
}
