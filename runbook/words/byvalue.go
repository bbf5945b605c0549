package words

import (
	"fmt"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// Ended says how a mutation ended, by its receipt: what the provider accepted and does later is
// not done.
func (l Lang) Ended(o incident.OutcomeData) string {
	if o.Result == incident.Applied && o.Pending {
		return pick(l, "accepted, not done yet", "diterima, belum selesai")
	}
	return l.Result(o.Result)
}

// ByValue says what a key without a record is ended by.
func (l Lang) ByValue() string {
	return pick(l, "no record is needed: the value itself is the exact match", "catatan tidak perlu: nilainya sendiri yang cocok persis")
}

var notices = map[providers.Notice]both{
	providers.NoticeMail:   {"its owner gets an e-mail about it", "pemiliknya mendapat surel tentang ini"},
	providers.NoticeTokens: {"access tokens that it minted work for up to an hour more", "token akses yang diterbitkannya masih berlaku hingga satu jam"},
	providers.NoticePosts:  {"what was posted through it stays in the channel", "pesan yang terkirim lewatnya tetap ada di kanal"},
	providers.NoticeLater:  {"accepted at once, done a little later", "langsung diterima, selesai sesaat kemudian"},
}

// Notice says what comes of a mutation beside what it is made for.
func (l Lang) Notice(n providers.Notice) string {
	if text, ok := lookup(l, notices, n); ok {
		return text
	}
	return clean(string(n), 30)
}

// noticeParts are what a statement says beside effect and reversibility: what else comes of the
// call, and how often the vendor takes it.
func (l Lang) noticeParts(s providers.Statement) []Labelled {
	var parts []Labelled
	for _, n := range s.Notices {
		parts = append(parts, Labelled{Label: pick(l, "note", "catatan"), Text: l.Notice(n)})
	}
	if s.Quota.Calls > 0 {
		parts = append(parts, Labelled{Label: pick(l, "limit", "batas"), Text: l.quota(s.Quota)})
	}
	return parts
}

func (l Lang) quota(q providers.Quota) string {
	text := fmt.Sprintf(pick(l, "%s requests %s", "%s permintaan %s"), l.Count(int64(q.Calls)), l.every(q.Per))
	if q.From == providers.QuotaAddress {
		text += pick(l, " from one network address", " dari satu alamat jaringan")
	}
	if q.Items > 1 {
		text += fmt.Sprintf(pick(l, ", up to %s keys in each", ", hingga %s kunci tiap kali"), l.Count(int64(q.Items)))
	}
	return text
}

func (l Lang) every(d time.Duration) string {
	switch d {
	case time.Hour:
		return pick(l, "an hour", "per jam")
	case time.Minute:
		return pick(l, "a minute", "per menit")
	}
	return pick(l, "in ", "dalam ") + l.Short(d)
}
