package words

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// What firebreak search says.

// SearchPrompt asks for the key that is looked for.
func (l Lang) SearchPrompt() string {
	return pick(l, "key to look for (not shown): ", "kunci yang dicari (tidak ditampilkan): ")
}

// SearchKeyFirstWants refuses a flag that says something of an input which is not searched.
func (l Lang) SearchKeyFirstWants() []string {
	return []string{pick(l, "--key-first goes with - as a PATH: it says how stdin is read.", "--key-first dipakai bersama PATH -: ia mengatur cara stdin dibaca.")}
}

// SearchNoInput refuses to search what a person types.
func (l Lang) SearchNoInput() []string {
	return []string{pick(l, "- searches what is piped in, and stdin is the terminal.", "- mencari di masukan dari pipa, padahal stdin adalah terminal.")}
}

// SearchInputWantsKey says how the key comes in where stdin is searched and no terminal is there.
func (l Lang) SearchInputWantsKey() []string {
	return []string{
		pick(l, "stdin is searched, and there is no terminal to ask for the key.", "stdin dicari, dan tidak ada terminal untuk menanyakan kunci."),
		pick(l, "Nothing was searched. Put the key on a line before it: --key-first.", "Tidak ada yang dicari. Taruh kunci di baris sebelumnya: --key-first."),
	}
}

// SearchedSoFar is how far a search is. Total is how many objects there are where that is known, and Now how
// many of them are read.
type SearchedSoFar struct {
	Files, Objects, Bytes, Now, Total int64
	Took                              time.Duration
}

// SearchProgress says how far a search is, how fast, and how long it will take where that can be told.
func (l Lang) SearchProgress(p SearchedSoFar) string {
	text := l.of(p.Files, nFile)
	if p.Objects > 0 || p.Total > 0 {
		text += ", " + l.of(p.Objects, noun{"object", "objects", "objek"})
	}
	if p.Total > 0 {
		text += " (" + l.Count(p.Now) + pick(l, " of ", " dari ") + l.Count(p.Total) + ")"
	}
	seconds := p.Took.Seconds()
	if seconds > 0 {
		text += ", " + l.Bytes(int64(float64(p.Bytes)/seconds)) + "/s"
	}
	if p.Now > 0 && p.Total > p.Now {
		left := time.Duration(float64(p.Took) * float64(p.Total-p.Now) / float64(p.Now))
		text += pick(l, ", about ", ", sekitar ") + l.Short(left) + pick(l, " left", " lagi")
	}
	return text
}

// SearchFor says what is looked for: a key of a kind that is known, or the value alone of a line that
// names it, or the text as it was given.
func (l Lang) SearchFor(kind providers.Kind, ending string, named bool) string {
	what := clean(string(kind), 60)
	switch {
	case kind != "":
	case named:
		what = pick(l, "the value behind the name", "nilai di belakang namanya")
	default:
		what = pick(l, "exactly what was given", "persis yang diberikan")
	}
	if ending != "" {
		what += ", " + l.Ending(ending)
	}
	return pick(l, "looking for ", "mencari ") + what
}

// SearchSeveral refuses a text with several keys.
func (l Lang) SearchSeveral(n int) []string {
	return []string{
		fmt.Sprintf(pick(l, "The text holds %s: which one is leaked?", "Teks itu memuat %s: yang mana yang bocor?"), l.of(int64(n), nKey)),
		pick(l, "Nothing was searched. Give one of them alone.", "Tidak ada yang dicari. Beri satu kunci saja."),
	}
}

// SearchNoValue refuses a text in which no single value can be told.
func (l Lang) SearchNoValue() []string {
	return []string{
		pick(l, "The text has several lines and no key that is known here.", "Teks itu berbaris-baris tanpa kunci yang dikenal di sini."),
		pick(l, "Nothing was searched. Give the value alone, on one line.", "Tidak ada yang dicari. Beri nilainya saja, dalam satu baris."),
	}
}

// SearchTooShort refuses a value that would be found everywhere.
func (l Lang) SearchTooShort() []string {
	return []string{
		pick(l, "A value of under 8 bytes stands in ordinary text too.", "Nilai di bawah 8 byte ada juga di teks biasa."),
		pick(l, "Nothing was searched.", "Tidak ada yang dicari."),
	}
}

