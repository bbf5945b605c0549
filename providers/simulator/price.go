package simulator

import (
	"slices"
	"strings"
)

// price is what a million of each costs in USD, which is the micro-USD of one: tokens in,
// those of them that were cached, and tokens out; images and seconds where a model counts
// these. Published prices of 2026, so that every amount agrees with its tokens and a model
// costs the same whoever calls it: with the real vendor a reader can tell the one from the
// other.
type price struct{ in, cached, out float64 }

// Calls is a row of traffic with a model of the vendor, without key and times, priced by its
// tokens. share is the part of the list price that is paid: batches pay half. A model that the
// vendor does not have costs nothing.
func Calls(model string, who Actor, in, cached, out int64, share float64) Traffic {
	t := Traffic{Actor: who, Family: "completions", Model: model, In: in, Cached: cached, Out: out}
	switch {
	case strings.HasPrefix(model, "text-embedding"):
		t.Family = "embeddings"
	case strings.HasPrefix(model, "gpt-image"):
		t.Family = "images"
	}
	if p, known := priceOf(model); known {
		u, c, o := p.parts(cell{in: in, cached: cached, out: out})
		t.Micros = int64(share * (u + c + o))
	}
	return t
}

func priceOf(model string) (price, bool) {
	i := slices.IndexFunc(openaiModels, func(m modelInfo) bool { return m.id == model })
	if i < 0 {
		return price{}, false
	}
	return openaiModels[i].price, true
}

// parts is the list price of what went in and was not cached, of what was, and of what came out.
func (p price) parts(c cell) (in, cached, out float64) {
	return float64(c.in-c.cached) * p.in, float64(c.cached) * p.cached, float64(c.out) * p.out
}
