package words

import (
	"firebreak/providers"
	"firebreak/runbook/incident"
)

// What is said of a step that was set aside.

// SetAside asks what becomes of a step that was left out or done by hand.
func (l Lang) SetAside(status incident.Status) string {
	if status == incident.StatusManual {
		return pick(l, "This was done by hand. What next?", "Ini dikerjakan manual. Apa berikutnya?")
	}
	return pick(l, "This was left out. What next?", "Ini dilewati. Apa berikutnya?")
}

// TakeUpAgain is the choice to do it after all.
func (l Lang) TakeUpAgain() string { return pick(l, "Take it up again", "Kerjakan sekarang") }

// AskedAgain says why the order is asked for once more; why is the note of when it was put off.
func (l Lang) AskedAgain(why providers.Untrusted) string {
	text := pick(l, "The key is still alive; this was put off for 10 min", "Kunci masih aktif; ini ditunda 10 mnt")
	if !why.IsEmpty() {
		text += ": " + why.Line(120)
	}
	return text + "."
}
