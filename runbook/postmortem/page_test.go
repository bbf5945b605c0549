package postmortem

import (
	"regexp"
	"strings"
	"testing"

	"firebreak/runbook/incident"
)

// read is a report parsed back from its markdown.
type read struct {
	front    map[string]string
	keys     []string
	sections []string
	lines    map[string][]string   // by section
	tables   map[string][][]string // by section and first header: "timeline/UTC"
	ragged   []string              // tables that are not rectangular
	mermaid  []string
	open     int // lines of the body outside folded parts
}

var (
	markerLine = regexp.MustCompile(`^<!-- fb:section=([a-z-]+) v1 -->$`)
	frontLine1 = regexp.MustCompile(`^([a-z0-9_]+): (.*)$`)
)

// parse reads a report as a forge would: front matter, markers, tables by the rules of GFM.
func parse(t *testing.T, page []byte) read {
	t.Helper()
	r := read{front: map[string]string{}, lines: map[string][]string{}, tables: map[string][][]string{}}
	lines := strings.Split(string(page), "\n")
	if lines[0] != "---" {
		t.Fatalf("first line is %q, want front matter", lines[0])
	}
	i := 1
	for ; lines[i] != "---"; i++ {
		m := frontLine1.FindStringSubmatch(lines[i])
		if m == nil {
			t.Fatalf("front matter is not flat: %q", lines[i])
		}
		r.keys = append(r.keys, m[1])
		r.front[m[1]] = unquoteYAML(t, m[2])
	}
	section, folded, fence := "", false, false
	var table [][]string
	flush := func() {
		if len(table) > 2 {
			r.tables[section+"/"+table[0][0]] = append(r.tables[section+"/"+table[0][0]], append([][]string{table[0]}, table[2:]...)...)
		}
		table = nil
	}
	for _, line := range lines[i+1:] {
		if strings.HasPrefix(line, "<details>") {
			folded = true
		}
		if !folded {
			r.open++
		}
		if strings.HasPrefix(line, "</details>") {
			folded = false
		}
		if line == "```mermaid" {
			fence = true
			r.mermaid = append(r.mermaid, "")
			continue
		}
		if fence {
			if line == "```" {
				fence = false
				continue
			}
			r.mermaid[len(r.mermaid)-1] += line + "\n"
			continue
		}
		if m := markerLine.FindStringSubmatch(line); m != nil {
			flush()
			section = m[1]
			r.sections = append(r.sections, section)
			continue
		}
		r.lines[section] = append(r.lines[section], line)
		if !strings.HasPrefix(line, "|") {
			flush()
			continue
		}
		cells := splitRow(line)
		if len(table) > 0 && len(cells) != len(table[0]) {
			r.ragged = append(r.ragged, line)
		}
		table = append(table, cells)
	}
	flush()
	return r
}

// splitRow splits a table row at pipes that no backslash precedes, as cmark-gfm does.
func splitRow(line string) []string {
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

func unquoteYAML(t *testing.T, v string) string {
	t.Helper()
	if !strings.HasPrefix(v, `"`) {
		if strings.Contains(v, ": ") || strings.ContainsAny(v, "#{}[]&*!|>%@`\\\"'") {
			t.Fatalf("plain scalar is not plain: %q", v)
		}
		return v
	}
	var s string
	if err := jsonUnquote(v, &s); err != nil {
		t.Fatalf("quoted scalar %q: %v", v, err)
	}
	return s
}

// value finds a field of a section by its English label.
func (r read) value(section, label string) string {
	for _, line := range r.lines[section] {
		if cells := splitRow(line + " "); strings.HasPrefix(line, "|") && len(cells) == 2 && cells[0] == label {
			return cells[1]
		}
	}
	return ""
}

func TestAFailureThatRepeatsItselfStandsOnceInTheTimeline(t *testing.T) {
	s := tell(t, plan{})
	s.step = incident.StepRotate
	for _, at := range []string{"80m", "81m", "82m"} {
		s.add(at, incident.StepFailed, incident.FailData{Reason: incident.WhyNoStore})
	}
	s.add("83m", incident.StepFailed, incident.FailData{Reason: incident.WhyNoParking})
	page := string(written(t, s.facts()).Markdown)
	if n := strings.Count(page, "| Not done: rotate: "); n != 2 {
		t.Errorf("%d rows, want one for each reason", n)
	}
}
