package usage

import (
	"math"
	"strings"

	"firebreak/providers"
)

// part is what a cost line is for: the vendor prices each by itself.
type part string

const (
	partIn     part = "input"
	partCached part = "cached"
	partOut    part = "output"
	partAll    part = "all"    // the line names a model and no part
	partShared part = "shared" // the line names no model
)

// partOf reads what follows the model's name in a cost line.
func partOf(text string) part {
	switch text = strings.ToLower(text); {
	case strings.Contains(text, "cached"):
		return partCached
	case strings.Contains(text, "output"):
		return partOut
	case strings.Contains(text, "input"):
		return partIn
	}
	return partAll
}

// volume is what was used of one part in one day. Cheap units may have a discount of unknown
// size: batches, and what was cached where no line of its own tells its price.
type volume struct{ full, cheap float64 }

func (v volume) plus(o volume) volume { return volume{v.full + o.full, v.cheap + o.cheap} }

func (v volume) sum() float64 { return v.full + v.cheap }

// billed is one day's money for a volume.
type billed struct {
	micros float64
	volume
}

// bounds are the least, the likely and the greatest price of a unit, in micro-units. An
// infinite greatest is unknown.
type bounds struct{ low, mid, high float64 }

func (b bounds) times(n float64) bounds {
	if n == 0 {
		return bounds{}
	}
	return bounds{b.low * n, b.mid * n, b.high * n}
}

func (b bounds) plus(o bounds) bounds { return bounds{b.low + o.low, b.mid + o.mid, b.high + o.high} }

// offer is the price of a full and of a cheap unit.
type offer struct{ full, cheap bounds }

func (o offer) of(v volume) bounds { return o.full.times(v.full).plus(o.cheap.times(v.cheap)) }

// solve finds the prices that the bills of some days tell. Where only full units were used the
// price is exact. Where the days mix them in different shares the two prices follow from the
// days; else a full unit costs at least the mean of all, and at most what it would if the cheap
// ones were free.
func solve(days []billed) offer {
	var micros float64
	var used volume
	for _, d := range days {
		micros, used = micros+d.micros, used.plus(d.volume)
	}
	mean := micros / max(used.sum(), 1)
	switch {
	case used.cheap == 0:
		return offer{bounds{mean, mean, mean}, bounds{0, mean, mean}}
	case used.full == 0:
		return offer{bounds{mean, mean, math.Inf(1)}, bounds{mean, mean, mean}}
	}
	if p, q, ok := apart(days); ok {
		return offer{bounds{p, p, p}, bounds{q, q, q}}
	}
	most := micros / used.full
	return offer{bounds{mean, (mean + most) / 2, most}, bounds{0, mean, most}}
}

const (
	apartDays = 4     // days that a fit of two prices takes
	apartTurn = 0.02  // how far the shares of the days must differ: squared sine of their angle
	apartMiss = 0.005 // the greatest part of the money that a fit may miss
)

// apart fits one price of full and one of cheap units to the days, by least squares.
func apart(days []billed) (full, cheap float64, ok bool) {
	var ff, fc, cc, fm, cm, mm float64
	for _, d := range days {
		ff, fc, cc = ff+d.full*d.full, fc+d.full*d.cheap, cc+d.cheap*d.cheap
		fm, cm, mm = fm+d.full*d.micros, cm+d.cheap*d.micros, mm+d.micros*d.micros
	}
	det := ff*cc - fc*fc
	if len(days) < apartDays || det <= apartTurn*ff*cc {
		return 0, 0, false
	}
	full, cheap = (cc*fm-fc*cm)/det, (ff*cm-fc*fm)/det
	missed := 0.0
	for _, d := range days {
		r := d.micros - full*d.full - cheap*d.cheap
		missed += r * r
	}
	return full, cheap, cheap >= 0 && full >= cheap && missed <= apartMiss*apartMiss*mm
}

// counts are what a vendor counts of calls. Cached is part of in.
type counts struct{ requests, in, cached, out int64 }

func (c counts) plus(o counts) counts {
	return counts{c.requests + o.requests, c.in + o.in, c.cached + o.cached, c.out + o.out}
}

// less is what is left of c without o; never below zero, for a call of ours may be taken out of
// either.
func (c counts) less(o counts) counts {
	return counts{max(0, c.requests-o.requests), max(0, c.in-o.in), max(0, c.cached-o.cached), max(0, c.out-o.out)}
}

// use is what one model was used for in one interval: by calls of the moment, and by batches.
type use struct{ live, batch counts }

func useOf(b providers.Bucket) use {
	c := counts{b.Requests, b.In, min(b.Cached, b.In), b.Out}
	if b.Batch {
		return use{batch: c}
	}
	return use{live: c}
}

func (u use) plus(o use) use { return use{u.live.plus(o.live), u.batch.plus(o.batch)} }

// of is the volume of one part. lined: what was cached has a cost line of its own.
func (u use) of(p part, lined bool) volume {
	v := volume{}
	switch p {
	case partIn:
		v = volume{float64(u.live.in - u.live.cached), float64(u.batch.in - u.batch.cached)}
		if !lined {
			v.cheap += float64(u.live.cached + u.batch.cached)
		}
	case partCached:
		v = volume{float64(u.live.cached), float64(u.batch.cached)}
	case partOut:
		v = volume{float64(u.live.out), float64(u.batch.out)}
	case partAll, partShared:
		v = u.of(partIn, false).plus(u.of(partOut, false))
	}
	return v
}

func (u use) calls() volume { return volume{float64(u.live.requests), float64(u.batch.requests)} }
