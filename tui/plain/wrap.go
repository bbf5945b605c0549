package plain

import (
	"regexp"
	"strings"

	"firebreak/runbook/words"

	"github.com/rivo/uniseg"
)

const (
	mostWidth  = words.Width
	leastWidth = 30 // below it lines are not broken any finer
)

// hanging finds what a line starts with that its following lines are indented by: blanks, and
// a label or number with the gap behind it.
var hanging = regexp.MustCompile(`^ *(?:[^ ]{1,10} {2,}|\d+ {1,2})?`)

// wrap breaks a line at blanks so that it fits width, and what has no blank at a slash or
// anywhere: nothing is lost. Later lines hang under the text of the first.
func wrap(line string, width int) []string {
	if uniseg.StringWidth(line) <= width {
		return []string{strings.TrimRight(line, " ")}
	}
	head := hanging.FindString(line)
	column := uniseg.StringWidth(head)
	if column > width/2 {
		head, column = "", 0
	}
	indent := strings.Repeat(" ", column)
	var out []string
	start, used := head, column
	text := ""
	flush := func() {
		out = append(out, strings.TrimRight(start+text, " "))
		start, text, used = indent, "", column
	}
	for word := range strings.FieldsSeq(line[len(head):]) {
		w := uniseg.StringWidth(word)
		if text != "" && used+1+w > width {
			flush()
		}
		if column+w > width {
			parts := words.WrapPath(word, width-column)
			for _, part := range parts[:len(parts)-1] {
				text = part
				flush()
			}
			word = parts[len(parts)-1]
			w = uniseg.StringWidth(word)
		}
		if text != "" {
			text += " "
			used++
		}
		text += word
		used += w
	}
	if text != "" {
		flush()
	}
	return out
}
