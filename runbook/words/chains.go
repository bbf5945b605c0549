package words

import (
	"fmt"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// mostKeys is how many keys of an incident are named one by one, the most dangerous ones; the others
// are counted.
const mostKeys = 6

// eachKey says in a line of each key what it is, how it stands and what is open for it.
func (l Lang) eachKey(s incident.State, now time.Time) []string {
	list := s.ByDanger()
	var lines []string
	for _, k := range list[:min(len(list), mostKeys)] {
		lines = append(lines, l.Kind(k.Identity.Kind)+" "+l.Ending(k.Identity.Last4)+"; "+l.statusState(k, now)+"; "+l.statusOpen(s, k))
	}
	return l.more(lines, len(list)-mostKeys)
}

func (l Lang) more(list []string, n int) []string {
	if n > 0 {
		list = append(list, pick(l, "and more: ", "dan lagi: ")+l.of(int64(n), nKey))
	}
	return list
}

// keysStand says in a clause how each key of several stands.
func (l Lang) keysStand(s incident.State) string {
	list := s.ByDanger()
	var parts []string
	for _, k := range list[:min(len(list), mostKeys)] {
		parts = append(parts, l.Ending(k.Identity.Last4)+" "+l.summaryOutcome(k)+l.unsettled(k))
	}
	return strings.Join(l.more(parts, len(list)-mostKeys), "; ")
}

// keysOpen names what is open for each key of several.
func (l Lang) keysOpen(s incident.State) string {
	list := s.ByDanger()
	var parts []string
	for _, k := range list[:min(len(list), mostKeys)] {
		parts = append(parts, l.Ending(k.Identity.Last4)+" "+l.statusOpen(s, k))
	}
	return strings.Join(l.more(parts, len(list)-mostKeys), "; ")
}

// OfKey heads what is said of one key of several: its kind and its ending.
func (l Lang) OfKey(k incident.Key) string {
	return l.Kind(k.Identity.Kind) + " " + l.Ending(k.Identity.Last4) + ":"
}

// LedTo says how one credential of an incident led to another one.
func (l Lang) LedTo(b incident.Because) string {
	return l.Relation(b.Relation) + pick(l, ", of ", ", dari ") + clean(b.Cred, 12)
}

// WorkOnAll is the choice to take all keys of a text that are whole.
func (l Lang) WorkOnAll(n int) string {
	return fmt.Sprintf(pick(l, "All %d, in one incident, each with steps of its own", "Semua %d, dalam satu insiden, tiap kunci dengan langkahnya"), n)
}

// EnterAsksAll is EnterAsks for several vendors.
func (l Lang) EnterAsksAll(slugs []string) string { return l.EnterAsks(l.vendors(slugs)) }

func (l Lang) vendors(slugs []string) string {
	var names []string
	for _, slug := range slugs {
		names = append(names, l.Vendor(slug))
	}
	return strings.Join(names, ", ")
}

// ReadsAheadAll says what is asked about several keys before anything else.
func (l Lang) ReadsAheadAll(n int, vendors []string) []string {
	return []string{fmt.Sprintf(pick(l, "Asks about %s, read-only: each key, and a made-up one;", "Bertanya tentang %s, hanya membaca: tiap kunci, dan kunci karangan;"), l.of(int64(n), nKey)),
		pick(l, "asked: ", "ditanya: ") + l.vendors(vendors) + pick(l, ". Then you choose which one is worked first.", ". Lalu Anda memilih mana yang ditangani dulu.")}
}

// AnotherKeyOf is the choice to go to the list of the incident's keys.
func (l Lang) AnotherKeyOf(s incident.State) string {
	return pick(l, "Another key of this incident: ", "Kunci lain dari insiden ini: ") + l.AliveOf(s.Alive(), len(s.Order))
}

// KeyStands is one key of several as a choice: what it is, how it stands, what is open for it.
func (l Lang) KeyStands(s incident.State, k incident.Key) string {
	text := l.Kind(k.Identity.Kind) + " " + l.Ending(k.Identity.Last4) + ": " + l.Condition(k.Condition())
	if b := k.Identity.Because; b != nil {
		text += "; " + l.Relation(b.Relation)
	}
	if open := s.OpenSteps(k.Cred); k.LeftOut() {
		text += "; " + l.StepStatus(incident.StatusSkipped)
	} else if len(open) > 0 {
		text += pick(l, "; next: ", "; lanjut: ") + l.Step(open[0])
	}
	return text
}

// NothingToLeave says why a key cannot be left out whole: none of its steps is open, or it is the only one.
func (l Lang) NothingToLeave(only bool) string {
	if only {
		return pick(l, "the only key: leave out its steps, one by one", "satu-satunya kunci: lewati langkahnya satu per satu")
	}
	return pick(l, "nothing is left to do about it", "tidak ada lagi yang perlu dikerjakan")
}

// OpenHere is the choice to work on a related credential in the incident.
func (l Lang) OpenHere(pastes bool) string {
	if pastes {
		return pick(l, "Work on it here: paste its value", "Tangani di sini: tempel nilainya")
	}
	return pick(l, "Work on it here, with steps of its own", "Tangani di sini, dengan langkahnya sendiri")
}

// unseenValue says what to do about a credential that the key could have handed out, and whose value
// no call shows; "" for others, and once it was decided on.
func (l Lang) unseenValue(r incident.RelatedRow) string {
	if r.Relation != providers.WithinReach || r.Decision != incident.Undecided {
		return ""
	}
	return pick(l, "no call shows it: rotate it at its issuer, or paste it here", "tidak ditampilkan: ganti di penerbitnya, atau tempel di sini")
}

// OpenedHere says that a credential was opened in the incident.
func (l Lang) OpenedHere(k incident.Key) string {
	return pick(l, "opened in this incident: ", "dibuka dalam insiden ini: ") + l.Kind(k.Identity.Kind) + " " + l.Ending(k.Identity.Last4)
}

// PasteRelated asks for the value of a related credential.
func (l Lang) PasteRelated(name string) []string {
	return []string{pick(l, "Paste the value of ", "Tempel nilai ") + clean(name, 80) + pick(l, "; it is not shown.", "; tidak ditampilkan.")}
}

// NotThatOne says that a pasted value is not the related credential's.
func (l Lang) NotThatOne() string {
	return pick(l, "This is not that credential, or it is in the incident already.", "Itu bukan kredensial tersebut, atau sudah ada dalam insiden.")
}

// AsksAll says which vendors are asked about how many keys.
func (l Lang) AsksAll(n int, vendors []string) string {
	return fmt.Sprintf(pick(l, "asks %s about %s, read-only", "bertanya ke %s tentang %s, hanya membaca"), l.vendors(vendors), l.of(int64(n), nKey))
}
