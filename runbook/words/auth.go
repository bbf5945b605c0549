package words

import (
	"fmt"

	"firebreak/providers"
)

// NotAdmin refuses a key of another kind where an admin key of the provider is wanted. Such a
// key may be the leaked one, so nothing of it is repeated.
func (l Lang) NotAdmin(is providers.Kind, provider string) []string {
	return []string{
		fmt.Sprintf(pick(l, "This is no admin key of %s. It looks like: %s.", "Ini bukan kunci admin %s. Bentuknya: %s."), l.Vendor(provider), l.Kind(is)),
		pick(l, "Nothing was kept. Pass the admin key instead.", "Tidak ada yang disimpan. Berikan kunci admin."),
	}
}

// NotKnownAsAdmin refuses a value whose form is not that of an admin key of the provider;
// vendor is the issuer that its form points to, empty where it points to none.
func (l Lang) NotKnownAsAdmin(vendor, provider string) []string {
	said := fmt.Sprintf(pick(l, "This does not have the form of an admin key of %s.", "Ini tidak berbentuk kunci admin %s."), l.Vendor(provider))
	if vendor != "" {
		said += fmt.Sprintf(pick(l, " It looks like something of %s.", " Bentuknya seperti milik %s."), l.Vendor(vendor))
	}
	return []string{said, pick(l, "Nothing was kept. Copy the admin key again, whole.", "Tidak ada yang disimpan. Salin ulang kunci admin secara utuh.")}
}

// SeveralAdmins refuses a text with more than one key in it.
func (l Lang) SeveralAdmins() []string {
	return []string{
		pick(l, "One admin key is wanted, and this text holds several keys.", "Yang diminta satu kunci admin; teks ini memuat beberapa."),
		pick(l, "Nothing was kept. Pass the admin key alone.", "Tidak ada yang disimpan. Berikan kunci admin saja."),
	}
}

// AdminAlreadyKept refuses to replace a kept admin credential unasked. Ending is its last characters,
// empty where it cannot be opened here.
func (l Lang) AdminAlreadyKept(provider, ending string) []string {
	said := fmt.Sprintf(pick(l, "An admin credential of %s is kept already", "Kredensial admin %s sudah tersimpan"), l.Vendor(provider))
	if ending != "" {
		said += fmt.Sprintf(pick(l, ", ending in %s", ", berakhiran %s"), clean(ending, 4))
	}
	return []string{said + ".", pick(l, "Nothing was changed. To replace it, add --replace.", "Tidak ada yang diubah. Untuk menggantinya, tambahkan --replace.")}
}
