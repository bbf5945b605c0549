package words

// AnotherHost refuses to go on with an incident at another host than it was opened at. base is
// the override that it was opened with, "" for the vendor's own address, and variable names it.
func (l Lang) AnotherHost(id, was, is, variable, base string) []string {
	how := pick(l, "To go on with it: unset ", "Untuk melanjutkan: hapus ") + clean(variable, 60) +
		pick(l, ", and base_url in config.toml", ", dan base_url di config.toml")
	if base != "" {
		how = pick(l, "To go on with it: ", "Untuk melanjutkan: ") + clean(variable, 60) + "=" + clean(base, 200)
	}
	return []string{
		ShortID(id) + pick(l, " was opened at ", " dibuka di ") + clean(was, 80) + pick(l, "; this run would ask ", "; kali ini yang ditanya ") + clean(is, 80) + ".",
		pick(l, "Nothing was sent: an incident stays with its host.", "Tidak ada yang dikirim: insiden tetap pada host-nya."),
		how,
		pick(l, "Another one: firebreak resume ID; firebreak incidents lists them.", "Insiden lain: firebreak resume ID; daftarnya: firebreak incidents."),
	}
}
