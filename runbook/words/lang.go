// Package words holds every sentence that a person reads, as plain functions of typed
// reasons, in English and Indonesian side by side.
//
// Rules of the house: it is pure: no IO, no clock, no choice of colour or width by itself.
// A fixed sentence fits 72 columns, is calm and exact, starts with the verb where it asks for
// something, and blames nobody. No sentence needs a glyph to be understood. Text from outside
// enters through Untrusted.Line only, and of a key no more is told than its last four
// characters. An unknown code gets a neutral sentence, never an empty one.
package words

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"firebreak/providers"

	"github.com/rivo/uniseg"
)

// Lang is a language of the interface. Anything but Indonesian is English.
type Lang string

const (
	English    Lang = "en"
	Indonesian Lang = "id"
)

// Langs lists the languages there are.
var Langs = []Lang{English, Indonesian}

// ParseLang reads a language's code, as --lang and the configuration give it.
func ParseLang(code string) (Lang, bool) {
	switch l := Lang(strings.ToLower(code)); l {
	case English, Indonesian:
		return l, true
	}
	return English, false
}

// Width is what a line of ours is meant to fit, in terminal cells.
const Width = 72

// pick returns the sentence of the language.
func pick(l Lang, english, indonesian string) string {
	if l == Indonesian {
		return indonesian
	}
	return english
}

// both is one sentence in two languages: English first.
type both [2]string

func (b both) in(l Lang) string { return pick(l, b[0], b[1]) }

// lookup finds the sentence of a code; ok is false where there is none.
func lookup[K comparable](l Lang, table map[K]both, code K) (string, bool) {
	b, ok := table[code]
	return b.in(l), ok
}

// fill puts values into the {names} of a sentence. Values are ours or went through Line.
func fill(sentence string, pairs ...string) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		sentence = strings.ReplaceAll(sentence, "{"+pairs[i]+"}", pairs[i+1])
	}
	return sentence
}

// clean makes a text harmless that is ours by contract but may hold a path or a name.
func clean(text string, width int) string { return providers.FromOutside(text).Line(width) }

// quoted renders outside text between quotation marks, or "" where there is none.
func quoted(u providers.Untrusted, width int) string {
	if u.IsEmpty() {
		return ""
	}
	return `"` + u.Line(width) + `"`
}

// Name renders a name that decides something, such as a project's. Characters that are not
// ASCII are spelled out behind it, since some look just like others.
func (l Lang) Name(u providers.Untrusted, width int) string {
	if u.IsEmpty() {
		return pick(l, "without a name", "tanpa nama")
	}
	const most = 3
	text := u.Line(width)
	var foreign []string
	for _, r := range text {
		code := fmt.Sprintf("U+%04X", r)
		if r <= unicode.MaxASCII || r == '\u2026' || slices.Contains(foreign, code) {
			continue
		}
		if len(foreign) == most {
			foreign[most-1] += pick(l, " and more", " dan lainnya")
			break
		}
		foreign = append(foreign, code)
	}
	if len(foreign) == 0 {
		return text
	}
	return text + pick(l, " (holds ", " (memuat ") + strings.Join(foreign, ", ") + ")"
}

// Wrap breaks text at spaces into lines of at most width cells, never between a number and its
// unit. A word that is too long stands on a line of its own, uncut.
func Wrap(text string, width int) []string {
	var lines []string
	line, used := "", 0
	for _, word := range unparted(strings.Fields(text), width) {
		w := uniseg.StringWidth(word)
		if used > 0 && used+1+w > width {
			lines = append(lines, line)
			line, used = "", 0
		}
		if used > 0 {
			line += " "
			used++
		}
		line += word
		used += w
	}
	if used > 0 {
		lines = append(lines, line)
	}
	return lines
}

// measures are the units that stay with their number on one line.
var measures = map[string]bool{"ms": true, "s": true, "dtk": true, "min": true, "mnt": true, "h": true, "jam": true, "days": true, "hari": true}

// unparted joins each unit to its number before it, where both fit on one line.
func unparted(list []string, width int) []string {
	var all []string
	for _, word := range list {
		last := len(all) - 1
		unit := measures[strings.TrimRight(word, ".,;:)")]
		if unit && last >= 0 && isNumber(all[last]) && uniseg.StringWidth(all[last])+1+uniseg.StringWidth(word) <= width {
			all[last] += " " + word
			continue
		}
		all = append(all, word)
	}
	return all
}

// isNumber reports whether a word is digits alone, behind a bracket or not.
func isNumber(word string) bool {
	digits := strings.TrimLeft(word, "(")
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}

// WrapPath breaks an address, a path, a list or a body so that nothing of it is lost: after a
// semicolon, else a slash or comma, where there is one near the edge, else anywhere.
func WrapPath(text string, width int) []string {
	var lines []string
	for uniseg.StringWidth(text) > width {
		at, used, state := 0, 0, -1
		for rest := text; rest != ""; {
			var cluster string
			var w int
			cluster, rest, w, state = uniseg.FirstGraphemeClusterInString(rest, state)
			if used+w > width {
				break
			}
			used += w
			at += len(cluster)
		}
		if at == 0 {
			break // narrower than one character
		}
		soft := strings.LastIndexByte(text[:at], ';') + 1
		if soft <= at/2 {
			soft = strings.LastIndexAny(text[:at], "/,") + 1
		}
		if soft <= at/2 {
			soft = strings.LastIndexByte(text[:at], ' ') + 1
		}
		if soft > at/2 {
			at = soft
		}
		lines = append(lines, text[:at])
		rest := text[at:]
		if strings.HasSuffix(text[:at], ",") || strings.HasSuffix(text[:at], ";") { // the blank of a list begins no line
			rest = strings.TrimPrefix(rest, " ")
		}
		text = rest
	}
	return append(lines, text)
}

// labelColumn is where the text behind a label begins.
const labelColumn = 9

// labelLine sets one text behind a label of at most seven cells, unbroken: who shows it breaks
// it to the width at hand and indents what follows to the same column.
func labelLine(label, text string) string {
	return label + strings.Repeat(" ", max(2, labelColumn-uniseg.StringWidth(label))) + text
}

// labelled sets lines behind a label, the following ones indented to the same column.
func labelled(label string, lines []string) []string {
	out := make([]string, 0, len(lines))
	for i, line := range lines {
		head := strings.Repeat(" ", labelColumn)
		if i == 0 {
			head = label + strings.Repeat(" ", max(1, labelColumn-uniseg.StringWidth(label)))
		}
		out = append(out, head+line)
	}
	return out
}
