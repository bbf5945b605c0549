package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
	"firebreak/tui/term"
)

// replacing is one turn of an incident that only brings a new value to stores.
type replacing struct {
	*session
	cred  string
	seals bool // what is written over can be kept
	lang  words.Lang
}

// storesReplace opens an incident of its own, with a journal. Naming the stores approves it.
func (a *app) storesReplace(ctx context.Context, f *workFlags) error {
	if len(f.stores) == 0 {
		return refusal{"name the stores: --store " + strings.Join(all.StoreForms(), ", --store ")}
	}
	ch, _, err := a.storeChoices(f)
	if err != nil {
		return err
	}
	old, value, err := a.readOldAndNew(ctx, ch.lang)
	if err != nil {
		return err
	}
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	s, err := a.openWith(a.realWorld(f), f, ch, c, listener{}, func(s *session, opened incident.OpenedData) error {
		opened.Replace = runbook.FingerprintUnder(opened.Salt, value)
		return s.engine.Start(opened)
	})
	if err != nil {
		return a.stateTrouble(err, ch.lang)
	}
	defer s.close()
	r := &replacing{session: s, lang: ch.lang}
	if err := r.bring(ctx, old, value); err != nil {
		return err
	}
	return r.replace(ctx)
}

// resumeReplace goes on where storesReplace stopped: what is not written and read back yet.
func (a *app) resumeReplace(ctx context.Context, f *workFlags, ch choices, c config, target found) error {
	switch {
	case target.err != nil:
		return a.journalTrouble(target.err, target, ch.lang)
	case target.state.Closing != nil:
		return a.show(target, ch.lang, func() error {
			for _, line := range ch.lang.Status(target.state, a.clock.Now(), false) {
				fmt.Fprintln(a.out, line)
			}
			return nil
		})
	case f.headless:
		return refuse(ch.lang.ReplaceInLines(target.id))
	case len(f.stores) > 0:
		return refuse(ch.lang.ReplaceKeepsStores(target.id))
	}
	r, err := a.againReplacing(ctx, f, ch, c, target)
	if err != nil {
		return err
	}
	defer r.close()
	return r.replace(ctx)
}

