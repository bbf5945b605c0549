package usage

import (
	"fmt"
	"maps"
	"math"
	"slices"
)

// Threshold is one figure that detectors, baseline or verdicts go by.
type Threshold struct {
	Name  string  `json:"name"` // as it is overridden
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	From  string  `json:"from"` // where it comes from: measured, published, or ours
}

// Thresholds are changes to the defaults, by name. The zero value changes nothing.
type Thresholds map[string]float64

// limit names a threshold in code.
type limit int

const (
	v1Notable limit = iota
	v1Week
	v1Short
	v1Strong
	v1Fine
	v1Quiet
	v2Times
	v2Floor
	v2Slots
	v3Notable
	v3Days
	v4Draws
	v4Uneven
	m1Floor
	m1Notable
	m1Strong
	m1Day
	m1Least
	s1Call
	s1Mean
	s1Strong
	s1Floor
	s1Few
	s1UsualOut
	g1Events
	g1Notable
	g1Strong
	g2Values
	g3Speed
	g3Distance
	g3Places
	h1Share
	h1Events
	h1Days
	p1Window
	p1Listed
	p1Spread
	p3Errors
	p3Times
	p4Share
	p4Hours
	p4Run
	p5Floor
	baseDays
	baseLeast
	baseGap
	baseTrim
	baseTrimShare
	deployNear
	batchFloor
	batchMean
	batchTimes
	batchDays
	batchGrowth
	weightSoft
	weightNotable
	weightStrong
	lookAt
	suspectAt
	blameShare
	limitCount
)

