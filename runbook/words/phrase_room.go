package words

import "fmt"

// PhraseNeedsRoom says why no phrase is taken: the window does not hold the request that it
// confirms. Columns and lines are what it has to have.
func (l Lang) PhraseNeedsRoom(columns, lines int) []string {
	return []string{
		fmt.Sprintf(pick(l, "The window is too small: make it %dx%d, or wider.", "Jendela terlalu kecil: jadikan %dx%d, atau lebih lebar."), columns, lines),
		pick(l, "The phrase is taken once all that is sent is in view.", "Frasa diterima setelah semua yang dikirim terlihat."),
	}
}

// TooSmall answers a key that was typed there.
func (l Lang) TooSmall() string {
	return pick(l, "not taken: the window is too small", "tidak diterima: jendela terlalu kecil")
}

// VerbNeedsRoom is what enter does meanwhile.
func (l Lang) VerbNeedsRoom() string {
	return pick(l, "needs a larger window", "perlu jendela lebih besar")
}

// KillSent stands where the phrase stood while the request is under way.
func (l Lang) KillSent() string {
	return pick(l, "Sent once. Its answer is awaited; nothing more is needed.", "Terkirim sekali. Jawabannya ditunggu; tidak perlu apa-apa lagi.")
}
