package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/usage"
	"firebreak/runbook/usage/geo"
	"firebreak/runbook/usage/logs"
	"firebreak/runbook/words"
	"firebreak/tui/term"
)

type usageFlags struct {
	from, columns, geo, set, ours, foreign []string
	keyID, exposed, revoked, lang          string
	sql, tableName, where                  string
	athenaFlags
	json, events, explain bool
}

func (a *app) usageCommand() *cobra.Command {
	var f usageFlags
	cmd := &cobra.Command{
		Use:   "usage --from FILE…",
		Short: "Say from log files which use of a key was not ours, since when, and what it cost",
		Long: `Reads logs of any size, offline and without an incident, plain or compressed with gzip: CloudTrail ("Records",
arrays, JSON lines), usage and cost of OpenAI and Anthropic, activity of OpenRouter, spend logs of LiteLLM, and any
JSON lines or CSV whose columns are known or named with --map. FILE is a file, a folder with all below it, a pattern
such as 'logs/*.gz', or - for stdin. Nothing is sent anywhere and nothing is kept.

What is ours is told by the [review] section of the configuration: tz, our_ranges, our_asns, our_user_agents,
our_models, deploys, declared_batches.

Exit 0 when the use was reviewed, 1 when nothing could be read or no record is of the key, 2 for wrong flags.`,
		Example: `  firebreak usage --from AWSLogs/ --key AKIAIOSFODNN7EXAMPLE --exposed 2026-11-12T09:41Z
  firebreak usage --from spend.csv --map time=when --map model=engine --json`,
		Args: refuseKeysBut(isNoKey, cobra.ArbitraryArgs),
		RunE: func(cmd *cobra.Command, args []string) error { return a.usage(cmd, f, args) },
	}
	fl := cmd.Flags()
	fl.StringArrayVar(&f.from, "from", nil, "a log, a folder of logs, a pattern, or - for stdin; more of them may follow")
	fl.StringVar(&f.keyID, "key", "", "id of the key as the log names it (never the key itself), or the name of its user or role")
	fl.StringVar(&f.exposed, "exposed", "", "since when the key could be out, such as 2026-11-12T09:41Z; what came before is its normal use")
	fl.StringVar(&f.revoked, "revoked", "", "when it was revoked")
	fl.StringArrayVar(&f.columns, "map", nil, "FIELD=COLUMN: where the log has a field, one of "+strings.Join(logs.Fields(), ", "))
	fl.StringArrayVar(&f.geo, "geo", nil, "a database of places or networks in MaxMind's format (.mmdb), read from disk; may be given twice")
	fl.StringArrayVar(&f.set, "set", nil, "NAME=VALUE: a threshold other than the default; --explain lists them")
	fl.StringSliceVar(&f.ours, "ours", nil, "ids of groups that are ours, as the table shows them")
	fl.StringSliceVar(&f.foreign, "not-ours", nil, "ids of groups that are not")
	fl.BoolVar(&f.json, "json", false, "one JSON object instead of the table")
	fl.BoolVar(&f.events, "events", false, "the calls of the key as JSON lines, in the order of the logs, instead of a review")
	fl.BoolVar(&f.explain, "explain", false, "print every threshold with its source, and read nothing")
	fl.StringVar(&f.sql, "sql", "", "print the selection as a query for athena or bigquery, and read nothing; --from reads its result as CSV")
	fl.StringVar(&f.tableName, "table", "cloudtrail_logs", "with --sql or --engine: the table of CloudTrail, with the columns of AWS's guide for Athena")
	fl.StringVar(&f.where, "where", "", "with --sql or --engine: one more condition, such as for partitions")
	f.athenaFlags.add(fl)
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
	plain   bool
	context usage.Context
	query   logs.Query
	sources []logs.Source
	places  *geo.Book
	ended   <-chan error // tells how a query ended that the source is the result of; nil: there is none
}

func (a *app) usage(cmd *cobra.Command, f usageFlags, args []string) error {
	r, err := a.reviewOf(cmd.Context(), f, args)
	if err != nil {
		return err
	}
	defer r.places.Close()
	r.plain, _ = cmd.Flags().GetBool("plain")
	if a.env("GOGC") == "" {
		debug.SetGCPercent(100) // here the processor is what is waited for
		debug.SetMemoryLimit(usageMemory)
	}
	switch {
	case f.explain:
		return a.explain(r)
	case f.sql != "":
		return a.printQuery(r)
	case f.events:
		return a.usageEvents(cmd.Context(), r)
	}
	var log usage.Log
	keys := map[string]int{}
	err = a.readLogs(cmd.Context(), r, &log.Intake, func(e *usage.Event) {
		if len(keys) < mostKeys || keys[e.KeyID] > 0 {
			keys[e.KeyID]++
		}
		log.Add(e)
	})
	if err != nil {
		return err
	}
	if len(keys) > 1 && f.keyID == "" {
		a.note(r.lang.KeysInLog(len(keys), mostUsed(keys)))
	}
	r.context.AsOf = time.Time{}
	analysis := usage.Analyse(&log, r.context)
	analysis.KeyID = f.keyID
	if f.json {
		return printJSON(a.out, analysis)
	}
	return a.usageTable(r, analysis)
}

