package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/files"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

func (a *app) storesCommand() *cobra.Command {
	cmd := group("stores", "Where a value is kept: find it, or put a new one in its place")
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
	cmd.AddCommand(a.storesRollbackCommand())
	return cmd
}

// storesFind searches the named stores, or those of the configuration. It leaves with 3 where
// the value was found, 1 where it was not but something could not be read.
func (a *app) storesFind(ctx context.Context, f *workFlags) error {
	ch, c, err := a.storeChoices(f)
	if err != nil {
		return err
	}
	values, err := a.readValues(ctx, ch.lang, "value to look for (not shown): ")
	if err != nil {
		return err
	}
	w := a.realWorld(f)
	defer w.ring.Close()
	around := storeSurroundings(w, c, files.New(files.Config{DryRun: true}), func(providers.Exchange) {})
	around.Apart = values
	found, unread := 0, 0
	stores := eachOnce(ch.stores)
	var told []incident.Place
	for _, name := range stores {
		places, err := a.findIn(ctx, name, around, values[0], ch.lang)
		if err != nil {
			unread++
			a.say([]string{providers.FromOutside(name).Line(200) + ": " + storeReason(err, ch.lang)})
		}
		for _, p := range places {
			before := func(o incident.Place) bool { return runbook.SamePlace(o, p) }
			if p.Store != name && named(stores, p.Store, runbook.SameFile) || slices.ContainsFunc(told, before) {
				continue // it tells of itself, or another neighbour of it did
			}
			told = append(told, p)
			if slices.Contains(unreadable, p.Off) {
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

// unreadable are the reasons of places that may hold the value, and could not be read.
var unreadable = []providers.Reason{"unreadable", "unreadable_entry", "old_unread", "secret_denied", "kms_denied", "secret_deleting"}

// eachOnce leaves out what names a store again.
func eachOnce(stores []string) (once []string) {
	for _, name := range stores {
		if !named(once, name, runbook.SameStore) {
			once = append(once, name)
		}
	}
	return once
}

func named(stores []string, name string, same func(a, b string) bool) bool {
	return slices.ContainsFunc(stores, func(s string) bool { return same(s, name) })
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
		out = append(out, incident.Place{Store: p.Store, Detail: p.Detail, Guard: p.Guard, Version: p.Version, Kept: p.Kept, Warning: p.Warning, Off: p.Off})
	}
	return out, err
}

func (a *app) storeChoices(f *workFlags) (choices, config, error) {
	c, err := a.loadConfig()
	if err != nil {
		return choices{}, c, err
	}
	ch, err := f.check(c)
	if err == nil && len(ch.stores) == 0 {
		err = refusal{"name a store: --store " + strings.Join(all.StoreForms(), ", --store ")}
	}
	return ch, c, err
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
	case errors.Is(err, runbook.ErrUnsealed):
		return l.StoreUnsealed()
	case errors.Is(err, runbook.ErrStillOld):
		return l.StoreOld()
	case errors.Is(err, providers.ErrUnknownState):
		return l.StoreUnknownEnd()
	}
	return l.StoreFailed()
}
