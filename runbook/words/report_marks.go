package words

import (
	"strconv"
	"strings"

	"firebreak/runbook/incident"
)

// Marks of a report, as ReportMarks says them.
const (
	passes    = 20
	excellent = 23
)

// ReportMarks says how a report scores, of 25 points; gates are the points without which it scores
// nothing, of which these failed.
func (l Lang) ReportMarks(score int, gates []int) string {
	if len(gates) > 0 {
		list := make([]string, len(gates))
		for i, n := range gates {
			list[i] = strconv.Itoa(n)
		}
		return fill(pick(l, "0 of 25 points: gate {n} failed. Do not hand it on.", "0 dari 25 poin: gerbang {n} gagal. Jangan diteruskan."), "n", strings.Join(list, ", "))
	}
	verdict := pick(l, "below the mark of {pass}", "di bawah batas {pass}")
	switch {
	case score >= excellent:
		verdict = pick(l, "excellent", "sangat baik")
	case score >= passes:
		verdict = pick(l, "passed", "lulus")
	}
	return fill(pick(l, "{n} of 25 points: {verdict}.", "{n} dari 25 poin: {verdict}."), "n", strconv.Itoa(score), "verdict", verdict, "pass", strconv.Itoa(passes))
}

// points of the rubric in a few words, in their order.
var rubricPoints = [...]both{
	{"front matter", "kepala berkas"}, {"sections", "bagian"}, {"timeline", "linimasa"}, {"evidence", "bukti"}, {"journal and data", "jurnal dan data"},
	{"credential", "kredensial"}, {"no secret (gate)", "tanpa rahasia (gerbang)"}, {"exposure", "pajanan"}, {"validation", "pemeriksaan kunci"},
	{"milestones", "tonggak waktu"}, {"metrics (gate)", "metrik (gerbang)"}, {"proof of death (gate)", "bukti kematian (gerbang)"}, {"cost", "biaya"},
	{"review window", "jendela tinjauan"}, {"usage totals", "jumlah pemakaian"}, {"indicators", "petunjuk"}, {"looked for", "yang dicari"},
	{"related credentials", "kredensial terkait"}, {"side effects", "efek samping"}, {"notification", "pemberitahuan"}, {"factors", "faktor penyebab"},
	{"lessons", "pelajaran"}, {"detection gap", "celah deteksi"}, {"actions", "tindak lanjut"}, {"page", "halaman"},
}

// RubricPoint names a point of the rubric, from 1.
func (l Lang) RubricPoint(n int) string {
	if n < 1 || n > len(rubricPoints) {
		return strconv.Itoa(n)
	}
	return rubricPoints[n-1].in(l)
}

// LostPoint says which point was lost, and why.
func (l Lang) LostPoint(n int, why string) string {
	return strconv.Itoa(n) + " " + l.RubricPoint(n) + ": " + clean(why, 600)
}

// MendAt says where a lost point is mended: on the page, by its file and line.
func (l Lang) MendAt(file string, line int) string {
	return pick(l, "edit ", "sunting ") + clean(file, 300) + ":" + strconv.Itoa(line)
}

// MendByStep says that the work of a step wins a point, while the incident is open.
func (l Lang) MendByStep(step incident.Step, id string) string {
	return fill(pick(l, "do \"{step}\" (firebreak resume {id})", "kerjakan \"{step}\" (firebreak resume {id})"), "step", l.Step(step), "id", clean(id, 40))
}

// MendByAnswer says that the answer to a question wins a point.
func (l Lang) MendByAnswer(prompt, id string) string {
	return fill(pick(l, "answer \"{prompt}\" (firebreak report {id} --answer)", "jawab \"{prompt}\" (firebreak report {id} --answer)"), "prompt", clean(prompt, 200), "id", clean(id, 40))
}
