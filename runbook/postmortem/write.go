package postmortem

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// Facts is everything that a report is made of. Nothing else is consulted.
type Facts struct {
	State  incident.State
	Events []incident.Event // as journalled, of all credentials
	Cred   string           // the credential reported on; empty: the incident's first

	JournalSHA256 string    // of the frozen copy of the journal beside the report, hex
	Tool          string    // "firebreak 0.9.0"
	Now           time.Time // printed as generated_at and used for nothing else
	Lang          words.Lang
	Vendor        string // the provider's title, "OpenAI"
	Owner         string // role that answers for the incident; empty: not stated
	Approver      string // role that approves the report, unless the journal names one
	Verify        string // why the journal's check failed, in a sentence; empty: it held
	Base          string // file name without ending; empty: BaseName
	Profile       Profile
	Mask          func(text string) bool // whether a text from outside holds a secret, which is then masked; nil: none is
}

// Doc is a finished report. Nothing is written: the bytes pass Scan first.
type Doc struct {
	Name        string // INC-….md
	DataName    string // INC-….report.json
	JournalName string // INC-….journal.jsonl: the copy whose digest is in the front matter
	HTMLName    string // INC-….html
	ChartName   string // INC-….usage.svg
	Markdown    []byte
	JSON        []byte
	HTML        []byte // the same as one page for a browser and for paper
	Chart       []byte // of the use over time, nil where there is none; the markdown links to it
	Warnings    []Hit  // free text that looks like a secret by its entropy; nothing is held back
	Figures     Figures
	Severity    string
}

// writer builds one report. Sections are written by its methods, one file per group.
type writer struct {
	Facts
	key      incident.Key
	rec      *incident.Record // as it was before anything was deleted; nil if not known
	trail    *trail
	figures  Figures
	totals   Totals
	severity string
	rule     Rule
	factors  []factor
	actions  []action
}

// safeBase is what a file name of ours looks like; it also stands in links.
var safeBase = regexp.MustCompile(`^INC-[A-Za-z0-9-]{1,80}$`)

// Write renders the report of one credential.
func Write(f Facts) (Doc, error) {
	if f.Cred == "" {
		first, ok := f.State.First()
		if !ok {
			return Doc{}, fmt.Errorf("write report: the incident has no credential")
		}
		f.Cred = first.Cred
	}
	key, ok := f.State.Keys[f.Cred]
	if !ok {
		return Doc{}, fmt.Errorf("write report: no credential %q in this incident", f.Cred)
	}
	if f.Vendor == "" {
		f.Vendor = providers.CleanID(key.Identity.Kind.Provider())
	}
	if f.Profile == "" {
		f.Profile = Internal
	}
	if f.Base == "" {
		f.Base = BaseName(f.State, f.Cred, false)
	}
	f.Base = f.Profile.base(f.Base, f.State, key)
	if !safeBase.MatchString(f.Base) {
		return Doc{}, fmt.Errorf("write report: %q is no file name of ours", f.Base)
	}
	w := &writer{Facts: f, key: key, rec: snapshot(key), trail: newTrail(f.Events, f.Cred)}
	w.figures, w.totals = Metrics(f.State, f.Cred), totals(key)
	w.severity, w.rule = Severity(f.State, key)
	w.factors = w.findFactors()
	w.actions = w.propose()

	sections := w.sections()
	warnings := suspicious(sections)
	redact(sections, w.show)
	fit(sections, len(w.banners()))
	front := w.front()
	data, err := document(w.Lang, front.object(), sections)
	if err != nil {
		return Doc{}, err
	}
	return Doc{Name: f.Base + ".md", DataName: f.Base + ".report.json", JournalName: w.journalName(), HTMLName: f.Base + ".html", ChartName: f.Base + chartEnding,
		Markdown: w.page(front, sections), JSON: data, HTML: w.htmlPage(front, sections), Chart: chartOf(sections), Warnings: warnings,
		Figures: w.figures, Severity: w.severity}, nil
}

func (w *writer) journalName() string { return w.Base + ".journal.jsonl" }

// sections writes all fourteen in their order. The glance counts the evidence that the others
// cite, so it is written after them.
func (w *writer) sections() []section {
	list := []section{w.summary(), {}, w.credential(), w.timeline(), w.exposure(), w.validation(), w.containment(),
		w.usage(), w.relatedCredentials(), w.impact(), w.notification(), w.analysis(), w.actionItems()}
	list = append(list, w.evidence())
	list[1] = w.glance()
	if w.Profile == Public {
		list = append(list, w.external())
	}
	return list
}

// page puts front matter, banners and sections together.
func (w *writer) page(front frontMatter, sections []section) []byte {
	var b strings.Builder
	b.WriteString(front.yaml())
	for _, a := range w.banners() {
		b.WriteString("\n" + a.markdown())
	}
	fmt.Fprintf(&b, "\n# %s\n", w.title())
	for _, s := range sections {
		b.WriteString("\n" + s.markdown())
	}
	b.WriteString("\n" + handLine(front, "# "+w.title()))
	return []byte(b.String())
}

