package runbook

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/providers/files"
	"firebreak/runbook/incident"
	"firebreak/runbook/postmortem"
	"firebreak/runbook/words"
)

// Source is what a report is written from: a journal, and how to speak of it.
type Source struct {
	State           incident.State
	Events          []incident.Event
	Lines           [][]byte // the journal's own lines, for the frozen copy
	Tool            string
	Now             time.Time
	Lang            words.Lang
	Owner, Approver string
	Verify          string // why the journal's check failed; empty: it held
	Titles          map[string]string
	Profile         postmortem.Profile // empty: internal
	Format          Format             // empty: markdown
	Mask            bool               // secrets in texts from outside and in what people wrote are masked
	Detect          func([]byte) int
	Secrets         []providers.Secret // in memory: the text is searched for them
}

// Set is a finished report with its companions. Leaks names the places where a secret would
// stand; with one of them nothing may be written.
type Set struct {
	Doc      postmortem.Doc
	Journal  []byte
	Leaks    []string
	Warnings []string
	format   Format
	profile  postmortem.Profile
	lang     words.Lang
	renamed  func() (Set, error) // the same under a name that no other incident's has
	scan     func([]byte) []string
	mask     bool
	Kept     []string // blocks that people changed, after it was merged with the page on disk
}

// Format is the form in which a report is asked for.
type Format string

const (
	Markdown Format = "md"   // the page that people read and edit
	JSON     Format = "json" // the same facts as one document
	HTML     Format = "html" // one file for a browser and for paper
)

// Formats lists them.
var Formats = []Format{Markdown, JSON, HTML}

// ComposeFrom writes a report in memory.
func ComposeFrom(src Source) (Set, error) { return compose(src, "") }

func compose(src Source, base string) (Set, error) {
	first, ok := src.State.First()
	if !ok {
		return Set{}, errors.New("the incident has no credential yet: there is nothing to report on")
	}
	frozen := append(bytes.Join(src.Lines, []byte("\n")), '\n')
	sum := sha256.Sum256(frozen)
	scan := func(text []byte) (leaks []string) {
		for _, hit := range postmortem.Scan(text, src.Detect, src.Secrets, postmortem.KnownOf(src.State)...) {
			leaks = append(leaks, hit.String())
		}
		return leaks
	}
	facts := postmortem.Facts{State: src.State, Events: src.Events, JournalSHA256: hex.EncodeToString(sum[:]), Tool: src.Tool,
		Now: src.Now, Lang: src.Lang, Vendor: src.Titles[first.Identity.Kind.Provider()], Owner: src.Owner, Approver: src.Approver, Verify: src.Verify, Base: base, Profile: src.Profile}
	if src.Mask {
		facts.Mask = func(text string) bool { return len(scan([]byte(text))) > 0 }
	}
	doc, err := postmortem.Write(facts)
	if err != nil {
		return Set{}, err
	}
	set := Set{Doc: doc, Journal: frozen, lang: src.Lang, scan: scan, mask: src.Mask, format: src.Format, profile: src.Profile, renamed: func() (Set, error) { return compose(src, postmortem.BaseName(src.State, first.Cred, true)) }}
	for _, f := range append(set.files(), file{data: doc.Markdown}) { // the page tells it without the escapes of another form
		for _, leak := range set.scan(f.data) {
			if !slices.Contains(set.Leaks, leak) {
				set.Leaks = append(set.Leaks, leak)
			}
		}
	}
	for _, hit := range doc.Warnings {
		set.Warnings = append(set.Warnings, hit.String())
	}
	return set, nil
}

// report writes the postmortem beside a copy of the journal, frozen at its head. A text that
// holds a secret is not written; the event says where it stood.
func (e *Engine) report(ctx context.Context, a Action, _ Input) error {
	return e.writeReport(ctx, a, e.cfg.Reports, e.cfg.Lang)
}

// rewrite writes every report that was written before anew, where it stands and in its own
// language. One whose folder is not there any more is left alone.
func (e *Engine) rewrite(ctx context.Context) error {
	for _, r := range e.State().Reports {
		folder := filepath.Dir(r.Path)
		if info, err := os.Stat(folder); err != nil || !info.IsDir() {
			continue
		}
		lang, ok := words.ParseLang(r.Lang)
		if !ok {
			lang = e.cfg.Lang
		}
		if err := e.writeReport(ctx, Action{Name: Report, Step: incident.StepReport}, folder, lang); err != nil {
			return err
		}
	}
	return nil
}

