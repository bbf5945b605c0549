package drill

import (
	"fmt"
	"strings"

	"firebreak/providers"
	"firebreak/runbook/words"

	"github.com/rivo/uniseg"
)

// A drill's card and debriefing as lines of at most words.Width columns.

const (
	timeColumn  = 15
	laneColumn  = 26
	partColumn  = 26
	markColumn  = 14
	titleColumn = 48
	lostColumn  = 44
	labelColumn = 10
)

// Card is CardParts as lines.
func (g *Stage) Card(l words.Lang) []string {
	title, said := g.CardParts(l)
	lines := []string{title, ""}
	for _, p := range said {
		for i, line := range words.Wrap(p.Text, words.Width-labelColumn) {
			label := p.Label
			if i > 0 {
				label = ""
			}
			lines = append(lines, "  "+pad(label, labelColumn-2)+line)
		}
	}
	return append(lines, "")
}

// Debrief is Account as lines, with what the player would do first next time as its only
// answer.
func Debrief(f Facts, sheet Sheet, next providers.Untrusted, l words.Lang) []string {
	answers := make([]providers.Untrusted, len(Questions(l)))
	answers[len(answers)-1] = next
	d := Account(f, sheet, answers, l)
	lines := append([]string{""}, lanes(d.Moves, l)...)
	lines = append(lines, " "+l.DebriefEarlier(), "")
	for _, said := range d.Saved {
		for _, line := range words.Wrap(said, words.Width-3) {
			lines = append(lines, "   "+line)
		}
	}
	lines = append(lines, "")
	if len(d.Missed) > 0 {
		lines = append(lines, " "+l.DebriefMissed(), "")
		for _, m := range d.Missed {
			lines = append(lines, "   "+m.Label+"  "+m.Text)
		}
		lines = append(lines, "")
	}
	return append(lines, scored(d, l)...)
}

// lanes sets both sides beside one another.
func lanes(moves []words.Move, l words.Lang) []string {
	title, you, them := l.DebriefLanes()
	lines := []string{" " + title, "", fmt.Sprintf("   %-*s%-*s%s", timeColumn-3, "", laneColumn, you, them)}
	for _, m := range moves {
		width := words.Width - timeColumn - laneColumn
		if m.Ours {
			width = laneColumn - 2
		}
		for i, part := range words.Wrap(m.Text, width) {
			at, left, right := "", "", part
			if i == 0 {
				at = m.At
			}
			if m.Ours {
				left, right = part, ""
			}
			lines = append(lines, strings.TrimRight(fmt.Sprintf("   %-*s%-*s%s", timeColumn-3, at, laneColumn, left, right), " "))
		}
	}
	return append(lines, "")
}

// scored is the score, part by part.
func scored(d words.Debriefing, l words.Lang) []string {
	lines := []string{pad(" "+d.Title+"  ", titleColumn) + l.DebriefScore(d), ""}
	for _, p := range d.Parts {
		mark := fmt.Sprintf("%4s / %-3s", p.Points, p.Max)
		if p.Max == "" {
			mark = l.NotScored()
		}
		label := "   " + p.Name
		for _, line := range words.Wrap(p.Inputs, words.Width-partColumn-markColumn) {
			lines = append(lines, pad(label, partColumn)+pad(mark, markColumn)+line)
			label, mark = "", ""
		}
	}
	for _, p := range d.Lost {
		lines = append(lines, pad("   "+p.Name, lostColumn)+"-"+p.Points)
	}
	if d.Gate != "" {
		lines = append(lines, "   "+d.Gate)
	}
	lines = append(lines, "")
	for _, line := range words.Wrap(l.DebriefNext()+": "+d.Next, words.Width-1) {
		lines = append(lines, " "+line)
	}
	return append(lines, "")
}

func pad(s string, width int) string {
	for n := width - uniseg.StringWidth(s); n > 0; n-- {
		s += " "
	}
	return s
}
