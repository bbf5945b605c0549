package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"firebreak/providers/files"
	"firebreak/runbook"
	"firebreak/runbook/journal"
	"firebreak/runbook/postmortem"
	"firebreak/runbook/words"
)

// reportFlags are the choices of the report command.
type reportFlags struct {
	out, lang, format, profile string
	answers, index             string
	check, asJSON, schema      bool
	answer, questions, mask    bool
}

func (a *app) reportCommand() *cobra.Command {
	var f reportFlags
	cmd := &cobra.Command{
		Use:   "report ID | --check FILE | --index DIR",
		Short: "Write the postmortem from the journal, or check one; appends nothing to it",
		Args: refuseKeyArguments(func(cmd *cobra.Command, args []string) error {
			if f.schema || f.index != "" {
				return cobra.NoArgs(cmd, args)
			}
			return cobra.ExactArgs(1)(cmd, args)
		}),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.schema {
				_, err := a.out.Write(postmortem.Schema)
				return err
			}
			return a.report(cmd, args, f)
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.out, "out", "", "folder (default postmortems)")
	fl.StringVar(&f.lang, "lang", "", "en or id")
	fl.StringVar(&f.format, "format", string(runbook.Markdown), "md, json (the facts as data) or html (one file for a browser and for paper)")
	fl.StringVar(&f.profile, "profile", string(postmortem.Internal), "internal; restricted: for an auditor or the provider, no people, identifiers by their end; public: for everybody, with a message")
	fl.BoolVar(&f.answer, "answer", false, "first ask, in lines, what only people know and nobody answered; each may be skipped")
	fl.StringVar(&f.answers, "answers", "", "first take answers from a file, or from stdin with -; --questions prints one to fill in")
	fl.BoolVar(&f.questions, "questions", false, "print the open questions as a file of answers to fill in, and write nothing")
	fl.BoolVar(&f.mask, "mask", false, "mask the texts that hold a secret, which else keep the report from being written")
	fl.StringVar(&f.index, "index", "", "write index.md into a folder: all incidents and drills, with their metrics over time")
	fl.BoolVar(&f.schema, "schema", false, "print the JSON Schema of the data and do nothing else")
	fl.BoolVar(&f.check, "check", false, "write nothing: score the incident's newest report, or the one in a file, by 25 points; exit 3 below 20 or on a gate")
	fl.BoolVar(&f.asJSON, "json", false, "with --check: one JSON object")
	return cmd
}

func (a *app) report(cmd *cobra.Command, args []string, flags reportFlags) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	l, err := reportLang(flags.lang, c)
	if err != nil {
		return err
	}
	if flags.index != "" {
		return a.writeIndex(cmd.Context(), flags.index, l)
	}
	arg := args[0]
	if flags.asJSON && !flags.check {
		return refusal{"--json goes with --check; the data of a report lie beside it as .report.json"}
	}
	if err := flags.known(); err != nil {
		return err
	}
	if flags.check && isReportFile(arg) {
		return a.checkFile(arg, l, flags.asJSON)
	}
	f, err := a.find(arg)
	if err != nil {
		return err
	}
	switch {
	case flags.questions:
		a.printQuestions(f, l)
		return nil
	case flags.answer || flags.answers != "":
		if err := a.answer(cmd.Context(), f, l, flags.answers); err != nil {
			return err
		}
		if f, err = a.find(f.id); err != nil {
			return err
		}
	}
	return a.tell(f, l, func(v journal.Result) error {
		if flags.check {
			return a.checkIncident(f, l, flags.asJSON, func() (runbook.Set, error) { return a.composeReport(f, c, flags, l, v) })
		}
		return a.writeReport(cmd, f, c, flags, l, v)
	})
}

// known refuses a format or a profile that is none.
func (f reportFlags) known() error {
	if !slices.Contains(runbook.Formats, runbook.Format(f.format)) {
		return refusal{fmt.Sprintf("format %s is not known: md, json or html", words.English.Given(f.format))}
	}
	if _, ok := postmortem.ParseProfile(f.profile); !ok {
		return refusal{fmt.Sprintf("profile %s is not known: internal, restricted or public", words.English.Given(f.profile))}
	}
	return nil
}

// note remembers where the report was written: at the close it is written anew there. A form for
// others is not: our own would then lie where theirs does.
func (f reportFlags) note(of found, set runbook.Set, path string) {
	if f.format != string(runbook.Markdown) || f.profile != string(postmortem.Internal) {
		return
	}
	if whole, err := filepath.Abs(path); err == nil {
		path = whole
	}
	_ = runbook.NoteReport(of.dir, set.Written(path)) // a folder that cannot be written to may still be read: the report stands
}

// reportLang is the language that was asked for, else the configured one, else English.
func reportLang(flag string, c config) (words.Lang, error) {
	for _, lang := range []string{flag, c.Report.Lang} {
		if lang != "" {
			return langOf(lang)
		}
	}
	return words.English, nil
}

// composeReport makes the report of a journal as it stands on disk, also of a damaged one: then its
// first line says so.
func (a *app) composeReport(f found, c config, flags reportFlags, l words.Lang, v journal.Result) (runbook.Set, error) {
	events, err := parseAll(f.opened.Records)
	if err != nil || len(events) == 0 {
		return runbook.Set{}, a.journalTrouble(journal.ErrEmpty, f, l)
	}
	trouble := ""
	if v.Verdict == "" || v.Verdict == journal.Altered {
		trouble = verdictLine(v)
	}
	return runbook.ComposeFrom(runbook.Source{State: f.state, Events: events, Lines: f.opened.Records, Tool: a.tool(), Now: a.clock.Now(),
		Lang: l, Owner: c.Report.Owner, Approver: c.Report.Approver, Verify: trouble, Titles: titles(), Detect: detect,
		Profile: postmortem.Profile(flags.profile), Format: runbook.Format(flags.format), Mask: flags.mask})
}

func (a *app) writeReport(cmd *cobra.Command, f found, c config, flags reportFlags, l words.Lang, v journal.Result) error {
	out := flags.out
	if out == "" {
		out = c.Report.Dir
	}
	if out == "" {
		out = "postmortems"
	}
	set, err := a.composeReport(f, c, flags, l, v)
	if err != nil {
		return err
	}
	if len(set.Leaks) > 0 {
		return a.notWritten(set, f.id, l)
	}
	set, path, err := runbook.WriteSet(cmd.Context(), files.New(files.Config{}), out, set, f.id)
	if errors.Is(err, runbook.ErrLeak) {
		return a.notWritten(set, f.id, l)
	}
	if err != nil {
		return err
	}
	flags.note(f, set, path)
	for _, w := range set.Warnings {
		a.say([]string{l.Warning(w)})
	}
	if len(set.Kept) > 0 {
		a.say(l.ReportKept(set.Kept))
	}
	if gitAbove(out) {
		a.say(l.ReportInRepository(out))
	}
	fmt.Fprintln(a.out, path)
	return nil
}

// notWritten says which fields of a report would hold a secret, and how it is written all the same.
func (a *app) notWritten(set runbook.Set, id string, l words.Lang) error {
	a.say(l.ReportLeaks(set.Leaks, id))
	return leave{exitError}
}
