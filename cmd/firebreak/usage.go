package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"runtime/debug"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"firebreak/providers"
	"firebreak/runbook/usage"
	"firebreak/runbook/usage/logs"
	"firebreak/runbook/words"
	"firebreak/tui/term"
)

type usageFlags struct {
	from                    []string
	keyID, exposed, revoked string
	json, events, explain   bool
	lang                    string
}

func (a *app) usageCommand() *cobra.Command {
	var f usageFlags
	cmd := &cobra.Command{
		Use:   "usage --from FILE…",
		Short: "Say from log files which use of a key was not ours, since when, and what it cost",
		Long: `Reads logs of any size, offline and without an incident: CloudTrail (.json and .json.gz, "Records", arrays, JSON
lines). FILE is a file, a folder with all below it, a pattern such as 'logs/*.gz', or - for stdin. Nothing is sent
anywhere and nothing is kept.

Exit 0 when all was read, 1 when nothing could be read, 2 when the flags are wrong.`,
		Args: refuseKeysBut(isNoKey, cobra.ArbitraryArgs),
		RunE: func(cmd *cobra.Command, args []string) error { return a.usage(cmd.Context(), f, args) },
	}
	fl := cmd.Flags()
	fl.StringArrayVar(&f.from, "from", nil, "a log, a folder of logs, a pattern, or - for stdin; more of them may follow")
	fl.StringVar(&f.keyID, "key", "", "id of the key as the log names it (never the key itself), or the name of its user or role")
	fl.StringVar(&f.exposed, "exposed", "", "since when the key could be out, such as 2026-11-12T09:41Z; what came before is its normal use")
	fl.StringVar(&f.revoked, "revoked", "", "when it was revoked")
	fl.BoolVar(&f.json, "json", false, "one JSON object instead of the table")
	fl.BoolVar(&f.events, "events", false, "the calls of the key as JSON lines, in the order of the logs, instead of a review")
	fl.BoolVar(&f.explain, "explain", false, "print every threshold with its source")
	fl.StringVar(&f.lang, "lang", "en", "language of what is printed for people: en or id")
	return cmd
}

// isNoKey knows what the flags of usage mostly hold: the name of a file that is there, a number or
// a word, an id of AWS.
func isNoKey(text string) bool {
	if len(text) < shortestKey || awsID.MatchString(text) {
		return true
	}
	_, err := os.Lstat(text)
	return err == nil
}

// shortestKey is what a text needs at least to be taken for a key.
const shortestKey = 16

var awsID = regexp.MustCompile(`^A[A-Z]IA[A-Z0-9]{16}$`)

// review is what the flags of usage ask for.
type review struct {
	usageFlags
	lang    words.Lang
	context usage.Context
	sources []logs.Source
}

func (a *app) usage(ctx context.Context, f usageFlags, args []string) error {
	r, err := a.reviewOf(f, args)
	if err != nil {
		return err
	}
	if a.env("GOGC") == "" {
		debug.SetGCPercent(100) // here the processor is what is waited for
	}
	if f.explain {
		return a.explain(r)
	}
	if f.events {
		return a.usageEvents(ctx, r)
	}
	var log usage.Log
	if err := a.readLogs(ctx, r, &log.Intake, func(e *usage.Event) { log.Add(e) }); err != nil {
		return err
	}
	analysis := usage.Analyse(&log, r.context)
	if f.json {
		return printJSON(a.out, analysis)
	}
	return a.usageTable(r, analysis)
}

// reviewOf reads the flags, and refuses what cannot be meant.
func (a *app) reviewOf(f usageFlags, args []string) (r review, err error) {
	r.usageFlags = f
	if r.lang, err = langOf(f.lang); err != nil {
		return r, err
	}
	r.context.Lang = r.lang
	for _, mark := range []struct {
		flag, text string
		at         *time.Time
	}{{"--exposed", f.exposed, &r.context.Exposed}, {"--revoked", f.revoked, &r.context.Revoked}} {
		if mark.text == "" {
			continue
		}
		var ok bool
		if *mark.at, ok = logs.Moment(mark.text); !ok {
			return r, refuse(r.lang.NoMoment(mark.flag))
		}
	}
	if f.explain {
		return r, nil
	}
	paths := slices.Concat(f.from, args)
	if len(paths) == 0 {
		return r, refuse(r.lang.NoLogs())
	}
	if slices.Equal(paths, []string{"-"}) {
		if term.IsTerminal(a.in) {
			return r, refuse(r.lang.NoLogs())
		}
		r.sources = []logs.Source{logs.Text("-", a.in)}
		return r, nil
	}
	r.sources, err = logs.Find(paths)
	if errors.Is(err, logs.ErrNothing) {
		return r, refusal{err.Error()}
	}
	return r, err
}

// readLogs reads the sources, with a line of progress for who looks on.
func (a *app) readLogs(ctx context.Context, r review, intake *usage.Intake, each func(*usage.Event)) error {
	err := logs.Read(ctx, r.sources, logs.Query{KeyID: r.keyID}, intake, each)
	if err != nil {
		return err
	}
	if intake.Records == intake.SkippedN {
		return errors.New(r.lang.NothingRead(intake.SkippedN))
	}
	return nil
}

// callObject is one call as usage --events prints it.
type callObject struct {
	Time    string              `json:"time"`
	ID      providers.Untrusted `json:"id"`
	Service providers.Untrusted `json:"service"`
	Action  providers.Untrusted `json:"action"`
	Region  providers.Untrusted `json:"region"`
	Address providers.Untrusted `json:"address"`
	Agent   providers.Untrusted `json:"agent"`
	Error   providers.Untrusted `json:"error"`
}

func (a *app) usageEvents(ctx context.Context, r review) error {
	out := bufio.NewWriterSize(a.out, 64<<10)
	e := json.NewEncoder(out)
	var intake usage.Intake
	var failed error
	err := a.readLogs(ctx, r, &intake, func(ev *usage.Event) {
		err := e.Encode(callObject{ev.At.Format(time.RFC3339Nano), providers.FromOutside(ev.ID), providers.FromOutside(ev.API), providers.FromOutside(ev.Action),
			providers.FromOutside(ev.Region), providers.FromOutside(ev.Address), providers.FromOutside(ev.Agent), providers.FromOutside(ev.Error)})
		if failed == nil {
			failed = err
		}
	})
	return errors.Join(err, failed, out.Flush())
}

func (a *app) explain(r review) error {
	table := r.context.Thresholds.Table()
	if r.json {
		return printJSON(a.out, table)
	}
	for _, t := range table {
		fmt.Fprintf(a.out, "%-24s %8g  %s\n%34s%s\n", t.Name, t.Value, t.Unit, "", t.From)
	}
	return nil
}

func (a *app) usageTable(r review, u usage.Analysis) error {
	out := bufio.NewWriter(a.out)
	for _, g := range u.Groups {
		fmt.Fprintf(out, "%s  %s  %d\n", g.Verdict, g.First.Format(time.RFC3339), g.Requests)
		for _, why := range g.Reasons {
			fmt.Fprintf(out, "  %s\n", why.Sentence)
		}
	}
	return out.Flush()
}

func printJSON(out interface{ Write([]byte) (int, error) }, v any) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
