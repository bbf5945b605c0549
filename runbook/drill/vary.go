package drill

import (
	"crypto/sha256"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"time"
)

// vary draws what differs from seed to seed. Its zero value changes nothing: every figure is
// the one that it is given.
type vary struct{ r *rand.Rand }

// stream gives random numbers that depend on scenario, seed and label alone.
func stream(scenario string, seed int64, label string) *rand.Rand {
	return rand.New(rand.NewChaCha8(sha256.Sum256(fmt.Appendf(nil, "firebreak drill\x00%s\x00%d\x00%s", scenario, seed, label))))
}

func varied(scenario string, seed int64) vary { return vary{stream(scenario, seed, "story")} }

// factor is between 1-spread and 1+spread.
func (v vary) factor(spread float64) float64 {
	if v.r == nil {
		return 1
	}
	return 1 + spread*(2*v.r.Float64()-1)
}

// about moves a time by up to slack in both directions, to the second.
func (v vary) about(d, slack time.Duration) time.Duration {
	if v.r == nil {
		return d
	}
	return d + time.Duration((2*v.r.Float64()-1)*float64(slack)).Truncate(time.Second)
}

// between is a time from lo up to hi, to the second; nothing where nothing varies.
func (v vary) between(lo, hi time.Duration) time.Duration {
	if v.r == nil {
		return 0
	}
	return lo + time.Duration(v.r.Float64()*float64(hi-lo)).Truncate(time.Second)
}

// n is a number below most.
func (v vary) n(most int) int {
	if v.r == nil {
		return 0
	}
	return v.r.IntN(most)
}

// logNormal draws from a log-normal distribution by its median and 95th percentile.
func (v vary) logNormal(median, p95 time.Duration) time.Duration {
	if v.r == nil {
		return median
	}
	const z95 = 1.6449
	sigma := math.Log(float64(p95)/float64(median)) / z95
	return time.Duration(float64(median) * math.Exp(sigma*v.r.NormFloat64())).Truncate(time.Second)
}

// pick chooses one of a list.
func pick[T any](v vary, list ...T) T { return list[v.n(len(list))] }

// Chance is a source of randomness that is the same for the same seed and use: for an incident's
// id, made-up keys, names of files. No secret of anybody comes from it.
func (s Story) Chance(use string) io.Reader {
	return rand.NewChaCha8(sha256.Sum256(fmt.Appendf(nil, "firebreak drill\x00%s\x00%d\x00%s", s.ID, s.Seed, use)))
}

// Salt keys the fingerprints of weak values of a drill's incident, in hex.
func (s Story) Salt() string {
	r := stream(s.ID, s.Seed, "salt")
	return fmt.Sprintf("%016x%016x", r.Uint64(), r.Uint64())
}
