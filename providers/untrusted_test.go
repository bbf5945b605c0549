package providers_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"firebreak/providers"

	"github.com/rivo/uniseg"
)

// hostile is what a terminal, a browser or a reader's eye must never get as it came.
func hostile() map[string]string {
	corpus := map[string]string{
		"a line end":                         "one\ntwo",
		"carriage return over our words":     "refused\rproven",
		"clear screen":                       "a\x1b[2J\x1b[Hb",
		"colour":                             "a\x1b[31;1mb\x1b[0m",
		"clipboard write":                    "a\x1b]52;c;QUJD\x07b",
		"title":                              "a\x1b]0;title\x1b\\b",
		"hyperlink":                          "\x1b]8;;https://example.net\x1b\\x\x1b]8;;\x1b\\",
		"device control":                     "a\x1bP$q\"p\x1b\\b",
		"application command":                "a\x1b_Gi=1\x1b\\b",
		"privacy message":                    "a\x1b^x\x1b\\b",
		"answerback":                         "a\x05b",
		"terminal reset":                     "a\x1bcb",
		"shift out":                          "a\x0eb\x0f",
		"bracketed paste end":                "a\x1b[201~b",
		"a torn escape":                      "a\x1b",
		"nested escapes":                     "a\x1b\x1b[\x1b[2J",
		"C1 introducer":                      "a\u009b2Jb",
		"C1 string":                          "a\u009d52;c;QQ==\u009cb",
		"C1 as single bytes":                 "a\x9b2Jb\x90x\x9c",
		"next line":                          "a\u0085b",
		"line and paragraph separator":       "a\u2028b\u2029c",
		"right-to-left override":             "a\u202egpj.exe\u202c",
		"isolates":                           "a\u2066b\u2067c\u2068d\u2069",
		"marks of direction":                 "a\u200eb\u200fc\u061cd",
		"zero width":                         "a\u200bb\u200cc\u200dd\u2060e\ufefff",
		"soft hyphen":                        "a\u00adb",
		"tags":                               "a\U000e0041\U000e0042\U000e007fb",
		"language tag":                       "a\U000e0001b",
		"fillers":                            "a\u115fb\u1160c\u3164d\uffa0e",
		"blank Braille":                      "a\u2800b",
		"musical null":                       "a\U0001d159b",
		"Khitan filler":                      "a\U00016fe4b",
		"grapheme joiner":                    "a\u034fb",
		"Khmer inherent vowels":              "a\u17b4b\u17b5c",
		"variation selectors":                "a\ufe0fb\ufe00c\U000e0100d\U000e01efe",
		"Mongolian selectors":                "a\u180bb\u180cc\u180dd\u180fe\u180ef",
		"private use":                        "a\ue000b\uf8ffc\U000f0000d\U0010fffde",
		"unassigned":                         "a\u0378b\U0003ffffc\ufff0d",
		"noncharacters":                      "a\ufdd0b\ufffec",
		"no-break and wide spaces":           "a\u00a0b\u2003c\u3000d\u1680e",
		"tab":                                "a\tb",
		"DEL":                                "a\x7fb",
		"NUL":                                "a\x00b",
		"broken UTF-8":                       "a\xff\xfeb\xc3(\xe2\x28\xa1\xf0\x9f\x92",
		"overlong":                           "a\xc0\xafb\xe0\x80\xaf",
		"surrogates as bytes":                "a\xed\xa0\x80b\xed\xbf\xbf",
		"a flood of marks":                   "a" + strings.Repeat("\u0301", 500) + "b",
		"a flood of enclosing marks":         "a" + strings.Repeat("\u20dd", 50) + "b",
		"marks first":                        "\u0301\u0302\u0303a",
		"spacing marks":                      "\u0915" + strings.Repeat("\u093f", 40),
		"a flood of vowels":                  "\uac00" + strings.Repeat("\u1161", 300),
		"wide runes":                         strings.Repeat("漢字", 40),
		"very wide dashes":                   strings.Repeat("\u2e3b", 30),
		"halves and full widths":             "ＡＢＣｱｲｳ",
		"emoji family":                       "👩\u200d👩\u200d👧\u200d👦 family",
		"skin tones":                         strings.Repeat("👍🏽", 30),
		"lone skin tones":                    strings.Repeat("🏽", 60),
		"flags":                              strings.Repeat("🇩🇪", 30) + "🇩",
		"keycaps":                            "1\ufe0f\u20e3 2\u20e3",
		"Hebrew and Arabic":                  "abc שלום مرحبا 123",
		"Indic conjuncts":                    "क्षत्रिय ക്ഷ",
		"interlinear annotation":             "a\ufff9b\ufffac\ufffbd",
		"musical and shorthand formatting":   "a\U0001d173b\U0001bca0c",
		"object replacement":                 "a\ufffcb",
		"a long plain line":                  strings.Repeat("abcdefghij", 100),
		"more than is kept":                  strings.Repeat("é", 5000),
		"markdown":                           "`a` **b** [c](d) ![e](f) <b>g</b> | h \\| i",
		"formula":                            "=HYPERLINK(\"https://example.net\",\"x\")",
		"empty":                              "",
		"only spaces":                        "    ",
		"surrounding spaces":                 "  a  ",
		"only a backtick":                    "`",
		"a fence longer than renderers take": strings.Repeat("`", 200) + "<script>",
	}
	for c := rune(0); c < 0xa0; c++ {
		if c < ' ' || c > '~' {
			corpus[fmt.Sprintf("control %#x", c)] = "a" + string(c) + "b"
		}
	}
	return corpus
}

