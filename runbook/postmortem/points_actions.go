package postmortem

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"firebreak/runbook/incident"
)

// Words that blame, or wish, in place of a condition that can be changed. Each with what to write
// instead is one rule: what let it happen and go unseen.
var (
	blame = regexp.MustCompile(`(?i)\b(human error|operator error|careless\w*|negligen\w+|reckless\w*|stupid\w*|should have known|failed to follow|fault of|blame[sd]?|` +
		`(?:he|she|they|\w+ (?:engineer|developer|admin|colleague|intern)|someone|somebody) forgot to|be more careful|raise awareness|` +
		`kelalaian|ceroboh\w*|lalai|salah si|keteledoran|seharusnya dia)\b`)
	handle    = regexp.MustCompile(`(^|[\s(])@[A-Za-z0-9_-]{2,}|[\w.+-]+@[\w-]+\.[\w.]+`)
	rootCause = regexp.MustCompile(`(?i)\b(root cause|akar masalah|akar penyebab)$`)
	noAction  = regexp.MustCompile(`(?i)^(investigate|monitor|discuss|consider|remind|train|selidiki|pantau|diskusikan|pertimbangkan|ingatkan)\b`)
	noVerb    = regexp.MustCompile(`(?i)^(the|a|an|more|better|no|we|our|there|it|lebih|kita|ada)\b`)
)

// blames says which word of a text blames, and what to write, "" for none.
func (x *exam) blames(text string) string {
	if m := blame.FindString(text); m != "" {
		return x.say("%q blames: write what let it happen and go unseen", "%q menyalahkan: tulis apa yang membiarkannya terjadi dan tak terlihat", strings.ToLower(m))
	}
	return ""
}

// Limits of a plan.
const (
	mostDays = 90
	dayOf    = 24 * time.Hour
)

// actionsSound is point 24: every action can be done, by whom, until when, and is known to be done;
// the plan prevents, detects and mitigates.
func (x *exam) actionsSound() *Loss {
	p := x.parts["actions/actions"]
	if len(p.rows) == 0 || len(p.rows) > mostActions {
		return x.lose(p.line, "%d actions, of one to %d", "%d tindakan, dari satu sampai %d", len(p.rows), mostActions)
	}
	kinds := map[string]bool{}
	for _, r := range p.rows {
		if len(r.cells) != 8 {
			return x.lose(r.line, "an action is not whole", "satu tindakan tidak lengkap")
		}
		if l := x.actionSound(r); l != nil {
			return l
		}
		kinds[r.cells[2].seen] = true
	}
	for _, kind := range []string{prevents, detects, mitigates} {
		if !kinds[kind] {
			return x.lose(p.line, "no action is to %s", "tidak ada tindakan berjenis %s", kind)
		}
	}
	return nil
}

func (x *exam) actionSound(r tableRow) *Loss {
	what, kind, owner, due := r.cells[1].seen, r.cells[2].seen, r.cells[3], r.cells[4].seen
	date, err := time.Parse(time.DateOnly, firstWord(due))
	opened, _, known := momentIn(x.front["acknowledged"])
	switch {
	case noVerb.MatchString(what):
		return x.lose(r.line, "an action does not begin with a verb: %s", "tindakan tidak diawali kata kerja: %s", what)
	case noAction.MatchString(what):
		return x.lose(r.line, "nobody can tell when this is done: %s", "tidak ada yang tahu kapan ini selesai: %s", what)
	case x.blames(what) != "":
		return x.lose(r.line, "%s", "%s", x.blames(what))
	case !slices.Contains([]string{prevents, detects, mitigates, "process"}, kind):
		return x.lose(r.line, "%s is no type of an action", "%s bukan jenis tindakan", kind)
	case owner.seen == "" || x.missing(owner.bare) || handle.MatchString(owner.seen):
		return &Loss{Line: r.line, Why: x.say("an action has no role or team as owner: %s", "tindakan tanpa peran atau tim penanggung jawab: %s", owner.seen), Ask: incident.AskOwners}
	case err != nil, known && date.Sub(opened) > mostDays*dayOf:
		return &Loss{Line: r.line, Why: x.say("an action is not due within %d days: %s", "tenggat tindakan tidak dalam %d hari: %s", mostDays, due), Ask: incident.AskOwners}
	}
	for i, name := range map[int][2]string{5: {"done when", "selesai bila"}, 6: {"link", "tautan"}, 7: {"factor", "faktor"}} {
		if v := r.cells[i]; v.seen == "" || x.missing(v.bare) {
			return x.lose(r.line, "an action lacks: "+name[0], "tindakan tanpa: "+name[1])
		}
	}
	return nil
}

// Limits of what people read.
const (
	leastSummary = 20 // words: a shorter one tells nothing
	mostSummary  = 120
)

// renders is point 25: tables are rectangular, diagrams are of the known kind, links lead to files,
// and the page is short enough to be read.
func (x *exam) renders() *Loss {
	if len(x.ragged) > 0 {
		return x.lose(x.ragged[0], "a row has more or fewer cells than its table", "satu baris memiliki sel lebih atau kurang dari tabelnya")
	}
	for _, d := range x.mermaid {
		if !soundDiagram(d.text) {
			return x.lose(d.line, "a diagram is not of the known kind", "satu diagram bukan dari jenis yang dikenal")
		}
	}
	for _, l := range x.links {
		for _, m := range linkForm.FindAllStringSubmatch(l.bare, -1) {
			if x.Exists != nil && !strings.Contains(m[1], "://") && !strings.HasPrefix(m[1], "#") && !x.Exists(m[1]) {
				return x.lose(l.line, "a link leads to no file: %s", "satu tautan tidak menuju berkas: %s", m[1])
			}
		}
	}
	p := x.parts["summary/paragraph"]
	if n := len(strings.Fields(p.text)); n < leastSummary || n > mostSummary {
		return x.lose(p.line, "the summary has %d words, of %d to %d", "ringkasan %d kata, dari %d sampai %d", n, leastSummary, mostSummary)
	}
	if x.open > mostLines {
		return x.lose(0, "the body has %d lines outside folded parts, of %d", "isi %d baris di luar bagian terlipat, dari %d", x.open, mostLines)
	}
	return nil
}

var linkForm = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// soundDiagram holds a diagram against the subset that every renderer knows: names without what
// parts a line, and no words of others.
func soundDiagram(text string) bool {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if len(lines) < 2 || lines[0] != "mermaid" {
		return lines[0] != "mermaid" // another fence is none of ours
	}
	switch kind, _, _ := strings.Cut(lines[1], " "); kind {
	case "gantt":
		for _, line := range lines[2:] {
			name, _, task := strings.Cut(strings.TrimSpace(line), " :")
			if (task || strings.HasPrefix(name, "section ")) && strings.ContainsAny(name, ":#;") {
				return false
			}
		}
		return true
	case "pie":
		return true
	}
	return false
}
