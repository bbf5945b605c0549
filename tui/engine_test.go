package tui

import (
	"context"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// fakeEngine does what a test says.
type fakeEngine struct {
	state  incident.State
	sit    runbook.Situation
	events []incident.Event
	did    []runbook.Action
	inputs []runbook.Input
	do     func(context.Context, runbook.Action, runbook.Input) error
	sends  []providers.Statement
	limits []providers.Containment
	notes  []string
	stores []string
	held   map[string]providers.Credential
	waits  int
}

func newFakeEngine() *fakeEngine {
	return &fakeEngine{sit: runbook.Situation{Now: noon, Mode: incident.Live, Have: map[string]bool{"k1": true}, Running: map[string]bool{},
		Able: func(incident.Key, providers.Capability) providers.Way { return providers.Auto }}, held: map[string]providers.Credential{}}
}

func (e *fakeEngine) State() incident.State { return e.state }

func (e *fakeEngine) Situation() runbook.Situation { return e.sit }

func (e *fakeEngine) Events() []incident.Event { return e.events }

func (e *fakeEngine) Do(ctx context.Context, a runbook.Action, in runbook.Input) error {
	e.did, e.inputs = append(e.did, a), append(e.inputs, in)
	if e.do != nil {
		return e.do(ctx, a, in)
	}
	return nil
}

func (e *fakeEngine) Statements(context.Context, runbook.Action, runbook.Input) ([]providers.Statement, error) {
	return e.sends, nil
}

func (e *fakeEngine) Limits(context.Context, string) ([]providers.Containment, error) {
	return e.limits, nil
}

// HoldAny takes every value for the first key's.
func (e *fakeEngine) HoldAny(list []Found) (t runbook.Taken) {
	s := e.State()
	k, _ := s.First()
	for _, one := range list {
		c := one.Credential
		e.held[k.Cred] = c
		t.Held = append(t.Held, k.Cred)
	}
	return t
}

func (e *fakeEngine) AddStore(name string) error { e.stores = append(e.stores, name); return nil }

func (e *fakeEngine) Note(text string) error { e.notes = append(e.notes, text); return nil }

func (e *fakeEngine) Vendor(string) runbook.Vendor {
	return runbook.Vendor{Name: "openai", Title: "OpenAI"}
}

func (e *fakeEngine) Wait(context.Context) error { e.waits++; return nil }

func (e *fakeEngine) Leave() {}

// The real one does all of it.
var _ Engine = (*runbook.Engine)(nil)
