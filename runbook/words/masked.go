package words

// MaskedFound says of a masked key that its record can be found by what is shown.
func (l Lang) MaskedFound() string {
	return pick(l, "Masked: with an admin key, respond finds its record by the ending.",
		"Disamarkan: dengan kunci admin, respond mencari dari akhirannya.")
}
