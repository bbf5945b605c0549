package words

import (
	"fmt"

	"firebreak/providers"
)

var weaknesses = map[providers.Weakness]both{
	providers.OneCharacter: {"One character over and over is guessed at once.", "Satu karakter berulang langsung tertebak."},
	providers.IsKey:        {"This holds a key; a leaked key protects nothing.", "Ini memuat kunci; kunci bocor tidak melindungi apa pun."},
}

// PassphraseWeak refuses a passphrase that was being chosen, and says what a good one is.
func (l Lang) PassphraseWeak(w providers.Weakness) []string {
	why, ok := weaknesses[w]
	said := why.in(l)
	if !ok {
		said = fmt.Sprintf(pick(l, "It has fewer than %d characters: it could be guessed.", "Kurang dari %d karakter: bisa ditebak."), providers.LeastPassphrase)
	}
	return []string{said, pick(l, "Choose another: four words that do not belong together are good.", "Pilih yang lain: empat kata yang tidak berkaitan itu baik.")}
}

// PassphraseWrong says that what was typed opens nothing here.
func (l Lang) PassphraseWrong() string {
	return pick(l, "That is not the passphrase that was chosen. Nothing was changed.", "Itu bukan frasa sandi yang dipilih dulu. Tidak ada yang diubah.")
}

// PassphraseUseless says that what the passphrase protects cannot be read.
func (l Lang) PassphraseUseless() string {
	return pick(l, "What it protects cannot be read here; nothing is sealed under it.", "Yang dilindunginya tidak terbaca di sini; tidak ada yang disegel.")
}
