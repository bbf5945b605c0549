package usage

// idSet holds hashes of ids: a million take 16 MB. The zero value is empty.
type idSet struct {
	slots []uint64 // a power of two of them; 0 is free
	n     int
}

// add puts a hash in, and reports whether it was not there.
func (s *idSet) add(h uint64) bool {
	if h == 0 {
		h = 1
	}
	if 2*s.n >= len(s.slots) {
		s.grow()
	}
	if !s.put(h) {
		return false
	}
	s.n++
	return true
}

func (s *idSet) put(h uint64) bool {
	mask := uint64(len(s.slots) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		switch s.slots[i] {
		case h:
			return false
		case 0:
			s.slots[i] = h
			return true
		}
	}
}

func (s *idSet) grow() {
	old := s.slots
	s.slots = make([]uint64, max(2*len(old), 1024))
	for _, h := range old {
		if h != 0 {
			s.put(h)
		}
	}
}
