package tui

import (
	"firebreak/runbook/words"
)

// What the debrief shows. Its texts come clean from the exercise and are cleaned once more here.

const (
	laneTime    = 12 // column of the times
	partName    = 22
	partMark    = 11
	leastInputs = 32 // of what a formula took, beside its part
	laneWidth   = 60 // body width from which both lanes stand side by side
)

func (s *debrief) heading(v *view) (string, string) {
	if s.told == nil {
		return v.lang.DebriefTitle(), ""
	}
	return clean(s.told.Title, mostLine), v.lang.DebriefScore(*s.told)
}

func (s *debrief) page(v *view) []row {
	rows, _ := s.sections(v)
	return rows
}

// sections are all rows, and which of them are headings.
func (s *debrief) sections(v *view) (rows []row, heads []int) {
	d := s.told
	switch {
	case d == nil && s.failed:
		return []row{must(v.lang.NotScoredYet()).inked(warnInk)}, nil
	case d == nil:
		return []row{text(v.lang.Scoring()).inked(dimInk)}, nil
	}
	if s.wrote {
		r := row{text: v.lang.Exported(s.path), flow: flowPath}
		if s.path == "" {
			r = text(r.text).inked(warnInk)
		}
		rows = append(rows, r, blank())
	}
	add := func(title string, list []row) {
		if len(list) == 0 {
			return
		}
		heads = append(heads, len(rows))
		rows = append(append(append(rows, text(title).inked(boldInk)), list...), blank())
	}
	lanes, _, _ := v.lang.DebriefLanes()
	add(lanes, s.lanes(v))
	add(v.lang.DebriefEarlier(), texts(d.Saved))
	add(v.lang.DebriefMissed(), labelled(d.Missed))
	add(v.lang.DebriefSheet(), s.sheet(v))
	add(v.lang.DebriefNext(), texts([]string{d.Next}))
	add(v.lang.DebriefSaid(), labelledBelow(d.Said))
	return rows, heads
}

func texts(list []string) []row {
	var rows []row
	for _, s := range list {
		if s != "" {
			rows = append(rows, text(clean(s, mostLine)))
		}
	}
	return rows
}

func labelled(list []words.Labelled) []row {
	var rows []row
	for _, p := range list {
		rows = append(rows, fact(clean(p.Label, mostLabel), "", clean(p.Text, mostLine), 5))
	}
	return rows
}

// labelledBelow sets each text below its label, where labels are whole questions.
func labelledBelow(list []words.Labelled) []row {
	var rows []row
	for _, p := range list {
		rows = append(rows, text(clean(p.Label, mostLine)).inked(dimInk), text(clean(p.Text, mostLine)))
	}
	return rows
}

// lanes sets our moves beside the attacker's; in a narrow terminal they follow one another, each
// with whose it is.
func (s *debrief) lanes(v *view) []row {
	_, you, them := v.lang.DebriefLanes()
	room := v.w - 1 - indent - laneTime - 2
	if room < laneWidth-laneTime {
		var rows []row
		for _, m := range s.told.Moves {
			who := them
			if m.Ours {
				who = you
			}
			rows = append(rows, fact(clean(m.At, laneTime), "", who+": "+clean(m.Text, mostLine), 5))
		}
		return rows
	}
	half := (room - 2) / 2
	rows := []row{table(false, cell{width: laneTime}, cell{text: you, width: half}, cell{text: them, width: half}).inked(dimInk)}
	for _, m := range s.told.Moves {
		at := clean(m.At, laneTime)
		for _, part := range wrap(clean(m.Text, mostLine), half) {
			left, right := "", part
			if m.Ours {
				left, right = part, ""
			}
			rows = append(rows, table(false, cell{text: at, width: laneTime}, cell{text: left, width: half}, cell{text: right, width: half}))
			at = ""
		}
	}
	return rows
}

// sheet is the score, part by part, with what its formula took beside it, or below where there is
// no room.
func (s *debrief) sheet(v *view) []row {
	room := max(v.w-1-indent-partName-partMark-4, leastColumn)
	var rows []row
	line := func(name, mark, why string) {
		if room < leastInputs {
			rows = append(rows, table(false, cell{text: name, width: partName}, cell{text: mark, width: partMark, right: true}),
				marked("  ", clean(why, mostLine)).inked(dimInk))
			return
		}
		for _, part := range wrap(clean(why, mostLine), room) {
			rows = append(rows, table(false, cell{text: name, width: partName}, cell{text: mark, width: partMark, right: true}, cell{text: part, width: room}))
			name, mark = "", ""
		}
	}
	for _, p := range s.told.Parts {
		mark := v.lang.NotScored()
		if p.Max != "" {
			mark = clean(p.Points, 5) + " / " + clean(p.Max, 4)
		}
		line(clean(p.Name, partName), mark, p.Inputs)
	}
	for _, p := range s.told.Lost {
		line(v.lang.TakenOff(), "-"+clean(p.Points, 5), p.Name)
	}
	if s.told.Gate != "" {
		rows = append(rows, text(clean(s.told.Gate, mostLine)).inked(warnInk))
	}
	return rows
}

// section goes to the next heading.
func (s *debrief) section(v *view) {
	rows, heads := s.sections(v)
	s.jump(v, rows, heads)
}
