package words

import (
	"fmt"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

var wholes = map[providers.Whole]both{
	providers.WholeWorkspace: {"the whole workspace", "seluruh ruang kerja"},
	providers.WholeProject:   {"the whole project", "seluruh proyek"},
	providers.WholeAccount:   {"the whole account", "seluruh akun"},
}

// WholeCost is the money of what a key is a part of, said to be that, with the day that stands out;
// "" where none was read.
func (l Lang) WholeCost(u incident.FetchedData) string {
	w := u.Whole
	if w == nil {
		return ""
	}
	name, ok := lookup(l, wholes, providers.Whole(w.Of))
	if !ok {
		name = clean(w.Of, 24)
	}
	day := func(t time.Time) string { return t.UTC().Format(time.DateOnly) }
	text := fmt.Sprintf(pick(l, "%s, not only this key: %s since %s, usually %s a day, at most %s on %s", "%s, bukan kunci ini saja: %s sejak %s, biasa %s sehari, puncak %s di %s"),
		name, l.Money(w.Micros, w.Currency), day(w.From), l.Money(w.Usual, ""), l.Money(w.PeakCost, ""), day(w.Peak))
	var top []string
	for _, t := range w.Top {
		top = append(top, t.Item.Line(40)+" "+l.Money(t.Micros, ""))
	}
	if len(top) > 0 {
		text += " (" + strings.Join(top, ", ") + ")"
	}
	return text + pick(l, "; bills come late", "; tagihan datang belakangan")
}