// flaws judges a rendered line without the code that made it: by code point ranges written
// out here from the Unicode charts.
func flaws(line string, width int) []string {
	var out []string
	bad := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if !utf8.ValidString(line) {
		bad("broken UTF-8")
	}
	if w := uniseg.StringWidth(line); w > max(width, 0) {
		bad("%d cells", w)
	}
	marks, sum := 0, 0
	for i, r := range line {
		if forbidden(r) || !unicode.IsGraphic(r) {
			bad("%U at %d", r, i)
		}
		if !unicode.In(r, unicode.Mn, unicode.Mc, unicode.Me) {
			marks = 0
			sum++
			continue
		}
		if marks++; marks > 2 || i == 0 {
			bad("mark %d at %d", marks, i)
		}
	}
	if sum > max(width, 0) {
		bad("%d characters that take room", sum)
	}
	return out
}

func forbidden(r rune) bool {
	for _, span := range [][2]rune{
		{0, 0x1f}, {0x7f, 0xa0}, {0xad, 0xad}, {0x34f, 0x34f}, {0x61c, 0x61c}, {0x115f, 0x1160}, {0x1680, 0x1680},
		{0x17b4, 0x17b5}, {0x180b, 0x180f}, {0x2000, 0x200f}, {0x2028, 0x202f}, {0x205f, 0x206f}, {0x2800, 0x2800},
		{0x3000, 0x3000}, {0x3164, 0x3164}, {0xd800, 0xf8ff}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}, {0xffa0, 0xffa0},
		{0xfff0, 0xfffb}, {0xfffe, 0xffff}, {0x16fe4, 0x16fe4}, {0x1bca0, 0x1bca3}, {0x1d159, 0x1d159},
		{0x1d173, 0x1d17a}, {0xe0000, 0x10ffff},
	} {
		if r >= span[0] && r <= span[1] {
			return true
		}
	}
	return false
}

func TestALineOfAnyHostileTextIsHarmless(t *testing.T) {
	for name, input := range hostile() {
		for _, width := range []int{-1, 0, 1, 2, 3, 10, 40, 80, 300, 5000} {
			line := providers.FromOutside(input).Line(width)
			for _, flaw := range flaws(line, width) {
				t.Errorf("%s at width %d: %s in %q", name, width, flaw, line)
			}
		}
		for _, verb := range []string{"%s", "%v", "%+v", "%#v", "%q", "%x", "%d"} {
			if line := fmt.Sprintf(verb, providers.FromOutside(input)); len(flaws(line, 120)) > 0 {
				t.Errorf("%s by %s: %q", name, verb, line)
			}
		}
	}
}

