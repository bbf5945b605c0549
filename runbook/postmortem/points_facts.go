package postmortem

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

var (
	frontKeys = strings.Fields(`id title kind status severity provider credential_fp exposure_start first_abuse detected acknowledged
		revoke_requested verified_dead rotated closed cost_usd_total cost_usd_attacker outage_minutes owner approver review_due generated_at
		generator journal_sha256 profile`)
	frontTimes = strings.Fields(`exposure_start first_abuse detected acknowledged revoke_requested verified_dead rotated closed generated_at`)
	sectionIDs = strings.Fields(`summary at-a-glance credential timeline exposure validation containment usage-review related-credentials
		impact notification analysis actions evidence`)
	actors      = []string{byAttacker, byUs, byProvider, byThirdParty, bySystem}
	confidences = []string{isConfirmed, isInferred, isReported}
)

// externalMessage is the section that a page may have beyond the fourteen.
const externalMessage = "external-message"

var (
	stampForm   = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`)
	betweenForm = regexp.MustCompile(`^between (\S+) and (\S+)$`)
	unknownForm = regexp.MustCompile(`^unknown \(.+\)$`)
	boundForm   = regexp.MustCompile(`^(between [0-9.]+ and [0-9.]+|(at least|setidaknya) [0-9.]+) \(.+\)$`)
	citation    = regexp.MustCompile(`\bE\d+\b`)
)

// momentIn reads a printed milestone.
func momentIn(s string) (from, to time.Time, known bool) {
	at := func(s string) time.Time {
		if !stampForm.MatchString(s) {
			return time.Time{}
		}
		t, _ := time.Parse(time.RFC3339, s) // zero where it is none
		return t
	}
	if m := betweenForm.FindStringSubmatch(s); m != nil {
		from, to = at(m[1]), at(m[2])
	} else {
		from = at(s)
		to = from
	}
	return from, to, !from.IsZero() && !to.IsZero()
}

// frontComplete is point 1: front matter complete, flat, valid, all times UTC or unknown.
func (x *exam) frontComplete() *Loss {
	for _, key := range frontKeys {
		if !slices.Contains(x.names, key) {
			return x.lose(1, "the front matter lacks %s", "front matter tidak memuat %s", key)
		}
	}
	for _, key := range frontTimes {
		if v := x.front[key]; !unknownForm.MatchString(v) {
			if _, _, known := momentIn(v); !known {
				return x.lose(1, "%s in the front matter is %q, no time in UTC", "%s dalam front matter adalah %q, bukan waktu UTC", key, v)
			}
		}
	}
	for _, key := range []string{"cost_usd_total", "cost_usd_attacker", "outage_minutes"} {
		v := x.front[key]
		if _, err := strconv.ParseFloat(v, 64); err != nil && !unknownForm.MatchString(v) && !boundForm.MatchString(v) {
			return x.lose(1, "%s in the front matter is %q, no figure", "%s dalam front matter adalah %q, bukan angka", key, v)
		}
	}
	return nil
}

// allSections is point 2: the fourteen markers in their order.
func (x *exam) allSections() *Loss {
	have := slices.DeleteFunc(slices.Clone(x.sections), func(id string) bool { return id == externalMessage })
	if !slices.Equal(have, sectionIDs) {
		for i, id := range sectionIDs {
			if i >= len(have) || have[i] != id {
				return x.lose(0, "section %s is missing or not at its place", "bagian %s tidak ada atau tidak pada tempatnya", id)
			}
		}
		return x.lose(0, "there are %d sections, of %d", "ada %d bagian, dari %d", len(have), len(sectionIDs))
	}
	return nil
}

// timelineParses is point 3.
func (x *exam) timelineParses() *Loss {
	p := x.parts["timeline/timeline"]
	if len(p.rows) == 0 {
		return x.lose(p.line, "the timeline has no row", "linimasa tidak memiliki baris")
	}
	last := ""
	for _, r := range p.rows {
		switch {
		case len(r.cells) != 6 || !stampForm.MatchString(r.cells[0].seen):
			return x.lose(r.line, "a row of the timeline has no time in UTC or not six cells", "satu baris linimasa tanpa waktu UTC atau bukan enam sel")
		case r.cells[0].seen < last:
			return x.lose(r.line, "the timeline is not in the order of time at %s", "linimasa tidak urut waktu pada %s", r.cells[0].seen)
		case !slices.Contains(actors, r.cells[1].bare):
			return x.lose(r.line, "an actor is none of the five roles: %s", "pelaku bukan salah satu dari lima peran: %s", r.cells[1].seen)
		case !slices.Contains(confidences, r.cells[5].bare):
			return x.lose(r.line, "a confidence is none of the three words: %s", "keyakinan bukan salah satu dari tiga kata: %s", r.cells[5].seen)
		}
		last = r.cells[0].seen
	}
	if from, _, known := momentIn(x.front["exposure_start"]); known && p.rows[0].cells[0].seen > stamp(from) {
		return x.lose(p.rows[0].line, "the timeline begins after T0", "linimasa dimulai setelah T0")
	}
	if _, to, known := momentIn(x.front["verified_dead"]); known && last < stamp(to) {
		return x.lose(p.rows[len(p.rows)-1].line, "the timeline ends before T5", "linimasa berakhir sebelum T5")
	}
	return nil
}

// evidenceResolves is point 4: nine rows of ten cite evidence, and every citation of the page leads
// to a row that is an event of the journal.
func (x *exam) evidenceResolves() *Loss {
	have := map[string]bool{}
	for _, r := range x.parts["evidence/evidence"].rows {
		if len(r.cells) != 7 || !stampForm.MatchString(r.cells[2].seen) || r.cells[3].seen == "" {
			return x.lose(r.line, "a row of the evidence lacks its time or who collected it", "satu baris bukti tanpa waktu atau pengumpulnya")
		}
		id := r.cells[0].bare
		if n, err := strconv.Atoi(strings.TrimPrefix(id, "E")); err == nil && x.Journal != nil {
			if e, there := x.events[n]; !there || !strings.HasPrefix(e.Hash, r.cells[5].seen) {
				return x.lose(r.line, "%s is no event of the journal beside the report", "%s bukan kejadian dalam jurnal di samping laporan", id)
			}
		}
		have[id] = true
	}
	cites, rows := 0, x.parts["timeline/timeline"].rows
	for _, r := range rows {
		if len(r.cells) == 6 && citation.MatchString(r.cells[4].bare) {
			cites++
		}
	}
	if 10*cites < 9*len(rows) {
		return x.lose(x.parts["timeline/timeline"].line, "%d of %d rows of the timeline cite evidence", "%d dari %d baris linimasa menyebut bukti", cites, len(rows))
	}
	for _, name := range x.order {
		p := x.parts[name]
		for i, line := range strings.Split(p.text, "\n") {
			for _, id := range citation.FindAllString(cellOf(0, line).bare, -1) {
				if !have[id] {
					return x.lose(p.line+i, "%s is cited and is no row of the evidence", "%s disebut tetapi bukan baris bukti", id)
				}
			}
		}
	}
	return nil
}

// journalFits is point 5: the journal is the one that the page was written from, and what the page
// tells of records and arithmetic is what the data beside it tells.
func (x *exam) journalFits() *Loss {
	switch {
	case x.Journal == nil:
		return x.lose(0, "the journal is not beside the report", "jurnal tidak ada di samping laporan")
	case x.Data == nil:
		return x.lose(0, "the data (.report.json) is not beside the report", "data (.report.json) tidak ada di samping laporan")
	case digest(x.Journal) != x.front["journal_sha256"]:
		return x.lose(1, "the journal beside the report is not the one whose digest the front matter holds", "jurnal di samping laporan bukan yang sidiknya ada dalam front matter")
	case x.front["generator"] == "" || isUnknown(x.front["generator"]):
		return x.lose(1, "the front matter names no generator", "front matter tidak menyebut pembuatnya")
	case !slices.ContainsFunc(x.links, func(t cellText) bool { return strings.Contains(t.bare, ".journal.jsonl)") }):
		return x.lose(x.parts["evidence/journal"].line, "no link leads to the journal", "tidak ada tautan ke jurnal")
	}
	for _, name := range x.order {
		for _, r := range x.parts[name].rows {
			if l := x.contradicts(name, r); l != nil {
				return l
			}
		}
	}
	return nil
}

// contradicts reports whether a field says another thing than the data, where that comes from
// records or arithmetic and is known. What is unknown there may be filled in.
func (x *exam) contradicts(part string, r tableRow) *Loss {
	if len(r.cells) != 2 {
		return nil
	}
	key := x.labels[part][r.cells[0].seen]
	d := x.data[part][key]
	if key == "" || d.Source != auto && d.Source != derived || isUnknown(d.Value) {
		return nil
	}
	if seen := r.cells[1].seen; !sameWords(seen, d.Value) {
		return x.lose(r.line, "%s: the page says %q, its data says %q", "%s: halaman menyebut %q, datanya menyebut %q", d.Label, seen, d.Value)
	}
	return nil
}

// sameWords compares what a reader sees, whatever the fences of its code spans look like.
func sameWords(a, b string) bool {
	plain := func(s string) string {
		return strings.Join(strings.Fields(strings.NewReplacer("`", "", `\`, "", "|", "", "\u200b", "").Replace(s)), " ")
	}
	return plain(a) == plain(b)
}

