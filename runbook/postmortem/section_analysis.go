package postmortem

import (
	"fmt"
	"slices"
	"strings"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// factor is a condition of a system or process that let the incident happen.
type factor struct {
	id      string
	text    text
	seq     int
	derived bool   // read from settings or from the channel; nobody has confirmed it
	control string // id of the absent setting
	channel bool
}

// findFactors takes the conditions that people named, then what the channel and the settings
// show. The latter are marked as derived.
func (w *writer) findFactors() []factor {
	var list []factor
	add := func(f factor) {
		f.id = fmt.Sprintf("F%d", len(list)+1)
		list = append(list, f)
	}
	for _, a := range answers(w.State, incident.AskConditions) {
		for _, part := range parts(a.Value) {
			add(factor{text: quote(part), seq: w.trail.answer(a.Question, a.About)})
		}
	}
	if c := w.channel(); c.known {
		add(factor{text: fill(w.say("A live key could come to stand {}; nothing stopped it before.",
			"Kunci yang aktif bisa sampai berada {}; tidak ada yang mencegahnya."), own(w.say(c.where[0], c.where[1]))),
			seq: w.trail.answer(incident.AskChannel, ""), derived: true, channel: true})
	} else if w.key.First != nil && isAlive(w.key.First.Life) {
		add(factor{text: w.own("The key could get out of the service that uses it, by a way that is not known; nothing stopped it before.",
			"Kunci bisa keluar dari layanan pemakainya, lewat jalan yang belum diketahui; tidak ada yang mencegahnya."),
			seq: w.trail.latest(incident.Identified), derived: true, channel: true})
	}
	for _, c := range w.controls() {
		if c.State == providers.ControlAbsent {
			add(factor{text: fill(w.say("Absent when read: {}.", "Tidak ada saat dibaca: {}."), said(w.Lang.ControlTitle(c.ID))),
				seq: w.trail.latest(incident.ForecastSaved), derived: true, control: c.ID})
		}
	}
	return list
}

// parts splits an answer that names several things, one a line or parted by semicolons.
func parts(u providers.Untrusted) []providers.Untrusted {
	const whole = 4 << 10 // as much as outside text can hold
	var list []providers.Untrusted
	for _, part := range strings.FieldsFunc(u.Line(whole), func(r rune) bool { return r == '␊' || r == ';' }) {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, providers.FromOutside(part))
		}
	}
	return list
}

// analysis asks how and what, never who.
func (w *writer) analysis() section {
	s := section{id: "analysis", title: w.say("Analysis", "Analisis")}
	f := w.fields("analysis")
	f.add("trigger", w.say("Trigger", "Pemicu"), w.triggered(), derived)
	f.add("found_by", w.say("How it was found", "Cara ditemukan"), w.answer(incident.AskDetected), asked)
	f.add("should_have_found", w.say("What should have found it", "Apa yang seharusnya menemukannya"), w.shouldHaveFound(), asked)
	f.add("halve_detect", w.say("How would we halve the time to detect?", "Bagaimana memangkas separuh waktu deteksi?"), w.answer(incident.AskHalveDetect), asked)
	f.add("halve_contain", w.say("How would we halve the time to contain?", "Bagaimana memangkas separuh waktu pengendalian?"), w.answer(incident.AskHalveContain), asked)
	f.add("defences_present", w.say("Defences present when read", "Pertahanan yang ada saat dibaca"), w.defences(), derived)
	f.add("defences_held", w.say("Defences that held", "Pertahanan yang bekerja"), w.held(), derived)
	f.add("recurrence", w.say("Earlier incidents of this kind", "Insiden serupa sebelumnya"), w.unknown(notLookedFor), auto)
	f.add("readers", w.say("Who may read this report", "Siapa yang boleh membaca laporan ini"), w.answer(incident.AskReaders), asked)
	s.add(f, heading(w.say("Contributing factors", "Faktor penyebab")))
	s.add(w.factorList())
	for _, q := range []struct {
		key, en, id string
		q           incident.Question
	}{
		{"went_well", "Went well", "Berjalan baik", incident.AskWentWell},
		{"went_wrong", "Went wrong", "Berjalan buruk", incident.AskWentWrong},
		{"got_lucky", "Got lucky", "Beruntung", incident.AskLucky},
	} {
		s.add(heading(w.say(q.en, q.id)), w.told(q.key, q.q))
	}
	return s
}

