package providers_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"firebreak/providers"
)

// canary makes a value of the length and alphabet of a real credential that no scanner takes
// for one.
func canary(seed uint64) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	r := rand.New(rand.NewPCG(seed, 7))
	var b strings.Builder
	b.WriteString("drill_" + "DRILL-")
	for range 48 {
		b.WriteByte(letters[r.IntN(len(letters))])
	}
	return b.String()
}

func secret(text string) providers.Secret { return providers.NewSecret([]byte(text)) }

// text reads a secret the way a door would.
func text(s providers.Secret) string {
	var out []byte
	s.Expose(func(b []byte) { out = append(out, b...) })
	return string(out)
}

func TestASecretLendsACopyAndClearsIt(t *testing.T) {
	given := []byte("sixteen or more bytes")
	s := providers.NewSecret(given)
	clear(given)
	var kept []byte
	s.Expose(func(b []byte) {
		if string(b) != "sixteen or more bytes" {
			t.Errorf("the value followed its caller's buffer: %q", b)
		}
		kept = b
	})
	if !bytes.Equal(kept, make([]byte, len(kept))) {
		t.Error("the lent buffer was not cleared")
	}
	if text(s) != "sixteen or more bytes" {
		t.Error("the second reading differs from the first")
	}
}

func TestALentBufferIsClearedWhenItsUserPanics(t *testing.T) {
	var kept []byte
	func() {
		defer func() { _ = recover() }()
		secret("sixteen or more bytes").Expose(func(b []byte) { kept = b; panic("stop") })
	}()
	if len(kept) == 0 || !bytes.Equal(kept, make([]byte, len(kept))) {
		t.Error("the lent buffer was not cleared")
	}
}

func TestAUserCannotChangeASecret(t *testing.T) {
	s := secret("unchanged value here")
	s.Expose(func(b []byte) { b[0] = 'X' })
	if text(s) != "unchanged value here" {
		t.Error("a borrower changed the value")
	}
}

func TestTheZeroSecretIsEmptyAndUsable(t *testing.T) {
	var s providers.Secret
	if !s.IsEmpty() || s.Last4() != "" || len(s.Forms()) != 0 || !s.Equal(secret("")) || s.Equal(secret("x")) {
		t.Error("the zero value does not behave as the empty secret")
	}
}

func TestEqualComparesTheValues(t *testing.T) {
	a, b := canary(1), canary(2)
	if !secret(a).Equal(secret(a)) || secret(a).Equal(secret(b)) || secret(a).Equal(secret(a+"x")) {
		t.Error("Equal does not follow the values")
	}
}

func TestHasAffixesNeverOverlaps(t *testing.T) {
	cases := []struct {
		value, prefix, suffix string
		want                  bool
	}{
		{"sk-abcdef", "sk-", "def", true},
		{"sk-abcdef", "sk-", "dex", false},
		{"sk-abcdef", "sx-", "def", false},
		{"sk-abcdef", "sk-abc", "def", true},
		{"sk-abcdef", "sk-abcd", "def", false},
		{"abab", "aba", "bab", false},
		{"", "", "", true},
	}
	for _, c := range cases {
		if got := secret(c.value).HasAffixes(c.prefix, c.suffix); got != c.want {
			t.Errorf("secret %q, %q and %q: %v", c.value, c.prefix, c.suffix, got)
		}
		if got := providers.FromOutside(c.value).HasAffixes(c.prefix, c.suffix); got != c.want {
			t.Errorf("text %q, %q and %q: %v", c.value, c.prefix, c.suffix, got)
		}
	}
}

