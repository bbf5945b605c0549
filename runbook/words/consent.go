package words

// What is asked before an act that can be undone, once it was chosen.

// CreateTitle asks for the yes to a new key.
func (l Lang) CreateTitle() string {
	return pick(l, "Create the new key?", "Buat kunci baru?")
}

// LimitTitle asks for the yes to a limit.
func (l Lang) LimitTitle() string { return pick(l, "Set this limit?", "Pasang batas ini?") }

// LiftTitle asks for the yes to taking a limit back.
func (l Lang) LiftTitle() string { return pick(l, "Lift this limit?", "Lepaskan batas ini?") }

// NothingToSend says why there is nothing to say yes to.
func (l Lang) NothingToSend() string {
	return pick(l, "what would be sent could not be made", "isi yang akan dikirim tidak bisa dibuat")
}
