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
