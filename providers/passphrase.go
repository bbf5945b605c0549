package providers

import (
	"bytes"
	"unicode/utf8"
)

// LeastPassphrase is how many characters a passphrase has at least that is being chosen: it
// guards files that whoever copies them can try at leisure.
const LeastPassphrase = 12

// Weakness is why a passphrase must not be chosen; "" is none.
type Weakness string

const (
	TooShort     Weakness = "short"    // fewer characters than LeastPassphrase, blanks around it aside
	OneCharacter Weakness = "repeated" // one character over and over
	IsKey        Weakness = "key"      // a credential: it may be the leaked one
)

// WeaknessOf judges a passphrase by its own form. Whether it is a credential is the caller's to
// see, who can recognise them.
func WeaknessOf(text []byte) Weakness {
	text = bytes.TrimSpace(text)
	first, size := utf8.DecodeRune(text)
	switch {
	case utf8.RuneCount(text) < LeastPassphrase:
		return TooShort
	case len(bytes.Trim(text, string(first))) == 0 && size > 0:
		return OneCharacter
	}
	return ""
}
