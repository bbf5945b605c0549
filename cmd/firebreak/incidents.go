package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/journal"
	"firebreak/runbook/words"
)

// found is one incident in the state folder.
type found struct {
	id, dir string
	state   incident.State
	opened  journal.Opened
	err     error // the journal cannot be believed or read
}

// incidents lists all incidents, newest first.
func (a *app) incidents() ([]found, error) {
	entries, err := os.ReadDir(a.incidentsDir())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list incidents: %w", err)
	}
	var list []found
	for _, e := range entries {
		if e.IsDir() {
			list = append(list, a.read(filepath.Join(a.incidentsDir(), e.Name())))
		}
	}
	sortNewestFirst(list)
	return list, nil
}

func (a *app) read(dir string) found {
	f := found{id: filepath.Base(dir), dir: dir}
	f.opened, f.err = journal.Read(dir)
	events, err := parseAll(f.opened.Records)
	if f.err == nil {
		f.err = err
	}
	f.state = runbook.WithNoted(incident.Fold(events), dir)
	return f
}

// listed is an incident as `incidents --json` prints it.
type listed struct {
	ID        string             `json:"id"`
	Mode      incident.Mode      `json:"mode"`
	Opened    time.Time          `json:"opened"`
	Kind      string             `json:"kind,omitempty"`
	Last4     string             `json:"last4,omitempty"`
	Condition incident.Condition `json:"condition"`
	Outcome   incident.Outcome   `json:"outcome"`
	Sent      bool               `json:"sent"` // as in summary
	Open      bool               `json:"open"`
	Creds     []listedKey        `json:"credentials,omitempty"` // the most dangerous first, which is the one above
	Report    string             `json:"report,omitempty"`
	Trouble   string             `json:"trouble,omitempty"`
	Replace   *listedReplace     `json:"replace,omitempty"` // of an incident that only brings a new value to stores

	closedFor string // the reason for closing, "" for an open one
	replacing incident.Replacing
}

// listedKey is one credential of an incident.
type listedKey struct {
	Cred      string             `json:"cred"`
	Kind      providers.Kind     `json:"kind"`
	Last4     string             `json:"last4"`
	Condition incident.Condition `json:"condition"`
	Outcome   incident.Outcome   `json:"outcome"`
	Sent      bool               `json:"sent"`
}

// listedReplace is how far a new value is.
type listedReplace struct {
	Places  int `json:"places"`
	Written int `json:"written"`
	Holding int `json:"holding"` // read back
}

// listedForm lays out one incident for people, and the heading above them.
const listedForm = "%-22s  %-7s  %-6s  %-22s"

// falseAlarm is the reason for closing under which nothing was leaked that works.
const falseAlarm = "false-alarm"

