package incident

// Replacing is how far an incident is that only brings a new value to stores.
type Replacing struct {
	Places  int
	Written int    // places that a write of ours changed, whether read back or not
	Holding int    // places that were read and hold the new value
	Left    *Place // the first that does not; nil for none
}

// Replacing counts the places of such an incident; ok is false for every other.
func (s State) Replacing() (r Replacing, ok bool) {
	k, known := s.First()
	if s.Opening.Replace == "" || !known {
		return Replacing{}, s.Opening.Replace != ""
	}
	for _, p := range k.Successor.Places {
		r.Places++
		if !p.Written.IsZero() {
			r.Written++
		}
		if p.Holds {
			r.Holding++
		} else if r.Left == nil {
			r.Left = &p.Place
		}
	}
	return r, true
}

// Ended reports whether every place holds the new value.
func (r Replacing) Ended() bool { return r.Places > 0 && r.Left == nil }
