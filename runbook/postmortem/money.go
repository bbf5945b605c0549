package postmortem

import (
	"slices"
	"time"

	"firebreak/runbook/incident"
)

// Marks of the review: money that is unknown, of a group and of all.
const (
	noPrice = "no_price"
	noCost  = "no_cost"
)

// Totals are the figures of the review by author. Total is what the provider told, or what was
// saved before the kill where it told less afterwards.
type Totals struct{ Ours, Foreign, Open, Total Use }

// Use is one author's use.
type Use struct{ Requests, In, Out, Money Figure }

// each applies a change to every figure.
func (u Use) each(change func(Figure) Figure) Use {
	return Use{change(u.Requests), change(u.In), change(u.Out), change(u.Money)}
}

// unsaid is why it is not known, or not wholly, whose the use is.
func unsaid(k incident.Key) Absence {
	j := k.Judged()
	if j.None() {
		return Absence{Code: noVerdicts}
	}
	return Absence{Code: undecidedGroups, N: j.Open + j.CannotTell, Of: j.Groups()}
}

// totals adds the groups up by people's verdicts. Where none was given, whose the use is remains
// unknown; where some are missing, it is bounded by what is undecided.
func totals(k incident.Key) Totals {
	if k.Usage == nil {
		none := same(unknownFigure(undone(k, incident.StepReview)))
		return Totals{Ours: none, Foreign: none, Open: none, Total: none}
	}
	t := Totals{Ours: sum(k, incident.Ours), Foreign: sum(k, incident.NotOurs), Open: sum(k, incident.CannotTell, ""), Total: whole(k)}
	why := unsaid(k)
	widen := func(u Use) Use {
		if why.Code == noVerdicts {
			return same(unknownFigure(why))
		}
		return Use{u.Requests.upTo(t.Open.Requests, why), u.In.upTo(t.Open.In, why), u.Out.upTo(t.Open.Out, why), u.Money.upTo(t.Open.Money, why)}
	}
	t.Ours, t.Foreign = widen(t.Ours), widen(t.Foreign)
	if doubt := k.Usage.Doubt(); doubt != "" {
		more := func(f Figure) Figure { return f.orMore(Absence{Code: notLooked, Reason: doubt}) }
		t.Ours, t.Foreign, t.Open = t.Ours.each(more), t.Foreign.each(more), t.Open.each(more)
	}
	return t
}

func same(f Figure) Use { return Use{f, f, f, f} }

// sum adds up the groups with one of the verdicts; "" stands for none.
func sum(k incident.Key, verdicts ...incident.GroupVerdict) Use {
	var a incident.Amount
	unpriced := false
	for _, g := range k.Usage.Groups {
		if !slices.Contains(verdicts, k.Verdicts[g.ID]) {
			continue
		}
		a = plus(a, bounds(g.Amount))
		unpriced = unpriced || g.Used() && slices.ContainsFunc(g.Reasons, func(s incident.Signal) bool { return s.Code == noPrice })
	}
	return use(k, a, unpriced)
}

// use makes figures of an amount.
func use(k incident.Key, a incident.Amount, unpriced bool) Use {
	u := Use{exactly(a.Requests), exactly(a.In), exactly(a.Out), estimate(a.Micros, a.Low, a.High)}
	if a.Uncounted {
		u.Requests = unknownFigure(Absence{Code: notReported})
	}
	switch {
	case moneyUnread(k):
		u.Money = unknownFigure(Absence{Code: noFigures})
	case unpriced:
		u.Money = u.Money.orMore(Absence{Code: unpricedUse})
	}
	return u
}

// moneyUnread reports whether there is use and no money at all for it.
func moneyUnread(k incident.Key) bool {
	u := k.Usage
	return u.Method == noCost || u.Total.Used() && u.Total.Micros == 0
}

// whole is the provider's total. Where it is in doubt, the larger of what was told and of what
// was saved before the kill is the least that was used.
func whole(k incident.Key) Use {
	u := *k.Usage
	t := use(k, bounds(u.Total), unpricedGroups(k))
	doubt := u.Doubt()
	if doubt == "" {
		return t
	}
	why := Absence{Code: notLooked, Reason: doubt}
	saved, have := savedUse(k)
	larger := func(told, kept Figure) Figure {
		if have && kept.Known() && (!told.Known() || kept.Value > told.Value) {
			told = kept
		}
		return told.orMore(why)
	}
	return Use{larger(t.Requests, saved.Requests), larger(t.In, saved.In), larger(t.Out, saved.Out), larger(t.Money, saved.Money)}
}

func unpricedGroups(k incident.Key) bool {
	return slices.ContainsFunc(k.Usage.Groups, func(g incident.Group) bool {
		return g.Used() && slices.ContainsFunc(g.Reasons, func(s incident.Signal) bool { return s.Code == noPrice })
	})
}

