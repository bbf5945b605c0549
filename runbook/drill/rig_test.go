package drill

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/dotenv"
	"firebreak/providers/files"
	"firebreak/providers/identify"
	"firebreak/providers/keyring"
	"firebreak/providers/transport"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/journal"
	"firebreak/runbook/words"
)

// player plays a drill as the command does: engine, adapter and stage over one folder.
type player struct {
	t       *testing.T
	base    string
	dir     string
	reports string
	story   Story
	stage   *Stage
	journal *journal.Journal
	engine  *runbook.Engine
	calls   []providers.Exchange
	crash   *crasher
}

// crasher ends the goroutine of the nth append, as a kill would, and all later ones.
type crasher struct {
	mu   sync.Mutex
	next runbook.Appender
	left int
	dead bool
}

func (c *crasher) Append(object []byte) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.dead {
		runtime.Goexit()
	}
	line, err := c.next.Append(object)
	if c.left--; c.left == 0 {
		c.dead = true
		runtime.Goexit()
	}
	return line, err
}

func newPlayer(t *testing.T, seed int64) *player {
	t.Helper()
	return newPlayerOf(t, "S01", seed)
}

func newPlayerOf(t *testing.T, scenario string, seed int64) *player {
	t.Helper()
	base := t.TempDir()
	story, err := Find(scenario, seed)
	if err != nil {
		t.Fatal(err)
	}
	p := &player{t: t, base: base, reports: filepath.Join(base, "postmortems"), story: story}
	if p.dir, err = files.StateDir(base, "state", "INC-20261006-test"); err != nil {
		t.Fatal(err)
	}
	return p
}

// open sets the drill up, or takes it up again where it was begun. crashAt 0: never.
func (p *player) open(crashAt int) *player {
	p.t.Helper()
	var err error
	var records [][]byte
	if _, begun := os.Stat(filepath.Join(p.dir, "journal.jsonl")); begun != nil {
		if p.journal, err = journal.Create(p.dir, filepath.Base(p.dir), string(incident.Drill)); err != nil {
			p.t.Fatal(err)
		}
		p.stage, err = Begin(context.Background(), p.dir, p.story, nil)
	} else {
		var opened journal.Opened
		if p.journal, opened, err = journal.Open(p.dir); err != nil {
			p.t.Fatal(err)
		}
		records = opened.Records
		var events []incident.Event
		for _, line := range records {
			ev, err := incident.Parse(line)
			if err != nil {
				p.t.Fatal(err)
			}
			events = append(events, ev)
		}
		p.stage, err = Resume(p.dir, p.story, incident.Fold(events), nil)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	var appender runbook.Appender = p.journal
	if p.crash = nil; crashAt > 0 {
		p.crash = &crasher{next: p.journal, left: crashAt}
		appender = p.crash
	}
	ring := keyring.New(keyring.Config{State: p.dir, Conf: p.dir, Backend: keyring.Memory(), Unseal: p.stage.Identity, Clock: p.stage.Clock,
		Random: p.stage.Story.Chance("files")})
	p.t.Cleanup(ring.Close)
	door := files.New(files.Config{Within: []string{p.stage.Site, p.reports}})
	p.engine, err = runbook.New(runbook.Config{
		Journal: appender, Records: records, Mode: incident.Drill,
		Vendors: p.vendors(),
		Store: func(name string) (providers.Store, error) {
			return dotenv.New(door, strings.TrimPrefix(name, "dotenv:")), nil
		},
		Stores: p.stage.Stores(), Parking: ring.Parking(p.dir), Files: door, Clock: p.stage.Clock, By: incident.Script, Tool: "firebreak test",
		Lang: words.English, Reports: p.reports, StatePath: p.dir, Cost: Cost,
		Emit:   func(_ []byte, e incident.Event) { p.stage.Heard(e) },
		Detect: func(text []byte) int { found, _ := identify.Find(text); return len(found) },
	})
	if err != nil {
		p.t.Fatal(err)
	}
	stage := p.stage
	p.t.Cleanup(func() { _ = stage.Close() })
	return p
}

// vendors are all of the world, each at its own base.
func (p *player) vendors() map[string]runbook.Vendor {
	p.t.Helper()
	access := p.stage.Outside.Access()
	of := map[string]runbook.Vendor{}
	for _, i := range all.Issuers {
		door, err := transport.New(transport.Config{Provider: i.Name, Bases: i.Bases(access.Bases[i.Name]),
			LoopbackOnly: true, NoAmbient: true, Clock: p.stage.Clock, Shape: i.Shape,
			Record: func(x providers.Exchange) { p.calls = append(p.calls, x) }}, i.Routes...)
		if err != nil {
			p.t.Fatal(err)
		}
		p.t.Cleanup(door.Close)
		adapter := i.New(door, p.stage.Clock, func(context.Context) (providers.Secret, error) { return access.Admins[i.Name], nil })
		if r, ok := adapter.(interface{ Repeat(io.Reader) }); ok {
			r.Repeat(p.stage.Story.Chance("decoys"))
		}
		of[i.Name] = runbook.Vendor{Name: i.Name, Title: i.Title, Adapter: adapter}
	}
	return of
}

// play drives the drill with a chooser, from wherever it stands, and scores it.
func (p *player) play(c runbook.Chooser) Sheet {
	p.t.Helper()
	p.stage.Clock.Run(func() {
		if p.engine.State().Opening.ID == "" {
			if err := p.engine.Start(incident.OpenedData{ID: filepath.Base(p.dir), Mode: incident.Drill, Salt: "00ff", Scenario: p.story.ID, Seed: p.story.Seed}); err != nil {
				p.t.Error(err)
			}
		}
		finding := p.stage.Finding()
		if k, ok := p.engine.State().First(); ok {
			if err := p.engine.Hold(k.Cred, finding.Credential); err != nil {
				p.t.Error(err)
			}
		} else if _, err := p.engine.Identify(finding, "drill", 0); err != nil {
			p.t.Error(err)
		}
		if err := runbook.Drive(context.Background(), p.engine, c); err != nil {
			p.t.Error(err)
		}
	})
	if p.crash != nil && p.crash.dead {
		return Sheet{}
	}
	return Score(p.facts())
}

func (p *player) facts() Facts {
	p.t.Helper()
	truth, err := p.stage.Outside.Truth()
	if err != nil {
		p.t.Fatal(err)
	}
	return Facts{Story: p.stage.Story, State: p.engine.State(), Events: p.engine.Events(), Truth: truth}
}

func (p *player) script(approve ...string) *Script {
	return &Script{Policy: &runbook.Policy{Approve: approve, Strategy: p.stage.Story.Strategy, Search: p.stage.Places()}, Stage: p.stage}
}

// close ends the process's hold on the drill.
func (p *player) close() {
	p.t.Helper()
	if err := p.stage.Close(); err != nil {
		p.t.Fatal(err)
	}
	if err := p.journal.Close(); err != nil {
		p.t.Fatal(err)
	}
}
