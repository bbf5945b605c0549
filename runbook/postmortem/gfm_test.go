package postmortem

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	gfm "github.com/yuin/goldmark/extension/ast"
	markdown "github.com/yuin/goldmark/text"
)

// forge reads a page as a forge does: what it holds beside its words.
type forge struct {
	tables [][][]string // of each: rows with the head, cells as a reader sees them
	html   []string
	links  []string
	spans  int // of emphasis, strikethrough and check boxes that are not ours
}

// asForge parses the body of a page by GitHub's rules.
func asForge(t *testing.T, report []byte) forge {
	t.Helper()
	_, body, ok := cutFront(string(report))
	if !ok {
		t.Fatal("no front matter")
	}
	page := []byte(body)
	var f forge
	err := ast.Walk(goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(markdown.NewReader(page)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *gfm.Table:
			f.tables = append(f.tables, nil)
		case *gfm.TableHeader, *gfm.TableRow:
			last := len(f.tables) - 1
			var cells []string
			for c := n.FirstChild(); c != nil; c = c.NextSibling() {
				cells = append(cells, seen(c, page))
			}
			f.tables[last] = append(f.tables[last], cells)
		case *ast.HTMLBlock:
			for i := range n.Lines().Len() {
				line := n.Lines().At(i)
				f.html = append(f.html, strings.TrimSpace(string(line.Value(page))))
			}
		case *ast.RawHTML:
			f.html = append(f.html, "inline "+string(n.Segments.Value(page)))
		case *ast.Link:
			f.links = append(f.links, string(n.Destination))
		case *ast.Image:
			f.links = append(f.links, string(n.Destination))
		case *ast.AutoLink:
			f.links = append(f.links, string(n.URL(page)))
		case *gfm.Strikethrough, *gfm.TaskCheckBox:
			f.spans++
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// seen is the text of a node as a reader sees it.
func seen(n ast.Node, page []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			if entering {
				b.Write(n.Segment.Value(page))
			}
		case *ast.String:
			if entering {
				b.Write(n.Value)
			}
		}
		return ast.WalkContinue, nil
	})
	words := strings.NewReplacer("&#124;", "|", `\|`, "|")
	return words.Replace(b.String())
}

var ourHTML = regexp.MustCompile(`^(<!-- fb:[^<>]* -->|<details><summary>[^<>]*</summary>|</details>|)$`)

// ours holds a page against what may stand in one: our marks, our folds, links to our files.
func (f forge) ours() error {
	for _, h := range f.html {
		if !ourHTML.MatchString(h) {
			return fmt.Errorf("html %q", h)
		}
	}
	for _, l := range f.links {
		if !regexp.MustCompile(`^INC-[A-Za-z0-9-]+\.(report\.json|journal\.jsonl|usage\.svg)$`).MatchString(l) {
			return fmt.Errorf("a link to %q", l)
		}
	}
	if f.spans > 0 {
		return fmt.Errorf("%d spans of others", f.spans)
	}
	return nil
}

