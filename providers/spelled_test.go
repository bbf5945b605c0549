package providers_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"firebreak/providers"
)

func TestLookAlikesAreSpelledOut(t *testing.T) {
	cases := []struct{ name, in, want string }{
		{"plain ASCII", "prod-eu_1 (main)", "prod-eu_1 (main)"},
		{"Cyrillic o", "pr\u043ed", "pr[U+043E]d"},
		{"neighbours share a bracket", "\u0440\u0430ypal", "[U+0440 U+0430]ypal"},
		{"Greek host", "api.\u03bfpenai.com", "api.[U+03BF]penai.com"},
		{"full width", "ａpi", "[U+FF41]pi"},
		{"mathematical letters", "\U0001d429rod", "[U+1D429]rod"},
		{"division slash", "api.example.com\u2215evil", "api.example.com[U+2215]evil"},
		{"zero width", "pro\u200bd", "pro[U+200B]d"},
		{"override", "\u202edorp", "[U+202E]dorp"},
		{"a combined accent", "e\u0301", "e[U+0301]"},
		{"newline and tab", "a\n\tb", "a[U+000A U+0009]b"},
		{"broken bytes", "a\xff\xc3", "a[0xFF 0xC3]"},
		{"the replacement rune itself", "a\uFFFD", "a[U+FFFD]"},
		{"spaces at the ends", " prod ", "[U+0020]prod[U+0020]"},
		{"two spaces", "prod  eu", "prod [U+0020]eu"},
		{"only spaces", "  ", "[U+0020 U+0020]"},
		{"a no-break space", "prod\u00a0eu", "prod[U+00A0]eu"},
		{"a name that plays spelled", "pr[U+043E]d", "pr[U+005B]U+043E]d"},
		{"a name that plays a byte", "[0xFF]", "[U+005B]0xFF]"},
		{"ordinary brackets", "[team] prod", "[team] prod"},
		{"nothing", "", ""},
	}
	for _, c := range cases {
		if got := providers.FromOutside(c.in).Spelled(200); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestASpelledNameThatDoesNotFitKeepsBothEnds(t *testing.T) {
	name := "production-" + strings.Repeat("x", 60) + "-eu"
	cases := []struct {
		width int
		want  string
	}{{-1, ""}, {0, ""}, {1, "…"}, {2, "p…"}, {3, "p…u"}, {10, "produ…x-eu"}, {1000, name}}
	for _, c := range cases {
		if got := providers.FromOutside(name).Spelled(c.width); got != c.want {
			t.Errorf("width %d: %q, want %q", c.width, got, c.want)
		}
	}
}

// Two names that differ never read alike: seeded pairs over an alphabet of look-alikes and
// of the very signs that spelling uses.
func TestDifferentNamesAreSpelledDifferently(t *testing.T) {
	pieces := []string{"a", "\u0430", "o", "\u043e", " ", "\u00a0", "[", "]", "U", "+", "0", "x", "[U+", "[0x", "U+0430", "0xFF", "\xff", "\u200b", "\uFFFD", "43E]"}
	seen := map[string]string{}
	r := rand.New(rand.NewPCG(3, 3))
	for range 100_000 {
		var b strings.Builder
		for range 1 + r.IntN(6) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		spelled := providers.FromOutside(b.String()).Spelled(1 << 20)
		if other, ok := seen[spelled]; ok && other != b.String() {
			t.Fatalf("%q and %q both read %q", b.String(), other, spelled)
		}
		seen[spelled] = b.String()
	}
}

func FuzzSpelled(f *testing.F) {
	for _, input := range hostile() {
		f.Add(input, 40)
	}
	f.Fuzz(func(t *testing.T, input string, width int) {
		spelled := providers.FromOutside(input).Spelled(width)
		bare := strings.Replace(spelled, "…", ".", 1)
		if len(bare) > max(width, 0) {
			t.Errorf("%q is wider than %d", spelled, width)
		}
		for _, c := range []byte(bare) {
			if c < ' ' || c > '~' {
				t.Errorf("byte %#x in %q", c, spelled)
			}
		}
	})
}