// credentialWhole is point 6: every field of the credential, and a state of each control.
func (x *exam) credentialWhole() *Loss {
	for _, key := range strings.Fields(`provider type environment identifier fingerprint owner_team created last_rotation last_used privileges self_describing consumers`) {
		if l := x.lacks("credential/credential", key, false); l != nil {
			return l
		}
	}
	p := x.parts["credential/controls"]
	if len(p.rows) < len(seedControls) {
		return x.lose(p.line, "%d of %d controls are told", "%d dari %d kendali disebut", len(p.rows), len(seedControls))
	}
	for _, r := range p.rows {
		if len(r.cells) != 2 || r.cells[1].seen == "" {
			return x.lose(r.line, "a control has no state", "satu kendali tanpa keadaan")
		}
	}
	return nil
}

// holdsNoSecret is point 7, a gate: nothing that a detector knows, and no secret of the incident.
func (x *exam) holdsNoSecret() *Loss {
	for _, text := range [][]byte{x.Markdown, x.Data} {
		if hits := Scan(text, x.Detect, nil, KnownOf(x.state)...); len(hits) > 0 {
			line := 0
			if n := strings.TrimPrefix(hits[0].Field, "line "); n != hits[0].Field {
				line, _ = strconv.Atoi(n) // 0 where the row is named instead
			}
			return x.lose(line, "a secret stands in %s, %s", "ada rahasia di %s, %s", hits[0].Section, hits[0].Field)
		}
	}
	return nil
}
