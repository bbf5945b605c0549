package postmortem

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"firebreak/providers"
)

// attacks are texts that would change structure or meaning if they stood anywhere but in a
// code span of their own.
var attacks = []string{
	"|", `\|`, `a\`, `a\\|b`, "| x | y |", "`", "``", "```", "````mermaid", "`|`", "` `", "~~~", "\n", "\r\n\r\n# heading", "\n- item", "\n> quote",
	"<!-- fb:section=summary v1 -->", "-->", "<!--", "---", "\n---\nid: x\n---\n", "key: value", "# x", "<b>x</b>", "<script>alert(1)</script>",
	"<details>", "</details>", "<img src=x onerror=y>", "[link](https://evil.test)", "![image](https://evil.test/x.png)", "https://evil.test", "www.evil.test",
	"@everyone", "@channel", "#123", "[^1]: note", "[x]: https://evil.test", "**bold**", "_x_", "~~x~~", "$x$", "$`x`$", ":tada:",
	"%%{init: {}}%%", "end", "x :crit, 2026", "\x1b[31mred", "\x1b]0;t\x07", "\u202egnp.exe", "\u200b\u2066", "\u2028", "\x00", "\xff\xfe",
	"E999", "unknown (x)", "{}", "%s%d", `"`, "'", `\u0022`, "&lt;b&gt;", "&#124;", "\t", " ", strings.Repeat("A", 5000), strings.Repeat("|`", 400),
	"e\u0301\u0301\u0301\u0301", "\U000E0041", "\u3164",
}

// skeleton is the page with each code span drawn as one mark: what is left is ours.
func skeleton(t *testing.T, page []byte) string {
	t.Helper()
	_, body, ok := strings.Cut(string(page[4:]), "\n---\n")
	if !ok {
		t.Fatal("front matter does not end")
	}
	var b strings.Builder
	for _, line := range strings.Split(body, "\n") {
		if strings.HasPrefix(line, handMarker) {
			continue // digests of what people may set
		}
		if line != "```mermaid" && line != "```" {
			line = blockMarker.ReplaceAllString(withoutSpans(line), "<!-- fb:$1 -->")
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// withoutSpans replaces code spans after the rule of CommonMark: a run of backticks is closed
// by the next run of the same length.
func withoutSpans(line string) string {
	var b strings.Builder
	for i := 0; i < len(line); {
		if line[i] != '`' {
			b.WriteByte(line[i])
			i++
			continue
		}
		n := run(line[i:])
		end := -1
		for j := i + n; j < len(line); {
			if line[j] != '`' {
				j++
				continue
			}
			m := run(line[j:])
			if m == n {
				end = j + m
				break
			}
			j += m
		}
		if end < 0 {
			b.WriteString(line[i : i+n])
			i += n
			continue
		}
		b.WriteRune('▪')
		i = end
	}
	// A pipe behind a backslash stands as an entity between two spans of one value.
	return oneValue.ReplaceAllString(b.String(), "▪")
}

var oneValue = regexp.MustCompile(`(▪?&#124;)+▪?`)

func run(s string) int { return len(s) - len(strings.TrimLeft(s, "`")) }

func TestHostileTextChangesNeitherStructureNorMeaning(t *testing.T) {
	base := "INC-20261123-openai-docs-bot"
	plain := tell(t, plan{text: "x", limitStands: true}).facts()
	plain.Base = base
	want := skeleton(t, written(t, plain).Markdown)
	for _, attack := range attacks {
		t.Run(fmt.Sprintf("%.20q", attack), func(t *testing.T) {
			f := tell(t, plan{text: attack, limitStands: true}).facts()
			f.Base, f.Owner = base, attack
			d := written(t, f)
			r := read(t, d.Markdown)
			if len(r.ragged) > 0 {
				t.Errorf("ragged table, line %d", r.ragged[0])
			}
			if !slices.Equal(r.names, frontKeys) || !slices.Equal(r.sections, sectionIDs) {
				t.Errorf("front matter or markers changed: %v %v", r.names, r.sections)
			}
			if got := providers.FromOutside(attack).Line(lineWidth); r.front["approver"] != got && strings.TrimSpace(got) != "" {
				t.Errorf("approver reads %q, want %q", r.front["approver"], got)
			}
			got := skeleton(t, d.Markdown)
			if strings.ContainsAny(attack, ";\n\r\t\x00 \u2028") || strings.TrimSpace(attack) == "" || strings.HasPrefix(attack, "cannot") {
				return // splits into other parts, rightly
			}
			if got != want {
				t.Errorf("structure differs: %s", firstDifference(got, want))
			}
		})
	}
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d: %q, want %q", i, x[i], y[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(x), len(y))
}

// TestMixesOfAttacksStayInTheirCell is R1: what comes back out of a row is what went in.
func TestMixesOfAttacksStayInTheirCell(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	for range 20_000 {
		var mix strings.Builder
		for range 1 + random.IntN(4) {
			mix.WriteString(attacks[random.IntN(len(attacks))])
		}
		u := out(mix.String())
		if len(mix.String()) > 400 || u.Line(lineWidth) == "" {
			continue
		}
		line := strings.TrimSuffix(row(cell(own("a")), cell(quote(u)), cell(own("b"))), "\n")
		cells := splitCells(line)
		if len(cells) != 3 || cells[0] != "a" || cells[2] != "b" || withoutSpans(cells[1]) != "▪" {
			t.Fatalf("mix %q gives cells %q", mix.String(), cells)
		}
		if strings.Contains(cells[1], "&#124;") && strings.Contains(u.Line(lineWidth), `\|`) {
			continue // several spans, read back by the tests of package providers
		}
		n := run(cells[1])
		inside := strings.ReplaceAll(cells[1][n:len(cells[1])-n], `\|`, `|`)
		if strings.TrimSpace(inside) != strings.TrimSpace(u.Line(lineWidth)) {
			t.Fatalf("mix %q reads back as %q", mix.String(), inside)
		}
	}
}

// F081: the gate looks at every form in which the report leaves, the data as well as the page.
func TestASecretInAnyFieldFromOutsideIsFoundAndItsFieldNamed(t *testing.T) {
	key := plantedKey()
	var text string
	key.Expose(func(b []byte) { text = string(b) })
	d := written(t, tell(t, plan{text: text}).facts())
	hits := Scan(d.Markdown, nil, []providers.Secret{key})
	sections := map[string]bool{}
	for _, h := range hits {
		sections[h.Section] = true
		if strings.Contains(h.String(), text) {
			t.Fatal("a hit tells the secret")
		}
	}
	for _, want := range []string{"front matter", "credential", "timeline", "exposure", "containment", "usage-review", "related-credentials", "analysis"} {
		if !sections[want] {
			t.Errorf("no hit in %s: %v", want, hits)
		}
	}
	if hits := Scan(d.JSON, nil, []providers.Secret{key}); len(hits) == 0 {
		t.Error("the data is not searched")
	}
}
