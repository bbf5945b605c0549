package words

import (
	"fmt"
	"strings"
	"time"

	"firebreak/runbook/incident"
)

// What the screens of the review say, beyond the conversation in lines.

// ReadingUsage says what is waited for before the first figures.
func (l Lang) ReadingUsage() string {
	return pick(l, "reading what the key did; nothing is changed by it", "membaca apa yang dilakukan kunci; tidak mengubah apa pun")
}

// AsOf says until when the figures reach, and until when they are final.
func (l Lang) AsOf(u incident.FetchedData) string {
	text := pick(l, "as of ", "per ") + l.ShortClock(u.AsOf)
	if u.Settled.IsZero() || !u.Settled.Before(u.AsOf) {
		return text
	}
	return text + pick(l, ", final up to ", ", final sampai ") + l.at(u.Settled, u.AsOf)
}

// at is the time of day, with the date where it is not that of now.
func (l Lang) at(t, now time.Time) string {
	if t.IsZero() || t.UTC().Format(time.DateOnly) == now.UTC().Format(time.DateOnly) {
		return l.ShortClock(t)
	}
	return t.UTC().Format("01-02 ") + l.ShortClock(t)
}

// UseSpan is the time of a group of use: "02:40-03:13Z", with the date where it is not that of the
// figures; what took no longer than a minute or two has one time, what took days the dates alone.
func (l Lang) UseSpan(from, to, asOf time.Time) string {
	const instant = 2 * time.Minute
	switch {
	case to.Sub(from) <= instant:
		return l.at(from, asOf)
	case from.UTC().Format(time.DateOnly) == to.UTC().Format(time.DateOnly):
		return strings.TrimSuffix(l.at(from, asOf), "Z") + "-" + l.ShortClock(to)
	}
	return from.UTC().Format("01-02") + pick(l, " to ", " s/d ") + to.UTC().Format("01-02")
}

// GroupColumns head the groups of use: name, time, requests, tokens, money, verdict.
func (l Lang) GroupColumns(currency string) [6]string {
	money := clean(strings.ToUpper(currency), 8)
	if money == "" {
		money = pick(l, "cost", "biaya")
	}
	return [6]string{pick(l, "group", "kelompok"), pick(l, "time", "waktu"), pick(l, "requests", "permintaan"), pick(l, "tokens", "token"), money, pick(l, "verdict", "penilaian")}
}

// GroupFigure is a group's money without its currency: "?" where no price is known, "9.00+" where
// part of it has none.
func (l Lang) GroupFigure(g incident.Group) string {
	switch {
	case unpriced(g) && g.Micros < hundredth:
		return "?"
	case unpriced(g):
		return l.Money(g.Micros, "") + "+"
	}
	return l.Money(g.Micros, "")
}

// VerdictShort is a verdict in a column. A suggestion stands in brackets, and one that says
// neither is worded otherwise than the key for "can't tell", so that it reads as nobody's choice.
func (l Lang) VerdictShort(given, suggested incident.GroupVerdict) string {
	v, form := given, "%s"
	if given == "" {
		v, form = suggested, "(%s)"
	}
	switch v {
	case incident.Ours:
		return fmt.Sprintf(form, pick(l, "ours", "milik kita"))
	case incident.NotOurs:
		return fmt.Sprintf(form, pick(l, "not ours", "bukan kita"))
	}
	if given == "" {
		return pick(l, "(unclear)", "(tak jelas)")
	}
	return pick(l, "can't tell", "tak pasti")
}

// GoOnRotate leads to the rotation.
func (l Lang) GoOnRotate() string { return pick(l, "Go on to rotate", "Lanjut ke penggantian") }

// StaysOpen says how many groups have no verdict of a person.
func (l Lang) StaysOpen(n int) string {
	if n < 1 {
		return pick(l, "every group has a verdict", "semua kelompok sudah dinilai")
	}
	return l.Undecided(n) + pick(l, ", in brackets our guess", ", dalam kurung dugaan kami")
}

// GroupFirst answers a verdict where no group is selected.
func (l Lang) GroupFirst() string { return pick(l, "choose a group first", "pilih kelompok dulu") }

// VerbDetails opens what is known of one group.
func (l Lang) VerbDetails() string { return pick(l, "details", "rincian") }

// NoUse says that nothing was reported in the time that was read.
func (l Lang) NoUse(u incident.FetchedData) string {
	if u.Doubt() == incident.WhyNotOffered {
		return pick(l, "its use is not told; below is what the log of acts says since ", "pemakaiannya tidak diberitahukan; di bawah ini isi log tindakan sejak ") + l.at(u.From, u.AsOf)
	}
	return pick(l, "no use was reported since ", "tidak ada pemakaian dilaporkan sejak ") + l.at(u.From, u.AsOf)
}