// unsearched are the reasons why something was not looked at.
var unsearched = map[string]both{
	"not_found":     {"not there", "tidak ada"},
	"nothing_here":  {"holds nothing to look at", "tidak berisi apa pun"},
	"unreadable":    {"could not be read", "tidak bisa dibaca"},
	"too_large":     {"larger than is read", "lebih besar dari batas baca"},
	"special_file":  {"pipe, socket or device", "pipa, soket, atau perangkat"},
	"leads_out":     {"a link out of the folder", "tautan ke luar folder"},
	"packed":        {"packed in a way that is not read here", "dikemas dengan cara yang tidak dibaca di sini"},
	"encrypted":     {"encrypted in an archive", "terenkripsi di dalam arsip"},
	"bad_archive":   {"broken archive, read as far as it goes", "arsip rusak, dibaca sejauh mungkin"},
	"bomb":          {"unpacks to more than is read", "isinya melebihi batas baca"},
	"elsewhere":     {"kept by git lfs elsewhere", "disimpan git lfs di tempat lain"},
	"changed":       {"replaced while we looked", "diganti saat kita melihat"},
	"bad_pack":      {"broken packs of objects", "paket objek rusak"},
	"unfinished":    {"packs that were never finished", "paket yang tidak pernah selesai"},
	"not_here":      {"objects that are not in this clone", "objek yang tidak ada di klon ini"},
	"partial_clone": {"left at its origin by a partial clone", "ditinggal klon parsial di asalnya"},
	"shallow_clone": {"behind the border of a shallow clone", "di balik batas klon dangkal"},
	"alternates":    {"objects borrowed from another folder", "objek pinjaman dari folder lain"},
	"unknown_refs":  {"references in an unknown form", "referensi berbentuk asing"},
	"bad_object":    {"broken objects", "objek rusak"},
	"too_many_hits": {"more hits than are listed", "temuan melebihi yang didaftar"},
}

// completing are the commands that bring what a clone lacks.
var completing = map[string]string{
	"partial_clone": "git fetch --refetch --no-filter",
	"shallow_clone": "git fetch --unshallow",
}

// Unsearched lists what was not looked at in a place, and why.
func (l Lang) Unsearched(place string, reasons map[string]int) []string {
	var lines []string
	for _, why := range slices.Sorted(maps.Keys(reasons)) {
		text, ok := lookup(l, unsearched, why)
		if !ok {
			text = clean(why, 40)
		}
		lines = append(lines, pick(l, "not searched: ", "tidak dicari: ")+clean(place, 100)+", "+l.Count(int64(reasons[why]))+" "+text)
		if command := completing[why]; command != "" {
			lines = append(lines, "  "+command+pick(l, ", in that repository, brings it; then search again", ", di repositori itu, mengambilnya; lalu cari lagi"))
		}
	}
	return lines
}

// SearchEnd is the last line of a search: what was found, and how much was read in how long. A search
// that was stopped or could not see everything never reads as clean.
func (l Lang) SearchEnd(d incident.TracedData, took time.Duration, stopped bool) string {
	text := l.Traced(d) + ", " + l.Bytes(d.Bytes) + pick(l, " in ", " dalam ") + l.Decimal(took.Seconds(), 1) + " s"
	if stopped {
		text = pick(l, "stopped: ", "dihentikan: ") + text
	}
	return text
}

// Bytes writes a size: "370 MB".
func (l Lang) Bytes(n int64) string {
	const step = 1000
	units := []string{"B", "kB", "MB", "GB", "TB"}
	v, i := float64(n), 0
	for v >= step && i < len(units)-1 {
		v /= step
		i++
	}
	if i == 0 || v >= 100 {
		return fmt.Sprintf("%.0f %s", v, units[i])
	}
	return l.Decimal(v, 1) + " " + units[i]
}

// unnamed are the kinds of places that have no path.
var unnamed = map[string]both{
	"commit message": {"commit message, on", "pesan commit, di"},
	"tag message":    {"message of the tag", "pesan tag"},
	"ref":            {"name of", "nama"},
	"dangling":       {"object without a reference", "objek tanpa referensi"},
	"input":          {"what came on stdin", "masukan dari stdin"},
}

// FoundPlace is one place of the key, as firebreak search lists it: where, and below it what the history
// says.
func (l Lang) FoundPlace(h incident.HitData, where bool) []string {
	text := l.Hit(h)
	if kind, ok := lookup(l, unnamed, h.Kind); ok && h.Path.IsEmpty() {
		text = kind
		for _, ref := range h.Refs[:min(len(h.Refs), 1)] {
			text += " " + ref.Line(60)
		}
		if id := clean(h.Object, 40); id != "" {
			text += " " + id[:min(len(id), 10)]
		}
		if h.Line > 0 {
			text += fmt.Sprintf(pick(l, ", line %d", ", baris %d"), h.Line)
		}
	}
	if where {
		text = clean(h.Where.Line(200), 60) + ": " + text
	}
	lines := []string{text}
	var known []string
	if !h.CommitDate.IsZero() {
		known = append(known, pick(l, "committed ", "di-commit ")+l.Time(h.CommitDate))
	}
	if !h.PushedAt.IsZero() {
		known = append(known, pick(l, "pushed by ", "di-push paling lambat ")+l.Time(h.PushedAt))
	}
	if h.AtHead {
		known = append(known, pick(l, "still at HEAD", "masih ada di HEAD"))
	}
	if h.Object != "" && !h.Reachable {
		known = append(known, pick(l, "no reference leads to it", "tidak ada referensi ke sana"))
	}
	if len(known) > 0 {
		lines = append(lines, "  "+strings.Join(known, ", "))
	}
	return lines
}
