package words

import (
	"fmt"
	"strings"
	"time"

	"firebreak/runbook/incident"
)

// Every function here gives a message of one or a few lines: what is wrong first, what to do
// last. They are for input and surroundings, before a step has started.

// EmptyInput answers a stdin that holds nothing.
func (l Lang) EmptyInput() []string {
	return []string{
		pick(l, "Standard input is empty: no key came.", "Masukan standar kosong: tidak ada kunci yang masuk."),
		pick(l, "Pipe the key, or the text that holds it, into this command.", "Alirkan kunci, atau teks yang memuatnya, ke perintah ini."),
	}
}

// EmptyPaste answers a paste that holds nothing.
func (l Lang) EmptyPaste() []string { return l.NotRecognised("empty", "") }

// SeveralKeys says of a headless input with more than one key that each is worked: where they stood,
// kinds and endings, one a line.
func (l Lang) SeveralKeys(found []incident.IdentifiedData) []string {
	lines := []string{fmt.Sprintf(pick(l, "The input holds %s. One incident works on them all:", "Masukan memuat %s. Satu insiden menangani semuanya:"),
		l.of(int64(len(found)), nKey))}
	for _, f := range found {
		where := l.FirstPlace(f.Told)
		if where == "" {
			where = l.Found(f.Line, f.Name)
		}
		lines = append(lines, "  "+where+": "+l.Kind(f.Kind)+" "+l.Ending(f.Last4))
	}
	return lines
}

// WrongVendor answers a key of a vendor that is not asked for or not handled.
func (l Lang) WrongVendor(vendor string) []string {
	return l.NotRecognised("other_vendor", vendor)
}

// NoTerminal answers a command that needs a person where there is no terminal.
func (l Lang) NoTerminal() []string {
	return []string{
		pick(l, "There is no terminal to answer from.", "Tidak ada terminal untuk menjawab."),
		pick(l, "Run it in a terminal, or headless with --headless --approve NAMES.", "Jalankan di terminal, atau dengan --headless --approve NAMA."),
	}
}

// HelpLists says where all commands stand.
func (l Lang) HelpLists() string {
	return pick(l, "All commands: firebreak help", "Semua perintah: firebreak help")
}

// KeyAsArgument answers a key given on the command line; it never repeats it.
func (l Lang) KeyAsArgument() []string {
	return []string{
		pick(l, "A key was given as an argument: history and process lists keep it.", "Kunci diberikan sebagai argumen: tercatat di riwayat dan proses."),
		pick(l, "It was not used. Clear it from the shell's history.", "Kunci itu tidak dipakai. Hapus dari riwayat shell."),
		pick(l, "Paste it when asked, or send it on standard input with -", "Tempel saat diminta, atau kirim lewat masukan standar dengan -"),
	}
}

// AdminIsLeaked says that the admin credential is the leaked key itself.
func (l Lang) AdminIsLeaked() []string {
	t := troubles[incident.WhySameKey]
	return []string{t.what.in(l), t.key.in(l), t.do.in(l)}
}

// AnotherKey says that a key given on resume is none of the incident's, which end in wanted.
func (l Lang) AnotherKey(given string, wanted []string) []string {
	var ends []string
	for _, one := range wanted {
		ends = append(ends, l.Ending(one))
	}
	return []string{
		fmt.Sprintf(pick(l, "This is another key (%s), not the one %s.", "Ini kunci lain (%s), bukan yang %s."), l.Ending(given), strings.Join(ends, ", ")),
		pick(l, "Paste the incident's key, or start a new incident with this one.", "Tempel kunci insiden ini, atau buka insiden baru untuk kunci itu."),
	}
}

// StateReadOnly says that the state folder cannot be written.
func (l Lang) StateReadOnly(dir string) []string {
	return []string{
		pick(l, "The state folder cannot be written: ", "Folder data firebreak tidak bisa ditulis: ") + clean(dir, 200),
		pick(l, "Without a journal nothing is sent. Change its rights,", "Tanpa jurnal tidak ada yang dikirim. Ubah izinnya,"),
		pick(l, "or set XDG_STATE_HOME to a folder of yours.", "atau arahkan XDG_STATE_HOME ke folder milik Anda."),
	}
}

// DiskFull says that the journal has no room. opened: it was begun, and is gone on with later.
func (l Lang) DiskFull(dir string, opened bool) []string {
	full := pick(l, "The disk is full: the journal cannot grow in ", "Disk penuh: jurnal tidak bisa bertambah di ") + clean(dir, 200)
	if !opened {
		return []string{full,
			pick(l, "Nothing was opened and nothing was sent.", "Tidak ada yang dibuka atau dikirim."),
			pick(l, "Free some space, then run this again.", "Kosongkan ruang, lalu jalankan lagi."),
		}
	}
	return []string{full,
		pick(l, "What happened so far is on disk; nothing more is sent.", "Yang sudah terjadi tersimpan; tidak ada lagi yang dikirim."),
		pick(l, "Free some space, then: firebreak resume", "Kosongkan ruang, lalu: firebreak resume"),
	}
}

// JournalNewer says that a later version wrote the journal.
func (l Lang) JournalNewer(id string) []string {
	return []string{
		ShortID(id) + pick(l, " was written by a newer version of firebreak.", " ditulis oleh firebreak versi lebih baru."),
		pick(l, "Use that version; this one changes nothing in it.", "Pakai versi itu; versi ini tidak mengubah apa pun."),
	}
}

// JournalDamaged says at which event a journal stops being believable.
func (l Lang) JournalDamaged(id string, event int) []string {
	return []string{
		fmt.Sprintf(pick(l, "%s: the journal is damaged at event %s.", "%s: jurnal rusak pada peristiwa %s."), ShortID(id), l.Count(int64(event))),
		pick(l, "Events before it hold. It is not continued and nothing is sent.", "Peristiwa sebelumnya sah. Tidak dilanjutkan, tidak ada yang dikirim."),
		pick(l, "Keep the folder, then start a new incident for the same key.", "Simpan foldernya, lalu buka insiden baru untuk kunci yang sama."),
	}
}

// JournalTorn says that an unfinished last line was set aside.
func (l Lang) JournalTorn(file string) []string {
	return []string{
		pick(l, "The last line of the journal was unfinished, as after a crash.", "Baris terakhir jurnal terpotong, seperti setelah mati mendadak."),
		pick(l, "It was set aside, nothing acknowledged is lost: ", "Baris itu disisihkan, tidak ada catatan hilang: ") + clean(file, 200),
	}
}

// ReportInRepository says that the report's folder lies in a git work tree.
func (l Lang) ReportInRepository(dir string) []string {
	return []string{
		pick(l, "The report's folder lies in a git work tree: ", "Folder laporan berada di dalam repositori git: ") + clean(dir, 200),
		pick(l, "A commit would publish it there; --out chooses another folder.", "Commit akan menyebarkannya; --out memilih folder lain."),
	}
}

// BaseOverridden says that requests go to another address than the vendor's.
func (l Lang) BaseOverridden(provider, base string) string {
	return l.Vendor(provider) + pick(l, " is asked at another address: ", " ditanya di alamat lain: ") + clean(base, 200)
}

// Returned greets somebody who comes back to an incident.
func (l Lang) Returned(s incident.State, now time.Time) string {
	return fmt.Sprintf(pick(l, "Back in %s: last event %s, %s.", "Kembali ke %s: peristiwa terakhir %s, %s."),
		ShortID(s.Opening.ID), l.Time(s.Last), l.Ago(s.Last, now))
}
