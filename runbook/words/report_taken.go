package words

import "strconv"

// ReportTaken says how many of a report's places the incident did not know yet.
func (l Lang) ReportTaken(added, of int) string {
	if added == 0 {
		return pick(l, "The report names no place that was not recorded before.", "Laporan tidak menyebut tempat baru.")
	}
	return fill(pick(l, "New places recorded from the report: {n} of {of}.", "Tempat baru dicatat dari laporan: {n} dari {of}."), "n", strconv.Itoa(added), "of", strconv.Itoa(of))
}

// ReportHoldsKey says that a report with the key in it is a place of the key itself.
func (l Lang) ReportHoldsKey() string {
	return pick(l, "The report holds the key itself: delete or lock up all its copies.", "Laporan itu memuat kuncinya: hapus atau kunci semua salinannya.")
}

// ReportHoldsValues says the same of a report with n values in it.
func (l Lang) ReportHoldsValues(n int) string {
	return fill(pick(l, "A report with values in clear ({n}): delete or lock up all its copies.",
		"Laporan berisi nilai terbuka ({n}): hapus atau kunci semua salinannya."), "n", strconv.Itoa(n))
}
