package usage

import (
	"slices"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// uncount takes the counts of requests away, as a vendor does that has none.
func (w *world) uncount() *world {
	for _, list := range [][]providers.Bucket{w.in.Hours, w.in.Minutes} {
		for i := range list {
			list[i].Requests, list[i].Uncounted = 0, true
		}
	}
	return w
}

func TestUseWithoutRequestsIsJudgedByItsTokens(t *testing.T) {
	at := asOf.Add(-30 * time.Minute)
	for name, tc := range map[string]struct {
		steal func(*world)
		codes []string
		want  incident.GroupVerdict
	}{
		"a burst":               {func(w *world) { w.use(at, "completions", small, 400, 800, 200) }, []string{ReasonOverPeak}, incident.CannotTell},
		"a model, little of it": {func(w *world) { w.use(at, "completions", "drill-large", 1, 800, 200) }, []string{ReasonNewModel}, incident.CannotTell},
		"a model, much of it":   {func(w *world) { w.use(at, "completions", "drill-large", 400, 800, 200) }, []string{ReasonNewModel, ReasonOverPeak}, incident.NotOurs},
		"an endpoint":           {func(w *world) { w.use(at, "images", small, 1, 800, 200) }, []string{ReasonNewEndpoint, ReasonNewModel}, incident.NotOurs},
		"the nightly batch":     {func(*world) {}, []string{ReasonRecurring}, incident.Ours},
	} {
		t.Run(name, func(t *testing.T) {
			w := service()
			tc.steal(w)
			found := withCode(Run(w.uncount().in).Groups, tc.codes...)
			if len(found) == 0 || found[0].Suggested != tc.want {
				t.Fatalf("got %+v", found)
			}
			for _, g := range found {
				if g.Requests != 0 || !g.Uncounted {
					t.Errorf("%d requests, uncounted: %v", g.Requests, g.Uncounted)
				}
				for _, s := range g.Reasons {
					if slices.Contains(tc.codes, s.Code) && s.Unit != incident.InTokens {
						t.Errorf("%s is told in %q", s.Code, s.Unit)
					}
				}
			}
		})
	}
}

func TestUseWithoutRequestsLikeItsPastIsOurs(t *testing.T) {
	r := Run(service().uncount().in)
	for _, g := range r.Groups {
		if g.Suggested != incident.Ours {
			t.Errorf("group %+v", g)
		}
	}
	if !r.Total.Uncounted || r.Total.In == 0 {
		t.Errorf("total %+v", r.Total)
	}
	for _, cells := range [][]incident.Cell{r.Hours, r.Minutes} {
		if len(cells) == 0 || cells[0].Requests < callSize/2 {
			t.Errorf("the chart shows no tokens: %+v", cells)
		}
	}
}

func TestUseAfterTheRevokeIsToldInTokensWhereRequestsAreNotCounted(t *testing.T) {
	w := service()
	w.in.Revoked = asOf.Add(-time.Hour)
	w.use(asOf.Add(-30*time.Minute), "completions", small, 7, 800, 200)
	late := int64(0)
	for _, b := range w.uncount().in.Minutes {
		if !b.Start.Before(w.in.Revoked) {
			late += b.In + b.Out
		}
	}
	told := 0.0
	for _, g := range withCode(Run(w.in).Groups, ReasonAfterRevoke) {
		for _, s := range g.Reasons {
			if s.Code == ReasonAfterRevoke {
				told += s.Observed
			}
		}
	}
	if told != float64(late) {
		t.Errorf("told of %v, want %d", told, late)
	}
}

func TestSharedMoneyIsNotKeptFromUseWithoutRequests(t *testing.T) {
	day := dayOf(asOf)
	cells := []*cell{
		{kind: &kind{series: series{endpoint: "a"}}, start: day, width: time.Hour, requests: 4, in: 4000},
		{kind: &kind{series: series{endpoint: "b"}}, start: day, width: time.Hour, uncounted: true, in: 4000},
	}
	b := bill{currency: "usd"}
	b.line(providers.Cost{Start: day, Width: 24 * time.Hour, Micros: 1000, Item: providers.FromOutside("services")}, cells)
	for i, c := range cells {
		if want := (money{mid: 500, low: 500, high: 500}); c.micros != want {
			t.Errorf("cell %d has %+v, want %+v", i, c.micros, want)
		}
	}
}
