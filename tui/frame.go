package tui

import (
	"slices"
	"strings"

	"firebreak/runbook/incident"
)

const (
	// fullWidth and fullHeight are the least for the whole frame; below, only what decides.
	fullWidth, fullHeight = 60, 15
	chrome                = 6 // status, phases, two rules, lower line, key bar
	smallChrome           = 2 // status, key bar
	lowerFrom             = 7 // height from which a small frame has the lower line
	mostBinds             = 5
)

// draw makes the whole frame of a screen: at most h lines, none wider than w-1.
func (v *view) draw(s screen) string {
	if v.w < 2 || v.h < 1 {
		return ""
	}
	w := v.w - 1
	small := v.small()
	head := v.heading(s)
	lines := []string{v.statusLine(head, w)}
	bottom := []string{v.bar(s, w)}
	if !small {
		rule := v.rule(head.mode, w)
		lines = append(lines, v.phaseLine(s, w), rule)
		bottom = []string{rule, v.lowerLine(s, w), bottom[0]}
	} else if v.h >= lowerFrom {
		bottom = []string{v.lowerLine(s, w), bottom[0]}
	}
	room := v.h - len(lines) - len(bottom)
	body, left := v.body(s, w, room)
	v.more = left
	bottom[len(bottom)-1] = v.bar(s, w) // fit may have left something out
	lines = append(lines, body...)
	for range room - len(body) {
		lines = append(lines, "")
	}
	lines = append(lines, bottom...)
	if len(lines) > v.h { // a window of one or two lines: the state of the key, and the keys
		lines = append(lines[:max(v.h-1, 1)], lines[len(lines)-1])[:v.h]
	}
	for i, line := range lines {
		lines[i] = trim(cut(line, w, ""))
	}
	return strings.Join(lines, "\n")
}

// roomOf is how many lines the body has.
func (v *view) roomOf() int {
	switch {
	case !v.small():
		return v.h - chrome
	case v.h >= lowerFrom:
		return v.h - smallChrome - 1
	}
	return v.h - smallChrome
}

// small reports whether there is only room for what decides.
func (v *view) small() bool { return v.w < fullWidth || v.h < fullHeight }

// body is title and rows in the room there is, and whether more is said than that holds.
func (v *view) body(s screen, w, room int) (lines []string, left bool) {
	if room < 1 {
		return nil, false
	}
	head := v.title(s, w)
	rows := s.Body(v)
	if len(head)+2 < room {
		rows = append([]row{blank()}, rows...)
	}
	p := newPaper(v.theme, v.lang, w, rows)
	if x, ok := s.(scroller); ok {
		return append(head, p.page(rows, x.first(), max(room-len(head), 0))...), false
	}
	lines, left = p.fit(rows, max(room-len(head), 0))
	return append(head[:min(len(head), room)], lines...), left
}

// scroller is a screen whose body is read from a line on.
type scroller interface{ first() int }

// page is h lines of rows from a line on, for a body that is read and not chosen from.
func (p paper) page(rows []row, from, h int) []string {
	p.read = true
	var all []string
	for _, r := range rows {
		all = append(all, p.lay(r, false)...)
	}
	from = max(0, min(from, len(all)-h))
	return p.scrolled(all, from+1, min(from+h-1, len(all)), h)
}

func (v *view) title(s screen, w int) []string {
	t, right := s.Title(v)
	t, right = v.theme.glyphs(t), v.theme.glyphs(right)
	if line, ok := sides(" "+v.theme.paint(boldInk, t), v.theme.paint(dimInk, right), w); ok {
		return []string{line}
	}
	var lines []string
	for _, part := range wrap(t, w-1) {
		lines = append(lines, " "+v.theme.paint(boldInk, part))
	}
	if right != "" {
		for _, part := range wrap(right, w-3) {
			lines = append(lines, "   "+v.theme.paint(dimInk, part))
		}
	}
	return lines
}

// statusLine shortens in a fixed order; state, last four characters and mode always stay, and the
// time as long as closer words make room for it.
func (v *view) statusLine(h heading, w int) string {
	last4 := h.last4
	steps := []func(*heading){
		func(*heading) {},
		func(h *heading) { h.owner = "" },
		func(h *heading) { h.kind = "" },
		func(h *heading) { h.rate = "" },
		func(h *heading) { h.ident = "" },
		func(h *heading) { h.down = "" },
		func(h *heading) { h.vendor = "" },
		func(h *heading) { h.tight = true },
		func(h *heading) {
			if h.state != "" {
				h.lead, h.tight = "", false
			}
		},
		func(h *heading) { h.tight = true },
		func(h *heading) { h.last4 = strings.TrimPrefix(h.last4, "…") },
		func(h *heading) { h.since, h.last4, h.tight = "", last4, false },
	}
	for _, drop := range steps {
		drop(&h)
		if line, ok := v.set(h, w); ok {
			return line
		}
	}
	mode := v.theme.glyphs(v.lang.Mode(h.mode))
	left := cut(v.theme.glyphs(h.lead+h.state), max(w-width(mode)-width(v.theme.glyphs(h.last4))-3, 1), "")
	return cut(" "+v.theme.strong(h.ink, left)+" "+v.theme.glyphs(h.last4)+" "+v.theme.strong(modeInk(h.mode), mode), w, "")
}

