package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/BurntSushi/toml"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/journal"
	"firebreak/runbook/words"
	"firebreak/tui/plain"
)

// openQuestions are those of the report that nobody answered.
func openQuestions(s incident.State) []incident.Question {
	return slices.DeleteFunc(slices.Clone(incident.Questions), func(q incident.Question) bool {
		_, answered := s.Answer(q, "")
		return answered
	})
}

// printQuestions writes the open questions as a file of answers that is to be filled in.
func (a *app) printQuestions(f found, l words.Lang) {
	for _, line := range l.AnswersHint(f.id) {
		fmt.Fprintln(a.out, line)
	}
	for _, q := range openQuestions(f.state) {
		prompt, hint := l.Question(q)
		fmt.Fprintf(a.out, "\n# %s\n# %s\n# %s = \"\"\n", prompt, hint, q)
	}
}

// mostAnswers bounds a file of answers.
const mostAnswers = 1 << 20

// readAnswers reads a file of answers in TOML: a question's name with its answer, or a table of answers
// about several things. What is no question is refused, and what holds a key.
func (a *app) readAnswers(path string, l words.Lang) ([]runbook.Input, error) {
	text, err := a.readAll(func() (io.ReadCloser, error) {
		if path == "-" {
			return io.NopCloser(a.in), nil
		}
		return os.Open(path)
	})
	switch {
	case errors.Is(err, context.Canceled):
		return nil, err
	case err != nil:
		return nil, refusal{fmt.Sprintf("%s cannot be read", words.English.Given(path))}
	case len(text) > mostAnswers:
		return nil, refusal{fmt.Sprintf("%s is larger than any file of answers", words.English.Given(path))}
	case detect(text) > 0:
		return nil, refuse(l.KeyAsArgument())
	}
	var told map[string]any
	if _, err := toml.Decode(string(text), &told); err != nil {
		var parse toml.ParseError
		if errors.As(err, &parse) {
			return nil, refusal{fmt.Sprintf("%s line %d: %s", words.English.Given(path), parse.Position.Line, parse.Message)}
		}
		return nil, refusal{fmt.Sprintf("%s is no file of answers", words.English.Given(path))}
	}
	return inputsOf(told, path)
}

func inputsOf(told map[string]any, path string) ([]runbook.Input, error) {
	var list []runbook.Input
	for _, name := range slices.Sorted(maps.Keys(told)) {
		q := incident.Question(name)
		if incident.NumberOf(q) == 0 && q != incident.AskRemoved {
			return nil, refusal{fmt.Sprintf("%s: no question is called %s. --questions lists them.", words.English.Given(path), words.English.Given(name))}
		}
		if about, ok := told[name].(map[string]any); ok {
			for _, id := range slices.Sorted(maps.Keys(about)) {
				list = append(list, runbook.Input{Question: q, About: id, Text: fmt.Sprint(about[id])})
			}
			continue
		}
		list = append(list, runbook.Input{Question: q, Text: fmt.Sprint(told[name])})
	}
	return list, nil
}

// answer takes answers to the report's questions, from a file or from the person at the terminal, and
// journals each. It holds the incident while it runs.
func (a *app) answer(ctx context.Context, f found, l words.Lang, path string) error {
	var given []runbook.Input
	if path != "" {
		var err error
		if given, err = a.readAnswers(path, l); err != nil {
			return err
		}
	}
	j, opened, err := journal.Open(f.dir)
	if err != nil {
		return a.journalTrouble(err, f, l)
	}
	defer func() { _ = j.Close() }() // every answer is on disk already
	events, err := parseAll(opened.Records)
	if err != nil {
		return a.journalTrouble(err, f, l)
	}
	taken := 0
	record := func(in runbook.Input) error {
		at := a.clock.Now()
		if last := f.state.Last; f.state.Opening.Mode == incident.Drill && last.After(at) {
			at = last // a drill's time is its own
		}
		if _, err := runbook.RecordAnswer(j, in, incident.Us, at); err != nil {
			return err
		}
		if !in.Passed {
			taken++
		}
		return nil
	}
	for _, in := range given {
		if err := record(in); err != nil {
			return err
		}
	}
	if path == "" {
		if err := a.askAnswers(ctx, incident.Fold(events), l, record); err != nil {
			return err
		}
	}
	a.say([]string{l.AnswersTaken(taken)})
	return nil
}

// askAnswers puts the open questions at the terminal.
func (a *app) askAnswers(ctx context.Context, s incident.State, l words.Lang, record func(runbook.Input) error) error {
	if len(openQuestions(s)) == 0 {
		a.say([]string{l.AllAnswered()})
		return nil
	}
	console, done, err := a.console(false, l)
	if err != nil {
		return err
	}
	defer done()
	talk := plain.New(plain.Config{In: console, Out: a.err, Lang: l, Width: console.Width, Find: eye{}.find})
	return talk.Answers(ctx, s, a.clock.Now(), record)
}
