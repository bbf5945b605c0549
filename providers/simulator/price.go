package simulator

// modelInfo is a model of a vendor: when it came out, what a project may ask of it in a minute
// by default where that can be read, what it costs, and in which report its use stands.
type modelInfo struct {
	id               string
	created          int64
	requests, tokens int64
	images           int64
	price            price
	family           string // "": completions
}

// price is what a million of each costs in USD, which is the micro-USD of one: tokens in,
// those of them that were cached, and tokens out; images and seconds where a model counts
// these. Published prices of 2026, so that every amount agrees with its tokens and a model
// costs the same whoever calls it: with a real vendor a reader can tell the one from the
// other.
type price struct{ in, cached, out float64 }

// Calls is a row of traffic with a model of some vendor, without key and times, priced by its
// tokens. share is the part of the list price that is paid: batches pay half. A model that no
// vendor has costs nothing.
func Calls(model string, who Actor, in, cached, out int64, share float64) Traffic {
	t := Traffic{Actor: who, Family: "completions", Model: model, In: in, Cached: cached, Out: out}
	if m, known := modelOf(model); known {
		t.Family = or(m.family, t.Family)
		u, c, o := m.price.parts(cell{in: in, cached: cached, out: out})
		t.Micros = int64(share * (u + c + o))
	}
	return t
}

// parts is the list price of what went in and was not cached, of what was, and of what came out.
func (p price) parts(c cell) (in, cached, out float64) {
	return float64(c.in-c.cached) * p.in, float64(c.cached) * p.cached, float64(c.out) * p.out
}
