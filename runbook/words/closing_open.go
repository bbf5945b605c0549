package words

import (
	"strings"

	"firebreak/runbook/incident"
)

// CloseReasons are the reasons for a close with no step open: all is done, or another in one line.
func (l Lang) CloseReasons() (done, other string) {
	return pick(l, "Everything is done, close it", "Semuanya selesai, tutup"),
		pick(l, "Close it for another reason, in one line", "Tutup dengan alasan lain, satu baris")
}

// CloseWithOpen is the choice to close with steps open, which asks why.
func (l Lang) CloseWithOpen() string {
	return pick(l, "Close it with that open: asks why", "Tutup dengan yang terbuka: ditanya alasannya")
}

// OthersOpen names the other keys of the incident that have steps open, "" for none.
func (l Lang) OthersOpen(s incident.State, cred string) string {
	var list []string
	for _, other := range s.Unfinished() {
		if other != cred {
			list = append(list, l.Ending(s.Keys[other].Identity.Last4))
		}
	}
	if len(list) == 0 {
		return ""
	}
	return pick(l, "steps open for other keys: ", "langkah terbuka untuk kunci lain: ") + strings.Join(list, ", ")
}
