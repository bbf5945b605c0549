package words

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// Time is a point in time: RFC 3339 in UTC, to the second. The zero time is "unknown".
func (l Lang) Time(t time.Time) string {
	if t.IsZero() {
		return l.Unknown()
	}
	return t.UTC().Format(time.RFC3339)
}

// Clock is the time of day in UTC, to the second.
func (l Lang) Clock(t time.Time) string {
	if t.IsZero() {
		return l.Unknown()
	}
	return t.UTC().Format("15:04:05Z")
}

// ShortClock is the time of day in UTC, to the minute, for the status line.
func (l Lang) ShortClock(t time.Time) string {
	if t.IsZero() {
		return l.Unknown()
	}
	return t.UTC().Format("15:04Z")
}

// Unknown is the word for what is not known.
func (l Lang) Unknown() string { return pick(l, "unknown", "tidak diketahui") }

// UnknownBecause names why something is not known, in the form that the report uses.
func (l Lang) UnknownBecause(why string) string {
	if why == "" {
		return l.Unknown()
	}
	return l.Unknown() + " (" + clean(why, 200) + ")"
}

// Span is an exact duration: "1h 04m 10s", "4m 10s", "10s", "300ms". The same in both
// languages, since the report's metrics are checked against it.
func Span(d time.Duration) string {
	if d < 0 {
		return "-" + Span(-d)
	}
	if d > 0 && d < time.Second {
		return strconv.FormatInt(max(1, d.Round(time.Millisecond).Milliseconds()), 10) + "ms"
	}
	s := int64(d.Round(time.Second) / time.Second)
	h, m, s := s/3600, s/60%60, s%60
	switch {
	case h > 0:
		return fmt.Sprintf("%dh %02dm %02ds", h, m, s)
	case m > 0:
		return fmt.Sprintf("%dm %02ds", m, s)
	}
	return fmt.Sprintf("%ds", s)
}

// Short is a duration for a sentence, to one unit: "40 s", "4 min", "3 h", "10 days". The
// part that is dropped is rounded, so that 59.6 minutes are an hour.
func (l Lang) Short(d time.Duration) string {
	if d < 0 {
		d = -d
	}
	const day = 24 * time.Hour
	seconds := d.Round(time.Second) / time.Second
	switch {
	case d > 0 && d < time.Second:
		return fmt.Sprintf("%d ms", max(1, d.Round(time.Millisecond).Milliseconds()))
	case seconds < 90 && seconds != 60:
		return fmt.Sprintf(pick(l, "%d s", "%d dtk"), seconds)
	case d < 90*time.Minute:
		return fmt.Sprintf(pick(l, "%d min", "%d mnt"), d.Round(time.Minute)/time.Minute)
	case d < 2*day:
		return fmt.Sprintf(pick(l, "%d h", "%d jam"), d.Round(time.Hour)/time.Hour)
	}
	return fmt.Sprintf(pick(l, "%d days", "%d hari"), d.Round(day)/day)
}

// Ago says how long before now something was: "4 min ago", "just now", "in 4 min".
func (l Lang) Ago(t, now time.Time) string {
	if t.IsZero() {
		return l.Unknown()
	}
	d := now.Sub(t)
	switch {
	case d <= -time.Second:
		return pick(l, "in ", "dalam ") + l.Short(d)
	case d < 5*time.Second:
		return pick(l, "just now", "baru saja")
	}
	return l.Short(d) + pick(l, " ago", " lalu")
}

// LastEvent says how long ago an incident's last event was; "" where that would mislead, in a
// drill, whose clock is its own. A time after now is one of a clock that differs from ours.
func (l Lang) LastEvent(s incident.State, now time.Time) string {
	if s.Opening.Mode == incident.Drill {
		return ""
	}
	if s.Last.After(now) {
		return l.Ago(now, now)
	}
	return l.Ago(s.Last, now)
}

// Money is an amount in millionths of a currency, rounded to hundredths: "USD 1,234.56", in
// Indonesian "USD 1.234,56". What is more than nothing never reads as nothing: it gets the decimals that
// its first digit needs, "USD 0.003".
func (l Lang) Money(micros int64, currency string) string {
	sign := ""
	if micros < 0 {
		sign = "-"
	}
	u := magnitude(micros)
	cents := u / 10_000
	if u%10_000 >= 5_000 {
		cents++
	}
	point, _ := l.marks()
	figure := sign + l.grouped(cents/100) + point + fmt.Sprintf("%02d", cents%100)
	if cents == 0 && u > 0 {
		figure = sign + l.Decimal(float64(u)/1e6, 7-len(strconv.FormatUint(u, 10)))
	}
	if currency = clean(strings.ToUpper(currency), 8); currency == "" {
		return figure
	}
	return currency + " " + figure
}

// Count writes a whole number with thousands separators: "1,234,567", in Indonesian "1.234.567".
func (l Lang) Count(n int64) string {
	if n < 0 {
		return "-" + l.grouped(magnitude(n))
	}
	return l.grouped(magnitude(n))
}

// marks are what stands before the decimals, and between thousands.
func (l Lang) marks() (point, thousands string) {
	if l == Indonesian {
		return ",", "."
	}
	return ".", ","
}

