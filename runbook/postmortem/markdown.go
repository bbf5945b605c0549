package postmortem

import (
	"fmt"
	"strings"
)

// missing stands where a value should be and is not: a fault of ours, never a blank.
const missing = "unknown (not recorded)"

func cell(t text) string {
	if s := t.markdown(true); s != "" {
		return s
	}
	return missing
}

func row(cells ...string) string { return "| " + strings.Join(cells, " | ") + " |\n" }

func grid(heads []string, rows [][]text) string {
	var b strings.Builder
	b.WriteString(row(heads...))
	b.WriteString(strings.Repeat("|---", len(heads)) + "|\n")
	for _, cells := range rows {
		line := make([]string, len(heads))
		for i := range line {
			if i < len(cells) {
				line[i] = cell(cells[i])
				continue
			}
			line[i] = missing
		}
		b.WriteString(row(line...))
	}
	return b.String()
}

func (h heading) markdown() string { return "### " + string(h) + "\n" }

func (p paragraph) markdown() string { return p.text.markdown(false) + "\n" }

func (a alert) markdown() string {
	return fmt.Sprintf("> [!%s]\n> %s\n", a.kind, a.text.markdown(false))
}

// markdown gathers in one row what is unknown for the same reason. Each stands by itself in the
// data.
func (f fields) markdown() string {
	var rows [][]text
	open := map[string][]string{}
	for _, r := range f.rows {
		if r.open() && !f.each {
			why := r.value.plain()
			open[why] = append(open[why], r.label)
		}
	}
	for _, r := range f.rows {
		why := r.value.plain()
		switch labels := open[why]; {
		case !r.open() || len(labels) < 2:
			rows = append(rows, []text{own(r.label), r.value})
		case labels[0] == r.label:
			rows = append(rows, []text{own(strings.Join(labels, "; ")), r.value})
		}
	}
	return grid(f.head[:], rows)
}

// open reports whether the field holds nothing but a reason why it is unknown.
func (r field) open() bool { return strings.HasPrefix(r.value.plain(), "unknown (") }

func (t table) markdown() string {
	heads := make([]string, len(t.cols))
	for i, c := range t.cols {
		heads[i] = c.label
	}
	body := grid(heads, t.rows)
	if !t.folded {
		return body
	}
	return fold(fmt.Sprintf("%s (%d)", t.title, len(t.rows)), body)
}

// fold collapses a block under a title of ours.
func fold(title, body string) string {
	return fmt.Sprintf("<details><summary>%s</summary>\n\n%s\n</details>\n", title, body)
}

func (l list) markdown() string {
	var b strings.Builder
	for i, item := range l.items {
		if l.numbered {
			fmt.Fprintf(&b, "%d. %s\n", i+1, item.markdown(false))
			continue
		}
		fmt.Fprintf(&b, "- %s\n", item.markdown(false))
	}
	return b.String()
}

func (d diagram) markdown() string { return fold(d.title, "```mermaid\n"+d.code+"```\n") }

// markdown renders the section with its marker, which is the same in every language.
func (s section) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "<!-- fb:section=%s v1 -->\n## %s\n", s.id, s.title)
	after := true // a heading needs no blank line below it
	for _, part := range s.blocks {
		if !after {
			b.WriteByte('\n')
		}
		b.WriteString(part.markdown())
		_, after = part.(heading)
	}
	return b.String()
}