func (w *writer) triggered() text {
	m := w.figures.Milestones
	switch {
	case m.exposureFrom == fromPush:
		e := w.exposed()
		return fill(w.say("a push at {} made the key readable {}", "push pada {} membuat kunci dapat dibaca {}"), w.moment(m.ExposureStart), w.trail.cite(e.seq))
	case w.channel().known:
		c := w.channel()
		return fill(w.say("the key came to stand {} {}", "kunci sampai berada {} {}"), own(w.say(c.where[0], c.where[1])), w.trail.cite(w.trail.answer(incident.AskChannel, "")))
	}
	return w.silent(incident.AskChannel)
}

// shouldHaveFound is what a person told; else the library's answer for the channel is offered as such.
func (w *writer) shouldHaveFound() text {
	told := w.answer(incident.AskShouldFind)
	if a, ok := w.State.Answer(incident.AskShouldFind, ""); ok && !a.Value.IsEmpty() {
		return told
	}
	for _, a := range w.actions {
		if a.id == "channel-detect" && w.channel().known {
			return fill(w.say("{}; proposed: {}", "{}; usulan: {}"), told, w.actionText(a.proposal))
		}
	}
	return told
}

// held is what stopped something, as far as the journal shows. That a setting was there says
// nothing of that.
func (w *writer) held() text {
	if w.key.Outcome() == incident.AlreadyDead {
		return join(" ", w.own("the key was dead before we acted, by the provider's own record",
			"kunci sudah mati sebelum kita bertindak, menurut catatan penyedia"), w.trail.cite(w.trail.latest(incident.Located)))
	}
	return w.own("none: the journal shows nothing that a defence stopped", "tidak ada: jurnal tidak menunjukkan apa pun yang dihentikan pertahanan")
}

// defences are the settings that were read as present.
func (w *writer) defences() text {
	var list []text
	for _, c := range w.controls() {
		if c.State == providers.ControlPresent {
			list = append(list, said(w.Lang.ControlTitle(c.ID)))
		}
	}
	if len(list) == 0 {
		return w.unknown(notRecorded)
	}
	return join(" ", join(", ", list...), w.trail.cite(w.trail.latest(incident.ForecastSaved)))
}

func (w *writer) factorList() block {
	if len(w.factors) == 0 {
		return paragraph{key: "factors", text: w.silent(incident.AskConditions)}
	}
	l := list{key: "factors", class: confirmed, numbered: true}
	for _, f := range w.factors {
		item := fill("{}: {}", own(f.id), f.text)
		if f.derived {
			item = fill(w.say("{} (derived, not confirmed by a person)", "{} (disimpulkan, belum disahkan)"), item)
		}
		if !w.answered(f) {
			item = fill(w.say("{} **No action yet.**", "{} **Belum ada tindak lanjut.**"), item)
		}
		l.items = append(l.items, fill("{} ({})", item, or(w.trail.cite(f.seq), own("unknown"))))
	}
	return l
}

// answered reports whether an action answers the factor.
func (w *writer) answered(f factor) bool {
	for _, a := range w.actions {
		if slices.Contains(a.factors, f.id) {
			return true
		}
	}
	return false
}

func (w *writer) told(key string, q incident.Question) block {
	l := list{key: key, class: asked}
	for _, a := range answers(w.State, q) {
		for _, part := range parts(a.Value) {
			l.items = append(l.items, fill("{} ({})", quote(part), w.trail.cite(w.trail.answer(q, a.About))))
		}
	}
	if len(l.items) == 0 {
		return paragraph{key: key, text: w.silent(q)}
	}
	return l
}
