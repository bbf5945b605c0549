package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"firebreak/providers/identify"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/journal"
	"firebreak/runbook/words"
)

func (a *app) resumeCommand() *cobra.Command {
	var f workFlags
	cmd := &cobra.Command{
		Use:   "resume [ID] [-]",
		Short: "Go on with an incident, the most recent open one without ID; - reads its key from stdin",
		Args:  refuseKeyArguments(cobra.MaximumNArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, stdin := splitDash(args)
			return a.resume(cmd, &f, id, stdin)
		},
	}
	f.add(cmd, a)
	return cmd
}

func splitDash(args []string) (id string, stdin bool) {
	for _, arg := range args {
		if arg == "-" {
			stdin = true
		} else {
			id = arg
		}
	}
	return id, stdin
}

// pick chooses the incident to go on with. Without an id and without an open one, the latest
// is returned with open false. One that only
// brings a value to stores stands behind those of keys.
func (a *app) pick(id string) (f found, open bool, err error) {
	if id != "" {
		f, err = a.find(id)
		return f, f.state.Closing == nil, err
	}
	list, err := a.incidents()
	if err != nil {
		return found{}, false, err
	}
	for _, f := range list {
		if f.state.Closing == nil && f.state.Opening.ID != "" && f.state.Opening.Replace == "" {
			return f, true, nil
		}
	}
	if len(list) == 0 {
		return found{}, false, refusal{"there is no incident to go on with. firebreak respond opens one."}
	}
	return list[0], false, nil
}

func (a *app) resume(cmd *cobra.Command, f *workFlags, id string, stdin bool) error {
	c, ch, err := a.prepare(f)
	if err != nil {
		return err
	}
	target, open, err := a.pick(id)
	if err != nil {
		return err
	}
	if target.state.Opening.Replace != "" {
		return a.resumeReplace(cmd.Context(), f, ch, c, target)
	}
	if !open {
		return a.alreadyClosed(target, f.headless, ch)
	}
	if target.state.Opening.Mode == incident.Drill {
		return a.resumeDrill(cmd, f, ch, c, target)
	}
	bases, _, err := a.surroundings(world{env: a.env}, c)
	if err == nil {
		err = sameHosts(target.state, bases, ch.lang) // before a key is asked for
	}
	if err != nil {
		return err
	}
	if x, err := a.screensFor(f, ch, c, stdin); x != nil || err != nil {
		if err != nil {
			return err
		}
		return x.showAgain(cmd, target)
	}
	if err := a.checkFolders(f, ch.lang); err != nil {
		return err
	}
	if f.headless && rotates(target.state) {
		if err := a.checkKeeping(cmd.Context(), f, ch); err != nil {
			return err
		}
	}
	keys, err := a.keysFor(stdin, a.eye(c), target.state, ch.lang)
	if err != nil {
		return err
	}
	var out *lines
	if f.headless {
		out = &lines{out: a.out}
		defer out.flush()
	}
	w := a.worldOf(f, target)
	s, err := a.reopen(w, target.dir)
	if err != nil {
		said := a.journalTrouble(err, target, ch.lang)
		if out != nil && errors.Is(err, journal.ErrLocked) {
			out.object(heldSummary(target.state, ch.approve))
		}
		return said
	}
	defer s.close()
	if err := a.aloneOn(cmd.Context(), target); err != nil {
		return a.notOpened(err, out, ch)
	}
	if !f.headless {
		return a.converseOn(cmd, s, w, f, ch, c, keys)
	}
	if err := s.takeBack(cmd.Context(), w, f, ch, c, keys, out.event); err != nil {
		return a.notOpened(err, out, ch)
	}
	return s.headless(cmd, nil, ch.policy(f.search), out, ch)
}

// rotates reports whether an incident still has a rotation to do, for real.
func rotates(s incident.State) bool {
	todo := func(cred string) bool { return slices.Contains(s.OpenSteps(cred), incident.StepRotate) }
	return s.Opening.Mode == incident.Live && (s.Cut() || slices.ContainsFunc(s.Order, todo))
}

// worldOf is the real world in the mode that an incident was opened in.
func (a *app) worldOf(f *workFlags, target found) world {
	f.dryRun = target.state.Opening.Mode == incident.DryRun
	return a.realWorld(f)
}

// takeBack builds the engine of an incident that was reopened, and records who goes on.
func (s *session) takeBack(ctx context.Context, w world, f *workFlags, ch choices, c config, keys []runbook.Found, heard func([]byte, incident.Event)) error {
	if err := s.build(w, f, ch, c, listener{heard: heard, progress: s.a.paused(ch.lang), note: s.a.note}); err != nil {
		return err
	}
	return s.goOn(ctx, w, c, keys, ch.lang)
}