func TestALineShowsWhatIsHarmless(t *testing.T) {
	cases := []struct {
		name, in string
		width    int
		want     string
	}{
		{"plain text fits", "deploy bot", 10, "deploy bot"},
		{"plain text is cut", "deploy bots", 10, "deploy bo…"},
		{"one cell", "deploy", 1, "…"},
		{"no cell", "deploy", 0, ""},
		{"a newline is seen", "a\nb", 80, "a␊b"},
		{"an escape is seen", "a\x1b[2J", 80, "a\uFFFD[2J"},
		{"CRLF", "a\r\nb", 80, "a\uFFFD␊b"},
		{"accents stay", "Café Zoë e\u0301", 80, "Café Zoë e\u0301"},
		{"the third mark goes", "e\u0301\u0302\u0303x", 80, "e\u0301\u0302x"},
		{"a first mark gets a base", "\u0301x", 80, "\uFFFD\u0301x"},
		{"wide runes are not split", "漢字漢字", 5, "漢字…"},
		{"wide runes fit", "漢字", 4, "漢字"},
		{"Indonesian", "Kunci produksi – „aman“", 80, "Kunci produksi – „aman“"},
		{"each broken byte is seen", "a\xff\xfeb", 80, "a\uFFFD\uFFFDb"},
		{"a joined emoji comes apart", "👩\u200d👧", 80, "👩\uFFFD👧"},
		{"a toned thumb counts for two signs", "👍🏽👍🏽", 4, "…"},
		{"U+FFFD itself", "\uFFFD", 80, "\uFFFD"},
	}
	for _, c := range cases {
		if got := providers.FromOutside(c.in).Line(c.width); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestOutsideTextIsCappedAtAWholeRune(t *testing.T) {
	for offset := range 4 {
		u := providers.FromOutside(strings.Repeat("a", offset) + strings.Repeat("é", 4000))
		out, err := json.Marshal(u)
		if err != nil || strings.Contains(string(out), "fffd") {
			t.Errorf("offset %d: a rune was torn", offset)
		}
	}
	whole := strings.Repeat("b", 4096)
	if !providers.FromOutside(whole + "c").Is(whole) {
		t.Error("the cap is not 4096 bytes")
	}
	if !providers.FromOutside(strings.Repeat("\xbf", 5000)).Is(strings.Repeat("\xbf", 4093)) {
		t.Error("continuation bytes without an end are not cut at a fixed place")
	}
}

func TestOutsideTextsCompareByText(t *testing.T) {
	a, b := providers.FromOutside("same"), providers.FromOutside(string([]byte("same")))
	if a != b || a == providers.FromOutside("other") || providers.FromOutside("") != (providers.Untrusted{}) {
		t.Error("== does not follow the text")
	}
	if !a.Is("same") || a.Is("other") || a.IsEmpty() || !(providers.Untrusted{}).IsEmpty() {
		t.Error("Is or IsEmpty does not follow the text")
	}
}

func TestAMaskIsSplitAroundItsHiddenMiddle(t *testing.T) {
	cases := []struct {
		in, prefix, suffix string
		ok                 bool
	}{
		{"sk-abc...wxyz", "sk-abc", "wxyz", true},
		{"sk-ab***yz", "sk-ab", "yz", true},
		{"sk-…yz", "sk-", "yz", true},
		{"••••yz", "", "yz", true},
		{"*", "", "", true},
		{"sk-a*b*c", "sk-a", "c", true},
		{"sk-a.b-...-wxyz", "sk-a", "-wxyz", true},
		{"sk-abcd", "", "", false},
		{"v1.2", "", "", false},
		{"a..b", "", "", false},
		{"", "", "", false},
	}
	for _, c := range cases {
		prefix, suffix, ok := providers.FromOutside(c.in).Mask()
		if prefix != c.prefix || suffix != c.suffix || ok != c.ok {
			t.Errorf("%q: %q %q %v", c.in, prefix, suffix, ok)
		}
	}
}

func TestOutsideTextInJSONIsASCIIAndComesBack(t *testing.T) {
	for name, input := range hostile() {
		for _, marshal := range []func(any) ([]byte, error){json.Marshal, func(v any) ([]byte, error) { return json.MarshalIndent(v, "", " ") }} {
			out, err := marshal(map[string]providers.Untrusted{"text": providers.FromOutside(input)})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for _, c := range out {
				if c != '\n' && (c < ' ' || c > '~') {
					t.Fatalf("%s: byte %#x in %q", name, c, out)
				}
			}
			var back map[string]providers.Untrusted
			if err := json.Unmarshal(out, &back); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			// Ranging over a string gives U+FFFD for each broken byte.
			if want := string([]rune(input)); len(input) <= 4096 && !back["text"].Is(want) {
				t.Errorf("%s: came back as %q", name, back["text"])
			}
		}
	}
}

func TestOnlyAJSONStringBecomesOutsideText(t *testing.T) {
	u := providers.FromOutside("before")
	for _, in := range []string{`12345`, `{"a":"secretive"}`, `["secretive"]`, `true`} {
		if err := json.Unmarshal([]byte(in), &u); err == nil || strings.Contains(err.Error(), "secretive") {
			t.Errorf("%s: %v", in, err)
		}
	}
	if err := json.Unmarshal([]byte(`null`), &u); err != nil || !u.IsEmpty() {
		t.Errorf("null: %v %q", err, u)
	}
}

func FuzzLine(f *testing.F) {
	for _, input := range hostile() {
		f.Add(input, 20)
	}
	f.Fuzz(func(t *testing.T, input string, width int) {
		u := providers.FromOutside(input)
		for _, flaw := range flaws(u.Line(width), width) {
			t.Errorf("width %d: %s in %q", width, flaw, u.Line(width))
		}
		if once, twice := u.Line(60), providers.FromOutside(u.Line(60)).Line(60); once != twice {
			t.Errorf("rendering twice differs: %q, %q", once, twice)
		}
	})
}

func FuzzOutsideJSON(f *testing.F) {
	for _, input := range hostile() {
		f.Add(input)
	}
	f.Fuzz(func(t *testing.T, input string) {
		u := providers.FromOutside(input)
		out, err := json.Marshal(u)
		if err != nil {
			t.Fatal(err)
		}
		var back string
		if err := json.Unmarshal(out, &back); err != nil {
			t.Fatal(err)
		}
		if utf8.ValidString(input) && len(input) <= 4096 && back != input {
			t.Errorf("%q came back as %q", input, back)
		}
	})
}

func BenchmarkLine(b *testing.B) {
	for name, input := range map[string]string{"plain": "production deploy bot", "mixed": "Zoë\x1b[2J 漢字 deploy"} {
		u := providers.FromOutside(input)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				u.Line(60)
			}
		})
	}
}
