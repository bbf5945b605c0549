package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"firebreak/providers/files"
	"firebreak/runbook"
	"firebreak/runbook/journal"
	"firebreak/runbook/words"
)

func (a *app) reportCommand() *cobra.Command {
	var out, lang string
	cmd := &cobra.Command{
		Use:   "report ID",
		Short: "Write the postmortem from the journal; appends nothing to it",
		Args:  refuseKeyArguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := a.loadConfig()
			if err != nil {
				return err
			}
			if lang == "" {
				lang = c.Report.Lang
			}
			if lang == "" {
				lang = string(words.English)
			}
			l, err := langOf(lang)
			if err != nil {
				return err
			}
			f, err := a.find(args[0])
			if err != nil {
				return err
			}
			return a.tell(f, l, func(v journal.Result) error { return a.writeReport(cmd, f, c, out, l, v) })
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "folder (default postmortems)")
	cmd.Flags().StringVar(&lang, "lang", "", "en or id")
	return cmd
}

// writeReport makes the report of a journal as it stands on disk, also of a damaged one: then
// its first line says so.
func (a *app) writeReport(cmd *cobra.Command, f found, c config, out string, l words.Lang, v journal.Result) error {
	if out == "" {
		out = c.Report.Dir
	}
	if out == "" {
		out = "postmortems"
	}
	events, err := parseAll(f.opened.Records)
	if err != nil || len(events) == 0 {
		return a.journalTrouble(journal.ErrEmpty, f, l)
	}
	trouble := ""
	if v.Verdict == "" || v.Verdict == journal.Altered {
		trouble = verdictLine(v)
	}
	set, err := runbook.ComposeFrom(runbook.Source{State: f.state, Events: events, Lines: f.opened.Records, Tool: a.tool(), Now: a.clock.Now(),
		Lang: l, Owner: c.Report.Owner, Approver: c.Report.Approver, Verify: trouble, Titles: titles(), Detect: detect})
	if err != nil {
		return err
	}
	if len(set.Leaks) > 0 {
		return fmt.Errorf("not written: the report would hold a credential in %s", set.Leaks[0])
	}
	path, err := runbook.WriteSet(cmd.Context(), files.New(files.Config{}), out, set, f.id)
	if err != nil {
		return err
	}
	_ = runbook.NoteReport(f.dir, set.Written(path)) // a folder that cannot be written to may still be read: the report stands
	if gitAbove(out) {
		a.say(l.ReportInRepository(out))
	}
	fmt.Fprintln(a.out, path)
	return nil
}
