package drill

import (
	"fmt"
	"strings"

	"firebreak/runbook/words"
)

// Markdown is a debriefing as a file: it says in its first line that it was a drill, and holds
// no markup but its own.
func Markdown(d words.Debriefing, l words.Lang) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n> [!NOTE]\n> %s\n\n**%s**\n", plain(d.Title), l.OnlyADrill(), plain(l.DebriefScore(d)))
	section := func(title string) { fmt.Fprintf(&b, "\n## %s\n\n", title) }
	if len(d.Said) > 0 {
		section(l.DebriefSaid())
		for _, s := range d.Said {
			fmt.Fprintf(&b, "- %s %s\n", plain(s.Label), plain(s.Text))
		}
	}
	title, you, them := l.DebriefLanes()
	section(title)
	fmt.Fprintf(&b, "| UTC | %s | %s |\n|---|---|---|\n", you, them)
	for _, m := range d.Moves {
		left, right := "", plain(m.Text)
		if m.Ours {
			left, right = right, ""
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", plain(m.At), left, right)
	}
	section(l.DebriefEarlier())
	for _, s := range d.Saved {
		fmt.Fprintf(&b, "- %s\n", plain(s))
	}
	if len(d.Missed) > 0 {
		section(l.DebriefMissed())
		for _, m := range d.Missed {
			fmt.Fprintf(&b, "- %s: %s\n", plain(m.Label), plain(m.Text))
		}
	}
	sheetMarkdown(&b, d, l)
	return b.String()
}

func sheetMarkdown(b *strings.Builder, d words.Debriefing, l words.Lang) {
	part, points, why := l.DebriefColumns()
	fmt.Fprintf(b, "\n## %s\n\n| %s | %s | %s |\n|---|---|---|\n", l.DebriefSheet(), part, points, why)
	for _, p := range d.Parts {
		mark := p.Points + " / " + p.Max
		if p.Max == "" {
			mark = l.NotScored()
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", plain(p.Name), plain(mark), plain(p.Inputs))
	}
	for _, p := range d.Lost {
		fmt.Fprintf(b, "| %s | -%s | |\n", plain(p.Name), plain(p.Points))
	}
	if d.Gate != "" {
		fmt.Fprintf(b, "\n%s\n", plain(d.Gate))
	}
	fmt.Fprintf(b, "\n%s: %s\n", l.DebriefNext(), plain(d.Next))
}

// marks are the characters that markdown or HTML in it would obey.
const marks = "\\`*_{}[]()<>#!|~&@"

// plain keeps a text from being taken for markup.
func plain(s string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune(marks, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
