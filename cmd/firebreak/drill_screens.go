package main

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"firebreak/providers"
	"firebreak/providers/files"
	"firebreak/runbook"
	"firebreak/runbook/drill"
	"firebreak/runbook/words"
	"firebreak/tui"
)

// A drill on the screens: the same exercise, with a mailbox in place of a voice.

// onScreens gives the exercise a mailbox, before its engine is built.
func (p *exercise) onScreens(x *screens) {
	p.feed, p.screens = tui.NewFeed(p.clock.Now), x
}

// showDrill shows the screens at once; the card sets the story's world up. What kept it from
// that is said once the terminal is given back.
func (x *screens) showDrill(cmd *cobra.Command, story drill.Story) error {
	x.story = &story
	err := x.show(cmd, tui.BeginCard, nil)
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.kept != nil && errors.Is(err, leave{exitDone}) {
		return x.a.stateTrouble(x.kept, x.ch.lang)
	}
	return err
}

// practices are the scenarios to choose from.
func practices(l words.Lang) []tui.Practice {
	var all []tui.Practice
	for _, one := range drill.List(l) {
		all = append(all, tui.Practice(one))
	}
	return all
}

// drill begins the exercise that was asked for, and once it was begun that of an id, with a seed of
// its own.
func (x *screens) drill(ctx context.Context, id string) (*tui.Session, error) {
	story, err := x.nextStory(id)
	if err != nil {
		return nil, err
	}
	ended := make(chan struct{})
	defer close(ended)
	x.mu.Lock()
	x.setting = ended
	x.mu.Unlock()
	p := x.exercise()
	if err = p.begin(ctx, story); err == nil {
		err = p.open()
	}
	x.mu.Lock()
	x.kept = err
	if err == nil {
		x.story = nil
	}
	x.mu.Unlock()
	if err != nil {
		p.close()
		return nil, err
	}
	return p.offer(), nil
}

// tidyLimit bounds how long leaving waits for a drill that is being set up, and was told to stop,
// to take back what it laid out.
const tidyLimit = 150 * time.Millisecond

// awaitSetting waits for a drill that is being set up, so that no half of one is left behind.
func (x *screens) awaitSetting() {
	x.mu.Lock()
	setting := x.setting
	x.mu.Unlock()
	if setting == nil {
		return
	}
	limit := time.NewTimer(tidyLimit)
	defer limit.Stop()
	select {
	case <-setting:
	case <-limit.C:
	}
}

// nextStory is the one that was asked for, or that of an id with a drawn seed.
func (x *screens) nextStory(id string) (drill.Story, error) {
	x.mu.Lock()
	story := x.story
	x.mu.Unlock()
	if story != nil {
		return *story, nil
	}
	seed, err := x.a.seedOf("")
	if err != nil {
		return drill.Story{}, err
	}
	return drill.Find(cmp.Or(id, drill.Names()[0]), seed)
}

// exercise is one of this run of the screens. Its flags are a copy: where a drill's report goes
// is nothing to the next incident.
func (x *screens) exercise() *exercise {
	f := *x.flags
	p := &exercise{app: x.a, flags: &f, choices: x.ch, config: drillConfig(x.config)}
	p.onScreens(x)
	return p
}

// resumeDrill takes an exercise up again.
func (x *screens) resumeDrill(ctx context.Context, target found) (*tui.Session, error) {
	p := x.exercise()
	if err := p.takeUp(ctx, target); err != nil {
		p.close()
		return nil, err
	}
	return p.offer(), nil
}

// offer makes the exercise's session one of the screens: by one hand of its clock, which stands
// still while the person reads.
func (p *exercise) offer() *tui.Session {
	out := p.screens.offer(p.session, p.world, p.feed)
	out.OneHand, out.Exercise, out.AddAdmin = true, p, nil
	out.Search = p.stage.Places()
	p.screens.keep(p, p.session.engine)
	p.screens.playing(p)
	return out
}

// screen shows the exercise full-screen.
func (p *exercise) screen(cmd *cobra.Command, begin tui.Begin) error {
	return p.screens.show(cmd, begin, p.offer())
}

// Card implements tui.Exercise.
func (p *exercise) Card(l words.Lang) (string, []words.Labelled) { return p.stage.CardParts(l) }

// Burn implements tui.Exercise.
func (p *exercise) Burn() (perMinute, sincePage int64) { return p.stage.Burn() }

// Down implements tui.Exercise.
func (p *exercise) Down() []string { return p.stage.Down() }

// Console implements tui.Exercise.
func (p *exercise) Console(context.Context) (providers.Secret, error) { return p.stage.Console() }

// Questions implements tui.Exercise.
func (p *exercise) Questions(l words.Lang) []string { return drill.Questions(l) }

// Debrief implements tui.Exercise.
func (p *exercise) Debrief(_ context.Context, l words.Lang, answers []providers.Untrusted) (words.Debriefing, error) {
	facts, err := p.facts()
	if err != nil {
		return words.Debriefing{}, err
	}
	p.scored.Store(true)
	return drill.Account(facts, drill.Score(facts), answers, l), nil
}

// Export implements tui.Exercise: the file stands beside the report, under the incident's id.
func (p *exercise) Export(ctx context.Context, l words.Lang, d words.Debriefing) (string, error) {
	path := filepath.Join(p.flags.out, p.session.id+"-debrief.md")
	door := files.New(files.Config{Within: p.world.within})
	return path, runbook.WriteFile(ctx, door, path, []byte(drill.Markdown(d, l)))
}

// unscored is what is left to say of a drill whose score was not shown: how to go on to it, else,
// of one that is closed and cannot be gone on with, the debrief itself.
func (p *exercise) unscored() []string {
	l, state := p.choices.lang, p.session.engine.State()
	switch {
	case p.scored.Load():
		return nil
	case state.Closing == nil:
		return []string{drill.GoOn(l, state.Opening.ID)}
	case p.control != "": // another process has the facts, and may not answer
		return nil
	}
	facts, err := p.facts()
	if err != nil {
		return nil
	}
	return drill.Debrief(facts, drill.Score(facts), providers.Untrusted{}, l)
}
