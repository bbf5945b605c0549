package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"firebreak/providers"
	"firebreak/providers/identify"
	"firebreak/runbook/words"
	"firebreak/tui/term"
)

// mostLine bounds one line of the input in --jsonl.
const mostLine = 64 << 20

type identifyFlags struct {
	json, jsonl, reveal bool
	lang                string
}

func (a *app) identifyCommand() *cobra.Command {
	var f identifyFlags
	cmd := &cobra.Command{
		Use:   "identify [FILE | -]",
		Short: "Say whose key a text holds, offline: a key, a .env, JSON, a log, a diff on stdin or in FILE",
		Long: `Reads a text from stdin, which - names too, or from FILE, and says what credentials stand in it and whose they
are. Nothing is sent anywhere and nothing is kept. Exit 0 whatever was found.

Kinds of your own stand in *.toml files of the folder "kinds" in the configuration folder.`,
		Args: refuseKeyArguments(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return a.identify(cmd.Context(), f, args) },
	}
	cmd.Flags().BoolVar(&f.json, "json", false, "one JSON object per credential found, the surest first")
	cmd.Flags().BoolVar(&f.jsonl, "jsonl", false, `for automation: one object {"id", "input"} per line in, at least one object with the same id out`)
	cmd.Flags().BoolVar(&f.reveal, "reveal", false, "add the value itself to the JSON, as it was cut out")
	cmd.Flags().StringVar(&f.lang, "lang", "en", "language of what is printed for people: en or id")
	return cmd
}

// readingObject is one reading as identify prints it. Field names are those of the machine
// interface and do not change.
type readingObject struct {
	ID         json.RawMessage   `json:"id,omitempty"`
	Provider   string            `json:"provider"`
	Kind       string            `json:"kind"`
	Confidence string            `json:"confidence"`
	Verdict    string            `json:"verdict"`
	Candidates []candidateObject `json:"candidates"`
	Span       [2]int            `json:"span"`
	Line       int               `json:"line"`
	Companions []companionObject `json:"companions"`
	Decoded    map[string]string `json:"decoded"`
	Can        string            `json:"can"`
	Why        string            `json:"why"`
	Error      string            `json:"error,omitempty"` // of an input that is none
	Cut        *string           `json:"secret,omitempty"`
}

type candidateObject struct {
	Provider string `json:"provider"`
	Kind     string `json:"kind"`
	Why      string `json:"why"`
}

type companionObject struct {
	Kind  string `json:"kind"`
	Found bool   `json:"found"`
}

func (a *app) identify(ctx context.Context, f identifyFlags, args []string) error {
	switch {
	case f.json && f.jsonl:
		return refusal{"--json and --jsonl are two forms of output: give one of them"}
	case f.reveal && !f.json && !f.jsonl:
		return refusal{"--reveal goes with --json or --jsonl"}
	}
	l, err := langOf(f.lang)
	if err != nil {
		return err
	}
	table, err := a.kinds()
	if err != nil {
		return refusal{"the kinds cannot be read: " + err.Error()}
	}
	in := a.in
	if len(args) == 1 && args[0] != "-" {
		file, err := os.Open(args[0])
		if err != nil {
			return refusal{"the file cannot be read: " + providers.FromOutside(args[0]).Line(100)}
		}
		defer file.Close()
		in = file
	}
	if f.jsonl {
		return a.identifyLines(in, table, f.reveal, l)
	}
	list, err := a.readingsOf(ctx, in, table, l)
	if err != nil {
		return err
	}
	identify.BestFirst(list)
	out := bufio.NewWriter(a.out)
	for _, r := range list {
		if f.json {
			if err := printReading(out, table, nil, r, f.reveal); err != nil {
				return err
			}
			continue
		}
		for _, line := range readingLines(l, r, canRevoke(table, r)) {
			fmt.Fprintln(out, line)
		}
	}
	return out.Flush()
}

// readingsOf reads a text of any length; at a terminal it is pasted unseen. It says of a report with
// values in it that it is an exposure of its own.
func (a *app) readingsOf(ctx context.Context, in *os.File, table *identify.Table, l words.Lang) ([]identify.Reading, error) {
	o := identify.Options{Table: table}
	var list []identify.Reading
	var kept keeper
	defer kept.wipe()
	var err error
	if term.IsTerminal(in) {
		if kept.text, err = a.readAlone(ctx, l.PasteToIdentify()); err != nil {
			return nil, err
		}
		list, err = identify.Read(kept.text, o)
	} else {
		list, err = identify.ReadAll(io.TeeReader(in, &kept), o)
	}
	switch {
	case errors.Is(err, identify.ErrTooMany):
		a.note("the text gives more than 100,000 readings: the rest is not listed")
	case err != nil:
		return nil, refusal{"the text cannot be read"}
	}
	list, inClear := reportedIn(kept.text, list, table)
	if inClear > 0 {
		a.note(l.ReportHoldsValues(inClear))
	}
	return list, nil
}

// identifyLines answers line by line, so that a program may ask while it listens. Every line that is
// not blank is answered, one that asks nothing with an error; a note tells of those at the end.
func (a *app) identifyLines(in io.Reader, table *identify.Table, reveal bool, l words.Lang) error {
	lines := bufio.NewReaderSize(in, 64<<10)
	out := bufio.NewWriter(a.out)
	wrong, first := 0, 0
	for n := 1; ; n++ {
		line, long, err := readLine(lines)
		if err != nil && !errors.Is(err, io.EOF) {
			return refusal{"the input cannot be read"}
		}
		if line = bytes.TrimSpace(line); len(line) > 0 || long {
			answered, failed := answerLine(out, line, table, reveal)
			if failed != nil {
				return failed
			}
			if !answered {
				wrong++
				first = cmp.Or(first, n)
			}
		}
		clear(line)
		if lines.Buffered() == 0 || err != nil {
			if failed := out.Flush(); failed != nil {
				return failed
			}
		}
		if err != nil {
			break
		}
	}
	if wrong > 0 {
		a.note(l.LinesWithoutQuestion(wrong, first))
	}
	return nil
}

