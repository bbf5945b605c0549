package postmortem

import (
	"fmt"
	"time"

	"firebreak/runbook/words"
)

// Moment is a time that was measured (From equals To), bounded (between From and To), or is
// unknown for a reason. Times are whole seconds, so that what is printed can be recomputed.
type Moment struct {
	From, To time.Time
	Why      Absence
}

func measured(t time.Time) Moment {
	t = t.UTC().Truncate(time.Second)
	return Moment{From: t, To: t}
}

func between(from, to time.Time) Moment {
	return Moment{From: from.UTC().Truncate(time.Second), To: to.UTC().Truncate(time.Second)}
}

func unknownMoment(code string) Moment { return Moment{Why: Absence{Code: code}} }

// Known reports whether there is a time, if only a bounded one.
func (m Moment) Known() bool { return !m.From.IsZero() }

// Exact reports whether the time was measured.
func (m Moment) Exact() bool { return m.Known() && m.From.Equal(m.To) }

// words renders the moment. The words between and unknown are the same in every language:
// programs look for them.
func (m Moment) words(l words.Lang, vendor string) string {
	switch {
	case !m.Known():
		return "unknown (" + m.Why.words(l, vendor) + ")"
	case m.Exact():
		return stamp(m.From)
	}
	return "between " + stamp(m.From) + " and " + stamp(m.To)
}

func stamp(t time.Time) string { return t.UTC().Truncate(time.Second).Format(time.RFC3339) }

// Span is the time from one moment to another: exact, bounded, or unknown for a reason.
type Span struct {
	Low, High time.Duration
	Known     bool
	Why       Absence
}

// until measures from a to b. A contradiction is an absence, not a negative duration, unless
// negative is allowed.
func until(a, b Moment, negative bool) Span {
	if !a.Known() || !b.Known() {
		return Span{Why: Absence{Code: missingEnd}}
	}
	s := Span{Low: b.From.Sub(a.To), High: b.To.Sub(a.From), Known: true}
	if s.High < 0 && !negative {
		return Span{Why: Absence{Code: contradiction}}
	}
	if !negative {
		s.Low = max(s.Low, 0)
	}
	return s
}

func (s Span) words(l words.Lang, vendor string) string {
	switch {
	case !s.Known:
		return "unknown (" + s.Why.words(l, vendor) + ")"
	case s.Low == s.High:
		return words.Span(s.Low) + inDays(l, s.High)
	}
	return "between " + words.Span(s.Low) + " and " + words.Span(s.High) + inDays(l, s.High)
}

// inDays says a long duration once more, in what people count it in.
func inDays(l words.Lang, d time.Duration) string {
	const day = 24 * time.Hour
	if d < 2*day {
		return ""
	}
	return fmt.Sprintf(say(l, " (%d days)", " (%d hari)"), d.Round(day)/day)
}
