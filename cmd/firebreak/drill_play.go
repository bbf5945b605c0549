package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/identify"
	"firebreak/runbook"
	"firebreak/runbook/drill"
	"firebreak/runbook/incident"
	"firebreak/tui"
	"firebreak/tui/plain"
	"firebreak/tui/term"
)

// talks reports whether a person can answer.
func (p *exercise) talks() bool { return !p.flags.headless && term.IsTerminal(p.in) }

// baseOf answers for the variables that override the base URL of an issuer, and for no other.
func baseOf(bases map[string]string) func(string) string {
	return func(name string) string {
		for _, i := range all.Issuers {
			if i.BaseEnv == name {
				return bases[i.Name]
			}
		}
		return ""
	}
}

// script is the scenario's own way through, with what was approved.
func (p *exercise) script(approve []string) *drill.Script {
	return &drill.Script{Stage: p.stage, Policy: &runbook.Policy{Approve: approve, Strategy: p.choices.strategy, Search: p.stage.Places(), Narrow: p.choices.narrow}}
}

// play works the incident from where it stands to the score.
func (p *exercise) play(cmd *cobra.Command, begin tui.Begin) error {
	switch {
	case p.feed != nil:
		return p.screen(cmd, begin)
	case p.flags.headless:
		return p.headless(cmd)
	case p.talks():
		return p.converse(cmd)
	}
	return p.show(cmd)
}

// headless prints events as JSON lines, and the summary with the score.
func (p *exercise) headless(cmd *cobra.Command) error {
	err := p.session.drive(cmd.Context(), p.stage.Clock, p.script(p.choices.approve))
	sum := conclude(p.session.engine.State(), err, p.signalled(), p.choices.approve)
	if sum.Exit == exitDone || sum.Exit == exitOpen {
		facts, failed := p.facts()
		if failed == nil {
			sum.Score, sum.Exit = drill.Score(facts), exitDone
		} else {
			err, sum.Exit = failed, exitError
		}
	}
	p.lines.object(sum)
	if sum.Exit == exitError {
		p.sayFailed(err, p.choices.lang)
	}
	return leave{sum.Exit}
}

// show plays the script in readable lines: for a pipe, or the log of a build.
func (p *exercise) show(cmd *cobra.Command) error {
	approve := p.choices.approve
	if len(approve) == 0 {
		approve = append([]string{runbook.ApproveRevoke, runbook.ApproveRotate}, p.stage.Story.Approve...)
		p.choices.strategy = cmp.Or(p.choices.strategy, p.stage.Story.Strategy)
	}
	if err := p.session.drive(cmd.Context(), p.stage.Clock, p.script(approve)); err != nil {
		return err
	}
	p.teller.Flush()
	return p.debrief("")
}

// converse lets a person play. Time stands still while they read. Who leaves before a report is
// written has not finished: the drill waits for them.
func (p *exercise) converse(cmd *cobra.Command) error {
	var err error
	p.stage.Clock.Run(func() { err = p.talk.Work(cmd.Context(), p.session.engine) })
	state := p.session.engine.State()
	switch {
	case err != nil:
		return err
	case p.talk.Interrupted():
		return leave{exitSignaled + interruptSignal}
	case state.Closing == nil && len(state.Reports) == 0:
		sum := p.choices.lang.Summary(state, "")
		p.print(append(sum[:], drill.GoOn(p.choices.lang, p.session.id))...)
		return leave{exitOpen}
	}
	return p.debrief(p.ask(cmd.Context()))
}

// ask puts the three questions of the debrief before the score is shown, and returns what was
// said to the last one. Each may be skipped. A closed incident takes no more events.
func (p *exercise) ask(ctx context.Context) (next string) {
	for _, question := range drill.Questions(p.choices.lang) {
		answer, ok := p.talk.Ask(ctx, question)
		if !ok {
			return ""
		}
		next = answer
		if next != "" && p.session.engine.State().Closing == nil {
			if err := p.session.engine.Note(question + next); err != nil {
				p.sayFailed(err, p.choices.lang)
			}
		}
	}
	return next
}

func (p *exercise) facts() (drill.Facts, error) {
	truth, err := p.stage.Outside.Truth()
	return drill.Facts{Story: p.stage.Story, State: p.session.engine.State(), Events: p.session.engine.Events(), Truth: truth}, err
}

