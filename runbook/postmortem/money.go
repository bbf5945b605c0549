package postmortem

import (
	"slices"
	"time"

	"firebreak/runbook/incident"
)

// Totals are the usage figures of the review by author. Ours, Foreign and Open add up to Sum;
// Sum and the provider's own total may differ, and then the difference is stated.
type Totals struct {
	Ours, Foreign, Open, Sum, Provider incident.Amount
}

func totals(k incident.Key) Totals {
	var t Totals
	if k.Usage == nil {
		return t
	}
	t.Provider = k.Usage.Total
	for _, g := range k.Usage.Groups {
		t.Sum = plus(t.Sum, g.Amount)
		switch k.Verdicts[g.ID] {
		case incident.Ours:
			t.Ours = plus(t.Ours, g.Amount)
		case incident.NotOurs:
			t.Foreign = plus(t.Foreign, g.Amount)
		default:
			t.Open = plus(t.Open, g.Amount)
		}
	}
	return t
}

func plus(a, b incident.Amount) incident.Amount {
	return incident.Amount{Requests: a.Requests + b.Requests, In: a.In + b.In, Out: a.Out + b.Out,
		Micros: a.Micros + b.Micros, Low: a.Low + b.Low, High: a.High + b.High}
}

func minus(a, b incident.Amount) incident.Amount {
	return incident.Amount{Requests: a.Requests - b.Requests, In: a.In - b.In, Out: a.Out - b.Out,
		Micros: a.Micros - b.Micros, Low: a.Low - b.Low, High: a.High - b.High}
}

// Sum is an amount of money in millionths, with the range in which it lies. AtLeast says that
// part of the use has no price, so that the true amount is higher.
type Sum struct {
	Micros, Low, High int64
	AtLeast           bool
}

// noPrice is the review's mark of a group whose money is unknown, which is not zero.
const noPrice = "no_price"

// unpriced reports whether use with one of the verdicts has no price; "" stands for no verdict.
func unpriced(k incident.Key, verdicts ...incident.GroupVerdict) bool {
	if k.Usage == nil {
		return false
	}
	for _, g := range k.Usage.Groups {
		open := slices.ContainsFunc(g.Reasons, func(s incident.Signal) bool { return s.Code == noPrice })
		if open && g.Requests > 0 && slices.Contains(verdicts, k.Verdicts[g.ID]) {
			return true
		}
	}
	return false
}

// sumOf takes an amount's money. Where no range was given the figure is exact.
func sumOf(a incident.Amount) Sum {
	if a.Low == 0 && a.High == 0 {
		return exactly(a.Micros)
	}
	return Sum{Micros: a.Micros, Low: a.Low, High: a.High}
}

func exactly(micros int64) Sum { return Sum{Micros: micros, Low: micros, High: micros} }

// Money is what the use of the key cost. Total is Ours, Attacker and Open together.
type Money struct {
	Currency  string
	From, To  time.Time // the period of Total, Ours, Attacker and Open
	OfAbuse   bool      // the period is that of the abuse; else that of the review
	Total     Sum
	Ours      Sum
	Attacker  Sum
	Open      Sum // nobody has decided whose it is
	Avoidable Sum // of the attacker, after detection
	Why       Absence
	AvoidWhy  Absence
}

// cost takes the period from the first foreign request to verified dead where the review has
// money by the hour, else the whole review.
func cost(k incident.Key, m Milestones) Money {
	if k.Usage == nil {
		why := undone(k, incident.StepReview)
		return Money{Why: why, AvoidWhy: why}
	}
	u := *k.Usage
	t := totals(k)
	if t.Provider.Requests > 0 && t.Provider.Micros == 0 && t.Sum.Micros == 0 {
		why := Absence{Code: noFigures}
		return Money{Currency: u.Currency, Why: why, AvoidWhy: why}
	}
	c := Money{Currency: u.Currency, From: u.From, To: u.To, Total: sumOf(t.Provider),
		Attacker: sumOf(t.Foreign), Open: sumOf(t.Open)}
	if t.Provider.Micros == 0 {
		c.Total = sumOf(t.Sum)
	}
	if m.FirstAbuse.Known() {
		c.narrow(u, m)
	}
	c.Attacker.AtLeast = unpriced(k, incident.NotOurs)
	c.Open.AtLeast = unpriced(k, incident.CannotTell, "")
	c.Total.AtLeast = c.Attacker.AtLeast || c.Open.AtLeast || unpriced(k, incident.Ours)
	c.Ours = exactly(c.Total.Micros - c.Attacker.Micros - c.Open.Micros)
	c.Ours.AtLeast = unpriced(k, incident.Ours)
	c.Avoidable, c.AvoidWhy = avoidable(k, m)
	c.Avoidable.AtLeast = c.Attacker.AtLeast
	return c
}

// narrow cuts the total to the period of the abuse, if the hours tell that much.
func (c *Money) narrow(u incident.FetchedData, m Milestones) {
	from, to := m.FirstAbuse.From.Truncate(time.Hour), u.To
	if m.VerifiedDead.Known() && m.VerifiedDead.To.Before(to) {
		to = m.VerifiedDead.To
	}
	var sum int64
	for _, h := range u.Hours {
		if !h.At.Before(from) && h.At.Before(to) {
			sum += h.Micros
		}
	}
	if sum < c.Attacker.Micros+c.Open.Micros || sum > c.Total.Micros {
		return
	}
	spread := sum - c.Total.Micros
	c.From, c.To, c.OfAbuse = from, to, true
	c.Total = Sum{Micros: sum, Low: c.Total.Low + spread, High: c.Total.High + spread}
}

// avoidable is the attacker's cost after detection.
func avoidable(k incident.Key, m Milestones) (Sum, Absence) {
	if k.Usage == nil || m.FirstAbuse.Why.Code == openVerdicts {
		return Sum{}, m.FirstAbuse.Why
	}
	if !m.FirstAbuse.Known() {
		return Sum{}, Absence{}
	}
	if !m.Detected.Known() {
		return Sum{}, m.Detected.Why
	}
	var s Sum
	for _, g := range k.Usage.Groups {
		if k.Verdicts[g.ID] != incident.NotOurs || !g.To.After(m.Detected.From) {
			continue
		}
		if !g.From.Before(m.Detected.From) {
			whole := sumOf(g.Amount)
			s.Micros, s.Low, s.High = s.Micros+whole.Micros, s.Low+whole.Low, s.High+whole.High
			continue
		}
		part := after(*k.Usage, g, m.Detected.From)
		s.Micros, s.Low, s.High = s.Micros+part.Micros, s.Low+part.Low, s.High+part.High
	}
	return s, Absence{}
}

// after estimates which part of a group's money lies after t, by the chart's cells that the
// group covers: the bounds are what the other use in these cells leaves open. Without cells
// the part is shared out by time, and anything is possible.
func after(u incident.FetchedData, g incident.Group, t time.Time) Sum {
	whole := sumOf(g.Amount)
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
		if sum := earlier + later; sum > 0 {
			return Sum{Micros: int64(float64(whole.Micros) * float64(later) / float64(sum)),
				Low: max(0, whole.Low-earlier), High: min(whole.High, later)}.ordered()
		}
	}
	share := float64(g.To.Sub(t)) / float64(g.To.Sub(g.From))
	return Sum{Micros: int64(float64(whole.Micros) * share), High: whole.High}.ordered()
}

// ordered widens the range so that the figure lies in it.
func (s Sum) ordered() Sum {
	return Sum{Micros: s.Micros, Low: min(s.Low, s.Micros), High: max(s.High, s.Micros)}
}
