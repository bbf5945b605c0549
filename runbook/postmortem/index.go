package postmortem

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// Indexed is an incident of an index, with the file name of its report there, "" for none.
type Indexed struct {
	State  incident.State
	Report string
}

// IndexMark is the first line of an index of ours: a file without it is somebody else's.
const IndexMark = markerStart + "index v1 -->\n"

// Index is a page with every incident and drill, the oldest first, and the medians of each month. The
// same journals give the same bytes.
func Index(list []Indexed, l words.Lang) []byte {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Indexed) int {
		if c := a.State.OpenedAt.Compare(b.State.OpenedAt); c != 0 {
			return c
		}
		return strings.Compare(a.State.Opening.ID, b.State.Opening.ID)
	})
	say := func(english, indonesian string) string { return say(l, english, indonesian) }
	all := &table{key: "incidents", class: derived, cols: []column{{"opened", say("Opened (UTC)", "Dibuka (UTC)")}, {"incident", say("Incident", "Insiden")}, {"kind", say("Kind", "Jenis")},
		{"severity", say("Severity", "Tingkat")}, {"detect", say("Time to detect", "Waktu deteksi")}, {"contain", say("Time to contain", "Waktu pengendalian")}, {"recover", say("Time to recover", "Waktu pemulihan")}, {"cost", say("Attacker's cost", "Biaya penyerang")}}}
	months := monthly{}
	for _, in := range list {
		first, ok := in.State.First()
		if !ok {
			continue
		}
		w := &writer{Facts: Facts{State: in.State, Lang: l, Vendor: l.Vendor(first.Identity.Kind.Provider())}, key: first}
		w.figures = Metrics(in.State, first.Cred)
		w.severity, _ = Severity(in.State, first)
		name := own(in.State.Opening.ID)
		if safeBase.MatchString(strings.TrimSuffix(in.Report, ".md")) {
			name = own(fmt.Sprintf("[%s](%s)", in.State.Opening.ID, in.Report))
		}
		all.add(own(stamp(in.State.OpenedAt)), name, own(w.kind()), own(w.severity), w.span(w.figures.Detect), w.span(w.figures.Contain), w.span(w.figures.Recover), w.brief(w.figures.Money.Attacker, w.money))
		months.take(in.State.OpenedAt.UTC().Format("2006-01")+" "+w.kind(), w.figures)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s# %s\n\n%s\n\n%s", IndexMark, say("Incidents and drills", "Insiden dan latihan"),
		fmt.Sprintf(say("%d in all, from their journals.", "%d seluruhnya, dari jurnalnya."), len(all.rows)), all.markdown())
	if len(months.order) > 0 {
		fmt.Fprintf(&b, "\n## %s\n%s", say("Medians by month", "Median per bulan"), months.table(say).markdown())
	}
	return []byte(b.String())
}

// monthly gathers the known spans of each month and kind.
type monthly struct {
	order []string
	spans map[string]*[3][]time.Duration
	n     map[string]int
}

func (m *monthly) take(month string, f Figures) {
	if m.spans == nil {
		m.spans, m.n = map[string]*[3][]time.Duration{}, map[string]int{}
	}
	if m.spans[month] == nil {
		m.spans[month] = &[3][]time.Duration{}
		m.order = append(m.order, month)
	}
	m.n[month]++
	for i, s := range []Span{f.Detect, f.Contain, f.Recover} {
		if s.Known {
			m.spans[month][i] = append(m.spans[month][i], s.High)
		}
	}
}

func (m *monthly) table(say func(english, indonesian string) string) *table {
	t := &table{key: "months", class: derived, cols: []column{{"month", say("Month", "Bulan")}, {"kind", say("Kind", "Jenis")}, {"count", say("Count", "Jumlah")},
		{"detect", say("Time to detect", "Waktu deteksi")}, {"contain", say("Time to contain", "Waktu pengendalian")}, {"recover", say("Time to recover", "Waktu pemulihan")}}}
	for _, month := range m.order {
		when, kind, _ := strings.Cut(month, " ")
		cells := []text{own(when), own(kind), own(itoa(m.n[month]))}
		for _, spans := range m.spans[month] {
			cells = append(cells, median(spans))
		}
		t.add(cells...)
	}
	return t
}

// median is the middle of some spans, the lower one of two, with how many it is of.
func median(spans []time.Duration) text {
	if len(spans) == 0 {
		return own("unknown (none is known)")
	}
	slices.Sort(spans)
	return own(fmt.Sprintf("%s (%d)", words.Span(spans[(len(spans)-1)/2]), len(spans)))
}
