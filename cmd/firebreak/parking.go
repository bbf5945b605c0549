package main

import (
	"context"
	"sync"

	"firebreak/providers"
	"firebreak/providers/keyring"
	"firebreak/runbook"
)

// parking is where replacements are kept sealed. A person without a keyring may choose a
// passphrase in the course of an incident, so the place can change under the engine.
type parking struct {
	mu    sync.Mutex
	place runbook.Parking
	ring  *keyring.Ring // of a passphrase; nil before one was chosen
}

func (p *parking) now() runbook.Parking {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.place
}

// under seals to another ring from now on.
func (p *parking) under(ring *keyring.Ring, dir string) {
	p.close()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ring, p.place = ring, ring.Parking(dir)
}

func (p *parking) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ring != nil {
		p.ring.Close()
	}
}

func (p *parking) Prove(ctx context.Context) error { return p.now().Prove(ctx) }

func (p *parking) Put(ctx context.Context, op string, value providers.Secret) (string, error) {
	return p.now().Put(ctx, op, value)
}

func (p *parking) Get(ctx context.Context, file string) (providers.Secret, error) {
	return p.now().Get(ctx, file)
}

func (p *parking) Remove(ctx context.Context, file string) error { return p.now().Remove(ctx, file) }

func (p *parking) Left(op string) ([]string, error) { return p.now().Left(op) }
