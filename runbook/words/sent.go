package words

import (
	"fmt"
	"time"

	"firebreak/runbook/incident"
)

// SentEarlier heads what runs before this one sent: the journal keeps every change and what was
// read, not every request.
func (l Lang) SentEarlier(all, shown int) string {
	text := pick(l, "Earlier runs, by the journal (changes, and what was read)", "Sebelumnya, menurut jurnal (perubahan, dan yang dibaca)")
	if all > shown {
		text += fmt.Sprintf(pick(l, "; the last %d", "; %d terakhir"), shown)
	}
	return text + ":"
}

// SentBefore is one event of an earlier run, behind its time; with the date where it is not of
// the day of now.
func (l Lang) SentBefore(e incident.Event, now time.Time) (at, what string) {
	at = l.Clock(e.At)
	if y, m, d := e.At.UTC().Date(); !e.At.IsZero() && now.UTC().Truncate(24*time.Hour) != time.Date(y, m, d, 0, 0, 0, 0, time.UTC) {
		at = e.At.UTC().Format("01-02 15:04Z")
	}
	return at, l.logText(e)
}

// KeptBack names the steps whose requests a dry run did not send, behind a label.
func (l Lang) KeptBack(steps []incident.Step) (label, said string) {
	return pick(l, "not sent", "tidak dikirim"), l.Steps(steps) + pick(l, ": dry run, nothing was changed", ": uji coba, tidak ada yang diubah")
}

// SentNow heads what this run sent.
func (l Lang) SentNow(n int) string {
	return pick(l, "This run: ", "Kali ini: ") + l.Requests(int64(n))
}

// MoreBelow is how many lines follow in a text that is read, and the key that shows them.
func (l Lang) MoreBelow(n int) string {
	return l.MoreLines(n) + pick(l, ": arrow down", ": panah bawah")
}

// MoreAbove is how many lines were read before.
func (l Lang) MoreAbove(n int) string {
	return l.MoreLines(n) + pick(l, ": arrow up", ": panah atas")
}
