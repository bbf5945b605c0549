package postmortem

import (
	"fmt"
	"maps"
	"slices"

	"firebreak/runbook/incident"
)

// evidence resolves every E number: each is an event of the journal, whose hash it names.
func (w *writer) evidence() section {
	s := section{id: "evidence", title: w.say("Evidence", "Bukti")}
	f := w.fields("journal")
	f.add("journal", w.say("Journal", "Jurnal"), w.beside(w.journalName()), auto)
	f.add("journal_sha256", w.say("SHA-256 of the journal", "SHA-256 jurnal"), w.digest(), auto)
	f.add("journal_head", w.say("Head of its chain", "Kepala rantainya"), w.head(), auto)
	f.add("journal_events", w.say("Events", "Kejadian"), own(w.Lang.Count(int64(w.State.Seq))), auto)
	f.add("journal_check", w.say("Check of the journal", "Pemeriksaan jurnal"), w.checked(), auto)
	f.add("data", w.say("The same facts as data", "Fakta yang sama sebagai data"), w.beside(w.Base+".report.json"), auto)
	f.add("tool", w.say("Tool", "Alat"), or(w.role(w.Tool), w.unknown(notStated)), auto)
	f.add("mode", w.say("Mode", "Mode"), own(w.kind()), auto)
	f.add("bases", w.say("Overridden addresses", "Alamat yang diganti"), w.bases(), auto)
	f.add("trust", w.say("Environment that changes whom we trust", "Lingkungan yang mengubah kepercayaan"), or(terms(w.State.Opening.Trust), w.own("none", "tidak ada")), auto)
	f.add("resumed", w.say("Times the work was taken up again", "Berapa kali dilanjutkan"), own(fmt.Sprint(w.State.Resumes)), auto)
	f.add("not_available", w.say("What was not available", "Yang tidak tersedia"), w.notAvailable(), derived)
	s.add(f, w.evidenceTable())
	return s
}

// beside links to a companion; those of a public report are not handed out with it.
func (w *writer) beside(name string) text {
	if w.Profile == Public {
		return w.own("kept by us", "disimpan oleh kami")
	}
	return own(fmt.Sprintf("[%[1]s](%[1]s)", name))
}

// head is the head that the report publishes, with the way to hold the journal against it later.
func (w *writer) head() text {
	if w.State.Head == "" {
		return w.unknown(notRecorded)
	}
	return join("; ", term(w.State.Head), fill(w.say("later: {}", "nanti: {}"), term("firebreak verify "+w.State.Opening.ID+" --head HEAD")))
}

func (w *writer) evidenceTable() *table {
	t := &table{key: "evidence", class: auto, title: w.say("Evidence", "Bukti"), folded: true, cols: []column{
		{"id", "Id"}, {"what", w.say("What", "Apa")}, {"collected", w.say("Collected (UTC)", "Dikumpulkan (UTC)")}, {"by", w.say("By", "Oleh")},
		{"where", w.say("Where", "Di mana")}, {"sha256", "SHA-256 (12)"}, {"redacted", w.say("Redacted?", "Disamarkan?")},
	}}
	clean := w.own("no secret enters the journal", "jurnal tidak memuat rahasia")
	for _, e := range w.trail.events {
		if !w.trail.cited[e.Seq] {
			continue
		}
		digest := w.unknown(noDigest)
		if len(e.Hash) >= 12 {
			digest = term(e.Hash[:12])
		}
		by := own(byUs)
		switch e.By {
		case incident.Provider:
			by = own(byProvider)
		case incident.Script:
			by = own("script")
		}
		t.add(own(fmt.Sprintf("E%d", e.Seq)), term(string(e.Type)), own(stamp(e.At)), by,
			own(fmt.Sprintf(w.say("journal, event %d", "jurnal, kejadian %d"), e.Seq)), digest, clean)
	}
	return t
}

func (w *writer) checked() text {
	if w.Verify != "" {
		return fill(w.say("FAILED: {}", "GAGAL: {}"), term(w.Verify))
	}
	return w.own("intact", "utuh")
}

func (w *writer) bases() text {
	var list []text
	for _, host := range slices.Sorted(maps.Keys(w.State.Holder.Bases)) {
		list = append(list, fill("{} → {}", atPlace(host), atPlace(w.State.Holder.Bases[host])))
	}
	return or(join(", ", list...), w.own("none", "tidak ada"))
}

// notAvailable gathers what could not be read anywhere in the incident.
func (w *writer) notAvailable() text {
	var list []text
	if w.key.Usage == nil {
		list = append(list, fill(w.say("usage: {}", "pemakaian: {}"), w.because(undone(w.key, incident.StepReview))))
	} else {
		if len(w.key.Usage.Gaps) > 0 {
			list = append(list, w.gaps())
		}
		list = append(list, w.hidden())
	}
	if f := w.key.Forecast; f != nil {
		for _, c := range f.Controls {
			if c.State != "present" && c.State != "absent" {
				list = append(list, fill(w.say("setting: {}", "pengaturan: {}"), said(w.Lang.ControlTitle(c.ID))))
			}
		}
	}
	return or(join("; ", list...), w.own("nothing that we know of", "tidak ada yang kita ketahui"))
}