// Decimal writes a number with a fixed count of decimals, without separators of thousands.
func (l Lang) Decimal(v float64, decimals int) string {
	point, _ := l.marks()
	return strings.Replace(strconv.FormatFloat(v, 'f', decimals, 64), ".", point, 1)
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return uint64(-(n + 1)) + 1
	}
	return uint64(n)
}

func (l Lang) grouped(n uint64) string {
	_, thousands := l.marks()
	digits := strconv.FormatUint(n, 10)
	var b strings.Builder
	for i, c := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(thousands)
		}
		b.WriteRune(c)
	}
	return b.String()
}

// Tokens is a short large number: "950", "12.0 k", "214 M", "1.2 G"; Indonesian has rb, jt, M.
func (l Lang) Tokens(n int64) string {
	v := float64(magnitude(n))
	sign := ""
	if n < 0 {
		sign = "-"
	}
	units := []both{{"", ""}, {"k", "rb"}, {"M", "jt"}, {"G", "miliar"}, {"T", "triliun"}}
	i := 0
	for v >= 999.5 && i < len(units)-1 {
		v /= 1000
		i++
	}
	switch {
	case i == 0:
		return sign + strconv.FormatFloat(v, 'f', 0, 64)
	case v < 99.95:
		return sign + l.Decimal(v, 1) + " " + units[i].in(l)
	}
	return sign + strconv.FormatFloat(v, 'f', 0, 64) + " " + units[i].in(l)
}

// noun is a thing that is counted. Indonesian needs one form.
type noun struct{ one, many, id string }

var (
	nRequest    = noun{"request", "requests", "permintaan"}
	nValue      = noun{"value", "values", "nilai"}
	nKey        = noun{"key", "keys", "kunci"}
	nCredential = noun{"credential", "credentials", "kredensial"}
	nProject    = noun{"project", "projects", "proyek"}
	nAccount    = noun{"service account", "service accounts", "akun layanan"}
	nAdminKey   = noun{"admin key", "admin keys", "kunci admin"}
	nUser       = noun{"user", "users", "pengguna"}
	nPage       = noun{"page", "pages", "halaman"}
	nEntry      = noun{"entry", "entries", "catatan"}
	nGroup      = noun{"group", "groups", "kelompok"}
	nHit        = noun{"place", "places", "tempat"}
	nFinding    = noun{"finding", "findings", "temuan"}
	nFile       = noun{"file", "files", "berkas"}
	nCommit     = noun{"commit", "commits", "commit"}
	nProbe      = noun{"probe", "probes", "pengujian"}
	nWarning    = noun{"warning", "warnings", "peringatan"}
	nGap        = noun{"gap", "gaps", "celah data"}
	nFolder     = noun{"folder", "folders", "folder"}
	nEvent      = noun{"event", "events", "peristiwa"}
	nToken      = noun{"token", "tokens", "token"}
)

// of counts things: "1 request", "2,391 requests", "2,391 permintaan".
func (l Lang) of(n int64, things noun) string {
	return Number(l, int(n), things.one, things.many, things.id)
}

// Number writes a count with what is counted, and what is said of it where that changes with the
// count: one and many are English, id is Indonesian, which needs one form.
func Number(l Lang, n int, one, many, id string) string {
	if n != 1 {
		one = many
	}
	return l.Count(int64(n)) + " " + pick(l, one, id)
}

// Requests counts requests.
func (l Lang) Requests(n int64) string { return l.of(n, nRequest) }

// counted names what an adapter says it looked through.
var counted = map[string]noun{
	"value": nValue, "values": nValue, "project": nProject, "projects": nProject, "key": nKey, "keys": nKey, "api_keys": nKey,
	"service_accounts": nAccount, "service accounts": nAccount, "admin_keys": nAdminKey, "admin keys": nAdminKey,
	"admin_api_keys": nAdminKey, "users": nUser, "pages": nPage, "entries": nEntry, "accounts": {"account", "accounts", "akun"},
	"repositories": {"repository", "repositories", "repositori"}, "private repositories": {"private repository", "private repositories", "repositori privat"},
	"writable repositories": {"repository it may write", "repositories it may write", "repositori yang boleh diubahnya"},
	"organisations":         {"organisation", "organisations", "organisasi"},
	"keys without a hint":   {"of them shows nothing to compare", "of them show nothing to compare", "di antaranya tanpa petunjuk"},
	"projects not readable": {"project not readable", "projects not readable", "proyek tidak terbaca"},
}

// Searched lists what was looked through: "7 projects, 41 keys".
func (l Lang) Searched(what []providers.Counted) string {
	if len(what) == 0 {
		return pick(l, "nothing", "tidak ada")
	}
	var parts []string
	for _, c := range what {
		things, ok := counted[c.What]
		if !ok {
			name := clean(c.What, 30)
			things = noun{name, name, name}
		}
		parts = append(parts, l.of(int64(c.N), things))
	}
	return strings.Join(parts, ", ")
}

// list joins names: "a, b and c".
func (l Lang) list(names []string) string {
	switch len(names) {
	case 0:
		return ""
	case 1:
		return names[0]
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + pick(l, " and ", " dan ") + names[last]
}
