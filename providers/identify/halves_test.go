package identify

import (
	"testing"

	"firebreak/providers"
)

func TestAKeyOfTwoPartsIsOneFindingWithBoth(t *testing.T) {
	m := newMaker(11)
	id, half := m.kind(t, "aws/access-key-id"), m.letters(digits62+"/+", 40)
	other, otherHalf := m.kind(t, "aws/access-key-id"), m.letters(digits62+"/+", 40)
	pair := func(id, half string) providers.Secret {
		return providers.Compound(providers.NewSecret([]byte(id)), providers.NewSecret([]byte(half)))
	}
	for name, c := range map[string]struct {
		text string
		want []providers.Secret
	}{
		"a credentials file": {"[default]\naws_access_key_id = " + id + "\naws_secret_access_key = " + half + "\n", []providers.Secret{pair(id, half)}},
		"the secret first":   {"AWS_SECRET_ACCESS_KEY=" + half + "\nAWS_ACCESS_KEY_ID=" + id + "\n", []providers.Secret{pair(id, half)}},
		"two profiles": {"[a]\naws_access_key_id = " + id + "\naws_secret_access_key = " + half + "\n[b]\naws_access_key_id = " + other +
			"\naws_secret_access_key = " + otherHalf + "\n", []providers.Secret{pair(id, half), pair(other, otherHalf)}},
	} {
		found, _ := Find([]byte(c.text))
		if len(found) != len(c.want) {
			t.Errorf("%s: %d found", name, len(found))
			continue
		}
		for i, f := range found {
			if f.Credential.Kind != "aws/access-key-id" || !f.Credential.Secret.Equal(c.want[i]) || f.Credential.Secret.Last4() == "" {
				t.Errorf("%s: %+v", name, f)
			}
		}
	}
}

func TestHalfAKeyIsNoFindingAndSaysWhatIsMissing(t *testing.T) {
	found, other := Find([]byte("aws_access_key_id = " + newMaker(12).kind(t, "aws/access-key-id")))
	if len(found) != 0 || len(other) != 1 || other[0].Look != LooksHalf || other[0].Vendor != "aws" {
		t.Errorf("found %d, other %+v", len(found), other)
	}
}

func TestASessionsKeyIsWholeWithItsTokenAlone(t *testing.T) {
	m := newMaker(13)
	id, half, token := m.kind(t, "aws/temporary-access-key-id"), m.letters(digits62+"/+", 40), "IQoJb3JpZ2luX2Vj"+m.letters(digits62, 400)
	pair := "AWS_ACCESS_KEY_ID=" + id + "\nAWS_SECRET_ACCESS_KEY=" + half + "\n"
	found, _ := Find([]byte(pair + "AWS_SESSION_TOKEN=" + token + "\n"))
	if len(found) != 1 || found[0].Credential.Kind != "aws/temporary-access-key-id" || len(found[0].Credential.Secret.Parts()) != 3 {
		t.Errorf("%+v", found)
	}
	if found, other := Find([]byte(pair)); len(found) != 0 || other[0].Look != LooksHalf {
		t.Errorf("without the token: %d found, other %+v", len(found), other)
	}
}

// FIELD F072: a key may be one that was put there to be found, and a probe of it raises an alarm.
func TestAKeyOfAnAccountThatSetsTrapsIsBaitAndNoFinding(t *testing.T) {
	text := []byte("AWS_ACCESS_KEY_ID=AKIA" + "SP2TPHJSQH3FJRUX\nAWS_SECRET_ACCESS_KEY=" + newMaker(14).letters(digits62+"/+", 40) + "\n")
	if found, _ := Find(text); len(found) != 0 {
		t.Errorf("found %+v", found)
	}
	bait := Decoys(text)
	if len(bait) != 1 || bait[0].Why != WhyDecoy || len(bait[0].Credential.Secret.Parts()) != 2 {
		t.Errorf("bait %+v", bait)
	}
	if list := read(t, string(text), Options{}); list[0].Verdict != IsPlaceholder || list[0].Why != BecauseBait || list[0].Decoded["account"] != "171436882533" {
		t.Errorf("%+v", list[0])
	}
}
