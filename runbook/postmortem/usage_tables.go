package postmortem

import (
	"fmt"
	"slices"
	"strings"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// auditTable lists the administrative acts that the review kept. Logins that succeeded are
// everybody's daily work: they stand in one row, counted, and each in the journal.
func (w *writer) auditTable() *table {
	u := w.key.Usage
	t := &table{key: "audit", class: auto, cols: []column{
		{"utc", "UTC"}, {"type", w.say("Act", "Tindakan")}, {"actor", w.say("Actor", "Pelaku")}, {"target", w.say("Target", "Sasaran")}, {"ours", w.say("Ours?", "Milik kita?")},
	}, title: fmt.Sprintf(w.say("Administrative acts, of %s read", "Tindakan administratif, dari %s yang dibaca"), w.Lang.Count(int64(u.AuditN))), folded: true}
	logins := loginsOf(*u)
	for _, a := range u.Audit {
		if ordinary(*u, a) {
			continue
		}
		ours := w.own("not judged", "tidak dinilai")
		if w.ourAct(a) {
			ours = own("yes")
		}
		t.add(own(stamp(a.At)), term(a.Type), or(person(a.Actor), w.unknown(notReported)), or(named(a.Target), w.unknown(notReported)), ours)
	}
	if len(logins) > 0 {
		t.add(w.loginRow(logins)...)
	}
	return t
}

// ordinary reports whether an act is a login that succeeded, as the review sorted it. A failed
// one is listed by itself.
func ordinary(u incident.FetchedData, a incident.Admin) bool {
	return strings.HasSuffix(a.Type, "succeeded") && slices.ContainsFunc(u.Looked, func(l incident.Looked) bool {
		return l.For == string(providers.TraceLogins) && slices.Contains(l.Found, a.ID)
	})
}

func loginsOf(u incident.FetchedData) []incident.Admin {
	return slices.DeleteFunc(slices.Clone(u.Audit), func(a incident.Admin) bool { return !ordinary(u, a) })
}

// loginRow counts logins in one row: from when until when, how many, and of how many accounts.
func (w *writer) loginRow(logins []incident.Admin) []text {
	actors := map[string]bool{}
	first, last := logins[0].At, logins[0].At
	for _, a := range logins {
		actors[called(a.Actor).plain()] = true
		if a.At.Before(first) {
			first = a.At
		}
		if a.At.After(last) {
			last = a.At
		}
	}
	return []text{fill(w.say("{} to {}", "{} s.d. {}"), own(stamp(first)), own(stamp(last))),
		own(fmt.Sprintf(w.say("%s logins that succeeded", "%s login yang berhasil"), w.Lang.Count(int64(len(logins))))),
		own(fmt.Sprintf(w.say("%s accounts", "%s akun"), w.Lang.Count(int64(len(actors))))),
		w.own("one by one in the journal", "satu per satu dalam jurnal"), w.own("not judged", "tidak dinilai")}
}

// snapshotTable is the usage as it was saved before anything was deleted. Some providers
// forget the usage of a deleted key: then these are the only figures.
func (w *writer) snapshotTable() []block {
	f := w.key.Forecast
	if f == nil || len(f.Days) == 0 {
		return nil
	}
	t := &table{key: "snapshot", class: auto, cols: []column{
		{"day", w.say("Day", "Hari")}, {"endpoint", w.say("Endpoint", "Endpoint")}, {"model", w.say("Model", "Model")},
		{"requests", w.say("Requests", "Permintaan")}, {"tokens_in", w.say("Tokens in", "Token masuk")}, {"tokens_out", w.say("Tokens out", "Token keluar")},
	}, title: w.snapshotTitle(*f), folded: true}
	for _, d := range f.Days {
		requests := own(w.Lang.Count(d.Requests))
		if f.Counted == incident.InTokens && d.Requests == 0 {
			requests = w.unknown(notReported)
		}
		t.add(term(d.Day), term(d.Endpoint), or(vendorTerm(d.Model), w.unknown(notReported)), requests, own(w.Lang.Count(d.In)), own(w.Lang.Count(d.Out)))
	}
	blocks := []block{t}
	switch u := w.key.Usage; {
	case u == nil:
		blocks = append(blocks, alert{kind: "WARNING", text: fill(w.say("The use was not reviewed. What was saved at {} is the least that was used.",
			"Pemakaian belum ditinjau. Yang disimpan pada {} adalah pemakaian paling sedikit."), own(stamp(f.AsOf)))})
	case u.Doubt() == incident.WhyLost:
		blocks = append(blocks, alert{kind: "WARNING", text: fill(w.say("The reading of {} contradicts what was saved at {}: it gives less. The saved figures are the least that was used; later use is unknown.",
			"Pembacaan {} bertentangan dengan yang disimpan pada {}: isinya lebih sedikit. Angka yang disimpan adalah pemakaian paling sedikit; pemakaian sesudahnya tidak diketahui."), own(stamp(u.AsOf)), own(stamp(f.AsOf)))})
	}
	return blocks
}

// snapshotTitle says when the snapshot was taken, and what had been billed by then.
func (w *writer) snapshotTitle(f incident.ForecastData) string {
	title := fmt.Sprintf(w.say("Usage as saved at %s, before any change", "Pemakaian seperti disimpan pada %s, sebelum perubahan apa pun"), stamp(f.AsOf))
	if f.Currency == "" {
		return title
	}
	return title + w.say("; billed by then: ", "; ditagih sampai saat itu: ") + w.Lang.Money(f.Billed, f.Currency)
}

// dimensions are what a reader would ask of the attacker's requests.
var dimensions = []struct{ id, en, name string }{
	{"address", "Addresses", "Alamat"}, {"country", "Countries", "Negara"}, {"client", "Clients", "Klien"},
}

// indicators are first and last seen per model and endpoint, or "not exposed by provider".
func (w *writer) indicators() *table {
	t := &table{key: "indicators", class: derived, title: w.say("Indicators", "Petunjuk"), cols: []column{
		{"dimension", w.say("Dimension", "Dimensi")}, {"value", w.say("Value", "Nilai")}, {"first", w.say("First seen", "Pertama terlihat")}, {"last", w.say("Last seen", "Terakhir terlihat")},
	}}
	closed := own("not exposed by provider")
	for _, d := range dimensions {
		value := w.unknown(notRecorded)
		for _, h := range w.key.Usage.Hidden {
			if h == d.id {
				value = closed
			}
		}
		t.add(w.own(d.en, d.name), value, value, value)
	}
	for _, g := range w.key.Usage.Groups {
		if w.key.Verdicts[g.ID] == incident.NotOurs {
			what, value := w.own("Model and endpoint", "Model dan endpoint"), join(" ", vendorTerm(g.Model), term(g.Endpoint))
			if len(g.Did) > 0 {
				what, value = w.own("Client and network", "Klien dan jaringan"), subject(g)
			}
			t.add(what, value, own(stamp(g.From)), own(stamp(g.To)))
		}
	}
	return t
}
