package providers_test

import (
	"bytes"
	"testing"

	"firebreak/providers"
)

func TestACompoundSecretIsKnownByItsFirstPartAndHidesTheOthers(t *testing.T) {
	id, value, token := secret("AKIADRILLABCDEFG7QXA"), secret("drill/secret+half/of/a/pair/0123456789ab"), secret("session-token-of-a-drill")
	whole := providers.Compound(id, value, token)
	parts := whole.Parts()
	if len(parts) != 3 || !parts[0].Equal(id) || !parts[1].Equal(value) || !parts[2].Equal(token) {
		t.Errorf("%d parts", len(parts))
	}
	if !whole.Part(1).Equal(value) || !id.Part(1).Equal(id) || !whole.Part(7).Equal(whole) {
		t.Error("a part is not the one that was put there")
	}
	if whole.Last4() != "7QXA" || !whole.HasAffixes("AKIA", "7QXA") || whole.Public() != "AKIADRILLABCDEFG7QXA" {
		t.Error("it is not known by its first part")
	}
	if id.Public() != "" || len(id.Parts()) != 1 || !providers.Compound(id).Equal(id) {
		t.Error("a plain secret is taken for a compound one")
	}
	if !whole.Continues(id.Fingerprint([]byte("salt")), []byte("salt")) {
		t.Error("it does not continue its first part")
	}
	plain := map[string]bool{}
	for _, form := range whole.Forms() {
		plain[string(form)] = true
		if bytes.Contains(form, []byte("AKIADRILL")) {
			t.Errorf("the public part is searched for: %q", form)
		}
	}
	if !plain["drill/secret+half/of/a/pair/0123456789ab"] || !plain["session-token-of-a-drill"] {
		t.Error("a secret part is not searched for")
	}
}