// ChartHead names a chart by its span, or by the exposure where it begins there.
func (l Lang) ChartHead(span time.Duration, exposed time.Time) string {
	if exposed.IsZero() {
		return l.Short(span)
	}
	return pick(l, "exposed ", "terbuka ") + exposed.UTC().Format("01-02")
}

// ChartNotes say what one cell of a chart is, and when the key was revoked, or found gone that
// somebody else had ended, where that lies in it; the longest first.
func (l Lang) ChartNotes(width time.Duration, revoked time.Time, found bool, asOf time.Time) []string {
	cell := l.Short(width) + pick(l, " a cell", " per sel")
	if revoked.IsZero() {
		return []string{cell, l.Short(width)}
	}
	gone := pick(l, "; revoked ", "; dicabut ")
	if found {
		gone = pick(l, "; found gone ", "; sudah tidak ada ")
	}
	gone += l.at(revoked, asOf)
	return []string{cell + gone, l.Short(width) + gone, cell, l.Short(width)}
}

// ChartScale says what the height of a bar means, by the most use in a cell of each row; short
// leaves out how it grows.
func (l Lang) ChartScale(total incident.Amount, most [2]int64, width [2]time.Duration) (text, short string) {
	highest := fmt.Sprintf(pick(l, "full height: %s in %s, %s in %s", "tinggi penuh: %s dalam %s, %s dalam %s"),
		l.chartCount(total, most[0]), l.Short(width[0]), l.Count(most[1]), l.Short(width[1]))
	return highest + pick(l, "; half height is a quarter", "; separuh tinggi: seperempat"), highest
}

// WhySuggested is why a group is called what is suggested, all reasons in one sentence and the
// first alone.
func (l Lang) WhySuggested(reasons []incident.Signal) (all, first string) {
	var said []string
	for _, r := range reasons {
		said = append(said, l.Signal(r))
	}
	if len(said) == 0 {
		said = []string{l.Unknown()}
	}
	head := pick(l, "why: ", "alasan: ")
	return head + strings.Join(said, "; "), head + said[0]
}

// UseParts are what was found beside the use, what is missing, what was not found and what is not
// told: the weightiest first.
func (l Lang) UseParts(u incident.FetchedData, vendor string) []Labelled {
	found, absent, unread := l.lookedParts(u, vendor)
	if u.EndedBy != nil {
		found = append([]Labelled{{Label: pick(l, "found", "ditemukan"), Text: l.EndedBy(*u.EndedBy), Caution: true}}, found...)
	}
	parts := found
	if whole := l.WholeCost(u); whole != "" {
		parts = append(parts, Labelled{Label: pick(l, "cost of", "biaya"), Text: whole})
	}
	for _, g := range u.Gaps {
		parts = append(parts, Labelled{Label: pick(l, "missing", "belum ada"), Text: l.Gap(g, vendor), Caution: true})
	}
	if absent != "" {
		parts = append(parts, Labelled{Label: pick(l, "not found", "tak ada"), Text: absent})
	}
	if _, names, ok := strings.Cut(l.Hidden(u.Hidden, vendor), ": "); ok {
		parts = append(parts, Labelled{Label: pick(l, "not told", "tak dibuka"), Text: pick(l, "by ", "oleh ") + clean(vendor, 24) + ": " + names})
	}
	if parts = append(parts, unread...); len(parts) == 0 {
		return []Labelled{{Label: pick(l, "not read", "tak terbaca"), Text: pick(l, "nothing was looked for beside the use", "selain pemakaian tidak ada yang dicari")}}
	}
	return parts
}

// UseTotals are the sums of all use, and how the figures came about.
func (l Lang) UseTotals(u incident.FetchedData) []Labelled {
	if u.Doubt() == incident.WhyNotOffered {
		return nil // nothing was told to add up
	}
	var parts []Labelled
	parts = append(parts, Labelled{Label: pick(l, "in all", "jumlah"), Text: fmt.Sprintf(pick(l, "%s, %s tokens, %s since %s", "%s, %s token, %s sejak %s"),
		l.RequestsOf(u.Total), l.Tokens(u.Total.In+u.Total.Out), l.Money(u.Total.Micros, u.Currency), l.at(u.From, u.AsOf))})
	if u.Own > 0 {
		parts = append(parts, Labelled{Label: pick(l, "our own", "dari kita"), Text: l.Requests(u.Own) + pick(l, ", our probes, counted apart", ", pengujian kita, dihitung terpisah")})
	}
	if p := u.Past; p != nil {
		parts = append(parts, Labelled{Label: pick(l, "normal", "biasanya"), Text: l.Normal(*p, u.Total)})
	}
	return append(parts, Labelled{Label: pick(l, "money", "biaya"), Text: l.CostMethod(u.Method)})
}

