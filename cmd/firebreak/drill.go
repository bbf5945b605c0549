package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/spf13/cobra"

	"firebreak/providers"
	"firebreak/providers/files"
	"firebreak/providers/keyring"
	"firebreak/runbook"
	"firebreak/runbook/drill"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
	"firebreak/tui"
	"firebreak/tui/plain"
	"firebreak/tui/term"
)

func (a *app) drillCommand() *cobra.Command {
	var f workFlags
	var scenario, seed, control string
	var list bool
	cmd := &cobra.Command{
		Use:   "drill",
		Short: "Rehearse an incident against a simulator; no account needed",
		Long: `Plays a scenario from the page to the postmortem, and scores it. The provider is simulated on
loopback, the program is the real one. With --headless, or where there is no terminal to answer
from, the scenario's own people answer.`,
		Args: refuseKeyArguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if list {
				return a.listDrills(&f)
			}
			return a.drill(cmd, &f, scenario, seed, control)
		},
	}
	f.add(cmd, a)
	fl := cmd.Flags()
	fl.StringVar(&scenario, "scenario", drill.Names()[0], "which one, by its id or name: "+strings.Join(drill.Names(), ", "))
	fl.BoolVar(&list, "list", false, "list the scenarios with their level, 1 to 3")
	fl.StringVar(&seed, "seed", "", "a number, or today; the same seed is the same drill (default drawn and printed)")
	fl.StringVar(&control, "simulator", "", "control URL of a separate firebreak simulate to play against")
	return cmd
}

// mostDrawn bounds a drawn seed, so that it is easily passed on.
const mostDrawn = 10_000

// seedOf reads --seed.
func (a *app) seedOf(text string) (int64, error) {
	switch text {
	case "today":
		text = a.clock.Now().Format("20060102")
	case "":
		n, err := rand.Int(rand.Reader, big.NewInt(mostDrawn-1))
		if err != nil {
			return 0, fmt.Errorf("draw a seed: %w", err)
		}
		return n.Int64() + 1, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, refusal{fmt.Sprintf("--seed %s: want a number, or today", words.English.Given(text))}
	}
	return n, nil
}

func (a *app) drill(cmd *cobra.Command, f *workFlags, scenario, seedText, control string) error {
	c, ch, err := a.prepare(f)
	if err != nil {
		return err
	}
	if len(f.stores) > 0 || len(f.search) > 0 {
		return refusal{"a drill brings its own files: --store and --search are for firebreak respond"}
	}
	seed, err := a.seedOf(seedText)
	if err != nil {
		return err
	}
	story, err := drill.Find(scenario, seed)
	if err != nil {
		return refusal{fmt.Sprintf("no scenario is called %s: there are %s", words.English.Given(scenario), strings.Join(drill.Names(), ", "))}
	}
	if a.fullScreen(f) && control == "" {
		return a.newScreens(f, ch, c).showDrill(cmd, story)
	}
	if control != "" && story.ID != drill.Attachable() {
		return refusal{fmt.Sprintf("only scenario %s can be played against a separate simulator: leave --simulator out", drill.Attachable())}
	}
	p := &exercise{app: a, flags: f, choices: ch, config: drillConfig(c), control: control}
	defer p.close()
	if a.fullScreen(f) {
		p.onScreens(a.newScreens(f, ch, c))
	}
	if err := p.begin(cmd.Context(), story); err != nil {
		return a.stateTrouble(err, ch.lang)
	}
	if err := p.open(); err != nil {
		return a.stateTrouble(err, ch.lang)
	}
	return p.play(cmd, tui.BeginCard)
}

// listDrills prints the scenarios, one below the other.
func (a *app) listDrills(f *workFlags) error {
	_, ch, err := a.prepare(f)
	if err != nil {
		return err
	}
	for _, line := range drill.Lines(ch.lang) {
		fmt.Fprintln(a.out, line)
	}
	return nil
}

// drillConfig keeps of the user's configuration what a drill may know: how reports are made.
func drillConfig(c config) config {
	var out config
	out.Report = c.Report
	return out
}

// exercise is one drill being played by this process.
type exercise struct {
	*app
	flags   *workFlags
	choices choices
	config  config
	control string // of a separate simulator, empty: none
	session *session
	stage   *drill.Stage
	world   world

	// One of these tells what happens.
	feed    *tui.Feed
	screens *screens    // with feed
	scored  atomic.Bool // the screens have shown the score
	lines   *lines
	talk    *plain.Talk
	console *term.Console
	teller  *drill.Teller
}

