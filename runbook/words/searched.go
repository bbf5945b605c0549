package words

import "firebreak/runbook/incident"

// searchOnly are the outcomes that say how the search for the record ended, where no revocation was
// sent.
var searchOnly = map[incident.Outcome]bool{incident.NotPermitted: true, incident.NotFound: true, incident.AmbiguousMatch: true}

// searched reports whether a key's outcome is that of the search for its record.
func searched(k incident.Key) bool {
	return !k.Sent() && searchOnly[k.Outcome()]
}

// revocation says behind a semicolon how the revocation stands, or that none was sent and how the search
// for the record ended.
func (l Lang) revocation(k incident.Key) string {
	if searched(k) {
		return pick(l, "; revocation: not sent; search for its record: ", "; pencabutan: tidak dikirim; pencarian catatannya: ") + l.Outcome(k.Outcome())
	}
	return pick(l, "; revocation: ", "; pencabutan: ") + l.Outcome(k.Outcome())
}
