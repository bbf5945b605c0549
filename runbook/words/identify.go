package words

import "fmt"

var vendors = map[string]string{
	"openai": "OpenAI", "anthropic": "Anthropic", "aws": "AWS", "github": "GitHub", "gitlab": "GitLab", "google": "Google",
	"groq": "Groq", "huggingface": "Hugging Face", "langfuse": "Langfuse", "minimax": "MiniMax", "npm": "npm",
	"openrouter": "OpenRouter", "perplexity": "Perplexity", "replicate": "Replicate", "sendgrid": "SendGrid", "slack": "Slack",
	"stripe": "Stripe", "xai": "xAI", "vault": "Vault", "digitalocean": "DigitalOcean", "vercel": "Vercel", "discord": "Discord",
}

// Vendor is a provider's title; an unknown one is named as it is.
func (l Lang) Vendor(provider string) string {
	if title, ok := vendors[provider]; ok {
		return title
	}
	if provider == "" {
		return pick(l, "the provider", "penyedia")
	}
	return clean(provider, 24)
}

// Confidence says how sure a recognition is.
func (l Lang) Confidence(level string) string {
	switch level {
	case "high":
		return pick(l, "high confidence", "keyakinan tinggi")
	case "medium":
		return pick(l, "medium confidence", "keyakinan sedang")
	case "low":
		return pick(l, "low confidence", "keyakinan rendah")
	case "none":
		return pick(l, "no confidence", "tanpa keyakinan")
	}
	return pick(l, "confidence unknown", "keyakinan tidak diketahui")
}

var recognised = map[string]both{
	"exact":     {"its prefix, the vendor's mark and a known length", "awalannya, tanda vendor, dan panjang yang dikenal"},
	"continues": {"it goes on where the value pasted before was cut off", "nilai ini melanjutkan nilai sebelumnya yang terpotong"},
	"corrected": {"it corrects the refused value pasted before", "nilai ini memperbaiki nilai sebelumnya yang ditolak"},
	"context":   {"its form, and what stands around it names the vendor", "bentuknya, dan sekitarnya menyebut vendornya"},
	"masked":    {"only its beginning and its end are shown", "hanya awal dan akhirnya yang terlihat"},
	"named":     {"a report names it and shows nothing of it", "sebuah laporan menyebutnya tanpa memperlihatkannya"},
	"record":    {"by the vendor's record; nothing of its value is known", "dari catatan vendor; nilainya tidak diketahui"},
	"decoy":     {"its form is a key's, filled like an example: not real, or bait", "bentuknya kunci, isinya seperti contoh: bukan kunci asli, atau jebakan"},
	"wrapped":   {"prefix and mark fit once the line breaks are taken out", "awalan dan tanda cocok setelah pindah baris dibuang"},
	"glued":     {"prefix and mark fit, but other letters touch it", "awalan dan tanda cocok, tetapi ada huruf yang menempel"},
	"length":    {"prefix and mark fit, with a length not seen before", "awalan dan tanda cocok, panjangnya belum pernah terlihat"},
	"unchecked": {"its check digits do not hold: made for a drill", "angka pemeriksanya tidak cocok: dibuat untuk latihan"},
	"no_marker": {"the prefix fits, without the mark that such keys carry", "awalan cocok, tanpa tanda yang biasa ada"},
}

// Recognised says why a text was taken for a key.
func (l Lang) Recognised(why string) string {
	if text, ok := lookup(l, recognised, why); ok {
		return text
	}
	return pick(l, "its form: ", "bentuknya: ") + clean(why, 40)
}

// Found says where in the paste the key stood.
func (l Lang) Found(line int, name string) string {
	text := fmt.Sprintf(pick(l, "line %d", "baris %d"), line)
	if line < 1 {
		text = pick(l, "the paste", "teks yang ditempel")
	}
	if name != "" {
		text += pick(l, ", after ", ", setelah ") + clean(name, 40)
	}
	return text
}

// look is what an unrecognised text resembles, and what would settle it.
type look struct{ what, settle both }

