package words

import (
	"fmt"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// Facts is what is known of a key, one labelled line after another, by weight: whether it is
// alive, which record it is, whose, what it usually does and does now, what was saved. What is
// not known is said.
func (l Lang) Facts(k incident.Key, vendor string) []string {
	lines := []string{labelLine(pick(l, "key", "kunci"), l.Kind(k.Identity.Kind)+", "+l.Ending(k.Identity.Last4))}
	for _, p := range l.FactParts(k, vendor, nil) {
		lines = append(lines, labelLine(p.Label, p.Text))
	}
	return lines
}

// FactParts is Facts for whoever lays it out, without the key's name. Underway says of the
// steps that are still reading how far they are; it stands in for what they will tell.
func (l Lang) FactParts(k incident.Key, vendor string, underway map[incident.Step]string) []Labelled {
	var parts []Labelled
	add := func(label, text string) {
		if text != "" {
			parts = append(parts, Labelled{Label: label, Text: text})
		}
	}
	or := func(step incident.Step, known string) string {
		if now, reads := underway[step]; reads {
			return clean(now, 2*Width)
		}
		return known
	}
	add(pick(l, "answer", "jawaban"), or(incident.StepValidate, l.firstAnswer(k)))
	add(pick(l, "record", "catatan"), or(incident.StepLocate, l.recordFact(k, vendor)))
	add(pick(l, "owner", "pemilik"), l.ownerFact(k))
	saved := ""
	if f := k.Forecast; f != nil {
		if f.Reach != nil {
			add(pick(l, "reach", "jangkau"), l.Reach(*f.Reach))
		}
		add(pick(l, "usual", "biasa"), l.usualFact(*f))
		if k.Accepted().IsZero() {
			add(pick(l, "now", "kini"), l.nowFact(*f))
		} else { // the figures are those of before the kill
			add(pick(l, "before", "dulu"), l.nowFact(*f)+pick(l, ", as of ", ", per ")+l.ShortClock(f.AsOf))
		}
		add(pick(l, "exposed", "terbuka"), l.exposedFact(*f))
		saved = l.savedFact(*f)
	}
	add(pick(l, "saved", "arsip"), or(incident.StepForecast, saved))
	if f := k.Forecast; f != nil {
		for _, g := range f.Partial {
			add(pick(l, "gap", "celah"), l.Gap(g, vendor))
		}
	}
	for _, said := range l.limitFacts(k, func(u providers.Untrusted) string { return u.Line(40) }) {
		add(pick(l, "our limit", "batas kita"), said)
	}
	return parts
}

func (l Lang) firstAnswer(k incident.Key) string {
	v := k.Latest
	if v == nil && k.Identity.ByRecord() {
		return pick(l, "not checked: nobody here has its value", "belum diperiksa: nilainya tidak ada di sini")
	}
	if v == nil && k.Identity.Masked {
		return pick(l, "not checked: only its ending is known", "belum diperiksa: hanya akhirannya dikenal")
	}
	if v == nil {
		return pick(l, "not checked yet", "belum diperiksa")
	}
	text := l.Clock(v.At) + ": " + l.Verdict(*v, l.Vendor(k.Identity.Kind.Provider()))
	if !v.Org.IsEmpty() {
		text += pick(l, ", organisation ", ", organisasi ") + l.Name(v.Org, 40)
	}
	return text
}

func (l Lang) recordFact(k incident.Key, vendor string) string {
	r, f := k.Record(), k.Marks[incident.StepLocate].Failed
	switch {
	case f != nil && f.Reason == incident.WhyRefusedAt:
		return fill(pick(l, "{vendor} tells it to a working key alone", "{vendor} hanya memberi tahu kunci yang berfungsi"), "vendor", clean(vendor, 24))
	case r != nil:
		text := l.Record(*r)
		if k.Located.Chosen == "" {
			text += ". " + l.matched(k)
		}
		return text
	case k.Located != nil:
		return l.Located(*k.Located)
	}
	if f != nil {
		return l.Unknown() + ": " + lower(l.Why(f.Reason, vendor))
	}
	return pick(l, "not looked for yet", "belum dicari")
}

func (l Lang) ownerFact(k incident.Key) string {
	r := k.Record()
	if r == nil {
		return ""
	}
	name := l.Name(r.OwnerName, 40)
	if r.OwnerName.IsEmpty() {
		name = clean(r.OwnerID, 40)
	}
	switch {
	case name == "":
		return l.Unknown()
	case r.OwnerType == "service_account":
		return pick(l, "service account ", "akun layanan ") + name
	case r.OwnerType == "user":
		return pick(l, "user ", "pengguna ") + name
	case r.OwnerType == "role":
		return pick(l, "role ", "peran ") + name
	}
	return name
}

func (l Lang) usualFact(f incident.ForecastData) string {
	if f.NotReadable {
		return l.Unknown()
	}
	return fmt.Sprintf(pick(l, "about %s an hour", "sekitar %s per jam"), l.forecastUse(f, whole(f.UsualHour), whole(f.UsualTokens)))
}

// tokensOf gives a count of tokens behind one of requests; nothing where none were counted at
// all, neither in the last hour nor in a usual one.
func (l Lang) tokensOf(f incident.ForecastData, n int64) string {
	if f.HourTokens == 0 && f.UsualTokens == 0 {
		return ""
	}
	return ", " + l.Tokens(n) + pick(l, " tokens", " token")
}

func (l Lang) nowFact(f incident.ForecastData) string {
	if f.NotReadable {
		return l.Unknown()
	}
	text := fmt.Sprintf(pick(l, "%s in the last hour, %s in the last day", "%s dalam sejam terakhir, %s dalam sehari terakhir"),
		l.forecastUse(f, f.LastHour, f.HourTokens), l.forecastCount(f, f.LastDay, f.DayTokens))
	return text + ", " + l.BurnOf(f)
}

func (l Lang) exposedFact(f incident.ForecastData) string {
	switch {
	case f.Exposed.IsZero():
		return l.Unknown()
	case f.ExposedHow == "created":
		return fmt.Sprintf(pick(l, "since %s at the earliest, when it was created", "paling awal sejak %s, saat dibuat"), l.Time(f.Exposed))
	}
	return fmt.Sprintf(pick(l, "since %s, as answered", "sejak %s, menurut jawaban"), l.Time(f.Exposed))
}

func (l Lang) savedFact(f incident.ForecastData) string {
	if f.NotReadable {
		return pick(l, "its record; its usage could not be read", "catatannya; pemakaiannya tidak terbaca")
	}
	days := map[string]bool{}
	for _, d := range f.Days {
		days[d.Day] = true
	}
	if len(days) == 0 {
		return pick(l, "its record; no day of usage was reported", "catatannya; belum ada hari pemakaian")
	}
	return fmt.Sprintf(pick(l, "its record and its usage of %s", "catatan dan pemakaian %s"), l.of(int64(len(days)), nDay))
}

var nDay = noun{"day", "days", "hari"}

// Candidate is one of several records that fit, with what tells it from the others.
func (l Lang) Candidate(r incident.Record) string {
	parts := []string{l.Record(r)}
	if !r.Masked.IsEmpty() {
		parts = append(parts, r.Masked.Line(24))
	}
	if !r.OwnerName.IsEmpty() {
		parts = append(parts, pick(l, "owner ", "pemilik ")+l.Name(r.OwnerName, 30))
	}
	at := func(t time.Time, never string) string {
		if t.IsZero() {
			return never
		}
		return l.Time(t)
	}
	return strings.Join(append(parts,
		pick(l, "created ", "dibuat ")+l.Time(r.Created),
		pick(l, "last used ", "terakhir dipakai ")+at(r.LastUsed, l.Unknown())), "; ")
}

// Head is the line above every question: mode, incident, phase, and the state of
// the key that is worked on, with how many are alive where there are several.
func (l Lang) Head(s incident.State, k incident.Key, step incident.Step) string {
	text := l.Mode(s.Opening.Mode) + " " + ShortID(s.Opening.ID) + " [" + l.Phase(PhaseOf(step))
	if name := l.Step(step); name != l.Phase(PhaseOf(step)) {
		text += ": " + name
	}
	text += "]"
	if k.Cred == "" {
		return text
	}
	if len(s.Order) > 1 {
		text += " " + l.AliveOf(s.Alive(), len(s.Order)) + "."
	}
	return text + pick(l, " Key ", " Kunci ") + l.Ending(k.Identity.Last4) + ": " + l.Condition(k.Condition())
}

// StepLine is one step with its state, for the list of all.
func (l Lang) StepLine(step incident.Step, status incident.Status, m incident.Mark, vendor string) string {
	name := l.Step(step)
	text := "  " + name + strings.Repeat(" ", max(1, 18-len(name))) + l.StepStatus(status)
	switch {
	case status == incident.StatusFailed && m.Failed != nil:
		text += ": " + lower(l.Why(m.Failed.Reason, vendor))
	case (status == incident.StatusManual || status == incident.StatusSkipped) && !m.Note.IsEmpty():
		text += ": " + quoted(m.Note, 80)
	}
	return text
}

// Sent heads the list of the last requests.
func (l Lang) Sent(all, shown int) string {
	if all == 0 {
		return pick(l, "Nothing was sent yet.", "Belum ada yang terkirim.")
	}
	text := pick(l, "Sent so far: ", "Terkirim sejauh ini: ") + l.Requests(int64(all))
	if all > shown {
		text += fmt.Sprintf(pick(l, "; the last %d:", "; %d terakhir:"), shown)
		return text
	}
	return text + ":"
}

// LimitLine is one limit as a choice, with its reach and undo.
func (l Lang) LimitLine(c providers.Containment) string {
	return l.Containment(c.ID, c.Target) + "; " + l.ContainmentReach(c.WholeOf, c.ExactUndo)
}
