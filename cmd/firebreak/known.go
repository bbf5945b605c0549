package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/files"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/journal"
	"firebreak/runbook/words"
	"firebreak/tui/plain"
	"firebreak/tui/term"
)

// One key is worked by one process at a time, whichever incidents it is in: two of them could
// each send its deletion, and neither would know what the other one's answer was. A dry run sends
// none, but its probes move the last use by which the other one tells the record.

// known is an open incident on a key that is at hand, or may be on it.
type known struct {
	found
	like runbook.Likeness
}

// heldError says that another process works on an incident about the key.
type heldError struct{ known }

func (e heldError) Error() string { return "incident " + e.id + " is open elsewhere" }

// openOnLike lists the open incidents that work for real and that like compares with a key, newest
// first.
func (a *app) openOnLike(like func(incident.State) runbook.Likeness) ([]known, error) {
	every, err := a.incidents()
	if err != nil {
		return nil, err
	}
	var list []known
	for _, f := range every {
		if f.err != nil || f.state.Closing != nil || f.state.Opening.Mode != incident.Live || f.state.Opening.Replace != "" {
			continue
		}
		if l := like(f.state); l > runbook.Stranger {
			list = append(list, known{f, l})
		}
	}
	return list, nil
}

// likeKeys compares incidents with keys, the likest deciding. Of a masked one only the ending is known.
func likeKeys(keys []runbook.Found) func(incident.State) runbook.Likeness {
	return func(s incident.State) runbook.Likeness {
		likest := runbook.Stranger
		for _, key := range keys {
			f := key.Finding()
			likest = max(likest, runbook.Knows(s, f.Credential, f.Ending))
		}
		return likest
	}
}

// heldElsewhere is the heldError of the first incident of a list that another process works on,
// nil where there is none.
func heldElsewhere(list []known) error {
	for _, one := range list {
		if one.state.Holder.PID == os.Getpid() {
			continue
		}
		switch held, err := journal.Held(one.dir); {
		case err != nil:
			return err
		case held:
			return heldError{one}
		}
	}
	return nil
}

// turnWait bounds how long another process may take to open its incident.
const turnWait = 10 * time.Second

// alone begins this process's turn to open or take up an incident, and lists the open incidents on
// the same key. The heldError of one that somebody works on is given. The turn is not begun on an error.
func (a *app) alone(ctx context.Context, like func(incident.State) runbook.Likeness) (*journal.Turn, []known, error) {
	dir, err := files.StateDir(a.stateDir())
	if err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, turnWait)
	defer cancel()
	turn, err := journal.TakeTurn(ctx, filepath.Join(dir, "opening.lock"))
	if err != nil {
		return nil, nil, err
	}
	list, err := a.openOnLike(like)
	if err == nil {
		err = heldElsewhere(list)
	}
	if err != nil {
		turn.Give()
		return nil, nil, err
	}
	return turn, list, nil
}

// aloneOn is alone for an incident that this process has taken up.
func (a *app) aloneOn(ctx context.Context, target found) error {
	if target.state.Opening.Mode == incident.Drill {
		return nil
	}
	turn, _, err := a.alone(ctx, func(s incident.State) runbook.Likeness {
		if s.Opening.ID == target.state.Opening.ID {
			return runbook.Stranger
		}
		return runbook.Alike(s, target.state)
	})
	if err == nil {
		turn.Give()
	}
	return err
}

// notOpened says why no incident was opened or taken up. Without a person, whose lines out are,
// the summary is that of the incident that is in the way.
func (a *app) notOpened(err error, out *lines, ch choices) error {
	var held heldError
	switch {
	case errors.As(err, &held):
		a.say(ch.lang.KeyHeld(held.state, held.like == runbook.SameKey))
		if out != nil {
			out.object(heldSummary(held.state, ch.approve))
		}
		return leave{exitError}
	case errors.Is(err, journal.ErrLocked):
		a.say(ch.lang.TurnTaken())
		return leave{exitError}
	}
	return a.stateTrouble(err, ch.lang)
}

