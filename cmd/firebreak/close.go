package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
	"firebreak/tui/plain"
	"firebreak/tui/term"
)

func (a *app) closeCommand() *cobra.Command {
	var f workFlags
	reason := ""
	cmd := &cobra.Command{
		Use:   "close ID [-]",
		Short: "Look at the dead key a last time (its value on stdin with -), sign the journal and close",
		Args:  refuseKeyArguments(cobra.RangeArgs(1, 2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, stdin := splitDash(args)
			return a.closeIncident(cmd, &f, id, reason, stdin)
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "false-alarm, or another reason in a few words; needed while steps are open, or later looks are due and the key is not given")
	cmd.Flags().StringVar(&f.lang, "lang", "", langUsage)
	f.keyring.add(cmd, a)
	return cmd
}

func (a *app) closeIncident(cmd *cobra.Command, f *workFlags, id, reason string, stdin bool) error {
	c, ch, err := a.prepare(f)
	if err != nil {
		return err
	}
	if detect([]byte(reason)) > 0 {
		return refuse(ch.lang.KeyAsArgument())
	}
	target, err := a.find(id)
	if err != nil {
		return err
	}
	switch {
	case target.state.Closing != nil && reason != "":
		return refuse(ch.lang.ClosedAlready(target.state))
	case target.state.Closing != nil:
		return a.alreadyClosed(target, false, ch)
	case target.state.Opening.Mode == incident.Drill:
		return refusal{fmt.Sprintf("%s is a drill, with a world of its own: firebreak resume %s goes on with it and closes it.", target.id, target.id)}
	}
	keys, err := a.keysFor(stdin, a.eye(c), target.state, ch.lang)
	if err != nil {
		return err
	}
	w := a.worldOf(f, target)
	s, err := a.reopen(w, target.dir)
	if held := a.heldOff(err, target, "close", ch.lang); held != nil {
		return held
	}
	if err != nil {
		return a.journalTrouble(err, target, ch.lang)
	}
	defer s.close()
	if reason == "" && len(keys) == 0 && lookable(target.state) {
		return refuse(ch.lang.CloseNeedsKey(target.state))
	}
	if reason, err = a.closingReason(cmd, target.state, reason, stdin, ch.lang); err != nil {
		return err
	}
	var seen closingSeen
	if err := s.takeBack(cmd.Context(), w, f, ch, c, keys, seen.hear); err != nil {
		return err
	}
	if err := s.engine.Do(cmd.Context(), runbook.Action{Name: runbook.Close, Step: incident.StepClose}, runbook.Input{Text: reason}); err != nil {
		return err
	}
	return a.sayClosed(s.engine.State(), len(s.engine.Situation().Have) > 0, seen, ch)
}

// lookable reports whether a close with no step open could look at the dead key, were its value at
// hand, and ends later looks that nobody can make afterwards.
func lookable(s incident.State) bool {
	due := func(k incident.Key) bool { return len(k.DueLooks()) > 0 && !runbook.EndingOnly(k) }
	return !s.NeedsReason() && slices.ContainsFunc(s.ByDanger(), due)
}

// closingReason asks for the reason of a close with steps open where a person is there to
// answer, and refuses one without it elsewhere.
func (a *app) closingReason(cmd *cobra.Command, s incident.State, reason string, stdin bool, l words.Lang) (string, error) {
	if reason != "" || !s.NeedsReason() {
		return reason, nil
	}
	if stdin || !term.IsTerminal(a.in) {
		return "", refuse(l.CloseNeedsReason(s))
	}
	console, done, err := a.console(false, l)
	if err != nil {
		return "", err
	}
	defer done()
	talk := plain.New(plain.Config{In: console, Out: a.err, Lang: l, Width: console.Width, Find: eye{}.find})
	reason, ok := talk.ClosingReason(cmd.Context(), s)
	switch {
	case ok:
		return reason, nil
	case talk.Interrupted():
		return "", leave{exitSignaled + interruptSignal}
	}
	return "", leave{exitOpen}
}

// closingSeen is what a close did besides closing.
type closingSeen struct{ looked, signed bool }

func (c *closingSeen) hear(_ []byte, e incident.Event) {
	c.looked = c.looked || e.Type == incident.Probed && e.Step == incident.StepLook
	c.signed = c.signed || e.Type == incident.Checkpointed
}

// sayClosed says how a close went and what it left behind. The exit code is that of what is
// open.
func (a *app) sayClosed(s incident.State, have bool, seen closingSeen, ch choices) error {
	sum := conclude(s, nil, 0, nil)
	if s.Closing == nil {
		a.say(append(ch.lang.NotClosed(s), ch.lang.Status(s, a.clock.Now(), true)...))
		return leave{exitOpen}
	}
	said := ch.lang.Summary(s, sum.Report)
	for _, line := range append(said[:], ch.lang.ClosedWith(s, have, seen.looked, seen.signed)...) {
		fmt.Fprintln(a.out, line)
	}
	return leave{sum.Exit}
}
