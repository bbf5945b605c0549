package words

import (
	"fmt"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// What the lower line of a screen says of a running watch: what is awaited, and when the key is
// asked again.

// WatchLine is that line, and its form for a narrow screen. A next look whose time has come is under
// way, and not named.
func (l Lang) WatchLine(p incident.Proof, now time.Time) (text, short string) {
	short = l.awaited(p, now)
	if next := p.Next(); next.After(now) {
		short += pick(l, "; next look ", "; cek lagi ") + l.Clock(next)
	}
	switch {
	case p.Proven():
	case !p.Heard.Silent.IsZero():
		return l.Silent(p.Heard), short
	case p.Refusals > 0 && !p.Full() && !unanswered(p, now):
		return short + pick(l, ", full at ", ", penuh pada ") + l.Clock(p.FirstRefused.Add(p.Window)), short
	}
	return short, short
}

func (l Lang) awaited(p incident.Proof, now time.Time) string {
	h := p.Heard
	switch {
	case p.Proven():
		return pick(l, "proven dead at ", "terbukti mati pada ") + l.Clock(p.ProvenAt)
	case !h.Silent.IsZero() && h.Noise:
		return pick(l, "answer unclear since ", "tak jelas sejak ") + l.Clock(h.Silent)
	case !h.Silent.IsZero():
		return pick(l, "no answer since ", "tanpa jawaban sejak ") + l.Clock(h.Silent)
	case p.Refusals == 0 && h.Life == providers.Dead:
		return pick(l, "refused, but not in this run yet", "ditolak, tetapi belum di putaran ini")
	case p.Refusals == 0 && h.Life == "":
		return pick(l, "waits for the first answer", "menunggu jawaban pertama")
	case p.Refusals == 0 && !p.SetBack.IsZero():
		return pick(l, "set back; waits for a refusal", "terulang; menunggu penolakan")
	case p.Refusals == 0:
		return pick(l, "accepted; waits for a refusal", "diterima; menunggu penolakan")
	case p.Full() && !p.ControlOK:
		return pick(l, "window full; waits for a made-up key's refusal", "jendela penuh; kunci karangan masih diuji")
	case unanswered(p, now):
		return pick(l, "window not full; waits for a clear answer", "jendela belum penuh; menunggu jawaban jelas")
	}
	return fmt.Sprintf(pick(l, "refused %s of %s", "ditolak %s dari %s"), l.Short(p.Span()), l.Short(p.Window))
}
