package providers

import "strings"

const (
	// mostCode is the width of a code span in cells: a table row stays readable.
	mostCode = 300
	// mostBackticks bounds a run of backticks and with it the fence: renderers give up on
	// fences over 80, and would then take the text for markup.
	mostBackticks = 40
)

// Code renders a markdown code span on one line, fenced longer than any run of backticks
// inside. In a table cell the pipes are escaped, and a pipe behind a backslash, over which
// renderers disagree, stands as an entity between two spans. The characters around it must
// be neither backticks nor a backslash. An empty text gives "".
func (u Untrusted) Code(inTable bool) string {
	text := shortRuns(u.Line(mostCode))
	if !inTable {
		return span(text)
	}
	var b strings.Builder
	for {
		at := strings.Index(text, `\|`)
		if at < 0 {
			break
		}
		b.WriteString(cellSpan(text[:at+1]))
		b.WriteString("&#124;")
		text = text[at+2:]
	}
	b.WriteString(cellSpan(text))
	return b.String()
}

func cellSpan(text string) string { return strings.ReplaceAll(span(text), "|", `\|`) }

// span fences text that has no line end. One space is added on both sides where a renderer
// would take off a pair that belongs to the text, or where a backtick would join the fence.
func span(text string) string {
	if text == "" {
		return ""
	}
	fence := strings.Repeat("`", longestRun(text)+1)
	first, last := text[0], text[len(text)-1]
	blank := strings.Trim(text, " ") == ""
	if first == '`' || last == '`' || first == ' ' && last == ' ' && !blank {
		return fence + " " + text + " " + fence
	}
	return fence + text + fence
}

func longestRun(text string) int {
	run, longest := 0, 0
	for i := range len(text) {
		if text[i] != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

// shortRuns breaks runs of backticks that no fence could be longer than.
func shortRuns(text string) string {
	if longestRun(text) <= mostBackticks {
		return text
	}
	full := strings.Repeat("`", mostBackticks)
	return strings.ReplaceAll(text, full+"`", full+"\uFFFD")
}

// CSV renders one cell, quoted after RFC 4180, of harmless characters as in Line but of any
// width. What a spreadsheet could take for a formula, also behind spaces or in full-width
// form, gets a leading apostrophe.
func (u Untrusted) CSV() string {
	text := harmless(u.raw())
	if startsFormula(u.raw()) {
		text = "'" + text
	}
	if strings.ContainsAny(text, ",;\"'") || strings.Trim(text, " ") != text {
		return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
	}
	return text
}

func startsFormula(raw string) bool {
	for _, r := range raw {
		switch r {
		case ' ':
			continue
		case '=', '+', '-', '@', '\t', '\r', '\n', 0, '＝', '＋', '－', '＠':
			return true
		}
		return false
	}
	return false
}
