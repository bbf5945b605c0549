package main

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/files"
	"firebreak/runbook"
	"firebreak/runbook/words"
)

func sortNewestFirst(list []found) {
	slices.SortFunc(list, func(x, y found) int {
		if c := y.state.OpenedAt.Compare(x.state.OpenedAt); c != 0 {
			return c
		}
		return strings.Compare(y.id, x.id)
	})
}

// called reports whether a person who typed that name means the incident of that id: its full or
// its short form, with INC- or without.
func called(id, typed string) bool {
	for _, form := range []string{id, runbook.ShortID(id)} {
		if strings.EqualFold(form, typed) || strings.EqualFold(strings.TrimPrefix(form, "INC-"), typed) {
			return true
		}
	}
	return false
}

// find returns the incident that a person calls so.
func (a *app) find(id string) (found, error) {
	list, err := a.incidents()
	if err != nil {
		return found{}, err
	}
	var fit []found
	for _, f := range list {
		if called(f.id, id) {
			fit = append(fit, f)
		}
	}
	switch len(fit) {
	case 1:
		return fit[0], nil
	case 0:
		return found{}, refusal{fmt.Sprintf("no incident is called %s. firebreak incidents lists them.", words.English.Given(id))}
	}
	return found{}, refusal{fmt.Sprintf("%d incidents fit %s: give the full id. firebreak incidents lists them.", len(fit), words.English.Given(id))}
}

// calls remembers what was sent, for the person who asks.
type calls struct {
	mu   sync.Mutex
	list []providers.Exchange
}

// callsKept bounds the memory of a long watch.
const callsKept = 500

func (c *calls) record(x providers.Exchange) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = append(c.list, x)
	if len(c.list) > callsKept {
		c.list = slices.Delete(c.list, 0, len(c.list)-callsKept)
	}
}

func (c *calls) all() []providers.Exchange {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.list)
}

// titles maps issuers to the names that people know them by.
func titles() map[string]string {
	out := map[string]string{}
	for _, i := range all.Issuers {
		out[i.Name] = i.Title
	}
	return out
}

// tryState reports whether the state folder can be made and written.
func (a *app) tryState() error {
	dir, err := files.StateDir(a.stateDir(), "incidents")
	if err != nil {
		return err
	}
	const probe = "doctor-probe"
	if err := files.WriteState(dir, probe, nil); err != nil {
		return err
	}
	return files.RemoveState(dir, probe)
}
