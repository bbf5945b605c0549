package simulator

import (
	"math"
	"testing"
)

func TestAModelCostsTheSameWhoeverCallsIt(t *testing.T) {
	s := background(7, builtin(ServiceAccountKey))
	s.Traffic = append(s.Traffic, attack("intruder")...)
	for _, tr := range s.Traffic {
		if tr.Family == "" {
			continue
		}
		m, known := modelOf(tr.Model)
		in, cached, out := m.price.parts(cell{in: tr.In, cached: tr.Cached, out: tr.Out})
		want := in + cached + out
		if tr.Batch {
			want /= 2
		}
		if !known || math.Abs(float64(tr.Micros)-want) > 1 {
			t.Errorf("%s calls %s for %d micro-USD, the list price is %.0f", tr.Actor, tr.Model, tr.Micros, want)
		}
	}
}

func TestTheLinesOfADayAddUpAndTellWhatWasCached(t *testing.T) {
	for name, tr := range map[string]Traffic{
		"with a cache":    Calls(everyday, Ours, 1400, 600, 260, 1),
		"only in":         Calls("text-embedding-3-small", Ours, 700, 0, 0, 1),
		"only out":        Calls("gpt-image-1", Attacker, 400, 0, 4, 1),
		"without a price": {Actor: Ours, Family: "completions", Model: "made-up", In: 1000, Out: 100, Micros: 360},
	} {
		t.Run(name, func(t *testing.T) {
			sum := int64(0)
			items := (&row{t: tr}).items(cell{calls: 1, in: tr.In, cached: tr.Cached, out: tr.Out, micros: tr.Micros}, openai.lineItem)
			for _, c := range items {
				sum += c.micros
			}
			if sum != tr.Micros {
				t.Errorf("lines add up to %d, want %d", sum, tr.Micros)
			}
			if c, told := items[tr.Model+", cached input"]; told != (tr.Cached > 0) || c.in != tr.Cached {
				t.Errorf("cached: %+v", c)
			}
		})
	}
}
