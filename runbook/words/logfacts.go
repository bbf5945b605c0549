package words

import (
	"fmt"
	"maps"
	"slices"

	"firebreak/runbook/incident"
)

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }

func (l Lang) logProof(e incident.Event) string {
	switch e.Type {
	case incident.Validated:
		return read(l, e, func(d incident.ValidatedData) string {
			text := pick(l, "checked: ", "diperiksa: ") + l.Verdict(d.Verdict, l.Vendor(""))
			if d.Control != nil {
				text += "; " + lower(l.ControlProbe(*d.Control))
			}
			return text
		})
	case incident.Probed:
		return read(l, e, func(d incident.ProbeData) string {
			what := pick(l, "probe: ", "uji: ")
			switch {
			case d.Control:
				what = pick(l, "probe of a made-up key: ", "uji kunci karangan: ")
			case e.Step == incident.StepLook:
				what = pick(l, "later look: ", "pemeriksaan ulang: ")
			}
			return what + l.Verdict(d.Verdict, l.Vendor(""))
		})
	case incident.StateSeen:
		return read(l, e, func(d incident.StateData) string {
			text := pick(l, "the key is now: ", "keadaan kunci: ") + conditionOf(l, d.State)
			if !d.ProvenAt.IsZero() {
				text += pick(l, ", proven ", ", terbukti ") + l.Time(d.ProvenAt)
			}
			return text
		})
	}
	return read(l, e, func(d incident.LookData) string {
		return pick(l, "to be looked at again at ", "perlu diperiksa lagi pada ") + l.Time(d.At)
	})
}

func (l Lang) logRotation(e incident.Event) string {
	switch e.Type {
	case incident.StoreFound:
		return read(l, e, func(p incident.Place) string { return pick(l, "stored in ", "tersimpan di ") + l.Place(p) })
	case incident.Written:
		return read(l, e, func(p incident.Place) string {
			return pick(l, "new key written to ", "kunci baru ditulis ke ") + l.Place(p)
		})
	case incident.Parked:
		return read(l, e, func(d incident.ParkedData) string {
			how := pick(l, "new key kept sealed", "kunci baru disimpan tersegel")
			if d.ByHand {
				how = pick(l, "new key typed in and kept sealed", "kunci baru diketik dan disimpan tersegel")
			}
			return how + ", " + l.Ending(d.Last4)
		})
	case incident.Created:
		return read(l, e, func(d incident.CreatedData) string {
			return pick(l, "new key created: ", "kunci baru dibuat: ") + l.Record(d.Record)
		})
	case incident.Verified:
		return read(l, e, l.logVerified)
	case incident.UseSeen:
		return read(l, e, func(d incident.UseData) string { return l.LastUses(d, e.At) })
	case incident.Retired:
		return read(l, e, l.Retire)
	}
	return read(l, e, func(d incident.RelatedData) string {
		if d.Unlisted != "" {
			return pick(l, "could not be listed: ", "tidak bisa didaftar: ") + l.Unlisted(d.Unlisted)
		}
		name := clean(d.ID, 40)
		if d.Record != nil {
			name = l.Record(*d.Record)
		}
		text := pick(l, "at risk too: ", "ikut berisiko: ") + name
		if d.Relation != "" {
			text += ", " + l.Relation(d.Relation)
		}
		if d.Decision != incident.Undecided {
			text += ": " + l.Decision(d.Decision)
			if !d.Reason.IsEmpty() {
				text += ", " + quoted(d.Reason, 60)
			}
		}
		return text
	})
}

func (l Lang) logVerified(d incident.VerifiedData) string {
	if d.Verdict != nil {
		return pick(l, "new key probed: ", "kunci baru diuji: ") + l.Verdict(*d.Verdict, l.Vendor(""))
	}
	if d.Place == nil {
		return pick(l, "read back", "dibaca ulang")
	}
	if d.Holds {
		return pick(l, "read back, new key in place: ", "dibaca ulang, kunci baru terpasang: ") + l.Place(*d.Place)
	}
	return pick(l, "read back, new key not in place: ", "dibaca ulang, kunci baru belum terpasang: ") + l.Place(*d.Place)
}

