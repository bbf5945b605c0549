package words

import (
	"slices"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// ShortID is an incident's id as screens show it: "INC-k7qd" for INC-20261123-k7qd.
func ShortID(id string) string {
	parts := strings.Split(clean(id, 40), "-")
	if len(parts) != 3 {
		return clean(id, 40)
	}
	return parts[0] + "-" + parts[2]
}

// pasted renders outside text for a chat, where a name must neither call people nor become a
// link or formatting.
func pasted(u providers.Untrusted, width int) string {
	return strings.NewReplacer("@", "(at)", "<", "(", ">", ")", "`", "'", "*", "+", "|", "/", "[", "(", "]", ")",
		"://", ": //").Replace(u.Line(width))
}

// Status is the incident in exactly five lines for the incident channel, with several keys in two
// lines and one for each of those that are shown. It holds no secret and of a key no more than its last
// four characters. held: somebody works on it now.
func (l Lang) Status(s incident.State, now time.Time, held bool) []string {
	k, ok := s.First()
	head := ShortID(s.Opening.ID) + "  " + l.Mode(s.Opening.Mode) + "  "
	if r, replaces := s.Replacing(); replaces {
		return []string{head + l.Replaces(k.Identity.Last4), l.replaceState(r), l.replaceLeft(s, r), l.replaceNext(s, r), l.statusWho(s, now, held)}
	}
	switch {
	case len(s.Order) > 1:
		return slices.Concat([]string{head + l.AliveOf(s.Alive(), len(s.Order))}, l.eachKey(s, now), []string{l.statusWho(s, now, held)})
	case !ok:
		head += pick(l, "no key identified yet", "belum ada kunci yang dikenali")
	default:
		head += l.Kind(k.Identity.Kind) + " " + l.Ending(k.Identity.Last4)
	}
	return []string{head, l.statusState(k, now), l.statusUse(k), l.statusOpen(s, k), l.statusWho(s, now, held)}
}

func (l Lang) statusState(k incident.Key, now time.Time) string {
	label := pick(l, "state: ", "keadaan: ")
	if k.Cred == "" {
		return label + pick(l, "not checked", "belum diperiksa")
	}
	c, since := k.Condition()
	text := label + conditionOf(l, c)
	switch {
	case l.still(k) != "":
		text = label + l.stands(k) + ", " + l.Ago(since, now)
	case !since.IsZero() && c != incident.NotChecked:
		text += pick(l, " since ", " sejak ") + l.Time(since) + ", " + l.Ago(since, now)
		fallthrough
	default:
		text += l.revocation(k)
	}
	if k.Proof.Shortened {
		text += "; " + lower(strings.TrimSuffix(l.Shortened(k.Proof.Window), "."))
	}
	for _, said := range l.limitFacts(k, func(u providers.Untrusted) string { return pasted(u, 40) }) {
		text += pick(l, "; our limit: ", "; batas kita: ") + said
	}
	return text + l.unsettled(k)
}

func conditionOf(l Lang, c incident.Condition) string {
	if word, ok := lookup(l, conditions, c); ok {
		return word
	}
	return conditions[incident.IsUnknown].in(l)
}

// statusUse says whose the key is and what is known of its use.
func (l Lang) statusUse(k incident.Key) string {
	owner := pick(l, "key: record not found yet", "kunci: catatan belum ditemukan")
	if r := k.Record(); r != nil {
		owner = pick(l, "key: ", "kunci: ") + pasted(r.Name, 30)
		if k.Located.Likely() {
			owner = pick(l, "key: likely ", "kunci: mungkin ") + pasted(r.Name, 30)
		}
		if !r.ParentName.IsEmpty() {
			owner += ", " + l.place(r.Kind) + " " + pasted(r.ParentName, 24)
		}
	}
	return owner + "; " + l.ForeignUse(k)
}

func (l Lang) statusOpen(s incident.State, k incident.Key) string {
	if s.Closing != nil {
		return pick(l, "closed ", "ditutup ") + l.Time(s.ClosedAt) + ": " + l.closedLine(s, k)
	}
	if k.Cred == "" {
		return pick(l, "open: everything", "terbuka: semuanya")
	}
	text := l.OpenLine(s, k)
	if due := k.DueLooks(); len(due) > 0 {
		text += pick(l, "; look again ", "; lihat lagi ") + l.ShortClock(due[0]) + pick(l, ", with the key", ", dengan kuncinya")
	}
	return text
}

func (l Lang) statusWho(s incident.State, now time.Time, held bool) string {
	who := pick(l, "last worked on by ", "terakhir ditangani ")
	switch {
	case s.Closing != nil:
		who = pick(l, "closed by ", "ditutup oleh ")
	case held:
		who = pick(l, "held by ", "dipegang ")
	}
	text := who + pasted(s.Holder.Who, 24) + pick(l, " on ", " di ") + pasted(s.Holder.Where, 30)
	return text + pick(l, "; last event ", "; peristiwa terakhir ") + l.Time(s.Last) + ", " + l.Ago(s.Last, now)
}

// OpenLine names the open steps, and counts what nobody has decided yet.
func (l Lang) OpenLine(s incident.State, k incident.Key) string {
	open, undecided := s.OpenSteps(k.Cred), l.NotDecided(k)
	text := pick(l, "open: ", "terbuka: ") + l.Steps(open)
	switch {
	case undecided == "":
		return text
	case len(open) == 0:
		return undecided
	}
	return text + "; " + undecided
}

// ClosedFor says why an incident was closed.
func (l Lang) ClosedFor(reason string) string {
	switch reason {
	case "", incident.ClosedDone:
		return pick(l, "done", "selesai")
	case incident.ClosedPutBack:
		return pick(l, "the old value was put back", "nilai lama dikembalikan")
	case incident.ClosedUntouched:
		return pick(l, "nothing was written", "tidak ada yang ditulis")
	case "false-alarm":
		return pick(l, "false alarm", "alarm palsu")
	}
	return clean(reason, 40)
}

// Summary is what stands on the normal screen after leaving: outcome, open steps, report.
// Report is its path, "" for none written.
func (l Lang) Summary(s incident.State, report string) [3]string {
	id := ShortID(s.Opening.ID)
	k, ok := s.First()
	if !ok {
		return [3]string{id + ": " + pick(l, "no key was identified", "belum ada kunci yang dikenali"),
			pick(l, "open: everything", "terbuka: semuanya"), l.summaryReport(report)}
	}
	if len(s.Order) > 1 {
		return [3]string{id + ": " + l.keysStand(s), l.keysOpen(s), l.summaryReport(report)}
	}
	first := id + ": " + pick(l, "key ", "kunci ") + l.Ending(k.Identity.Last4) + " " + l.summaryOutcome(k) + l.unsettled(k)
	open := l.OpenLine(s, k)
	if s.Closing != nil {
		open = pick(l, "closed: ", "ditutup: ") + l.closedLine(s, k)
	}
	return [3]string{first, open, l.summaryReport(report)}
}

func (l Lang) summaryOutcome(k incident.Key) string {
	if !k.Outcome().Proven() {
		return l.stands(k)
	}
	return pick(l, "dead, proven ", "mati, terbukti ") + l.Clock(k.Proof.ProvenAt) + pick(l, ", first refused ", ", pertama ditolak ") + l.Clock(k.Proof.VerifiedDead)
}

func (l Lang) summaryReport(path string) string {
	if path == "" {
		return pick(l, "report: not written", "laporan: belum ditulis")
	}
	return pick(l, "report: ", "laporan: ") + clean(path, 300)
}