// lookedParts sums up the search for something left behind: what was found one by one, what was
// not found in one line, what could not be looked for with the reason.
func (l Lang) lookedParts(u incident.FetchedData, vendor string) (found []Labelled, absent string, unread []Labelled) {
	var names []string
	for _, k := range u.Looked {
		name, _, _ := strings.Cut(l.LookedFor(k, vendor), ": ")
		switch {
		case len(k.Found) > 0:
			found = append(found, Labelled{Label: pick(l, "found", "ditemukan"), Text: name + ", " + l.of(int64(len(k.Found)), nEntry) + l.actsOf(u, k), Caution: true})
		case k.Why != "":
			unread = append(unread, Labelled{Label: pick(l, "not read", "tak terbaca"), Text: l.LookedFor(k, vendor), Caution: true})
		default:
			names = append(names, name)
		}
	}
	if len(names) > 0 {
		absent = pick(l, "though looked for: ", "meski dicari: ") + strings.Join(names, ", ")
	}
	return found, absent, unread
}

// GroupParts is all that is known of one group of use.
func (l Lang) GroupParts(g incident.Group, currency string) []Labelled {
	parts := []Labelled{
		{Label: "model", Text: l.Name(g.Model, 60)},
		{Label: "endpoint", Text: clean(g.Endpoint, 60)},
	}
	if len(g.Did) > 0 {
		parts = []Labelled{
			{Label: pick(l, "client", "klien"), Text: l.Name(g.Client, 60)},
			{Label: pick(l, "from", "dari"), Text: l.Name(g.Place, 60)},
			{Label: pick(l, "called", "memanggil"), Text: l.did(g)},
		}
	}
	use := fmt.Sprintf(pick(l, "%s; tokens in %s, out %s", "%s; token masuk %s, keluar %s"), l.RequestsOf(g.Amount), l.Tokens(g.In), l.Tokens(g.Out))
	if len(g.Did) > 0 && g.In+g.Out == 0 {
		use = l.RequestsOf(g.Amount) // tokens are not told of single calls
	}
	parts = append(parts, []Labelled{
		{Label: pick(l, "time", "waktu"), Text: l.Time(g.From) + pick(l, " to ", " sampai ") + l.Time(g.To)},
		{Label: pick(l, "use", "pemakaian"), Text: use},
	}...)
	money := l.GroupMoney(g, currency)
	if g.Low != g.High {
		money += pick(l, ", estimated: likely between ", ", perkiraan: mungkin antara ") + l.Money(g.Low, currency) +
			pick(l, " and ", " dan ") + l.Money(g.High, currency)
	}
	parts = append(parts, Labelled{Label: pick(l, "money", "biaya"), Text: money})
	for i, r := range g.Reasons {
		label := ""
		if i == 0 {
			label = pick(l, "why", "alasan")
		}
		parts = append(parts, Labelled{Label: label, Text: l.Signal(r)})
	}
	return parts
}

// mostCalls is how many operations of a group are told one by one.
const mostCalls = 6

// did lists what a group called, the most first.
func (l Lang) did(g incident.Group) string {
	var told []string
	for i, c := range g.Did {
		if i == mostCalls {
			told = append(told, fmt.Sprintf(pick(l, "%d more", "%d lagi"), len(g.Did)-i))
			break
		}
		told = append(told, fmt.Sprintf("%s %s (%s)", clean(c.Endpoint, 24), c.Model.Line(40), l.Count(c.Requests)))
	}
	return strings.Join(told, ", ")
}

// GroupName is whose or what use a group is, in a column: client and place where single calls are
// told, else the model, else the endpoint.
func (l Lang) GroupName(g incident.Group, width int) string {
	switch {
	case !g.Client.IsEmpty() && !g.Place.IsEmpty():
		place := g.Place.Line(width / 2)
		return g.Client.Line(width-len([]rune(place))-1) + " " + place
	case !g.Client.IsEmpty() || !g.Place.IsEmpty():
		return g.Client.Line(width) + g.Place.Line(width)
	case !g.Model.IsEmpty():
		return g.Model.Line(width)
	case g.Endpoint != "":
		return clean(g.Endpoint, width)
	}
	return l.Unknown()
}

// VerdictSoFar says beside the question whose a group is called, and by whom.
func (l Lang) VerdictSoFar(given, suggested incident.GroupVerdict) string {
	if given != "" {
		return pick(l, "your verdict: ", "penilaian Anda: ") + l.GroupVerdict(given)
	}
	return pick(l, "we suggest: ", "saran: ") + l.GroupVerdict(suggested)
}
