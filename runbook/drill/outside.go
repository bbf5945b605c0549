package drill

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"firebreak/providers"
	"firebreak/providers/simulator"
)

// Outside is the world that a drill plays against: one in this process, or a separate
// simulator.
type Outside interface {
	// Access is how the adapters reach it, and the key that leaked.
	Access() Access
	// Truth is what is really so, for burn, debrief and score.
	Truth() (simulator.Truth, error)
	// Fill puts keys into a template.
	Fill(template []byte) []byte
	// Moved tells that the drill's clock moved. A failure is met again at the next Truth.
	Moved(time.Time)
	// Keys tells how the keys really are, the oldest first.
	Keys() ([]simulator.KeyState, error)
	// Services tells how ours really are; none where the world has none.
	Services() ([]simulator.ServiceState, error)
	// Restart starts one of them again with the key of that id.
	Restart(service, keyID string) error
	// Make and End are what people do in a vendor's console: a key like that of the id, whose
	// value is shown once, and the end of a key.
	Make(likeID string) (providers.Secret, error)
	End(keyID string) error
	Close() error
}

// Access is how a world is reached. Values are by provider.
type Access struct {
	Bases  map[string]string
	Admins map[string]providers.Secret
	Leaked providers.Credential
}

// worldLog is the world's file in the drill's folder.
const worldLog = "world.jsonl"

// latest is where a clock must start over a folder that may hold a world already.
func latest(dir string, since time.Time) (time.Time, error) {
	at, err := simulator.Latest(filepath.Join(dir, worldLog))
	if err != nil {
		return time.Time{}, fmt.Errorf("read the drill's world: %w", err)
	}
	if at.After(since) {
		return at, nil
	}
	return since, nil
}

// inside is a world in this process.
type inside struct {
	world  *simulator.World
	server *simulator.Server
	access Access
}

// kind is that of the leaked key.
func (s Story) kind() providers.Kind {
	for _, k := range s.World.Keys {
		if k.Ref == s.Leaked {
			return k.Kind
		}
	}
	return ""
}

// seeded means that the revocation's tail is drawn from the seed.
const seeded = -1

func openInside(dir string, s Story, clock providers.Clock) (*inside, error) {
	w, err := simulator.New(simulator.Config{Seed: s.Seed, Clock: clock, Tail: seeded, Leak: s.kind(), Log: filepath.Join(dir, worldLog), Scenario: s.World})
	if err != nil {
		return nil, fmt.Errorf("open the drill's world: %w", err)
	}
	server, err := w.Start("127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(err, w.Close())
	}
	in := &inside{world: w, server: server, access: Access{Bases: server.Bases, Admins: server.Admins}}
	value, _ := w.Secret(s.Leaked) // every story leaks one
	for _, l := range server.Leaked {
		if l.Key.Equal(value) {
			in.access.Leaked = providers.Credential{Kind: l.Kind, Secret: l.Key}
		}
	}
	return in, nil
}

func (in *inside) Access() Access                  { return in.access }
func (in *inside) Truth() (simulator.Truth, error) { return in.world.Truth(), nil }
func (in *inside) Fill(template []byte) []byte     { return in.world.Fill(template) }
func (in *inside) Moved(time.Time)                 {}
func (in *inside) Services() ([]simulator.ServiceState, error) {
	return in.world.Services(), nil
}
func (in *inside) Keys() ([]simulator.KeyState, error) { return in.world.Keys(), nil }
func (in *inside) Restart(service, keyID string) error { return in.world.Restart(service, keyID) }
func (in *inside) Make(likeID string) (providers.Secret, error) {
	_, value, err := in.world.MakeByHand(likeID)
	return value, err
}
func (in *inside) End(keyID string) error { return in.world.EndByHand(keyID) }
func (in *inside) Close() error           { return errors.Join(in.server.Close(), in.world.Close()) }
