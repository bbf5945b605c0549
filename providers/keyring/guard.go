package keyring

import (
	"context"
	"errors"
	"sync"
	"time"

	"firebreak/providers"
)

// How long a keyring may take: callLimit where only a program has to answer, promptLimit
// where a person may have to type a password first.
const (
	callLimit   = 3 * time.Second
	promptLimit = 60 * time.Second
)

// PromptProgress is the name under which waiting for a person is reported, in seconds.
const PromptProgress = "keyring.prompt"

// guard makes calls to a backend that can be given up. After one that was, none is made any
// more until again: each would take as long, and an incident has many. The call that was given
// up may still be running; the next one waits for it within its own deadline, so that no more
// than one hangs.
type guard struct {
	backend Backend
	busy    chan struct{}

	mu     sync.Mutex
	gaveUp bool
	told   func() // of the giving up; nil: nobody is
}

// again has the backend asked once more.
func (g *guard) again() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.gaveUp = false
}

// tell names who is told when the backend is given up.
func (g *guard) tell(told func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.told = told
}

func (g *guard) silent() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.gaveUp
}

// giveUp ends the asking, and tells it once.
func (g *guard) giveUp() {
	g.mu.Lock()
	told := g.told
	if g.gaveUp {
		told = nil
	}
	g.gaveUp = true
	g.mu.Unlock()
	if told != nil {
		told()
	}
}

func newGuard(b Backend) *guard { return &guard{backend: b, busy: make(chan struct{}, 1)} }

func (g *guard) get(ctx context.Context, op, name string) (value providers.Secret, err error) {
	return g.call(ctx, op, func() (providers.Secret, error) { return g.backend.Get(name) })
}

func (g *guard) set(ctx context.Context, op, name string, value providers.Secret) error {
	_, err := g.call(ctx, op, func() (providers.Secret, error) { return providers.Secret{}, g.backend.Set(name, value) })
	return err
}

// remove takes an item away; one that is not there is no error.
func (g *guard) remove(ctx context.Context, op, name string) error {
	_, err := g.call(ctx, op, func() (providers.Secret, error) { return providers.Secret{}, g.backend.Delete(name) })
	if errors.Is(err, ErrNoItem) {
		return nil
	}
	return err
}

type answer struct {
	value providers.Secret
	err   error
}

// call makes a call unless the backend was given up. One that did not answer by the deadline, ours
// or the context's, gives it up; one that the caller cancelled does not.
func (g *guard) call(ctx context.Context, op string, do func() (providers.Secret, error)) (providers.Secret, error) {
	if g.silent() {
		return providers.Secret{}, &Trouble{State: TimedOut, Op: op}
	}
	value, err := g.attend(ctx, op, do)
	if StateOf(err) == TimedOut || errors.Is(err, context.DeadlineExceeded) {
		g.giveUp()
	}
	return value, err
}

// attend runs do in its own goroutine and waits for it, for the deadline or for the context.
func (g *guard) attend(ctx context.Context, op string, do func() (providers.Secret, error)) (providers.Secret, error) {
	limit := time.NewTimer(callLimit)
	defer limit.Stop()
	select {
	case g.busy <- struct{}{}:
	case <-limit.C:
		return providers.Secret{}, &Trouble{State: TimedOut, Op: op}
	case <-ctx.Done():
		return providers.Secret{}, ctx.Err()
	}
	done, prompting := make(chan answer, 1), make(chan struct{}, 1)
	go func() {
		defer func() { <-g.busy }()
		done <- g.attempt(do, prompting)
	}()
	var tick <-chan time.Time
	waited := 0
	for {
		select {
		case a := <-done:
			return a.value, named(op, a.err)
		case <-prompting:
			limit.Reset(promptLimit)
			ticker := time.NewTicker(time.Second)
			defer ticker.Stop()
			tick = ticker.C
		case <-tick:
			waited++
			providers.Report(ctx, PromptProgress, waited, int(promptLimit/time.Second))
		case <-limit.C:
			return providers.Secret{}, &Trouble{State: TimedOut, Op: op}
		case <-ctx.Done():
			return providers.Secret{}, ctx.Err()
		}
	}
}

// attempt looks before it calls. A panic in the libraries below becomes a failure: their
// D-Bus code asserts types of whatever the other side sends.
func (g *guard) attempt(do func() (providers.Secret, error), prompting chan<- struct{}) (a answer) {
	defer func() {
		if recover() != nil {
			a = answer{err: &Trouble{State: Failed}}
		}
	}()
	var ahead outlook
	if s, ok := g.backend.(scout); ok {
		var err error
		if ahead, err = s.scout(); err != nil {
			return answer{err: err}
		}
	}
	if ahead.prompts {
		prompting <- struct{}{}
	}
	value, err := do()
	if err != nil && !errors.Is(err, ErrNoItem) && ahead.locked && StateOf(err) == Failed {
		err = &Trouble{State: Dismissed} // it stayed locked although somebody was asked
	}
	return answer{value, err}
}

// named puts the operation's name to a backend's error and makes a Trouble of strange ones.
func named(op string, err error) error {
	var trouble *Trouble
	switch {
	case err == nil, errors.Is(err, ErrNoItem):
		return err
	case errors.As(err, &trouble):
		return &Trouble{State: trouble.State, Op: op, Detail: trouble.Detail}
	}
	return failed(op, err)
}