func (e *Engine) writeReport(ctx context.Context, a Action, folder string, lang words.Lang) error {
	set, err := e.compose(lang)
	if err != nil {
		return e.fail("", a.Step, incident.FailData{Reason: incident.WhyInternal, Detail: err.Error()})
	}
	if len(set.Leaks) > 0 {
		return e.fail("", a.Step, incident.FailData{Reason: incident.WhyGate, Detail: set.Leaks[0]})
	}
	set, path, err := e.writeSet(ctx, set, folder)
	if errors.Is(err, ErrLeak) {
		return e.fail("", a.Step, incident.FailData{Reason: incident.WhyGate, Detail: set.Leaks[0]})
	}
	if err != nil {
		return e.fail("", a.Step, incident.FailData{Reason: incident.WhyWrite, Detail: folder})
	}
	return e.append(incident.Event{Type: incident.ReportWritten, Step: a.Step}, set.Written(path))
}

// Written says what was written, and where.
func (s Set) Written(path string) incident.ReportData {
	sum := sha256.Sum256(s.main().data)
	return incident.ReportData{Path: path, SHA256: hex.EncodeToString(sum[:]), Lang: string(s.lang), Warnings: s.Warnings}
}

// writeSet writes through the files door; in a dry run into the incident's own folder.
func (e *Engine) writeSet(ctx context.Context, set Set, folder string) (Set, string, error) {
	if e.cfg.Mode != incident.DryRun {
		return WriteSet(ctx, e.cfg.Files, folder, set, e.State().Opening.ID)
	}
	for _, f := range set.files() {
		if err := files.WriteState(e.cfg.StatePath, f.name, f.data); err != nil {
			return set, "", err
		}
	}
	return set, filepath.Join(e.cfg.StatePath, set.main().name), nil
}

// ReportPath is where a report would be written, or has been.
func (e *Engine) ReportPath(set Set) string {
	if e.cfg.Mode == incident.DryRun {
		return filepath.Join(e.cfg.StatePath, set.Doc.Name)
	}
	return filepath.Join(e.cfg.Reports, set.Doc.Name)
}

// Compose makes the report of the incident as it stands now, in memory.
func (e *Engine) Compose() (Set, error) { return e.compose(e.cfg.Lang) }

func (e *Engine) compose(lang words.Lang) (Set, error) {
	e.mu.Lock()
	secrets := make([]providers.Secret, 0, len(e.held))
	for _, c := range e.held {
		secrets = append(secrets, c.Secret)
	}
	state, events, lines := e.state, e.events[:len(e.events):len(e.events)], e.lines[:len(e.lines):len(e.lines)]
	e.mu.Unlock()
	titles := map[string]string{}
	for name, v := range e.cfg.Vendors {
		titles[name] = v.Title
	}
	return ComposeFrom(Source{State: state, Events: events, Lines: lines, Tool: e.cfg.Tool, Now: e.cfg.Clock.Now(), Lang: lang,
		Owner: e.cfg.Owner, Approver: e.cfg.Approver, Titles: titles, Detect: e.cfg.Detect, Secrets: secrets})
}

// file is one of a report's files.
type file struct {
	name string
	data []byte
}

// files are those that are written, the report itself last. A public report goes without the journal
// and without its data, unless those are what was asked for.
func (s Set) files() []file {
	journal, data := file{s.Doc.JournalName, s.Journal}, file{s.Doc.DataName, s.Doc.JSON}
	var list []file
	if s.profile != postmortem.Public {
		list = append(list, journal)
		if s.format != JSON {
			list = append(list, data)
		}
	}
	if s.Doc.Chart != nil && s.format != JSON && s.format != HTML {
		list = append(list, file{s.Doc.ChartName, s.Doc.Chart})
	}
	return append(list, s.main())
}

// main is the file that was asked for.
func (s Set) main() file {
	switch s.format {
	case JSON:
		return file{s.Doc.DataName, s.Doc.JSON}
	case HTML:
		return file{s.Doc.HTMLName, s.Doc.HTML}
	}
	return file{s.Doc.Name, s.Doc.Markdown}
}

