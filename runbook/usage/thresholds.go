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
	v1Short
	v1Week
	v1Strong
	g1Events
	g1Notable
	g1Strong
	limitCount
)

// limits is the one table of all figures.
var limits = [limitCount]Threshold{
	v1Notable: {"v1.notable", 3.5, "surprise", "measured: 0.3 to 0.9 false episodes a key and month with 14 days of baseline"},
	v1Week:    {"v1.notable_7d", 4.0, "surprise with a baseline under 14 days", "measured: 0.4 to 0.9"},
	v1Short:   {"v1.notable_72h", 5.0, "surprise with a baseline of 72 hours or less", "measured: 0.3 to 2.5"},
	v1Strong:  {"v1.strong_above", 2, "surprise above notable", "ours"},
	g1Events:  {"g1.history", 50, "events", "ours"},
	g1Notable: {"g1.notable", 2, "surprise", "ours"},
	g1Strong:  {"g1.strong", 3.5, "surprise", "ours"},
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

// Check returns an error for a name that is no threshold, or a value that is none.
func (t Thresholds) Check() error {
	for _, name := range slices.Sorted(maps.Keys(t)) {
		if !slices.ContainsFunc(limits[:], func(one Threshold) bool { return one.Name == name }) {
			return fmt.Errorf("no threshold is called %q", name)
		}
		if v := t[name]; math.IsNaN(v) || math.IsInf(v, 0) || v < 0 {
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
