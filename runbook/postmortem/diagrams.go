package postmortem

import (
	"fmt"
	"strings"
	"time"
)

// wideExposure is from which ratio on the response is too thin to see beside the exposure; a
// second picture then begins at the abuse.
const wideExposure = 20

// bar is one line of a gantt chart.
type bar struct {
	section, name, id, mark string
	from, to                time.Time
}

// gantt repeats the milestones as a picture. Bars whose ends are not both known are left out,
// and without a bar of exposure or abuse there is no picture.
func (w *writer) gantt() []diagram {
	m := w.figures.Milestones
	if !m.VerifiedDead.Known() {
		return nil
	}
	dead := m.VerifiedDead.From
	exposure, abuse, response := w.say("Exposure", "Pajanan"), w.say("Abuse", "Penyalahgunaan"), w.say("Response", "Tanggapan")
	var bars []bar
	add := func(section, name, id, mark string, from Moment, to time.Time) {
		if from.Known() && from.From.Before(to) {
			bars = append(bars, bar{section, name, id, mark, from.From, to})
		}
	}
	if m.ExposureStart.Exact() {
		add(exposure, w.say("Key readable by strangers", "Kunci terbaca orang luar"), "x1", "crit, ", m.ExposureStart, dead)
	}
	add(abuse, w.say("Foreign use", "Pemakaian asing"), "a1", "crit, ", m.FirstAbuse, dead)
	if len(bars) == 0 {
		return nil
	}
	if m.Acknowledged.Known() {
		add(response, w.say("Detect to acknowledge", "Deteksi sampai ditangani"), "d1", "", m.Detected, m.Acknowledged.From)
	}
	add(response, w.say("Acknowledge to verified dead", "Ditangani sampai terverifikasi mati"), "c1", "active, ", m.Acknowledged, dead)
	if m.Rotated.Known() {
		add(response, w.say("Rotate consumers", "Ganti kunci pada pemakai"), "r1", "", m.VerifiedDead, m.Rotated.From)
	}
	pictures := []diagram{w.ganttOf(w.say("Exposure and response (UTC)", "Pajanan dan tanggapan (UTC)"), bars)}
	wide := m.ExposureStart.Exact() && m.Detected.Known() && dead.Sub(m.ExposureStart.From) > wideExposure*dead.Sub(m.Detected.From)
	if wide && m.FirstAbuse.Known() {
		pictures = append(pictures, w.ganttOf(w.say("From the first foreign use (UTC)", "Sejak pemakaian asing pertama (UTC)"), bars[1:]))
	}
	return pictures
}

func (w *writer) ganttOf(title string, bars []bar) diagram {
	const form = "2006-01-02T15:04:05"
	var b strings.Builder
	fmt.Fprintf(&b, "gantt\n    title %s\n    dateFormat YYYY-MM-DDTHH:mm:ss\n    axisFormat %%d %%H:%%M\n", title)
	section := ""
	for _, r := range bars {
		if r.section != section {
			section = r.section
			fmt.Fprintf(&b, "    section %s\n", section)
		}
		fmt.Fprintf(&b, "    %s :%s%s, %s, %s\n", r.name, r.mark, r.id, r.from.UTC().Format(form), r.to.UTC().Format(form))
	}
	return diagram{title: title, code: b.String()}
}

// pie repeats the cost by author. There is none where a figure is missing or nothing was
// spent by others: a single slice says nothing.
func (w *writer) pie() []diagram {
	m := w.figures.Money
	if !m.Attacker.Whole() || !m.Ours.Whole() || !m.Open.Whole() || m.Attacker.Value <= 0 {
		return nil
	}
	var b strings.Builder
	title := w.say("Cost by author of the request", "Biaya menurut pembuat permintaan")
	fmt.Fprintf(&b, "pie showData\n    title %s\n", title)
	slices := 0
	for _, part := range []struct {
		name string
		sum  Figure
	}{
		{w.say("Attacker", "Penyerang"), m.Attacker}, {w.say("Ours", "Milik kita"), m.Ours}, {w.say("Undetermined", "Belum ditentukan"), m.Open},
	} {
		if part.sum.Value >= 5_000 {
			fmt.Fprintf(&b, "    \"%s\" : %s\n", part.name, hundredths(part.sum.Value))
			slices++
		}
	}
	if slices < 2 {
		return nil
	}
	return []diagram{{title: title, code: b.String()}}
}
