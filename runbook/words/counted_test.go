package words

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"firebreak/runbook/incident"
)

func TestWhatIsNotCountedIsSaidAndNotShownAsNone(t *testing.T) {
	for _, l := range Langs {
		if got := l.RequestsOf(incident.Amount{Uncounted: true, In: 5}); strings.Contains(got, "0") {
			t.Errorf("%s: %q", l, got)
		}
		if got, least := l.RequestsOf(incident.Amount{Uncounted: true, Requests: 7}), l.atLeast(""); !strings.HasPrefix(got, least) || !strings.Contains(got, "7") {
			t.Errorf("%s: %q", l, got)
		}
		if got := l.RequestsOf(incident.Amount{}); got != l.Requests(0) {
			t.Errorf("%s: %q for use that is counted", l, got)
		}
		for _, a := range []incident.Amount{{Uncounted: true, In: 5}, {Uncounted: true, Requests: 7}} {
			if got := l.CountOf(a); strings.Contains(got, "0") || got == l.Count(a.Requests) {
				t.Errorf("%+v counts %q", a, got)
			}
		}
		g := incident.Group{Amount: incident.Amount{Uncounted: true, In: 500}}
		u := incident.FetchedData{Total: g.Amount, Groups: []incident.Group{g}}
		for _, text := range []string{l.Group(g, "usd"), l.toldUse(u), l.UseTotals(u)[0].Text} {
			if !strings.Contains(text, l.RequestsOf(g.Amount)) {
				t.Errorf("%s: %q", l, text)
			}
		}
	}
}

func TestSignalsInTokensNameTokens(t *testing.T) {
	for _, l := range Langs {
		for _, code := range slices.Sorted(maps.Keys(tokenSignals)) {
			s := incident.Signal{Code: code, Observed: 9000, Expected: 3000, Unit: incident.InTokens}
			for _, text := range []string{l.Signal(s), l.Expected(s)} {
				if strings.Contains(text, "request") || strings.Contains(text, "permintaan") || strings.ContainsAny(text, "{}") {
					t.Errorf("%s %s: %q", l, code, text)
				}
			}
			s.Unit = incident.InRequests
			known, _ := signalOf(s)
			if l.Signal(s) != l.toldOf(fill(known.text.in(l), "seen", known.amount(l, 9000), "usual", known.amount(l, 3000), "times", "3"), s) {
				t.Errorf("%s %s in requests: %q", l, code, l.Signal(s))
			}
		}
	}
}

func TestForeignUseWithoutRequestsIsUse(t *testing.T) {
	g := incident.Group{ID: "g", Amount: incident.Amount{Uncounted: true, In: 500}}
	k := incident.Key{Usage: &incident.FetchedData{Groups: []incident.Group{g, {ID: "h"}}}, Verdicts: map[string]incident.GroupVerdict{"g": incident.NotOurs}}
	for _, l := range Langs {
		if text := l.ForeignUse(k); !strings.Contains(text, l.RequestsOf(g.Amount)) {
			t.Errorf("%s: %q", l, text)
		}
	}
}