// besideKnown says which open incident works on one of the keys already, that another one is opened
// beside: whoever runs this by a program may have lost sight of it.
func (a *app) besideKnown(mode incident.Mode, keys []runbook.Found, l words.Lang) []string {
	if mode != incident.Live {
		return nil
	}
	list, err := a.openOnLike(likeKeys(keys))
	if err != nil || len(list) == 0 {
		return nil // a folder that cannot be read is met again, and said, when the incident is opened
	}
	return l.KnownKeyHeadless(states(list), same(list), a.clock.Now())
}

// same reports whether one of the incidents is certainly on the same key.
func same(list []known) bool {
	return slices.ContainsFunc(list, func(k known) bool { return k.like == runbook.SameKey })
}

func states(list []known) (all []incident.State) {
	for _, one := range list {
		all = append(all, one.state)
	}
	return all
}

// offerKnown asks whether to go on with an open incident that works on one of the keys, or on one
// that ends alike. A heldError: somebody works on one of them now.
func (a *app) offerKnown(ctx context.Context, mode incident.Mode, talk *plain.Talk, keys []runbook.Found) (target found, goOn bool, err error) {
	open, err := a.openOnLike(likeKeys(keys))
	if err != nil {
		return found{}, false, nil // the new incident meets the same folder and says what is wrong
	}
	if mode != incident.Drill {
		if err := heldElsewhere(open); err != nil {
			return found{}, false, err
		}
	}
	n, ok := talk.Known(ctx, states(open), same(open), a.clock.Now())
	if !ok || n < 0 {
		return found{}, false, nil
	}
	return open[n].found, true, nil
}

// takeUp goes on with an open incident, with its keys at hand.
func (a *app) takeUp(cmd *cobra.Command, console *term.Console, target found, keys []runbook.Found, flags *workFlags, ch choices, c config) error {
	flags.dryRun = false
	w := a.realWorld(flags)
	s, err := a.reopen(w, target.dir)
	if err != nil {
		return a.journalTrouble(err, target, ch.lang)
	}
	defer s.close()
	if err := a.aloneOn(cmd.Context(), target); err != nil {
		return a.notOpened(err, nil, ch)
	}
	return a.converseFrom(cmd, console, s, w, flags, ch, c, s.sort(target, keys))
}

// sort gives the keys of a text for an incident that was chosen because of them, see fitting. Of the
// others those that can be worked join the incident once it goes on; the rest is counted.
func (s *session) sort(target found, keys []runbook.Found) []runbook.Found {
	ours := fitting(target, keys)
	for _, key := range keys {
		_, issued := all.IssuerOf(key.Credential.Kind.Provider())
		if issued && !key.Told.Masked && !key.Told.Decoy() && runbook.Knows(target.state, key.Credential, key.Told.Last4) == runbook.Stranger {
			s.joining = append(s.joining, key)
		}
	}
	s.beside = len(keys) - len(ours) - len(s.joining)
	return ours
}

// aloneFor is alone for keys that come into this incident later. Another open incident on one of
// them is named.
func (s *session) aloneFor(ctx context.Context, like func(incident.State) runbook.Likeness) error {
	turn, list, err := s.a.alone(ctx, func(other incident.State) runbook.Likeness {
		if other.Opening.ID == s.id {
			return runbook.Stranger
		}
		return like(other)
	})
	if err != nil {
		return err
	}
	turn.Give()
	if len(list) > 0 && s.note != nil {
		s.note(s.lang.KnownBeside(list[0].state, list[0].like == runbook.SameKey, s.a.clock.Now()))
	}
	return nil
}

// fitting are the keys of a text for an incident that was chosen because of them: those that it
// works on, without a value that it does not take. Of such a one only what a report told is left.
func fitting(target found, keys []runbook.Found) []runbook.Found {
	var list []runbook.Found
	for _, key := range keys {
		k, like := runbook.KnownAs(target.state, key.Credential, key.Told.Last4)
		if like == runbook.Stranger {
			continue
		}
		if runbook.EndingOnly(k) {
			key.Credential.Secret, key.Told.Masked = providers.Secret{}, true
		}
		if !key.Told.Masked || key.Told.Told != nil {
			list = append(list, key)
		}
	}
	return list
}

// knows reports whether an incident works on this key, by its fingerprint.
func knows(s incident.State, value providers.Secret) bool {
	return runbook.Knows(s, providers.Credential{Secret: value}, "") == runbook.SameKey
}
