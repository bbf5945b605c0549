package words

var exits = map[int]both{
	0:   {"finished", "selesai"},
	1:   {"an error, or it could not look", "ada galat, atau tidak bisa memeriksa"},
	2:   {"refused before anything was sent: usage or input", "ditolak sebelum apa pun terkirim: cara pakai atau masukan"},
	3:   {"open steps are left", "masih ada langkah terbuka"},
	129: {"the terminal was closed", "terminal ditutup"},
	130: {"interrupted", "dihentikan pengguna"},
	131: {"quit", "dihentikan"},
	143: {"terminated", "diakhiri sistem"},
}

// ExitCodes lists the codes that the program leaves with, in order.
var ExitCodes = []int{0, 1, 2, 3, 129, 130, 131, 143}

// Exit explains an exit code of respond, resume and close.
func (l Lang) Exit(code int) string {
	if text, ok := lookup(l, exits, code); ok {
		return text
	}
	return l.Unknown()
}

// ExitOf explains a code where a command gives it a meaning of its own: search, check, verify.
func (l Lang) ExitOf(command string, code int) string {
	switch {
	case command == "search" && code == 0:
		return pick(l, "not found, and everything was searched", "tidak ditemukan, dan semuanya sudah dicari")
	case command == "search" && code == 3:
		return pick(l, "found", "ditemukan")
	case command == "search" && code == 1:
		return pick(l, "not found so far, but the search was not complete", "belum ditemukan, tetapi pencarian belum lengkap")
	case command == "check" && code == 3:
		return pick(l, "the report is below the mark, or stops at a gate", "laporan di bawah ambang, atau tertahan di satu syarat")
	case command == "verify" && code == 3:
		return pick(l, "the journal was altered", "jurnal telah diubah")
	}
	return l.Exit(code)
}
