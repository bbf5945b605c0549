package words

import (
	"fmt"

	"firebreak/providers"
)

// begun is how a new key is begun, for kinds of which a narrower one is made.
var begun = map[providers.Kind]both{
	"github/pat-classic":      narrowToken,
	"github/fine-grained-pat": narrowToken,
}

var narrowToken = both{"2  Make a fine-grained token, for the repositories of its service only.", "2  Buat token terperinci, hanya untuk repositori layanannya."}

// unaskable are kinds that no call asks about: nothing is read of them before they are ended.
var unaskable = map[providers.Kind]both{
	"github/refresh-token": {"Asks nothing: a refresh token is used up by its use. It can be revoked.", "Tidak bertanya apa pun: token penyegar habis sekali pakai. Bisa dicabut."},
}

// NoAdminNeeded says that keys are revoked without an admin credential, and how one is kept.
func (l Lang) NoAdminNeeded(provider, variable string) []string {
	return []string{
		pick(l, "Its tokens are revoked without an admin key.", "Token dicabut tanpa kunci admin."),
		fmt.Sprintf(pick(l, "For the audit log: set %s, or firebreak auth set %s", "Untuk log audit: isi %s, atau firebreak auth set %s"), clean(variable, 50), clean(provider, 20)),
	}
}
