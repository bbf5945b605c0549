package words

import (
	"strings"
	"testing"
)

func TestOnlyWhatCannotBeAKeyIsRepeated(t *testing.T) {
	for text, repeated := range map[string]bool{
		"everything": true, "later": true, "vault9:x": true, "INC-nope": true, "INC-20261123-k7qd": true, "inc-k7qd": true, "S99": true, "1ms": true,
		"soon": true, "write-tracked": true, "--quick": true, "revoke-first": true,
		"sk-" + "abcdef": false, "sk-" + "abc123": false, "ghp" + "_abc": false, "AKIA" + "ABC1234DEFG": false, strings.Repeat("a1b2", 8): false,
		"pk-live-abc": false, "Tr0ub4dor": false, "": false, "two words": false, "a\nb": false, strings.Repeat("abcdefgh", 4): false,
	} {
		if got := strings.Contains(English.Given(text), `"`+text+`"`); got != repeated {
			t.Errorf("%q: %s", text, English.Given(text))
		}
	}
}

func TestAPathIsRepeatedUnlessAPartOfItCouldBeAKey(t *testing.T) {
	for path, repeated := range map[string]bool{
		"../TestPlaces123/001/nope": true, "../src/app.v2": true, ".env": true, "~/projects/some old-service_2.tar.gz": true, `C:\Users\ana`: true, "nope": true,
		"sk-" + "abc123": false, "../sk-" + "proj-abcdef": false, "ghp" + "_DRILLabc": false, "AKIA" + "ABC1234DEFG": false, "x/Tr0ub4dor": false,
		strings.Repeat("a1b2", 8): false, "two\nlines": false,
	} {
		if got := English.GivenPath(path) == path; got != repeated {
			t.Errorf("%q: %s", path, English.GivenPath(path))
		}
	}
}
