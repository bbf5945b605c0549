package tui

// tried are the kills of this key that were asked for and did not take place, each by its newest
// attempt. None once one was accepted.
func (v *view) tried() []row {
	var rows []row
	for _, op := range v.key().NotTaken() {
		label, said, short := v.lang.Tried(op)
		rows = append(rows, fact(label, short, said, 8).inked(warnInk).kept())
	}
	return rows
}
