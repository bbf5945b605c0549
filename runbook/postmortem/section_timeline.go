package postmortem

import (
	"slices"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// Actors and confidence are the same words in every language: programs look for them.
const (
	byAttacker   = "attacker"
	byUs         = "us"
	byProvider   = "provider"
	byThirdParty = "third-party"
	bySystem     = "system"

	isConfirmed = "confirmed"
	isInferred  = "inferred"
	isReported  = "reported"
)

// entry is one row of the timeline.
type entry struct {
	at         time.Time
	known      time.Time // when we learned of it, where that was later
	seq        int       // the event that it rests on
	actor      string
	what       text
	source     text
	confidence string
}

// timeline runs from before the exposure to the end, one row per fact.
func (w *writer) timeline() section {
	s := section{id: "timeline", title: w.say("Timeline", "Linimasa")}
	rows := append(w.background(), w.happened()...)
	slices.SortStableFunc(rows, func(a, b entry) int { return a.at.Compare(b.at) })
	t := &table{key: "timeline", class: auto, title: w.say("Timeline", "Linimasa"), cols: []column{
		{"utc", "UTC"}, {"actor", w.say("Actor", "Pelaku")}, {"event", w.say("Event", "Kejadian")},
		{"source", w.say("Source", "Sumber")}, {"evidence", w.say("Evidence", "Bukti")}, {"confidence", w.say("Confidence", "Keyakinan")},
	}}
	for _, r := range rows {
		t.add(own(stamp(r.at)), own(r.actor), append(r.what, w.knownLater(r)...), r.source, w.trail.cite(r.seq), own(r.confidence))
	}
	s.add(t)
	if w.Lang == "id" {
		s.add(paragraph{text: own("Pelaku: attacker penyerang, us kita, provider penyedia, system sistem. Keyakinan: confirmed dipastikan, inferred disimpulkan, reported menurut keterangan.")})
	}
	for _, d := range w.gantt() {
		s.add(d)
	}
	return s
}

// knownLater marks what nobody knew at the time.
func (w *writer) knownLater(r entry) text {
	if !r.known.After(r.at.Add(time.Minute)) {
		return nil
	}
	clock := "15:04"
	if r.known.UTC().Format(time.DateOnly) != r.at.UTC().Format(time.DateOnly) {
		clock = "2006-01-02 15:04"
	}
	return own(w.say(" (known ", " (diketahui ") + r.known.UTC().Format(clock) + ")")
}

// background are the rows before we acted: they rest on records and answers, and were
// learned later than they happened.
func (w *writer) background() []entry {
	var rows []entry
	m := w.figures.Milestones
	if w.rec != nil && !w.rec.Created.IsZero() {
		rows = append(rows, entry{at: w.rec.Created, known: w.key.LocatedAt, seq: w.recordSeq(),
			actor: byUs, what: w.own("Key created", "Kunci dibuat"), source: w.own("provider admin API", "API admin penyedia"), confidence: isConfirmed})
	}
	if m.ExposureStart.Exact() {
		rows = append(rows, w.exposed())
	}
	if m.Detected.Known() {
		seq := w.trail.answer(incident.AskDetected, "")
		rows = append(rows, entry{at: m.Detected.From, seq: seq, actor: bySystem, source: w.operator(), confidence: isReported,
			what: fill(w.say("First signal: {}", "Tanda pertama: {}"), or(w.quoted(incident.AskDetected), w.silent(incident.AskDetected)))})
	}
	rows = append(rows, w.silences()...)
	rows = append(rows, w.removals()...)
	return append(rows, w.foreign()...)
}

// recordSeq is the event that holds the provider's record.
func (w *writer) recordSeq() int {
	if seq := w.trail.latest(incident.Located); seq != 0 {
		return seq
	}
	return w.trail.latest(incident.ForecastSaved)
}

func (w *writer) operator() text { return w.own("operator", "operator") }

func (w *writer) quoted(q incident.Question) text {
	a, _ := w.State.Answer(q, "")
	return quote(a.Value)
}

// exposed is T0 with what it rests on.
func (w *writer) exposed() entry {
	e := entry{at: w.figures.ExposureStart.From, actor: byUs, seq: w.trail.answer(incident.AskExposedSince, ""),
		what: w.own("Key readable by strangers", "Kunci dapat dibaca orang luar"), source: w.operator(), confidence: isReported}
	if w.figures.exposureFrom == fromPush {
		for _, h := range w.key.Hits {
			if h.PushedAt.UTC().Truncate(time.Second).Equal(e.at) {
				e.seq, e.known = w.trail.hit(CopyID(h)), w.key.TracedAt
			}
		}
		e.what = w.own("Push makes the key readable", "Push membuat kunci dapat dibaca")
		e.source, e.confidence = w.own("git history", "riwayat git"), isConfirmed
	} else if seq := e.seq; seq != 0 {
		e.known = w.timeOf(seq)
	}
	return e
}

func (w *writer) timeOf(seq int) time.Time {
	for _, e := range w.trail.events {
		if e.Seq == seq {
			return e.At
		}
	}
	return time.Time{}
}

// silences are the stretches in which probes of the key got no clear answer: whether it lived
// then, nobody knows.
func (w *writer) silences() []entry {
	var rows []entry
	for _, p := range w.probes() {
		if p.first.Control || p.first.Life != providers.Unclear {
			continue
		}
		rows = append(rows, entry{at: p.first.At, seq: p.seq, actor: bySystem, source: w.own("firebreak journal", "jurnal firebreak"), confidence: isConfirmed,
			what: fill(w.say("Probes without a clear answer: {}, until {}", "Uji tanpa jawaban jelas: {}, sampai {}"), own(w.Lang.Count(int64(p.n))), own(stamp(p.last.At)))})
	}
	return rows
}

// removals are the copies that a person said were removed.
func (w *writer) removals() []entry {
	var rows []entry
	for _, h := range w.key.Copies() {
		id := CopyID(h)
		if a, ok := w.State.Answer(incident.AskRemoved, id); ok && !a.Time.IsZero() {
			rows = append(rows, entry{at: a.Time, seq: w.trail.answer(incident.AskRemoved, id), actor: byUs, source: w.operator(), confidence: isReported,
				what: fill(w.say("Copy removed: {}", "Salinan dihapus: {}"), or(pathOf(h.Path), placed(h.Where)))})
		}
	}
	return rows
}

// foreign are the groups that a person found not to be ours: their first and last interval.
func (w *writer) foreign() []entry {
	if w.key.Usage == nil {
		return nil
	}
	var rows []entry
	for _, g := range w.key.Usage.Groups {
		if w.key.Verdicts[g.ID] != incident.NotOurs {
			continue
		}
		v, _ := w.trail.verdict(g.ID)
		rows = append(rows, entry{at: g.From, known: v.At, seq: v.Seq, actor: byAttacker, confidence: isInferred, source: w.buckets(g.From),
			what: fill(w.say("First use that is not ours: {}", "Pemakaian pertama yang bukan dari kita: {}"), subject(g))})
		if g.To.After(g.From) {
			rows = append(rows, entry{at: g.To, known: v.At, seq: v.Seq, actor: byAttacker, confidence: isInferred, source: w.buckets(g.From),
				what: fill(w.say("End of that use: {}", "Akhir pemakaian itu: {}"), subject(g))})
		}
	}
	return rows
}

func (w *writer) buckets(at time.Time) text {
	if bucketWidth(*w.key.Usage, at) == time.Minute {
		return w.own("provider usage, buckets of a minute", "pemakaian dari penyedia, per menit")
	}
	return w.own("provider usage, buckets of an hour", "pemakaian dari penyedia, per jam")
}
