package postmortem

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

var (
	spanForm    = regexp.MustCompile(`-?(?:\d+h )?(?:\d+m )?\d+s`)
	stampInside = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`)
	moneyInside = regexp.MustCompile(`[A-Z]{3} (-?[\d.,]+)`)
)

// amount reads the first sum of money of a value, in the writing of the page's language.
func (x *exam) amount(value string) float64 {
	m := moneyInside.FindStringSubmatch(value)
	if m == nil {
		return math.NaN()
	}
	thousands, point := ",", "."
	if x.told == words.Indonesian {
		thousands, point = point, thousands
	}
	f, err := strconv.ParseFloat(strings.Replace(strings.ReplaceAll(m[1], thousands, ""), point, ".", 1), 64)
	if err != nil {
		return math.NaN()
	}
	return f
}

// costTold is point 13: the money by author with method, currency and lag, ours and the attacker's
// being the total.
func (x *exam) costTold() *Loss {
	const part = "impact/impact"
	if x.skipped(part, "cost_total") {
		return nil
	}
	for _, key := range strings.Fields("cost_total cost_ours cost_attacker cost_method cost_currency cost_lag cost_avoidable") {
		if l := x.lacks(part, key, true); l != nil {
			return l
		}
	}
	value := func(key string) float64 {
		v, _ := x.field(part, key)
		return x.amount(v.seen)
	}
	total, sum := value("cost_total"), value("cost_ours")+value("cost_attacker")
	if !(math.Abs(total-sum) <= max(total/100, 0.01)) {
		v, _ := x.field(part, "cost_total")
		return x.lose(v.line, "ours and the attacker's are %.2f, the total is %.2f", "milik kita dan penyerang %.2f, totalnya %.2f", sum, total)
	}
	return nil
}

// usageAddsUp is point 15: the totals add up to the provider's, and every finding was judged.
func (x *exam) usageAddsUp() *Loss {
	p := x.parts["usage-review/totals"]
	if x.skipped("usage-review/review", "totals") {
		return nil
	}
	if len(p.rows) != 6 {
		return x.lose(p.line, "there are no totals by author", "tidak ada jumlah menurut asal")
	}
	var n [6]int
	for i, r := range p.rows {
		var err error
		if n[i], err = strconv.Atoi(strings.NewReplacer(",", "", ".", "").Replace(r.cells[1].seen)); err != nil {
			return x.lose(r.line, "requests, %s: %s", "permintaan, %s: %s", r.cells[0].seen, r.cells[1].seen)
		}
	}
	if n[0]+n[1]+n[2] != n[3] || n[4]-n[3] != n[5] {
		return x.lose(p.line, "the totals do not add up", "jumlahnya tidak cocok")
	}
	for _, r := range x.parts["usage-review/findings"].rows {
		if len(r.cells) != 7 || strings.HasPrefix(r.cells[4].bare, "open") {
			return x.lose(r.line, "a finding waits for a person's verdict", "satu temuan menunggu putusan orang")
		}
	}
	return nil
}

// indicatorsTold is point 16: each dimension has a first and a last time, or is not exposed.
func (x *exam) indicatorsTold() *Loss {
	p := x.parts["usage-review/indicators"]
	if x.skipped("usage-review/review", "findings") {
		return nil
	}
	if len(p.rows) == 0 {
		return x.lose(p.line, "no indicator is listed", "tidak ada petunjuk yang dicantumkan")
	}
	for _, r := range p.rows {
		for _, c := range r.cells {
			if isUnknown(c.bare) {
				return x.lose(r.line, "%s: %s", "%s: %s", r.cells[0].seen, c.seen)
			}
		}
	}
	return nil
}

// fewestLooked is how many kinds of traces have to be answered.
const fewestLooked = 8

// lookedForEnough is point 17.
func (x *exam) lookedForEnough() *Loss {
	p := x.parts["usage-review/looked_for"]
	if x.skipped("usage-review/review", "looked_for") {
		return nil
	}
	answered := 0
	for _, r := range p.rows {
		if len(r.cells) == 3 && !isUnknown(r.cells[1].bare) {
			answered++
		}
	}
	if answered < fewestLooked {
		return x.lose(p.line, "%d kinds of traces were looked for, of at least %d", "%d jenis jejak dicari, dari sedikitnya %d", answered, fewestLooked)
	}
	return nil
}

// relatedEnd is point 18: every related credential ends rotated, revoked or kept for a reason.
func (x *exam) relatedEnd() *Loss {
	p, there := x.parts["related-credentials/related"]
	if !there || len(p.rows) == 0 && x.missing(strings.TrimSpace(p.text)) {
		return x.lose(p.line, "related credentials: %s", "kredensial terkait: %s", strings.TrimSpace(p.text))
	}
	for _, r := range p.rows {
		if len(r.cells) != 8 {
			return x.lose(r.line, "a row of the related credentials is not whole", "satu baris kredensial terkait tidak lengkap")
		}
		end := firstWord(r.cells[4].bare)
		switch {
		case !slices.Contains([]string{"rotated", "revoked", "kept"}, end):
			return x.lose(r.line, "%s has no decision", "%s belum diputuskan", r.cells[0].seen)
		case end == "rotated" && (isUnknown(r.cells[6].bare) || r.cells[6].seen == ""):
			return x.lose(r.line, "%s: nothing verifies the rotation", "%s: penggantiannya belum dipastikan", r.cells[0].seen)
		case end == "kept" && strings.Contains(r.cells[4].bare, "unknown ("):
			return x.lose(r.line, "%s is kept without a reason or an approver", "%s dipertahankan tanpa alasan atau penyetuju", r.cells[0].seen)
		}
	}
	return nil
}

// sideEffects is point 19: the outage in minutes, and the order with who approved it.
func (x *exam) sideEffects() *Loss {
	const part = "containment/containment"
	return first(x.lacks("at-a-glance/figures", "outage_minutes", true), x.lacks(part, "order", true), x.lacks(part, "order_why", true), x.lacks(part, "approver", true))
}

// duties is point 20: GDPR and UU PDP are answered, with deadlines by their clock.
func (x *exam) duties() *Loss {
	p := x.parts["notification/notification"]
	for _, name := range []string{"GDPR", "UU PDP"} {
		i := slices.IndexFunc(p.rows, func(r tableRow) bool { return len(r.cells) == 7 && strings.Contains(r.cells[0].bare, name) })
		if i < 0 {
			return x.lose(p.line, "%s is not in the table", "%s tidak ada dalam tabel", name)
		}
		c := p.rows[i].cells
		answer := firstWord(c[2].bare)
		if answer != "yes" && answer != "no" && !isUnknown(c[2].bare) && !x.skips(c[2].bare) {
			return &Loss{Line: p.rows[i].line, Why: name + ": " + c[2].seen, Ask: incident.AskPersonalData}
		}
		starts, _, known := momentIn(firstWord(c[3].seen))
		if !known || firstWord(c[4].seen) != stamp(starts.Add(72*time.Hour)) {
			return x.lose(p.rows[i].line, "%s: the deadline is not 72 hours after its clock starts", "%s: tenggat bukan 72 jam setelah hitungannya mulai", name)
		}
	}
	return nil
}

// factorsTold is point 21: two conditions with evidence, and no word that blames.
func (x *exam) factorsTold() *Loss {
	p := x.parts["analysis/factors"]
	cited := 0
	for _, item := range p.items {
		if citation.MatchString(item.bare) {
			cited++
		}
		if why := x.blames(item.seen); why != "" {
			return &Loss{Line: item.line, Why: why, Ask: incident.AskConditions}
		}
		if handle.MatchString(item.seen) {
			return &Loss{Line: item.line, Why: x.say("a factor names a person", "satu faktor menyebut orang"), Ask: incident.AskConditions}
		}
	}
	if cited < 2 && !x.skips(prose(p)) {
		return &Loss{Line: p.line, Why: x.say("%d conditions with evidence, of at least two", "%d kondisi dengan bukti, dari sedikitnya dua", cited), Ask: incident.AskConditions}
	}
	for _, name := range x.order {
		if !strings.HasPrefix(name, "analysis/") && !strings.HasPrefix(name, "actions/") && !strings.HasPrefix(name, "summary/") {
			continue
		}
		for i, line := range strings.Split(x.parts[name].text, "\n") {
			if why := x.blames(line); why != "" {
				return x.lose(x.parts[name].line+i, "%s", "%s", why)
			}
		}
	}
	for _, h := range x.headings {
		if rootCause.MatchString(h.seen) {
			return x.lose(h.line, "no incident has one root cause: list contributing factors", "insiden tidak punya satu akar masalah: sebutkan faktor penyebab")
		}
	}
	return nil
}

// prose is what a part says below its heading.
func prose(p part) string {
	text := strings.TrimSpace(p.text)
	if rest, titled := strings.CutPrefix(text, "### "); titled {
		_, text, _ = strings.Cut(rest, "\n")
	}
	return text
}

// lessonsTold is point 22: what went well, went wrong and was luck, each with evidence.
func (x *exam) lessonsTold() *Loss {
	for _, key := range []string{"went_well", "went_wrong", "got_lucky"} {
		p := x.parts["analysis/"+key]
		if !x.skips(prose(p)) && !slices.ContainsFunc(p.items, func(t cellText) bool { return citation.MatchString(t.bare) }) {
			return &Loss{Line: p.line, Why: x.say("%s: nothing is told with evidence", "%s: belum ada keterangan dengan bukti", key), Ask: askedBy[key]}
		}
	}
	return nil
}

// detectionGap is point 23: what found it, what should have, and how both times would halve.
func (x *exam) detectionGap() *Loss {
	const part = "analysis/analysis"
	for _, key := range []string{"found_by", "should_have_found", "halve_detect", "halve_contain"} {
		if l := x.lacks(part, key, true); l != nil {
			return l
		}
	}
	return nil
}
