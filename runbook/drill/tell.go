package drill

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// Teller tells a drill as a story: one line for what matters, in order, with the time in UTC.
// Repetitions (probes, verdicts, answers) are counted and told once.
type Teller struct {
	l     words.Lang
	out   io.Writer
	world witness

	acts     map[string]string // by op
	refused  bool
	last     incident.Event
	verdicts map[incident.GroupVerdict]int
	related  map[incident.Decision][]string
	names    map[string]string // of related credentials, by id
	answers  int
}

// witness tells what is really so: what the attacker spends, and what changed for our services
// since it was last asked. A Stage is one.
type witness interface {
	Burn() (perMinute, sincePage int64)
	News(words.Lang) []string
}

// NewTeller makes a teller for what happens in a world.
func NewTeller(l words.Lang, out io.Writer, world witness) *Teller {
	return &Teller{l: l, out: out, world: world, acts: map[string]string{},
		verdicts: map[incident.GroupVerdict]int{}, related: map[incident.Decision][]string{}, names: map[string]string{}}
}

// Hear takes one event of the journal, after it is on disk, and tells what changed outside with
// it.
func (t *Teller) Hear(e incident.Event) {
	t.hear(e)
	for _, said := range t.world.News(t.l) {
		t.Flush()
		t.line(e, said)
	}
}

func (t *Teller) hear(e incident.Event) {
	if t.counted(e) {
		t.last = e
		return
	}
	switch e.Type {
	case incident.StepStarted, incident.Checkpointed, incident.StoreFound, incident.LookDue, incident.Opened:
		return
	case incident.ReportWritten:
		if t.last.Type == incident.Closed {
			return // the close writes it anew
		}
	case incident.StepDone:
		if e.Step != incident.StepInvestigate {
			return
		}
	}
	t.Flush()
	t.last = e
	t.tell(e)
}

// counted keeps what comes many times for one line.
func (t *Teller) counted(e incident.Event) bool {
	switch e.Type {
	case incident.UsageVerdict:
		var d incident.VerdictData
		if e.Decode(&d) == nil {
			t.verdicts[d.Verdict]++
		}
		return true
	case incident.Related:
		var d incident.RelatedData
		if e.Decode(&d) != nil {
			return true
		}
		if d.Record != nil || t.names[d.ID] == "" {
			t.names[d.ID] = relatedName(d.ID, d.Record)
		}
		if d.Decision != incident.Undecided {
			t.related[d.Decision] = append(t.related[d.Decision], t.names[d.ID])
		}
		return true
	case incident.Answered:
		var d incident.AnswerData
		if e.Decode(&d) == nil && !d.Passed {
			t.answers++
		}
		return true
	}
	return false
}

// Flush tells what was counted so far.
func (t *Teller) Flush() {
	v, r := t.verdicts, t.related
	if v[incident.Ours]+v[incident.NotOurs]+v[incident.CannotTell] > 0 {
		t.line(t.last, fmt.Sprintf(textVerdicts.in(t.l), words.Number(t.l, v[incident.Ours], "group", "groups", "kelompok"), v[incident.NotOurs], v[incident.CannotTell]))
	}
	if len(r[incident.RotatedD])+len(r[incident.RevokedD])+len(r[incident.KeptD]) > 0 {
		t.line(t.last, fmt.Sprintf(textRelated.in(t.l), t.decided()))
	}
	if t.answers > 1 {
		t.line(t.last, fmt.Sprintf(textAnswers.in(t.l), words.Number(t.l, t.answers, "question", "questions", "pertanyaan")))
	}
	clear(v)
	clear(r)
	t.answers = 0
}

// decided says what becomes of related credentials, and of which.
func (t *Teller) decided() string {
	var said []string
	for _, d := range []struct {
		is  incident.Decision
		did text
	}{{incident.RotatedD, textRotated}, {incident.RevokedD, textRevoked}, {incident.KeptD, textKept}} {
		names := t.related[d.is]
		if len(names) == 0 {
			continue
		}
		said = append(said, fmt.Sprintf("%d %s (%s)", len(names), d.did.in(t.l), strings.Join(names, ", ")))
	}
	return strings.Join(said, ", ")
}

func (t *Teller) tell(e incident.Event) {
	switch e.Type {
	case incident.Intended:
		var d incident.IntentData
		if e.Decode(&d) == nil {
			t.acts[e.Op] = t.l.Act(d.Act)
			if d.Place != nil {
				t.acts[e.Op] += ", " + tail(d.Place.Store)
			}
		}
	case incident.Concluded:
		var d incident.OutcomeData
		if e.Decode(&d) == nil {
			t.line(e, t.acts[e.Op]+": "+t.l.Ended(d))
		}
	case incident.Probed:
		var d incident.ProbeData
		if e.Decode(&d) == nil && !d.Control && d.Life == providers.Dead && !t.refused {
			t.refused = true
			t.line(e, textFirst.in(t.l))
			t.money(e)
		}
	case incident.Created, incident.Written:
		return // its outcome follows
	case incident.Verified:
		var d incident.VerifiedData
		if e.Decode(&d) == nil && (d.Place == nil || !d.Holds) {
			t.line(e, t.plain(e))
		}
	case incident.StateSeen:
		var d incident.StateData
		if e.Decode(&d) == nil && (e.Step != incident.StepLook || d.State != incident.IsDead) {
			t.line(e, t.plain(e))
		}
	case incident.ExposureHit:
		var d incident.HitData
		if e.Decode(&d) == nil {
			t.line(e, filepath.Base(d.Where.Line(longPath))+": "+t.plain(e))
		}
	case incident.Decided:
		t.line(e, t.plain(e))
		t.money(e)
	default:
		t.line(e, t.plain(e))
	}
}

func (t *Teller) money(e incident.Event) {
	perMinute, since := t.world.Burn()
	if perMinute == 0 {
		t.line(e, fmt.Sprintf(textStopped.in(t.l), t.l.Money(since, currency)))
		return
	}
	t.line(e, fmt.Sprintf(textBurn.in(t.l), t.l.Money(perMinute, currency), t.l.Money(since, currency)))
}

// tail is a file with its folder, which is what tells the files of a drill apart.
func tail(path string) string {
	return filepath.Join(filepath.Base(filepath.Dir(path)), filepath.Base(path))
}

// currency of the simulated provider.
const currency = "USD"

// plain is the log's sentence without its time and without who said so, which is the same all
// through a drill.
func (t *Teller) plain(e incident.Event) string {
	e.By = incident.Us
	return strings.TrimSpace(strings.TrimPrefix(t.l.LogLine(e), t.l.Time(e.At)))
}

// line prints one sentence at the event's time, wrapped. A reader that has gone is no error.
func (t *Teller) line(e incident.Event, sentence string) {
	const column = 11
	at := t.l.Clock(e.At)
	for _, part := range words.Wrap(sentence, words.Width-column) {
		fmt.Fprintf(t.out, "%-*s%s\n", column, at, part)
		at = ""
	}
}