// savedUse is what was saved before the kill, within the time that the review looked at.
func savedUse(k incident.Key) (u Use, have bool) {
	f := k.Forecast
	if f == nil || len(f.Days) == 0 {
		return Use{}, false
	}
	a := f.Saved(k.Usage.From)
	u = use(k, a, false)
	u.Money = unknownFigure(Absence{Code: noFigures})
	if f.Currency != "" {
		u.Money = exactly(f.Billed)
	}
	return u, true
}

// bounds gives an amount a range; one without is exact.
func bounds(a incident.Amount) incident.Amount {
	if a.Low == 0 && a.High == 0 {
		a.Low, a.High = a.Micros, a.Micros
	}
	return a
}

func plus(a, b incident.Amount) incident.Amount {
	return incident.Amount{Requests: a.Requests + b.Requests, Uncounted: a.Uncounted || b.Uncounted, In: a.In + b.In, Out: a.Out + b.Out,
		Micros: a.Micros + b.Micros, Low: a.Low + b.Low, High: a.High + b.High}
}

// Money is what the use of the key cost.
type Money struct {
	Currency  string
	From, To  time.Time // the span of every figure: what the review read
	Total     Figure
	Ours      Figure
	Attacker  Figure
	Open      Figure // nobody has decided whose it is
	Avoidable Figure // of the attacker, after detection
}

// cost takes the whole review, as the totals of requests and tokens do: a report states one span
// for all its figures.
func cost(k incident.Key, m Milestones) Money {
	t := totals(k)
	c := Money{Currency: currencyOf(k), Total: t.Total.Money, Ours: t.Ours.Money, Attacker: t.Foreign.Money, Open: t.Open.Money, Avoidable: avoidable(k, m)}
	if k.Usage != nil {
		c.From, c.To = k.Usage.From, k.Usage.To
	}
	return c
}

// currencyOf is what the figures are counted in: as the review says, else as the snapshot does.
func currencyOf(k incident.Key) string {
	switch {
	case k.Usage != nil && k.Usage.Currency != "":
		return k.Usage.Currency
	case k.Forecast != nil:
		return k.Forecast.Currency
	}
	return ""
}

// avoidable is the attacker's cost after detection.
func avoidable(k incident.Key, m Milestones) Figure {
	switch {
	case k.Usage == nil:
		return unknownFigure(undone(k, incident.StepReview))
	case m.FirstAbuse.Why.Code == noForeignUse:
		return exactly(0)
	case !m.FirstAbuse.Known():
		return unknownFigure(m.FirstAbuse.Why)
	case !m.Detected.Known():
		return unknownFigure(m.Detected.Why)
	}
	all := sum(k, incident.NotOurs).Money
	if !all.Known() {
		return all
	}
	var a incident.Amount
	for _, g := range k.Usage.Groups {
		if k.Verdicts[g.ID] == incident.NotOurs && g.To.After(m.Detected.From) {
			a = plus(a, after(*k.Usage, g, m.Detected.From))
		}
	}
	f := estimate(a.Micros, a.Low, a.High)
	if all.how == floor {
		f = f.orMore(all.Why)
	}
	if late := openAfter(k, m.Detected.From); late.High > 0 || late.how == floor || !late.Known() {
		f = f.upTo(late, unsaid(k))
	}
	return f
}

// openAfter is the money of the undecided groups that lie, at least in part, after t.
func openAfter(k incident.Key, t time.Time) Figure {
	late := k
	data := *k.Usage
	data.Groups = slices.DeleteFunc(slices.Clone(data.Groups), func(g incident.Group) bool { return !g.To.After(t) })
	late.Usage = &data
	return sum(late, incident.CannotTell, "").Money
}

// after estimates which part of a group's money lies after t, by the chart's cells that the
// group covers: the bounds are what the other use in these cells leaves open. Without cells
// the part is shared out by time, and anything is possible.
func after(u incident.FetchedData, g incident.Group, t time.Time) incident.Amount {
	all := bounds(g.Amount)
	if !g.From.Before(t) {
		return all
	}
	for _, chart := range []struct {
		cells []incident.Cell
		width time.Duration
	}{{u.Minutes, fineCell}, {u.Hours, time.Hour}} {
		var earlier, later int64
		for _, c := range chart.cells {
			switch {
			case c.At.Before(g.From.Truncate(chart.width)) || !c.At.Before(g.To):
			case c.At.Before(t.Truncate(chart.width)):
				earlier += c.Micros
			default:
				later += c.Micros
			}
		}
		if both := earlier + later; both > 0 {
			return incident.Amount{Micros: int64(float64(all.Micros) * float64(later) / float64(both)),
				Low: max(0, all.Low-earlier), High: min(all.High, later)}
		}
	}
	share := float64(g.To.Sub(t)) / float64(g.To.Sub(g.From))
	return incident.Amount{Micros: int64(float64(all.Micros) * share), High: all.High}
}
