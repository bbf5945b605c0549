package words

import "strings"

// AnswersHint stands above the open questions of a report, as a file of answers to be filled in.
func (l Lang) AnswersHint(id string) []string {
	return []string{
		fill(pick(l, "# Questions of {id} that nobody answered yet.", "# Pertanyaan {id} yang belum dijawab."), "id", clean(id, 40)),
		pick(l, "# Take the # away and fill in; what is left out stays unknown.", "# Hapus # dan isi; yang dibiarkan tetap tidak diketahui."),
		fill(pick(l, "# Then: firebreak report {id} --answers FILE", "# Lalu: firebreak report {id} --answers BERKAS"), "id", clean(id, 40)),
	}
}

// AnswersTaken says how many answers were recorded.
func (l Lang) AnswersTaken(n int) string {
	return Number(l, n, "answer recorded; what is open stays unknown in the report.", "answers recorded; what is open stays unknown in the report.",
		"jawaban dicatat; yang terbuka tetap tidak diketahui dalam laporan.")
}

// ReportKept names the blocks of a report that people changed, and that were therefore not written anew.
func (l Lang) ReportKept(blocks []string) []string {
	list := make([]string, len(blocks))
	for i, b := range blocks {
		list[i] = clean(b, 60)
	}
	return []string{
		fill(pick(l, "Kept as people changed it: {list}.", "Dibiarkan seperti diubah orang: {list}."), "list", strings.Join(list, ", ")),
		pick(l, "To have a block written anew, delete it with its marker line.", "Agar blok ditulis baru, hapus blok itu beserta baris penandanya."),
	}
}

// ReportLeaks says where a report would hold a secret, and what to do.
func (l Lang) ReportLeaks(places []string, id string) []string {
	list := make([]string, 0, len(places))
	for _, place := range places[:min(len(places), mostLeaks)] {
		list = append(list, clean(place, 80))
	}
	return []string{
		fill(pick(l, "Not written, it would hold a secret: {list}.", "Tidak ditulis, karena memuat rahasia: {list}."), "list", strings.Join(list, "; ")),
		fill(pick(l, "Take it out, or: firebreak report {id} --mask", "Hapus rahasianya, atau: firebreak report {id} --mask"), "id", clean(id, 40)),
	}
}

// mostLeaks is how many places one sentence names.
const mostLeaks = 5