// readLine reads to the next line's end. Of a line longer than mostLine nothing is returned.
func readLine(in *bufio.Reader) (line []byte, long bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if !long && len(line)+len(part) <= mostLine {
			line = append(line, part...)
		} else {
			clear(line)
			line, long = nil, true
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, long, err
		}
	}
}

// answerLine prints what one line's input holds, the surest first; asked is false for a line that
// is no question.
func answerLine(out io.Writer, line []byte, table *identify.Table, reveal bool) (asked bool, err error) {
	var q struct {
		ID    json.RawMessage `json:"id"`
		Input *string         `json:"input"`
	}
	if json.Unmarshal(line, &q) != nil || q.Input == nil {
		return false, printReading(out, table, q.ID, identify.Reading{Verdict: identify.IsUnknown, Confidence: identify.None, Why: identify.BecauseNoQuestion}, reveal)
	}
	text := []byte(*q.Input)
	defer clear(text)
	list, err := identify.Read(text, identify.Options{Table: table})
	if err != nil {
		return true, err
	}
	list, _ = reportedIn(text, list, table)
	identify.BestFirst(list)
	for _, r := range list {
		if err := printReading(out, table, q.ID, r, reveal); err != nil {
			return true, err
		}
	}
	return true, nil
}

// kinds compiles the kinds of this program with those of the configuration folder.
func (a *app) kinds() (*identify.Table, error) {
	dir := filepath.Join(a.confDir(), "kinds")
	if _, err := os.Stat(dir); err != nil {
		return identify.BuiltIn()
	}
	return identify.NewTable(os.DirFS(dir))
}

func printReading(out io.Writer, table *identify.Table, id json.RawMessage, r identify.Reading, reveal bool) error {
	o := readingObject{ID: id, Provider: cmp.Or(r.Kind.Provider(), "unknown"), Kind: cmp.Or(string(r.Kind), "unknown"), Confidence: string(r.Confidence), Verdict: string(r.Verdict),
		Error: errorOf(r), Candidates: []candidateObject{}, Span: r.Span, Line: r.Line, Companions: []companionObject{}, Decoded: r.Decoded, Can: canRevoke(table, r), Why: because(words.English, r)}
	if o.Decoded == nil {
		o.Decoded = map[string]string{}
	}
	for _, c := range r.Candidates {
		o.Candidates = append(o.Candidates, candidateObject{c.Kind.Provider(), string(c.Kind), words.English.Reading(string(c.Why))})
	}
	for _, c := range r.Companions {
		o.Companions = append(o.Companions, companionObject{string(c.Kind), c.Found})
	}
	if value := r.Value(); reveal && value != nil {
		text := string(value)
		o.Cut = &text
		clear(value)
	}
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	return e.Encode(o)
}

// errorOf says what is wrong with an input in which nothing could be read, "" where all is well.
func errorOf(r identify.Reading) string {
	if r.Why != identify.BecauseNoQuestion {
		return ""
	}
	return words.English.Reading(string(r.Why))
}

// canRevoke says who can revoke the key: whoever holds it, an administrator by the maker's API, a
// person on the maker's pages, or nobody that is known. Of the kinds that this program works on its
// adapter tells whether the API does, and all else is told by their entry.
func canRevoke(table *identify.Table, r identify.Reading) string {
	if !r.Claims() && !byEnding(r) {
		return "none"
	}
	for _, row := range matrix() {
		if row.Kind != r.Kind {
			continue
		}
		switch row.Ways[providers.CanRevoke] {
		case providers.Auto:
			if ends := table.Ends(r.Kind); ends == "self" {
				return ends
			}
			return "admin"
		case providers.Guided:
			return "guided"
		}
	}
	return cmp.Or(table.Ends(r.Kind), "none")
}

// readingLines tells one reading to a person, and who can revoke it; of the value its last
// characters are shown at most.
func readingLines(l words.Lang, r identify.Reading, can string) []string {
	what := string(r.Kind)
	if what == "" {
		what = "?"
	}
	head := fmt.Sprintf("%s: %s", what, l.ReadingHead(string(r.Verdict), string(r.Confidence)))
	if ending := r.Shown(); ending != "" {
		head += ", " + l.Ending(ending)
	}
	lines := []string{head, fmt.Sprintf("  line %d: %s", r.Line, because(l, r))}
	for _, name := range slices.Sorted(maps.Keys(r.Decoded)) {
		lines = append(lines, "  "+name+": "+providers.FromOutside(r.Decoded[name]).Line(100))
	}
	var could, needed []providers.Kind
	for _, c := range r.Candidates {
		could = append(could, c.Kind)
	}
	for _, c := range r.Companions {
		if !c.Found {
			needed = append(needed, c.Kind)
		}
	}
	if len(could) > 0 {
		lines = append(lines, "  "+l.ReadingCandidates(could))
	}
	if len(needed) > 0 && r.Claims() {
		lines = append(lines, "  "+l.Needed(needed))
	}
	if by := l.Revocable(can); by != "" {
		lines = append(lines, "  "+by)
	}
	return lines
}
