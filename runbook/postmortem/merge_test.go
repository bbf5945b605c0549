package postmortem

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"firebreak/runbook/words"
)

// rewritten generates the story anew, later and with one answer more, over an edited page.
func rewritten(t *testing.T, edit func(page string) string) (Merged, string) {
	t.Helper()
	before := written(t, tell(t, plan{noRotation: true}).facts())
	after := written(t, tell(t, plan{}).facts())
	m, ok := Merge([]byte(edit(string(before.Markdown))), after.Markdown)
	if !ok {
		t.Fatal("the page was not recognised")
	}
	return m, string(after.Markdown)
}

func TestAPageThatNobodyTouchedIsWrittenAnew(t *testing.T) {
	m, want := rewritten(t, func(page string) string { return page })
	if string(m.Markdown) != want || len(m.Kept) != 0 || m.Added != 0 {
		t.Errorf("kept %v, added %d, same %v", m.Kept, m.Added, string(m.Markdown) == want)
	}
	m, want = rewritten(t, func(page string) string { return strings.ReplaceAll(page, "\n", "\r\n") })
	if string(m.Markdown) != want {
		t.Error("other line ends are taken for an edit")
	}
}

func TestWhatPeopleWroteStaysWhenTheReportIsGeneratedAgain(t *testing.T) {
	for name, c := range map[string]struct {
		old, new string
		kept     []string
		has      string // what stands there afterwards; empty: new
	}{
		"a filled-in field":         {old: "| Refund requested?; Customers affected; People-hours |", new: "| Customers affected | 3 |\n| Refund requested?; People-hours |", kept: []string{"impact/impact"}, has: "| Customers affected | 3 |"},
		"an edited summary":         {old: "No personal data was within its reach.", new: "No personal data was touched.", kept: []string{"summary/paragraph"}},
		"a paragraph behind a list": {old: "\n### Went wrong", new: "\nThe on-call knew the provider's page by heart.\n\n### Went wrong"},
		"a row of a table":          {old: "| 2026-11-23T08:02:11Z | us | Incident opened |", new: "| 2026-11-23T08:01:00Z | us | Phone rang | operator | E1 | reported |\n| 2026-11-23T08:02:11Z | us | Incident opened |", kept: []string{"timeline/timeline"}, has: "Phone rang"},
		"a section of its own":      {old: "<!-- fb:section=evidence v1 -->", new: "## Follow-up meeting\n\nHeld on Monday.\n\n<!-- fb:section=evidence v1 -->", has: "## Follow-up meeting\n\nHeld on Monday."},
		"a text at the end":         {old: "<!-- fb:front ", new: "Signed off by the board.\n<!-- fb:front ", has: "Signed off by the board."},
		"a text below the title":    {old: "\n<!-- fb:section=summary v1 -->", new: "\nRead this with care.\n\n<!-- fb:section=summary v1 -->"},
		"another title":             {old: "# Leaked OpenAI project key in a public repository", new: "# The November leak"},
		"a status":                  {old: "status: closed", new: "status: reviewed"},
		"an owner":                  {old: "owner: platform-oncall", new: "owner: role:security"},
	} {
		t.Run(name, func(t *testing.T) {
			m, _ := rewritten(t, func(page string) string {
				if !strings.Contains(page, c.old) {
					t.Fatalf("the page holds no %q", c.old)
				}
				return strings.Replace(page, c.old, c.new, 1)
			})
			want := c.has
			if want == "" {
				want = c.new
			}
			if n := strings.Count(string(m.Markdown), strings.TrimSpace(want)); n != 1 {
				t.Errorf("stands there %d times", n)
			}
			if !slices.Equal(m.Kept, c.kept) {
				t.Errorf("kept %v, want %v", m.Kept, c.kept)
			}
			if !strings.Contains(string(m.Markdown), "Replacement created") && c.kept == nil {
				t.Error("what nobody touched is not written anew")
			}
			again, ok := Merge(m.Markdown, written(t, tell(t, plan{}).facts()).Markdown)
			if !ok || !bytes.Equal(again.Markdown, m.Markdown) {
				t.Error("a third time it is another page")
			}
			if _, err := readPage(m.Markdown); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestADeletedBlockIsWrittenAnewAndAPageWithoutMarkersIsNotRecognised(t *testing.T) {
	m, want := rewritten(t, func(page string) string {
		from := strings.Index(page, "<!-- fb:factors ")
		return page[:from] + page[from+strings.Index(page[from:], "<!-- fb:went_well"):]
	})
	if string(m.Markdown) != want {
		t.Error("the block is missing")
	}
	if _, ok := Merge([]byte("# My own report\n"), []byte(want)); ok {
		t.Error("a page without markers is taken for ours")
	}
}

// Whatever a person does to the lines of a page: every line that is not ours is there afterwards.
func TestNoLineOfAPersonIsEverLost(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 9))
	before := strings.Split(string(written(t, tell(t, plan{noRotation: true}).facts()).Markdown), "\n")
	f := tell(t, plan{}).facts()
	f.Lang = words.English
	after := written(t, f).Markdown
	front := slices.Index(before[1:], "---") + 2
	for range 300 {
		lines := slices.Clone(before)
		var mine []string
		for n := range 1 + random.IntN(4) {
			line := "A line of a person, " + strings.Repeat("x", n+1)
			mine = append(mine, line)
			at := front + random.IntN(len(lines)-front)
			lines = slices.Insert(lines, at, line)
		}
		m, ok := Merge([]byte(strings.Join(lines, "\n")), after)
		for _, line := range mine {
			if !ok || strings.Count(string(m.Markdown), line+"\n") < 1 {
				t.Fatalf("lost %q", line)
			}
		}
	}
}