func TestLast4ShowsNothingOfShortOrOddValues(t *testing.T) {
	cases := []struct{ name, value, want string }{
		{"fifteen characters", "123456789012345", ""},
		{"sixteen characters", "1234567890123456", "3456"},
		{"dash and underscore", "1234567890123-_Z", "3-_Z"},
		{"a line end", "1234567890123\r\nZZ", ""},
		{"an escape", "123456789012345\x1b[m", ""},
		{"broken UTF-8", "1234567890123456\xff\xfe", ""},
		{"a space", "123456789012345 789", ""},
		{"sixteen bytes of nine characters", "ééééééé" + "abcd", ""},
	}
	for _, c := range cases {
		if got := secret(c.value).Last4(); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestAFingerprintIsBareOnlyForStrongValues(t *testing.T) {
	salt, other := []byte("salt of one incident"), []byte("salt of another")
	strong := secret(canary(3))
	if f := strong.Fingerprint(salt); f != strong.Fingerprint(other) || !strings.HasPrefix(f, "sha256:") || len(f) != len("sha256:")+12 {
		t.Errorf("strong value: %q", f)
	}
	for _, weak := range []string{"password", strings.Repeat("a", 400), "1234567890123456", strings.Repeat("ab", 63)} {
		f := secret(weak).Fingerprint(salt)
		if !strings.HasPrefix(f, "hmac:") || len(f) != len("hmac:")+12 {
			t.Errorf("weak value of %d bytes: %q", len(weak), f)
		}
		if f == secret(weak).Fingerprint(other) {
			t.Errorf("weak value of %d bytes: the salt does not matter", len(weak))
		}
	}
	if strong.Fingerprint(salt) == secret(canary(4)).Fingerprint(salt) {
		t.Error("two values share a fingerprint")
	}
}

func TestAFingerprintIsTheOneOfThePublishedAlgorithms(t *testing.T) {
	// Both figures were computed with coreutils and OpenSSL.
	if got := secret("0123456789abcdef0123456789ABCDEFghij").Fingerprint(nil); got != "sha256:ec474b93644a" {
		t.Errorf("sha256: %s", got)
	}
	if got := secret("hunter2").Fingerprint([]byte("salt")); got != "hmac:d03a122c2d18" {
		t.Errorf("hmac: %s", got)
	}
}

func TestSecretsDecodeFromJSON(t *testing.T) {
	cases := []struct{ name, in, want string }{
		{"plain", `"drill_abc-123"`, "drill_abc-123"},
		{"escapes", `"a\n\"b\\cé\/"`, "a\n\"b\\cé/"},
		{"outside ASCII", `"schlüssel"`, "schlüssel"},
		{"a surrogate pair", `"\ud83d\ude00"`, "😀"},
		{"empty", `""`, ""},
		{"null", `null`, ""},
	}
	for _, c := range cases {
		var into struct{ Value providers.Secret }
		if err := json.Unmarshal([]byte(`{"Value": `+c.in+` }`), &into); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if got := text(into.Value); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestASecretThatIsNoJSONStringIsNotQuotedInTheError(t *testing.T) {
	for _, in := range []string{`12345678901234`, `{"drill":"12345678901234"}`, `["12345678901234"]`, `true`} {
		var s providers.Secret
		err := json.Unmarshal([]byte(in), &s)
		if err == nil || strings.Contains(err.Error(), "1234") || strings.Contains(err.Error(), "drill") {
			t.Errorf("%s: %v", in, err)
		}
	}
}

func TestSecretsAreSharedBetweenGoroutines(t *testing.T) {
	value := canary(5)
	s := secret(value)
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for range 200 {
				if text(s) != value || !s.Equal(s) {
					t.Error("a reader saw another's cleared buffer")
				}
			}
		})
	}
	all.Wait()
}

func TestAValueContinuesOneThatWasCutOff(t *testing.T) {
	whole := providers.NewSecret([]byte("DRILL-0123456789-abcdefghij"))
	salt := []byte("salt")
	for text, want := range map[string]bool{
		"DRILL-0123456789-abcdefghi":   true,
		"DRILL-0123456789":             true,
		"DRILL-012345678":              false, // too little to tell
		"DRILL-0123456789-abcdefghij":  false, // the same
		"DRILL-0123456789-abcdefghijk": false,
		"RILL-0123456789-abcdefghij":   false,
		"DRILL-0123456789-abcdefghX":   false,
	} {
		if got := whole.Continues(providers.NewSecret([]byte(text)).Fingerprint(salt), salt); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}