// controlFile remembers in the drill's folder which simulator it is played against.
const controlFile = "simulator"

// maxControl bounds a control URL.
const maxControl = 1 << 10

func controlOf(dir string) (string, error) {
	text, err := files.ReadState(dir, controlFile, maxControl)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return string(text), err
}

// begin makes the incident's folder and everything in it. What fails leaves no folder behind.
func (p *exercise) begin(ctx context.Context, story drill.Story) error {
	attach, err := p.attach(ctx)
	if err != nil {
		return err
	}
	id, err := p.freeID(story)
	if err != nil {
		return err
	}
	if p.session, err = p.createNamed(world{mode: incident.Drill}, id); err != nil {
		return err
	}
	if p.stage, err = drill.Begin(ctx, p.session.dir, story, attach); err == nil && p.control != "" {
		err = files.WriteState(p.session.dir, controlFile, []byte(p.control))
	}
	if err != nil {
		p.close()
		return errors.Join(err, os.RemoveAll(p.session.dir))
	}
	return p.equip()
}

// open records the opening and takes the key in. What differs from process to process is left
// out: the same seed gives the same journal.
func (p *exercise) open() error {
	opened, err := p.session.openedData(p.world, p.config)
	if err != nil {
		return err
	}
	opened.Scenario, opened.Seed, opened.Clock, opened.Salt = p.stage.Story.ID, p.stage.Story.Seed, "learn", p.stage.Story.Salt()
	opened.PID, opened.Trust = 0, nil
	if err := p.session.engine.Start(opened); err != nil {
		return err
	}
	_, err = p.session.engine.Identify(p.stage.Finding(), "drill", 0)
	return err
}

// freeID names the incident after the seed. Playing a seed again gives the next name.
func (p *exercise) freeID(story drill.Story) (string, error) {
	date := story.Page
	if p.control != "" {
		date = p.clock.Now() // that world's page is its own
	}
	for try := 0; ; try++ {
		id, err := runbook.NewID(date, story.Chance(fmt.Sprint("id ", try)))
		if err != nil {
			return "", err
		}
		if _, err := os.Lstat(filepath.Join(p.incidentsDir(), id)); errors.Is(err, fs.ErrNotExist) {
			return id, nil
		} else if err != nil {
			return "", err
		}
	}
}

// equip builds the engine over stage and session, and shows the card.
func (p *exercise) equip() error {
	access := p.stage.Outside.Access()
	p.flags.out = cmp.Or(p.flags.out, p.config.Report.Dir, reportsDir)
	dir := p.session.dir
	p.session.ring = keyring.New(keyring.Config{State: dir, Conf: dir, Backend: keyring.Memory(), Unseal: p.stage.Identity, Clock: p.stage.Clock,
		Random: p.stage.Story.Chance("files")})
	p.world = world{
		mode: incident.Drill, clock: p.stage.Clock, by: incident.Script, cost: drill.Cost, ring: p.session.ring,
		within: []string{p.stage.Site, p.flags.out}, env: baseOf(access.Bases), chance: p.stage.Story.Chance("decoys"),
		admin: func(provider string) (providers.Secret, bool) {
			value, ok := access.Admins[provider]
			return value, ok
		},
	}
	if p.talks() {
		p.world.by = incident.Us
	} else { // the story's people have their roles
		p.config.Report.Owner = cmp.Or(p.config.Report.Owner, p.stage.Story.People.Owner)
		p.config.Report.Approver = cmp.Or(p.config.Report.Approver, p.stage.Story.People.Approver)
	}
	if p.feed != nil {
		p.world.clock = p.feed.Guard(p.world.clock, p.screens.log.logger())
	}
	p.choices.stores = p.stage.Stores()
	p.voice()
	to := listener{heard: p.hear}
	switch {
	case p.feed != nil:
		to.progress, to.sent = p.feed.Progress, p.feed.Sent
	case p.talk != nil:
		to.progress = p.talk.Progress
	}
	return p.session.build(p.world, p.flags, p.choices, p.config, to)
}

// reportsDir is where reports go unless something else was said.
const reportsDir = "postmortems"
