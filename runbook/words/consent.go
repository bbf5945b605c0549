package words

import (
	"net/url"
	"time"

	"firebreak/providers"
)

// What is asked before an act that can be undone, once it was chosen.

// CreateTitle asks for the yes to a new key.
func (l Lang) CreateTitle() string {
	return pick(l, "Create the new key?", "Buat kunci baru?")
}

// LimitTitle asks for the yes to a limit.
func (l Lang) LimitTitle() string { return pick(l, "Set this limit?", "Pasang batas ini?") }

// LiftTitle asks for the yes to taking a limit back.
func (l Lang) LiftTitle() string { return pick(l, "Lift this limit?", "Lepaskan batas ini?") }

// NothingToSend says why there is nothing to say yes to.
func (l Lang) NothingToSend() string {
	return pick(l, "what would be sent could not be made", "isi yang akan dikirim tidak bisa dibuat")
}

// Awaited is what was sent and has no end yet, and for how long; short names the host or the
// file alone.
func (l Lang) Awaited(s providers.Statement, took time.Duration) (text, short string) {
	ends := pick(l, ", no answer for ", ", belum dijawab ")
	if s.Door != "" && s.Door != "http" {
		ends = pick(l, ", not done for ", ", belum selesai ")
	}
	ends += l.Short(took.Truncate(time.Second))
	short = l.target(s)
	if u, err := url.Parse(s.URL); err == nil && u.Host != "" {
		short = clean(s.Method, 8) + " " + clean(u.Host, 40)
	}
	return l.target(s) + ends, short + ends
}

// CloseTitle asks for the yes to the end of an incident.
func (l Lang) CloseTitle() string { return pick(l, "Close the incident?", "Tutup insiden?") }

// LimitIsSet heads the limits of ours that stand.
func (l Lang) LimitIsSet() string { return pick(l, "The limit is set", "Batas sudah terpasang") }

// VerbAwaits is what there is to do while a request is under way.
func (l Lang) VerbAwaits() string { return pick(l, "waits for the answer", "menunggu jawaban") }

// TakesYes answers an enter on a question that only y says yes to.
func (l Lang) TakesYes() string {
	return pick(l, "nothing was sent: that takes y", "tidak ada yang dikirim: untuk itu tekan y")
}
