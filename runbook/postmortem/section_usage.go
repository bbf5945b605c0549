package postmortem

import (
	"time"

	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// reviewBefore is how long before the exposure a review begins at the latest: the past of the
// key is what its use is judged by.
const reviewBefore = 7 * 24 * time.Hour

// usage is the review: what was read, whose it was, and what was looked for.
func (w *writer) usage() section {
	s := section{id: "usage-review", title: w.say("Usage review", "Tinjauan pemakaian")}
	if w.key.Usage == nil {
		s.add(w.notReviewed())
		s.add(w.snapshotTable()...)
		return s
	}
	s.add(w.reviewFields())
	s.add(w.unsettled()...)
	s.add(heading(w.say("Totals", "Jumlah")), w.totalsTable())
	s.add(w.overTime()...)
	s.add(heading(w.say("Findings", "Temuan")))
	s.add(w.findings()...)
	s.add(heading(w.say("Indicators", "Petunjuk")), w.indicators())
	s.add(heading(w.say("Looked for", "Yang dicari")), w.lookedFor())
	if w.key.Usage.AuditN > 0 || len(w.key.Usage.Audit) > 0 {
		s.add(w.auditTable())
	}
	s.add(w.snapshotTable()...)
	for _, d := range w.pie() {
		s.add(d)
	}
	return s
}

func (w *writer) notReviewed() *fields {
	f := w.fields("review")
	absent := w.because(undone(w.key, incident.StepReview))
	f.add("window", w.say("Window reviewed", "Jendela yang ditinjau"), absent, auto)
	f.add("sources", w.say("Data sources", "Sumber data"), absent, auto)
	f.add("totals", w.say("Totals", "Jumlah"), absent, auto)
	f.add("findings", w.say("Findings", "Temuan"), absent, auto)
	f.add("looked_for", w.say("Looked for", "Yang dicari"), absent, auto)
	return f
}

func (w *writer) reviewFields() *fields {
	u := w.key.Usage
	f := w.fields("review")
	seq := w.trail.cite(w.trail.latest(incident.UsageFetched))
	f.add("window", w.say("Window reviewed", "Jendela yang ditinjau"), fill(w.say("{} to {} {}", "{} s.d. {} {}"), own(stamp(u.From)), own(stamp(u.To)), seq), auto)
	f.add("window_cover", w.say("Covers 7 days before T0 to T5", "Mencakup 7 hari sebelum T0 s.d. T5"), w.cover(), derived)
	f.add("sources", w.say("Data sources", "Sumber data"), fill(w.say("usage, cost and audit log of {}, by key", "pemakaian, biaya, dan log audit {}, per kunci"), own(w.Vendor)), auto)
	f.add("granularity", w.say("Granularity", "Ketelitian"), w.granularity(), auto)
	f.add("as_of", w.say("As of", "Per"), w.at(u.AsOf, notRecorded), auto)
	f.add("settled", w.say("Settled until", "Final sampai"), w.at(u.Settled, unsettledAmount), auto)
	f.add("lag", w.say("Lag of the data", "Keterlambatan data"), or(term(u.Lag), w.unknown(notReported)), auto)
	f.add("hidden", w.say("Not exposed by the provider", "Tidak dibuka penyedia"), or(w.hidden(), w.own("nothing that we know of", "tidak ada yang kita ketahui")), auto)
	f.add("method", w.say("Attribution method", "Cara menentukan asal"), w.method(), auto)
	if whole := w.Lang.WholeCost(*u); whole != "" {
		f.add("whole_cost", w.say("Cost beyond the key", "Biaya di luar kunci"), said(whole), auto)
	}
	f.add("own_probes", w.say("Probes of ours, subtracted", "Uji kita, dikurangkan"), own(w.Lang.Count(u.Own)), auto)
	f.add("ruled_out", w.say("Explanations ruled out", "Penjelasan yang disingkirkan"), w.unknown(neverAsked), asked)
	f.add("gaps", w.say("Missing data", "Data yang hilang"), w.gaps(), auto)
	return f
}

// cover checks the window against the exposure and the death, and states a shorter retention.
func (w *writer) cover() text {
	u, m := w.key.Usage, w.figures.Milestones
	if !m.ExposureStart.Known() {
		return fill(w.say("cannot be judged: {}", "tidak dapat dinilai: {}"), w.moment(m.ExposureStart))
	}
	want := m.ExposureStart.From.Add(-reviewBefore)
	switch {
	case u.From.After(want):
		return fill(w.say("no: the data begins at {}, wanted was {}", "no: data mulai {}, yang diinginkan {}"), own(stamp(u.From)), own(stamp(want)))
	case m.VerifiedDead.Known() && u.To.Before(m.VerifiedDead.From):
		return fill(w.say("no: the data ends at {}, before T5", "no: data berakhir {}, sebelum T5"), own(stamp(u.To)))
	case !m.VerifiedDead.Known():
		return w.own("so far: the key is not proven dead", "sejauh ini: kunci belum terbukti mati")
	}
	return own("yes")
}

func (w *writer) granularity() text {
	u := w.key.Usage
	switch {
	case !u.MinutesFrom.IsZero():
		return fill(w.say("an hour; a minute from {}", "per jam; per menit sejak {}"), own(stamp(u.MinutesFrom)))
	case len(u.Minutes) == 0:
		return w.own("an hour", "per jam")
	}
	return fill(w.say("an hour; a minute from {}", "per jam; per menit sejak {}"), own(stamp(u.Minutes[0].At)))
}

func (w *writer) hidden() text { return said(w.Lang.Hidden(w.key.Usage.Hidden, w.Vendor)) }

// method says how use was told apart, and how money was found.
func (w *writer) method() text {
	u := w.key.Usage
	method := w.own("excess over the key's own past, by model, endpoint and hour; verdicts by a person",
		"kelebihan atas masa lalu kunci ini, per model, endpoint, dan jam; putusan oleh seseorang")
	if u.Method == "" {
		return method
	}
	return join("; ", method, said(w.Lang.CostMethod(u.Method)))
}

// gaps names what is missing, with its reason and extent. It is never counted as zero.
func (w *writer) gaps() text {
	var list []text
	for _, g := range w.key.Usage.Gaps {
		list = append(list, said(w.Lang.Gap(g, w.Vendor)))
	}
	return or(join("; ", list...), w.own("none", "tidak ada"))
}

// unsettled warns of figures that may still change, and says from when on nothing is known.
func (w *writer) unsettled() []block {
	u := w.key.Usage
	if u.Settled.IsZero() || !u.Settled.Before(u.To) {
		return nil
	}
	return []block{alert{kind: "WARNING", text: fill(w.say("Figures after {} are not settled: unknown since then, and never to be read as zero.",
		"Angka setelah {} belum final: tidak diketahui sejak saat itu, dan tidak boleh dibaca sebagai nol."), own(stamp(u.Settled)))}}
}

func (w *writer) totalsTable() *table {
	t := &table{key: "totals", class: derived, cols: []column{
		{"author", w.say("Author", "Asal")}, {"requests", w.say("Requests", "Permintaan")}, {"tokens_in", w.say("Tokens in", "Token masuk")},
		{"tokens_out", w.say("Tokens out", "Token keluar")}, {"money", w.say("Money", "Biaya")},
	}}
	add := func(label text, u Use) {
		t.add(label, w.figure(u.Requests, w.count), w.figure(u.In, w.count), w.figure(u.Out, w.count), w.figure(u.Money, w.money))
	}
	add(w.own("ours", "milik kita"), w.totals.Ours)
	add(w.own("not ours", "bukan milik kita"), w.totals.Foreign)
	add(w.own("undetermined", "belum dapat ditentukan"), w.totals.Open)
	all, total := sum(w.key, incident.Ours, incident.NotOurs, incident.CannotTell, ""), w.totals.Total
	add(w.own("sum", "jumlah"), all)
	add(w.own("provider's total", "jumlah menurut penyedia"), total)
	add(w.own("difference", "selisih"), Use{total.Requests.less(all.Requests), total.In.less(all.In), total.Out.less(all.Out), total.Money.less(all.Money)})
	return t
}

// findings are the groups that stood out, or that somebody judged not to be ours.
func (w *writer) findings() []block {
	t := &table{key: "findings", class: confirmed, title: w.say("Findings", "Temuan"), cols: []column{
		{"when", w.say("When", "Kapan")}, {"signal", w.say("Signal", "Tanda")}, {"observed", w.say("Observed", "Teramati")},
		{"expected", w.say("Expected", "Lazimnya")}, {"verdict", w.say("Verdict", "Putusan")}, {"decided_by", w.say("Decided by", "Diputuskan oleh")}, {"evidence", w.say("Evidence", "Bukti")},
	}}
	for _, g := range w.key.Usage.Groups {
		verdict, decided := w.key.Verdicts[g.ID]
		if g.Suggested == incident.Ours && (!decided || verdict == incident.Ours) {
			continue
		}
		t.add(w.findingCells(g, verdict, decided)...)
	}
	if doubt := w.key.Usage.Doubt(); len(t.rows) == 0 && doubt == incident.WhyNotOffered {
		return []block{paragraph{key: "findings", text: w.own("Use could not be compared: the provider tells none. The acts below are what its log says.",
			"Pemakaian tidak bisa dibandingkan: penyedia tidak memberitahukannya. Tindakan di bawah ini menurut lognya.")}}
	}
	if len(t.rows) == 0 {
		return []block{paragraph{key: "findings", text: w.own("Nothing stood out against the key's own past.", "Tidak ada yang menonjol dibanding masa lalu kunci ini.")}}
	}
	blocks := []block{t}
	if j := w.key.Judged(); j.Open > 0 {
		blocks = append(blocks, alert{kind: "WARNING", text: fill(w.say("{} of {} for a verdict of a person; those that look like the key's own past are not listed.",
			"{} dari {} putusan seseorang; yang mirip masa lalu kunci tidak dicantumkan."), own(itoa(j.Open)),
			own(words.Number(w.Lang, j.Groups(), "group waits", "groups wait", "kelompok menunggu")))})
	}
	return blocks
}

// subject names whose or what use a group is.
func subject(g incident.Group) text {
	if len(g.Did) > 0 {
		return join(" ", vendorTerm(g.Client), vendorTerm(g.Place))
	}
	return join(" ", term(g.Endpoint), vendorTerm(g.Model))
}

func (w *writer) findingCells(g incident.Group, verdict incident.GroupVerdict, decided bool) []text {
	signal := subject(g)
	observed := join("; ", said(w.Lang.RequestsOf(g.Amount)), said(w.Lang.GroupMoney(g, w.figures.Money.Currency)))
	var expected text
	for _, r := range g.Reasons {
		signal = join("; ", signal, said(w.Lang.Signal(r)))
		expected = join("; ", expected, said(w.Lang.Expected(r)))
	}
	says, by, seq := w.own("open: no decision yet", "open: belum ada putusan"), w.own("nobody yet", "belum ada"), text(nil)
	if !decided && g.Suggested != "" {
		says = fill(w.say("{} (suggested: {})", "{} (saran: {})"), says, said(w.Lang.GroupVerdict(g.Suggested)))
	}
	if decided {
		v, _ := w.trail.verdict(g.ID)
		says, seq = said(w.Lang.GroupVerdict(verdict)), w.trail.cite(v.Seq)
		by = fill("{} {}", w.judge(w.key.VerdictBy[g.ID]), own(stamp(v.At)))
	}
	when := fill(w.say("{} to {}", "{} s.d. {}"), own(stamp(g.From)), own(stamp(g.To)))
	return []text{when, signal, observed, or(expected, w.own("nothing to compare with", "tidak ada pembanding")), says, by,
		or(seq, w.trail.cite(w.trail.latest(incident.UsageFetched)))}
}

// judge says who decided: a person, or the script that plays the person in a drill.
func (w *writer) judge(by incident.By) text {
	if by == incident.Script {
		return w.own("script of the drill", "naskah latihan")
	}
	return w.operator()
}
