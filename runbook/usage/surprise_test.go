package usage

import (
	"math"
	"testing"
)

func close4(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) >= 0.00005 {
		t.Errorf("%s: %.5f, want %.4f", what, got, want)
	}
}

func TestSurpriseOfACountIsThatOfTheNegativeBinomial(t *testing.T) {
	for _, v := range []struct{ x, mean, size, want float64 }{
		{5, 0.5, 0.3, 1.7637}, {20, 2, 1.5, 4.3206}, {267, 20, 1, 5.6575}, {400, 100, 4, 3.9403}, {1, 0.05, 0.05, 1.4677}, {60, 50, 1e6, 1.0349},
		{3, 4, 1, calm},
	} {
		close4(t, "surprise", usual{v.mean, v.size}.surprise(v.x), v.want)
	}
}

func TestTheUsualCountIsFittedToThePast(t *testing.T) {
	past := []float64{0, 0, 3, 1, 0, 0, 2, 0, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 1}
	var sum, squares float64
	for _, x := range past {
		sum, squares = sum+x, squares+x*x
	}
	u := fit(sum, squares, float64(len(past)))
	if math.Abs(u.mean-0.729167) > 5e-7 || math.Abs(u.size-0.464543) > 5e-7 {
		t.Errorf("mean %.6f size %.6f, want 0.729167 and 0.464543", u.mean, u.size)
	}
	close4(t, "surprise of 12", u.surprise(12), 3.2369)
}

func TestAnUnseenValueSurprisesWhereValuesAreStable(t *testing.T) {
	for _, v := range []struct {
		seen, once int64
		want       float64
	}{{5000, 0, 4.0}, {800, 240, 0.5}} {
		if got := unseen(v.seen, v.once); math.Abs(got-v.want) > 0.05 {
			t.Errorf("of %d events, %d single: %.2f, want %.1f", v.seen, v.once, got, v.want)
		}
	}
}

func TestAHugeSurpriseEndsSoon(t *testing.T) {
	for _, u := range []usual{{1e-9, 0.05}, {1e6, 1e6}, {3, 0.05}, {1e9, 1e6}} {
		for _, x := range []float64{1, 1e6, 1e12, float64(plausible)} {
			if s := u.surprise(x); math.IsNaN(s) || s < 0 {
				t.Errorf("%v of %g: %v", u, x, s)
			}
		}
	}
}

func TestThresholdsAreChangedByNameAndWithinReason(t *testing.T) {
	for name, tc := range map[string]struct {
		set Thresholds
		ok  bool
	}{
		"one of them": {Thresholds{"v1.notable": 4}, true}, "none": {nil, true}, "no such": {Thresholds{"v9.x": 1}, false},
		"below zero": {Thresholds{"v1.notable": -1}, false}, "no number": {Thresholds{"v1.notable": math.NaN()}, false}, "without end": {Thresholds{"v3.history": 1e9}, false},
	} {
		if err := tc.set.Check(); (err == nil) != tc.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	set := Thresholds{"v1.notable": 4}
	if changed := set.Changed(); len(changed) != 1 || changed[0].Value != 4 || set.scale()[v1Notable] != 4 || len(set.Table()) != int(limitCount) {
		t.Errorf("changed %+v", changed)
	}
	for _, one := range limits {
		if one.Name == "" || one.Unit == "" || one.From == "" {
			t.Errorf("threshold %+v is not told in full", one)
		}
	}
}