// goOn takes the keys in that were given, and records who goes on. Another key than the incident's,
// or another host, is refused before any event. An incident that ended before its keys were recorded
// takes them now.
func (s *session) goOn(ctx context.Context, w world, c config, keys []runbook.Found, l words.Lang) error {
	bases, _, err := s.a.surroundings(w, c)
	if err == nil {
		err = sameHosts(s.engine.State(), bases, l)
	}
	var creds []string
	if err == nil {
		creds, err = s.whose(keys, l)
	}
	if err == nil && len(s.joining) > 0 {
		err = s.aloneFor(ctx, likeKeys(s.joining))
	}
	if err == nil {
		err = s.hold(creds, keys)
	}
	if err != nil {
		return err
	}
	who, where := whereAmI(s.a.env)
	d := incident.ResumedData{Who: who, Where: where, PID: os.Getpid(), Tool: s.a.tool(), Bases: bases, Torn: s.opened.TornTo}
	if w.mode != incident.Drill {
		d.Stores = s.stores
	}
	if err := s.engine.Resume(d); err != nil {
		return err
	}
	for i, cred := range creds {
		if cred != "" {
			continue
		}
		if creds[i], err = s.engine.Identify(keys[i].Finding(), "stdin", 0); err != nil {
			return err
		}
	}
	for _, key := range s.joining {
		cred, err := s.engine.Identify(key.Finding(), cmp.Or(key.Told.From, "paste"), 0)
		if err != nil {
			return err
		}
		creds, keys = append(creds, cred), append(keys, key)
	}
	for _, said := range []string{l.Joined(len(s.joining)), l.Others(s.beside)} {
		if said != "" && s.note != nil {
			s.note(said)
		}
	}
	return s.takeReports(creds, keys)
}

// whose tells which of the incident's keys each of a text is: by its value, else by what a report
// shows of it. "" is one that the run which opened the incident ended before: it stands beside one
// that was recorded, or none was. Any other is refused.
func (s *session) whose(keys []runbook.Found, l words.Lang) ([]string, error) {
	state, creds := s.engine.State(), make([]string, len(keys))
	ours := len(state.Order) == 0
	for i, key := range keys {
		cred, known := s.engine.Whose(key.Credential)
		if !known {
			cred, known = names(key, state)
		}
		ours, creds[i] = ours || known, cred
	}
	if at := slices.Index(creds, ""); at >= 0 && (!state.Cut() || !ours) {
		return nil, s.stranger(keys[at], l)
	}
	return creds, nil
}

// hold takes the values of an incident's keys into memory, as far as they are at hand.
func (s *session) hold(creds []string, keys []runbook.Found) error {
	for i, key := range keys {
		if creds[i] == "" || key.Credential.Secret.IsEmpty() {
			continue
		}
		if err := s.engine.Hold(creds[i], key.Credential); err != nil {
			return err
		}
	}
	return nil
}

// stranger refuses what was given in place of a key of the incident.
func (s *session) stranger(key runbook.Found, l words.Lang) error {
	state := s.engine.State()
	k, _ := state.First()
	var endings []string
	for _, one := range state.ByDanger() {
		endings = append(endings, one.Identity.Last4)
	}
	switch vendor := k.Identity.Kind.Provider(); {
	case len(state.Order) == 1 && runbook.EndingOnly(k):
		return refuse([]string{l.Why(incident.WhyEndingOnly, l.Vendor(vendor))})
	case key.Credential.Secret.IsEmpty():
		return refuse(l.NotRecognised(string(identify.LooksMasked), vendor))
	}
	return refuse(l.AnotherKey(key.Credential.Secret.Last4(), endings))
}

// alreadyClosed prints the summary of an incident that nothing is left to do in.
func (a *app) alreadyClosed(f found, headless bool, ch choices) error {
	sum := conclude(f.state, nil, 0, ch.approve)
	if headless {
		return a.tell(f, ch.lang, func(journal.Result) error {
			(&lines{out: a.out}).object(sum)
			return leave{sum.Exit}
		})
	}
	return a.show(f, ch.lang, func() error {
		fmt.Fprintf(a.out, "%s is closed.\n", runbook.ShortID(f.id))
		for _, line := range ch.lang.Summary(f.state, sum.Report) {
			fmt.Fprintln(a.out, line)
		}
		return leave{sum.Exit}
	})
}

// journalTrouble says why an incident cannot be taken up, and what to do.
func (a *app) journalTrouble(err error, f found, l words.Lang) error {
	said := a.journalWords(err, f, l)
	if said == nil {
		return err
	}
	a.say(said)
	return leave{exitError}
}

// heldOff says who holds an incident that a command was to work on; nil for another error.
func (a *app) heldOff(err error, f found, command string, l words.Lang) error {
	if !errors.Is(err, journal.ErrLocked) {
		return nil
	}
	a.say(l.Locked(f.state, command))
	return leave{exitError}
}

// journalWords are the words for a journal that an incident cannot be gone on with, nil for
// another error.
func (a *app) journalWords(err error, f found, l words.Lang) []string {
	var damage *journal.Damage
	switch {
	case errors.Is(err, journal.ErrLocked):
		return l.Locked(f.state, "resume")
	case errors.Is(err, journal.ErrNewer):
		return l.JournalNewer(f.id)
	case errors.As(err, &damage):
		return l.JournalDamaged(f.id, damage.Seq)
	case errors.Is(err, journal.ErrEmpty):
		return []string{fmt.Sprintf("%s holds no event: it was never begun. firebreak incidents rm %s removes it.", f.id, f.id)}
	}
	return a.stateWords(err, true, l)
}
