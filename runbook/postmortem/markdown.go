package postmortem

import (
	"crypto/sha256"
	"encoding/hex"
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

// gathered puts into one row what is unknown for the same reason. Each stands by itself in the
// data.
func (f fields) gathered() (rows [][]text) {
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
	return rows
}

func (f fields) markdown() string { return grid(f.head[:], f.gathered()) }

// open reports whether the field holds nothing but a reason why it has no value.
func (r field) open() bool {
	value := r.value.plain()
	return isUnknown(value) || strings.HasPrefix(value, notApplicable)
}

func (t table) markdown() string {
	heads := make([]string, len(t.cols))
	for i, c := range t.cols {
		heads[i] = c.label
	}
	body := grid(heads, t.rows)
	if !t.folded {
		return body
	}
	return fold(t.foldTitle(), body)
}

func (t table) foldTitle() string { return fmt.Sprintf("%s (%d)", t.title, len(t.rows)) }

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

// markdown renders the section with its marker, which is the same in every language. Each block
// with a key stands under a marker of its own, with what leads to it and, behind the last one,
// what follows it.
func (s section) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "<!-- fb:section=%s v1 -->\n## %s\n", s.id, s.title)
	for i, c := range s.chunks() {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(marked(c.key, c.text))
	}
	return b.String()
}

// chunk is what stands under one marker.
type chunk struct{ key, text string }

// chunks parts a section at its blocks with a key.
func (s section) chunks() []chunk {
	var list []chunk
	var b strings.Builder
	key, after := "", true // a heading needs no blank line below it
	for _, part := range s.blocks {
		next, _ := part.data()
		if key != "" && (next != "" || leads(part)) {
			list = append(list, chunk{key, b.String()})
			key, after = "", true
			b.Reset()
		}
		if !after {
			b.WriteByte('\n')
		}
		b.WriteString(part.markdown())
		if _, after = part.(heading); next != "" {
			key = next
		}
	}
	return append(list, chunk{key, b.String()})
}

// leads reports whether a block without a key belongs to the one that follows.
func leads(part block) bool {
	switch part.(type) {
	case heading, chart:
		return true
	}
	return false
}

// markerStart begins the invisible lines that programs find the parts of a page by.
const markerStart = "<!-- fb:"

// marked puts the marker of a block above it, with a digest of what was written: whoever edits
// the text changes it, and what was edited is kept.
func marked(key, text string) string {
	return markerStart + key + " " + digestOf(text) + " -->\n" + text
}

func digestOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:4])
}
