package postmortem

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// Marks of a report.
const (
	MostPoints = 25
	PassMark   = 20 // a report below is sent back
)

// gates are the points without which a report scores nothing.
var gates = []int{7, 11, 12}

// Written is a report as it lies in its folder, with what it was made of beside it.
type Written struct {
	Markdown, Data, Journal []byte // of the page, its .report.json and its frozen journal; nil where a file is not there
	Detect                  func([]byte) int
	Exists                  func(link string) bool // whether a link of the page leads to a file; nil: not looked at
}

// Loss is a point that a report does not get. Why is a sentence; Line is where on the page it is
// mended, 0 where it is not on the page; Ask is the question whose answer would win the point, Step the
// step of the incident whose work would, "" for none.
type Loss struct {
	Point int
	Why   string
	Line  int
	Ask   incident.Question
	Step  incident.Step
}

// stepOf is the step that a point rests on.
var stepOf = map[int]incident.Step{9: incident.StepValidate, 12: incident.StepProve, 13: incident.StepReview, 14: incident.StepReview, 15: incident.StepReview,
	16: incident.StepReview, 17: incident.StepReview, 18: incident.StepRelated}

// Marks are the score of a report: a point for each of 25 checks, none at all where a gate failed.
type Marks struct {
	Score int
	Gates []int
	Lost  []Loss
}

// Passed reports whether the report may go to its readers.
func (m Marks) Passed() bool { return len(m.Gates) == 0 && m.Score >= PassMark }

// exam is one report under examination.
type exam struct {
	sheet
	Written
	lang   words.Lang
	told   words.Lang // the page's language
	data   map[string]map[string]datum
	labels map[string]map[string]string // by part: label to key
	events map[int]incident.Event
	state  incident.State
}

// datum is a part or a field of the data beside the page.
type datum struct {
	Label  string `json:"label"`
	Value  string `json:"value"`
	Source class  `json:"source"`
}

// points are the checks in the order of the rubric.
var points = [MostPoints]func(*exam) *Loss{
	(*exam).frontComplete, (*exam).allSections, (*exam).timelineParses, (*exam).evidenceResolves, (*exam).journalFits,
	(*exam).credentialWhole, (*exam).holdsNoSecret, (*exam).exposureTold, (*exam).validationTold, (*exam).milestonesSane,
	(*exam).metricsRecompute, (*exam).containedIsProven, (*exam).costTold, (*exam).windowCovers, (*exam).usageAddsUp,
	(*exam).indicatorsTold, (*exam).lookedForEnough, (*exam).relatedEnd, (*exam).sideEffects, (*exam).duties,
	(*exam).factorsTold, (*exam).lessonsTold, (*exam).detectionGap, (*exam).actionsSound, (*exam).renders,
}

// Check scores a report on the page as it is, edited or not, with its data and its journal. The
// reasons are in the language given. An error means that the text is no report of this program.
func Check(w Written, l words.Lang) (Marks, error) {
	p, err := readPage(w.Markdown)
	if err != nil {
		return Marks{}, err
	}
	x := &exam{sheet: p, Written: w, lang: l, told: words.English, data: map[string]map[string]datum{}, labels: map[string]map[string]string{}, events: map[int]incident.Event{}}
	if err := x.readData(); err != nil {
		return Marks{}, err
	}
	x.readJournal()
	m := Marks{Score: MostPoints}
	for i, point := range points {
		lost := point(x)
		if lost == nil {
			continue
		}
		lost.Point = i + 1
		if lost.Ask == "" {
			lost.Step = stepOf[lost.Point]
		}
		m.Lost = append(m.Lost, *lost)
		m.Score--
		if slices.Contains(gates, lost.Point) {
			m.Gates = append(m.Gates, lost.Point)
		}
	}
	if len(m.Gates) > 0 {
		m.Score = 0
	}
	return m, nil
}

// readData reads the labels and the values of the fields, by which the page is read.
func (x *exam) readData() error {
	var doc struct {
		Lang     string                                `json:"lang"`
		Sections map[string]map[string]json.RawMessage `json:"sections"`
	}
	if x.Data == nil {
		return nil
	}
	if err := json.Unmarshal(x.Data, &doc); err != nil || doc.Sections == nil {
		return errors.New("read the data beside the report: not a .report.json")
	}
	if l, ok := words.ParseLang(doc.Lang); ok {
		x.told = l
	}
	for section, parts := range doc.Sections {
		for key, raw := range parts {
			var fields map[string]datum
			if json.Unmarshal(raw, &fields) != nil {
				continue // prose, a list or a table
			}
			name := section + "/" + key
			x.data[name], x.labels[name] = fields, map[string]string{}
			for field, d := range fields {
				x.labels[name][d.Label] = field
			}
		}
	}
	return nil
}