func (a *app) incidentsCommand() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:   "incidents",
		Short: "List the incidents of this machine",
		Args:  refuseKeyArguments(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			list, err := a.incidents()
			if err != nil {
				return err
			}
			if !asJSON && len(list) == 0 {
				fmt.Fprintln(a.out, "No incidents yet. firebreak respond opens one, firebreak drill rehearses one.")
				return nil
			}
			if !asJSON {
				fmt.Fprintf(a.out, listedForm+"  KEY\n", "INCIDENT", "MODE", "STATE", "OUTCOME")
			}
			for _, f := range list {
				a.printListed(list1(f), asJSON)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line")
	cmd.AddCommand(a.removeCommand())
	return cmd
}

func list1(f found) listed {
	out := listed{ID: f.id, Mode: f.state.Opening.Mode, Opened: f.state.OpenedAt, Condition: incident.NotChecked,
		Outcome: incident.NotTried, Open: f.state.Closing == nil}
	if k, ok := f.state.Worst(); ok {
		out.Kind, out.Last4, out.Outcome, out.Sent = string(k.Identity.Kind), k.Identity.Last4, k.Outcome(), k.Sent()
		out.Condition, _ = k.Condition()
	}
	for _, k := range f.state.ByDanger() {
		condition, _ := k.Condition()
		out.Creds = append(out.Creds, listedKey{k.Cred, k.Identity.Kind, k.Identity.Last4, condition, k.Outcome(), k.Sent()})
	}
	if r, replaces := f.state.Replacing(); replaces {
		out.replacing, out.Replace = r, &listedReplace{r.Places, r.Written, r.Holding}
	}
	if f.state.Closing != nil {
		out.closedFor = f.state.Closing.Reason
	}
	if n := len(f.state.Reports); n > 0 {
		out.Report = f.state.Reports[n-1].Path
	}
	if f.err != nil {
		out.Trouble = f.err.Error()
	}
	return out
}

func (a *app) printListed(l listed, asJSON bool) {
	if asJSON {
		(&lines{out: a.out}).object(l)
		return
	}
	state, outcome := "closed", words.English.Outcome(l.Outcome)
	if l.Open {
		state = "open"
	} else if l.closedFor == falseAlarm {
		outcome = words.English.ClosedFor(falseAlarm)
	}
	if l.Replace != nil {
		outcome = words.English.ReplaceShort(l.replacing, l.closedFor)
	}
	text := fmt.Sprintf(listedForm, l.ID, words.English.Mode(l.Mode), state, outcome)
	if l.Replace != nil {
		text += "  " + words.English.Ending(l.Last4)
	}
	if l.Kind != "" {
		text += "  " + l.Kind + " " + words.English.Ending(l.Last4)
	}
	for _, k := range l.Creds[min(1, len(l.Creds)):] {
		text += fmt.Sprintf("; %s %s: %s", k.Kind, words.English.Ending(k.Last4), words.English.Outcome(k.Outcome))
	}
	if l.Trouble != "" {
		text += "  " + l.Trouble
	}
	fmt.Fprintln(a.out, strings.TrimRight(text, " "))
}

func (a *app) removeCommand() *cobra.Command {
	yes := false
	cmd := &cobra.Command{
		Use:   "rm ID",
		Short: "Remove an incident's folder, with everything that is sealed in it",
		Args:  refuseKeyArguments(cobra.ExactArgs(1)),
		RunE:  func(_ *cobra.Command, args []string) error { return a.remove(args[0], yes) },
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask for the id again")
	return cmd
}

// remove deletes an incident's folder, after its id was typed again. One whose key is not
// proven dead is named as such first. It takes the lock, so that nobody works it meanwhile.
func (a *app) remove(id string, yes bool) error {
	f, err := a.find(id)
	if err != nil {
		return err
	}
	j, _, err := journal.Open(f.dir)
	if held := a.heldOff(err, f, "incidents rm", words.English); held != nil {
		return held
	}
	if err == nil {
		defer func() { _ = j.Close() }() // only the lock matters
	}
	if !yes {
		fmt.Fprintf(a.err, "This removes %s for good: its journal, and what is parked in it.\n%s\nType %s to remove it: ",
			f.id, words.English.Outcome(list1(f).Outcome), runbook.ShortID(f.id))
		typed, err := bufio.NewReader(a.in).ReadString('\n')
		if err != nil || !called(f.id, strings.TrimSpace(typed)) {
			return refusal{"not removed"}
		}
	}
	if err := os.RemoveAll(f.dir); err != nil {
		return fmt.Errorf("remove %s: %w", f.id, err)
	}
	fmt.Fprintf(a.out, "%s removed\n", f.id)
	return nil
}

// named finds the incident and the language that a command names.
func (a *app) named(id, lang string) (f found, l words.Lang, err error) {
	if l, err = langOf(lang); err == nil {
		f, err = a.find(id)
	}
	return f, l, err
}

func (a *app) statusCommand() *cobra.Command {
	lang := "en"
	cmd := &cobra.Command{
		Use:   "status ID",
		Short: "Five lines without any secret, to paste into the incident channel",
		Args:  refuseKeyArguments(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			f, l, err := a.named(args[0], lang)
			if err != nil {
				return err
			}
			return a.show(f, l, func() error {
				held, err := journal.Held(f.dir)
				held = held && err == nil // who cannot look says who worked on it last
				for _, line := range l.Status(f.state, a.clock.Now(), held) {
					fmt.Fprintln(a.out, line)
				}
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&lang, "lang", lang, "en or id")
	return cmd
}

func (a *app) logCommand() *cobra.Command {
	lang, asJSON := "en", false
	cmd := &cobra.Command{
		Use:   "log ID",
		Short: "The journal, for people",
		Args:  refuseKeyArguments(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			f, l, err := a.named(args[0], lang)
			if err != nil {
				return err
			}
			if !asJSON {
				return a.show(f, l, func() error {
					a.printLog(f, l)
					return nil
				})
			}
			return a.tell(f, l, func(journal.Result) error {
				for _, line := range f.opened.Records {
					fmt.Fprintf(a.out, "%s\n", line)
				}
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&lang, "lang", lang, "en or id")
	cmd.Flags().BoolVar(&asJSON, "json", false, "the lines as they are on disk")
	return cmd
}

// printLog prints a line an event. A probe that says the same as those before it is counted.
func (a *app) printLog(f found, l words.Lang) {
	last, same := "", 0
	flush := func() {
		if same > 0 {
			fmt.Fprintln(a.out, l.SameAgain(same))
		}
		same = 0
	}
	for _, line := range f.opened.Records {
		e, err := incident.Parse(line)
		if err != nil {
			continue
		}
		text := l.LogLine(e)
		_, said, _ := strings.Cut(text, " ")
		if e.Type == incident.Probed && said == last {
			same++
			continue
		}
		flush()
		last = said
		fmt.Fprintln(a.out, text)
	}
	flush()
}
