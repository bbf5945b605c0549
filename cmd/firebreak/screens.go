package main

import (
	"context"
	"errors"
	"os"
	"sync"

	"github.com/spf13/cobra"

	"firebreak/providers"
	"firebreak/providers/keyring"
	"firebreak/runbook"
	"firebreak/runbook/drill"
	"firebreak/runbook/incident"
	"firebreak/runbook/postmortem"
	"firebreak/runbook/words"
	"firebreak/tui"
	"firebreak/tui/term"
)

// screens is one full-screen run: what the screens need of the rest of the program.
type screens struct {
	a      *app
	flags  *workFlags
	ch     choices
	config config
	typed  *typedAdmins
	log    *traces
	again  string   // incident to take up, "" for none
	keys   *os.File // the terminal that is typed on
	text   []byte   // what came on stdin, for the first screen

	mu      sync.Mutex
	story   *drill.Story  // that was asked for, until it is begun; nil for none
	kept    error         // what kept the last drill from being begun
	setting chan struct{} // closed once the last drill was begun, or could not be
	opened  []closer      // what to close once the terminal is given back
	latest  interface{ State() incident.State }
	played  *exercise // the last drill
}

type closer interface{ close() }

// fullScreen reports whether the screens can be drawn and used: not in lines by choice, not for
// a screen reader, and with a terminal on both sides.
func (a *app) fullScreen(f *workFlags) bool { return a.drawable(f) && term.IsTerminal(a.in) }

func (a *app) drawable(f *workFlags) bool {
	out, ok := a.out.(*os.File)
	return ok && !f.headless && !f.plain && a.env("ACCESSIBLE") == "" && a.env("TERM") != "dumb" && term.IsTerminal(out)
}

// screensFor readies the screens; nil where they cannot be drawn or used. With stdin the text
// with the key is read from there first, and the controlling terminal is typed on.
func (a *app) screensFor(f *workFlags, ch choices, c config, stdin bool) (*screens, error) {
	x := a.newScreens(f, ch, c)
	switch {
	case !stdin && a.fullScreen(f):
		return x, nil
	case !stdin, !a.drawable(f):
		return nil, nil
	}
	tty, err := term.Open()
	if err != nil {
		return nil, nil // lines meet the same, and say so
	}
	if x.text, err = a.readGiven(f, ch.lang); err != nil {
		_ = tty.Close() // nothing was done on it
		return nil, err
	}
	x.keys = tty
	return x, nil
}

// begin opens the screens without an incident. In lines there is no start: the commands are
// listed.
func (a *app) begin(cmd *cobra.Command, f *workFlags) error {
	c, ch, err := a.prepare(f)
	switch {
	case err != nil:
		return err
	case a.fullScreen(f):
		if _, _, err := a.surroundings(world{env: a.env}, c); err != nil {
			return err // an address that is refused is asked nothing
		}
		return a.newScreens(f, ch, c).show(cmd, tui.BeginStart, nil)
	case term.IsTerminal(a.in):
		return cmd.Help()
	}
	return refuse(append(ch.lang.NoTerminal(), ch.lang.HelpLists()))
}

func (a *app) newScreens(f *workFlags, ch choices, c config) *screens {
	return &screens{a: a, flags: f, ch: ch, config: c, keys: a.in, typed: &typedAdmins{byName: map[string]providers.Secret{}}, log: &traces{}}
}

// show takes the terminal over, shows the screens until the person leaves, and gives the
// terminal back with where things stand on its normal screen. The exit code is that of what is open.
func (x *screens) show(cmd *cobra.Command, begin tui.Begin, first *tui.Session) error {
	defer x.close()
	t, err := term.Take(x.keys, x.a.out.(*os.File))
	if err != nil {
		return refuse(x.ch.lang.NoTerminal())
	}
	x.a.uncatch()
	defer func() { _ = t.Close("") }() // a second call does nothing
	mode := incident.Live
	if x.flags.dryRun {
		mode = incident.DryRun
	}
	look := x.a.eye(x.config)
	err = tui.Run(cmd.Context(), tui.Config{
		Lang: x.ch.lang, Term: t, Now: x.a.clock.Now, Log: x.log.logger(), Look: tui.LookOf(x.a.env), Start: begin, Mode: mode, Session: first, Return: x.again, Text: x.text, Elsewhere: x.a.elsewhere(x.config, x.ch.lang),
		Find: look.find, TakeIn: look.takeIn, Incidents: x.incidents, Ready: x.ready, ReadFile: x.readFile, Place: placeTyped, Create: x.create, Resume: x.resume,
		Drill: x.drill, Practices: practices(x.ch.lang), Reports: x.reports, Follow: x.follow, Farewell: x.farewell,
	})
	return x.concluded(err)
}

// showAgain shows the screens on an incident that is taken up again there.
func (x *screens) showAgain(cmd *cobra.Command, target found) error {
	if target.err != nil {
		return x.a.journalTrouble(target.err, target, x.ch.lang)
	}
	x.again = target.id
	return x.show(cmd, tui.BeginReturn, nil)
}

