package providers

import "testing"

func TestAWeakPassphraseIsToldFromOneThatCanBeChosen(t *testing.T) {
	for text, want := range map[string]Weakness{
		"": TooShort, "hunter2": TooShort, "elevenchars": TooShort, "  elevenchars  ": TooShort, "ééééé": TooShort, "\xff\xff": TooShort,
		"aaaaaaaaaaaaaaaa": OneCharacter, "éééééééééééé": OneCharacter, " zzzzzzzzzzzz ": OneCharacter,
		"twelve chars": "", "aaaaaaaaaaab": "", "empat kata yang jauh": "", "ñañañañañaña": "",
	} {
		if got := WeaknessOf([]byte(text)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
