package words

// AgreeTakes says what is taken where one question stands before an incident: it has no numbers.
func (l Lang) AgreeTakes() string {
	return pick(l, "Taken here: enter or y goes on; b or q leaves.", "Di sini: enter atau y untuk lanjut; b atau q untuk keluar.")
}

// LeftUnopened says that going back from that question has left.
func (l Lang) LeftUnopened() string {
	return pick(l, "Left: no incident was opened, nothing was asked.", "Keluar: tidak ada insiden dibuka, tidak ada yang ditanya.")
}
