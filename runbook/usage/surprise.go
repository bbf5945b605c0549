package usage

import "math"

// usual is what is usual of a count: a negative binomial of a mean and a size. A large size is
// a Poisson.
type usual struct{ mean, size float64 }

// fit takes mean and size from counts of n slots, given their sum and the sum of their squares.
func fit(sum, squares, n float64) usual {
	mean := (sum + 0.5) / n
	variance := (squares - 2*mean*sum + n*mean*mean) / n
	return usual{mean, min(max(mean*mean/max(variance-mean, 1e-9), 0.05), 1e6)}
}

// calm is the surprise of what is not above the mean.
const calm = 0.30

// surprise is minus the decimal logarithm of the chance of at least x.
func (u usual) surprise(x float64) float64 {
	if x <= u.mean {
		return calm
	}
	lg := func(v float64) float64 { r, _ := math.Lgamma(v); return r }
	p := u.mean / (u.size + u.mean)
	head := lg(x+u.size) - lg(u.size) - lg(x+1) + u.size*math.Log1p(-p) + x*math.Log(p)
	sum, term := 1.0, 1.0 // of the first term
	for k := x; term >= 1e-12*sum; k++ {
		term *= (k + u.size) / (k + 1) * p
		sum += term
	}
	return -(head + math.Log(sum)) / math.Ln10
}

// unseen is the surprise that the next value is one that was never seen, by Good and Turing:
// seen are the events of the past, once the values that came up exactly once.
func unseen(seen, once int64) float64 {
	return -math.Log10(min((float64(once)+0.5)/(float64(seen)+1), 1))
}
