package drill

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"firebreak/providers"
	"firebreak/providers/files"
	"firebreak/providers/identify"
	"firebreak/providers/keyring"
	"firebreak/providers/simulator"
	"firebreak/runbook/incident"
)

const (
	siteFolder   = "site"     // below the incident's folder: what the scenario leaves lying about
	identityName = "identity" // opens the drill's sealed files; drill keys protect nothing
)

// Stage is one drill being played: its story, clock, world and folder.
type Stage struct {
	Story    Story
	Clock    *Manual
	Outside  Outside
	Site     string // folder of the scenario's files
	Identity string // path of the identity file that the sealed files open with

	mu    sync.Mutex // over what follows: News may be asked beside Heard
	seen  incident.State
	told  map[string]simulator.ServiceState // of our services, as News told it
	made  providers.Secret                  // what Console showed
	again []string                          // what News has yet to say of secrets that were read again
}

// Attach gives a separate simulator, and the time that its clock is held at from now on.
type Attach func() (Outside, time.Time, error)

// Begin sets up a new drill in the incident's folder: world, files, identity. With attach nil
// the world is made here, from the story's seed.
func Begin(ctx context.Context, dir string, s Story, attach Attach) (*Stage, error) {
	g, err := open(dir, s, s.Page, attach)
	if err != nil {
		return nil, err
	}
	if err := g.lay(ctx, dir); err != nil {
		return nil, errors.Join(err, g.Close())
	}
	return g, nil
}

func (g *Stage) lay(ctx context.Context, dir string) error {
	var err error
	if g.Identity, err = keyring.IdentityFile(dir, identityName); err != nil {
		return err
	}
	if g.Site, err = files.StateDir(dir, siteFolder); err != nil {
		return err
	}
	d := desk{door: files.New(files.Config{Within: []string{g.Site}}), dir: g.Site, page: g.Story.Page, fill: g.Outside.Fill}
	return d.lay(ctx, g.Story.Desk)
}

// Resume takes a drill up again. Its clock starts at the latest time of journal and world.
func Resume(dir string, s Story, state incident.State, attach Attach) (*Stage, error) {
	since, err := latest(dir, state.Last)
	if err != nil {
		return nil, err
	}
	g, err := open(dir, s, since, attach)
	if err == nil {
		g.seen = state
		g.owes()
	}
	return g, err
}

func open(dir string, s Story, since time.Time, attach Attach) (*Stage, error) {
	g := &Stage{Story: s, told: map[string]simulator.ServiceState{}, Site: filepath.Join(dir, siteFolder), Identity: filepath.Join(dir, identityName)}
	if attach == nil {
		g.Clock = NewManual(since, nil)
		in, err := openInside(dir, s, g.Clock)
		if err != nil {
			return nil, err
		}
		g.Outside = in
		return g, nil
	}
	out, now, err := attach()
	if err != nil {
		return nil, err
	}
	if now.After(since) {
		since = now
	}
	g.Outside = out
	out.Moved(since)
	g.Clock = NewManual(since, out.Moved)
	truth, err := out.Truth()
	if err != nil {
		return nil, errors.Join(err, out.Close())
	}
	// The world is not ours: its page and its figures are its own.
	g.Story = Plain(truth.Page)
	g.Story.Seed = truth.Seed
	return g, nil
}

// Finding is the leaked key, as the paste of it would be recognised.
func (g *Stage) Finding() identify.Finding {
	return identify.Finding{Credential: g.Outside.Access().Leaked, Confidence: identify.High, Why: identify.WhyExact}
}

// Last4 is the end of the leaked key, for the card.
func (g *Stage) Last4() string { return g.Outside.Access().Leaked.Secret.Last4() }

// Stores names the stores that the replacement goes to.
func (g *Stage) Stores() []string {
	var names []string
	for _, path := range g.Story.Desk.Stores {
		names = append(names, "dotenv:"+filepath.Join(g.Site, filepath.FromSlash(path)))
	}
	return names
}

// Places are the folders where a search can find the key.
func (g *Stage) Places() []string {
	var paths []string
	for _, path := range g.Story.Desk.Places {
		paths = append(paths, filepath.Join(g.Site, filepath.FromSlash(path)))
	}
	return paths
}

// Heard follows the incident, for what it changes outside. The engine tells it every event, one
// at a time.
func (g *Stage) Heard(e incident.Event) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.seen.Apply(e)
	g.restart(e)
	g.reacts(e)
}

// Console is the vendor's console, where people make what its API does not: it shows the value of
// a new key like the one that leaked. Asked again, it shows the same.
func (g *Stage) Console() (providers.Secret, error) {
	id := g.leakedID()
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.made.IsEmpty() {
		var err error
		if g.made, err = g.Outside.Make(id); err != nil {
			return providers.Secret{}, fmt.Errorf("make a key in the drill's console: %w", err)
		}
	}
	return g.made, nil
}

// Burn is what the attacker spends a minute, and has spent since the page, in micro-units.
func (g *Stage) Burn() (perMinute, sincePage int64) {
	truth, err := g.Outside.Truth()
	if err != nil {
		return 0, 0
	}
	return micros(truth.Burn.PerMinute), micros(truth.Burn.SincePage)
}

func micros(u simulator.Usd) int64 { return int64(float64(u) * usd) }

// Close ends the world. What it was is in its log.
func (g *Stage) Close() error { return g.Outside.Close() }