func (l Lang) logFound(e incident.Event) string {
	switch e.Type {
	case incident.Identified:
		return read(l, e, func(d incident.IdentifiedData) string {
			text := pick(l, "recognised: ", "dikenali: ") + l.Kind(d.Kind) + " " + l.Ending(d.Last4) + ", " + l.Confidence(d.Confidence)
			if d.Because != nil {
				text += "; " + l.LedTo(*d.Because)
			}
			return text
		})
	case incident.Located:
		return read(l, e, l.Located)
	case incident.ForecastSaved:
		return read(l, e, func(d incident.ForecastData) string {
			if d.NotReadable {
				return pick(l, "record saved; its usage is unknown", "catatan disimpan; pemakaiannya tidak diketahui")
			}
			return fmt.Sprintf(pick(l, "record and usage saved: last hour %s, last day %s", "catatan dan pemakaian disimpan: sejam %s, sehari %s"),
				l.forecastCount(d, d.LastHour, d.HourTokens), l.forecastCount(d, d.LastDay, d.DayTokens))
		})
	case incident.Decided:
		return read(l, e, func(d incident.DecidedData) string {
			text := pick(l, "chosen: ", "dipilih: ") + lower(l.Strategy(d.Choice))
			if d.Suggested != d.Choice && d.Suggested != "" {
				text += pick(l, " (suggested: ", " (disarankan: ") + lower(l.Strategy(d.Suggested)) + ")"
			}
			if !d.Note.IsEmpty() {
				text += ", " + quoted(d.Note, 80)
			}
			return text
		})
	case incident.UsageFetched:
		return read(l, e, func(d incident.FetchedData) string {
			if d.Doubt() == incident.WhyNotOffered {
				return fmt.Sprintf(pick(l, "log of acts read: %s", "log tindakan dibaca: %s"), l.of(int64(d.AuditN), nEntry))
			}
			return fmt.Sprintf(pick(l, "usage read: %s, %s, %s as of %s", "pemakaian dibaca: %s, %s, %s per %s"),
				l.RequestsOf(d.Total), l.of(int64(len(d.Groups)), nGroup), l.of(int64(len(d.Gaps)), nGap), l.Clock(d.AsOf))
		})
	case incident.UsageVerdict:
		return read(l, e, func(d incident.VerdictData) string {
			return pick(l, "group ", "kelompok ") + clean(d.Group, 30) + ": " + l.GroupVerdict(d.Verdict)
		})
	case incident.Reported:
		return read(l, e, func(d incident.ReportedData) string {
			return l.Sender(d.Where) + pick(l, " reports it: ", " melaporkannya: ") + l.FirstPlace(&incident.Told{Places: []incident.ReportedData{d}})
		})
	case incident.ExposureHit:
		return read(l, e, func(d incident.HitData) string { return pick(l, "found in ", "ditemukan di ") + l.Hit(d) })
	}
	return clean(string(e.Type), 40)
}

// Decision says what became of a related credential, short enough for a column.
func (l Lang) Decision(d incident.Decision) string {
	switch d {
	case incident.RotatedD:
		return pick(l, "rotated", "diganti")
	case incident.RevokedD:
		return pick(l, "revoked", "dicabut")
	case incident.KeptD:
		return pick(l, "kept", "dipertahankan")
	case incident.WorkedD:
		return pick(l, "worked here", "ditangani")
	case incident.Undecided:
		return pick(l, "undecided", "belum ada")
	}
	return clean(string(d), 20)
}

// Record names a provider's record: name, id, and what it belongs to, which comes first where there
// is no name.
func (l Lang) Record(r incident.Record) string {
	id, of := clean(r.ID, 60), ""
	if !r.ParentName.IsEmpty() {
		of = l.place(r.Kind) + " " + l.Name(r.ParentName, 40)
	}
	switch {
	case r.Name.IsEmpty() && of != "":
		return of + ", " + id
	case of != "":
		return l.Name(r.Name, 40) + ", " + id + ", " + of
	}
	return l.Name(r.Name, 40) + ", " + id
}

// Located says what the search for the record gave, and what was searched.
func (l Lang) Located(d incident.LocatedData) string {
	among := ""
	if len(d.Searched) > 0 || len(d.Candidates) == 0 { // some issuers name what fits, and do not count
		among = pick(l, "; searched: ", "; dicari: ") + l.Searched(d.Searched)
	}
	switch len(d.Candidates) {
	case 0:
		return pick(l, "no record fits", "tidak ada catatan yang cocok") + among
	case 1:
		return pick(l, "record: ", "catatan: ") + l.Record(d.Candidates[0]) + among
	}
	return l.of(int64(len(d.Candidates)), noun{"record", "records", "catatan"}) + pick(l, " fit", " cocok") + among
}

// Hit is one place where the key stands.
func (l Lang) Hit(h incident.HitData) string {
	text := keepEnd(h.Path.Line(200), 60)
	if h.Path.IsEmpty() {
		text = keepEnd(h.Where.Line(200), 60)
	}
	if h.Line > 0 {
		text += fmt.Sprintf(pick(l, ", line %d", ", baris %d"), h.Line)
	}
	if h.Commit != "" {
		short := clean(h.Commit, 40)
		text += ", commit " + short[:min(len(short), 10)]
	}
	if !h.Repo.IsEmpty() {
		text += pick(l, ", repository ", ", repositori ") + keepEnd(h.Repo.Line(200), 40)
	}
	if h.Encoding != "" && h.Encoding != "plain" {
		text += ", " + clean(h.Encoding, 20)
	}
	if h.Pushed {
		text += pick(l, ", pushed", ", sudah di-push")
	}
	return text
}

// Traced says how much was searched; a search that was not complete never reads as clean.
func (l Lang) Traced(d incident.TracedData) string {
	found := pick(l, "found in ", "ditemukan di ") + l.of(int64(d.Hits), nHit)
	if d.Hits == 0 {
		found = pick(l, "not found", "tidak ditemukan")
	}
	read := l.of(int64(d.Files), nFile) + ", " + l.of(int64(d.Commits), nCommit)
	switch {
	case len(d.Places) == 0:
		return pick(l, "nothing was searched: no folder was named", "tidak ada yang dicari: tidak ada folder yang disebut")
	case d.Files == 0 && d.Objects == 0 && d.Commits == 0:
		return pick(l, "nothing could be searched", "tidak ada yang bisa dicari")
	case !d.Complete:
		return found + pick(l, ", search incomplete: ", ", pencarian belum lengkap: ") + read + fmt.Sprintf(
			pick(l, ", missing %s, refused %s", ", hilang %s, ditolak %s"), l.Count(int64(d.Missing)), l.Count(int64(d.Refused)))
	}
	return found + pick(l, ", all searched: ", ", semua dicari: ") + read
}
