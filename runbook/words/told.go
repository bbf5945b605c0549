package words

import (
	"fmt"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// What a scanner's report or an alert told, and what is said of one without a key.

// senders are the names of those whose reports are read, by the format's code.
var senders = map[string]string{
	"trufflehog-json": "TruffleHog", "gitleaks-json": "gitleaks", "gitleaks-sarif": "gitleaks", "betterleaks-json": "betterleaks",
	"kingfisher-json": "Kingfisher", "noseyparker-json": "Nosey Parker", "ggshield-json": "ggshield", "github-alert": "GitHub",
	"github-alert-webhook": "GitHub", "gitguardian-incident": "GitGuardian", "gitguardian-webhook": "GitGuardian", "sarif": "SARIF",
	"detect-secrets": "detect-secrets",
}

// Sender names who made a report.
func (l Lang) Sender(code providers.Untrusted) string {
	for known, name := range senders {
		if code.Is(known) {
			return name
		}
	}
	return pick(l, "another sender", "pengirim lain")
}

// Claim says what a sender holds of the key's life, and what that is worth.
func (l Lang) Claim(c incident.Claim) string {
	switch c {
	case incident.ClaimActive:
		return pick(l, "says it worked when it looked", "menyebut kunci berfungsi saat diperiksa")
	case incident.ClaimInactive:
		return pick(l, "says it is inactive, which proves nothing", "menyebut tidak aktif, itu bukan bukti")
	}
	return pick(l, "does not know whether it works", "tidak tahu kunci berfungsi atau tidak")
}

// toldShown is how many places of a report are shown at once.
const toldShown = 3

// ToldParts says who reported the key, what they hold of it and where it stands.
func (l Lang) ToldParts(places []incident.ReportedData) []Labelled {
	if len(places) == 0 {
		return nil
	}
	first := places[0]
	by := l.Sender(first.Where)
	if !first.Rule.IsEmpty() {
		by += pick(l, ", rule ", ", aturan ") + first.Rule.Line(40)
	}
	parts := []Labelled{{Label: pick(l, "report", "laporan"), Text: by}, {Text: l.Claim(first.Claim)}}
	label := pick(l, "stands in", "ada di")
	for _, r := range places[:min(len(places), toldShown)] {
		for _, text := range l.toldPlace(r) {
			parts = append(parts, Labelled{Label: label, Text: text, Path: true})
			label = ""
		}
	}
	if n := len(places) + first.Left - toldShown; n > 0 {
		parts = append(parts, Labelled{Text: l.morePlaces(n)})
	}
	return parts
}

func (l Lang) morePlaces(n int) string {
	return fmt.Sprintf(pick(l, "and %s more", "dan %s lagi"), l.of(int64(n), nHit))
}

// toldPlace is one place: file, line and commit, who wrote it, and its page.
func (l Lang) toldPlace(r incident.ReportedData) []string {
	var lines []string
	if at := l.toldAt(r.HitData); at != "" {
		lines = append(lines, at)
	}
	if !r.Author.IsEmpty() {
		lines = append(lines, pick(l, "by ", "oleh ")+r.Author.Line(60))
	}
	if !r.URL.IsEmpty() {
		lines = append(lines, r.URL.Line(200))
	}
	return lines
}

// toldAt is a reported file with line and commit, "" where no file and no repository is told.
func (l Lang) toldAt(h incident.HitData) string {
	if h.Path.IsEmpty() && h.Repo.IsEmpty() {
		return ""
	}
	if h.Path.IsEmpty() {
		h.Path, h.Repo = h.Repo, providers.Untrusted{}
	}
	return l.Hit(h)
}

// FirstPlace is the place of a reported key in a list of keys: "" where none is told.
func (l Lang) FirstPlace(t *incident.Told) string {
	if t == nil || len(t.Places) == 0 {
		return ""
	}
	first := t.Places[0]
	text := l.toldAt(first.HitData)
	if text == "" {
		text = first.URL.Line(80)
	}
	if n := len(t.Places) + first.Left - 1; n > 0 {
		text += ", " + l.morePlaces(n)
	}
	if first.Claim == incident.ClaimActive {
		text += "; " + l.Sender(first.Where) + " " + l.Claim(first.Claim)
	}
	return text
}

// troublesOfReports by the code of incident.NoKey.
var troublesOfReports = map[string]both{
	"too-large": {"The text is longer than 64 MiB, more than is read at once.", "Teksnya lebih dari 64 MiB, melebihi yang dibaca sekaligus."},
	"too-deep":  {"The report is nested deeper than any real one: it is not read on.", "Laporan bersarang terlalu dalam: tidak dibaca lebih jauh."},
	"too-many":  {"The report holds more than 100,000 findings: the rest is not read.", "Laporan memuat lebih dari 100.000 temuan: sisanya tidak dibaca."},
	"tangled":   {"The report is mostly broken JSON: it is not read on.", "Laporan kebanyakan JSON rusak: tidak dibaca lebih jauh."},
}

// NothingTaken says what a text is of which no key was taken, and what to do: of a report, where it is
// one, else as NotRecognised.
func (l Lang) NothingTaken(look, vendor string, n *incident.NoKey) []string {
	if n != nil {
		return l.NoKeyInReport(*n)
	}
	return l.NotRecognised(look, vendor)
}

// NoKeyInReport says what was read of a report of which no key could be taken, and what to do.
func (l Lang) NoKeyInReport(n incident.NoKey) []string {
	trouble, troubled := troublesOfReports[n.Trouble]
	var lines []string
	if troubled {
		lines = append(lines, trouble.in(l))
	}
	if n.Sender != "" && (!troubled || n.Findings > 0) {
		lines = append(lines, fmt.Sprintf(pick(l, "A report of %s was read: %s, and no key to work on.", "Laporan %s dibaca: %s, tanpa kunci yang bisa ditangani."),
			l.Sender(providers.FromOutside(n.Sender)), l.of(int64(n.Findings), nFinding)))
	}
	switch {
	case troubled:
		return append(lines, pick(l, "Pass the finding alone, or paste the key.", "Berikan temuannya saja, atau tempel kuncinya."))
	case len(n.Foreign) > 0:
		var titles []string
		for _, slug := range n.Foreign {
			titles = append(titles, l.Vendor(slug))
		}
		return append(lines, pick(l, "It names ", "Disebut di sana: ")+l.list(titles)+pick(l, ", not handled here yet: revoke it in its console.", ", belum ditangani di sini: cabut di konsolnya."))
	case n.Findings == 0:
		return append(lines, pick(l, "If a key did leak, paste it, or the line it stood in.", "Bila memang ada kunci bocor, tempel kuncinya atau baris asalnya."))
	}
	return append(lines, pick(l, "Open the file it names, and paste the key that stands there.", "Buka berkas yang disebut, lalu tempel kunci yang ada di sana."))
}

// UnseenNeedsKey answers a headless report that names a key and shows nothing of it.
func (l Lang) UnseenNeedsKey(vendor string) []string {
	return []string{
		fill(pick(l, "The report names a key of {vendor} and shows nothing of it.", "Laporan menyebut kunci {vendor} tanpa memperlihatkannya."), "vendor", l.Vendor(vendor)),
		pick(l, "Send the key itself, or run this at a terminal: it asks for it.", "Kirim kuncinya sendiri, atau jalankan di terminal: akan ditanyakan."),
	}
}

// ByReport says what can be done about a key of which nothing but a report is known.
func (l Lang) ByReport(vendor string) []string {
	return []string{
		fill(pick(l, "The report names a key of {vendor} and shows nothing of it.", "Laporan menyebut kunci {vendor} tanpa memperlihatkannya."), "vendor", l.Vendor(vendor)),
		pick(l, "The incident is opened, and the key is asked for next.", "Insiden dibuka, lalu kuncinya diminta."),
	}
}

// Listed says that a list of keys does not show all of them.
func (l Lang) Listed(more int) string {
	return fmt.Sprintf(pick(l, "%s more in the report are not listed: split it to reach them.", "%s lagi di laporan tidak ditampilkan: pecah laporannya."), l.of(int64(more), nKey))
}

// FindingUnread says that the file of a finding cannot be read.
func (l Lang) FindingUnread(path string, missing bool) []string {
	if missing {
		return []string{pick(l, "There is no such file: ", "Berkas tidak ada: ") + l.GivenPath(path), pick(l, "Name the saved alert or report after --finding.", "Sebut berkas peringatan atau laporan setelah --finding.")}
	}
	return []string{pick(l, "The file cannot be read: ", "Berkas tidak bisa dibaca: ") + l.GivenPath(path), pick(l, "Pipe it instead, and end the command with -", "Alirkan isinya, dan akhiri perintah dengan -")}
}

// FindingEmpty says that the file of a finding holds nothing.
func (l Lang) FindingEmpty() []string {
	return []string{pick(l, "The file is empty: no key came.", "Berkasnya kosong: tidak ada kunci."), pick(l, "Save the alert or the report again, with its text.", "Simpan lagi peringatan atau laporannya, beserta isinya.")}
}