// farewell says where things stand, on the normal screen. The terminal layer prints it, which
// does not wait for a terminal that stopped reading.
func (x *screens) farewell(end error) []string {
	latest := x.worked()
	if latest == nil {
		return nil
	}
	var said []string
	if exitOf(end) == exitError {
		said = append(said, "firebreak: "+end.Error())
		if path := x.log.save(x.a.stateDir()); path != "" {
			said = append(said, path)
		}
	}
	state := latest.State()
	sum := x.ch.lang.Summary(state, conclude(state, nil, 0, nil).Report)
	said = append(said, sum[:]...)
	x.mu.Lock()
	played := x.played
	x.mu.Unlock()
	switch {
	case state.Opening.Mode == incident.Drill && played != nil:
		said = append(said, played.unscored()...)
	case state.Opening.Mode != incident.Drill && state.Closing == nil:
		said = append(said, x.ch.lang.ResumeLater(runbook.ShortID(state.Opening.ID)))
	}
	return said
}

// concluded gives the exit code: of how the run ended, else of what is still open.
func (x *screens) concluded(end error) error {
	latest, code := x.worked(), exitOf(end)
	switch {
	case latest == nil && code == exitError:
		return end
	case latest == nil || code != exitDone:
		return leave{code}
	}
	return leave{conclude(latest.State(), nil, 0, []string{runbook.ApproveRevoke, runbook.ApproveRotate}).Exit}
}

// worked is the incident that was worked last, nil where there was none.
func (x *screens) worked() interface{ State() incident.State } {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.latest
}

// exitOf is the exit code of how a run of the screens ended.
func exitOf(end error) int {
	var signal tui.SignalError
	switch {
	case errors.Is(end, tui.ErrInterrupted):
		return exitSignaled + interruptSignal
	case errors.Is(end, tui.ErrHungUp):
		return exitSignaled + hangUpSignal
	case errors.As(end, &signal):
		return signal.Code
	case end != nil:
		return exitError
	}
	return exitDone
}

// hangUpSignal is the number under which a terminal that went away counts.
const hangUpSignal = 1

// keep has something closed at the end of the run.
func (x *screens) keep(c closer, of interface{ State() incident.State }) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.opened = append(x.opened, c)
	x.latest = of
}

// playing has the drill that is played last be asked for its score at the end.
func (x *screens) playing(p *exercise) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.played = p
}

func (x *screens) close() {
	x.awaitSetting()
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, c := range x.opened {
		c.close()
	}
	x.opened = nil
	if x.keys != x.a.in {
		_ = x.keys.Close() // it was read from
	}
}

// offer makes a session of ours into one of the screens.
func (x *screens) offer(s *session, w world, feed *tui.Feed) *tui.Session {
	l := x.ch.lang
	out := &tui.Session{
		Engine: s.engine, Feed: feed, Clock: w.clock, Search: x.flags.search, Torn: s.opened.TornTo,
		AddAdmin: x.a.takeAdmin(x.typed, l),
		KeepAdmin: func(ctx context.Context, provider string, value providers.Credential, replace bool) error {
			return x.a.keepAdmin(ctx, s.ring, provider, value, replace)
		},
		Passphrase:     func(ctx context.Context, phrase providers.Secret) error { return s.sealUnder(ctx, w, phrase) },
		PassphraseKept: func() bool { return keyring.PassphraseKept(x.a.stateDir()) },
		Looked:         func(provider string) []words.LookedIn { return x.a.lookedIn(provider, s, x.config) },
		Contact: func(provider string) providers.Untrusted {
			return providers.FromOutside(x.config.Contacts[provider])
		},
		Remark:  func(path string) []string { return reportRemark(l, path) },
		Preview: func(context.Context) (tui.Preview, error) { return s.preview(l) },
		Edit:    x.a.editor(),
	}
	if w.mode != incident.Live {
		out.KeepAdmin, out.Passphrase = nil, nil // a dry run keeps nothing, a drill has its own
	}
	x.keep(s, s.engine)
	return out
}

// preview composes the report as it would be written now.
func (s *session) preview(l words.Lang) (tui.Preview, error) {
	set, err := s.engine.Compose()
	if err != nil {
		return tui.Preview{}, err
	}
	path := s.engine.ReportPath(set)
	if merged, ok, err := set.MergedWith(path); err == nil && ok {
		set = merged
	}
	m, err := runbook.CheckSet(set, detect, l)
	if err != nil {
		return tui.Preview{}, err
	}
	state := s.engine.State()
	p := tui.Preview{Path: path, Clean: len(set.Leaks) == 0, Points: m.Score, Max: postmortem.MostPoints, Events: state.Seq, Head: state.Head, Markdown: string(set.Doc.Markdown)}
	for _, lost := range m.Lost {
		p.Missing = append(p.Missing, l.RubricPoint(lost.Point))
	}
	return p, nil
}