func (a *app) storesRollbackCommand() *cobra.Command {
	var f workFlags
	cmd := &cobra.Command{Use: "rollback ID [-]", Short: "Put the old value back wherever a replace wrote the new one: the same two values",
		Args: refuseKeyArguments(cobra.RangeArgs(1, 2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, _ := splitDash(args)
			return a.storesRollback(cmd.Context(), &f, id)
		}}
	fl := cmd.Flags()
	fl.StringVar(&f.lang, "lang", "", "language of what is printed: en or id")
	fl.StringSliceVar(&f.approve, "approve", nil, "what else may be written: write-tracked, write-owned")
	f.keyring.add(cmd, a)
	return cmd
}

// storesRollback takes a replacement back, whether it had ended or stopped midway.
func (a *app) storesRollback(ctx context.Context, f *workFlags, id string) error {
	c, ch, err := a.prepare(f)
	if err != nil {
		return err
	}
	target, err := a.find(id)
	if err != nil {
		return err
	}
	far, replaces := target.state.Replacing()
	switch was := target.state.Closing; {
	case was != nil && was.Reason == incident.ClosedPutBack:
		return refuse(ch.lang.AlreadyPutBack(target.id, target.state.ClosedAt))
	case far.Written == 0:
		return refuse(ch.lang.NothingToPutBack(target.id, replaces))
	}
	r, err := a.againReplacing(ctx, f, ch, c, target)
	if err != nil {
		return err
	}
	defer r.close()
	return r.putBack(ctx)
}

// againReplacing takes such an incident up again, with the values that it began with. Other
// values are refused before anything is recorded.
func (a *app) againReplacing(ctx context.Context, f *workFlags, ch choices, c config, target found) (*replacing, error) {
	old, value, err := a.readOldAndNew(ctx, ch.lang)
	if err != nil {
		return nil, err
	}
	w := a.worldOf(f, target)
	s, err := a.reopen(w, target.dir)
	if err != nil {
		return nil, a.journalTrouble(err, target, ch.lang)
	}
	r := &replacing{session: s, lang: ch.lang}
	if err = s.build(w, f, ch, c, listener{}); err == nil {
		err = r.bring(ctx, old, value)
	}
	if err == nil {
		err = s.goOn(ctx, w, c, nil, ch.lang)
	}
	if err != nil {
		r.close()
		return nil, err
	}
	return r, nil
}

// bring hands both values over.
func (r *replacing) bring(ctx context.Context, old, value providers.Secret) (err error) {
	r.cred, r.seals, err = r.engine.Bring(ctx, old, value)
	if errors.Is(err, runbook.ErrOtherKey) {
		return refuse(r.lang.OtherValues(r.id))
	}
	return err
}

// replace writes what is left, and closes the incident where all of it was read back. It says
// beforehand where what is written over cannot be kept.
func (r *replacing) replace(ctx context.Context) error {
	if !r.seals && r.engine.State().Opening.Mode != incident.DryRun {
		r.a.say(r.lang.ReplaceUnsealed())
	}
	defer r.a.awaiting(ctx, r.engine, r.lang)()
	done, err := r.engine.Replace(ctx, r.cred)
	r.tell(done, err == nil)
	var at *runbook.StoreError
	switch {
	case errors.As(err, &at):
		return r.stopped(ctx, at, len(done))
	case err != nil:
		return err
	case r.engine.State().Opening.Mode == incident.DryRun:
		fmt.Fprintln(r.a.out, r.lang.StoresWithheld())
	default:
		r.a.say(r.lang.ReplaceDone(r.id))
	}
	return r.engine.Finish(ctx, incident.ClosedDone)
}

// tell names the places that hold the new value or, in a dry run that went through, would get it,
// and with them those that hold the old one and are not written.
func (r *replacing) tell(done []incident.Place, through bool) {
	s := r.engine.State()
	n := s.Keys[r.cred].Successor
	for _, p := range done {
		fmt.Fprintln(r.a.out, r.lang.StoreDone(p))
	}
	if s.Opening.Mode == incident.DryRun && through {
		for _, p := range n.Places {
			fmt.Fprintln(r.a.out, strings.Join(r.lang.StoreWould(p.Place), "\n"))
		}
	}
	for _, p := range n.Holders {
		fmt.Fprintln(r.a.out, r.lang.StoreKeeps(p))
	}
}

// stopped says where things stand. With nothing ever sent there is nothing to go on with.
func (r *replacing) stopped(ctx context.Context, at *runbook.StoreError, done int) error {
	untouched := len(r.engine.State().Keys[r.cred].Ops) == 0
	r.a.say(r.lang.StoreStopped(at.Store, storeReason(at.Err, r.lang)))
	if untouched {
		r.a.say(r.lang.ReplaceUntouched())
		if err := r.engine.Finish(ctx, incident.ClosedUntouched); err != nil {
			return err
		}
		return leave{exitOpen}
	}
	r.a.say(r.lang.ReplaceHalfDone(r.id, done))
	return leave{exitOpen}
}

// putBack writes the old value back everywhere, and closes the incident.
func (r *replacing) putBack(ctx context.Context) error {
	defer r.a.awaiting(ctx, r.engine, r.lang)()
	back, err := r.engine.PutAllBack(ctx, r.cred)
	for _, p := range back {
		fmt.Fprintln(r.a.out, r.lang.StoreBack(p))
	}
	var at *runbook.StoreError
	switch {
	case errors.As(err, &at):
		r.a.say(append(r.lang.StoreStopped(at.Store, storeReason(at.Err, r.lang)), r.lang.PutBackHalfDone(r.id)...))
		return leave{exitOpen}
	case err != nil:
		return err
	}
	return r.engine.Finish(ctx, incident.ClosedPutBack)
}

// readOldAndNew takes the two values of a replacement.
func (a *app) readOldAndNew(ctx context.Context, l words.Lang) (old, value providers.Secret, err error) {
	values, err := a.readValues(ctx, l, l.AskOldValue(), l.AskNewValue())
	if err != nil {
		return old, value, err
	}
	return values[0], values[1], nil
}

// readValues asks one value per prompt without echo, or takes exactly as many lines of stdin. Lines
// that are pasted together count for the prompts behind theirs too.
func (a *app) readValues(ctx context.Context, l words.Lang, prompts ...string) ([]providers.Secret, error) {
	lines, err := a.readLines(ctx, l, prompts)
	defer func() {
		for _, line := range lines {
			clear(line)
		}
	}()
	if err != nil {
		return nil, err
	}
	var out []providers.Secret
	for _, line := range lines {
		if line = bytes.TrimSuffix(line, []byte("\r")); len(line) > 0 {
			out = append(out, providers.NewSecret(line))
		}
	}
	if len(out) != len(prompts) || len(lines) != len(prompts) {
		if len(prompts) == 1 {
			return nil, refusal{"one value is wanted, on one line"}
		}
		return nil, refuse(l.OldAndNew())
	}
	return out, nil
}

// readLines gives what was typed for the prompts, or the lines of stdin. The caller wipes them.
func (a *app) readLines(ctx context.Context, l words.Lang, prompts []string) (lines [][]byte, err error) {
	if !term.IsTerminal(a.in) {
		text, err := a.readStdin(l)
		if err != nil {
			return nil, err
		}
		return splitLines(text), nil
	}
	hidden, err := term.HideInput(a.in)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, hidden.Close()) }()
	for len(lines) < len(prompts) {
		text, err := a.readHidden(ctx, hidden, prompts[len(lines)])
		if err != nil {
			return lines, err
		}
		lines = append(lines, splitLines(text)...)
	}
	return lines, nil
}

// splitLines gives the lines of a text. Empty ones behind the last hold nothing.
func splitLines(text []byte) [][]byte {
	return bytes.Split(bytes.TrimRight(text, "\r\n"), []byte("\n"))
}