// values are all that the data hold of a table or of a list of fields, as one bag of words.
func values(t *testing.T, data []byte) map[string]bool {
	t.Helper()
	var doc struct {
		Sections map[string]map[string]json.RawMessage `json:"sections"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	bag := map[string]bool{}
	put := func(s string) { bag[bagged(s)] = true }
	for _, parts := range doc.Sections {
		for _, raw := range parts {
			var rows struct {
				Rows []map[string]string `json:"rows"`
			}
			var fields map[string]datum
			if json.Unmarshal(raw, &rows) == nil && rows.Rows != nil {
				for _, row := range rows.Rows {
					for _, v := range row {
						put(v)
					}
				}
			} else if json.Unmarshal(raw, &fields) == nil {
				for _, d := range fields {
					put(d.Value)
					put(d.Label)
				}
			}
		}
	}
	return bag
}

// bagged is a value without what only marks it up.
func bagged(s string) string {
	s = linkWords.ReplaceAllString(s, "$1")
	return strings.Join(strings.Fields(strings.NewReplacer("&#124;", "", "`", "", `\`, "", "|", "", "*", "", "�", "").Replace(s)), " ")
}

// checkForge reads a page as a forge does and holds its tables against the data beside it.
func checkForge(t *testing.T, d Doc, want forge) {
	t.Helper()
	f := asForge(t, d.Markdown)
	if err := f.ours(); err != nil {
		t.Fatal(err)
	}
	bag := values(t, d.JSON)
	for i, table := range f.tables {
		for n, row := range table {
			if len(row) != len(table[0]) {
				t.Fatalf("table %d, row %d has %d cells, the head %d", i, n, len(row), len(table[0]))
			}
			for c, cell := range row {
				gathered := len(row) == 2 && c == 0 && strings.Contains(cell, "; ")
				if n > 0 && !gathered && !bag[bagged(cell)] {
					t.Fatalf("table %d, row %d: the cell %.80q is not in the data", i, n, cell)
				}
			}
		}
	}
	if want.tables == nil {
		return
	}
	if len(f.tables) != len(want.tables) {
		t.Fatalf("%d tables, want %d", len(f.tables), len(want.tables))
	}
	for i := range f.tables {
		if len(f.tables[i]) != len(want.tables[i]) || !slices.Equal(f.tables[i][0], want.tables[i][0]) {
			t.Fatalf("table %d has %d rows under %q, want %d", i, len(f.tables[i]), f.tables[i][0], len(want.tables[i]))
		}
	}
}

// hostile is the story with a text in every field from outside.
func hostile(t *testing.T, attack string) Doc {
	t.Helper()
	f := tell(t, plan{text: attack, limitStands: true}).facts()
	f.Base, f.Owner = "INC-20261123-openai-docs-bot", attack
	return written(t, f)
}

// sampleOf is every nth of a list, and all of it where FIREBREAK_TEST_WHOLE asks for that.
func sampleOf[T any](n int, list []T) (chosen []T) {
	if os.Getenv("FIREBREAK_TEST_WHOLE") != "" {
		return list
	}
	for i := 0; i < len(list); i += n {
		chosen = append(chosen, list[i])
	}
	return chosen
}

// splits tells of an attack that rightly makes several parts or none.
func splits(attack string) bool {
	return strings.ContainsAny(attack, ";\n\r\t\x00 \u2028") || strings.TrimSpace(attack) == "" || strings.HasPrefix(attack, "cannot")
}

// F081: a forge shows what the data hold, whatever people, providers and repositories write.
func TestF081AForgeShowsTheTablesThatTheDataHold(t *testing.T) {
	plain := asForge(t, hostile(t, "x").Markdown)
	for _, attack := range sampleOf(5, attacks) {
		t.Run(fmt.Sprintf("%.20q", attack), func(t *testing.T) {
			want := plain
			if splits(attack) {
				want = forge{}
			}
			checkForge(t, hostile(t, attack), want)
		})
	}
	for name, p := range map[string]plan{"whole": {}, "nothing told": {noAnswers: true, noUsage: true}, "false alarm": {falseAlarm: true}} {
		t.Run(name, func(t *testing.T) { checkForge(t, written(t, tell(t, p).facts()), forge{}) })
	}
}

// FuzzAForgeShowsTheData mixes the attacks with whatever is found to matter.
func FuzzAForgeShowsTheData(f *testing.F) {
	random := rand.New(rand.NewPCG(5, 8))
	for range 2 {
		f.Add(attacks[random.IntN(len(attacks))] + attacks[random.IntN(len(attacks))])
	}
	f.Add(strings.Repeat("a|`<b>", 1<<20/6))
	f.Fuzz(func(t *testing.T, attack string) {
		checkForge(t, hostile(t, attack), forge{})
	})
}
