package main

import (
	"context"

	"github.com/spf13/cobra"

	"firebreak/providers/all"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
	"firebreak/tui/plain"
	"firebreak/tui/term"
)

// converse works a new incident with a person at a terminal: paste, recognise, agree, then
// the conversation. With stdin the key comes from there and the answers from the terminal.
func (a *app) converse(cmd *cobra.Command, f *workFlags, ch choices, c config, stdin bool) error {
	w := a.realWorld(f)
	console, done, err := a.console(stdin, ch.lang)
	if err != nil {
		return err
	}
	defer done()
	s := &session{a: a, ring: w.ring, calls: &calls{}}
	talk := a.talk(console, s, &w, f, ch, c)
	ctx := cmd.Context()
	keys, others, err := a.takeIn(ctx, talk, f, ch.lang, stdin)
	if err != nil {
		return err
	}
	target, known, err := a.offerKnown(ctx, w.mode, talk, keys)
	if err != nil {
		return a.notOpened(err, nil, ch)
	}
	if known {
		return a.takeUp(cmd, console, target, keys, f, ch, c)
	}
	if talk.Left() {
		return leftBefore(talk)
	}
	asked := make([]incident.IdentifiedData, 0, len(keys))
	for _, key := range keys {
		vendor := key.Credential.Kind.Provider()
		if _, ok := all.IssuerOf(vendor); !ok {
			return refuse(ch.lang.WrongVendor(vendor))
		}
		asked = append(asked, key.Told)
	}
	if !talk.Agree(ctx, w.mode, asked...) {
		return leftBefore(talk)
	}
	from := "paste"
	if stdin {
		from = f.from()
	}
	opened, err := a.openOn(ctx, w, f, ch, c, keys, from, others,
		listener{heard: talk.Heard, progress: talk.Progress, sent: s.calls.record, note: talk.Note})
	if err != nil {
		return a.notOpened(err, nil, ch)
	}
	opened.calls = s.calls
	*s = *opened // the conversation holds it since before there was an incident
	defer s.close()
	return s.talkOn(ctx, talk, ch)
}

// converseOn goes on with an incident with a person at a terminal.
func (a *app) converseOn(cmd *cobra.Command, s *session, w world, f *workFlags, ch choices, c config, keys []runbook.Found) error {
	console, done, err := a.console(len(keys) > 0, ch.lang)
	if err != nil {
		return err
	}
	defer done()
	return a.converseFrom(cmd, console, s, w, f, ch, c, keys)
}

func (a *app) converseFrom(cmd *cobra.Command, console *term.Console, s *session, w world, f *workFlags, ch choices, c config, keys []runbook.Found) error {
	talk := a.talk(console, s, &w, f, ch, c)
	if err := s.build(w, f, ch, c, listener{heard: talk.Heard, progress: talk.Progress, note: talk.Note}); err != nil {
		return err
	}
	state := s.engine.State()
	talk.Back(state, a.clock.Now(), s.opened.TornTo)
	if _, known := state.First(); !known && len(keys) == 0 { // it ended before its key was recorded
		var ok bool
		if keys, _, ok = talk.Paste(cmd.Context()); !ok {
			return leftBefore(talk)
		}
	}
	if err := s.goOn(cmd.Context(), w, c, keys, ch.lang); err != nil {
		return a.notOpened(err, nil, ch)
	}
	return s.talkOn(cmd.Context(), talk, ch)
}

// talkOn holds the conversation, then says on three lines where things stand. The exit code is
// that of what is still open.
func (s *session) talkOn(ctx context.Context, talk *plain.Talk, ch choices) error {
	err := talk.Work(ctx, s.engine)
	state := s.engine.State()
	sum := conclude(state, err, s.a.signalled(), []string{runbook.ApproveRevoke, runbook.ApproveRotate})
	said := ch.lang.Summary(state, sum.Report)
	talk.Tell(said[:]...)
	switch {
	case talk.Interrupted():
		sum.Exit = exitSignaled + interruptSignal
	case sum.Exit == exitError:
		s.a.sayFailed(err, ch.lang)
	}
	return leave{sum.Exit}
}

// interruptSignal is the number under which ctrl+c counts where it is a key and no signal.
const interruptSignal = 2

// leftBefore ends a run in which nothing was opened: an input that ended refused to go on, a
// person who left is done.
func leftBefore(talk *plain.Talk) error {
	switch {
	case talk.Interrupted():
		return leave{exitSignaled + interruptSignal}
	case talk.Ended():
		return leave{exitUsage}
	}
	return leave{exitDone}
}

// console finds the terminal that answers come from: stdin itself, or the controlling terminal
// where the key comes on stdin.
func (a *app) console(stdin bool, l words.Lang) (c *term.Console, done func(), err error) {
	if !stdin {
		if !term.IsTerminal(a.in) {
			return nil, nil, refuse(l.NoTerminal())
		}
		c = term.NewConsole(a.in)
		return c, c.Close, nil
	}
	tty, err := term.Open()
	if err != nil {
		return nil, nil, refuse(l.NoTerminal())
	}
	c = term.NewConsole(tty)
	return c, func() { c.Close(); _ = tty.Close() }, nil // it was read from
}

// takeIn reads the keys: pasted unseen, or the text that was given.
func (a *app) takeIn(ctx context.Context, talk *plain.Talk, f *workFlags, l words.Lang, stdin bool) ([]runbook.Found, int, error) {
	if !stdin {
		keys, others, ok := talk.Paste(ctx)
		if !ok {
			return nil, 0, leftBefore(talk)
		}
		return keys, others, nil
	}
	text, err := a.readGiven(f, l)
	if err != nil {
		return nil, 0, err
	}
	defer clear(text)
	keys, others, ok := talk.Recognise(text)
	switch {
	case ok:
		return keys, others, nil
	case talk.Ended(), talk.Interrupted():
		return nil, 0, leftBefore(talk)
	}
	return nil, 0, leave{exitUsage}
}
