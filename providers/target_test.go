package providers_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"firebreak/providers"
)

// splitters cut a table row into cells the way renderers do. They differ over a pipe behind
// two backslashes, and a cell must survive both: one looks at the character before the pipe
// only, the other takes backslashes in pairs.
var splitters = map[string]func(row string) []string{
	"by the character before": func(row string) []string {
		return splitRow(row, func(row string, i int) bool { return i > 0 && row[i-1] == '\\' })
	},
	"by pairs of backslashes": func(row string) []string {
		return splitRow(row, func(row string, i int) bool {
			n := len(row[:i]) - len(strings.TrimRight(row[:i], `\`))
			return n%2 == 1
		})
	},
}

func splitRow(row string, escaped func(string, int) bool) []string {
	var cells []string
	start := 0
	for i := range len(row) {
		if row[i] == '|' && !escaped(row, i) {
			cells = append(cells, row[start:i])
			start = i + 1
		}
	}
	cells = append(cells, row[start:])
	for i, cell := range cells {
		cells[i] = strings.ReplaceAll(strings.TrimSpace(cell), `\|`, `|`)
	}
	return cells
}

// mostFence is the longest fence that every renderer in use takes for one.
const mostFence = 80

// readSpans is a reader of CommonMark code spans that accepts nothing besides them and the
// entity for a pipe: whatever else stands there would be markup that a value brought in.
func readSpans(markdown string) (text string, err error) {
	for markdown != "" {
		if rest, ok := strings.CutPrefix(markdown, "&#124;"); ok {
			text, markdown = text+"|", rest
			continue
		}
		fence := len(markdown) - len(strings.TrimLeft(markdown, "`"))
		if fence == 0 || fence > mostFence {
			return "", fmt.Errorf("no code span at %q", markdown)
		}
		inside, rest, ok := cutFence(markdown[fence:], fence)
		if !ok {
			return "", fmt.Errorf("a fence of %d is never closed in %q", fence, markdown)
		}
		text, markdown = text+unpadded(inside), rest
	}
	return text, nil
}

// cutFence finds the next run of exactly n backticks.
func cutFence(s string, n int) (inside, rest string, ok bool) {
	for i := 0; i < len(s); {
		run := len(s[i:]) - len(strings.TrimLeft(s[i:], "`"))
		if run == n {
			return s[:i], s[i+run:], true
		}
		i += max(run, 1)
	}
	return "", "", false
}

// unpadded takes one space off both sides, unless there is nothing but spaces.
func unpadded(s string) string {
	if strings.Trim(s, " ") != "" && s[0] == ' ' && s[len(s)-1] == ' ' {
		return s[1 : len(s)-1]
	}
	return s
}

func checkCode(input string) error {
	u := providers.FromOutside(input)
	want := u.Line(300)
	if got, err := readSpans(u.Code(false)); err != nil || !sameButRuns(got, want) {
		return fmt.Errorf("in text: %q for %q: %w", got, want, err)
	}
	code := u.Code(true)
	if strings.ContainsAny(code, "\r\n") {
		return errors.New("more than one line")
	}
	for name, split := range splitters {
		cells := split("| ours | " + code + " | ours |")
		if len(cells) != 5 {
			return fmt.Errorf("%s: %d cells in %q", name, len(cells)-2, code)
		}
		if got, err := readSpans(cells[2]); err != nil || !sameButRuns(got, want) {
			return fmt.Errorf("in a cell, %s: %q for %q: %w", name, got, want, err)
		}
	}
	return nil
}

// sameButRuns allows for backticks beyond the fortieth of a run, which give way to U+FFFD.
func sameButRuns(got, want string) bool {
	if got == want {
		return true
	}
	return strings.Contains(want, strings.Repeat("`", 41)) &&
		strings.ReplaceAll(got, "\uFFFD", "`") == strings.ReplaceAll(want, "\uFFFD", "`")
}

func TestCodeRendersAsExpected(t *testing.T) {
	cases := []struct{ name, in, text, cell string }{
		{"a word", "deploy", "`deploy`", "`deploy`"},
		{"nothing", "", "", ""},
		{"a backtick inside", "a`b", "``a`b``", "``a`b``"},
		{"a backtick first", "`a", "`` `a ``", "`` `a ``"},
		{"only backticks", "``", "``` `` ```", "``` `` ```"},
		{"spaces on both sides", " a ", "`  a  `", "`  a  `"},
		{"a space on one side", " a", "` a`", "` a`"},
		{"only spaces", "  ", "`  `", "`  `"},
		{"a pipe", "a|b", "`a|b`", "`a\\|b`"},
		{"a backslash last", `a\`, "`a\\`", "`a\\`"},
		{"a backslash before a pipe", `a\|b`, "`a\\|b`", "`a\\`&#124;`b`"},
		{"only an escaped pipe", `\|`, "`\\|`", "`\\`&#124;"},
		{"a newline", "a\n# b", "`a␊# b`", "`a␊# b`"},
	}
	for _, c := range cases {
		u := providers.FromOutside(c.in)
		if got := u.Code(false); got != c.text {
			t.Errorf("%s in text: %q, want %q", c.name, got, c.text)
		}
		if got := u.Code(true); got != c.cell {
			t.Errorf("%s in a cell: %q, want %q", c.name, got, c.cell)
		}
	}
}

// attacks are pieces that change the structure of a document when a value brings them in.
var attacks = []string{
	"`", "``", "```", "`` ` ``", "```js\n", "~~~", "|", "||", `\|`, `\\|`, `\`, `\\`, "\\`", " ", "  ", "\t", "\n", "\r\n", "\n\n",
	"# ", "\n## h\n", "---", "\n---\n", "===", "- ", "* ", "1. ", "> ", "- [x] ", "![a](https://example.net/x.png)",
	"[a](https://example.net)", "[a]: https://example.net", "[a][b]", "<https://example.net>", "https://example.net", "www.example.net", "a@example.net",
	"<b>", "</td>", "<script>alert(1)</script>", "<img src=x onerror=y>", "<!--", "-->", "<!-- section -->", "<![CDATA[", "<?x?>",
	"&lt;", "&#124;", "&#x60;", "*", "**", "_", "__", "~~", "$", "$$", "@team", "#12", ":smile:", "[^1]", "==", "||x||", "%%", "{{", "{%", "+++",
	"|---|", "\n|a|b|\n", "\u2028", "\u202e", "\x1b[2J", "é", "漢", "e\u0301", "\u0301", "word", "a", strings.Repeat("`", 39), strings.Repeat("`", 90), strings.Repeat("x", 120),
}

func mix(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(9) {
		b.WriteString(attacks[r.IntN(len(attacks))])
	}
	return b.String()
}

func TestCodeKeepsStructureAndTextInSeededMixes(t *testing.T) {
	const seed = 20_261
	mixes := 20_000
	if os.Getenv("FIREBREAK_TEST_WHOLE") != "" {
		mixes = 200_000
	}
	for name, input := range hostile() {
		if err := checkCode(input); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range mixes {
		input := mix(r)
		if err := checkCode(input); err != nil {
			t.Fatalf("seed %d, mix %d, %q: %v", seed, i, input, err)
		}
	}
}

func TestACodeFenceIsLongerThanAnyRunInside(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for range 5_000 {
		code := providers.FromOutside(mix(r)).Code(false)
		fence := len(code) - len(strings.TrimLeft(code, "`"))
		inside := strings.TrimSuffix(code[fence:], strings.Repeat("`", fence))
		if strings.Contains(inside, strings.Repeat("`", fence)) {
			t.Fatalf("a run as long as the fence in %q", code)
		}
	}
}

func TestTheReaderOfCodeSpansRefusesWeakEscaping(t *testing.T) {
	backslashed := func(s string) string {
		return strings.NewReplacer("`", "\\`", "|", `\|`, "[", `\[`, "<", `\<`).Replace(s)
	}
	oneTick := func(s string) string { return "`" + s + "`" }
	for name, escape := range map[string]func(string) string{"backslashes": backslashed, "a single backtick": oneTick} {
		r := rand.New(rand.NewPCG(9, 9))
		broken := 0
		for range 2_000 {
			line := providers.FromOutside(mix(r)).Line(300)
			if got, err := readSpans(escape(line)); err != nil || got != line {
				broken++
			}
		}
		if broken < 200 {
			t.Errorf("%s broke %d mixes only: the reader has gone blind", name, broken)
		}
	}
}

func FuzzCode(f *testing.F) {
	for _, attack := range attacks {
		f.Add(attack)
		f.Add("a" + attack + "|" + attack)
	}
	f.Fuzz(func(t *testing.T, input string) {
		if err := checkCode(input); err != nil {
			t.Errorf("%q: %v", input, err)
		}
	})
}

func checkCSV(input string) error {
	cell := providers.FromOutside(input).CSV()
	records, err := csv.NewReader(strings.NewReader("first," + cell + ",last\n")).ReadAll()
	if err != nil {
		return err
	}
	if len(records) != 1 || len(records[0]) != 3 || records[0][0] != "first" || records[0][2] != "last" {
		return fmt.Errorf("%d records from %q", len(records), cell)
	}
	got := records[0][1]
	if start := strings.TrimLeft(got, " "); start != "" && strings.ContainsAny(start[:1], "=+-@\t\r\n\x00") {
		return fmt.Errorf("starts as a formula: %q", got)
	}
	if strings.ContainsAny(cell, ";") && !strings.HasPrefix(cell, `"`) {
		return fmt.Errorf("a semicolon outside quotes: %q", cell)
	}
	if line := flaws(strings.TrimPrefix(got, "'"), 1<<20); len(line) > 0 {
		return fmt.Errorf("%s in %q", line[0], got)
	}
	return nil
}

func TestNoCSVCellIsAFormula(t *testing.T) {
	cases := []struct{ name, in, want string }{
		{"a word", "deploy", "deploy"},
		{"a comma", "a,b", `"a,b"`},
		{"quotes", `a "b"`, `"a ""b"""`},
		{"a formula", "=1+1", `"'=1+1"`},
		{"plus", "+1", `"'+1"`},
		{"minus", "-1", `"'-1"`},
		{"at", "@SUM(A1)", `"'@SUM(A1)"`},
		{"behind spaces", "  =1", `"'  =1"`},
		{"full width", "＝1", `"'＝1"`},
		{"a tab first", "\t=1", "\"'\uFFFD=1\""},
		{"a carriage return first", "\r=1", "\"'\uFFFD=1\""},
		{"a newline first", "\n=1", `"'␊=1"`},
		{"NUL first", "\x00=1", "\"'\uFFFD=1\""},
		{"a quote and a formula", `"=1`, `"""=1"`},
		{"a second record", "a\n=1", "a␊=1"},
		{"another separator", "a;=1", `"a;=1"`},
		{"an escape", "a\x1b[2J", "a\uFFFD[2J"},
		{"nothing", "", ""},
	}
	for _, c := range cases {
		if got := providers.FromOutside(c.in).CSV(); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	for name, input := range hostile() {
		if err := checkCSV(input); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzCSV(f *testing.F) {
	for _, input := range []string{"=1", " +1", "\"", "a,b", "'=1", "＠x", "\x00@", "\r\n-"} {
		f.Add(input)
	}
	f.Fuzz(func(t *testing.T, input string) {
		if err := checkCSV(input); err != nil {
			t.Errorf("%q: %v", input, err)
		}
	})
}
