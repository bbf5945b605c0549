package postmortem

import (
	"fmt"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// exposure says where the key stood, since when, who could read it, and where it still is.
func (w *writer) exposure() section {
	s := section{id: "exposure", title: w.say("Exposure", "Pajanan")}
	f := w.fields("exposure")
	channel := w.channel()
	f.add("channel", w.say("Channel", "Saluran"), w.channelCell(channel), asked)
	f.add("audience", w.say("Audience", "Pembaca"), w.answer(incident.AskAudience), asked)
	f.add("exposure_start", w.say("T0 exposure start", "T0 awal pajanan"), w.moment(w.figures.ExposureStart), derived)
	f.add("exposure_method", w.say("How T0 was established", "Cara menentukan T0"), w.exposureMethod(), derived)
	if len(w.key.Reported) > 0 {
		f.add("reported", w.say("Reported by", "Dilaporkan oleh"), w.reported(), auto)
	}
	f.add("searched", w.say("Searched", "Yang ditelusuri"), w.searched(), auto)
	s.add(f, paragraph{text: w.own("Removal does not end exposure; revocation does.",
		"Menghapus salinan tidak mengakhiri pajanan; pencabutan yang mengakhirinya.")})
	s.add(w.copies())
	if t := w.key.Traced; t != nil && !t.Complete && examined(*t) {
		s.add(alert{kind: "WARNING", text: own(fmt.Sprintf(w.say("Not everything could be searched: %s missing, %s refused. What was not read may hold the key too.",
			"Tidak semuanya dapat ditelusuri: %s hilang, %s ditolak. Bagian yang tidak terbaca mungkin memuat kunci juga."),
			w.Lang.Count(int64(t.Missing)), w.Lang.Count(int64(t.Refused))))})
	}
	return s
}

// channelCell is one word of the list of channels, then what a person said where it is none.
func (w *writer) channelCell(c channelWords) text {
	if !c.known {
		return w.silent(incident.AskChannel)
	}
	seq := w.trail.cite(w.trail.answer(incident.AskChannel, ""))
	if c.name == "other" {
		return join(" ", own("other"), w.quoted(incident.AskChannel), seq)
	}
	return join(" ", own(c.name), seq)
}

func (w *writer) exposureMethod() text {
	switch w.figures.exposureFrom {
	case fromPush:
		return w.own("time of the push, as the repository records it", "waktu push, seperti yang dicatat repositori")
	case fromAnswer:
		return fill(w.say("told by a person {}", "menurut keterangan seseorang {}"), w.trail.cite(w.trail.answer(incident.AskExposedSince, "")))
	case fromCreated:
		return fill(w.say("bounded by the creation of the key and the opening of the incident {}",
			"dibatasi oleh pembuatan kunci dan pembukaan insiden {}"), w.trail.cite(w.recordSeq()))
	}
	return w.because(w.figures.ExposureStart.Why)
}

// reported is who told of the key, by which rule, and what they say of its life.
func (w *writer) reported() text {
	r := w.key.Reported[0]
	seq, _ := find(w.trail, incident.Reported, func(other incident.ReportedData) bool { return CopyID(other.HitData) == CopyID(r.HitData) })
	claim := said(w.Lang.Claim(r.Claim))
	if !r.ClaimAt.IsZero() {
		claim = fill("{} ({})", claim, own(stamp(r.ClaimAt)))
	}
	return join(" ", join(", ", said(w.Lang.Sender(r.Where)), term(r.Rule.Line(lineWidth)), claim), w.trail.cite(seq.Seq))
}

// searched is the coverage. Nothing examined is never worded as clean.
func (w *writer) searched() text {
	t := w.key.Traced
	if t == nil {
		return w.because(undone(w.key, incident.StepInvestigate))
	}
	if !examined(*t) {
		return w.own("not searched: nothing could be examined", "tidak ditelusuri: tidak ada yang dapat diperiksa")
	}
	var places []text
	for _, p := range t.Places {
		places = append(places, atPlace(p))
	}
	count := func(n int, one, many, id string) text { return own(words.Number(w.Lang, n, one, many, id)) }
	return join(" ", fill("{}: {}, {}, {}, {}, {}, {}", or(join(", ", places...), w.unknown(notRecorded)),
		count(t.Files, "file", "files", "berkas"), count(t.Objects, "object", "objects", "objek"), count(t.Commits, "commit", "commits", "commit"),
		count(t.Refs, "ref", "refs", "ref"), count(t.Missing, "missing", "missing", "hilang"), count(t.Refused, "refused", "refused", "ditolak")),
		w.trail.cite(w.trail.step(incident.StepInvestigate, incident.StepDone)))
}

func examined(t incident.TracedData) bool { return t.Files+t.Objects+t.Commits > 0 }

// copies lists the channel as it was told, and every place that the search found.
func (w *writer) copies() *table {
	t := &table{key: "copies", class: auto, title: w.say("Copies", "Salinan"), cols: []column{
		{"location", w.say("Location", "Lokasi")}, {"first_seen", w.say("First seen", "Pertama ada")},
		{"public", w.say("Public?", "Publik?")}, {"found_how", w.say("Found how", "Cara ditemukan")},
		{"state", w.say("State", "Keadaan")}, {"removed_at", w.say("Removed at", "Dihapus pada")}, {"evidence", w.say("Evidence", "Bukti")},
	}}
	copies := w.key.Copies()
	if channel := w.channel(); channel.known || len(copies) == 0 {
		where := w.own("a place nobody has named", "tempat yang belum disebut")
		if channel.known {
			where = own(channel.name)
		}
		t.add(where, w.moment(w.figures.ExposureStart), w.isPublic(), w.operator(), w.removal("state", ""), w.removal("", ""),
			or(w.trail.cite(w.trail.answer(incident.AskChannel, "")), w.unknown(noChannel)))
	}
	for _, h := range copies {
		id := CopyID(h)
		t.add(w.location(h), w.firstSeen(h), w.hitPublic(h), w.foundHow(h), w.removal("state", id), w.removal("", id), w.trail.cite(w.trail.hit(id)))
	}
	if left := reportedMore(w.key); left > 0 {
		t.add(own(fmt.Sprintf(w.say("%s more, in the report that was handed in", "%s lagi, dalam laporan yang diserahkan"), w.Lang.Count(int64(left)))),
			w.unknown(notRecorded), w.isPublic(), w.own("report", "laporan"), w.unknown(notRecorded), w.unknown(notRecorded), w.unknown(notRecorded))
	}
	return t
}

// reportedMore counts the reported places that were not kept.
func reportedMore(k incident.Key) (n int) {
	for _, r := range k.Reported {
		n += r.Left
	}
	return n
}

// removal gives the state of a copy, or the time of its removal. A copy that nobody spoke of
// is present: it was found there.
func (w *writer) removal(what, id string) text {
	a, answered := w.State.Answer(incident.AskRemoved, id)
	state := "present"
	switch {
	case answered && !a.Time.IsZero():
		state = "removed"
	case answered && (a.Value.HasAffixes("cannot", "") || a.Value.HasAffixes("permanent", "")):
		state = "cannot-remove"
	}
	if what == "state" {
		if id == "" && !answered && !w.channel().known {
			return w.unknown(noChannel)
		}
		if id == "" && !answered {
			return join(" ", own("present"), w.own("(nobody told otherwise)", "(tidak ada keterangan lain)"))
		}
		return join(" ", own(state), quote(a.Value))
	}
	if state == "removed" {
		return own(stamp(a.Time))
	}
	if id == "" && !answered && !w.channel().known {
		return w.unknown(noChannel)
	}
	if id == "" && !answered {
		return w.silent(incident.AskRemoved)
	}
	return w.own("not removed", "belum dihapus")
}

func (w *writer) isPublic() text {
	switch c := w.channel(); {
	case closedChannel(w.State):
		return own("no")
	case c.name == "public repo", c.name == "gist/paste", c.name == "front-end or mobile bundle":
		return own("yes")
	case !c.known:
		return w.unknown(noChannel)
	}
	return w.silent(incident.AskAudience)
}

func (w *writer) location(h incident.HitData) text {
	where := h.Where
	if h.Kind == incident.KindReported {
		where = providers.Untrusted{} // the sender, which is told beside it
	}
	place := join(" ", placed(where), placed(h.Repo), pathOf(h.Path))
	if h.Line > 0 {
		place = append(place, own(fmt.Sprintf(w.say(", line %d", ", baris %d"), h.Line))...)
	}
	if h.Commit != "" {
		place = join(", ", place, fill("commit {}", atPlace(h.Commit)))
	}
	for _, ref := range h.Refs {
		place = join(", ", place, placed(ref))
	}
	if !h.Author.IsEmpty() {
		place = join(", ", place, fill(w.say("by {}", "oleh {}"), person(h.Author)))
	}
	return or(join(", ", place, placed(h.URL)), w.unknown(notRecorded))
}

// firstSeen prefers the push; a commit's own date may be anything.
func (w *writer) firstSeen(h incident.HitData) text {
	switch {
	case !h.PushedAt.IsZero():
		return fill(w.say("{} (pushed)", "{} (di-push)"), own(stamp(h.PushedAt)))
	case !h.CommitDate.IsZero():
		return fill(w.say("{} (committed)", "{} (di-commit)"), own(stamp(h.CommitDate)))
	}
	return w.unknown(notRecorded)
}

// hitPublic: what was pushed is as public as the channel, what was not is local. Of what others
// saw nobody knows how they came to see it.
func (w *writer) hitPublic(h incident.HitData) text {
	if h.Pushed || h.Kind == incident.KindReported {
		return w.isPublic()
	}
	if h.Commit != "" {
		return w.own("no (not pushed, as far as seen)", "no (belum di-push, sejauh terlihat)")
	}
	return w.unknown(notRecorded)
}

func (w *writer) foundHow(h incident.HitData) text {
	if h.Kind == incident.KindReported {
		return fill(w.say("report: {}", "laporan: {}"), said(w.Lang.Sender(h.Where)))
	}
	how := term(h.Kind)
	if h.Encoding != "" {
		how = join(", ", how, term(h.Encoding))
	}
	return fill(w.say("search: {}", "penelusuran: {}"), or(how, w.unknown(notRecorded)))
}

// validation says how we tested the key, and whether the test could be taken for an attack.
func (w *writer) validation() section {
	s := section{id: "validation", title: w.say("Validation", "Pemeriksaan kunci")}
	f := w.fields("validation")
	v := w.key.First
	if v == nil {
		absent := w.because(undone(w.key, incident.StepValidate))
		f.add("tested_at", w.say("Tested at", "Diuji pada"), absent, auto)
		f.add("method", w.say("Method", "Cara"), absent, auto)
		f.add("result", w.say("Result", "Hasil"), absent, auto)
		s.add(f)
		return s
	}
	seq := w.trail.cite(w.trail.latest(incident.Validated))
	f.add("tested_at", w.say("Tested at", "Diuji pada"), join(" ", own(stamp(v.At)), seq), auto)
	f.add("method", w.say("Method", "Cara"), or(term(v.Call), w.unknown(notRecorded)), auto)
	f.add("side_effects", w.say("Side effects", "Efek samping"), w.own("nothing is changed by it; where the provider tells a last use, it counts as one", "tidak mengubah apa pun; bila penyedia mencatat pemakaian terakhir, ini terhitung"), auto)
	f.add("result", w.say("Result", "Hasil"), w.result3(v.Verdict), auto)
	f.add("answer", w.say("Answer", "Jawaban"), w.verdictCell(v.Verdict), auto)
	f.add("control", w.say("Control with a made-up key", "Kendali dengan kunci karangan"), w.controlProbe(v.Control), auto)
	f.add("reach", w.say("What it could reach", "Jangkauan"), w.couldReach(), derived)
	f.add("own_traffic", w.say("Could the test be taken for the attacker?", "Dapatkah uji ini dikira penyerang?"), w.ownTraffic(), auto)
	s.add(f)
	return s
}

// couldReach is what the key told of itself, else what is assumed of it.
func (w *writer) couldReach() text {
	assumed := own(w.say(reaches[w.rule.Reach][0], reaches[w.rule.Reach][1]) + w.guessed())
	if f := w.key.Forecast; f != nil && f.Reach != nil {
		return join("; ", said(w.Lang.Reach(*f.Reach)), assumed)
	}
	return assumed
}

func (w *writer) guessed() string {
	if w.rule.Guess {
		return w.say(" (assumed: nobody has told)", " (anggapan: belum ada keterangan)")
	}
	return ""
}

// result3 is live, dead or inconclusive. A key refused once is not yet dead: refused.
func (w *writer) result3(v incident.Verdict) text {
	switch v.Life {
	case providers.Alive, providers.AliveLimited:
		return own("live")
	case providers.Dead:
		return w.own("refused: dead, mistyped or foreign", "refused: mati, salah ketik, atau asing")
	}
	return own("inconclusive")
}

func (w *writer) verdictCell(v incident.Verdict) text {
	status := ""
	if v.Status != 0 {
		status = fmt.Sprintf("%d, ", v.Status)
	}
	return join(" ", own(status+w.Lang.Life(v.Life)+":"), said(w.Lang.Reason(v.Reason)), term(v.Code), quote(v.Message), named(v.RequestID))
}

func (w *writer) controlProbe(v *incident.Verdict) text {
	if v == nil {
		return w.own("not made", "tidak dilakukan")
	}
	return said(w.Lang.ControlProbe(*v))
}

// ownTraffic counts our own probes: they are told apart by request id, never by user agent.
func (w *writer) ownTraffic() text {
	probes := 0
	for _, e := range w.trail.events {
		if e.Type == incident.Probed || e.Type == incident.Validated {
			probes++
		}
	}
	sentence := own(fmt.Sprintf(w.say("probes of ours in the journal, with time and request id: %d", "uji dari kita di jurnal, dengan waktu dan id permintaan: %d"), probes))
	if w.key.Usage == nil {
		return sentence
	}
	return fill(w.say("{}; requests of ours subtracted from the review: {}", "{}; permintaan kita yang dikurangkan dari tinjauan: {}"), sentence, own(w.Lang.Count(w.key.Usage.Own)))
}
