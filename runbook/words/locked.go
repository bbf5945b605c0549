package words

import (
	"fmt"
	"strconv"

	"firebreak/runbook/incident"
)

// Locked says who holds an incident: person, host with terminal, process, since when and with
// which last act, and how it is let go. then is the command that was to work on it: resume, close.
func (l Lang) Locked(s incident.State, then string) []string {
	id := clean(s.Opening.ID, 30)
	lines := []string{
		ShortID(s.Opening.ID) + pick(l, " is open elsewhere: ", " sedang dibuka di tempat lain: ") + s.Holder.Who.Line(24) + pick(l, " on ", " di ") +
			s.Holder.Where.Line(30) + l.process(s.Holder.PID),
		pick(l, "since ", "sejak ") + l.Time(s.HeldAt) + pick(l, ", last event ", ", peristiwa terakhir ") + l.Time(s.Last),
		pick(l, "Leave it there first, with q or ctrl+c; then: firebreak ", "Tutup di sana dulu (q atau ctrl+c), lalu: firebreak ") + clean(then, 20) + " " + id,
	}
	if s.Holder.PID > 0 {
		lines = append(lines, fmt.Sprintf(pick(l, "If nobody sits there: kill %d on that host. What it recorded stays.", "Jika tak ada orang: kill %d di host itu. Catatannya tetap ada."), s.Holder.PID))
	}
	return append(lines, pick(l, "To read along: firebreak log ", "Untuk membaca: firebreak log ")+id)
}

func (l Lang) process(pid int) string {
	if pid <= 0 {
		return "" // a drill names none
	}
	return pick(l, ", process ", ", proses ") + strconv.Itoa(pid)
}
