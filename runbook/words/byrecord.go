package words

import (
	"time"

	"firebreak/runbook/incident"
)

// What is said of a credential that is known by its record alone.

// overByRecord says of a proof that nobody can make what the record tells, and how it ends.
func (l Lang) overByRecord(at time.Time) string {
	return pick(l, "nobody here has its value; by its record it is gone since ", "nilainya tidak ada di sini; menurut catatan sudah hilang sejak ") + l.Clock(at) +
		pick(l, ". Close with that as the reason.", ". Tutup dengan alasan itu.")
}

// endsByItself says of a key that the vendor ends by no call whether it is limited, and when its time
// is over.
func (l Lang) endsByItself(s incident.LeftStep, vendor string) string {
	text := fill(pick(l, "{vendor} ends no such key", "{vendor} tidak mengakhiri kunci seperti ini"), "vendor", clean(vendor, 24))
	if s.Limited {
		text += pick(l, "; it is limited", "; kuncinya dibatasi")
	}
	if s.Ends.IsZero() {
		return text + pick(l, ". It ends with its session: resume with the key to see that.", ". Berakhir bersama sesinya: resume dengan kuncinya untuk memastikan.")
	}
	return text + pick(l, ". Its time is over at ", ". Masanya habis ") + l.Time(s.Ends) + pick(l, ": go on then.", ": lanjutkan saat itu.")
}

// matched says how sure it is that the record is the key's. Of one that is known by its record it is
// the other way round.
func (l Lang) matched(k incident.Key) string {
	if k.Identity.ByRecord() {
		return pick(l, "Certain: it is known by this record.", "Pasti: dikenal dari catatan ini.")
	}
	return l.Strength(k.Located.Strength)
}

// RecordSaid says what the record of a key said when it was read.
func (l Lang) RecordSaid(d incident.ReadData) string {
	return l.KeyStatus(d.Status) + ", " + l.Clock(d.At)
}

// CloseWithReason gives the command that closes what nobody can prove any further.
func (l Lang) CloseWithReason(id string) string {
	return pick(l, "Or close it with the reason: firebreak close ", "Atau tutup dengan alasannya: firebreak close ") + clean(id, 30) + pick(l, ` --reason "WHY"`, ` --reason "ALASAN"`)
}
