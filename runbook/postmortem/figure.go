package postmortem

import (
	"fmt"

	"firebreak/runbook/words"
)

// certainty says how much of a figure is known.
type certainty int

const (
	notKnown  certainty = iota // the zero value, so that a figure which nobody set is never read as nothing
	exact                      // counted
	estimated                  // Value, within Low and High
	bounded                    // between Low and High, for the reason Why
	floor                      // Low or more, for the reason Why
)

// Figure is an amount that was counted, estimated, bounded, or is unknown for a reason. Money is
// in millionths of the currency.
type Figure struct {
	Value, Low, High int64
	Why              Absence // of a figure that is not known, or not wholly
	how              certainty
}

func exactly(n int64) Figure { return Figure{Value: n, Low: n, High: n, how: exact} }

func unknownFigure(why Absence) Figure { return Figure{Why: why} }

// estimate is exact where its range is empty.
func estimate(value, low, high int64) Figure {
	if low >= high {
		return exactly(value)
	}
	return Figure{Value: value, Low: min(low, value), High: max(high, value), how: estimated}
}

// Known reports whether there is any figure, if only a bound.
func (f Figure) Known() bool { return f.how != notKnown }

// Whole reports whether the figure has no open end and no missing part.
func (f Figure) Whole() bool { return f.how == exact || f.how == estimated }

// upTo widens a figure by what may belong to it too.
func (f Figure) upTo(more Figure, why Absence) Figure {
	if !f.Known() || more.Known() && more.High == 0 && more.how != floor {
		return f
	}
	if f.how == floor || !more.Known() || more.how == floor {
		return f.orMore(why)
	}
	return Figure{Value: f.Value, Low: f.Low, High: f.High + more.High, Why: why, how: bounded}
}

// orMore takes a figure as a lower bound. Nothing is no bound: then it is unknown.
func (f Figure) orMore(why Absence) Figure {
	switch {
	case !f.Known() || f.how == floor:
		return f
	case f.High <= 0:
		return unknownFigure(why)
	}
	return Figure{Value: f.Value, Low: f.Low, High: f.High, Why: why, how: floor}
}

// less is what is left of a figure without a part of it, by their middle values.
func (f Figure) less(part Figure) Figure {
	switch {
	case !f.Known():
		return f
	case !part.Known():
		return part
	}
	left := exactly(f.Value - part.Value)
	if f.how == floor {
		return left.orMore(f.Why)
	}
	return left
}

// figure writes an amount with its certainty; unit writes one number. The words between and
// unknown are the same in every language: programs look for them.
func (w *writer) figure(f Figure, unit func(int64) text) text {
	switch f.how {
	case exact:
		return unit(f.Value)
	case estimated:
		return fill(w.say("{} (range {} to {})", "{} (rentang {} sampai {})"), unit(f.Value), unit(f.Low), unit(f.High))
	case bounded:
		return fill("between {} and {} ({})", unit(f.Low), unit(f.High), w.reason(f.Why))
	case floor:
		return fill(w.say("at least {} ({})", "setidaknya {} ({})"), unit(f.Value), w.reason(f.Why))
	}
	return w.because(f.Why)
}

func (w *writer) reason(why Absence) text { return said(why.words(w.Lang, w.Vendor)) }

func (w *writer) count(n int64) text { return own(w.Lang.Count(n)) }

// money is an amount in the currency of the figures.
func (w *writer) money(micros int64) text {
	return said(w.Lang.Money(micros, w.figures.Money.Currency))
}

// dollars writes money for the front matter: bare figures, which programs read.
func (w *writer) dollars(f Figure) string {
	if c := w.figures.Money.Currency; f.Known() && !words.IsUSD(c) {
		return w.unknown(notUSD).plain()
	}
	return w.brief(f, func(micros int64) text { return own(hundredths(micros)) }).plain()
}

// brief is a figure without the range of an estimate, which stands with the impact.
func (w *writer) brief(f Figure, unit func(int64) text) text {
	if f.how == estimated {
		return unit(f.Value)
	}
	return w.figure(f, unit)
}

// hundredths is a bare amount with two decimals.
func hundredths(micros int64) string {
	sign := ""
	if micros < 0 {
		sign, micros = "-", -micros
	}
	cents := (micros + 5_000) / 10_000
	return fmt.Sprintf("%s%d.%02d", sign, cents/100, cents%100)
}
