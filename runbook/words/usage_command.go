package words

import "firebreak/providers"

// What the command usage says besides its review.

// NoLogs says that no log was named.
func (l Lang) NoLogs() []string {
	return []string{
		pick(l, "Name the logs: firebreak usage --from FILE, a folder, or - for a pipe.", "Sebutkan log: firebreak usage --from FILE, atau folder, atau - (pipa)."),
	}
}

// NoMoment says that a flag's value is no time.
func (l Lang) NoMoment(flag string) []string {
	return []string{
		providers.FromOutside(flag).Line(20) + pick(l, " is no time that can be read.", " bukan waktu yang dapat dibaca."),
		pick(l, "Write it like 2026-11-12T09:41Z, or 2026-11-12 for its midnight UTC.", "Tulis seperti 2026-11-12T09:41Z, atau 2026-11-12 untuk tengah malam UTC."),
	}
}

// NothingRead says that no record of the logs could be used.
func (l Lang) NothingRead(broken int64) string {
	if broken == 0 {
		return pick(l, "the logs hold no record: nothing was looked at", "log tidak berisi catatan: tidak ada yang diperiksa")
	}
	return pick(l, "no record could be read: this is not a log in a form that is known", "tidak ada catatan yang terbaca: ini bukan log dalam bentuk yang dikenal")
}