// usageMemory is what a review may take before the collector works harder: logs of a gigabyte are
// reviewed in less than 256 MiB.
const usageMemory = 200 << 20

// mostKeys bounds the keys that are counted of a log of many.
const mostKeys = 10_000

// mostUsed is the key that most events are of.
func mostUsed(keys map[string]int) providers.Untrusted {
	best := ""
	for id, n := range keys {
		if n > keys[best] || n == keys[best] && id < best {
			best = id
		}
	}
	return providers.FromOutside(best)
}

// reviewOf reads the flags, and refuses what cannot be meant.
func (a *app) reviewOf(ctx context.Context, f usageFlags, args []string) (r review, err error) {
	r.usageFlags, r.places = f, &geo.Book{}
	if r.lang, err = langOf(f.lang); err != nil {
		return r, err
	}
	if f.json && f.events {
		return r, refusal{"--json and --events are two forms of output: give one of them"}
	}
	if r.context, err = a.usageContext(f, r.lang); err != nil || f.explain || f.sql != "" {
		return r, err
	}
	r.query = logs.Query{KeyID: f.keyID, Now: a.clock.Now(), Progress: &logs.Progress{}}
	if r.query.Columns, err = pairs(f.columns, "--map", logs.Fields()); err != nil {
		return r, err
	}
	if r.places, err = geo.Open(f.geo); err != nil {
		r.places = &geo.Book{}
		return r, refuse(r.lang.NoDatabase())
	}
	if len(f.geo) > 0 {
		r.context.Locate = r.places.Locate
	}
	paths := slices.Concat(f.from, args)
	if f.engine == "" {
		r.sources, err = a.logsOf(paths, r.lang)
		return r, err
	}
	if len(paths) > 0 {
		return r, refusal{"--engine reads a table, --from files: give one of them"}
	}
	source, err := a.queryOnAthena(ctx, &r)
	r.sources = []logs.Source{source}
	return r, err
}

// logsOf finds the logs that were named.
func (a *app) logsOf(paths []string, l words.Lang) ([]logs.Source, error) {
	if len(paths) == 0 || slices.Contains(paths, "-") && (len(paths) > 1 || term.IsTerminal(a.in)) {
		return nil, refuse(l.NoLogs())
	}
	if paths[0] == "-" {
		return []logs.Source{logs.Text("-", a.in)}, nil
	}
	sources, err := logs.Find(paths)
	if err != nil {
		return nil, refusal{providers.FromOutside(err.Error()).Line(200)}
	}
	return sources, nil
}

// usageContext is what is known beside the log: marks, configuration, thresholds, verdicts.
func (a *app) usageContext(f usageFlags, l words.Lang) (usage.Context, error) {
	c, err := a.loadConfig()
	if err != nil {
		return usage.Context{}, err
	}
	u, _ := c.declared() // which reading the configuration has checked
	u.Lang = l
	for _, mark := range []struct {
		flag, text string
		at         *time.Time
	}{{"--exposed", f.exposed, &u.Exposed}, {"--revoked", f.revoked, &u.Revoked}} {
		if mark.text == "" {
			continue
		}
		var ok bool
		if *mark.at, ok = logs.Moment(mark.text); !ok {
			return u, refuse(l.NoMoment(mark.flag))
		}
	}
	if u.Thresholds, err = thresholds(f.set, u.Thresholds); err != nil {
		return u, err
	}
	u.Verdicts = map[string]incident.GroupVerdict{}
	for _, id := range f.ours {
		u.Verdicts[id] = incident.Ours
	}
	for _, id := range f.foreign {
		u.Verdicts[id] = incident.NotOurs
	}
	return u, nil
}

// readLogs reads the sources, with a line of progress for who looks on. An error is one where the
// key's use was not seen.
func (a *app) readLogs(ctx context.Context, r review, intake *usage.Intake, each func(*usage.Event)) error {
	stop := a.showProgress(ctx, r)
	err := logs.Read(ctx, r.sources, r.query, intake, each)
	stop()
	if r.ended != nil {
		if failed := <-r.ended; failed != nil {
			err = failed
		}
	}
	switch {
	case err != nil:
		return err
	case intake.Records <= intake.SkippedN:
		return errors.New(r.lang.NothingRead(intake.SkippedN))
	case intake.Selected == 0:
		return errors.New(r.lang.NoneOfKey(intake.Records))
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
	e.SetEscapeHTML(false)
	var intake usage.Intake
	var failed error
	text := providers.FromOutside
	err := a.readLogs(ctx, r, &intake, func(ev *usage.Event) {
		if failed == nil {
			failed = e.Encode(callObject{ev.At.Format(time.RFC3339Nano), text(ev.ID), text(ev.API), text(ev.Action), text(ev.Region), text(ev.Address), text(ev.Agent), text(ev.Error)})
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
		if _, err := fmt.Fprintf(a.out, "%-24s %8g  %s\n%34s%s\n", t.Name, t.Value, t.Unit, "", t.From); err != nil {
			return err
		}
	}
	return nil
}

func printJSON(out io.Writer, v any) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
