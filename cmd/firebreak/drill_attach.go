package main

import (
	"context"
	"fmt"
	"net/netip"
	"net/url"
	"sync"
	"time"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/identify"
	"firebreak/providers/simulator"
	"firebreak/providers/transport"
	"firebreak/runbook/drill"
)

// attached is a separate simulator that a drill is played against, through its control URL.
type attached struct {
	ctx    context.Context
	door   *transport.Door
	access drill.Access

	mu   sync.Mutex
	lost error // the clock could not be moved: times are not what they seem
}

const controlHost = "simulator.test" // stands for the control URL in the table

var controlRoutes = []providers.Route{
	{Name: "simulator.ready", Method: "GET", Host: controlHost, Path: "/_ready", Effect: providers.Read},
	{Name: "simulator.world", Method: "GET", Host: controlHost, Path: "/_world", Effect: providers.Read},
	{Name: "simulator.restart", Method: "POST", Host: controlHost, Path: "/_restart", Effect: providers.Mutate},
	{Name: "simulator.console", Method: "POST", Host: controlHost, Path: "/_console", Effect: providers.Mutate},
	{Name: "simulator.clock", Method: "POST", Host: controlHost, Path: "/_clock", Effect: providers.Mutate},
}

// attach opens the separate simulator and returns how to use it; nil where the drill has its
// own world.
func (p *exercise) attach(ctx context.Context) (drill.Attach, error) {
	if p.control == "" {
		return nil, nil
	}
	if !onLoopback(p.control) {
		return nil, refusal{"--simulator wants the control URL that firebreak simulate prints: http on this machine"}
	}
	out, now, err := openAttached(ctx, p.control)
	if err != nil {
		return nil, fmt.Errorf("attach the simulator: %w", err)
	}
	return func() (drill.Outside, time.Time, error) { return out, now, nil }, nil
}

// onLoopback reports whether a URL names this machine by its address; nothing is looked up.
func onLoopback(control string) bool {
	u, err := url.Parse(control)
	if err != nil || u.Scheme != "http" {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return err == nil && ip.IsLoopback()
}

func openAttached(ctx context.Context, control string) (drill.Outside, time.Time, error) {
	door, err := transport.New(transport.Config{Provider: "simulator", Bases: map[string]string{controlHost: control},
		LoopbackOnly: true, NoAmbient: true}, controlRoutes...)
	if err != nil {
		return nil, time.Time{}, err
	}
	s := &attached{ctx: providers.WithLedger(ctx, unlogged{}), door: door}
	if err := s.ready(); err != nil {
		return nil, time.Time{}, err
	}
	now, err := s.clock(transport.Object{"advance": "0s"}) // its clock stands still from here on
	return s, now, err
}

// unlogged is the ledger of the simulator's levers: they are no act of the incident.
type unlogged struct{}

func (unlogged) Intent(context.Context, providers.Statement) error { return nil }
func (unlogged) Withheld(context.Context, providers.Statement)     {}

func (s *attached) ready() error {
	var line struct {
		Leaked []struct {
			Kind  providers.Kind   `json:"kind"`
			Value providers.Secret `json:"key"`
		} `json:"leaked"`
	}
	answer, err := s.door.Do(s.ctx, transport.Call{Route: "simulator.ready"})
	if err != nil {
		return err
	}
	if err := answer.Decode(&line); err != nil {
		return err
	}
	// Addresses stand among the variables, and vendors read their own.
	var plain struct {
		Env map[string]string `json:"env"`
	}
	if err := answer.Decode(&plain); err != nil {
		return err
	}
	s.access = drill.Access{Bases: map[string]string{}, Admins: map[string]providers.Secret{}}
	for _, i := range all.Issuers {
		s.access.Bases[i.Name] = plain.Env[i.BaseEnv]
		if !i.TakesAdmin() {
			continue
		}
		if s.access.Admins[i.Name], _, err = i.Ambient(func(name string) string { return plain.Env[name] }, nil); err != nil {
			return fmt.Errorf("admin credential of %s: %w", i.Name, err)
		}
	}
	if len(line.Leaked) == 0 {
		return fmt.Errorf("the simulator leaks no key")
	}
	s.access.Leaked = providers.Credential{Kind: line.Leaked[0].Kind, Secret: line.Leaked[0].Value}
	if found, _ := identify.Given(line.Leaked[0].Value, func(providers.Kind) bool { return true }); len(found) == 1 && found[0].Credential.Kind == s.access.Leaked.Kind {
		s.access.Leaked = found[0].Credential // with the parts put together
	}
	return nil
}

func (s *attached) clock(body transport.Object) (time.Time, error) {
	answer, err := s.door.Do(s.ctx, transport.Call{Route: "simulator.clock", Body: body})
	if err != nil {
		return time.Time{}, err
	}
	var at struct {
		Now time.Time `json:"now"`
	}
	err = answer.Decode(&at)
	return at.Now, err
}

func (s *attached) Access() drill.Access { return s.access }

// Truth reads what is really so. Where the clock was lost, nothing that it says counts.
func (s *attached) Truth() (simulator.Truth, error) {
	s.mu.Lock()
	lost := s.lost
	s.mu.Unlock()
	if lost != nil {
		return simulator.Truth{}, fmt.Errorf("set the simulator's clock: %w", lost)
	}
	var truth simulator.Truth
	answer, err := s.door.Do(s.ctx, transport.Call{Route: "simulator.world"})
	if err == nil {
		err = answer.Decode(&truth)
	}
	return truth, err
}

func (s *attached) Fill(template []byte) []byte {
	return simulator.Fill(template, map[simulator.Ref]providers.Secret{"leaked": s.access.Leaked.Secret})
}

func (s *attached) Moved(to time.Time) {
	_, err := s.clock(transport.Object{"now": to.Format(time.RFC3339Nano)})
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lost == nil {
		s.lost = err
	}
}

// Services tells how ours really are.
func (s *attached) Services() ([]simulator.ServiceState, error) {
	truth, err := s.Truth()
	return truth.Services, err
}

// Keys tells how the keys really are.
func (s *attached) Keys() ([]simulator.KeyState, error) {
	truth, err := s.Truth()
	return truth.Keys, err
}

// Restart starts one of them again with a key.
func (s *attached) Restart(service, keyID string) error {
	_, err := s.door.Do(s.ctx, transport.Call{Route: "simulator.restart", Body: transport.Object{"service": service, "key_id": keyID}})
	return err
}

// Make makes a key in that world's console, like the one of the id.
func (s *attached) Make(likeID string) (providers.Secret, error) {
	var made struct {
		Value providers.Secret `json:"key"`
	}
	answer, err := s.door.Do(s.ctx, transport.Call{Route: "simulator.console", Body: transport.Object{"create_like": likeID}})
	if err == nil {
		err = answer.Decode(&made)
	}
	return made.Value, err
}

// End ends a key in it.
func (s *attached) End(keyID string) error {
	_, err := s.door.Do(s.ctx, transport.Call{Route: "simulator.console", Body: transport.Object{"end": keyID}})
	return err
}

func (s *attached) Close() error {
	s.door.Close()
	return nil
}
