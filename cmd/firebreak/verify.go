package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"firebreak/providers/keyring"
	"firebreak/runbook/incident"
	"firebreak/runbook/journal"
	"firebreak/runbook/words"
)

func (a *app) verifyCommand() *cobra.Command {
	asJSON, head := false, ""
	cmd := &cobra.Command{
		Use:   "verify ID",
		Short: "Check the journal's chain and signatures; exit 3 if it was altered",
		Args:  refuseKeyArguments(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			f, err := a.find(args[0])
			if err != nil {
				return err
			}
			if head != "" && !journal.IsHash(head) {
				return refusal{"--head takes the 64 digits of a head as a report prints it, 0-9 and a-f"}
			}
			v, wrong := a.believe(f, words.English)
			event, held := f.opened.After(head)
			switch {
			case v.Verdict == "":
				return wrong
			case asJSON:
				object := map[string]any{"id": f.id, "verdict": v.Verdict, "event": v.Seq, "why": v.Why, "events": v.Count,
					"head": v.Head.Hash, "unfinished_bytes": v.Unfinished}
				if head != "" {
					object["published"] = publishedHead{head, held, event}
				}
				out, err := json.Marshal(object)
				if err != nil {
					return err
				}
				fmt.Fprintf(a.out, "%s\n", out)
			default:
				fmt.Fprintln(a.out, verdictLine(v))
				if head != "" {
					fmt.Fprintln(a.out, headLine(head, held, event, v))
				}
			}
			if head != "" && !held && wrong == nil {
				return leave{exitOpen}
			}
			return wrong
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object")
	cmd.Flags().StringVar(&head, "head", "", "a head that was published, as a report prints it: does the journal go on from it? exit 3 if not")
	return cmd
}

// publishedHead says for programs whether a head that was kept elsewhere is one of the journal's.
type publishedHead struct {
	Head  string `json:"head"`
	Held  bool   `json:"held"`
	Event int    `json:"event"` // behind which it was the head; 0 where it is none, or before the first
}

// headLine says whether a journal goes on from a head that was kept elsewhere. One that is altered
// vouches for no head but by the events before the alteration.
func headLine(head string, held bool, event int, v journal.Result) string {
	switch {
	case !held:
		return fmt.Sprintf("head %s: never a head of this journal: one of the two is not what was published", head)
	case v.Verdict == journal.Altered && event >= v.Seq:
		return fmt.Sprintf("head %s: that of event %d, which lies behind the alteration", head, event)
	case event == v.Count:
		return fmt.Sprintf("head %s: the present one: nothing was added or changed since", head)
	}
	return fmt.Sprintf("head %s: that of event %d of %d: unchanged up to there, and only added to since", head, event, v.Count)
}

func verdictLine(v journal.Result) string {
	switch v.Verdict {
	case "":
		return "it could not be looked at"
	case journal.Altered:
		return fmt.Sprintf("altered at event %d (%s); %s as a chain", v.Seq, v.Why, words.Number(words.English, v.Count, "event holds", "events hold", "kejadian"))
	}
	line := fmt.Sprintf("%s; %s, head %s", v.Verdict, words.Number(words.English, v.Count, "event", "events", "kejadian"), v.Head.Hash)
	if v.Unfinished > 0 {
		line += "; then " + words.Number(words.English, v.Unfinished, "byte that is", "bytes that are", "bita") + " no event"
	}
	return line
}

// verify checks a journal with the signers pinned on this machine; a drill's is pinned in its
// own folder.
func (a *app) verify(f found) (journal.Result, error) {
	conf := a.confDir()
	if f.state.Opening.Mode == incident.Drill {
		conf = f.dir
	}
	pinned, err := keyring.Pinned(conf)
	if err != nil {
		return journal.Result{}, err
	}
	return journal.Verify(f.dir, pinned)
}

// believe checks a journal and says on stderr what is wrong with it: the error is what to leave
// with. An unfinished last line is said and is no error. The verdict is empty where the journal
// could not be looked at.
func (a *app) believe(f found, l words.Lang) (journal.Result, error) {
	v, err := a.verify(f)
	switch {
	case err != nil:
		return v, a.journalTrouble(err, f, l)
	case v.Verdict == journal.Altered:
		a.say(l.JournalAltered(f.id, v.Seq, string(v.Why)))
		return v, leave{exitOpen}
	}
	if v.Unfinished > 0 {
		a.say(l.JournalUnfinished(f.dir, v.Unfinished, v.Count))
	}
	if f.err != nil { // the chain holds, but not every event in it is one of ours
		return v, a.journalTrouble(f.err, f, l)
	}
	return v, nil
}

// tell prints what a journal holds, after what is wrong with it was said. A journal without any
// event tells nothing.
func (a *app) tell(f found, l words.Lang, print func(journal.Result) error) error {
	v, wrong := a.believe(f, l)
	if wrong != nil && len(f.opened.Records) == 0 {
		return wrong
	}
	if err := print(v); err != nil {
		return err
	}
	return wrong
}

// show is tell for lines that people copy from stdout: where the journal cannot be believed the
// first of them says so too.
func (a *app) show(f found, l words.Lang, print func() error) error {
	return a.tell(f, l, func(v journal.Result) error {
		if v.Verdict == "" || v.Verdict == journal.Altered || f.err != nil {
			fmt.Fprintln(a.out, l.JournalDoubted(f.id))
		}
		return print()
	})
}
