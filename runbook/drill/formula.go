package drill

import (
	"math"
	"time"
)

// Weights of the parts. They add up to 100 and never vary.
const (
	maxC, maxM, maxV, maxE = 25, 15, 10, 15
	maxR, maxO, maxX, maxP = 15, 10, 5, 5
)

// mostPenalty caps what can be taken off in all.
const mostPenalty = 30

// containment: full marks up to par, none from four times par on, a logarithm between.
func containment(a, par time.Duration) float64 {
	if a <= par {
		return maxC
	}
	return maxC * clamp01(1-math.Log(float64(a)/float64(par))/math.Log(4))
}

// money: what harm was kept off, of what could be kept off at all.
func money(harm, best, worst float64) float64 {
	if worst <= best {
		return maxM
	}
	return maxM * clamp01((worst-harm)/(worst-best))
}

// verified: at least two refusals that span the revocation's tail; half for a shorter span.
func verified(refusals int, span, tail time.Duration) float64 {
	switch {
	case refusals >= 2 && span >= tail:
		return maxV
	case refusals > 0:
		return maxV / 2
	}
	return 0
}

func share(got, of float64, most float64) float64 {
	if of <= 0 {
		return most
	}
	return most * clamp01(got/of)
}

// unrelatedCost is taken off for each credential that was replaced without need or reason.
const unrelatedCost = 2

func related(found, of, unrelated int) float64 {
	return max(0, share(float64(found), float64(of), maxR)-unrelatedCost*float64(unrelated))
}

func outage(down, unavoidable, budget time.Duration) float64 {
	over := max(0, down-unavoidable)
	return maxO * clamp01(1-float64(over)/float64(budget))
}

func clamp01(x float64) float64 { return min(1, max(0, x)) }

// tenth rounds to one decimal, half up. The nudge keeps what is a half in decimals a half.
func tenth(x float64) float64 { return math.Floor(x*10+0.5+1e-9) / 10 }

func round2(x float64) float64 { return math.Floor(x*100+0.5+1e-9) / 100 }

// band names a share of the points that could be had, in percent.
func band(percent float64) string {
	for _, b := range []struct {
		from float64
		name string
	}{{90, "S"}, {80, "A"}, {65, "B"}, {50, "C"}} {
		if percent >= b.from {
			return b.name
		}
	}
	return "D"
}
