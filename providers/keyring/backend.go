package keyring

import (
	"sync"

	"firebreak/providers"
)

// Backend keeps small values by name. Calls may block for ever and may come from any
// goroutine, one at a time. An absent item is ErrNoItem; known troubles are a *Trouble.
type Backend interface {
	Get(name string) (providers.Secret, error)
	Set(name string, value providers.Secret) error
	Delete(name string) error
}

// outlook is how a call is going to go.
type outlook struct {
	prompts bool // it can wait for a person who sees a dialog
	locked  bool // it works only after that person has unlocked the keyring
}

// scout is a Backend that can tell the outlook of a call without making it. An error stands
// for the call's own.
type scout interface {
	scout() (outlook, error)
}

// Memory is a Backend that forgets everything with the process: for drills and tests.
func Memory() Backend { return &memory{items: map[string]providers.Secret{}} }

type memory struct {
	mu    sync.Mutex
	items map[string]providers.Secret
}

func (m *memory) Get(name string) (providers.Secret, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	value, ok := m.items[name]
	if !ok {
		return providers.Secret{}, ErrNoItem
	}
	return value, nil
}

func (m *memory) Set(name string, value providers.Secret) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.items[name] = value
	return nil
}

func (m *memory) Delete(name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.items[name]; !ok {
		return ErrNoItem
	}
	delete(m.items, name)
	return nil
}
