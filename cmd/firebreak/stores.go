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
	"firebreak/providers/files"
	"firebreak/providers/identify"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
	"firebreak/tui/term"
)

func (a *app) storesCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "stores", Short: "Where a value is kept: find it, or put a new one in its place"}
	var f workFlags
	find := &cobra.Command{Use: "find [-]", Short: "Where is this value kept? Reads only", Args: refuseKeyArguments(dashOnly),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.storesFind(cmd.Context(), &f) }}
	replace := &cobra.Command{Use: "replace [-]", Short: "Write a new value over an old one, in every store that is named", Args: refuseKeyArguments(dashOnly),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.storesReplace(cmd.Context(), &f) }}
	for _, c := range []*cobra.Command{find, replace} {
		fl := c.Flags()
		fl.StringSliceVar(&f.stores, "store", nil, "one of "+strings.Join(all.StoreForms(), ", "))
		fl.StringVar(&f.lang, "lang", "", "language of what is printed: en or id")
		cmd.AddCommand(c)
	}
	fl := replace.Flags()
	fl.StringSliceVar(&f.approve, "approve", nil, "what else may be written: write-tracked, write-owned")
	fl.BoolVar(&f.dryRun, "dry-run", false, "read for real, change nothing")
	f.keyring.add(replace, a)
	return cmd
}

// storesFind searches the named stores, or those of the configuration. It leaves with 3 where
// the value was found, 1 where it was not but something could not be read.
func (a *app) storesFind(ctx context.Context, f *workFlags) error {
	ch, err := a.storeChoices(f)
	if err != nil {
		return err
	}
	values, err := a.readValues(ctx, ch.lang, "value to look for (not shown): ")
	if err != nil {
		return err
	}
	around := storeSurroundings(a.realWorld(f), files.New(files.Config{DryRun: true}), func(providers.Exchange) {})
	found, unread := 0, 0
	for _, name := range ch.stores {
		places, err := a.findIn(ctx, name, around, values[0], ch.lang)
		if err != nil {
			unread++
			a.say([]string{providers.FromOutside(name).Line(200) + ": " + storeReason(err, ch.lang)})
		}
		for _, p := range places {
			if p.Off == "unreadable" || p.Off == "unreadable_entry" {
				unread++
			} else {
				found++
			}
			for _, line := range ch.lang.StoreHolds(p) {
				fmt.Fprintln(a.out, line)
			}
		}
	}
	a.say(ch.lang.StoresFound(found, unread))
	switch {
	case found > 0:
		return leave{exitOpen}
	case unread > 0:
		return leave{exitError}
	}
	return nil
}

func (a *app) findIn(ctx context.Context, name string, around all.Surroundings, value providers.Secret, l words.Lang) ([]incident.Place, error) {
	store, err := all.Store(name, around)
	if err != nil {
		return nil, err
	}
	reads := 1
	if c, ok := store.(providers.Counter); ok {
		if reads, err = c.Count(ctx); err != nil {
			return nil, err
		}
	}
	a.say([]string{l.StoreReads(name, reads)})
	places, err := store.Find(ctx, value)
	var out []incident.Place
	for _, p := range places {
		out = append(out, incident.Place{Store: p.Store, Detail: p.Detail, Guard: p.Guard, Version: p.Version, Warning: p.Warning, Off: p.Off})
	}
	return out, err
}

// storesReplace is an incident of its own, with a journal. Naming the stores approves it.
func (a *app) storesReplace(ctx context.Context, f *workFlags) error {
	if len(f.stores) == 0 {
		return refusal{"name the stores: --store " + strings.Join(all.StoreForms(), ", --store ")}
	}
	ch, err := a.storeChoices(f)
	if err != nil {
		return err
	}
	values, err := a.readValues(ctx, ch.lang, "old value (not shown): ", "new value (not shown): ")
	if err != nil {
		return err
	}
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	w := a.realWorld(f)
	finding := identify.Finding{Credential: providers.Credential{Secret: values[0]}}
	s, err := a.openOn(w, f, ch, c, finding, "stdin", 0, listener{})
	if err != nil {
		return a.stateTrouble(err, ch.lang)
	}
	defer s.close()
	done, err := s.engine.Replace(ctx, s.engine.State().Order[0], values[1])
	for _, p := range done {
		fmt.Fprintln(a.out, ch.lang.StoreDone(p))
	}
	var at *runbook.StoreError
	switch {
	case errors.As(err, &at):
		a.say(ch.lang.StoreStopped(at.Store, storeReason(at.Err, ch.lang), len(done)))
		return leave{exitOpen}
	case err != nil:
		return err
	case f.dryRun:
		fmt.Fprintln(a.out, ch.lang.StoresWithheld())
	}
	return s.engine.Finish()
}

func (a *app) storeChoices(f *workFlags) (choices, error) {
	c, err := a.loadConfig()
	if err != nil {
		return choices{}, err
	}
	ch, err := f.check(c)
	if err == nil && len(ch.stores) == 0 {
		err = refusal{"name a store: --store " + strings.Join(all.StoreForms(), ", --store ")}
	}
	return ch, err
}

// readValues asks one value per prompt without echo, or takes exactly as many lines of stdin.
func (a *app) readValues(ctx context.Context, l words.Lang, prompts ...string) ([]providers.Secret, error) {
	var lines [][]byte
	if !term.IsTerminal(a.in) {
		text, err := a.readStdin(l)
		if err != nil {
			return nil, err
		}
		defer clear(text)
		lines = bytes.Split(bytes.TrimSuffix(text, []byte("\n")), []byte("\n"))
	}
	for len(lines) < len(prompts) && term.IsTerminal(a.in) {
		line, err := a.readOne(ctx, prompts[len(lines)])
		if err != nil {
			return nil, err
		}
		defer clear(line)
		lines = append(lines, line)
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

// storeReason puts an error of a store into words.
func storeReason(err error, l words.Lang) string {
	var coded interface{ Code() string }
	switch {
	case errors.As(err, &coded):
		return l.Reason(providers.Reason(coded.Code()))
	case errors.Is(err, providers.ErrConflict):
		return l.StoreLost()
	case errors.Is(err, runbook.ErrNotHeld), errors.Is(err, providers.ErrNotFound):
		return l.StoreMissing()
	case errors.Is(err, runbook.ErrStillOld):
		return l.StoreOld()
	case errors.Is(err, providers.ErrUnknownState):
		return l.StoreUnknownEnd()
	}
	return l.StoreFailed()
}
