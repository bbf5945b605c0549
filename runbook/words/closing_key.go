package words

import "firebreak/runbook/incident"

// CloseNeedsKey refuses a close without the key that would end later looks at it.
func (l Lang) CloseNeedsKey(s incident.State) []string {
	due := 0
	for _, k := range s.Keys {
		due += len(k.DueLooks())
	}
	id := clean(s.Opening.ID, 30)
	return []string{
		ShortID(s.Opening.ID) + pick(l, " was not closed: no key for a last look; still to come: ", " tidak ditutup: tidak ada kunci untuk diperiksa; menunggu: ") +
			l.of(int64(due), nLook),
		pick(l, "With the key on stdin: firebreak close ", "Dengan kunci lewat stdin: firebreak close ") + id + " -",
		pick(l, "To close it without that look: firebreak close ", "Untuk menutup tanpa itu: firebreak close ") + id + pick(l, ` --reason "WHY"`, ` --reason "ALASAN"`),
	}
}
