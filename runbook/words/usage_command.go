package words

import (
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// What the command usage says.

// NoLogs says that no log was named.
func (l Lang) NoLogs() []string {
	return []string{
		pick(l, "Name the logs: firebreak usage --from FILE, a folder, or - for a pipe.", "Sebutkan log: firebreak usage --from FILE, atau folder, atau - (pipa)."),
	}
}

// NoMoment says that a flag's value is no time.
func (l Lang) NoMoment(flag string) []string {
	return []string{
		clean(flag, 20) + pick(l, " is no time that can be read.", " bukan waktu yang dapat dibaca."),
		pick(l, "Write it like 2026-11-12T09:41Z, or 2026-11-12 for its midnight UTC.", "Tulis seperti 2026-11-12T09:41Z, atau 2026-11-12 untuk tengah malam UTC."),
	}
}

// NoDatabase says that a file is no database of places.
func (l Lang) NoDatabase() []string {
	return []string{
		pick(l, "A file that --geo names cannot be read as a database of places.", "Berkas yang disebut --geo tidak terbaca sebagai basis data tempat."),
		pick(l, "Give it one in MaxMind's format, ending in .mmdb.", "Berikan yang berformat MaxMind, berakhiran .mmdb."),
	}
}

// NothingRead says that no record of the logs could be used.
func (l Lang) NothingRead(broken int64) string {
	if broken == 0 {
		return pick(l, "the logs hold no record: nothing was looked at", "log tidak berisi catatan: tidak ada yang diperiksa")
	}
	return pick(l, "no record could be read: this log has a form that is not known", "tidak ada catatan yang terbaca: bentuk log ini tidak dikenal")
}

// NoneOfKey says that the logs were read and name the key nowhere.
func (l Lang) NoneOfKey(records int64) string {
	return fill(pick(l, "none of the {n} records is of that key; if all are, leave --key out", "dari {n} catatan tak satu pun milik kunci itu; tanpa --key semua dipakai"), "n", l.Count(records))
}

// KeysInLog says that the log is of several keys and was reviewed as a whole; id is the one used
// most.
func (l Lang) KeysInLog(n int, id providers.Untrusted) string {
	return fill(pick(l, "the log is of {n} keys, reviewed together: --key ID picks one, as ", "log ini milik {n} kunci, ditinjau bersama: --key ID memilih satu, mis. "), "n", l.Count(int64(n))) + id.Line(80)
}

// ReadingLogs is the line of progress: what was read of how much, how fast, how long it still
// takes. total is zero where it is not known.
func (l Lang) ReadingLogs(done, total int64, took time.Duration) string {
	text := pick(l, "reading ", "membaca ") + l.Bytes(done)
	if total > 0 {
		text += pick(l, " of ", " dari ") + l.Bytes(total)
	}
	if took < time.Second || done <= 0 {
		return text
	}
	rate := float64(done) / took.Seconds()
	text += ", " + l.Bytes(int64(rate)) + "/s"
	if total > done {
		left := time.Duration(float64(total-done) / rate * float64(time.Second))
		text += pick(l, ", about ", ", sekitar ") + min(left, 999*time.Hour).Round(time.Second).String() + pick(l, " left", " lagi")
	}
	return text
}

// UseSum is one line of the totals: whose, requests, tokens, money.
func (l Lang) UseSum(v incident.GroupVerdict, requests, tokens, micros int64) string {
	text := l.GroupVerdict(v) + ": " + l.Requests(requests)
	if tokens > 0 {
		text += ", " + l.Tokens(tokens) + pick(l, " tokens", " token")
	}
	if micros > 0 {
		text += ", " + l.Money(micros, "usd")
	}
	return text
}

// FirstForeign says when use that was not ours began; until is not zero where the log tells spans of
// time only.
func (l Lang) FirstForeign(from, until time.Time) string {
	switch {
	case from.IsZero():
		return pick(l, "no group is called foreign so far", "belum ada kelompok yang disebut asing")
	case until.After(from):
		return pick(l, "first foreign use: between ", "pemakaian asing pertama: antara ") + l.Time(from) + pick(l, " and ", " dan ") + l.Time(until)
	}
	return pick(l, "first foreign use: ", "pemakaian asing pertama: ") + l.Time(from)
}

// ForeignCost is what foreign use cost, with its interval; whole is false where part of it has no
// price.
func (l Lang) ForeignCost(mid, low, high int64, whole bool) string {
	if !whole && high == 0 {
		return pick(l, "its cost: the log tells no money", "biayanya: log tidak menyebut uang")
	}
	text := pick(l, "its cost: ", "biayanya: ") + l.Money(mid, "usd")
	if low != high {
		text += " (" + l.Money(low, "usd") + pick(l, " to ", " sampai ") + l.Money(high, "usd") + ")"
	}
	if !whole {
		text += pick(l, "; part of it has no price", "; sebagian tanpa harga")
	}
	return text
}

// FindingLine heads one group of the review.
func (l Lang) FindingLine(v incident.GroupVerdict, from, to time.Time, requests, tokens, micros int64) string {
	return l.UseSum(v, requests, tokens, micros) + "  " + l.Time(from) + pick(l, " to ", " s/d ") + l.Time(to)
}

// MoreGroups says how many groups a table leaves out.
func (l Lang) MoreGroups(n int) string {
	return pick(l, "more groups, in --json: ", "kelompok lain, di --json: ") + l.Count(int64(n))
}

// NotInLog names what the log does not tell.
func (l Lang) NotInLog(dimensions []string) string {
	var names []string
	for _, d := range dimensions {
		name, ok := lookup(l, hidden, d)
		if !ok {
			name = clean(d, 24)
		}
		names = append(names, name)
	}
	return pick(l, "not exposed by these logs: ", "tidak ada di log ini: ") + strings.Join(names, ", ")
}

// LogsRead says what was read.
func (l Lang) LogsRead(records, bytes, selected, duplicates int64) string {
	text := pick(l, "read: ", "terbaca: ") + l.Count(records) + pick(l, " records, ", " catatan, ") + l.Bytes(bytes) + pick(l, "; of this key: ", "; milik kunci ini: ") + l.Count(selected)
	if duplicates > 0 {
		text += pick(l, "; duplicates dropped: ", "; duplikat dibuang: ") + l.Count(duplicates)
	}
	return text
}

// LogsAhead says that events carry times that have not come yet.
func (l Lang) LogsAhead(n int64) string {
	return fill(pick(l, "{n} records have a time in the future: some clock is wrong", "{n} catatan bertanggal masa depan: ada jam yang salah"), "n", l.Count(n))
}

// Skipped says how many records could not be used.
func (l Lang) Skipped(n int64) string {
	return pick(l, "not used, and in no figure: ", "tidak dipakai, di luar semua angka: ") + l.Count(n)
}

var skipped = map[string]both{
	"cut_off":      {"it breaks off", "terputus"},
	"not_json":     {"it is no JSON", "bukan JSON"},
	"not_a_record": {"it is no record", "bukan catatan"},
	"too_long":     {"it is too long", "terlalu panjang"},
	"no_time":      {"it has no time that can be read", "waktunya tidak terbaca"},
	"bad_count":    {"a count in it is no number", "ada hitungan yang bukan angka"},
	"unknown_form": {"its form is not known", "bentuknya tidak dikenal"},
	"damaged":      {"the file is damaged from there on", "berkas rusak mulai dari situ"},
	"unreadable":   {"the rest cannot be read", "sisanya tidak terbaca"},
	"implausible":  {"its figures cannot be true", "angkanya tidak mungkin benar"},
}

// SkipReason says why a record could not be used.
func (l Lang) SkipReason(code string) string {
	if text, ok := lookup(l, skipped, code); ok {
		return text
	}
	return pick(l, "not usable: ", "tidak terpakai: ") + clean(code, 40)
}

// SkippedAt is one record that could not be used.
func (l Lang) SkippedAt(file providers.Untrusted, position, code string) string {
	return file.Line(60) + " " + clean(position, 40) + ": " + l.SkipReason(code)
}

// NoKeyID says that a query needs the id of a key.
func (l Lang) NoKeyID() []string {
	return []string{pick(l, "A query is for one key: name its id with --key.", "Kueri dibuat untuk satu kunci: sebutkan id-nya dengan --key.")}
}

// NoRegion says that it is not known in which Region Athena is asked.
func (l Lang) NoRegion() []string {
	return []string{pick(l, "In which Region? Name it with --region, such as us-east-1.", "Di Region mana? Sebutkan dengan --region, misalnya us-east-1.")}
}

// NoWorkgroupLimit says that the workgroup's own limit could not be read.
func (l Lang) NoWorkgroupLimit() string {
	return pick(l, "The workgroup's own limit cannot be read.", "Batas milik workgroup tidak terbaca.")
}

// QueryLimits says where a query would run and how much it may scan: by us, and by the workgroup, 0
// for no limit of its own.
func (l Lang) QueryLimits(region string, most, group int64) []string {
	lines := []string{
		pick(l, "Amazon Athena in ", "Amazon Athena di ") + clean(region, 30) + pick(l, "; stopped once it has scanned ", "; dihentikan setelah memindai ") + l.Bytes(most),
		pick(l, "AWS bills a query by the bytes that it scans, stopped or not.", "AWS menagih kueri per byte yang dipindai, dihentikan atau tidak."),
	}
	if group > 0 {
		lines = append(lines, pick(l, "limit of the workgroup itself: ", "batas workgroup itu sendiri: ")+l.Bytes(group))
	}
	return lines
}

// QueryUnapproved says that a query was shown and not run.
func (l Lang) QueryUnapproved() []string {
	return []string{pick(l, "Not run. Run it with --approve query.", "Tidak dijalankan. Jalankan dengan --approve query.")}
}

// QueryScanned says how much a query has scanned.
func (l Lang) QueryScanned(bytes int64) string {
	return pick(l, "scanned ", "terpindai ") + l.Bytes(bytes)
}

// QueryStopped says that a query was stopped at our limit.
func (l Lang) QueryStopped(most int64) string {
	return pick(l, "the query was stopped: it scanned more than ", "kueri dihentikan: memindai lebih dari ") + l.Bytes(most) + pick(l, "; raise --most-gb, or narrow it with --where", "; naikkan --most-gb, atau persempit dengan --where")
}
