package identify

import (
	"slices"

	"firebreak/providers"
)

// halved is what joinHalves makes of readings: which of them are parts of another one's whole.
type halved struct {
	whole map[int]providers.Secret // by the place in the list: the value with all of its parts
	part  map[int]bool             // it stands in somebody's whole
	lacks map[int]bool             // its kind has parts, and one of them stands nowhere
}

// joinHalves puts the parts of credentials together: what the kind of a handled reading needs, in
// the order in which it names them. The nearest part behind it counts, else the nearest before;
// each is taken once.
func joinHalves(list []Reading) halved {
	h := halved{whole: map[int]providers.Secret{}, part: map[int]bool{}, lacks: map[int]bool{}}
	for i, r := range list {
		if !r.Claims() && r.Why != BecauseBait || !handled(r.Kind) || len(r.Companions) == 0 {
			continue
		}
		parts, at := []providers.Secret{r.Secret}, []int{}
		for _, c := range r.Companions {
			n := h.nearest(list, i, c.Kind, at)
			if n < 0 {
				h.lacks[i] = true
				break
			}
			parts, at = append(parts, list[n].Secret), append(at, n)
		}
		if h.lacks[i] {
			continue
		}
		h.whole[i] = providers.Compound(parts...)
		for _, n := range at {
			h.part[n] = true
		}
	}
	return h
}

// nearest finds the free reading of a kind that stands nearest to the i-th; -1: none.
func (h halved) nearest(list []Reading, i int, kind providers.Kind, taken []int) int {
	for n := i + 1; n < len(list); n++ {
		if list[n].Kind == list[i].Kind {
			break // what follows is the next one's
		}
		if list[n].Claims() && list[n].Kind == kind && !h.part[n] && !slices.Contains(taken, n) {
			return n
		}
	}
	for n := i - 1; n >= 0; n-- {
		if list[n].Claims() && list[n].Kind == kind && !h.part[n] && !slices.Contains(taken, n) {
			return n
		}
	}
	return -1
}
