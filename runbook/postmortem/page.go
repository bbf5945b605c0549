package postmortem

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"
)

// sheet is a report read back from its markdown, as a stranger would: by its markers, which are the
// same in every language.
type sheet struct {
	front    map[string]string
	names    []string // of the front matter, in their order
	sections []string
	parts    map[string]part // by section and key: "timeline/timeline"
	order    []string        // of the parts
	ragged   []int           // lines of tables that are not rectangular
	mermaid  []part
	links    []cellText // lines of prose that hold a link
	headings []cellText
	open     int // visible lines outside folded parts
}

// part is what stands under one marker.
type part struct {
	line   int
	digest string
	text   string
	rows   []tableRow // of its tables, without their heads
	items  []cellText
}

type tableRow struct {
	line  int
	cells []cellText
}

// cellText is a piece of the page in two readings: what a reader sees, and our words alone, without
// any code span, in which others may have written what they like.
type cellText struct {
	line       int
	seen, bare string
}

var (
	sectionMarker = regexp.MustCompile(`^<!-- fb:section=([a-z-]+) v1 -->$`)
	blockMarker   = regexp.MustCompile(`^<!-- fb:([a-z_0-9]+) ([0-9a-f]{8}) -->$`)
	frontLineForm = regexp.MustCompile(`^([a-z0-9_]+): (.*)$`)
	listItem      = regexp.MustCompile(`^(?:- |\d+\. )(.*)$`)
)

// errNoReport is a text that is no report of this program.
var errNoReport = errors.New("read report: no front matter of a report")

// reading is the state of a page that is being read.
type reading struct {
	sheet
	section, key string
	current      part
	head         int // cells of the table's first line, 0 outside a table
	row          int // of the table
	folded       bool
	fence        bool
}

// readPage reads a report. What a person wrote between the parts is left out of them.
func readPage(markdown []byte) (sheet, error) {
	lines := strings.Split(string(markdown), "\n")
	r := reading{sheet: sheet{front: map[string]string{}, parts: map[string]part{}}}
	first, err := r.frontMatter(lines)
	if err != nil {
		return sheet{}, err
	}
	for i, line := range lines[first:] {
		r.take(first+i+1, line)
	}
	r.flush()
	return r.sheet, nil
}

// frontMatter reads the head, and returns the index of the first line behind it.
func (r *reading) frontMatter(lines []string) (int, error) {
	if len(lines) < 3 || lines[0] != "---" {
		return 0, errNoReport
	}
	for i, line := range lines[1:] {
		if line == "---" {
			return i + 2, nil
		}
		m := frontLineForm.FindStringSubmatch(line)
		if m == nil {
			return 0, errNoReport
		}
		value := m[2]
		if strings.HasPrefix(value, `"`) && json.Unmarshal([]byte(value), &value) != nil {
			return 0, errNoReport
		}
		r.names = append(r.names, m[1])
		r.front[m[1]] = value
	}
	return 0, errNoReport
}

// flush ends the part that is being read.
func (r *reading) flush() {
	if r.key != "" {
		name := r.section + "/" + r.key
		if _, twice := r.parts[name]; !twice {
			r.order = append(r.order, name)
		}
		r.parts[name] = r.current
	}
	r.key, r.current = "", part{}
}

func (r *reading) take(n int, line string) {
	if r.marker(n, line) || strings.HasPrefix(line, handMarker) {
		return
	}
	if r.key != "" {
		r.current.text += line + "\n"
	}
	if strings.HasPrefix(line, "<details>") {
		r.folded = true
	}
	if !r.folded {
		r.open++
	}
	if strings.HasPrefix(line, "</details>") {
		r.folded = false
	}
	if r.inFence(n, line) {
		return
	}
	r.content(n, line)
}

