package incident

// Counted is what a provider counts use in.
type Counted string

const (
	InRequests Counted = ""       // and in tokens, where a family has them
	InTokens   Counted = "tokens" // alone, at least in part: a count of requests says nothing
)

// Silent reports whether nothing was used in the last day, in whatever is counted.
func (f ForecastData) Silent() bool {
	return f.LastDay == 0 && f.LastHour == 0 && (f.Counted != InTokens || f.DayTokens == 0 && f.HourTokens == 0)
}

// Unused reports whether nothing was used in the last day nor in the days before it.
func (f ForecastData) Unused() bool {
	return f.Silent() && f.UsualHour == 0 && (f.Counted != InTokens || f.UsualTokens == 0)
}

// Within reports whether the last hour is at most so many times a usual one, in all that is
// counted. It is not where nothing is usual.
func (f ForecastData) Within(times float64) bool {
	usual := f.UsualHour > 0 || f.Counted == InTokens && f.UsualTokens > 0
	return usual && float64(f.LastHour) <= times*f.UsualHour && float64(f.HourTokens) <= times*f.UsualTokens
}
