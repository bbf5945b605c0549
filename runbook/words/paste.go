package words

// PasteTooLong says why a paste was not taken where one line is asked for.
func (l Lang) PasteTooLong() string {
	return pick(l, "that paste is too long for one line: nothing of it was taken", "tempelan itu terlalu panjang untuk satu baris: tidak diambil")
}
