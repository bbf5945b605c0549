package words

import (
	"strings"

	"firebreak/providers"
)

// dialect is how one vendor speaks: sentences that name such a thing take it from here.
type dialect struct {
	place  both   // what a key belongs to
	ended  both   // what becomes of a key that is ended for good
	limits both   // what the limits that can be undone stop; {name} is what the key belongs to
	reads  []both // what is read before anybody decides, and how many requests that takes; by line
}

var dialects = map[string]dialect{
	"openai": {
		place:  both{"project", "proyek"},
		ended:  both{"deleted", "dihapus"},
		limits: both{"can be undone; stops the whole project {name}, ours too", "bisa dibatalkan; seluruh proyek {name} ikut terhenti"},
		reads: []both{
			{"then its lists of projects, keys and use: about 50 requests where there", "lalu daftar proyek, kunci, dan pemakaian: sekitar 50 permintaan bila ada"},
			{"are 5 projects, more where there are many. w lists each.", "5 proyek, lebih bila lebih banyak. w menampilkan semuanya."},
		},
	},
	"github": {
		place: both{"account", "akun"},
		ended: both{"revoked", "dicabut"},
		reads: []both{
			{"then its repositories, and the names of secrets in the latest 200: a", "lalu repositorinya, dan nama rahasia di 200 yang terbaru: satu"},
			{"request for each, for 20 seconds at most. w lists each.", "permintaan per repositori, paling lama 20 detik. w menampilkan semua."},
		},
	},
	"discord": {
		place: both{"server", "server"},
		ended: both{"deleted", "dihapus"},
		reads: plainDialect.reads,
	},
	"anthropic": {
		place:  both{"workspace", "ruang kerja"},
		ended:  both{"archived", "diarsipkan"},
		limits: both{"can be undone; stops this key and all of ours that uses it", "bisa dibatalkan; kunci ini dan semua pemakainya terhenti"},
		reads: []both{
			{"then its lists of workspaces, keys and use: about 10 requests, more", "lalu daftar ruang kerja, kunci, dan pemakaian: sekitar 10 permintaan"},
			{"where there are over 1000 keys. w lists each.", "dan lebih bila ada di atas 1000 kunci. w menampilkan semuanya."},
		},
	},
	"google": {
		place: both{"project", "proyek"},
		ended: both{"deleted", "dihapus"},
		reads: []both{
			{"then its record, which Google looks up by the key itself, the other keys", "lalu catatannya, yang dicari Google lewat kunci itu sendiri, kunci lain"},
			{"of the project and the key's use: about 10 requests. w lists each.", "di proyek, dan pemakaiannya: sekitar 10 permintaan. w menampilkan semua."},
		},
	},
}

// plainDialect stands in for a vendor that has no row.
var plainDialect = dialect{
	place:  both{"account", "akun"},
	ended:  both{"revoked", "dicabut"},
	limits: both{"a limit that can be undone; it stops what uses the key as well", "batas yang bisa dibatalkan; pemakai kunci ikut terhenti"},
	reads:  []both{{"then its record, owner and use, where told. w lists each request.", "lalu catatan, pemilik, dan pemakaian bila ada. w menampilkan semuanya."}},
}

func dialectOf(k providers.Kind) dialect {
	if d, known := dialects[k.Provider()]; known {
		return d
	}
	return plainDialect
}

// place is what a key of the kind belongs to, within a sentence.
func (l Lang) place(k providers.Kind) string {
	if parent := kinds[k].parent; parent != (both{}) {
		return strings.ToLower(parent.in(l))
	}
	return dialectOf(k).place.in(l)
}
