package words

import (
	"errors"
	"fmt"
	"strings"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// ProviderUnknown refuses a name that is no provider's; it may be a key, and is repeated only
// where it cannot be one.
func (l Lang) ProviderUnknown(name string, known []string) []string {
	return []string{fmt.Sprintf(pick(l, "No provider is called %s. Known: %s.", "Tidak ada penyedia bernama %s. Yang dikenal: %s."), l.Given(name), clean(strings.Join(known, ", "), 200))}
}

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

// AdminKeptAs says that an admin credential is kept. Ending is its last characters, empty where it
// cannot be opened here.
func (l Lang) AdminKeptAs(provider, ending string) string {
	said := fmt.Sprintf(pick(l, "An admin credential of %s is kept already", "Kredensial admin %s sudah tersimpan"), l.Vendor(provider))
	if ending != "" {
		said += fmt.Sprintf(pick(l, ", ending in %s", ", berakhiran %s"), clean(ending, 4))
	}
	return said + "."
}

// AdminAlreadyKept refuses to replace a kept admin credential unasked.
func (l Lang) AdminAlreadyKept(provider, ending string) []string {
	return []string{l.AdminKeptAs(provider, ending), pick(l, "Nothing was changed. To replace it, add --replace.", "Tidak ada yang diubah. Untuk menggantinya, tambahkan --replace.")}
}

// ReplaceAdmin asks whether the kept one gives way.
func (l Lang) ReplaceAdmin() string {
	return pick(l, "type y to replace it, or press enter to leave it: ", "ketik y untuk menggantinya, atau enter untuk membiarkannya: ")
}

// NothingChanged says that what is kept stayed as it was.
func (l Lang) NothingChanged() string {
	return pick(l, "Nothing was changed.", "Tidak ada yang diubah.")
}

// AdminIsKept says that an admin credential was sealed just now.
func (l Lang) AdminIsKept(provider string) string {
	return fmt.Sprintf(pick(l, "%s: kept sealed.", "%s: tersimpan tersegel."), l.Vendor(provider))
}

// AdminIsLeakedKey refuses to keep a key that an incident works on.
func (l Lang) AdminIsLeakedKey() []string {
	return []string{
		pick(l, "This is a leaked key: an incident on this machine works on it.", "Ini kunci bocor: sebuah insiden di mesin ini menanganinya."),
		pick(l, "Nothing was kept. Pass another admin key.", "Tidak ada yang disimpan. Berikan kunci admin lain."),
	}
}

// AdminWorks says that the vendor took the credential. What it may do follows.
func (l Lang) AdminWorks(provider string) string {
	return fmt.Sprintf(pick(l, "It works: %s answered it just now.", "Berfungsi: %s menjawabnya barusan."), l.Vendor(provider))
}

// AdminTests says which credential is tested: the one in a variable, or, for "", the sealed one. Other
// tells that there is a sealed one too, which that one goes before.
func (l Lang) AdminTests(provider, variable, ending string, other bool) []string {
	where := pick(l, "kept sealed", "yang tersegel")
	if variable != "" {
		where = pick(l, "in ", "di ") + clean(variable, 50)
	}
	lines := []string{fmt.Sprintf(pick(l, "Tested, read-only: the %s admin key %s, %s.", "Diuji, hanya membaca: kunci admin %s %s, %s."), l.Vendor(provider), where, l.Ending(ending))}
	if other {
		lines = append(lines, pick(l, "One is kept sealed too: this one goes before it.", "Ada juga yang tersegel: yang ini didahulukan."))
	}
	return lines
}

// NoAdminToTest says that there is no credential of a provider, and how one is kept.
func (l Lang) NoAdminToTest(provider, variable string, f incident.FailData) []string {
	if lack, known := lacks[f.Detail]; known {
		return []string{lack.what.in(l), lack.do.in(l)}
	}
	return []string{
		fmt.Sprintf(pick(l, "There is no %s admin key: %s is not set, and none is kept.", "Tidak ada kunci admin %s: %s tidak diisi, dan tidak ada yang tersimpan."), l.Vendor(provider), clean(variable, 50)),
		fmt.Sprintf(pick(l, "To keep one: firebreak auth set %s", "Untuk menyimpan: firebreak auth set %s"), clean(provider, 20)),
	}
}

// AdminNotTested says why the vendor gave no verdict on a credential.
func (l Lang) AdminNotTested(f incident.FailData, provider string) []string {
	return []string{
		pick(l, "No verdict on it: ", "Belum ada putusan: ") + l.WhyWithin(f.Reason, l.Vendor(provider)) + ".",
		fmt.Sprintf(pick(l, "Try again: firebreak auth test %s", "Coba lagi: firebreak auth test %s"), clean(provider, 20)),
	}
}

// AnotherAdmin says how a refused credential is replaced: one in a variable, or, for "", the sealed one.
func (l Lang) AnotherAdmin(provider, variable string) string {
	if variable != "" {
		return fmt.Sprintf(pick(l, "Put another into %s.", "Isi %s dengan yang lain."), clean(variable, 50))
	}
	return fmt.Sprintf(pick(l, "Another in its place: firebreak auth set %s --replace", "Ganti dengan: firebreak auth set %s --replace"), clean(provider, 20))
}

// AdminUntested says that the vendor gave no verdict on a credential that is kept.
func (l Lang) AdminUntested(f incident.FailData, provider string) []string {
	return []string{
		pick(l, "It is kept, and not tested: ", "Tersimpan, belum diuji: ") + l.WhyWithin(f.Reason, l.Vendor(provider)) + ".",
		fmt.Sprintf(pick(l, "To test it later: firebreak auth test %s", "Untuk mengujinya nanti: firebreak auth test %s"), clean(provider, 20)),
	}
}

// AdminRefused says in the vendor's words that a credential does not work.
func (l Lang) AdminRefused(f incident.FailData, provider string) []string {
	lines := []string{fmt.Sprintf(pick(l, "It does not work: %s refused it.", "Tidak berfungsi: %s menolaknya."), l.Vendor(provider))}
	if answered := l.Answered(f.Fail); answered != "" {
		lines = append(lines, answered)
	}
	return lines
}

// KeepRefusedAdmin asks whether a refused credential stays.
func (l Lang) KeepRefusedAdmin() string {
	return pick(l, "type y to keep it all the same, or press enter to forget it: ", "ketik y untuk tetap menyimpan, atau enter untuk melupakannya: ")
}

// RefusedAdminKept says that a refused credential stays, and what to do about it.
func (l Lang) RefusedAdminKept(provider string) []string {
	name := clean(provider, 20)
	return []string{
		pick(l, "It is kept all the same; an incident could not use it as it is.", "Tetap tersimpan; insiden tidak bisa memakainya seperti ini."),
		fmt.Sprintf(pick(l, "Another in its place: firebreak auth set %s --replace", "Ganti dengan: firebreak auth set %s --replace"), name),
		fmt.Sprintf(pick(l, "Forget it: firebreak auth remove %s", "Lupakan dengan: firebreak auth remove %s"), name),
	}
}

// RefusedAdminNotKept says that a refused credential was not kept, and which one is; nil: none.
func (l Lang) RefusedAdminNotKept(kept *providers.AdminKeptError) string {
	switch {
	case kept == nil:
		return pick(l, "It was not kept.", "Tidak disimpan.")
	case kept.Ending == "":
		return pick(l, "It was not kept; the one kept before stays.", "Tidak disimpan; yang tersimpan sebelumnya tetap.")
	}
	return fmt.Sprintf(pick(l, "It was not kept; the one ending in %s stays.", "Tidak disimpan; yang berakhiran %s tetap."), clean(kept.Ending, 4))
}

// ReplaceAdminTitle asks on a screen whether the kept one gives way.
func (l Lang) ReplaceAdminTitle() string {
	return pick(l, "Put it in place of the kept one?", "Gantikan yang tersimpan?")
}

// LeaveKeptAdmin and InItsPlace are the answers.
func (l Lang) LeaveKeptAdmin() string {
	return pick(l, "Leave that one; this one is for this run only", "Biarkan yang itu; yang ini hanya untuk kali ini")
}

// InItsPlace puts the typed one in place of the kept one.
func (l Lang) InItsPlace() string {
	return pick(l, "Replace it; the former one is forgotten", "Ganti; yang lama dilupakan")
}

// AdminKept says whether a credential that is in use was sealed for later runs too; err is why
// not.
func (l Lang) AdminKept(err error) string {
	switch {
	case err == nil:
		return pick(l, "Kept sealed. firebreak auth remove forgets it.", "Tersimpan tersegel. firebreak auth remove menghapusnya.")
	case errors.Is(err, providers.ErrNotAdmin):
		return pick(l, "Not kept: no admin key has this form. It is used for this run.", "Tidak disimpan: bukan bentuk kunci admin. Dipakai untuk kali ini.")
	}
	return pick(l, "It could not be kept; it works for this run.", "Tidak bisa disimpan; tetap berlaku untuk kali ini.")
}
