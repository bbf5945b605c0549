package words

import "firebreak/providers"

// revokeSteps are the steps in the console by which keys of some kinds end, after its page is open;
// {row} is the key's row.
var revokeSteps = map[providers.Kind][]both{
	"aws/access-key-id": {
		{"2  Open the key's user, then Security credentials. Of the root's key:", "2  Buka pengguna kunci, lalu Security credentials. Kunci milik root:"},
		{"   sign in as root, and open the menu of the account's name instead.", "   masuk sebagai root, lalu buka menu nama akun."},
		{"3  Find the row {row}; make it inactive, then delete it. That is final.", "3  Cari baris {row}; nonaktifkan, lalu hapus. Itu final."},
		comeBack,
	},
	"aws/temporary-access-key-id": sessionSteps,
	"aws/bedrock-short-term-key":  sessionSteps,
}

var sessionSteps = []both{
	{"2  Open the role, then Revoke sessions: all of its sessions end at once.", "2  Buka perannya, lalu Revoke sessions: semua sesinya berakhir."},
	{"3  Of a user: deny by inline policy what was issued before now", "3  Bagi pengguna: tolak lewat kebijakan inline yang terbit sebelum ini"},
	{"   (aws:TokenIssueTime), and end the access key that made the session.", "   (aws:TokenIssueTime), dan akhiri kunci akses pembuat sesinya."},
	{"4  The probe shows no denial. It turns when the key expires: within 36", "4  Uji tidak menampakkan penolakan, baru berubah saat kunci berakhir"},
	{"   hours, one of Bedrock within 12.", "   dalam 36 jam, kunci Bedrock dalam 12 jam."},
}

// atExpiry are kinds of which no probe shows that a person ended them before their time is over.
var atExpiry = map[providers.Kind]both{
	"aws/temporary-access-key-id": {"no probe shows the end before it expires: within 36 h", "uji baru menampakkan saat masa kunci habis: dalam 36 jam"},
	"aws/bedrock-short-term-key":  {"no probe shows the end before it expires: within 12 h", "uji baru menampakkan saat masa kunci habis: dalam 12 jam"},
}

// ShownAtExpiry says of a key that a person ended when a probe shows it, where that is not at once;
// "" for others.
func (l Lang) ShownAtExpiry(kind providers.Kind) string {
	said, _ := lookup(l, atExpiry, kind)
	return said
}

var comeBack = both{"4  Come back: the key is probed here until it is proven dead.", "4  Kembali ke sini: kunci diuji sampai terbukti mati."}