func (r *reading) marker(n int, line string) bool {
	if m := sectionMarker.FindStringSubmatch(line); m != nil && !r.fence {
		r.flush()
		r.section, r.head = m[1], 0
		r.sections = append(r.sections, m[1])
		return true
	}
	if m := blockMarker.FindStringSubmatch(line); m != nil && !r.fence {
		r.flush()
		r.key, r.head = m[1], 0
		r.current = part{line: n + 1, digest: m[2]}
		return true
	}
	return false
}

// inFence gathers the diagrams.
func (r *reading) inFence(n int, line string) bool {
	switch {
	case strings.HasPrefix(line, "```") && !r.fence:
		r.fence = true
		r.mermaid = append(r.mermaid, part{line: n, text: strings.TrimPrefix(line, "```") + "\n"})
		return true
	case strings.HasPrefix(line, "```"):
		r.fence = false
		return true
	case r.fence:
		r.mermaid[len(r.mermaid)-1].text += line + "\n"
	}
	return r.fence
}

func (r *reading) content(n int, line string) {
	if !strings.HasPrefix(line, "|") {
		r.head = 0
		seen := cellOf(n, line)
		switch {
		case strings.HasPrefix(line, "#"):
			r.headings = append(r.headings, seen)
		case listItem.MatchString(line) && r.key != "":
			r.current.items = append(r.current.items, cellOf(n, listItem.FindStringSubmatch(line)[1]))
		}
		r.link(seen)
		return
	}
	cells := splitCells(line)
	if r.head == 0 {
		r.head, r.row = len(cells), 0
	}
	if len(cells) != r.head {
		r.ragged = append(r.ragged, n)
	}
	if r.row++; r.row <= 2 {
		return
	}
	row := tableRow{line: n}
	for _, c := range cells {
		row.cells = append(row.cells, cellOf(n, c))
		r.link(row.cells[len(row.cells)-1])
	}
	if r.key != "" {
		r.current.rows = append(r.current.rows, row)
	}
}

func (r *reading) link(t cellText) {
	if strings.Contains(t.bare, "](") {
		r.links = append(r.links, t)
	}
}

// splitCells splits a row at the pipes that no backslash precedes, as forges do.
func splitCells(line string) []string {
	var cells []string
	var b strings.Builder
	for i := 1; i < len(line); i++ {
		if line[i] == '|' && line[i-1] != '\\' {
			cells = append(cells, strings.TrimSpace(b.String()))
			b.Reset()
			continue
		}
		b.WriteByte(line[i])
	}
	return cells
}

// cellOf reads a piece of markdown: code spans are opened in what is seen, and left out of what is
// bare.
func cellOf(n int, markdown string) cellText {
	var seen, bare strings.Builder
	for i := 0; i < len(markdown); {
		run := len(markdown[i:]) - len(strings.TrimLeft(markdown[i:], "`"))
		if run == 0 {
			seen.WriteByte(markdown[i])
			bare.WriteByte(markdown[i])
			i++
			continue
		}
		inside, size, closed := codeSpan(markdown[i:], run)
		if !closed {
			seen.WriteString(markdown[i : i+run])
			i += run
			continue
		}
		seen.WriteString(inside)
		i += size
	}
	words := strings.NewReplacer("&#124;", "|", `\|`, "|")
	return cellText{line: n, seen: words.Replace(seen.String()), bare: words.Replace(bare.String())}
}

// codeSpan is what the span at the beginning of a text holds, and how long it is with its fences.
func codeSpan(text string, run int) (inside string, size int, closed bool) {
	fence := text[:run]
	for at := run; at < len(text); {
		next := strings.Index(text[at:], fence)
		if next < 0 {
			return "", 0, false
		}
		end := at + next
		length := len(text[end:]) - len(strings.TrimLeft(text[end:], "`"))
		if length == run {
			inside = text[run:end]
			if len(inside) > 2 && inside[0] == ' ' && inside[len(inside)-1] == ' ' && strings.TrimSpace(inside) != "" {
				inside = inside[1 : len(inside)-1]
			}
			return inside, end + run, true
		}
		at = end + length
	}
	return "", 0, false
}
