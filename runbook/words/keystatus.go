package words

import (
	"firebreak/providers"
	"firebreak/runbook/incident"
)

// troublesOfRecord: what only the provider's record of the key can tell.
var troublesOfRecord = map[incident.Reason]trouble{
	incident.WhyVeiled: {
		what: both{"The key would be refused without a revocation too, by a limit.",
			"Kunci akan ditolak walau tidak dicabut, karena ada batas."},
		key: both{"Its record did not say that it has ended: it is not proven dead.",
			"Catatannya belum menyatakan berakhir: kunci belum terbukti mati."},
		do: both{"Leave the limit in place, look in the console, then start again.",
			"Biarkan batas itu, periksa di konsol, lalu mulai lagi."},
	},
}

// KeyStatus says what the provider's record told of the key.
func (l Lang) KeyStatus(s providers.KeyStatus) string {
	switch s {
	case providers.Active:
		return pick(l, "record: still listed", "catatan: masih terdaftar")
	case providers.Inactive:
		return pick(l, "record: inactive, and can be made active again", "catatan: nonaktif, dan bisa diaktifkan lagi")
	case providers.Ended:
		return pick(l, "record: stays, and says that the key has ended", "catatan: masih ada, dan menyatakan kunci sudah berakhir")
	case providers.Gone:
		return pick(l, "record: gone", "catatan: sudah tidak ada")
	}
	return pick(l, "record: could not be read", "catatan: tidak bisa dibaca")
}