// readJournal reads the events that the page cites. A line that is none is passed over: the digest
// tells that the journal is another.
func (x *exam) readJournal() {
	var events []incident.Event
	for line := range strings.Lines(string(x.Journal)) {
		if e, err := incident.Parse([]byte(strings.TrimSuffix(line, "\n"))); err == nil {
			events = append(events, e)
			x.events[e.Seq] = e
		}
	}
	if len(events) > 0 {
		x.state = incident.Fold(events)
	}
}

// say is a sentence in the language of the check.
func (x *exam) say(english, indonesian string, args ...any) string {
	return fmt.Sprintf(say(x.lang, english, indonesian), args...)
}

func (x *exam) lose(line int, english, indonesian string, args ...any) *Loss {
	return &Loss{Line: line, Why: x.say(english, indonesian, args...)}
}

// field is a value of a list of fields, by its key: what a reader sees, and our words alone.
func (x *exam) field(part, key string) (cellText, bool) {
	for _, r := range x.parts[part].rows {
		if len(r.cells) != 2 {
			continue
		}
		for _, label := range append(strings.Split(r.cells[0].seen, "; "), r.cells[0].seen) {
			if x.labels[part][label] == key {
				return r.cells[1], true
			}
		}
	}
	return cellText{line: x.parts[part].line}, false
}

// label is the words before a field, for the sentence that tells of it.
func (x *exam) label(part, key string) string {
	if d, ok := x.data[part][key]; ok {
		return d.Label
	}
	return key
}

// lacks is the loss of a field that is not there, empty, or unknown where it has to be known.
func (x *exam) lacks(part, key string, known bool) *Loss {
	v, there := x.field(part, key)
	switch {
	case !there:
		return x.lose(v.line, "%s: the row is missing", "%s: barisnya tidak ada", x.label(part, key))
	case strings.TrimSpace(v.seen) == "" || known && x.missing(v.bare):
		return &Loss{Line: v.line, Why: x.label(part, key) + ": " + v.seen, Ask: askedBy[key]}
	}
	return nil
}

// first is the first loss of some, nil for none.
func first(losses ...*Loss) *Loss {
	for _, l := range losses {
		if l != nil {
			return l
		}
	}
	return nil
}

// skips reports whether a value is one that a false alarm does without, in a report of one.
func (x *exam) skips(value string) bool {
	return strings.HasPrefix(value, notApplicable) && x.state.Closing != nil && x.state.Closing.Reason == "false-alarm"
}

// missing reports whether a value is not there: unknown, or left out as needless where it is not.
func (x *exam) missing(value string) bool {
	return isUnknown(value) || strings.HasPrefix(value, notApplicable) && !x.skips(value)
}

// skipped reports whether a field is one that a false alarm does without.
func (x *exam) skipped(part, key string) bool {
	v, there := x.field(part, key)
	return there && x.skips(v.bare)
}

// isUnknown reports whether a value is nothing but a reason why it is not known.
func isUnknown(value string) bool { return strings.HasPrefix(value, "unknown (") }

// askedBy are the questions whose answers stand in fields.
var askedBy = map[string]incident.Question{
	"channel": incident.AskChannel, "audience": incident.AskAudience, "exposure_start": incident.AskExposedSince, "detected": incident.AskDetected,
	"time_to_detect": incident.AskDetected, "consumers": incident.AskConsumers, "environment": incident.AskEnvironment,
	"order_why": incident.AskOrder, "outage_minutes": incident.AskOutage, "personal_data": incident.AskPersonalData,
	"found_by": incident.AskDetected, "should_have_found": incident.AskShouldFind, "halve_detect": incident.AskHalveDetect, "halve_contain": incident.AskHalveContain,
	"approver": incident.AskApprover, "went_well": incident.AskWentWell, "went_wrong": incident.AskWentWrong, "got_lucky": incident.AskLucky,
	"cost_avoidable": incident.AskDetected,
}

// digest is the SHA-256 of a file in hex.
func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