// debrief prints the two lanes, what an earlier move would have saved, and the score sheet.
// Next is what the player would do first next time, if they said so.
func (p *exercise) debrief(next string) error {
	facts, err := p.facts()
	if err != nil {
		return err
	}
	p.print(drill.Debrief(facts, drill.Score(facts), providers.FromOutside(next), p.choices.lang)...)
	state := p.session.engine.State()
	report := ""
	if n := len(state.Reports); n > 0 {
		report = state.Reports[n-1].Path
	}
	sum := p.choices.lang.Summary(state, report)
	p.print(sum[:]...)
	return nil
}

// print tells a person something: broken to the width of the terminal that they talk on, else
// as it is.
func (p *exercise) print(lines ...string) {
	if p.talk != nil {
		p.talk.Tell(lines...)
		return
	}
	for _, line := range lines {
		fmt.Fprintln(p.out, line)
	}
}

// hear passes an event on to whoever tells of it.
func (p *exercise) hear(line []byte, e incident.Event) {
	p.stage.Heard(e)
	switch {
	case p.feed != nil:
		p.feed.Heard(line, e)
	case p.lines != nil:
		p.lines.event(line, e)
	case p.talk != nil:
		p.talk.Heard(line, e)
	default:
		p.teller.Hear(e)
	}
}

// voice chooses who tells: JSON lines, a conversation, or the story.
func (p *exercise) voice() {
	l := p.choices.lang
	switch {
	case p.feed != nil:
		return
	case p.flags.headless:
		p.lines = &lines{out: p.out}
	case p.talks():
		p.console = term.NewConsole(p.in)
		p.talk = plain.New(plain.Config{In: p.console, Out: p.out, Lang: l, Width: p.console.Width, Calls: p.session.calls.all,
			Find: drillEye.find, Search: p.stage.Places(), Place: placeTyped, Beside: func() []string { return p.stage.News(l) }, Console: p.stage.Console})
	default:
		p.teller = drill.NewTeller(l, p.out, p.stage)
	}
	if !p.flags.headless {
		p.print(p.stage.Card(l)...)
	}
	if p.teller != nil {
		fmt.Fprintln(p.out, drill.Watched(l))
		fmt.Fprintln(p.out)
	}
}

// resumeDrill goes on with a drill: its world is taken up again from its log.
func (a *app) resumeDrill(cmd *cobra.Command, f *workFlags, ch choices, c config, target found) error {
	p := &exercise{app: a, flags: f, choices: ch, config: drillConfig(c)}
	defer p.close()
	if a.fullScreen(f) {
		p.onScreens(a.newScreens(f, ch, c))
	}
	if err := p.takeUp(cmd.Context(), target); err != nil {
		return a.journalTrouble(err, target, ch.lang)
	}
	return p.play(cmd, tui.BeginReturn)
}

// takeUp opens the drill's journal and its world again.
func (p *exercise) takeUp(ctx context.Context, target found) error {
	story, err := drill.Find(target.state.Opening.Scenario, target.state.Opening.Seed)
	if err != nil {
		return err
	}
	if p.session, err = p.reopen(world{mode: incident.Drill}, target.dir); err != nil {
		return err
	}
	if p.control, err = controlOf(target.dir); err != nil {
		return err
	}
	events, err := parseAll(p.session.opened.Records)
	if err != nil {
		return err
	}
	attach, err := p.attach(ctx)
	if err != nil {
		return err
	}
	if p.stage, err = drill.Resume(target.dir, story, incident.Fold(events), attach); err != nil {
		return err
	}
	if err := p.equip(); err != nil {
		return err
	}
	return p.session.goOn(ctx, p.world, p.config, told([]identify.Finding{p.stage.Finding()}), p.choices.lang)
}

// close ends what was begun, in the reverse order. It may be called twice.
func (p *exercise) close() {
	if p.console != nil {
		p.console.Close()
	}
	if p.stage != nil {
		if err := p.stage.Close(); err != nil && !errors.Is(err, context.Canceled) {
			p.sayFailed(err, p.choices.lang)
		}
		p.stage = nil
	}
	if p.session == nil {
		return
	}
	if p.session.ring != nil {
		p.session.ring.Close()
	}
	_ = p.session.journal.Close() // every event is on disk already
}