// limits is the one table of all figures.
var limits = [limitCount]Threshold{
	v1Notable:     {"v1.notable", 3.5, "surprise", "measured: 0.3 to 0.9 false episodes a key and month with a baseline of 14 days"},
	v1Week:        {"v1.notable_7d", 4, "surprise, baseline under 14 days", "measured: 0.4 to 0.9"},
	v1Short:       {"v1.notable_72h", 5, "surprise, baseline of 72 hours or less", "measured: 0.3 to 2.5"},
	v1Strong:      {"v1.strong_above", 2, "surprise above notable", "ours"},
	v1Fine:        {"v1.fine_above", 0.5, "surprise above notable, in ten minutes", "ours"},
	v1Quiet:       {"v1.quiet_mean", 0.2, "requests an hour, below which a day is the unit", "ours"},
	v2Times:       {"v2.times", 3, "times the 99th percentile", "measured: at most 0.14 false episodes a key and month"},
	v2Floor:       {"v2.floor", 20, "requests an hour", "ours"},
	v2Slots:       {"v2.history", 48, "hours of baseline", "ours"},
	v3Notable:     {"v3.notable", 9, "scaled deviations", "measured: at most 0.22 false episodes a key and month"},
	v3Days:        {"v3.history", 14, "days", "measured"},
	v4Draws:       {"v4.draws", 500, "drawn days", "ours"},
	v4Uneven:      {"v4.uneven", 0.02, "share of what is expected that is no excess", "ours"},
	m1Floor:       {"m1.floor", 1, "dollars an hour", "ours"},
	m1Notable:     {"m1.notable", 3, "times the 99th percentile", "ours"},
	m1Strong:      {"m1.strong", 10, "times the 99th percentile", "ours"},
	m1Day:         {"m1.day", 3, "times the dearest of 14 days", "ours"},
	m1Least:       {"m1.least", 0.01, "share of an excess that calls must have cost", "ours"},
	s1Call:        {"s1.call", 5, "times the 99th percentile of calls", "measured: the largest of 28,185 calls was 3.3"},
	s1Mean:        {"s1.mean", 3, "times the 95th percentile of means", "ours"},
	s1Strong:      {"s1.strong", 20, "times the usual", "ours"},
	s1Floor:       {"s1.floor", 2000, "tokens a call", "ours"},
	s1Few:         {"s1.few", 3, "calls with next to no answer", "ours"},
	s1UsualOut:    {"s1.usual_out", 25, "tokens of a usual answer", "ours"},
	g1Events:      {"g1.history", 50, "calls", "ours"},
	g1Notable:     {"g1.notable", 2, "surprise", "ours"},
	g1Strong:      {"g1.strong", 3.5, "surprise", "ours"},
	g2Values:      {"g2.values", 2, "new values at once", "ours"},
	g3Speed:       {"g3.speed", 900, "km an hour", "ours"},
	g3Distance:    {"g3.distance", 500, "km", "ours"},
	g3Places:      {"g3.places", 2, "places of a key that travels", "ours"},
	h1Share:       {"h1.share", 0.002, "share of the past", "ours"},
	h1Events:      {"h1.history", 200, "calls", "ours"},
	h1Days:        {"h1.days", 7, "days of baseline", "ours"},
	p1Window:      {"p1.window", 10, "minutes", "ours"},
	p1Listed:      {"p1.listed", 15, "minutes from listing models to use", "published rule"},
	p1Spread:      {"p1.spread", 2, "models or regions refused", "published rule"},
	p3Errors:      {"p3.errors", 5, "failed calls an hour", "ours"},
	p3Times:       {"p3.times", 5, "times the usual share", "ours"},
	p4Share:       {"p4.share", 0.9, "share of the past within working hours", "ours"},
	p4Hours:       {"p4.hours", 12, "working hours", "ours"},
	p4Run:         {"p4.run", 20, "hours without a pause", "ours"},
	p5Floor:       {"p5.floor", 4, "distinct values an hour", "ours"},
	baseDays:      {"baseline.days", 28, "days before the exposure", "ours"},
	baseLeast:     {"baseline.least", 24, "hours", "ours"},
	baseGap:       {"baseline.gap", 1, "hours left out before the exposure", "ours"},
	baseTrim:      {"baseline.trim_above", 5, "surprise of an hour that is left out of a doubtful baseline", "ours"},
	baseTrimShare: {"baseline.trim_share", 0.1, "share of the hours, at most", "ours"},
	deployNear:    {"deploy.near", 30, "minutes", "ours"},
	batchFloor:    {"batch.floor", 20, "requests an hour of a regular batch", "ours"},
	batchMean:     {"batch.mean", 3, "times the mean hour, at least", "ours"},
	batchTimes:    {"batch.times", 4, "times the mean hour, to be left out of the usual ones", "ours"},
	batchDays:     {"batch.days", 3, "days on which it came at that hour", "ours"},
	batchGrowth:   {"batch.growth", 2, "times the largest before", "ours"},
	weightSoft:    {"weight.soft", 0.5, "weight", "ours"},
	weightNotable: {"weight.notable", 1, "weight", "ours"},
	weightStrong:  {"weight.strong", 3, "weight", "ours"},
	lookAt:        {"verdict.look", 1, "weight", "ours"},
	suspectAt:     {"verdict.suspect", 3, "weight", "ours"},
	blameShare:    {"verdict.blame", 0.2, "share of an hour's excess", "ours"},
}

// Table lists every threshold with what was changed, in the order of the detectors.
func (t Thresholds) Table() []Threshold {
	all := slices.Clone(limits[:])
	for i := range all {
		if v, changed := t[all[i].Name]; changed {
			all[i].Value = v
		}
	}
	return all
}

// Changed lists the thresholds that are not as by default.
func (t Thresholds) Changed() []Threshold {
	return slices.DeleteFunc(t.Table(), func(one Threshold) bool { _, changed := t[one.Name]; return !changed })
}

// mostThreshold keeps spans of days within what a duration holds.
const mostThreshold = 1e5

// Check returns an error for a name that is no threshold, or a value that is none.
func (t Thresholds) Check() error {
	for _, name := range slices.Sorted(maps.Keys(t)) {
		if !slices.ContainsFunc(limits[:], func(one Threshold) bool { return one.Name == name }) {
			return fmt.Errorf("no threshold is called %q", name)
		}
		if v := t[name]; math.IsNaN(v) || math.IsInf(v, 0) || v < 0 || v > mostThreshold {
			return fmt.Errorf("threshold %s: %v is no value for it", name, v)
		}
	}
	return nil
}

// scale are the thresholds of one run.
type scale [limitCount]float64

func (t Thresholds) scale() *scale {
	var s scale
	for i, one := range t.Table() {
		s[i] = one.Value
	}
	return &s
}