// banners say first what changes how everything below is to be read.
func (w *writer) banners() []alert {
	var list []alert
	add := func(kind string, t text) { list = append(list, alert{kind: kind, text: t}) }
	if w.Verify != "" {
		add("CAUTION", fill(w.say("The journal of this incident fails its check: {}. Nothing below can be relied upon.",
			"Jurnal insiden ini gagal diperiksa: {}. Isi di bawah tidak bisa diandalkan."), named(w.Verify)))
	}
	switch w.State.Opening.Mode {
	case incident.Drill:
		add("NOTE", w.own("DRILL. Everything here happened on a simulator. No real key, account or person is concerned.",
			"LATIHAN. Semua ini terjadi pada simulator. Tidak menyangkut kunci, akun, atau orang yang nyata."))
	case incident.DryRun:
		add("NOTE", w.own("DRY RUN. Providers were read, nothing was changed: every mutation was withheld.",
			"UJI COBA. Penyedia hanya dibaca, tidak ada yang diubah: semua perubahan ditahan."))
	}
	if t := w.danger(); t != nil {
		add("CAUTION", t)
	}
	if w.key.Proof.Shortened {
		add("WARNING", fill(w.say("The window of the proof of death was shortened to {}.",
			"Jendela pembuktian kematian dipersingkat menjadi {}."), own(words.Span(w.key.Proof.Window))))
	}
	if w.State.Damaged > 0 {
		add("WARNING", fill(w.say("{} could not be read; what stood there is missing here.", "{} tidak bisa dibaca; isinya tidak ada di sini."),
			own(words.Number(w.Lang, w.State.Damaged, "event of the journal", "events of the journal", "kejadian dalam jurnal"))))
	}
	return list
}

// danger says that the key may still work, nil where it is proven that it does not.
func (w *writer) danger() text {
	outcome := w.key.Outcome()
	switch {
	case outcome == incident.RevivedOutcome:
		return fill(w.say("The key was accepted again at {}, after its proof. Treat it as live.",
			"Kunci diterima lagi pada {}, setelah terbukti mati. Anggap masih aktif."), own(stamp(w.key.Proof.Revived)))
	case w.figures.VerifiedDead.Known(), outcome == incident.AlreadyDead, outcome == incident.NotAccepted:
		return nil
	case w.key.StillAccepted():
		return fill(w.say("The key was still accepted at {}, after it should have ended at {}. Treat it as live.",
			"Kunci masih diterima pada {}, padahal seharusnya berakhir pada {}. Anggap masih aktif."), own(stamp(w.key.LastAlive)), own(stamp(w.key.Accepted())))
	}
	return w.own("The key is not proven dead. Whoever holds it may still be active.",
		"Kunci belum terbukti mati. Siapa pun yang memegangnya mungkin masih aktif.")
}

// show is a text as this report may hold it.
func (w *writer) show(t text) text {
	t = w.Profile.show(t, w.Lang)
	if w.Mask == nil {
		return t
	}
	for i, s := range t {
		if s.kind != spanOwn && w.Mask(s.outside.Line(lineWidth)) {
			t[i] = span{words: w.say(masked[0], masked[1])}
		}
	}
	return t
}

// masked stands where a secret stood.
var masked = [2]string{"(masked: a secret stood here)", "(disamarkan: di sini tadinya ada rahasia)"}

// say picks the sentence of the report's language.
func (w *writer) say(english, indonesian string) string { return say(w.Lang, english, indonesian) }

func (w *writer) own(english, indonesian string) text { return own(w.say(english, indonesian)) }

// because is a value that is not there, with the reason.
func (w *writer) because(a Absence) text {
	if w.falseAlarm() && needless[a.Code] {
		return own(notApplicable + w.say("false alarm", "alarm palsu") + ")")
	}
	return said("unknown (" + a.words(w.Lang, w.Vendor) + ")")
}

// notApplicable begins a value that a false alarm has no need of. The words are the same in every
// language: programs look for them.
const notApplicable = "not applicable ("

// needless are the absences that nobody has to fill where nothing leaked.
var needless = map[string]bool{notAnswered: true, nobodyKnew: true, notReached: true, noneAsked: true, neverAsked: true, noChannel: true, noFactor: true,
	stepOpen: true, stepSkipped: true, notLookedFor: true, missingEnd: true, noFigures: true}

func (w *writer) unknown(code string) text { return w.because(Absence{Code: code}) }

func (w *writer) moment(m Moment) text { return said(m.words(w.Lang, w.Vendor)) }

func (w *writer) span(s Span) text { return said(s.words(w.Lang, w.Vendor)) }

// at is a time that the journal holds, or unknown for a reason.
func (w *writer) at(t time.Time, absent string) text {
	if t.IsZero() {
		return w.unknown(absent)
	}
	return own(stamp(t))
}

func (w *writer) fields(key string) *fields {
	return &fields{key: key, head: [2]string{w.say("Field", "Isian"), w.say("Value", "Nilai")}}
}

// or gives the first text that is there.
func or(choices ...text) text {
	for _, t := range choices {
		if len(t) > 0 {
			return t
		}
	}
	return nil
}

// said takes a sentence of package words. Those may hold a code that they do not know, so
// that anything with a character of markup is shown as a name instead.
func said(sentence string) text {
	if strings.ContainsAny(sentence, "`<>|[]!*_#@\\\n\r") {
		return name(fromWords, sentence)
	}
	return own(sentence)
}

// chartOf is the picture of the use, nil for none.
func chartOf(sections []section) []byte {
	for _, s := range sections {
		for _, b := range s.blocks {
			if c, ok := b.(chart); ok {
				return []byte(c.svg())
			}
		}
	}
	return nil
}
