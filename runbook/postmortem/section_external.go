package postmortem

import (
	"strings"
	"time"
)

// external is the message for everybody: what happened in two or three sentences, how it went, and
// what is done. It names no system of ours and nothing to look for.
func (w *writer) external() section {
	s := section{id: externalMessage, title: w.say("Message", "Pesan untuk umum")}
	s.add(heading(w.say("Summary", "Ringkasan")), paragraph{key: "message_summary", text: join(" ", w.publicSummary(), w.publicUse(), w.whatData())})
	s.add(heading(w.say("What happened", "Apa yang terjadi")), paragraph{key: "message_happened", text: w.publicCourse()})
	s.add(heading(w.say("What we are doing", "Apa yang kami lakukan")), w.publicActions())
	return s
}

func (w *writer) publicSummary() text {
	if w.falseAlarm() {
		return own(vendorIn(w.say("A {vendor} credential was reported to us as leaked; it was a false alarm.",
			"Kredensial {vendor} dilaporkan bocor kepada kami; itu alarm palsu."), w.Vendor))
	}
	if w.figures.VerifiedDead.Known() {
		return own(vendorIn(w.say("A credential of ours for {vendor} became readable to others. It no longer works, which we have proven.",
			"Kredensial kami untuk {vendor} sempat dapat dibaca orang lain. Kredensial itu tidak berfungsi lagi, dan sudah kami buktikan."), w.Vendor))
	}
	return own(vendorIn(w.say("A credential of ours for {vendor} became readable to others. We are working to end it.",
		"Kredensial kami untuk {vendor} sempat dapat dibaca orang lain. Kami sedang menghentikannya."), w.Vendor))
}

func (w *writer) publicUse() text {
	switch m := w.figures.FirstAbuse; {
	case m.Known():
		return w.own("Others used it.", "Orang lain memakainya.")
	case m.Why.Code == noForeignUse:
		return w.own("We found no use by others.", "Kami tidak menemukan pemakaian oleh orang lain.")
	}
	return w.own("Whether others used it is still being looked at.", "Apakah orang lain memakainya masih ditelusuri.")
}

// publicCourse tells the days, which is as much as a reader outside needs.
func (w *writer) publicCourse() text {
	var list []text
	for _, step := range []struct {
		en, id string
		at     Moment
	}{
		{"It could be read from {} on.", "Kredensial dapat dibaca sejak {}.", w.figures.ExposureStart},
		{"We learned of it on {}.", "Kami mengetahuinya pada {}.", w.figures.Detected},
		{"We began to act on {}.", "Kami mulai bertindak pada {}.", w.figures.Acknowledged},
		{"It was verified dead on {}.", "Kredensial terverifikasi mati pada {}.", w.figures.VerifiedDead},
	} {
		if step.at.Exact() {
			list = append(list, fill(w.say(step.en, step.id), own(step.at.From.Format(time.DateOnly))))
		}
	}
	return join(" ", list...)
}

// publicActions are those of the library, which name nothing of ours.
func (w *writer) publicActions() block {
	l := list{key: "message_actions", class: derived}
	for _, a := range w.actions {
		l.items = append(l.items, w.actionText(a.proposal))
	}
	return l
}

// vendorIn puts the provider's title into a sentence.
func vendorIn(sentence, vendor string) string {
	return strings.ReplaceAll(sentence, "{vendor}", vendor)
}