var looks = map[string]look{
	"empty": {
		both{"Nothing was pasted.", "Tidak ada yang ditempel."},
		both{"Paste the key, or any text that holds it.", "Tempel kuncinya, atau teks apa pun yang memuatnya."}},
	"placeholder": {
		both{"This is a placeholder, not a key.", "Ini contoh pengisi, bukan kunci."},
		both{"Paste the real value that stood in its place.", "Tempel nilai asli yang ada di tempat itu."}},
	"reference": {
		both{"This names a value, it is not the value.", "Ini menyebut nama nilai, bukan nilainya."},
		both{"Paste what the variable or secret holds.", "Tempel isi variabel atau rahasia itu."}},
	"masked": {
		both{"This key is masked: its middle is hidden.", "Kunci ini disamarkan: bagian tengahnya tersembunyi."},
		both{"Paste the whole key; a masked one cannot be probed.", "Tempel kunci utuh; yang disamarkan tidak bisa diuji."}},
	"truncated": {
		both{"This key is cut off: too little stands behind its prefix.", "Kunci ini terpotong: isinya kurang setelah awalan."},
		both{"Paste it whole; alerts often cut or wrap keys.", "Tempel utuh; peringatan sering memotong kunci."}},
	"mistyped": {
		both{"It looks like a {vendor} key, but its check digits do not hold.", "Mirip kunci {vendor}, tetapi angka pemeriksanya tidak cocok."},
		both{"It is mistyped, cut or made up. Paste it whole from its source.", "Salah ketik, terpotong, atau buatan. Tempel utuh dari asalnya."}},
	"half": {
		both{"This is one half of a key of {vendor}: the other half is missing.", "Ini separuh kunci {vendor}: separuh lainnya tidak ada."},
		both{"Paste both, the id and its secret, as they stood in the file.", "Tempel keduanya, id dan rahasianya, seperti di berkasnya."}},
	"other_vendor": {
		both{"This is a key of {vendor}, which is not handled here yet.", "Ini kunci {vendor}, yang belum ditangani di sini."},
		both{"Revoke it in the console of {vendor} now.", "Cabut sekarang di konsol {vendor}."}},
	"shared": {
		both{"Several vendors use this form, so its vendor is not certain.", "Bentuk ini dipakai beberapa vendor, jadi belum pasti."},
		both{"Paste the line it stood in, with the variable's name.", "Tempel baris asalnya, beserta nama variabelnya."}},
	"identifier": {
		both{"This is an id of {vendor}, not a key: it opens nothing.", "Ini id {vendor}, bukan kunci: tidak membuka apa pun."},
		both{"Paste the key itself.", "Tempel kuncinya sendiri."}},
	"hash": {
		both{"This looks like a digest or a password hash, not a key.", "Ini mirip sidik digital atau hash sandi, bukan kunci."},
		both{"Paste the text that it was made from, if that is a key.", "Tempel teks asalnya, bila itu memang kunci."}},
	"unknown": {
		both{"This is not recognised as a key.", "Teks ini tidak dikenali sebagai kunci."},
		both{"Paste the line it stood in, with the name before it.", "Tempel baris asalnya, beserta nama di depannya."}},
}

// NotRecognised says what a text resembles, and what would settle it. Look is the code that
// identify gave, vendor the provider's slug where it told one.
func (l Lang) NotRecognised(code, vendor string) []string {
	k, ok := looks[code]
	if !ok {
		k = looks["unknown"]
	}
	title := l.Vendor(vendor)
	if vendor == "" {
		title = pick(l, "another vendor", "vendor lain")
	}
	return []string{fill(k.what.in(l), "vendor", title), fill(k.settle.in(l), "vendor", title)}
}

// Several says that a text holds more than one key and that each takes its own steps.
func (l Lang) Several(n int) []string {
	return []string{
		fmt.Sprintf(pick(l, "This text holds %s. Which one now?", "Teks ini memuat %s. Yang mana dulu?"), l.of(int64(n), nKey)),
		pick(l, "Each one has steps of its own; what is not taken is left alone.", "Tiap kunci punya langkah sendiri; yang tidak dipilih dibiarkan."),
	}
}

// Others says that further credentials stood in the same text and were left alone; "" for none.
func (l Lang) Others(n int) string {
	if n < 1 {
		return ""
	}
	return fmt.Sprintf(pick(l, "also there: %s, left alone", "ada juga: %s, tidak disentuh"), l.of(int64(n), nCredential))
}
