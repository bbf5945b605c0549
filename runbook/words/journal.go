package words

import (
	"fmt"

	"firebreak/providers"
)

var nByte = noun{"byte", "bytes", "byte"}

// JournalAltered says that what a journal tells cannot be believed from an event on. why is the
// journal's own word for it.
func (l Lang) JournalAltered(id string, event int, why string) []string {
	return []string{
		fmt.Sprintf(pick(l, "%s: the journal was altered at event %s (%s).", "%s: jurnal diubah pada peristiwa %s (%s)."),
			ShortID(id), l.Count(int64(event)), clean(why, 20)),
		pick(l, "From there on it cannot be believed. Keep the folder as it is.", "Mulai dari situ isinya tidak bisa dipercaya. Simpan foldernya."),
	}
}

// JournalDoubted is the line above what a journal tells that did not pass its check.
func (l Lang) JournalDoubted(id string) string {
	return pick(l, "WARNING: the journal of ", "AWAS: jurnal ") + ShortID(id) + pick(l, " failed its check; what follows may be untrue.", " gagal diperiksa; isi di bawah bisa salah.")
}

// JournalUnfinished says that bytes which are no whole event stand behind the last one of the
// journal in dir, and what becomes of them.
func (l Lang) JournalUnfinished(dir string, bytes, events int) []string {
	return []string{
		fmt.Sprintf(pick(l, "%s behind event %s are no whole event, as after a crash, in", "%s setelah peristiwa %s tidak utuh, seperti setelah mati mendadak, di"),
			l.of(int64(bytes), nByte), l.Count(int64(events))),
		providers.FromOutside(dir).Line(200),
		pick(l, "No event is lost. The next resume moves them to journal.torn-*", "Tidak ada peristiwa hilang. Resume memindahkannya ke journal.torn-*"),
	}
}