// set lays the first line out; ok is false where it has no room. A tight one has one space between
// its parts.
func (v *view) set(h heading, w int) (line string, ok bool) {
	t := v.theme
	gap := "   "
	if h.tight {
		gap = " "
	}
	state := t.strong(h.ink, t.glyphs(join(" ", h.state, h.since)))
	key := t.glyphs(join(" ", h.vendor, h.kind, h.last4))
	left := " " + join(gap, t.strong(h.leadInk, t.glyphs(h.lead)), state, key, t.glyphs(h.owner))
	right := join("  ", t.strong(modeInk(h.mode), t.glyphs(v.lang.Mode(h.mode))), t.glyphs(h.rate), t.glyphs(h.down), t.glyphs(h.ident))
	if line, ok = sides(left, right, w); ok || !h.tight {
		return line, ok
	}
	line = left + " " + right
	return line, width(line) <= w
}

// join sets the parts that there are side by side.
func join(between string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), between)
}

func modeInk(m incident.Mode) ink {
	switch m {
	case incident.DryRun:
		return warnInk
	case incident.Drill:
		return drillInk
	}
	return plainInk
}

// rule repeats the mode of the first line without colour.
func (v *view) rule(m incident.Mode, w int) string {
	unit := map[incident.Mode]string{incident.DryRun: "─ ", incident.Drill: "·"}[m]
	if unit == "" {
		unit = "─"
	}
	return v.theme.paint(dimInk, cut(strings.TrimRight(v.theme.glyphs(strings.Repeat(unit, w)), " "), w, ""))
}

// lowerLine says who waits for whom. A note for the person stands in its text until their next
// key.
func (v *view) lowerLine(s screen, w int) string {
	l := s.Status(v)
	word := v.lang.WaitingWord(int(l.word))
	head := " " + v.theme.glyphs(pad(word, 5)) + "  "
	room := w - width(head)
	if l.word == idle && isField(s.Input()) && l.text == v.lang.Idle() {
		l.text, l.short = v.lang.IdleField(), ""
	}
	text := v.theme.glyphs(l.text)
	if width(text) > room && l.short != "" {
		text = v.theme.glyphs(l.short)
	}
	i := dimInk
	if v.broken {
		text, i = v.theme.glyphs(v.lang.JournalBroken()), warnInk
	} else if v.note != "" {
		text, i = v.theme.glyphs(v.note), plainInk
	}
	return v.theme.paint(boldInk, head) + v.theme.paint(i, clause(text, room, v.theme.glyphs("…")))
}

// bar is the key bar: what enter does first, then what else acts here. The last one stays
// where room is short, and the middle goes.
func (v *view) bar(s screen, w int) string { return v.setBar(v.barBinds(s), w) }

func (v *view) setBar(list []bind, w int) string {
	for {
		var parts []string
		for _, b := range list {
			parts = append(parts, v.theme.paint(boldInk, string(b.key))+" "+v.theme.paint(dimInk, v.theme.glyphs(b.label(v.lang))))
		}
		line := " " + strings.Join(parts, "   ")
		if width(line) > w {
			line = " " + strings.Join(parts, "  ")
		}
		at := leastNeeded(list)
		if width(line) <= w || at < 1 {
			return cut(line, w, v.theme.glyphs("…"))
		}
		list = slices.Delete(list, at, at+1)
	}
}

// leastNeeded is the place of the bind that the bar can do without, 0 for none: one of the middle, of
// them last help and the one that leads to what has no room, then what stands last. What enter does stays, and so does
// a yes that the screen asks for.
func leastNeeded(list []bind) int {
	for _, keeps := range [][]key{{keyYes, keyTab, keyHelp}, {keyYes, keyTab}, {keyYes}} {
		for at := len(list) - 2; at > 0; at-- {
			if !slices.Contains(keeps, list[at].key) {
				return at
			}
		}
	}
	if at := len(list) - 1; at > 0 && list[at].key != keyYes {
		return at
	}
	return 0
}

// barBinds are at most five of what acts now.
func (v *view) barBinds(s screen) []bind {
	list := slices.DeleteFunc(slices.Clone(s.Keys(v)), func(b bind) bool { return b.off != "" && b.key != keyEnter })
	var last bind
	if mode := s.Input(); isField(mode) {
		list = append(slices.DeleteFunc(list, func(b bind) bool { return !inField(b.key, mode) }), bind{key: helpKey(mode)})
		last = bind{key: keyEsc}
		if i := slices.IndexFunc(list, func(b bind) bool { return b.key == keyEsc }); i >= 0 {
			last = list[i]
			list = slices.Delete(list, i, i+1)
		}
	} else {
		last = bind{key: keyHelp}
		list = slices.DeleteFunc(list, func(b bind) bool { return b.key == keyHelp })
		for _, b := range v.global(s, v.more) {
			if slices.Contains([]key{keyTab, keySteps, keySent, keyTip}, b.key) && b.off == "" {
				list = append(list, b)
			}
		}
	}
	return append(list[:min(len(list), mostBinds-1)], last)
}