// WriteSet writes a report and its companions into a folder, and returns the path of the
// markdown, with the set as it was written. A report of the same incident is written anew around what
// people wrote into it, or kept beside where that cannot be told; a name that another incident's has
// taken gets this one's letters. ErrLeak: what people wrote holds a secret, and nothing was written.
func WriteSet(ctx context.Context, door *files.Door, folder string, set Set, id string) (Set, string, error) {
	if taken(filepath.Join(folder, set.main().name), id) {
		var err error
		if set, err = set.renamed(); err != nil {
			return set, "", err
		}
	}
	set, err := set.over(ctx, door, folder)
	if err != nil {
		return set, "", err
	}
	for _, f := range set.files() {
		if err := WriteFile(ctx, door, filepath.Join(folder, f.name), f.data); err != nil {
			return set, "", fmt.Errorf("write %s: %w", f.name, err)
		}
	}
	return set, filepath.Join(folder, set.main().name), nil
}

// ErrLeak is a report that is not written, for it would hold a secret.
var ErrLeak = errors.New("the report would hold a secret")

// over is the set merged with the page that lies in the folder, if one does.
func (s Set) over(ctx context.Context, door *files.Door, folder string) (Set, error) {
	if s.format != Markdown && s.format != "" {
		return s, nil
	}
	path := filepath.Join(folder, s.Doc.Name)
	merged, ok, err := s.MergedWith(path)
	switch {
	case err != nil:
		return s, err
	case !ok:
		return s, keepBeside(ctx, door, path)
	case len(merged.Leaks) > 0:
		return merged, ErrLeak
	}
	return merged, nil
}

// MergedWith is the set with its page generated over the one in a file, whatever people did to that.
// ok is false where that one cannot be told from theirs; there is nothing to merge with where no file is.
func (s Set) MergedWith(path string) (merged Set, ok bool, err error) {
	earlier, err := readMost(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(bytes.TrimSpace(earlier)) == 0 {
		return s, true, nil
	}
	if err != nil {
		return s, false, fmt.Errorf("read the report that lies there: %w", err)
	}
	m, ok := postmortem.Merge(earlier, s.Doc.Markdown)
	if !ok {
		return s, false, nil
	}
	if s.mask {
		m.Markdown = postmortem.MaskLines(m.Markdown, func(line []byte) bool { return len(s.scan(line)) > 0 }, s.lang)
	}
	s.Doc.Markdown, s.Kept = m.Markdown, m.Kept
	for _, hit := range postmortem.Suspicious(m.Markdown) {
		s.Warnings = append(slices.Clip(s.Warnings), hit.String())
	}
	s.Leaks = append(slices.Clip(s.Leaks), s.scan(m.Markdown)...)
	return s, true, nil
}

// keepBeside keeps a page that people made unrecognisable under a name of its own.
func keepBeside(ctx context.Context, door *files.Door, path string) error {
	page, err := readMost(path)
	if err != nil {
		return fmt.Errorf("read the report that lies there: %w", err)
	}
	for n := 1; ; n++ {
		beside := fmt.Sprintf("%s.kept-%d.md", strings.TrimSuffix(path, ".md"), n)
		if _, err := os.Lstat(beside); errors.Is(err, fs.ErrNotExist) {
			return WriteFile(ctx, door, beside, page)
		}
	}
}

// WriteFile creates a file of ours beside the reports, or replaces our own earlier one.
func WriteFile(ctx context.Context, door *files.Door, path string, data []byte) error {
	ctx = providers.WithLedger(ctx, silent{})
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return door.Create(ctx, path, data)
	}
	old, err := door.Read(path)
	if err != nil {
		return err
	}
	return door.Replace(ctx, old, data)
}

// silent is the ledger of report files: they are no mutation of the incident, and the event
// that names the report follows them.
type silent struct{}

func (silent) Intent(context.Context, providers.Statement) error { return nil }
func (silent) Withheld(context.Context, providers.Statement)     {}

// taken reports whether a file of that name is another incident's report. Every form names its
// incident near its beginning.
func taken(path, id string) bool {
	const beginning = 8 << 10
	text, err := os.ReadFile(path)
	return err == nil && !bytes.Contains(text[:min(len(text), beginning)], []byte(id))
}
