package postmortem

import (
	"fmt"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// glance is every figure in one table.
func (w *writer) glance() section {
	s := section{id: "at-a-glance", title: w.say("At a glance", "Sekilas")}
	f := w.fields("figures")
	f.each = true
	w.milestoneRows(f)
	w.metricRows(f)
	w.moneyRows(f)
	w.countRows(f)
	s.add(f)
	if w.Lang == words.Indonesian {
		s.add(paragraph{text: own("Kata tetap, sama dalam setiap bahasa agar dapat dibaca program: unknown tidak diketahui, between … and … antara … dan …, at most paling lama, none found tidak ditemukan, " +
			"not applicable tidak berlaku, yes ya, no tidak, live aktif, present ada, absent tidak ada, not readable tidak terbaca, not exposed by provider tidak dibuka penyedia, " +
			"removed dihapus, rotated diganti, revoked dicabut, kept dipertahankan, open terbuka, prevent mencegah, detect mendeteksi, mitigate meredam.")})
	}
	return s
}

func (w *writer) milestoneRows(f *fields) {
	m := w.figures.Milestones
	for _, row := range []struct {
		key, en, id string
		at          Moment
		class       class
	}{
		{"exposure_start", "T0 exposure start", "T0 awal pajanan", m.ExposureStart, derived},
		{"first_abuse", "T1 first abuse", "T1 penyalahgunaan pertama", m.FirstAbuse, confirmed},
		{"detected", "T2 detected", "T2 terdeteksi", m.Detected, asked},
		{"acknowledged", "T3 acknowledged", "T3 ditangani", m.Acknowledged, auto},
		{"revoke_requested", "T4 revocation accepted", "T4 pencabutan diterima", m.RevokeRequested, auto},
		{"verified_dead", "T5 verified dead", "T5 terverifikasi mati", m.VerifiedDead, auto},
		{"proven_at", "T5 proven at", "T5 terbukti pada", m.ProvenAt, auto},
		{"last_accepted", "T5L last accepted", "T5L terakhir diterima", m.LastAccepted, auto},
		{"rotated", "T6 rotated", "T6 kunci diganti", m.Rotated, auto},
		{"exposure_removed", "T7 exposure removed", "T7 pajanan dihapus", m.ExposureRemoved, asked},
		{"closed", "T8 closed", "T8 ditutup", m.Closed, auto},
	} {
		f.add(row.key, w.say(row.en, row.id), w.moment(row.at), row.class)
		if row.key == "revoke_requested" && m.FoundGone.Known() {
			f.add("found_gone", w.say("T4 found gone", "T4 sudah tidak ada"), w.moment(m.FoundGone), auto)
			w.endedByRow(f)
		}
	}
}

// endedByRow names who ended the key, where the audit log that was read tells it.
func (w *writer) endedByRow(f *fields) {
	if w.key.Usage == nil || w.key.Usage.EndedBy == nil {
		return
	}
	a := *w.key.Usage.EndedBy
	f.add("ended_by", w.say("Ended by (audit log)", "Diakhiri oleh (log audit)"), fill(w.say("{} at {}, {} {}", "{} pada {}, {} {}"),
		or(person(a.Actor), w.unknown(notReported)), own(stamp(a.At)), term(a.Type), w.trail.cite(w.trail.latest(incident.UsageFetched))), auto)
}

func (w *writer) metricRows(f *fields) {
	g := w.figures
	detect := w.span(g.Detect)
	if g.DetectOfExposure {
		detect = fill(w.say("{} (exposure: no abuse came before)", "{} (pajanan: belum ada penyalahgunaan sebelumnya)"), detect)
	}
	acknowledge := w.span(g.Acknowledge)
	if g.Acknowledge.Known && g.Acknowledge.Low < 0 {
		acknowledge = fill(w.say("{} (opened before the signal came)", "{} (dibuka sebelum tanda datang)"), acknowledge)
	}
	f.add("exposure_window", w.say("Exposure window (T5 - T0)", "Jendela pajanan (T5 - T0)"), w.span(g.ExposureWindow), derived)
	f.add("abuse_time", w.say("Abuse time (T5 - T1)", "Lama penyalahgunaan (T5 - T1)"), w.abused(), derived)
	f.add("time_to_detect", w.say("Time to detect (T2 - T1)", "Waktu deteksi (T2 - T1)"), detect, derived)
	f.add("time_to_acknowledge", w.say("Time to acknowledge (T3 - T2)", "Waktu tanggap (T3 - T2)"), acknowledge, derived)
	f.add("time_to_contain", w.say("Time to contain (T5 - T3)", "Waktu pengendalian (T5 - T3)"), w.containedIn(), derived)
	f.add("revocation_tail", w.say("Revocation tail (T5L - T4)", "Ekor pencabutan (T5L - T4)"), w.tail(), derived)
	f.add("time_to_recover", w.say("Time to recover (T6 - T5)", "Waktu pemulihan (T6 - T5)"), w.span(g.Recover), derived)
}

// abused, containedIn and tail are the spans that are told with more than their length.
func (w *writer) abused() text {
	if w.figures.AbuseTime.Why.Code == noForeignUse {
		return own("none found")
	}
	return w.span(w.figures.AbuseTime)
}

func (w *writer) containedIn() text {
	g := w.figures
	if g.ContainAtMost {
		most := Span{Low: g.Contain.High, High: g.Contain.High, Known: true}
		return fill("at most {} ({})", w.span(most), said(g.RevokeRequested.Why.words(w.Lang, w.Vendor)))
	}
	return w.span(g.Contain)
}

func (w *writer) tail() text {
	if w.figures.TailAtMost {
		return fill("at most {}", w.span(w.figures.Tail))
	}
	return w.span(w.figures.Tail)
}

// moneyRows repeat the cost with its range; the method stands with the impact.
func (w *writer) moneyRows(f *fields) {
	m := w.figures.Money
	f.add("cost_total", w.say("Cost, total", "Biaya, total"), w.figure(m.Total, w.money), derived)
	f.add("cost_attacker", w.say("Cost, attacker", "Biaya, penyerang"), w.figure(m.Attacker, w.money), derived)
	f.add("cost_avoidable", w.say("Cost, avoidable after detection", "Biaya, terhindarkan setelah terdeteksi"), w.figure(m.Avoidable, w.money), derived)
	f.add("outage_minutes", w.say("Outage caused (minutes)", "Gangguan akibat tindakan (menit)"), w.outage(), asked)
}

func (w *writer) countRows(f *fields) {
	done := 0
	for _, r := range w.key.Related {
		if r.Decision == incident.RotatedD {
			done++
		}
	}
	related := own(fmt.Sprintf("%d / %d", len(w.key.Related), done))
	if len(w.key.Related) == 0 && !w.relatedSearched() {
		related = w.because(w.relatedAbsent())
	}
	f.add("related", w.say("Related credentials found / rotated", "Kredensial terkait ditemukan / diganti"), related, auto)
	f.add("evidence_items", w.say("Evidence items", "Butir bukti"), own(fmt.Sprint(len(w.trail.cited))), derived)
	f.add("confidence", w.say("Confidence", "Keyakinan"), w.confidence(), derived)
}

// confidence is high where exposure, use and death are all measured; it names the first
// thing that is not.
func (w *writer) confidence() text {
	m, u := w.figures.Milestones, w.key.Usage
	low, medium := w.say("low: ", "rendah: "), w.say("medium: ", "sedang: ")
	refused := w.key.Outcome() == incident.AlreadyDead || w.key.Outcome() == incident.NotAccepted
	switch {
	case !m.VerifiedDead.Known() && !refused:
		return own(low + w.say("the key is not proven dead", "kunci belum terbukti mati"))
	case u == nil:
		return own(low + w.say("the use of the key was not reviewed", "pemakaian kunci tidak ditinjau"))
	case u.Doubt() != "":
		return own(low + w.say("the usage that was told is not whole", "pemakaian yang diberi tahu tidak utuh"))
	case !m.ExposureStart.Exact():
		return own(medium + w.say("the start of the exposure is not measured", "awal pajanan tidak terukur"))
	case len(u.Gaps) > 0:
		return own(medium + w.say("the usage data has gaps", "data pemakaian tidak lengkap"))
	case w.totals.Open.Requests.High > 0 || w.totals.Open.In.High > 0 || w.totals.Open.Out.High > 0:
		return own(medium + w.say("part of the use is undetermined", "sebagian pemakaian belum dapat ditentukan"))
	}
	return own(w.say("high: exposure, use and death rest on records", "tinggi: pajanan, pemakaian, dan kematian kunci berdasar catatan"))
}

// credential says what the key is, what it can do, and what would have limited it.
func (w *writer) credential() section {
	s := section{id: "credential", title: w.say("Credential", "Kredensial")}
	f := w.fields("credential")
	id := w.key.Identity
	identified, located := w.trail.latest(incident.Identified), w.trail.latest(incident.Located)
	f.add("provider", w.say("Provider", "Penyedia"), own(w.Vendor), auto)
	f.add("type", w.say("Type", "Jenis"), fill("{} ({})", own(w.kindName()), term(string(id.Kind))), auto)
	f.add("environment", w.say("Environment", "Lingkungan"), w.answer(incident.AskEnvironment), asked)
	f.add("shown_form", w.say("Shown form", "Bentuk tampil"), or(mask(id), w.unknown(notRecorded)), auto)
	f.add("fingerprint", w.say("Fingerprint", "Sidik kunci"), join(" ", shown(id.Fingerprint), w.trail.cite(identified)), auto)
	w.recordRows(f, located)
	f.add("privileges", w.say("Privileges", "Hak akses"), w.unknown(notReported), auto)
	f.add("self_describing", w.say("Self-describing", "Memuat keterangan sendiri"), w.selfDescribing(), derived)
	f.add("consumers", w.say("Consumers", "Pemakai"), w.consumers(), asked)
	s.add(f, heading(w.say("Controls", "Kendali")), w.controlTable())
	s.add(w.keys()...)
	return s
}

// selfDescribing tells whether the value itself names its account.
func (w *writer) selfDescribing() text {
	return or(own(w.Lang.SelfDescribing(w.key.Identity.Kind)), w.unknown(notRecorded))
}

// recordRows are what the provider's record told before anything was deleted.
func (w *writer) recordRows(f *fields, located int) {
	var r incident.Record
	absent := undone(w.key, incident.StepLocate)
	if w.rec != nil {
		r, absent = *w.rec, Absence{Code: notReported}
	}
	lacking := w.because(absent)
	when := func(t text, known bool) text {
		if !known {
			return lacking
		}
		return t
	}
	strength := lacking
	if w.key.Located != nil && w.rec != nil {
		strength = said(w.Lang.Strength(w.key.Located.Strength))
	}
	f.add("identifier", w.say("Identifier", "Pengenal"), or(join(" ", named(r.ID), w.trail.cite(located)), lacking), auto)
	f.add("match", w.say("Match of the record", "Kecocokan catatan"), strength, auto)
	f.add("name", w.say("Name", "Nama"), or(called(r.Name), lacking), auto)
	f.add("project", w.Lang.KindParent(w.key.Identity.Kind), or(join(" ", spelled(r.ParentName), named(r.Parent)), lacking), auto)
	f.add("owner", w.say("Owner at the provider", "Pemilik di penyedia"), or(join(" ", term(r.OwnerType), spelled(r.OwnerName)), lacking), auto)
	f.add("owner_team", w.say("Owner team", "Tim pemilik"), w.owner(), asked)
	f.add("created", w.say("Created", "Dibuat"), when(own(stamp(r.Created)), !r.Created.IsZero()), auto)
	f.add("last_rotation", w.say("Last rotation", "Penggantian terakhir"),
		when(fill(w.say("created {}, the value has not changed since", "dibuat {}, nilainya tidak berubah sejak itu"), own(stamp(r.Created))), !r.Created.IsZero()), derived)
	f.add("last_used", w.say("Last used", "Terakhir dipakai"), when(w.lastUsed(r), !r.LastUsed.IsZero()), auto)
	expires := when(own(stamp(r.Expires)), !r.Expires.IsZero())
	if c, ok := w.control("key-expiry"); ok && c.State == providers.ControlAbsent && r.Expires.IsZero() {
		expires = join(" ", w.own("never", "tidak pernah"), w.trail.cite(w.trail.latest(incident.ForecastSaved)))
	}
	f.add("expires", w.say("Expires", "Kedaluwarsa"), expires, auto)
}

// lastUsed marks a last use that is the test which we made ourselves.
func (w *writer) lastUsed(r incident.Record) text {
	if v := w.key.First; v != nil && !r.LastUsed.Before(v.At.Truncate(time.Minute)) {
		return fill(w.say("{} (our own test, or later)", "{} (uji kita sendiri, atau sesudahnya)"), own(stamp(r.LastUsed)))
	}
	return own(stamp(r.LastUsed))
}

// consumers are the services that a person named and the places where the key was found.
func (w *writer) consumers() text {
	told := w.answer(incident.AskConsumers)
	var places []text
	for _, p := range w.key.Successor.Places {
		places = append(places, atPath(p.Store+", "+p.Detail))
	}
	if len(places) == 0 {
		return told
	}
	return fill(w.say("{}; found in {}", "{}; ditemukan di {}"), told, join(", ", places...))
}

// answer quotes what a person told, with the event.
func (w *writer) answer(q incident.Question) text {
	var told []text
	for _, a := range answers(w.State, q) {
		told = append(told, join(" ", quote(a.Value), w.trail.cite(w.trail.answer(q, a.About))))
	}
	if len(told) == 0 {
		return w.silent(q)
	}
	return join("; ", told...)
}

// seedControl is one of the protections whose presence every report states.
type seedControl struct {
	key, en, id string
	read        []string // ids of the vendor's settings that answer it
}

var seedControls = []seedControl{
	{"control_vault", "environment variable or vault", "variabel lingkungan atau brankas", nil},
	{"control_rotation", "rotation", "penggantian berkala", []string{"rotation"}},
	{"control_expiry", "expiry", "masa berlaku", []string{"key-expiry"}},
	{"control_restriction", "IP, domain or app restriction", "pembatasan IP, domain, atau aplikasi", []string{"ip-allowlist", "caller-restriction"}},
	{"control_monitoring", "monitoring", "pemantauan", []string{"audit-log"}},
	{"control_rate_limit", "rate limit", "batas laju", []string{"rate-limit", "quota"}},
	{"control_spend_cap", "spend cap", "batas biaya", []string{"spend-limit"}},
}

func (w *writer) controlTable() *table {
	t := &table{key: "controls", class: auto, cols: []column{{"control", w.say("Control", "Kendali")}, {"state", w.say("State", "Keadaan")}},
		title: w.say("Controls", "Kendali")}
	seq := w.trail.latest(incident.ForecastSaved)
	for _, c := range seedControls {
		value := w.because(undone(w.key, incident.StepForecast))
		if w.key.Forecast != nil {
			value = w.unknown(notReported)
		}
		if c.key == "control_vault" {
			value = w.vaulted()
		}
		for _, id := range c.read {
			if got, ok := w.control(id); ok {
				value = w.controlState(got, seq)
			}
		}
		t.add(w.own(c.en, c.id), value)
	}
	for _, id := range someControls {
		if got, ok := w.control(id); ok {
			t.add(said(w.Lang.ControlTitle(id)), w.controlState(got, seq))
		}
	}
	return t
}

// someControls are those that not every vendor has, such as a place where code is kept.
var someControls = []string{"secret-scanning", "push-protection", "budget", "key-creation", "data-access-log"}

// vaulted tells what the search and the stores show: a key in a file of a repository was not
// kept in a vault alone.
func (w *writer) vaulted() text {
	for _, h := range w.key.Copies() {
		if h.Commit != "" {
			return fill(w.say("absent: the value stood in a commit {}", "absent: nilainya ada dalam commit {}"), w.trail.cite(w.trail.hit(CopyID(h))))
		}
	}
	for _, p := range w.key.Successor.Places {
		return fill(w.say("present: the value stood in {}", "present: nilainya ada dalam {}"), said(w.Lang.StoreTitle(p.Store)))
	}
	return w.unknown(notLookedFor)
}

func (w *writer) control(id string) (incident.Control, bool) {
	if w.key.Forecast == nil {
		return incident.Control{}, false
	}
	for _, c := range w.key.Forecast.Controls {
		if c.ID == id {
			return c, true
		}
	}
	return incident.Control{}, false
}

func (w *writer) controlState(c incident.Control, seq int) text {
	word := own("not readable")
	if c.State == providers.ControlPresent || c.State == providers.ControlAbsent {
		word = own(string(c.State))
	}
	return join(" ", word, quote(c.Detail), w.trail.cite(seq))
}
