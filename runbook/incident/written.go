package incident

import "time"

// changed follows a write of ours, and the one that takes it back: nothing is known any more
// of what a reading showed before.
func (n *Successor) changed(did IntentData, at time.Time) {
	for _, p := range did.With {
		if i := n.index(p); i >= 0 {
			n.Places[i].Written = at
		}
	}
	i := n.index(*did.Place)
	switch {
	case i < 0:
	case did.Act == ActWrite:
		n.Places[i].Written, n.Places[i].Undo = at, did.Undo
	case did.Act == ActPutBack:
		n.Places[i] = PlaceState{Place: n.Places[i].Place}
	}
}

func (n *Successor) index(p Place) int {
	for i, have := range n.Places {
		if have.Store == p.Store && have.Detail == p.Detail {
			return i
		}
	}
	return -1
}
