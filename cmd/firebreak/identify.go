package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
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
)

// mostText bounds a text for identify, and one line of its input in --jsonl.
const (
	mostText = 64 << 20
	mostLine = 8 << 20
)

type identifyFlags struct{ json, jsonl, reveal bool }

func (a *app) identifyCommand() *cobra.Command {
	var f identifyFlags
	cmd := &cobra.Command{
		Use:   "identify [FILE]",
		Short: "Say whose key a text holds, offline: a key, a .env, JSON, a log, a diff on stdin or in FILE",
		Long: `Reads a text from stdin, or from FILE, and says what credentials stand in it and whose they
are. Nothing is sent anywhere and nothing is kept. Exit 0 whatever was found.

Kinds of your own stand in *.toml files of the folder "kinds" in the configuration folder.`,
		Args: refuseKeyArguments(cobra.MaximumNArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error { return a.identify(f, args) },
	}
	cmd.Flags().BoolVar(&f.json, "json", false, "one JSON object per credential found, the surest first")
	cmd.Flags().BoolVar(&f.jsonl, "jsonl", false, `for automation: one object {"id", "input"} per line in, at least one object with the same id out`)
	cmd.Flags().BoolVar(&f.reveal, "reveal", false, "add the value itself to the JSON, as it was cut out")
	cmd.MarkFlagsMutuallyExclusive("json", "jsonl")
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

func (a *app) identify(f identifyFlags, args []string) error {
	if f.reveal && !f.json && !f.jsonl {
		return refusal{"--reveal goes with --json or --jsonl"}
	}
	table, err := a.kinds()
	if err != nil {
		return refusal{"the kinds cannot be read: " + err.Error()}
	}
	in := a.in
	if len(args) == 1 {
		file, err := os.Open(args[0])
		if err != nil {
			return refusal{"the file cannot be read: " + providers.FromOutside(args[0]).Line(100)}
		}
		defer file.Close()
		in = file
	}
	if f.jsonl {
		return a.identifyLines(in, table, f.reveal)
	}
	text, err := io.ReadAll(io.LimitReader(in, mostText+1))
	defer clear(text)
	switch {
	case err != nil:
		return refusal{"the text cannot be read"}
	case len(text) > mostText:
		return refusal{"the text is longer than 64 MiB: pass the part that holds the key"}
	}
	list, err := identify.Read(text, identify.Options{Table: table})
	if err != nil {
		return err
	}
	identify.BestFirst(list)
	out := bufio.NewWriter(a.out)
	for _, r := range list {
		if f.json {
			if err := printReading(out, nil, r, f.reveal); err != nil {
				return err
			}
			continue
		}
		for _, line := range readingLines(words.English, r) {
			fmt.Fprintln(out, line)
		}
	}
	return out.Flush()
}

// identifyLines answers line by line, so that a program may ask while it listens.
func (a *app) identifyLines(in io.Reader, table *identify.Table, reveal bool) error {
	scanner := bufio.NewScanner(in)
	scanner.Buffer(make([]byte, 64<<10), mostLine)
	out := bufio.NewWriter(a.out)
	for n := 1; scanner.Scan(); n++ {
		line := bytes.TrimSpace(scanner.Bytes())
		if len(line) == 0 {
			continue
		}
		var asked struct {
			ID    json.RawMessage `json:"id"`
			Input *string         `json:"input"`
		}
		if json.Unmarshal(line, &asked) != nil || asked.Input == nil {
			return refusal{fmt.Sprintf(`line %d is no object {"id": …, "input": "…"}`, n)}
		}
		text := []byte(*asked.Input)
		list, err := identify.Read(text, identify.Options{Table: table})
		clear(text)
		if err != nil {
			return err
		}
		identify.BestFirst(list)
		for _, r := range list {
			if err := printReading(out, asked.ID, r, reveal); err != nil {
				return err
			}
		}
		if err := out.Flush(); err != nil {
			return err
		}
	}
	if err := scanner.Err(); err != nil {
		return refusal{"a line of the input is longer than 8 MiB, or cannot be read"}
	}
	return out.Flush()
}

// kinds compiles the kinds of this program with those of the configuration folder.
func (a *app) kinds() (*identify.Table, error) {
	dir := filepath.Join(a.confDir(), "kinds")
	if _, err := os.Stat(dir); err != nil {
		return identify.BuiltIn()
	}
	return identify.NewTable(os.DirFS(dir))
}

func printReading(out io.Writer, id json.RawMessage, r identify.Reading, reveal bool) error {
	o := readingObject{ID: id, Provider: cmp.Or(r.Kind.Provider(), "unknown"), Kind: cmp.Or(string(r.Kind), "unknown"), Confidence: string(r.Confidence), Verdict: string(r.Verdict),
		Candidates: []candidateObject{}, Span: r.Span, Line: r.Line, Companions: []companionObject{}, Decoded: r.Decoded, Can: canRevoke(r), Why: words.English.Reading(string(r.Why))}
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

// canRevoke says how this program could revoke the key: with an admin credential, by guiding a
// person, or not at all.
func canRevoke(r identify.Reading) string {
	if !r.Claims() {
		return "none"
	}
	for _, row := range matrix() {
		if row.Kind != r.Kind {
			continue
		}
		switch row.Ways[providers.CanRevoke] {
		case providers.Auto:
			return "admin"
		case providers.Guided:
			return "guided"
		}
	}
	return "none"
}

// readingLines tells one reading to a person; the value is shown by its ends at most.
func readingLines(l words.Lang, r identify.Reading) []string {
	what := string(r.Kind)
	if what == "" {
		what = "?"
	}
	ending := r.Ending
	if ending == "" {
		ending = r.Secret.Last4()
	}
	head := fmt.Sprintf("%s: %s", what, l.ReadingHead(string(r.Verdict), string(r.Confidence)))
	if ending != "" {
		head += ", " + l.Ending(ending)
	}
	lines := []string{head, fmt.Sprintf("  line %d: %s", r.Line, l.Reading(string(r.Why)))}
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
	return lines
}
